/**
 * Checks of single cells: text in, normalised text out, or the reason why not. A reason never repeats the value.
 * Normalisation is this and no more: outer white space off, line ends to LF, full-width digits and signs to ASCII in
 * dates, amounts and choices. Free text keeps every other character.
 */
import { hubDay } from '#kernel/clocks';
import { checkIdentifier, type IdentifierKind } from '#kernel/identifiers';
import type { ValueClass, Words } from './row.type.js';

/** What the checks need to know besides the cell. */
export interface ImportContext {
  /** demo mode: invented regions, phones and cards are accepted */
  demo: boolean;
  /** the service's clock */
  now: Date;
  /** its day, YYYY-MM-DD in +08:00; later dates are refused */
  today: string;
}

export function importContext(demo: boolean, now: Date): ImportContext {
  return { demo, now, today: hubDay(now) };
}

export type CellResult = { ok: true; value: string } | ({ ok: false } & Words);
export type CellCheck = (value: string, context: ImportContext) => CellResult;

const accept = (value: string): CellResult => ({ ok: true, value });
const refuse = (zh: string, en: string): CellResult => ({ ok: false, zh, en });

/** Outer white space off (ideographic space and BOM too), line ends to LF. */
export function tidy(raw: string): string {
  const trimmed = raw.trim();
  return trimmed.includes('\r') ? trimmed.replace(/\r\n?/g, '\n') : trimmed;
}

/** What a refused cell looks like, told in its place. */
export function valueClassOf(raw: string): ValueClass {
  const value = raw.trim().normalize('NFKC');
  if (value === '') return 'empty';
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(value)) return 'control';
  if (/^\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:[ T].*)?$/.test(value)) return 'date';
  if (/^[-+]?[¥$]?[\d,]{1,14}(?:\.\d+)?[元%]?$/.test(value)) return 'number';
  if (/^[-+()\dA-Za-z ]{6,40}$/.test(value) && /\d{4}/.test(value)) return 'identifier';
  return 'text';
}

/** Free text of at most `longest` characters. NUL cannot be stored, and U+FFFD shows a text damaged before it came here. */
export function text(longest: number): CellCheck {
  return (raw) => {
    if (raw.includes('\0')) return refuse('含有空字符，请删除后重新填写', 'It contains a NUL character; delete it');
    if (raw.includes('\uFFFD') || !raw.isWellFormed()) {
      return refuse('含有乱码字符（�），原文在导出时已损坏，请从源系统重新导出', 'It contains a replacement character: the text was damaged when exported; export it again');
    }
    const value = tidy(raw);
    return value.length <= longest ? accept(value) : refuse(`超过 ${longest} 个字符`, `It is longer than ${longest} characters`);
  };
}

/** Number of a record at its source: one line of printable characters. */
export function recordNumber(longest: number): CellCheck {
  return (raw) => {
    const value = tidy(raw);
    if (value.length > longest) return refuse(`编号超过 ${longest} 个字符`, `The number is longer than ${longest} characters`);
    // oxlint-disable-next-line no-control-regex -- a number that cannot be typed cannot be searched
    if (/[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff\ufffd]/.test(value) || !value.isWellFormed()) {
      return refuse('编号中不能有空格、换行或不可见字符', 'A number may not contain blanks, line breaks or invisible characters');
    }
    return accept(value);
  };
}

function calendarDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1900 ? date.toISOString().slice(0, 10) : null;
}

function pastDate(value: string | null, today: string): CellResult {
  if (value === null) return refuse('日历上没有这一天', 'There is no such day in the calendar');
  return value <= today ? accept(value) : refuse('日期晚于今天', 'The date lies in the future');
}

/** MM/DD/YYYY, as the Connecticut data set writes it (or YYYY-MM-DD, which a workbook's date cell gives). */
export const americanDate: CellCheck = (raw, { today }) => {
  const value = tidy(raw);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value);
  if (american) return pastDate(calendarDate(Number(american[3]), Number(american[1]), Number(american[2])), today);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (iso) return pastDate(calendarDate(Number(iso[1]), Number(iso[2]), Number(iso[3])), today);
  return refuse('不是日期，应为 月/日/年（MM/DD/YYYY）', 'It is not a date of the form MM/DD/YYYY');
};

/** 2026-09-01, 2026/9/1, 2026.9.1, 2026年9月1日 or 20260901, with or without a time of day (which is dropped). */
export const chineseDate: CellCheck = (raw, { today }) => {
  const value = tidy(raw).normalize('NFKC');
  const match = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/.exec(value);
  if (!match) return refuse('不是日期，请写成 2026-09-01', 'It is not a date; write it as 2026-09-01');
  return pastDate(calendarDate(Number(match[1]), Number(match[2] ?? match[4]), Number(match[3] ?? match[5])), today);
};

/**
 * An amount in whole units to minor units (yuan to fen, dollars to cents), by shifting digits and never by floating
 * point. Accepts thousands separators in their right places, a leading ¥ or $ and a trailing 元. Null when it is none.
 */
export function minorUnits(raw: string): string | null {
  const value = tidy(raw).normalize('NFKC').replace(/^[¥$]\s*/, '').replace(/\s*元$/, '');
  const match = /^(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2})0*)?$/.exec(value);
  if (!match) return null;
  return (match[1]!.replaceAll(',', '') + (match[2] ?? '').padEnd(2, '0')).replace(/^0+(?=\d)/, '');
}

/** An amount of money; the value is in minor units. */
export const money: CellCheck = (raw) => {
  const value = minorUnits(raw);
  return value === null
    ? refuse('不是金额，请写成 12345.67（不为负，最多两位小数）', 'It is not an amount; write it as 12345.67 (not negative, at most two decimals)')
    : accept(value);
};

/** One of a closed list: code → accepted words (the first is the one shown in templates). */
export function choice(words: Readonly<Record<string, readonly string[]>>): CellCheck {
  const codes = new Map<string, string>();
  for (const [code, spellings] of Object.entries(words)) {
    for (const spelling of [code, ...spellings]) codes.set(choiceKey(spelling), code);
  }
  const shown = Object.values(words).map((spellings) => spellings[0]);
  return (raw) => {
    const code = codes.get(choiceKey(raw));
    return code === undefined
      ? refuse(`只能填：${shown.join('、')}`, `Only these are allowed: ${shown.join(', ')}`)
      : accept(code);
  };
}

const choiceKey = (raw: string): string => raw.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** Yes or no; the value is `true` or `false`. */
export const yesNo: CellCheck = choice({ true: ['是', 'yes', 'y', '1', '有'], false: ['否', 'no', 'n', '0', '无'] });

/** An identifier of the trade, normalised by the kernel's rules (check digits, prefixes, demo ranges). */
export function identifier(kind: IdentifierKind): CellCheck {
  return (raw, { demo, now }) => {
    const result = checkIdentifier(kind, tidy(raw), { demo, today: now });
    return result.ok ? accept(result.normalised) : refuse(result.zh, result.en);
  };
}
