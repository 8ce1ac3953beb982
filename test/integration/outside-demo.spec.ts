import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import { createLogKeyFile } from '#kernel/audit';
import { loadConfig, type Config } from '#kernel/config';
import { openKernel } from '#kernel/runtime';
import { commands, policies } from '../../apps/hub/surface.js';
import { createHub, prepareDatabase, type RunningHub } from '../../apps/hub/start.js';
import { findings } from '../../apps/ops/doctor.rules.js';
import { symptomsOf } from '../../apps/ops/doctor.command.js';
import { createFirstAdministrators, type FirstAdministrators, type HandedOut } from '../../apps/ops/first-admins.command.js';
import { cloneDatabase, emptyDatabase, keyDirectory, REQUEST_LOGIN, tokenOf, type TestDatabase } from '../support/database.js';
import { clientOf, leadInput, SUBMIT, type Client } from '../support/world.js';

const SIGN_IN = `mutation S($username: String!, $password: String!, $code: String) { signIn(username: $username, password: $password, oneTimeCode: $code) { token viewer { roles mustChangePassword mustEnrolSecondFactor } } }`;
const CHANGE = `mutation C($current: String!, $next: String!) { changePassword(currentPassword: $current, newPassword: $next) }`;
const CREATE = `mutation C($agencyCode: String!, $username: String!, $displayName: String!) { createPerson(agencyCode: $agencyCode, username: $username, displayName: $displayName) { initialPassword } }`;
const PROPOSE = `mutation P($username: String!, $role: Role!, $endsAt: DateTime!) { proposeRoleGrant(username: $username, role: $role, endsAt: $endsAt) { id version } }`;
const DECIDE = `mutation D($id: ID!, $version: Int!) { decideRoleGrant(id: $id, version: $version, approve: true) { status } }`;

const WANTED: FirstAdministrators = {
  agency: { code: 'HUB-110000', name: '试用打击办公室', regionCode: '110000' },
  people: {
    SYSADMIN: { username: 'sys.yi', displayName: '系一' },
    SECADMIN: { username: 'sec.er', displayName: '安二' },
    AUDITOR: { username: 'aud.san', displayName: '审三' },
  },
};

/** A hub outside demo mode on a real server's two logins, started the way main.ts does. */
let template: TestDatabase;
let server: Awaited<ReturnType<typeof emptyDatabase>>;
let directory: string;
let config: Config;
let hub: RunningHub;
let handedOut: HandedOut[];

const environment = (ownerUrl: string, keys: string): Record<string, string> => {
  const requestUrl = new URL(ownerUrl);
  requestUrl.username = REQUEST_LOGIN.user;
  requestUrl.password = REQUEST_LOGIN.password;
  return { DATABASE_URL: requestUrl.href, DATABASE_OWNER_URL: ownerUrl, XIECHA_DEMO: '0', XIECHA_DATA: keys, XIECHA_ROOT_KEY_FILE: join(keys, 'root.key'), XIECHA_LOG_KEY_FILE: join(keys, 'log.key'), LOG_LEVEL: 'silent', PORT: '0' };
};

async function administrators(wanted: FirstAdministrators, of: Config): Promise<HandedOut[]> {
  const kernel = await openKernel({ config: of, requestUrl: of.database.url!, policies, commands, onFault: () => undefined });
  try {
    return await createFirstAdministrators(kernel, wanted);
  } finally {
    await kernel.close();
  }
}

beforeAll(async () => {
  // Also makes the request login on the server, as an operator would.
  template = await cloneDatabase();
  server = await emptyDatabase();
  directory = keyDirectory();
  for (const keys of [directory, template.directory]) createLogKeyFile(join(keys, 'log.key'), 'xiecha.test/outside-demo');
  config = loadConfig(environment(server.ownerUrl, directory));
  await prepareDatabase(config);
  handedOut = await administrators(WANTED, config);
  hub = await createHub(config, config.database.url!);
  await hub.app.getHttpAdapter().getInstance().ready();
}, 60_000);
afterAll(async () => {
  await hub.close();
  await server.drop();
  await template.drop();
  rmSync(directory, { recursive: true, force: true });
});

