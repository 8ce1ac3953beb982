import { FIXED, openWorld, type Client, type World } from '../support/world.js';

/** Unusual-access hints over real entries: what raises one, what does not, and who may know. */

interface Hint {
  code: string;
  actor: string;
  agency: { code: string };
  finding: string;
  rule: string;
  evidence: string[];
  evidenceCount: number;
  day: string;
}
const HINTS = `query Hints($day: Date) { accessHints(day: $day) { code title titleEn rule ruleEn finding findingEn day actor agency { code } evidence evidenceCount } }`;
const LEAD = `query Lead($id: ID!) { lead(id: $id) { number } }`;
const MATCH = `query Match($value: String!) { matchIdentifier(kind: PHONE, value: $value) { hit } }`;

let world: World;
let kang: Client;
let yu: Client;
let auditor: Client;
const hints = async (client: Client, day?: string): Promise<Hint[]> => (await client.query<{ accessHints: Hint[] }>(HINTS, { day })).accessHints;

beforeAll(async () => {
  world = await openWorld();
  [kang, yu, auditor] = ['kang.fuze', 'yu.fuze', 'shen.shenji'].map((name) => world.as(name)) as [Client, Client, Client];
});
afterAll(() => world.close());

it('an ordinary day raises nothing', async () => {
  const xu = world.as('xu.shouli').working(FIXED.first);
  await xu.query(`{ leads(first: 50) { edges { node { number } } } }`);
  for (let n = 0; n < 3; n += 1) await xu.query(LEAD, { id: FIXED.first });
  await xu.ask(LEAD, { id: 'XS-990101-2026-999999' });
  await world.as('li.lianluo').working(FIXED.own).query(MATCH, { value: FIXED.suspectPhone });
  expect(await hints(auditor)).toEqual([]);
  expect(await hints(kang)).toEqual([]);
});

it('guessing numbers and using up the quota do, with the entries they rest on', async () => {
  const li = world.as('li.lianluo').working(FIXED.own);
  for (let n = 0; n < 10; n += 1) await li.ask(LEAD, { id: `XS-990101-2026-99990${n}` });
  for (let n = 10; n < 28; n += 1) await li.query(MATCH, { value: `129009000${n}` });
  const found = await hints(yu);
  expect(found.map((h) => h.code).sort()).toEqual(['MATCH_QUOTA', 'REFUSALS']);
  for (const hint of found) expect(hint).toMatchObject({ actor: '李联络', agency: { code: 'INS-YI' }, day: '2026-09-21' });
  const refusals = found.find((h) => h.code === 'REFUSALS')!;
  expect(refusals.evidenceCount).toBe(10);
  const entries = await world.database.sql<{ index: string; outcome: string }>(`SELECT index::text, outcome FROM ledger_reading WHERE index = ANY($1::bigint[])`, [refusals.evidence]);
  expect(entries).toHaveLength(10);
  for (const entry of entries) expect(entry.outcome).toBe('NOT_FOUND');
});

it('the auditor has them under pseudonyms, another head and other people not at all', async () => {
  const answer = await auditor.ask<{ accessHints: Hint[] }>(HINTS);
  expect(answer.data!.accessHints).toHaveLength(2);
  for (const plain of ['李联络', 'li.lianluo', FIXED.own]) expect(answer.body).not.toContain(plain);
  expect(await hints(kang)).toEqual([]);
  for (const name of ['li.lianluo', 'ji.xitong', 'gao.zuzhang']) expect(await world.as(name).refused(HINTS)).toBe('NOT_PERMITTED');
  expect(await yu.refused(HINTS, { day: '2026-09-22' })).toBe('INVALID_INPUT');
  expect(await hints(yu, '2026-09-20')).toEqual([]);
});

it('compares the regions of records the auditor may not see himself', async () => {
  const numbers = (await world.database.sql<{ number: string }>(`SELECT number FROM lead WHERE number LIKE 'XS-9902%' ORDER BY number LIMIT 6`)).map((r) => r.number);
  const lu = world.as('lu.shouli');
  for (const id of numbers) await lu.query(LEAD, { id });
  expect((await hints(auditor)).some((h) => h.code === 'PURPOSE_MISMATCH')).toBe(false);
  for (const id of numbers) await lu.working('XS-990101-2026-000001').query(LEAD, { id });
  const mismatch = (await hints(auditor)).find((h) => h.code === 'PURPOSE_MISMATCH');
  expect(mismatch).toMatchObject({ agency: { code: 'HUB-990000' }, evidenceCount: 6 });
});

it('looking at records late at night does, on the day it happened', async () => {
  await yu.query(`mutation { advanceDemoClock(to: "2026-09-22T23:00:00+08:00") }`);
  for (let n = 0; n < 5; n += 1) await world.as('lin.diaocha').query(LEAD, { id: FIXED.first });
  expect((await hints(kang)).map((h) => [h.code, h.actor])).toEqual([['OFF_HOURS', '林调查']]);
  expect((await hints(yu)).length).toBe(0);
});
