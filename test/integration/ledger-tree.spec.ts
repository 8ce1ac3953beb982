import { leafHash } from '#kernel/crypto';
import { noteSigner, LOG_KEY, parseCheckpoint, parseNote, provesConsistency, provesInclusion, signatureOf, signCheckpoint, TILE_WIDTH, type SequencerTransact } from '#kernel/audit';
import { newSigningSeed } from '#kernel/crypto';
import { openWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const transact: SequencerTransact = (work) =>
  world.hub.kernel.database.transaction({ audiences: [], action: 'ledger.sequence', readOnly: false }, (c) => work({ rows: (sql, params) => c.query(sql, params) }));

/** Adds entries as the owner: plain bytes are enough for the tree. */
async function grow(count: number): Promise<void> {
  await world.database.change([
    `INSERT INTO ledger_intake (id, at, action, outcome, bytes, record_ids, owner_agency_ids)
     SELECT gen_random_uuid(), now(), 'test.grow', 'OK', convert_to('{"n":' || n || '}', 'UTF8'), '{}', '{}' FROM generate_series(1, $1::int) n`,
    [count],
  ]);
  await world.sequenced();
  await world.hub.kernel.checkpoints.publishNow();
}

interface Checkpoint {
  note: string;
  size: string;
  rootHash: string;
  cosignatures: number;
}

const checkpoint = async (): Promise<Checkpoint> =>
  (await world.as('shen.shenji').query<{ auditCheckpoint: Checkpoint }>('{ auditCheckpoint { note size rootHash cosignatures } }')).auditCheckpoint;
const hashes = (list: string[]): Buffer[] => list.map((text) => Buffer.from(text, 'base64'));
const leafAt = async (index: number): Promise<Buffer> =>
  leafHash((await world.database.sql<{ bytes: Buffer }>('SELECT bytes FROM ledger_intake i JOIN ledger_leaf l ON l.entry_id = i.id WHERE l.index = $1', [index]))[0]!.bytes);

it('answers checkpoint, inclusion and consistency proofs that an outsider can check', async () => {
  await grow(3);
  const old = await checkpoint();
  await grow(700);
  const now = await checkpoint();
  const note = parseNote(now.note)!;
  expect(signatureOf(note, world.hub.kernel.logSigner.verifier)).not.toBeNull();
  const root = Buffer.from(now.rootHash, 'base64');
  const size = Number(now.size);
  expect(parseCheckpoint(note.text)).toEqual({ origin: world.hub.kernel.logSigner.verifier.name, size, root });
  expect(now.cosignatures).toBe(0);

  const client = world.as('li.lianluo');
  for (const index of [0, 1, 255, 256, size - 1]) {
    const { auditInclusionProof: proof } = await client.query<{ auditInclusionProof: string[] }>(
      'query P($i: Index!, $n: Index!) { auditInclusionProof(index: $i, treeSize: $n) }', { i: String(index), n: now.size });
    expect(provesInclusion({ index, size, leaf: await leafAt(index), root, proof: hashes(proof) })).toBe(true);
  }
  const { auditConsistencyProof: proof } = await client.query<{ auditConsistencyProof: string[] }>(
    'query P($m: Index!, $n: Index!) { auditConsistencyProof(from: $m, to: $n) }', { m: old.size, n: now.size });
  expect(provesConsistency({ oldSize: Number(old.size), oldRoot: Buffer.from(old.rootHash, 'base64'), size, root, proof: hashes(proof) })).toBe(true);

  const refused = await client.ask('query P($n: Index!) { auditInclusionProof(index: "0", treeSize: $n) }', { n: String(size + 1_000_000) });
  expect(refused.code).toBe('INVALID_INPUT');
  expect(refused.errors[0]!.extensions.fields).toEqual([expect.objectContaining({ field: 'treeSize', en: expect.stringMatching(/^must be between 1 and \d+$/) })]);
  expect(await client.refused('{ auditInclusionProof(index: "3", treeSize: "3") }')).toBe('INVALID_INPUT');
  expect(await client.refused('{ auditConsistencyProof(from: "3", to: "2") }')).toBe('INVALID_INPUT');
  expect(await world.anybody.refused('{ auditCheckpoint { note } }')).toBe('UNAUTHENTICATED');
});

it('serves checkpoint and tiles to anybody, as tlog-tiles says', async () => {
  const note = await world.inject({ url: '/checkpoint' });
  expect(note.statusCode).toBe(200);
  expect(note.headers['content-type']).toBe('text/plain; charset=utf-8');
  const { size, root } = parseCheckpoint(parseNote(note.body)!.text)!;
  expect(size).toBeGreaterThan(2 * TILE_WIDTH);

  const full = await world.inject({ url: '/tile/0/000' });
  expect(full.headers['content-type']).toBe('application/octet-stream');
  expect(full.headers['cache-control']).toContain('immutable');
  expect(full.rawPayload.length).toBe(TILE_WIDTH * 32);
  expect(full.rawPayload.subarray(32 * 7, 32 * 8)).toEqual(await leafAt(7));
  const width = size % TILE_WIDTH;
  const last = await world.inject({ url: `/tile/0/00${Math.floor(size / TILE_WIDTH)}.p/${width}` });
  expect(last.rawPayload.length).toBe(width * 32);
  const above = await world.inject({ url: `/tile/1/000.p/${Math.floor(size / TILE_WIDTH)}` });
  expect(above.rawPayload.length).toBe(Math.floor(size / TILE_WIDTH) * 32);
  expect(root.equals(await world.hub.kernel.ledgerTree.root(size))).toBe(true);

  for (const url of ['/tile/0/009', '/tile/1/000', '/tile/0/000.p/256', '/tile/0/000.p/0', '/tile/00/000', '/tile/0/0', '/tile/0/x000/000', '/tile/0/x000', '/tile/64/000', '/tile/entries/000', `/tile/0/${'x999/'.repeat(4)}999`]) {
    expect({ url, status: (await world.inject({ url })).statusCode }).toEqual({ url, status: 404 });
  }
});

it('cannot be changed through the request login, nor by the owner while triggers stand', async () => {
  await expect(transact((tx) => tx.rows('DELETE FROM ledger_node'))).rejects.toThrow(/permission denied/);
  await expect(transact((tx) => tx.rows('UPDATE ledger_checkpoint SET size = 0'))).rejects.toThrow(/permission denied/);
  await expect(world.database.sql('DELETE FROM ledger_node')).rejects.toThrow(/append-only/);
  await expect(world.database.sql('TRUNCATE ledger_checkpoint')).rejects.toThrow(/append-only/);
});

it('gives a ledger older than its tree the tiles it lacks', async () => {
  const before = await checkpoint();
  await world.database.sql('ALTER TABLE ledger_node DISABLE TRIGGER USER');
  await world.database.sql('DELETE FROM ledger_node');
  await world.database.sql('ALTER TABLE ledger_node ENABLE TRIGGER USER');
  await world.hub.kernel.checkpoints.publishNow();
  expect((await world.hub.kernel.ledgerTree.root(Number(before.size))).toString('base64')).toBe(before.rootHash);
});

it('signs nothing that contradicts what was signed before', async () => {
  const signer = noteSigner(LOG_KEY, 'log.example', newSigningSeed());
  const [last] = await world.database.sql<{ size: string }>('SELECT max(size) AS size FROM ledger_checkpoint');
  await world.database.sql(`INSERT INTO ledger_checkpoint (size, root_hash) VALUES ($1, sha256('another tree'))`, [Number(last!.size) + 1]);
  await grow(1).catch(() => undefined);
  await grow(1).catch(() => undefined);
  await expect(signCheckpoint(transact, signer, { evenIfRecent: true })).rejects.toThrow(/contradicts the checkpoint/);
});
