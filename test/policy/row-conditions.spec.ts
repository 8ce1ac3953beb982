import fc from 'fast-check';
import { leadPolicy } from '#features/leads';
import {
  AGENCY_KINDS, allOf, always, anyOf, assignedToMe, assignedToMyAgency, compilePolicy, contributedByMyAgency, definePolicy, namesMyCustomers, noneOf, notRecused, parameters, ROLES, row,
  standardColumns, submittedOrMine, toRowFilter, withinMyReach, type AgencyKind, type CompiledPolicy, type FactColumns, type Mode, type Role, type RowCondition, type RowFacts, type Viewer,
} from '#kernel/access';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/** Row conditions read in memory and in SQL give the same rows, for random viewers, rows and conditions, nulls included. */

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const AGENCIES = [1, 2, 3, 4].map(id);
const PEOPLE = [11, 12, 13].map(id);
const GROUPS = [21, 22].map(id);
const STATUSES = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ASSIGNED', 'ARCHIVED'];

const FACTS: FactColumns = {
  id: { kind: 'scalar', sql: 'r.id', type: 'uuid' },
  ownerAgencyId: { kind: 'scalar', sql: 'r.owner', type: 'uuid' },
  assignedAgencyId: { kind: 'scalar', sql: 'r.assigned', type: 'uuid' },
  assigneeId: { kind: 'scalar', sql: 'r.assignee', type: 'uuid' },
  status: { kind: 'scalar', sql: 'r.status', type: 'text' },
  insurerIds: { kind: 'array', sql: 'r.insurers', type: 'uuid' },
  audiences: { kind: 'set', type: 'uuid', exists: (placeholder) => `EXISTS (SELECT 1 FROM probe_reach x WHERE x.id = r.id AND x.audience = ANY(${placeholder}))` },
};

const subset = <T>(from: readonly T[], max = from.length): fc.Arbitrary<T[]> => fc.subarray([...from], { maxLength: Math.min(max, from.length) });
const maybe = (from: readonly string[]): fc.Arbitrary<string | null> => fc.option(fc.constantFrom(...from), { nil: null });

const facts = (n: number): fc.Arbitrary<RowFacts> =>
  fc.record({
    id: fc.constant(id(1000 + n)),
    ownerAgencyId: fc.constantFrom(...AGENCIES),
    assignedAgencyId: maybe(AGENCIES),
    assigneeId: maybe(PEOPLE),
    insurerIds: subset(AGENCIES, 2),
    audiences: subset([...AGENCIES, ...GROUPS, ...PEOPLE], 4),
    status: fc.constantFrom(...STATUSES),
  });

const viewer: fc.Arbitrary<Viewer> = fc
  .record({ agencyId: fc.constantFrom(...AGENCIES), personId: fc.constantFrom(...PEOPLE), kind: fc.constantFrom(...AGENCY_KINDS), roles: subset(ROLES, 4), groups: subset(GROUPS), recused: subset([1000, 1001, 1002].map(id)), granted: subset([1000, 1003, 1004].map(id)) })
  .map((v) => ({
    personId: v.personId, username: 'probe', displayName: '探针', pseudonym: 'probe', agencyId: v.agencyId, agencyCode: 'PROBE', agencyName: '探针', agencyKind: v.kind as AgencyKind, regionCode: '990101',
    roles: new Set<Role>(v.roles), audiences: [v.agencyId, ...v.groups, v.personId], recusedFrom: v.recused, grants: v.granted.map((recordId) => ({ recordId, fields: ['narrative', 'subjects.phones'] })),
    actingFor: [], sessionId: id(90), requestId: id(91), purpose: null,
  }));

/** A tree of the named vocabulary, and equality with null, which the vocabulary may one day need. */
const condition: fc.Arbitrary<(v: Viewer) => RowCondition> = fc.letrec<{ tree: (v: Viewer) => RowCondition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<(v: Viewer) => RowCondition>(
      () => always, contributedByMyAgency, assignedToMyAgency, assignedToMe, namesMyCustomers, withinMyReach, notRecused, submittedOrMine,
      () => ({ assigneeId: null }), () => ({ assignedAgencyId: { $ne: null } }), (v) => ({ assignedAgencyId: { $ne: v.agencyId } }), (v) => ({ insurerIds: { $nin: [v.agencyId] } }), (v) => ({ assigneeId: { $nin: [v.personId] } }),
    ),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all) => (v: Viewer) => anyOf(...all.map((c) => c(v)))),
    fc.array(tie('tree'), { minLength: 0, maxLength: 3 }).map((all) => (v: Viewer) => allOf(...all.map((c) => c(v)))),
    fc.array(tie('tree'), { minLength: 0, maxLength: 3 }).map((all) => (v: Viewer) => noneOf(all.map((c) => c(v)))),
  ),
})).tree;