const nobody = (): Client => clientOf(hub, '', null);
const secretOf = (address: string): string => new URL(address).searchParams.get('secret')!;
const codeOf = (secret: string, ahead = 0): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + ahead });

/** First sign-in of an administrator: one-time password and code, then a password of his own. */
async function administrator(role: HandedOut['role']): Promise<Client> {
  const person = handedOut.find((p) => p.role === role)!;
  const { signIn } = await nobody().query<{ signIn: { token: string; viewer: unknown } }>(SIGN_IN, { username: person.username, password: person.password, code: codeOf(secretOf(person.secondFactor)) });
  expect(signIn.viewer).toEqual({ roles: [role], mustChangePassword: true, mustEnrolSecondFactor: false });
  const client = clientOf(hub, person.username, signIn.token);
  expect(await client.refused(`{ agencies { code } }`)).toBe('NOT_PERMITTED');
  await client.query(CHANGE, { current: person.password, next: `自己的长密码 ${role.toLowerCase()} 2026` });
  return client;
}

/** First sign-in of anybody else: also enrols the second factor. */
async function newcomer(username: string, password: string): Promise<Client> {
  const { signIn } = await nobody().query<{ signIn: { token: string; viewer: { mustEnrolSecondFactor: boolean } } }>(SIGN_IN, { username, password });
  expect(signIn.viewer.mustEnrolSecondFactor).toBe(true);
  const client = clientOf(hub, username, signIn.token);
  const next = `自己的长密码 ${username.length} 字 2026`;
  await client.query(CHANGE, { current: password, next });
  expect(await client.refused(`{ agencies { code } }`)).toBe('NOT_PERMITTED');
  const { beginSecondFactor } = await client.query<{ beginSecondFactor: string }>(`mutation B($p: String!) { beginSecondFactor(currentPassword: $p) }`, { p: next });
  await client.query(`mutation C($c: String!) { confirmSecondFactor(code: $c) }`, { c: codeOf(secretOf(beginSecondFactor)) });
  return client;
}

