/**
 * Rows of one sheet of an .xlsx workbook (ECMA-376, SpreadsheetML), a batch per chunk, with only the shared strings
 * in memory. Every cell becomes the text a person would type for it: the cached result of a formula, a date as
 * YYYY-MM-DD, a number in plain decimal notation. What cannot be told so is marked as a flaw, not guessed.
 */
import type { WorkbookArchive } from './zip.reader.js';
import { FileProblem, type CellFlaw, type ReadLimits, type SourceRow } from './row.type.js';
import { attribute, damagedWorkbook, readXml, type XmlEvents } from './xml.reader.js';

/** Number formats of ECMA-376 18.8.30 that show a date; 27–36 and 50–58 are the East Asian ones. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
const DAY_MS = 86_400_000;
/** A number of more digits was rounded by the spreadsheet program before it was saved. */
const EXACT_DIGITS = 15;
const SHEET_ROWS = 1_048_576;

/** Control characters and such are written _xHHHH_ in workbooks (ECMA-376 22.9.2.19). */
export function unescapeCell(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}

/** The inverse of unescapeCell: characters XML cannot hold, and texts that look like such an escape. */
export function escapeCell(text: string): string {
  return text
    .replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
    // oxlint-disable-next-line no-control-regex -- what XML 1.0 forbids, CR (XML turns it into LF) and DEL (writers drop it)
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/g, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}

