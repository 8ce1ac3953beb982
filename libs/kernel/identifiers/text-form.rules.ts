/** Folded text, and for each of its UTF-16 units the piece of the original it came from (offsets, end exclusive). */
export interface FoldedText {
  text: string;
  starts: number[];
  ends: number[];
}

/** Characters nobody sees: zero-width spaces and joiners, direction marks, soft hyphens, variation selectors. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const DASHES = /[\p{Pd}\u2212]/gu;
const SPACES = /\s+/gu;

/** NFKC (full-width becomes half-width) without invisible characters. Applied before any check, so that look-alikes meet the same rule. */
export function foldText(raw: string): string {
  // twice, because removing a joiner can bring together what NFKC then composes
  return raw.normalize('NFKC').replace(INVISIBLE, '').normalize('NFKC');
}

/** Folded, in upper case, without spaces and dashes: the written form of numbers. */
export function foldNumber(raw: string): string {
  return foldText(raw).toUpperCase().replace(DASHES, '').replace(SPACES, '');
}

/** Folded, in upper case, without spaces; every kind of dash becomes '-'. */
export function foldReference(raw: string): string {
  return foldText(raw).toUpperCase().replace(DASHES, '-').replace(SPACES, '');
}

/** Folded, in lower case, trimmed, runs of spaces as one space. */
export function foldHandle(raw: string): string {
  return foldText(foldText(raw).toLowerCase()).replace(SPACES, ' ').trim();
}

/** Folds character by character and remembers where each came from; invisible characters yield nothing. */
export function foldWithPositions(original: string): FoldedText {
  const folded: FoldedText = { text: '', starts: [], ends: [] };
  let start = 0;
  for (const character of original) {
    const end = start + character.length;
    const piece = character.normalize('NFKC').replace(INVISIBLE, '');
    folded.text += piece;
    for (let i = 0; i < piece.length; i += 1) {
      folded.starts.push(start);
      folded.ends.push(end);
    }
    start = end;
  }
  return folded;
}
