import { join } from 'node:path';
import { createLogKeyFile } from '#kernel/audit';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { FIXED, hubFor, openWorld, type World } from '../support/world.js';

/** A policy nobody has confirmed keeps the hub red until people of two agencies confirm exactly its hash. */

const APPROVE = `mutation Approve($hash: String!) { approvePolicy(hash: $hash) { hash inForce selfApproved missing approvals { agency { code } } } }`;
const STATUS = `{ policyStatus { hash inForce selfApproved missing approvals { agency { code } } } }`;
const LEADS = `{ leads(first: 5) { edges { node { number } } } }`;
interface Status {
  hash: string;
  inForce: boolean;
  missing: number;
}

/** The demo world's people on a hub that is not in demo mode. */
async function realHub(from?: TestDatabase): Promise<World> {
  const database = await cloneDatabase(from);
  // Accounts of the invented province 99 exist in demo mode only.
  await database.change([`UPDATE session SET second_factor = true`], [`UPDATE agency SET region_code = '98' || right(region_code, 4)`]);
  const file = (name: string): string => join(database.directory, name);
  createLogKeyFile(file('log.key'), 'hub.invalid/ledger');
  return hubFor(database, { env: { XIECHA_DEMO: '0', XIECHA_CLOCK: '', XIECHA_ROOT_KEY_FILE: file('root.key'), XIECHA_LOG_KEY_FILE: file('log.key') } });
}

describe('outside demo mode', () => {
  let world: World;
  let hash: string;
  const ready = () => world.inject({ method: 'GET', url: '/health/ready' });
  const status = async (name: string): Promise<Status> => (await world.as(name).query<{ policyStatus: Status }>(STATUS)).policyStatus;

  beforeAll(async () => {
    world = await realHub();
    hash = world.hub.kernel.policyVersion;
  });
  afterAll(() => world.close());

  it('the hash loaded at start is an entry', async () => {
    const loaded = await world.database.sql<{ bytes: Buffer }>(`SELECT bytes FROM ledger_intake WHERE action = 'policy.loaded' ORDER BY seq DESC LIMIT 1`);
    expect(JSON.parse(loaded[0]!.bytes.toString('utf8'))).toMatchObject({ action: 'policy.loaded', actor: 'HUB', fields: [hash], policy: hash });
  });

  it('is red with words, refuses business and leaves signing in and accounts open', async () => {
    const red = await ready();
    expect(red.statusCode).toBe(503);
    expect(JSON.parse(red.body)).toMatchObject({ status: 'policy not approved', policy: hash, zh: expect.stringContaining('0 个机关') as string });
    expect((await world.inject({ method: 'GET', url: '/health/live' })).statusCode).toBe(200);
    for (const document of [LEADS, `{ auditEntries { edges { cursor } } }`, `query L { lead(id: "${FIXED.first}") { number } }`]) expect(await world.as('kang.fuze').refused(document)).toBe('UNAVAILABLE');
    expect(await world.as('kang.fuze').refused(`{ viewer { id } leads(first: 1) { edges { cursor } } }`)).toBe('UNAVAILABLE');
    for (const url of ['/audit/statement/2026-09.csv', '/imports/templates/insurer.xlsx', '/uploads/x']) {
      expect((await world.inject({ method: 'GET', url, headers: { authorization: 'Bearer session-of-the-tests-kang-fuze' } })).statusCode).toBe(503);
    }
    await world.as('an.anquan').query(`{ viewer { username } agencies { code } }`);
    expect(await status('li.lianluo')).toMatchObject({ hash, inForce: false, missing: 2 });
  });

  it('one agency, however many of its people, is not enough; nor another hash, nor another role', async () => {
    expect(await world.as('li.lianluo').refused(APPROVE, { hash })).toBe('NOT_PERMITTED');
    expect(await world.as('an.anquan').refused(APPROVE, { hash })).toBe('NOT_PERMITTED');
    expect(await world.as('kang.fuze').refused(APPROVE, { hash: '0123456789abcdef' })).toBe('INVALID_INPUT');
    const first = (await world.as('qin.duizhang').query<{ approvePolicy: Status }>(APPROVE, { hash })).approvePolicy;
    expect(first).toMatchObject({ inForce: false, missing: 1 });
    expect(await world.as('qin.duizhang').refused(APPROVE, { hash })).toBe('INVALID_STATE');
    await world.database.change([`UPDATE role_grant SET role = 'APPROVER' WHERE person_id = (SELECT id FROM person WHERE username = 'yan.juzhang')`]);
    expect((await world.as('yan.juzhang').query<{ approvePolicy: Status }>(APPROVE, { hash })).approvePolicy).toMatchObject({ inForce: false, missing: 1 });
    expect((await ready()).statusCode).toBe(503);
  });

  it('the second agency turns it green, at once and for good', async () => {
    expect((await world.as('gao.zuzhang').query<{ approvePolicy: Status }>(APPROVE, { hash })).approvePolicy).toMatchObject({ inForce: true, missing: 0, selfApproved: false });
    const green = await ready();
    expect(green.statusCode).toBe(200);
    expect(JSON.parse(green.body)).toMatchObject({ status: 'ready', policy: hash });
    await world.as('kang.fuze').query(LEADS);
    const entries = await world.database.sql(`SELECT 1 FROM ledger_intake WHERE action = 'policy.approve' AND outcome = 'OK'`);
    expect(entries).toHaveLength(3);
  });
});

it('what demo mode confirmed itself does not count outside it', async () => {
  const demo = await openWorld();
  await demo.hub.close();
  const real = await realHub(demo.database);
  expect((await real.inject({ method: 'GET', url: '/health/ready' })).statusCode).toBe(503);
  await real.close();
  await demo.database.drop();
});

it('demo mode confirms itself, and says so in the health answer and the ledger', async () => {
  const world = await openWorld();
  const answer = await world.inject({ method: 'GET', url: '/health/ready' });
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({ status: 'ready', en: 'Demo mode: the service confirmed the policy itself' });
  expect((await world.as('li.lianluo').query<{ policyStatus: Status }>(STATUS)).policyStatus).toMatchObject({ inForce: true, selfApproved: true, approvals: [] });
  expect(await world.database.sql(`SELECT 1 FROM ledger_intake WHERE action = 'policy.confirmDemo'`)).toHaveLength(1);
  await world.close();
});
