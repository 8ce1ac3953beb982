/**
 * Bytes to text without ever guessing at a character: decoding is fatal, and the first bytes that do not fit end the
 * text at exactly that place, so that the CSV reader can tell row and column.
 */
import { TextDecoder } from 'node:util';
import { detectEncoding, type EncodingGuess, type TextEncoding } from './encoding.rules.js';
import { FileProblem } from './row.type.js';

/** Stands where a text breaks off because its next bytes are not valid; never part of an accepted text. */
export const BREAK_MARK = '\uFFFD';

/** Enough bytes from the first non-ASCII one on to tell GB18030 from Big5. */
const SAMPLE_BYTES = 64 * 1024;

export interface TextState {
  /** null until a byte that is not ASCII was met (every supported encoding without a mark contains ASCII) */
  guess: EncodingGuess | null;
  /** 0-based position of the first byte that does not fit, once the text broke off */
  brokenAt: number | null;
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i]! >= 0x80) return false;
  return true;
}

/** Longest prefix of `bytes` that `encoding` accepts (its last character may be cut). */
function validPrefix(encoding: TextEncoding, bytes: Uint8Array): number {
  const accepts = (length: number): boolean => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (accepts(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Bytes at the end of `bytes` that are the beginning of a character cut by the chunk border (at most 3). */
function cutTail(encoding: TextEncoding, bytes: Uint8Array): number {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return bytes.length % 2;
  for (let tail = 0; tail <= Math.min(3, bytes.length); tail += 1) {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, bytes.length - tail));
      return tail;
    } catch {
      // one byte more may belong to the cut character
    }
  }
  return 0;
}

/**
 * Decodes a byte stream. `chosen` is the encoding the user named; without it the encoding is detected at the first
 * byte that is not ASCII. When bytes do not fit, the text so far plus BREAK_MARK is yielded, `state.brokenAt` is set
 * and the stream ends.
 */
export async function* readText(
  chunks: AsyncIterable<Uint8Array>,
  chosen: TextEncoding | null,
  state: TextState,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let encoding: TextEncoding | null = null;
  // The bytes of the current character that reached us only in part, to be decoded with the next chunk.
  let carry = Buffer.alloc(0);
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let position = 0;
  let atStart = true;
  let dropMark = false;

  const choose = (sample: Buffer): void => {
    const seen = detectEncoding(sample);
    const mark = seen && seen.markBytes > 0 ? seen : null;
    if (chosen) {
      if (mark && mark.encoding !== chosen) throw markContradicts(mark.encoding, chosen);
      state.guess = { encoding: chosen, markBytes: mark?.markBytes ?? 0, certain: true };
    } else {
      // Without any plausible encoding UTF-8 is taken, and breaks off at the place to be told.
      state.guess = seen ?? { encoding: 'utf-8', markBytes: 0, certain: false };
    }
    encoding = state.guess.encoding;
    // TextDecoder knows no mark of GB18030; a mark anywhere else than at the start is a character like others.
    dropMark = encoding === 'gb18030' && mark !== null;
    decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: mark === null });
  };

  /** Text of `bytes`; null when they broke off (state.brokenAt then says where). */
  const decode = (bytes: Buffer): { text: string; broken: boolean } => {
    const all = carry.length === 0 ? bytes : Buffer.concat([carry, bytes]);
    const start = position - carry.length;
    try {
      const tail = cutTailFast(encoding!, all);
      const whole = all.subarray(0, all.length - tail);
      let text = decoder!.decode(whole, { stream: true });
      if (dropMark && text.length > 0) {
        text = text.slice(1);
        dropMark = false;
      }
      carry = Buffer.from(all.subarray(all.length - tail));
      position += bytes.length;
      return { text, broken: false };
    } catch {
      const good = validPrefix(encoding!, all);
      const whole = all.subarray(0, good);
      const kept = whole.subarray(0, good - cutTail(encoding!, whole));
      state.brokenAt = start + kept.length;
      return { text: new TextDecoder(encoding!, { fatal: true, ignoreBOM: start > 0 }).decode(kept) + BREAK_MARK, broken: true };
    }
  };

  for await (const chunk of chunks) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (bytes.length === 0) continue;
    if (!decoder) {
      if (waitingBytes === 0 && isAscii(bytes)) {
        if (atStart) refuseBinary(bytes);
        atStart = false;
        position += bytes.length;
        yield bytes.toString('latin1');
        continue;
      }
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes < SAMPLE_BYTES) continue;
    } else {
      const { text, broken } = decode(bytes);
      if (text) yield text;
      if (broken) return;
      continue;
    }
    const { text, broken } = startDecoding();
    if (text) yield text;
    if (broken) return;
  }

  function startDecoding(): { text: string; broken: boolean } {
    const gathered = Buffer.concat(waiting);
    waiting = [];
    if (atStart && !(gathered[0]! >= 0xfe)) refuseBinary(gathered);
    const foreign = gathered.findIndex((byte) => byte >= 0x80);
    // A blank in front keeps bytes in the middle of the file from being taken for a mark.
    choose(atStart && foreign === 0 ? gathered : Buffer.concat([Buffer.from(' '), gathered.subarray(foreign)]));
    atStart = false;
    return decode(gathered);
  }

  if (!decoder && waitingBytes > 0) {
    const { text, broken } = startDecoding();
    if (text) yield text;
    if (broken) return;
  }
  if (carry.length > 0) {
    state.brokenAt = position - carry.length;
    yield BREAK_MARK;
  }
}

/** As cutTail, but looks only at the last bytes, so that a large chunk is decoded once and not four times. */
function cutTailFast(encoding: TextEncoding, bytes: Buffer): number {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return bytes.length % 2;
  if (encoding === 'utf-8') {
    for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
      const byte = bytes[bytes.length - back]!;
      if (byte < 0x80) return 0;
      if (byte >= 0xc0) {
        const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
        return back < needs ? back : 0;
      }
    }
    return 0;
  }
  // Double-byte encodings can be entered safely only after an ASCII byte below the range of second bytes (0x30).
  let from = bytes.length;
  while (from > 0 && bytes[from - 1]! >= 0x30) from -= 1;
  return cutTail(encoding, bytes.subarray(from));
}

function refuseBinary(head: Buffer): void {
  if (head.subarray(0, 4096).includes(0)) {
    throw new FileProblem('BINARY', {
      zh: '文件含有空字节，不是文本表格，或是没有标记的 UTF-16。请另存为 “CSV UTF-8” 或 .xlsx 后再上传',
      en: 'The file contains NUL bytes: it is no text table, or UTF-16 without a mark. Save it as "CSV UTF-8" or .xlsx and upload again',
    });
  }
}

function markContradicts(found: TextEncoding, chosen: TextEncoding): FileProblem {
  return new FileProblem('ENCODING', {
    zh: `所选编码为 ${chosen}，但文件开头的标记为 ${found}。请改选 ${found}`,
    en: `You chose ${chosen}, but the file starts with the mark of ${found}. Choose ${found} instead`,
  });
}
