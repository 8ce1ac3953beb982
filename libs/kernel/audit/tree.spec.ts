import { leafHash, nodeHash } from '#kernel/crypto';
import { provesConsistency, provesInclusion } from './proofs.js';
import { consistencyRanges, hashesOf, inclusionRanges, rootOfPerfect, TILE_WIDTH, type Range, type ReadHashes } from './tree.js';

const LARGEST = 200;

/** The definition of RFC 6962, 2.1, word by word: the slow reading that the fast one must equal. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(rootByDefinition(leaves.slice(0, k)), rootByDefinition(leaves.slice(k)));
}

function storeOf(leaves: readonly Buffer[]): ReadHashes {
  const levels: Buffer[][] = [[...leaves]];
  for (let below = leaves; below.length >= TILE_WIDTH; below = levels.at(-1)!) {
    levels.push(Array.from({ length: Math.floor(below.length / TILE_WIDTH) }, (_, i) => rootOfPerfect(below.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH))));
  }
  return (wanted) =>
    Promise.resolve(
      wanted.map(({ level, first, count }) => {
        const hashes = levels[level]!.slice(first, first + count);
        if (hashes.length !== count) throw new Error('asked for a hash that is not there');
        return hashes;
      }),
    );
}

const leaves = Array.from({ length: 70_001 }, (_, i) => leafHash(Buffer.from(String(i))));
const read = storeOf(leaves.slice(0, LARGEST));
const rootAt = async (size: number, from = read): Promise<Buffer> => (await hashesOf([{ from: 0, to: size }], from))[0]!;
const flipped = (hash: Buffer, bit: number): Buffer => {
  const copy = Buffer.from(hash);
  copy[(bit >> 3) % copy.length]! ^= 1 << (bit & 7);
  return copy;
};

it('is the tree of the certificate transparency vectors (eight leaves)', async () => {
  const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((e) => leafHash(Buffer.from(e, 'hex')));
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  for (const [size, root] of roots.entries()) expect((await rootAt(size, storeOf(entries.slice(0, size)))).toString('hex')).toBe(root);
  const path = async (index: number, size: number) => (await hashesOf(inclusionRanges(index, size), storeOf(entries))).map((h) => h.toString('hex'));
  expect(await path(0, 8)).toEqual([
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ]);
  expect(await path(2, 3)).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']);
  const grown = async (old: number, size: number) => (await hashesOf(consistencyRanges(old, size), storeOf(entries))).map((h) => h.toString('hex'));
  expect(await grown(6, 8)).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
});

it('equals the definition at every size to 200, and around full tiles', async () => {
  for (let size = 1; size <= LARGEST; size += 1) expect(await rootAt(size)).toEqual(rootByDefinition(leaves.slice(0, size)));
  for (const size of [255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_001]) {
    expect(await rootAt(size, storeOf(leaves.slice(0, size)))).toEqual(rootByDefinition(leaves.slice(0, size)));
  }
});

it('proves across tiles', async () => {
  const large = storeOf(leaves);
  const size = leaves.length;
  const root = await rootAt(size, large);
  for (const index of [0, 255, 256, 65_535, 65_536, 69_999, 70_000]) {
    const proof = await hashesOf(inclusionRanges(index, size), large);
    expect(provesInclusion({ index, size, leaf: leaves[index]!, root, proof })).toBe(true);
  }
  for (const oldSize of [1, 255, 256, 257, 65_536, 66_000, 70_000]) {
    const proof = await hashesOf(consistencyRanges(oldSize, size), large);
    expect(provesConsistency({ oldSize, oldRoot: await rootAt(oldSize, large), size, root, proof })).toBe(true);
  }
});

it('accepts every proof for sizes 1 to 200 and refuses 100,000 forged ones', async () => {
  const known = new Map<string, Buffer>();
  const proofOf = async (ranges: readonly Range[]): Promise<Buffer[]> => {
    const hashes: Buffer[] = [];
    for (const range of ranges) {
      const name = `${range.from}-${range.to}`;
      if (!known.has(name)) known.set(name, (await hashesOf([range], read))[0]!);
      hashes.push(known.get(name)!);
    }
    return hashes;
  };
  const roots = [await rootAt(0)];
  for (let size = 1; size <= LARGEST; size += 1) roots.push(await rootAt(size));
  let [accepted, refused] = [0, 0];
  const refuse = (claim: boolean): void => {
    if (claim) throw new Error(`a forged proof was accepted after ${refused} refused`);
    refused += 1;
  };
  for (let size = 1; size <= LARGEST; size += 1) {
    const root = roots[size]!;
    for (let index = 0; index < size; index += 1) {
      const proof = await proofOf(inclusionRanges(index, size));
      const leaf = leaves[index]!;
      const claim = { index, size, leaf, root, proof };
      if (!provesInclusion(claim)) throw new Error(`inclusion of ${index} in ${size} refused`);
      accepted += 1;
      // One kind of forgery each, chosen by position, so that all kinds meet all shapes of tree.
      const at = (index * 7 + size) % Math.max(proof.length, 1);
      refuse(provesInclusion({ ...claim, leaf: flipped(leaf, index) }));
      refuse(provesInclusion({ ...claim, root: flipped(root, size) }));
      if (proof.length > 0) {
        refuse(provesInclusion({ ...claim, proof: proof.with(at, flipped(proof[at]!, index + size)) }));
        refuse(provesInclusion({ ...claim, proof: proof.slice(0, -1) }));
      }
      if (index % 4 === 0) refuse(provesInclusion({ ...claim, proof: [...proof, root] }));
    }
    for (let oldSize = 1; oldSize <= size; oldSize += 1) {
      const proof = await proofOf(consistencyRanges(oldSize, size));
      const oldRoot = roots[oldSize]!;
      const claim = { oldSize, oldRoot, size, root, proof };
      if (!provesConsistency(claim)) throw new Error(`consistency of ${oldSize} with ${size} refused`);
      accepted += 1;
      refuse(provesConsistency({ ...claim, oldRoot: flipped(oldRoot, size) }));
      if (proof.length > 0) refuse(provesConsistency({ ...claim, root: flipped(root, oldSize) }));
      else refuse(provesConsistency({ ...claim, proof: [root] }));
    }
  }
  expect(accepted).toBe(LARGEST * (LARGEST + 1));
  expect(refused).toBeGreaterThanOrEqual(100_000);
});

it('refuses wrong positions, sizes and lengths without looking at hashes', () => {
  const root = leaves[0]!;
  expect(provesInclusion({ index: 1, size: 1, leaf: root, root, proof: [] })).toBe(false);
  expect(provesInclusion({ index: -1, size: 1, leaf: root, root, proof: [] })).toBe(false);
  expect(provesInclusion({ index: 0.5, size: 2, leaf: root, root, proof: [root] })).toBe(false);
  expect(provesInclusion({ index: 0, size: Number.NaN, leaf: root, root, proof: [] })).toBe(false);
  expect(provesInclusion({ index: 0, size: 2 ** 53, leaf: root, root, proof: Array.from({ length: 64 }, () => root) })).toBe(false);
  expect(provesInclusion({ index: 0, size: 2, leaf: root, root, proof: [Buffer.alloc(31)] })).toBe(false);
  expect(provesConsistency({ oldSize: 2, oldRoot: root, size: 1, root, proof: [] })).toBe(false);
  expect(provesConsistency({ oldSize: 3, oldRoot: root, size: 4, root, proof: [] })).toBe(false);
  expect(provesConsistency({ oldSize: 0, oldRoot: root, size: 4, root, proof: [root] })).toBe(false);
});
