import { FIXED, openWorld, type Client, type World } from '../support/world.js';

/** The tables behind the audit pages are derived: nothing withheld is forgotten in a race, and refilling them changes nothing. */

const LEAD = `query Lead($id: ID!) { lead(id: $id) { number } }`;
const ENTRIES = `{ auditEntries(first: 1, filter: { ownRecords: true }) { edges { cursor } } }`;
const MARK = `mutation { markCovert(recordNumber: "${FIXED.first}", reason: "侦查需要", until: "2026-12-01T00:00:00+08:00") { id } }`;
const LIFT = `mutation { liftCovert(recordNumber: "${FIXED.first}") { id } }`;

let world: World;
let kang: Client;
let zhou: Client;
let yan: Client;
const many = (n: number, act: () => Promise<unknown>): Promise<unknown>[] => Array.from({ length: n }, act);

beforeAll(async () => {
  world = await openWorld();
  [kang, zhou, yan] = ['kang.fuze', 'zhou.zhencha', 'yan.juzhang'].map((name) => world.as(name)) as [Client, Client, Client];
});
afterAll(() => world.close());

/** Owner rows that are missing, counted against the entries themselves. */
const missing = (): Promise<unknown[]> =>
  world.database.sql(
    `SELECT r.index FROM ledger_reading r JOIN ledger_intake i ON i.id = r.entry_id, unnest(i.owner_agency_ids) AS o (id) WHERE NOT EXISTS (SELECT 1 FROM ledger_reading_owner x WHERE x.index = r.index AND x.owner_id = o.id)`,
  );

it('lifting while reads come in and the index fills leaves nothing withheld behind', async () => {
  for (let round = 0; round < 6; round += 1) {
    await yan.query(MARK);
    await Promise.all([...many(4, () => zhou.query(LEAD, { id: FIXED.first })), ...many(3, () => kang.query(ENTRIES))]);
    await Promise.all([...many(3, () => zhou.query(LEAD, { id: FIXED.first })), yan.query(LIFT), ...many(3, () => kang.query(ENTRIES))]);
  }
  await kang.query(ENTRIES);
  expect(await world.database.sql(`SELECT 1 FROM ledger_covert WHERE lifted_at IS NULL`)).toEqual([]);
  expect((await world.database.sql(`SELECT 1 FROM ledger_covert`)).length).toBeGreaterThanOrEqual(12);
  expect(await missing()).toEqual([]);
});

it('emptied and filled again it is the same, what is withheld included', async () => {
  await yan.query(MARK);
  await Promise.all(many(3, () => zhou.query(LEAD, { id: FIXED.first })));
  await kang.query(ENTRIES);
  const rows = (): Promise<{ index: string }[]> => world.database.sql(`SELECT owner_id, index, action, outcome, fields, ARRAY(SELECT unnest(record_ids) ORDER BY 1) AS records FROM ledger_reading_owner ORDER BY owner_id, index`);
  const before = await rows();
  expect(await missing()).toHaveLength(3);
  const last = Math.max(...before.map((r) => Number(r.index)));
  await world.database.change([`DELETE FROM ledger_reading_owner`], [`DELETE FROM ledger_reading`], [`UPDATE ledger_reading_state SET next_index = 0`]);
  await kang.query(ENTRIES);
  expect((await rows()).filter((r) => Number(r.index) <= last)).toEqual(before);
  expect(await missing()).toHaveLength(3);
});
