import { passesLuhn } from './bank-account.rules.js';
import { looksLikeCreditCode } from './credit-code.rules.js';
import { looksLikeResidentId } from './resident-id.rules.js';
import { foldWithPositions, type FoldedText } from './text-form.rules.js';

/** NUMBER: digits that are, or may be, part of an identifier, but of which kind cannot be said. */
export type DetectedKind =
  | 'RESIDENT_ID'
  | 'UNIFIED_CREDIT_CODE'
  | 'BANK_ACCOUNT'
  | 'PHONE'
  | 'EMAIL'
  | 'URL'
  | 'IP_ADDRESS'
  | 'NUMBER';

/** A piece of the text, in UTF-16 offsets of the original, end exclusive. */
export interface DetectedIdentifier {
  kind: DetectedKind;
  start: number;
  end: number;
}

/** A letter or digit of the folded text. `gap`: what separates it from the one before. */
interface Glyph {
  character: string;
  position: number;
  gap: Gap;
}

/** NONE: adjacent. SEPARATOR: one to three blanks, dashes, dots or the like. BREAK: anything else. */
type Gap = 'NONE' | 'SEPARATOR' | 'BREAK';

/** Symbols first to last (both included) read as one identifier. */
interface Candidate {
  kind: DetectedKind;
  first: number;
  last: number;
  rank: number;
}

