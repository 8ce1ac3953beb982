/**
 * Which encoding a text file is in. UTF-8 and UTF-16 are certain; GB18030 and Big5 share their byte ranges, so they are
 * told apart by how many of the double-byte characters are everyday ones in each (GB 2312 level 1, Big5 level 1).
 */
import { TextDecoder } from 'node:util';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5';

export interface EncodingGuess {
  encoding: TextEncoding;
  /** length of the byte order mark in bytes, 0 without one */
  markBytes: number;
  /** false: a guess by character statistics, so the user is asked to look at the preview */
  certain: boolean;
}

/** Share of everyday characters below which a double-byte reading is not believed at all. */
const PLAUSIBLE = 0.6;
/** Lead of the better reading, and number of characters, from which a statistical guess counts as certain. */
const CLEAR_LEAD = 0.15;
const ENOUGH_CHARACTERS = 12;

/** True when `bytes`, perhaps cut inside its last character, is valid in `encoding`. */
function decodes(encoding: TextEncoding, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

interface Share {
  characters: number;
  everyday: number;
}

/** GB 2312 level 1 (the 3,755 commonest characters, by pinyin) plus its punctuation and full-width rows. */
function everydayGb(bytes: Uint8Array): Share {
  const share = { characters: 0, everyday: 0 };
  for (let i = 0; i < bytes.length - 1; i += 1) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1]!;
    // Four-byte characters (second byte a digit) are rare in trade texts and count as unusual.
    const step = trail >= 0x30 && trail <= 0x39 ? 3 : 1;
    share.characters += 1;
    const level1 = lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1;
    const signs = (lead === 0xa1 || lead === 0xa3) && trail >= 0xa1;
    if (level1 || signs) share.everyday += 1;
    i += step;
  }
  return share;
}

/** Big5 level 1 (the 5,401 common characters, by strokes) plus its punctuation rows. */
function everydayBig5(bytes: Uint8Array): Share {
  const share = { characters: 0, everyday: 0 };
  for (let i = 0; i < bytes.length - 1; i += 1) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    share.characters += 1;
    const trail = bytes[i + 1]!;
    const level1 = (lead >= 0xa4 && lead <= 0xc5) || (lead === 0xc6 && trail <= 0x7e);
    const signs = lead === 0xa1 || (lead === 0xa2 && trail <= 0xa1);
    if (level1 || signs) share.everyday += 1;
    i += 1;
  }
  return share;
}

const ratio = (share: Share): number => (share.characters === 0 ? 0 : share.everyday / share.characters);

/**
 * The encoding of a text by its first bytes, or null when they are valid in none of the supported ones.
 * Pure ASCII counts as UTF-8; the reader asks again from the first byte that is not ASCII.
 */
export function detectEncoding(head: Uint8Array): EncodingGuess | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3, certain: true };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2, certain: true };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2, certain: true };
  // GB18030 has a byte order mark of its own (U+FEFF).
  if (head[0] === 0x84 && head[1] === 0x31 && head[2] === 0x95 && head[3] === 0x33) {
    return { encoding: 'gb18030', markBytes: 4, certain: true };
  }
  if (decodes('utf-8', head)) return { encoding: 'utf-8', markBytes: 0, certain: true };
  const gb = decodes('gb18030', head) ? everydayGb(head) : null;
  const big5 = decodes('big5', head) ? everydayBig5(head) : null;
  const gbShare = gb ? ratio(gb) : 0;
  const big5Share = big5 ? ratio(big5) : 0;
  const best = gbShare >= big5Share ? { encoding: 'gb18030' as const, share: gb } : { encoding: 'big5' as const, share: big5 };
  if (!best.share || ratio(best.share) < PLAUSIBLE) return null;
  const certain = best.share.characters >= ENOUGH_CHARACTERS && Math.abs(gbShare - big5Share) >= CLEAR_LEAD;
  return { encoding: best.encoding, markBytes: 0, certain };
}

/** Name of an encoding as the console's choice list and the messages show it. */
export const ENCODING_NAMES: Record<TextEncoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030 (GBK)',
  big5: 'Big5',
};
