import { nodeHash, sameBytes } from '#kernel/crypto';

/** No tree of ours or of a peer needs a longer proof (C2SP tlog-witness). */
export const LONGEST_PROOF = 63;

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const halved = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

/** Whether `proof` shows that `leaf` is entry `index` of the tree with this size and root (RFC 9162, 2.1.3.2). */
export function provesInclusion(o: { index: number; size: number; leaf: Buffer; root: Buffer; proof: readonly Buffer[] }): boolean {
  if (!isSize(o.index) || !isSize(o.size) || o.index >= o.size || o.proof.length > LONGEST_PROOF) return false;
  let [node, last] = [o.index, o.size - 1];
  let hash = o.leaf;
  for (const beside of o.proof) {
    if (last === 0 || beside.length !== 32) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(beside, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [halved(node), halved(last)];
    } else {
      hash = nodeHash(hash, beside);
    }
    [node, last] = [halved(node), halved(last)];
  }
  return last === 0 && sameBytes(hash, o.root);
}

/** Whether `proof` shows that the tree of `oldSize` is the beginning of that of `size` (RFC 9162, 2.1.4.2). */
export function provesConsistency(o: { oldSize: number; oldRoot: Buffer; size: number; root: Buffer; proof: readonly Buffer[] }): boolean {
  if (!isSize(o.oldSize) || !isSize(o.size) || o.oldSize > o.size || o.proof.length > LONGEST_PROOF) return false;
  if (o.oldSize === o.size) return o.proof.length === 0 && sameBytes(o.oldRoot, o.root);
  // Every tree begins with the empty one; there is nothing to prove.
  if (o.oldSize === 0) return o.proof.length === 0;
  let [node, last] = [o.oldSize - 1, o.size - 1];
  while (isOdd(node)) [node, last] = [halved(node), halved(last)];
  // A complete old tree is itself the first hash.
  const proof = node === 0 ? [o.oldRoot, ...o.proof] : o.proof;
  const [first, ...rest] = proof;
  if (!first || first.length !== 32) return false;
  let [oldHash, newHash] = [first, first];
  for (const beside of rest) {
    if (last === 0 || beside.length !== 32) return false;
    if (isOdd(node) || node === last) {
      oldHash = nodeHash(beside, oldHash);
      newHash = nodeHash(beside, newHash);
      while (!isOdd(node) && node !== 0) [node, last] = [halved(node), halved(last)];
    } else {
      newHash = nodeHash(newHash, beside);
    }
    [node, last] = [halved(node), halved(last)];
  }
  return last === 0 && sameBytes(oldHash, o.oldRoot) && sameBytes(newHash, o.root);
}
