import { GraphQLSchemaHost } from '@nestjs/graphql';
import { bigrams, searchForm } from '#features/leads';
import { matchToken, openField, sealField } from '#kernel/crypto';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { generatedOperations, inLanes, type Operation } from '../support/operations.js';
import { FIXED, hubFor, openWorld, type World } from '../support/world.js';

/**
 * Two databases that differ in values the callers may not see, and in nothing else: every answer is equal byte by byte,
 * headers and order included. All three differences stand in one other world, since equal answers clear each of them.
 * What differs by nature is taken out by name: sealed cursors, the running clock, hashes of ledger entries.
 */
const SECRETS = [
  { what: 'the phone of the suspect', from: FIXED.suspectPhone, to: '12900007777', kind: 'PHONE' },
  { what: 'the name of the consumer', from: '郑示例', to: '郝另名', kind: null },
  { what: 'the narrative', from: '统一代写', to: '分头代写', kind: null },
] as const;

/** Nothing that names a secret of either world as something to match: a hit is what K discloses. */
const VALUES = {
  ID: [FIXED.first, FIXED.own, FIXED.second, '00000000-0000-7000-8000-000000000000'],
  String: ['吴虚构', '12900000001', '12900007777', '郑示例', '郝另名', '代写', '990101', 'JIA-0001', 'REG-990101'],
  Int: [100],
  Boolean: [true],
  Date: ['2026-08-18'],
  DateTime: ['2026-08-18T10:20:00+08:00'],
  Money: ['1'],
  Index: ['0'],
};
/**
 * Matching is tried with a value that stands in neither world; the ledger is compared at the end, in a test of its own;
 * its tree hashes random ids and differs between any two hubs.
 */
const APART = new Set(['matchIdentifier', 'matchIdentifiers', 'auditEntries', 'auditCheckpoint', 'auditInclusionProof', 'auditConsistencyProof', 'auditReceipt']);

