import type { Connection } from '#kernel/database';
import { indexesOf } from '../../libs/features/ledger/ledger.service.js';
import type { AuditFilterInput } from '../../libs/features/ledger/ledger.type.js';
import { openWorld, type World } from '../support/world.js';

/**
 * Every filter combination of the audit page on a large ledger, for an agency with many entries and one with few: the
 * page statement stays under 50 ms. `--short` uses a tenth of the entries.
 */
const SHORT = process.env['XIECHA_DRILL_SHORT'] === '1';
const ENTRIES = SHORT ? 20_000 : 200_000;
const BUDGET_MS = 50;

let world: World;
const agency: Record<string, string> = {};
const person: Record<string, string> = {};

beforeAll(async () => {
  world = await openWorld();
  for (const a of await world.database.sql<{ id: string; code: string }>(`SELECT id, code FROM agency`)) agency[a.code] = a.id;
  for (const p of await world.database.sql<{ id: string; username: string }>(`SELECT id, username FROM person`)) person[p.username] = p.id;
  const leads = (await world.database.sql<{ id: string }>(`SELECT id FROM lead ORDER BY number`)).map((l) => l.id);
  // The branch regulator's records in four entries of five, the consumer association's in one of five thousand; one in fifty
  // refused; a rare field, a rare action, a rare purpose; ninety days.
  // Transactions of a thousand: the sequencer takes whole transactions, and real ones are small.
  for (let from = 1; from <= ENTRIES; from += 1000) await world.database.change([
    `INSERT INTO ledger_intake (id, at, action, outcome, bytes, person_id, agency_id, record_ids, owner_agency_ids)
     SELECT gen_random_uuid(), timestamptz '2026-06-20T00:00:00+08:00' + n * (interval '90 days' / $1::int), action, outcome,
            convert_to(jsonb_build_object('v', 1, 'actor', 'SYNTHETIC', 'onBehalfOf', '{}'::text[], 'policy', 'none', 'action', action, 'outcome', outcome, 'fields', fields, 'masked', '{}'::text[], 'records', ARRAY[lead],
              'purpose', CASE WHEN n % 3 = 0 THEN jsonb_build_object('code', CASE WHEN n % 6000 = 0 THEN 'PUBLICITY' ELSE 'VERIFICATION' END, 'reference', 'XS-990101-2026-000017') END)::text, 'UTF8'),
            ($2::uuid[])[1 + n % cardinality($2::uuid[])], ($3::uuid[])[1 + n % cardinality($2::uuid[])], ARRAY[lead], ARRAY[owner]
       FROM (SELECT n, CASE WHEN n % 4000 = 0 THEN 'lead.decide' WHEN n % 2 = 0 THEN 'lead.read' ELSE 'lead.list' END AS action, CASE WHEN n % 50 = 0 THEN 'NOT_PERMITTED' ELSE 'OK' END AS outcome,
                    CASE WHEN n % 5000 = 1 THEN ARRAY['number', 'subjects.bankAccounts'] ELSE ARRAY['number', 'status', 'title', 'narrative'] END AS fields,
                    ($4::uuid[])[1 + n % cardinality($4::uuid[])] AS lead, CASE WHEN n % 5000 = 0 THEN $6::uuid WHEN n % 5 = 0 THEN $7::uuid ELSE $5::uuid END AS owner
               FROM generate_series($8::int, $8::int + 999) AS n) made`,
    [
      ENTRIES,
      ['xu.shouli', 'lin.diaocha', 'zhou.zhencha', 'li.lianluo', 'wang.baoguan', 'lu.shouli'].map((u) => person[u]),
      ['REG-990101', 'REG-990101', 'POL-990101', 'INS-YI', 'INS-JIA', 'HUB-990000'].map((c) => agency[c]),
      leads,
      agency['REG-990101'],
      agency['CON-990000'],
      agency['INS-JIA'],
      from,
    ],
  ]);
  const started = performance.now();
  await world.as('kang.fuze').query(`{ auditEntries(first: 1) { edges { cursor } } }`);
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`${ENTRIES} entries sequenced and indexed for reading in ${seconds.toFixed(1)} s (${Math.round(ENTRIES / seconds)}/s)\n`);
  await world.database.sql(`ANALYZE ledger_reading`);
  await world.database.sql(`ANALYZE ledger_reading_owner`);
}, 300_000);
afterAll(() => world.close());

const LONG_AGO = { from: new Date('2026-06-25T00:00:00+08:00'), to: new Date('2026-06-26T00:00:00+08:00') };
const COMBINATIONS: readonly AuditFilterInput[] = [
  {},
  { mine: true },
  { ownRecords: true },
  { person: 'x' },
  { recordNumber: 'x' },
  { field: 'narrative' },
  { field: 'subjects.bankAccounts' },
  { purposeCode: 'VERIFICATION' },
  { purposeCode: 'PUBLICITY' },
  { outcome: 'NOT_PERMITTED' },
  { outcome: 'LEGAL_HOLD' },
  { action: 'lead.read' },
  { action: 'lead.decide' },
  { action: 'no.such' },
  LONG_AGO,
  { ...LONG_AGO, outcome: 'NOT_PERMITTED' },
  { ...LONG_AGO, field: 'subjects.bankAccounts' },
  { person: 'x', outcome: 'NOT_PERMITTED' },
  { person: 'x', action: 'lead.decide' },
  { person: 'x', field: 'subjects.bankAccounts' },
  { person: 'x', recordNumber: 'x', outcome: 'NOT_PERMITTED' },
  { recordNumber: 'x', purposeCode: 'PUBLICITY' },
  { action: 'lead.list', field: 'subjects.bankAccounts', purposeCode: 'VERIFICATION' },
  { action: 'lead.decide', outcome: 'LEGAL_HOLD', purposeCode: 'PUBLICITY' },
];

it.each(['kang.fuze', 'su.xiaobao', 'xu.shouli', 'shen.shenji'])('%s: every filter combination within the budget, from the newest page and from the middle', async (username) => {
  const viewer = await world.viewer(username);
  const [lead] = await world.database.sql<{ id: string }>(`SELECT id FROM lead ORDER BY number LIMIT 1`);
  const slow: string[] = [];
  let worst = { ms: 0, filter: '' };
  for (const filter of COMBINATIONS) {
    for (const position of [null, [String(ENTRIES / 2), '2026-08-04T00:00:00.000Z'] as [string, string]]) {
      const resolved = { ...(filter.person ? { personId: person['lin.diaocha']! } : {}), ...(filter.recordNumber ? { recordId: lead!.id } : {}) };
      const times: number[] = [];
      for (let n = 0; n < 3; n += 1) {
        const explained: Connection = {
          query: async <T>(sql: string, params?: unknown[]) => {
            const [row] = await world.database.sql<{ 'QUERY PLAN': { 'Execution Time': number; 'Planning Time': number }[] }>(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`, params);
            const plan = row!['QUERY PLAN'][0]!;
            times.push(plan['Execution Time'] + plan['Planning Time']);
            return [] as T[];
          },
        };
        await indexesOf(explained, viewer, filter, resolved, position, 51);
      }
      const ms = times.sort((a, b) => a - b)[1]!;
      const name = `${JSON.stringify(filter)} ${position ? 'middle' : 'newest'}: ${ms.toFixed(1)} ms`;
      if (ms > worst.ms) worst = { ms, filter: name };
      if (ms > BUDGET_MS) slow.push(name);
    }
  }
  process.stdout.write(`${username}: worst ${worst.filter}\n`);
  expect(slow).toEqual([]);
}, 120_000);
