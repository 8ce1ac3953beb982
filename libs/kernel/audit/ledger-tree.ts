import type { SequencerTransact, SequencerTransaction } from './sequencer-transaction.js';
import { consistencyRanges, hashesOf, inclusionRanges, rootOfPerfect, TILE_WIDTH, type ReadHashes, type StoredHashes } from './tree.js';

/** Tiles completed in one transaction; more only when the tree was added to a ledger that had grown without it. */
const TILES_AT_ONCE = 200;
const TOP_LEVEL = 6;

/** The checkpoint being served. */
export interface PublishedCheckpoint {
  size: number;
  root: Buffer;
  /** C2SP checkpoint note, byte exact. */
  note: string;
  cosignatures: number;
  publishedAt: Date;
}

/** Stored hashes of the given transaction; throws when one is missing, which only a damaged ledger can cause. */
export function readHashesOn(tx: SequencerTransaction): ReadHashes {
  return async (wanted: readonly StoredHashes[]) => {
    if (wanted.length === 0) return [];
    const rows = await tx.rows<{ part: string; hash: Buffer }>(
      `SELECT w.part, s.hash FROM unnest($1::int[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS w(level, first, last, part)
        CROSS JOIN LATERAL (
          SELECT index, leaf_hash AS hash FROM ledger_leaf WHERE w.level = 0 AND index BETWEEN w.first AND w.last
          UNION ALL
          SELECT index, hash FROM ledger_node n WHERE w.level > 0 AND n.level = w.level AND n.index BETWEEN w.first AND w.last
        ) s ORDER BY w.part, s.index`,
      [wanted.map((w) => w.level), wanted.map((w) => w.first), wanted.map((w) => w.first + w.count - 1)],
    );
    const hashes: Buffer[][] = wanted.map(() => []);
    for (const row of rows) hashes[Number(row.part) - 1]!.push(row.hash);
    const gap = wanted.find((w, i) => hashes[i]!.length !== w.count);
    if (gap) throw new Error(`the ledger's tree lacks hashes: level ${gap.level}, ${gap.count} from ${gap.first}`);
    return hashes;
  };
}

/**
 * Stores the roots of the tiles that the first `size` leaves fill. Belongs into the transaction that stored the leaves;
 * called again it finds nothing to do, so that a ledger older than its tree grows one by itself.
 */
export async function completeTiles(tx: SequencerTransaction, size: number): Promise<void> {
  const read = readHashesOn(tx);
  let below = size;
  for (let level = 1; level <= TOP_LEVEL && below >= TILE_WIDTH; level += 1) {
    const [row] = await tx.rows<{ next: string }>('SELECT coalesce(max(index) + 1, 0) AS next FROM ledger_node WHERE level = $1', [level]);
    const have = Number(row!.next);
    const count = Math.min(Math.floor(below / TILE_WIDTH), have + TILES_AT_ONCE);
    const indices = Array.from({ length: Math.max(count - have, 0) }, (_, i) => have + i);
    if (indices.length > 0) {
      const [hashes] = await read([{ level: level - 1, first: have * TILE_WIDTH, count: indices.length * TILE_WIDTH }]);
      const roots = indices.map((_, i) => rootOfPerfect(hashes!.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH)));
      await tx.rows('INSERT INTO ledger_node (level, index, hash) SELECT $1, * FROM unnest($2::bigint[], $3::bytea[])', [level, indices, roots]);
    }
    below = Math.max(have, count);
  }
}

export async function rootOn(tx: SequencerTransaction, size: number): Promise<Buffer> {
  return (await hashesOf([{ from: 0, to: size }], readHashesOn(tx)))[0]!;
}

/** Reading the tree: what anyone of the community may know. Positions and sizes are checked by the caller. */
export class LedgerTree {
  constructor(private readonly transact: SequencerTransact) {}

  /** Null until the first checkpoint was published. */
  published(): Promise<PublishedCheckpoint | null> {
    return this.transact(async (tx) => {
      const [row] = await tx.rows<{ size: string | null; root_hash: Buffer; note: string; cosignatures: number; published_at: Date }>(
        'SELECT size, root_hash, note, cosignatures, published_at FROM ledger_published',
      );
      return row?.size == null ? null : { size: Number(row.size), root: row.root_hash, note: row.note, cosignatures: row.cosignatures, publishedAt: row.published_at };
    });
  }

  /** Places of entries by their id; an entry without one is absent. */
  async placesOf(ids: readonly string[]): Promise<Map<string, { index: number; leafHash: Buffer }>> {
    const rows = await this.transact((tx) => tx.rows<{ entry_id: string; index: string; leaf_hash: Buffer }>('SELECT entry_id, index, leaf_hash FROM ledger_leaf WHERE entry_id = ANY($1::uuid[])', [ids]));
    return new Map(rows.map((r) => [r.entry_id, { index: Number(r.index), leafHash: r.leaf_hash }]));
  }

  root(size: number): Promise<Buffer> {
    return this.transact((tx) => rootOn(tx, size));
  }

  inclusionProof(index: number, size: number): Promise<Buffer[]> {
    return this.transact((tx) => hashesOf(inclusionRanges(index, size), readHashesOn(tx)));
  }

  consistencyProof(old: number, size: number): Promise<Buffer[]> {
    return this.transact((tx) => hashesOf(consistencyRanges(old, size), readHashesOn(tx)));
  }

  /** The first `width` hashes of a tile of the published tree; null when the tree does not reach that far. */
  async tile(level: number, number: number, width: number): Promise<Buffer | null> {
    const size = (await this.published())?.size ?? 0;
    if (level > TOP_LEVEL || Math.floor(size / TILE_WIDTH ** level) < number * TILE_WIDTH + width) return null;
    const [hashes] = await this.transact((tx) => readHashesOn(tx)([{ level, first: number * TILE_WIDTH, count: width }]));
    return Buffer.concat(hashes!);
  }
}