/** True for a number format that shows a calendar date (and not only a time or an elapsed time). */
export function showsDate(format: string): boolean {
  // Quoted text, escapes, fillers and [colour], [condition], [$locale] are no date; [h], [mm], [ss] are elapsed times.
  const bare = format.toLowerCase().replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(h+|m+|s+)\]/g, '$1:s').replace(/\[[^\]]*\]/g, '');
  return bare.includes('y') || /d/.test(bare) || (bare.includes('m') && !/[hs]/.test(bare) && !/[0#?]/.test(bare));
}

/** A serial day number as YYYY-MM-DD, with the time when it has one. */
export function serialDate(serial: number, from1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return null;
  // The 1900 system counts a 29 February 1900 that never was (serial 60).
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const at = new Date(Math.round((days - 25_569) * DAY_MS / 1000) * 1000);
  const text = at.toISOString();
  return at.getTime() % DAY_MS === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** A stored number as a person would type it: at most 15 significant digits, no exponent. */
export function plainNumber(raw: string): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (value === 0) return '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(EXACT_DIGITS - 1).split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '');
  const wholeDigits = Number(exponent) + 1;
  if (Math.abs(wholeDigits) > 40) return raw;
  if (wholeDigits <= 0) return `${sign}0.${'0'.repeat(-wholeDigits)}${digits}`;
  if (digits.length <= wholeDigits) return sign + digits.padEnd(wholeDigits, '0');
  return `${sign}${digits.slice(0, wholeDigits)}.${digits.slice(wholeDigits)}`;
}

/** 0-based column of a reference such as BC12; -1 when it is none. */
function columnOf(reference: string): number {
  let column = 0;
  let letters = 0;
  for (const sign of reference) {
    const value = sign.charCodeAt(0) & ~0x20;
    if (value < 65 || value > 90) break;
    column = column * 26 + value - 64;
    letters += 1;
  }
  return letters > 0 && letters <= 3 ? column - 1 : -1;
}

async function readAll(archive: WorkbookArchive, part: string, events: XmlEvents): Promise<void> {
  for await (const _ of readXml(archive.read(part), events)) {
    // events do the work
  }
}

const ignore = (): void => {};

interface Workbook {
  sheets: { name: string; relation: string; hidden: boolean }[];
  from1904: boolean;
  targets: Map<string, string>;
}

async function readWorkbook(archive: WorkbookArchive): Promise<Workbook> {
  const book: Workbook = { sheets: [], from1904: false, targets: new Map() };
  if (!archive.has('xl/workbook.xml')) throw damagedWorkbook();
  await readAll(archive, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'sheet') {
        const state = attribute(attributes, 'state');
        book.sheets.push({
          name: attribute(attributes, 'name') ?? '',
          relation: attribute(attributes, 'r:id') ?? relationId(attributes),
          hidden: state === 'hidden' || state === 'veryHidden',
        });
      }
      if (name === 'workbookPr') book.from1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '');
    },
    close: ignore,
    text: ignore,
  });
  await readAll(archive, 'xl/_rels/workbook.xml.rels', {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const target = attribute(attributes, 'Target') ?? '';
      book.targets.set(attribute(attributes, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`);
    },
    close: ignore,
    text: ignore,
  });
  return book;
}

/** The relation id under another prefix than r: (some writers choose their own). */
function relationId(attributes: string): string {
  return /\s\w+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? '';
}

async function readDateStyles(archive: WorkbookArchive): Promise<Set<number>> {
  const dates = new Set<number>();
  if (!archive.has('xl/styles.xml')) return dates;
  const formats = new Map<number, boolean>();
  let inCells = false;
  let index = 0;
  await readAll(archive, 'xl/styles.xml', {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attribute(attributes, 'numFmtId')), showsDate(attribute(attributes, 'formatCode') ?? ''));
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) {
        const format = Number(attribute(attributes, 'numFmtId') ?? 0);
        if (formats.get(format) ?? BUILT_IN_DATES.has(format)) dates.add(index);
        index += 1;
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
    text: ignore,
  });
  return dates;
}

async function readSharedStrings(archive: WorkbookArchive, limits: ReadLimits): Promise<string[]> {
  const strings: string[] = [];
  if (!archive.has('xl/sharedStrings.xml')) return strings;
  let characters = 0;
  let text = '';
  let inText = false;
  let phonetic = false;
  await readAll(archive, 'xl/sharedStrings.xml', {
    open(name) {
      if (name === 'si') text = '';
      // Reading aids (furigana, pinyin) stand beside the text and are not part of it.
      if (name === 'rPh') phonetic = true;
      if (name === 't') inText = !phonetic;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') phonetic = false;
      if (name !== 'si') return;
      characters += text.length;
      if (characters > limits.sharedCharacters) {
        throw new FileProblem('TOO_LARGE', {
          zh: '工作簿中的文字过多，无法一次读取。请另存为 CSV 后上传',
          en: 'The workbook holds too much text to be read at once. Save it as CSV and upload that',
        });
      }
      strings.push(unescapeCell(text));
    },
    text(piece) {
      if (inText) text += piece;
    },
  });
  return strings;
}

export interface XlsxOptions {
  /** tab to read; null = the first visible one */
  sheet: string | null;
  limits: ReadLimits;
  /** called with the compressed size of the sheet before its first row */
  onSize(bytes: number): void;
}

/** Batches of rows of one sheet. Throws FileProblem. */
export async function* readXlsx(archive: WorkbookArchive, options: XlsxOptions): AsyncGenerator<SourceRow[]> {
  const { limits } = options;
  const book = await readWorkbook(archive);
  const sheet = options.sheet === null
    ? book.sheets.find((each) => !each.hidden) ?? book.sheets[0]
    : book.sheets.find((each) => each.name === options.sheet);
  const part = sheet && book.targets.get(sheet.relation);
  if (!part || !archive.has(part)) {
    throw new FileProblem('NO_SUCH_SHEET', {
      zh: '工作簿中没有可读取的工作表',
      en: 'The workbook has no sheet that can be read',
    });
  }
  const dateStyles = await readDateStyles(archive);
  const shared = await readSharedStrings(archive, limits);
  options.onSize(archive.bytesRead + archive.packedBytes(part));

  let batch: SourceRow[] = [];
  const reading = new SheetEvents(shared, dateStyles, book.from1904, limits, (row) => batch.push(row));
  for await (const _ of readXml(archive.read(part), reading)) {
    if (batch.length === 0) continue;
    yield batch;
    batch = [];
  }
}

/** Gathers cells into rows while the XML of a sheet goes by. */
class SheetEvents implements XmlEvents {
  private row: SourceRow | null = null;
  private lastRow = 0;
  private inData = false;
  private column = -1;
  private type = 'n';
  private style = 0;
  private value = '';
  private hasValue = false;
  private hasFormula = false;
  private collecting = false;
  private phonetic = false;

  constructor(
    private readonly shared: string[],
    private readonly dateStyles: Set<number>,
    private readonly from1904: boolean,
    private readonly limits: ReadLimits,
    private readonly emit: (row: SourceRow) => void,
  ) {}

  open(name: string, attributes: string): void {
    if (name === 'sheetData') this.inData = true;
    if (!this.inData) return;
    if (name === 'row') this.startRow(Number(attribute(attributes, 'r') ?? this.lastRow + 1));
    else if (name === 'c') this.startCell(attributes);
    else if (name === 'f') this.hasFormula = true;
    else if (name === 'rPh') this.phonetic = true;
    else if (name === 'v' || (name === 't' && !this.phonetic)) {
      this.collecting = true;
      this.hasValue = true;
    }
  }

  close(name: string): void {
    if (name === 'sheetData') this.inData = false;
    if (!this.inData) return;
    if (name === 'v' || name === 't') this.collecting = false;
    else if (name === 'rPh') this.phonetic = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row' && this.row) {
      this.emit(this.row);
      this.row = null;
    }
  }

  text(text: string): void {
    if (this.collecting && this.value.length <= this.limits.cellCharacters) this.value += text;
  }

  private startRow(number: number): void {
    if (!Number.isInteger(number) || number <= this.lastRow || number > SHEET_ROWS) throw damagedWorkbook();
    this.lastRow = number;
    this.row = { row: number, cells: [] };
    this.column = -1;
  }

  private startCell(attributes: string): void {
    const reference = attribute(attributes, 'r');
    this.column = reference === undefined ? this.column + 1 : columnOf(reference);
    if (this.column < 0) throw damagedWorkbook();
    this.type = attribute(attributes, 't') ?? 'n';
    this.style = Number(attribute(attributes, 's') ?? 0);
    this.value = '';
    this.hasValue = false;
    this.hasFormula = false;
  }

  private endCell(): void {
    if (!this.row || this.column >= this.limits.columns) return;
    const { cells } = this.row;
    while (cells.length <= this.column) cells.push('');
    if (!this.hasValue) {
      if (this.hasFormula) this.flaw('NO_CACHED_RESULT');
      return;
    }
    if (this.value.length > this.limits.cellCharacters) {
      this.value = this.value.slice(0, this.limits.cellCharacters);
      this.flaw('CELL_TOO_LONG');
    }
    cells[this.column] = this.cellText();
  }

  private cellText(): string {
    switch (this.type) {
      case 's': {
        const text = this.shared[Number(this.value)];
        if (text === undefined) throw damagedWorkbook();
        if (text.length <= this.limits.cellCharacters) return text;
        this.flaw('CELL_TOO_LONG');
        return text.slice(0, this.limits.cellCharacters);
      }
      case 'str':
      case 'inlineStr':
        return unescapeCell(this.value);
      case 'b':
        return this.value.trim() === '1' ? 'TRUE' : 'FALSE';
      case 'e':
        this.flaw('ERROR_VALUE');
        return '';
      case 'd':
        return this.value.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace('T', ' ').replace(/(?:\.\d+)?Z?$/, '');
      default:
        return this.numberText();
    }
  }

  private numberText(): string {
    const raw = this.value.trim();
    if (raw === '') return '';
    if (this.dateStyles.has(this.style)) {
      const date = serialDate(Number(raw), this.from1904);
      if (date !== null) return date;
    }
    if (Math.abs(Number(raw)) >= 10 ** EXACT_DIGITS) this.flaw('ROUNDED_NUMBER');
    return plainNumber(raw);
  }

  private flaw(kind: CellFlaw['kind']): void {
    (this.row!.flaws ??= []).push({ column: this.column, kind });
  }
}
