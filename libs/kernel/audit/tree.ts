import { emptyRootHash, nodeHash } from '#kernel/crypto';

// The RFC 6962 tree as arithmetic: which stored hashes a root or a proof is made of. No database here.
//
// Sizes and positions are numbers: 2^53 entries at 100,000 a second last 2,850 years.

/** Hashes of one tile (C2SP tlog-tiles): a stored hash of level L stands for 256^L entries. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** Entries `from` (included) to `to` (excluded). */
export interface Range {
  from: number;
  to: number;
}

/** Consecutive stored hashes of one tile level: leaves at level 0, roots of full tiles above. */
export interface StoredHashes {
  level: number;
  first: number;
  count: number;
}

/** Reads stored hashes, in the order asked; throws when one is missing. */
export type ReadHashes = (wanted: readonly StoredHashes[]) => Promise<Buffer[][]>;

/** The largest power of two smaller than n (RFC 6962, 2.1); n is at least 2. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The sub-trees whose hashes prove that entry `index` is in the tree of `size` entries, leaf to root (RFC 6962, 2.1.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  const path: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.unshift({ from: middle, to });
      to = middle;
    } else {
      path.unshift({ from, to: middle });
      from = middle;
    }
  }
  return path;
}

/** The sub-trees whose hashes prove that the tree of `old` entries is the beginning of that of `size` (RFC 6962, 2.1.2). */
export function consistencyRanges(old: number, size: number): Range[] {
  if (old === 0 || old === size) return [];
  const path: Range[] = [];
  let [from, to] = [0, size];
  while (old !== to) {
    const middle = from + splitOf(to - from);
    if (old <= middle) {
      path.unshift({ from: middle, to });
      to = middle;
    } else {
      path.unshift({ from, to: middle });
      from = middle;
    }
  }
  // The old tree itself is known to whoever asks, unless it is only a part of a sub-tree.
  if (from !== 0) path.unshift({ from, to });
  return path;
}

/** The perfect sub-trees a range is made of, left to right, each as stored hashes of one tile. */
function perfectParts({ from, to }: Range): StoredHashes[] {
  const parts: StoredHashes[] = [];
  for (let at = from; at < to; ) {
    let [span, height] = [1, 0];
    while (at % (span * 2) === 0 && at + span * 2 <= to) {
      span *= 2;
      height += 1;
    }
    const level = Math.floor(height / TILE_HEIGHT);
    const unit = TILE_WIDTH ** level;
    parts.push({ level, first: at / unit, count: span / unit });
    at += span;
  }
  return parts;
}

/** Root of a number of hashes that is a power of two. */
export function rootOfPerfect(hashes: readonly Buffer[]): Buffer {
  let level = hashes;
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) above.push(nodeHash(level[i]!, level[i + 1]!));
    level = above;
  }
  return level[0]!;
}

/** The Merkle tree hash of each range; a range starts where a sub-tree starts. One read for all of them. */
export async function hashesOf(ranges: readonly Range[], read: ReadHashes): Promise<Buffer[]> {
  const parts = ranges.map(perfectParts);
  const stored = await read(parts.flat());
  let next = 0;
  return parts.map((list) => {
    const roots = list.map(() => rootOfPerfect(stored[next++]!));
    return roots.length === 0 ? emptyRootHash() : roots.reduceRight((right, left) => nodeHash(left, right));
  });
}