let world: World;
let other: World;
let operations: Operation[];
beforeAll(async () => {
  world = await openWorld();
  const database = await cloneDatabase();
  for (const { from, to, kind } of SECRETS) await replaceInLead(database, world, from, to, kind);
  other = await hubFor(database);
  operations = [
    ...generatedOperations(world.hub.app.get(GraphQLSchemaHost).schema, VALUES, APART),
    { name: 'matchIdentifier', query: `{ matchIdentifier(kind: PHONE, value: "12911111111") { hit quotaRemaining holders { agency { code } leadNumber } } }`, variables: {} },
  ];
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const own = { code: 'VERIFICATION' as const, reference: FIXED.own };
it.each([
  { caller: 'li.lianluo', purpose: undefined },
  { caller: 'li.lianluo', purpose: own },
  { caller: 'ding.xiehui', purpose: undefined },
  { caller: 'su.xiaobao', purpose: own },
])('makes no difference to $caller $purpose.code', async ({ caller, purpose }) => {
  const different: { operation: string; variables: unknown }[] = [];
  await inLanes(operations, async ({ name, query, variables }) => {
    const [here, there] = await Promise.all([world, other].map((w) => w.as(caller).ask(query, variables, purpose)));
    if (plain(here!) !== plain(there!)) different.push({ operation: name, variables });
  });
  expect(different).toEqual([]);
}, 60_000);

/** Parallel parts of one request write their entries in no fixed order, so the whole ledger is compared as a set. */
it.each(['li.lianluo', 'ding.xiehui', 'su.xiaobao'])('leaves %s the same ledger to read', async (caller) => {
  const [here, there] = await Promise.all([world, other].map(async (w) => {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page: Entries = await w.as(caller).query<Entries>(ENTRIES, { after });
      found.push(...page.auditEntries.edges.map((e) => JSON.stringify(e.node)));
      after = page.auditEntries.pageInfo.hasNextPage ? page.auditEntries.pageInfo.endCursor : null;
    } while (after !== null);
    return found.sort();
  }));
  expect(here!.length).toBeGreaterThan(100);
  expect(there).toEqual(here);
});

interface Entries {
  auditEntries: { edges: { node: object }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
const ENTRIES = `query E($after: String) { auditEntries(first: 100, after: $after) { edges { node { action actor records fields maskedFields purposeCode purposeReference outcome } } pageInfo { hasNextPage endCursor } } }`;

it('does make one to the owner, so that the comparison is not blind', async () => {
  const query = `{ lead(id: "${FIXED.first}") { title narrative subjects { name phones } } }`;
  const [here, there] = await Promise.all([world, other].map((w) => w.as('xu.shouli').ask(query, {}, { code: 'VERIFICATION', reference: FIXED.first })));
  expect(there!.body).toBe(SECRETS.reduce((text, { from, to }) => text.replaceAll(from, to), here!.body));
  for (const { from, to } of SECRETS) {
    expect(here!.body).toContain(from);
    expect(there!.body).toContain(to);
  }
});

function plain(answer: { status: number; headers: Record<string, string>; body: string }): string {
  const { 'x-request-id': _id, date: _date, ...headers } = answer.headers;
  // sealed anew each time; their length stays in the comparison
  const body = answer.body
    .replace(/"(cursor|endCursor)":"([^"]*)"/g, (_, name: string, sealed: string) => `"${name}":${sealed.length}`)
    .replace(/"(clock|at|lastSeenAt|createdAt|leafHash)":"[^"]*"/g, '"$1":"-"');
  return JSON.stringify([answer.status, headers, body]);
}

/** Changes one value everywhere it stands: texts, search forms, sealed fields, versions, tokens. */
async function replaceInLead(database: TestDatabase, like: World, from: string, to: string, kind: 'PHONE' | null): Promise<void> {
  const { keyring } = like.hub.kernel;
  const [lead] = await database.sql<{ id: string; owner_agency_id: string }>('SELECT id, owner_agency_id FROM lead WHERE number = $1', [FIXED.first]);
  const { id, owner_agency_id: agencyId } = lead!;
  const statements: [string, unknown[]][] = [
    ['UPDATE lead SET title = replace(title, $2, $3), title_redacted = replace(title_redacted, $2, $3), narrative = replace(narrative, $2, $3), narrative_redacted = replace(narrative_redacted, $2, $3) WHERE id = $1', [id, from, to]],
    ['UPDATE lead_subject SET name = replace(name, $2, $3) WHERE lead_id = $1', [id, from, to]],
  ];
  for (const s of await database.sql<{ id: string; phones_sealed: Buffer | null }>('SELECT id, phones_sealed FROM lead_subject WHERE lead_id = $1', [id])) {
    if (!s.phones_sealed) continue;
    const at = { table: 'lead_subject', column: 'phones_sealed', rowId: s.id, agencyId };
    statements.push(['UPDATE lead_subject SET phones_sealed = $2 WHERE id = $1', [s.id, sealField(keyring, openField(keyring, s.phones_sealed, at).replaceAll(from, to), at)]]);
  }
  for (const v of await database.sql<{ version: number; snapshot: Buffer }>('SELECT version, snapshot FROM record_version WHERE record_id = $1', [id])) {
    const at = { table: 'record_version', column: 'snapshot', rowId: id, agencyId };
    statements.push(['UPDATE record_version SET snapshot = $3 WHERE record_id = $1 AND version = $2', [id, v.version, sealField(keyring, openField(keyring, v.snapshot, at).replaceAll(from, to), at)]]);
  }
  for (const t of await database.sql<{ class: string; body: string }>('SELECT class, body FROM search_text WHERE record_id = $1', [id])) {
    const body = t.body.replaceAll(searchForm(from), searchForm(to));
    statements.push(['UPDATE search_text SET body = $3, grams = $4 WHERE record_id = $1 AND class = $2', [id, t.class, body, bigrams(body)]]);
  }
  if (kind) statements.push(['UPDATE match_token SET token = $2 WHERE record_id = $1 AND token = $3', [id, matchToken(keyring, kind, to), matchToken(keyring, kind, from)]]);
  await database.change(...statements);
}