const EMAIL = /[A-Z0-9._%+-]{1,64}@[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63}){0,5}\.[A-Z]{2,24}/gi;
const WEB_ADDRESS = /(?:https?:\/\/|www\.)[^\s,。;、!《》「」“”"'<>()*]+/gi;
const DOMAIN =
  /(?<![A-Z0-9@.*-])(?:[A-Z0-9-]{1,63}\.){1,5}(?:com|cn|net|org|top|vip|xyz|cc|info|site|shop|club|online|link|app|me|io)(?![A-Z0-9-])(?:\/[^\s,。;、!《》「」“”"'<>()*]*)?/gi;
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = new RegExp(`(?<![\\d.])(?:${OCTET}\\.){3}${OCTET}(?:/\\d{1,2})?(?!\\d|\\.\\d)`, 'g');
const IPV6 =
  /(?<![\w:.])(?:(?:[0-9A-F]{1,4}:){7}[0-9A-F]{1,4}|(?:[0-9A-F]{1,4}:){1,6}(?::[0-9A-F]{1,4}){0,6}:?)(?:\/\d{1,3})?(?![\w:])/gi;

/** Business numbers of the hub itself (XS-990101-2026-000017, AJ-REG-990101-2026-000001): no identifiers, kept readable. */
const RECORD_NUMBER = /(?<![A-Z0-9-])[A-Z]{2}-(?:[A-Z]{2,4}-)?\d{6}-20\d\d-\d{4,6}(?![0-9-])/g;
const TIME = String.raw`(?:2[0-3]|[01]?\d):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d\d:\d\d)?`;
const DATE = String.raw`(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:3[01]|[12]\d|0?[1-9])(?:[ T]+${TIME})?`;
/** Nothing but dates and times from one break to the next. */
const ONLY_DATES = new RegExp(`^${DATE}(?:[^A-Z0-9]+(?:${DATE}|${TIME}))*$`, 'i');
/** What makes a long number an amount: a currency before it, a unit behind it. */
const MONEY_BEFORE = /(?:[¥$]|CNY|RMB|人民币)\s*$/i;
const MONEY_BEHIND = /^(?:\.\d{1,2})?\s*余?(?:[万亿]|元|美元|%)/;

const SEPARATORS_ONLY = /^[\s\p{Pd}\u2212._·•・/\\(),、。|~:;+#'"[\]]{1,3}$/u;
const MOBILE = /^(?:0086|86|0)?1[2-9]\d{9}$/;
const BARE_MOBILE = /^1[2-9]\d{9}$/;
/** Area code with its 0, then 7 or 8 digits; or a service number. */
const LANDLINE = /^(?:0(?:10\d{8}|2\d{9}|[3-9]\d\d[2-9]\d{6,7})|[48]00\d{7})$/;
/** How card numbers in use begin; keeps chance hits of the Luhn check (one in ten) apart. */
const CARD_PREFIX = /^(?:62|4|5|3[567]|60|9558)/;
const LONG_NUMBER_DIGITS = 8;
const MOST_PHONE_GROUPS = 4;

const RANK_CHECKED = 0;
const RANK_ONE_GROUP = 1;
const RANK_JOINED = 2;

/**
 * Finds identifiers in free text, also when written full-width, with invisible characters, or with up to three separators
 * between their digits. Pieces come in order and do not overlap. Digits that could belong to an identifier but cannot be
 * told apart come as NUMBER, so that a reader who removes every piece removes every identifier. Dates, amounts and the
 * hub's own record numbers are left alone. Demo numbers are found whether or not demo mode is on.
 */
export function detectIdentifiers(text: string): DetectedIdentifier[] {
  const folded = foldWithPositions(text);
  const glyphs = readGlyphs(folded.text);
  const owner = Array.from<Candidate | undefined>({ length: glyphs.length });
  const chosen: Candidate[] = [];
  const choose = (candidate: Candidate) => {
    for (let i = candidate.first; i <= candidate.last; i += 1) if (owner[i]) return;
    owner.fill(candidate, candidate.first, candidate.last + 1);
    chosen.push(candidate);
  };

  for (const address of addressCandidates(folded.text, glyphs)) choose(address);
  const windows = [...identifierWindows(glyphs)];
  const whole = windows.filter((window) => window.rank !== Number.POSITIVE_INFINITY);
  for (const candidate of whole.sort((a, b) => a.rank - b.rank || a.first - b.first)) choose(candidate);

  const doubtful = new Set<number>();
  for (const { first, last } of windows) for (let i = first; i <= last; i += 1) if (!owner[i]) doubtful.add(i);
  for (const { first, last } of longNumbers(folded.text, glyphs)) {
    for (let i = first; i <= last; i += 1) if (!owner[i]) doubtful.add(i);
  }
  return piecesOf(folded, glyphs, [...chosen, ...joinDoubtful(glyphs, doubtful)]);
}

/** Letters and digits in order. Record numbers, and stretches of nothing but dates, are left out and count as a break. */
function readGlyphs(text: string): Glyph[] {
  const passedOver = [...text.matchAll(RECORD_NUMBER)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const glyphs: Glyph[] = [];
  let previousEnd = 0;
  let next = 0;
  for (let i = 0; i < text.length; i += 1) {
    const skip = passedOver[next];
    if (skip && i === skip.start) {
      i = skip.end - 1;
      next += 1;
      continue;
    }
    const character = text[i] ?? '';
    if (!/[0-9A-Za-z]/.test(character)) continue;
    const between = text.slice(previousEnd, i);
    const gap = glyphs.length === 0 ? 'BREAK' : between === '' ? 'NONE' : SEPARATORS_ONLY.test(between) ? 'SEPARATOR' : 'BREAK';
    glyphs.push({ character: character.toUpperCase(), position: i, gap });
    previousEnd = i + 1;
  }
  return withoutDates(text, glyphs);
}

function withoutDates(text: string, glyphs: Glyph[]): Glyph[] {
  const kept: Glyph[] = [];
  for (let first = 0; first < glyphs.length; ) {
    let end = first + 1;
    while (end < glyphs.length && glyphs[end]?.gap !== 'BREAK') end += 1;
    const stretch = glyphs.slice(first, end);
    const from = stretch[0]?.position ?? 0;
    const to = (stretch.at(-1)?.position ?? 0) + 1;
    if (!ONLY_DATES.test(text.slice(from, to))) kept.push(...stretch);
    first = end;
  }
  return kept;
}

/** Mail, web and network addresses; their digits belong to them before anything else is read. */
function addressCandidates(text: string, glyphs: Glyph[]): Candidate[] {
  const patterns: [DetectedKind, RegExp][] = [
    ['URL', WEB_ADDRESS],
    ['EMAIL', EMAIL],
    ['URL', DOMAIN],
    ['IP_ADDRESS', IPV4],
    ['IP_ADDRESS', IPV6],
  ];
  const found: Candidate[] = [];
  for (const [kind, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const first = glyphAtOrAfter(glyphs, match.index);
      const last = glyphAtOrAfter(glyphs, match.index + match[0].length) - 1;
      if (first <= last) found.push({ kind, first, last, rank: 0 });
    }
  }
  return found;
}

/** Index of the first glyph at or behind a position. */
function glyphAtOrAfter(glyphs: Glyph[], position: number): number {
  let low = 0;
  let high = glyphs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((glyphs[middle]?.position ?? Infinity) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Every stretch of glyphs that reads as an identifier. Those that begin and end where groups do have a finite rank and
 * can be named; those inside longer numbers (rank infinite) only make their digits doubtful.
 */
function* identifierWindows(glyphs: Glyph[]): Generator<Candidate> {
  for (let first = 0; first < glyphs.length; first += 1) {
    let text = '';
    let groups = 1;
    for (let last = first; last < glyphs.length && text.length < 19; last += 1) {
      const glyph = glyphs[last];
      if (!glyph || (last > first && glyph.gap === 'BREAK')) break;
      if (last > first && glyph.gap === 'SEPARATOR') groups += 1;
      text += glyph.character;
      // the third to eighth character is a digit in every kind: leaves ordinary words at once
      if (text.length >= 3 && text.length <= 8 && !isDigit(glyph)) break;
      if (text.length < 10) continue;
      const kind = kindOf(text, groups);
      if (!kind) continue;
      const whole = beginsGroup(glyphs, first, kind) && endsGroup(glyphs, last, kind);
      yield { kind, first, last, rank: whole ? rankOf(kind, groups) : Number.POSITIVE_INFINITY };
    }
  }
}

function kindOf(text: string, groups: number): DetectedKind | undefined {
  if (text.length === 18 && looksLikeResidentId(text)) return 'RESIDENT_ID';
  if (text.length === 18 && looksLikeCreditCode(text)) return 'UNIFIED_CREDIT_CODE';
  if (!/^\d+$/.test(text)) return undefined;
  if (text.length >= 16 && passesLuhn(text) && (groups === 1 || CARD_PREFIX.test(text))) return 'BANK_ACCOUNT';
  if (BARE_MOBILE.test(text)) return 'PHONE';
  // many groups are a list of small numbers, unless every single digit stands apart
  const written = groups <= MOST_PHONE_GROUPS || groups === text.length;
  return written && (MOBILE.test(text) || LANDLINE.test(text)) ? 'PHONE' : undefined;
}

/** Numbers with a strong check first, then what was written in one piece, then what was joined: cards before phones. */
function rankOf(kind: DetectedKind, groups: number): number {
  if (kind === 'RESIDENT_ID') return RANK_CHECKED + groups / 100;
  if (kind === 'UNIFIED_CREDIT_CODE') return RANK_CHECKED + 0.5 + groups / 100;
  if (groups === 1) return RANK_ONE_GROUP + (kind === 'PHONE' ? 0 : 0.5);
  return RANK_JOINED + (kind === 'BANK_ACCOUNT' ? 0 : 0.5) + groups / 100;
}

/** Digits may follow letters directly ("tel12900000001"); a credit code, which has letters itself, may not. */
function beginsGroup(glyphs: Glyph[], first: number, kind: DetectedKind): boolean {
  const before = glyphs[first - 1];
  if (!before || glyphs[first]?.gap !== 'NONE') return true;
  return kind !== 'UNIFIED_CREDIT_CODE' && !isDigit(before);
}

function endsGroup(glyphs: Glyph[], last: number, kind: DetectedKind): boolean {
  const behind = glyphs[last + 1];
  if (!behind || behind.gap !== 'NONE') return true;
  return kind !== 'UNIFIED_CREDIT_CODE' && !isDigit(behind);
}

/** Undivided digits of such length that they may be an account, an order or a messenger number; amounts excepted. */
function* longNumbers(text: string, glyphs: Glyph[]): Generator<{ first: number; last: number }> {
  for (let first = 0; first < glyphs.length; ) {
    let end = first;
    while (end < glyphs.length && isDigit(glyphs[end]) && (end === first || glyphs[end]?.gap === 'NONE')) end += 1;
    if (end - first >= LONG_NUMBER_DIGITS) {
      const from = glyphs[first]?.position ?? 0;
      const to = (glyphs[end - 1]?.position ?? 0) + 1;
      const amount = MONEY_BEFORE.test(text.slice(Math.max(0, from - 8), from)) || MONEY_BEHIND.test(text.slice(to, to + 8));
      if (!amount) yield { first, last: end - 1 };
    }
    first = Math.max(end, first + 1);
  }
}

function isDigit(glyph: Glyph | undefined): boolean {
  return glyph !== undefined && glyph.character >= '0' && glyph.character <= '9';
}

function joinDoubtful(glyphs: Glyph[], doubtful: Set<number>): Candidate[] {
  const joined: Candidate[] = [];
  for (const i of [...doubtful].sort((a, b) => a - b)) {
    const last = joined.at(-1);
    if (last && last.last === i - 1 && glyphs[i]?.gap !== 'BREAK') last.last = i;
    else joined.push({ kind: 'NUMBER', first: i, last: i, rank: 0 });
  }
  return joined;
}

/** Back to offsets of the original. One original character may fold to several glyphs; the first piece then keeps it. */
function piecesOf(folded: FoldedText, glyphs: Glyph[], candidates: Candidate[]): DetectedIdentifier[] {
  const pieces: DetectedIdentifier[] = [];
  let previousEnd = 0;
  for (const { kind, first, last } of candidates.sort((a, b) => a.first - b.first)) {
    const start = Math.max(previousEnd, folded.starts[glyphs[first]?.position ?? 0] ?? 0);
    const end = folded.ends[glyphs[last]?.position ?? 0] ?? 0;
    if (end <= start) continue;
    pieces.push({ kind, start, end });
    previousEnd = end;
  }
  return pieces;
}