/** One readable field, and whatever condition is drawn. */
const probePolicy = (where: (v: Viewer) => RowCondition) =>
  definePolicy({
    record: 'Probe', prefix: 'PB', identity: 'number', readers: ROLES, always: [where], rawTextNeeds: [], mustNot: {}, parts: {}, worksOn: where,
    columns: standardColumns({ caseRegulator: where, casePolice: where, owningInsurer: where, caseMarketRegulator: where }),
    fields: { number: row('F F F F F F F F F F F', { needsPurpose: false }), text: row('F M F O/M O/M H F O O R H', { mask: 'text' }) },
  });

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await database.sql('CREATE TABLE probe (id uuid PRIMARY KEY, owner uuid, assigned uuid, assignee uuid, status text, insurers uuid[]); CREATE TABLE probe_reach (id uuid, audience uuid)');
});
afterAll(() => database.drop());

async function load(rows: readonly RowFacts[]): Promise<void> {
  await database.sql('TRUNCATE probe, probe_reach');
  await database.sql(
    `INSERT INTO probe SELECT (x->>'id')::uuid, (x->>'ownerAgencyId')::uuid, (x->>'assignedAgencyId')::uuid, (x->>'assigneeId')::uuid, x->>'status', ARRAY(SELECT jsonb_array_elements_text(x->'insurerIds')::uuid)
       FROM jsonb_array_elements($1::jsonb) x`,
    [JSON.stringify(rows)],
  );
  await database.sql(`INSERT INTO probe_reach SELECT (x->>'id')::uuid, a::uuid FROM jsonb_array_elements($1::jsonb) x, jsonb_array_elements_text(x->'audiences') a`, [JSON.stringify(rows)]);
}

async function rowsWhere(ast: ReturnType<CompiledPolicy['rowCondition']>): Promise<string[]> {
  const { values, place } = parameters();
  const filter = toRowFilter(ast, FACTS, place);
  if (filter.kind === 'none') return [];
  return (await database.sql<{ id: string }>(`SELECT r.id FROM probe r WHERE ${filter.sql} ORDER BY r.id`, values)).map((r) => r.id);
}

const rows = fc.tuple(...Array.from({ length: 40 }, (_, n) => facts(n)));
/** As memory reads the facts: a viewer's own audiences only, which is what the doors load. */
const reached = (facts_: RowFacts, v: Viewer): RowFacts => ({ ...facts_, audiences: facts_.audiences.filter((a) => v.audiences.includes(a)) });

it('any condition of the vocabulary', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.array(fc.tuple(viewer, condition), { minLength: 12, maxLength: 12 }), async (drawn, questions) => {
      await load(drawn);
      for (const [who, where] of questions) {
        const compiled = compilePolicy(probePolicy(where), who);
        const sees = drawn.filter((r) => compiled.sees(reached(r, who))).map((r) => r.id);
        expect(await rowsWhere(compiled.rowCondition())).toEqual(sees);
        for (const mode of ['full', 'masked'] as Mode[]) {
          expect(await rowsWhere(compiled.whereDisclosed('text', [mode]))).toEqual(drawn.filter((r) => compiled.fieldModes(reached(r, who)).get('text') === mode).map((r) => r.id));
        }
      }
    }),
    { numRuns: 20 },
  );
});

it('the policy of leads: rows, fields, subjects and the records a person works on', async () => {
  const fields = ['number', 'narrative', 'riskScore', 'amountInvolved', 'policyNumbers'];
  await fc.assert(
    fc.asyncProperty(rows, fc.array(viewer, { minLength: 8, maxLength: 8 }), async (drawn, viewers) => {
      await load(drawn);
      for (const who of viewers) {
        const compiled = compilePolicy(leadPolicy, who);
        const mine = drawn.map((r) => reached(r, who));
        expect(await rowsWhere(compiled.rowCondition())).toEqual(mine.filter((r) => compiled.sees(r)).map((r) => r.id));
        const works = await rowsWhere(compiled.worksOnCondition());
        for (const workedOn of works) expect(compiled.sees(mine.find((r) => r.id === workedOn)!)).toBe(true);
        for (const field of fields) {
          for (const modes of [['full'], ['masked', 'full']] as Mode[][]) {
            // a grant opens in full what another rule may also give masked: SQL asks "in one of these modes"
            const given = mine.filter((r) => modes.some((m) => compiled.rules.some((rule) => rule.action === `disclose:${m}` && rule.subject === 'Lead' && (rule.fields as string[]).includes(field))) && modes.includes(compiled.fieldModes(r).get(field) ?? 'hidden')).map((r) => r.id);
            expect(await rowsWhere(compiled.whereDisclosed(field, modes))).toEqual(expect.arrayContaining(given));
          }
        }
        const phones = await rowsWhere(compiled.whereDisclosed('phones', ['full'], { part: 'Subject', variant: 'suspectPerson' }));
        expect(phones).toEqual(mine.filter((r) => compiled.partModes(r, 'Subject', 'suspectPerson').get('phones') === 'full').map((r) => r.id));
      }
    }),
    { numRuns: 12 },
  );
});
