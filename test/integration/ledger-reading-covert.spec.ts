import { createHash } from 'node:crypto';
import { tokenOf } from '../support/database.js';
import { FIXED, openWorld, submitted, type Client, type World } from '../support/world.js';

/** Covert reads (domain page, section 5 rule 11) and the monthly statement, which must not betray them. */

interface Entry {
  index: string;
  action: string;
  actor: string | null;
  records: string[];
  fields: string[];
  covert: boolean;
  liftedAt: string | null;
}
const ENTRIES = `query Entries($filter: AuditFilter) { auditEntries(first: 100, filter: $filter) { edges { node { index action actor records fields covert liftedAt } } } }`;
const LEAD = `query Lead($id: ID!) { lead(id: $id) { number title } }`;
const MARK = `mutation Mark($recordNumber: String!, $reason: String!, $until: DateTime!) { markCovert(recordNumber: $recordNumber, reason: $reason, until: $until) { id recordNumber startsAt until endedAt entries } }`;
const LIFT = `mutation Lift($recordNumber: String!) { liftCovert(recordNumber: $recordNumber) { endedAt entries } }`;

let world: World;
let kang: Client;
let zhou: Client;
let yan: Client;
let auditor: Client;
const entries = async (client: Client, filter: object = {}): Promise<Entry[]> =>
  (await client.query<{ auditEntries: { edges: { node: Entry }[] } }>(ENTRIES, { filter })).auditEntries.edges.map((e) => e.node);
/** What the owner has, but for his own reading of it. */
const ownerView = async (): Promise<Entry[]> => (await entries(kang, { ownRecords: true })).filter((e) => e.action !== 'audit.read');
const mark = (changes: object = {}) => ({ recordNumber: FIXED.first, reason: '侦查需要', until: '2026-12-01T00:00:00+08:00', ...changes });
const statement = (client: string, month: string) => world.inject({ method: 'GET', url: `/audit/statement/${month}.csv`, headers: { authorization: `Bearer ${tokenOf(client)}` } });

beforeAll(async () => {
  world = await openWorld();
  [kang, zhou, yan, auditor] = ['kang.fuze', 'zhou.zhencha', 'yan.juzhang', 'shen.shenji'].map((name) => world.as(name)) as [Client, Client, Client, Client];
});
afterAll(() => world.close());

it('is for heads of police and approvers of a regulator, on another agency’s record they may see, six months at most', async () => {
  expect(await zhou.refused(MARK, mark())).toBe('NOT_PERMITTED');
  expect(await world.as('yu.fuze').refused(MARK, mark())).toBe('NOT_PERMITTED');
  expect(await kang.refused(MARK, mark())).toBe('INVALID_STATE');
  expect(await yan.refused(MARK, mark({ recordNumber: FIXED.second }))).toBe('NOT_FOUND');
  expect(await yan.refused(MARK, mark({ until: '2027-03-23T00:00:00+08:00' }))).toBe('INVALID_INPUT');
  expect(await yan.refused(MARK, mark({ until: '2026-09-20T00:00:00+08:00' }))).toBe('INVALID_INPUT');
  expect(await yan.refused(MARK, mark({ reason: ' ' }))).toBe('INVALID_INPUT');
});