describe('outside demo mode', () => {
  it('the first administrators are made once, three people, and sign in with a second factor only', async () => {
    expect(handedOut.map((p) => p.role)).toEqual(['SYSADMIN', 'SECADMIN', 'AUDITOR']);
    expect(new Set(handedOut.flatMap((p) => [p.username, p.password, p.secondFactor])).size).toBe(9);
    await expect(administrators({ ...WANTED, people: { ...WANTED.people, AUDITOR: { username: 'other.four', displayName: '另四' } } }, config)).rejects.toThrow(/administrators already/);
    const [person] = handedOut;
    expect(await nobody().refused(SIGN_IN, { username: person!.username, password: person!.password })).toBe('UNAUTHENTICATED');
    expect(await nobody().refused(SIGN_IN, { username: person!.username, password: person!.password, code: '000000' })).toBe('UNAUTHENTICATED');
  });

  it('first agencies and heads come from two administrators, everybody else from his own head; heads of two agencies put the policy in force; demo numbers are refused', async () => {
    const secadmin = await administrator('SECADMIN');
    const sysadmin = await administrator('SYSADMIN');
    const create = `mutation A($region: String!) { createAgency(code: "INS-SHIYONG", name: "试用人寿", kind: INSURER, regionCode: $region) { code } }`;
    expect(await secadmin.refused(create, { region: '990000' })).toBe('INVALID_INPUT');
    await secadmin.query(create, { region: '110000' });
    const passwords = new Map<string, string>();
    for (const [agencyCode, username, displayName] of [['HUB-110000', 'leader.zero', '领零'], ['INS-SHIYONG', 'head.one', '头一'], ['INS-SHIYONG', 'liaison.two', '联二']] as const) {
      passwords.set(username, (await secadmin.query<{ createPerson: { initialPassword: string } }>(CREATE, { agencyCode, username, displayName })).createPerson.initialPassword);
    }
    const endsAt = new Date(Date.now() + 300 * 86_400_000).toISOString();
    const propose = async (username: string, role: string): Promise<Record<string, unknown>> => (await secadmin.query<{ proposeRoleGrant: Record<string, unknown> }>(PROPOSE, { username, role, endsAt })).proposeRoleGrant;
    const first = await propose('head.one', 'APPROVER');
    expect(await secadmin.refused(DECIDE, first)).toBe('SEPARATION_OF_DUTIES');
    await sysadmin.query(DECIDE, first);
    await sysadmin.query(DECIDE, await propose('leader.zero', 'LEADER'));
    const second = await propose('liaison.two', 'LIAISON');
    expect(await sysadmin.refused(DECIDE, second)).toBe('NOT_PERMITTED');
    const head = await newcomer('head.one', passwords.get('head.one')!);
    await head.query(DECIDE, second);
    const leader = await newcomer('leader.zero', passwords.get('leader.zero')!);
    const { policyStatus } = await head.query<{ policyStatus: { hash: string; inForce: boolean } }>(`{ policyStatus { hash inForce } }`);
    expect(policyStatus.inForce).toBe(false);
    for (const client of [head, leader]) await client.query(`mutation A($hash: String!) { approvePolicy(hash: $hash) { inForce } }`, { hash: policyStatus.hash });

    const liaison = await newcomer('liaison.two', passwords.get('liaison.two')!);
    const fields = async (changes: Record<string, unknown>): Promise<string[]> => {
      const answer = await liaison.ask(SUBMIT, { input: leadInput({ regionCode: '110101', subjects: [], ...changes }) });
      return answer.code === null ? [] : (answer.errors[0]!.extensions.fields ?? []).map((f) => f.field);
    };
    const suspect = (phone: string): unknown[] => [{ kind: 'PERSON', role: 'ORGANISER', name: '某甲', phones: [phone] }];
    expect(await fields({ regionCode: '990101' })).toEqual(['regionCode']);
    expect(await fields({ subjects: suspect('12900000001') })).toEqual([expect.stringContaining('phones')]);
    expect(await fields({ subjects: suspect('13800138000') })).toEqual([]);
    expect(await liaison.refused(`mutation { advanceDemoClock(to: "2030-01-01T00:00:00+08:00") }`)).toBe('NOT_PERMITTED');
    expect(await liaison.refused(`{ __schema { types { name } } }`)).toBe('INVALID_INPUT');
  }, 30_000);

  it('demo accounts do not exist, even on a database that holds them', async () => {
    const demoKeys = template.directory;
    const wrong = await createHub(loadConfig(environment(template.ownerUrl, demoKeys)), template.requestUrl);
    try {
      await wrong.app.getHttpAdapter().getInstance().ready();
      expect(await clientOf(wrong, '', null).refused(SIGN_IN, { username: 'li.lianluo', password: 'xiecha-demo' })).toBe('UNAUTHENTICATED');
      expect(await clientOf(wrong, 'li.lianluo', tokenOf('li.lianluo')).refused(`{ viewer { id } }`)).toBe('UNAUTHENTICATED');
    } finally {
      await wrong.close();
    }
    const said = findings(await symptomsOf(loadConfig(environment(template.ownerUrl, demoKeys)))).map((f) => f.en);
    expect(said).toContainEqual(expect.stringMatching(/27 demo accounts/));
    // The cast itself obeys the separation of roles, and all three administrators are in office.
    expect(said.filter((s) => /must be apart|nobody holds/.test(s))).toEqual([]);
  });

  it('the doctor finds a sound server sound, and a lost trigger and an open key', async () => {
    const serious = async (): Promise<string[]> => findings(await symptomsOf(config)).flatMap((f) => (f.level === 'SERIOUS' && !/holiday table|1 GB/.test(f.en) ? [f.en] : []));
    expect(await serious()).toEqual([]);
    chmodSync(join(directory, 'root.key'), 0o644);
    await template.sql(`DROP TRIGGER lead_audit ON lead`);
    await template.sql(`UPDATE feed SET until = now() WHERE ctid = (SELECT ctid FROM feed LIMIT 1)`);
    expect(await serious()).toEqual([expect.stringContaining('can be read by others')]);
    const lost = findings(await symptomsOf(loadConfig(environment(template.ownerUrl, template.directory)))).map((f) => f.en);
    expect(lost).toEqual(expect.arrayContaining([expect.stringMatching(/audit trigger: lead$/), expect.stringMatching(/feed differs .* in 1 places/)]));
  });
});
