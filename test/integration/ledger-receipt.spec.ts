import { LOG_KEY, formatNote, noteSigner, parseNote, parseReceipt, provesInclusion, signText } from '#kernel/audit';
import { newSigningSeed } from '#kernel/crypto';
import { FIXED, leadInput, openWorld, SUBMIT, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const receiptIn = (body: string): string | undefined => (JSON.parse(body) as { extensions?: { receipt?: string } }).extensions?.receipt;
const CHECK = 'query Check($r: String!) { auditReceipt(receipt: $r) { status due entries { leafHash index } } }';

interface Check {
  auditReceipt: { status: string; due: string | null; entries: { leafHash: string; index: string | null }[] };
}

it('gives a writer a signed promise, and shows that it was kept', async () => {
  const client = world.as('li.lianluo');
  const answer = await client.ask(SUBMIT, { input: leadInput() });
  const receipt = receiptIn(answer.body)!;
  const parsed = parseReceipt(receipt, world.hub.kernel.logSigner.verifier)!;
  expect(parsed.due.getTime() - Date.now()).toBeGreaterThan(50_000);
  await world.sequenced();
  await world.hub.kernel.checkpoints.publishNow();
  const { auditReceipt } = await client.query<Check>(CHECK, { r: receipt });
  expect(auditReceipt.status).toBe('KEPT');
  expect(auditReceipt.entries.map((e) => e.leafHash)).toEqual(parsed.entries.map((e) => e.leafHash.toString('base64')));
  const published = (await world.hub.kernel.ledgerTree.published())!;
  const index = Number(auditReceipt.entries[0]!.index);
  const proof = await world.hub.kernel.ledgerTree.inclusionProof(index, published.size);
  expect(provesInclusion({ index, size: published.size, leaf: parsed.entries[0]!.leafHash, root: published.root, proof })).toBe(true);
});

it('gives readers one when they ask, refused writers none', async () => {
  const read = 'query Q($n: ID!) { lead(id: $n) { id } }';
  const client = world.as('li.lianluo');
  expect(receiptIn((await client.ask(read, { n: FIXED.own })).body)).toBeUndefined();
  const asked = await world.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', authorization: 'Bearer session-of-the-tests-li-lianluo' },
    payload: JSON.stringify({ query: read, variables: { n: FIXED.own }, extensions: { receipt: true } }),
  });
  expect(parseReceipt(receiptIn(asked.body)!, world.hub.kernel.logSigner.verifier)!.entries).toHaveLength(1);
  const refused = await client.ask(SUBMIT, { input: leadInput({ title: '' }) });
  expect(refused.code).not.toBeNull();
  expect(receiptIn(refused.body)).toBeUndefined();
});

it('tells a broken promise from a pending one and from one that is not its own', async () => {
  const { kernel } = world.hub;
  const client = world.as('li.lianluo');
  const good = receiptIn((await client.ask(SUBMIT, { input: leadInput() })).body)!;
  await world.sequenced();
  await kernel.checkpoints.publishNow();
  // Signed by the log itself, about an entry that is in no tree.
  const text = (due: string): string => parseNote(good)!.text.replace(/[0-9a-f-]{36}/g, '01900000-0000-7000-8000-000000000000').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, due);
  const made = (due: Date, signer = kernel.logSigner): string => formatNote({ text: text(due.toISOString()), signatures: [signText(signer, text(due.toISOString()))] });
  const statusOf = async (r: string): Promise<string> => (await client.query<Check>(CHECK, { r })).auditReceipt.status;
  expect(await statusOf(made(new Date(Date.now() + 30_000)))).toBe('PENDING');
  expect(await statusOf(made(new Date(Date.now() - 1000)))).toBe('BROKEN');
  expect(await statusOf(made(new Date(), noteSigner(LOG_KEY, kernel.logSigner.verifier.name, newSigningSeed())))).toBe('UNKNOWN');
  expect(await statusOf(good.replace('xiecha-receipt', 'xiecha-recexpt'))).toBe('UNKNOWN');
  expect(await statusOf((await kernel.ledgerTree.published())!.note)).toBe('UNKNOWN');
});