describe('while it is in force', () => {
  let before: Entry[];
  let made: object;

  beforeAll(async () => {
    await zhou.query(LEAD, { id: FIXED.first });
    before = await ownerView();
    made = (await yan.query<{ markCovert: object }>(MARK, mark())).markCovert;
    await zhou.query(LEAD, { id: FIXED.first });
    await zhou.query(LEAD, { id: FIXED.first });
  });

  it('the owner’s view is as it was: neither the reads nor the mark, under no filter', async () => {
    expect(made).toMatchObject({ recordNumber: FIXED.first, endedAt: null, entries: 0 });
    expect(before.filter((e) => e.action === 'lead.read')).toHaveLength(1);
    expect(await ownerView()).toEqual(before);
    for (const filter of [{ action: 'lead.read' }, { recordNumber: FIXED.first }, { field: 'number' }, { action: 'covert.mark' }]) {
      expect((await entries(kang, filter)).filter((e) => e.actor !== '康负责').every((e) => before.some((b) => b.index === e.index))).toBe(true);
    }
  });

  it('the reader has his own acts, the auditor all of them, marked; a second mark is refused', async () => {
    expect((await entries(zhou, { mine: true, action: 'lead.read' })).map((e) => e.covert)).toEqual([false, false, false]);
    expect((await entries(auditor, { action: 'lead.read' })).map((e) => e.covert)).toEqual([true, true, false]);
    expect((await entries(auditor, { action: 'covert.mark' })).length).toBeGreaterThan(0);
    expect(await yan.refused(MARK, mark())).toBe('INVALID_STATE');
    expect((await yan.query<{ covertMarks: { entries: number }[] }>(`{ covertMarks { recordNumber entries reason markedBy } }`)).covertMarks).toMatchObject([{ recordNumber: FIXED.first, entries: 2, markedBy: '严局长' }]);
    expect(await zhou.refused(`{ covertMarks { id } }`)).toBe('NOT_PERMITTED');
    expect(await kang.query(`{ covertMarks { id } }`)).toEqual({ covertMarks: [] });
  });

  it('of a list only the marked record is withheld, and another agency’s reads not at all', async () => {
    await world.as('xu.shouli').query(`mutation S($input: ShareLeadInput!) { shareLead(input: $input) { id } }`, {
      input: { leadId: (await submitted(world.as('xu.shouli'))).id, agencyCodes: ['POL-990101'], handlingCode: 'H0', reason: '协同核查' },
    });
    await zhou.query(`{ leads(first: 100) { edges { node { number } } } }`);
    await world.as('li.lianluo').query(LEAD, { id: FIXED.first });
    const now = await ownerView();
    const list = now.find((e) => e.action === 'lead.list')!;
    expect(list.records.length).toBeGreaterThan(0);
    expect(list.records).not.toContain(FIXED.first);
    expect(now.filter((e) => e.action === 'lead.read' && e.actor !== '徐受理')).toHaveLength(2);
  });

  it('what the reading agency writes is no secret', async () => {
    await zhou.working(FIXED.first).ask(`mutation R($input: RequestAccessInput!) { requestAccess(input: $input) { id } }`, {
      input: { recordNumber: FIXED.first, fields: ['conclusion'], legalBasis: '刑事诉讼法', until: '2026-12-31T00:00:00+08:00', message: '需要结论' },
    });
    expect((await ownerView()).every((e) => e.action !== 'covert.mark')).toBe(true);
  });

  it('the statement does not have them, and its hash is in the ledger', async () => {
    const offered = (await kang.query<{ statement: { path: string; lines: number } }>(`{ statement(month: "2026-09") { path lines } }`)).statement;
    expect(offered.path).toBe('/audit/statement/2026-09.csv');
    const file = await statement('kang.fuze', '2026-09');
    expect(file.statusCode).toBe(200);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    const bytes = file.rawPayload;
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').slice(1).trimEnd().split('\r\n');
    expect(lines[0]).toBe('日志序号,时间,访问机关,访问人,行为,记录编号,完整字段,脱敏字段,用途代码,用途依据,结果,策略版本,条目哈希,补列时间');
    expect(lines.at(-1)).toContain('康负责');
    expect(lines.length).toBe(offered.lines + 2);
    const zhous = lines.filter((l) => l.includes('lead.read') && l.includes('云中县公安局经侦大队'));
    expect(zhous).toHaveLength(1);
    const [entry] = await entries(kang, { action: 'audit.statement' });
    expect(entry!.fields).toEqual(['month:2026-09', `sha256:${createHash('sha256').update(bytes).digest('hex')}`]);
  });

  it('the statement is for the head of the agency, for months that have begun, with a session', async () => {
    expect((await statement('xu.shouli', '2026-09')).statusCode).toBe(403);
    expect((await statement('shen.shenji', '2026-09')).statusCode).toBe(403);
    for (const month of ['2026-10', '2026-13', '26-09', '..%2f..']) expect((await statement('kang.fuze', month)).statusCode).toBe(400);
    expect((await world.inject({ method: 'GET', url: '/audit/statement/2026-09.csv' })).statusCode).toBe(401);
    expect(await world.as('xu.shouli').refused(`{ statement(month: "2026-09") { path } }`)).toBe('NOT_PERMITTED');
  });
});

it('lifted, they enter the owner’s view at their own place, and the statement of the month of lifting', async () => {
  await kang.query(`mutation { advanceDemoClock(to: "2026-10-12T10:00:00+08:00") }`);
  const september = (await statement('kang.fuze', '2026-09')).body.split('\r\n').slice(0, -2);
  expect(await yan.refused(LIFT, { recordNumber: FIXED.second })).toBe('NOT_FOUND');
  expect(await kang.refused(LIFT, { recordNumber: FIXED.first })).toBe('NOT_FOUND');
  expect((await yan.query<{ liftCovert: { entries: number } }>(LIFT, { recordNumber: FIXED.first })).liftCovert).toMatchObject({ endedAt: expect.stringContaining('2026-10-12T10:0') as string, entries: 3 });
  const reads = (await entries(kang, { action: 'lead.read', recordNumber: FIXED.first })).filter((e) => e.actor !== '徐受理');
  expect(reads.filter((e) => e.liftedAt !== null)).toHaveLength(2);
  expect([...reads].sort((a, b) => Number(b.index) - Number(a.index))).toEqual(reads);
  expect((await ownerView()).find((e) => e.action === 'lead.list')!.records).toContain(FIXED.first);
  expect((await entries(auditor, { action: 'lead.read' })).some((e) => e.covert)).toBe(false);
  // the past month's lines stay as they were given; October adds what was lifted, marked as added
  expect((await statement('kang.fuze', '2026-09')).body.split('\r\n').slice(0, -2)).toEqual(september);
  const october = (await statement('kang.fuze', '2026-10')).body.split('\r\n').filter((l) => l.includes('2026-09-21') && l.includes(FIXED.first));
  expect(october.length).toBe(3);
  for (const line of october) expect(line).toMatch(/2026-10-12T10:0\d:\d\d\+08:00$/);
});

it('ends with its term by itself', async () => {
  await yan.query(MARK, mark({ until: '2026-10-13T00:00:00+08:00' }));
  await zhou.query(LEAD, { id: FIXED.first });
  await zhou.query(LEAD, { id: FIXED.first });
  await entries(kang);
  const seen = async (): Promise<number> => (await entries(kang, { action: 'lead.read', from: '2026-10-12T00:00:00+08:00' })).length;
  expect(await seen()).toBe(0);
  await kang.query(`mutation { advanceDemoClock(to: "2026-10-13T09:00:00+08:00") }`);
  expect(await seen()).toBe(2);
  await zhou.query(LEAD, { id: FIXED.first });
  expect(await seen()).toBe(3);
});
