/**
 * What travels through an import: rows of the file, what is wrong with them, and the one error that ends a file.
 * None of the texts ever carries a value of the file: they go to reports that are read by others than the submitter.
 */

/** Both languages of a text shown to people. */
export interface Words {
  zh: string;
  en: string;
}

/** Something the reader noticed in one cell and the row check has to judge, because the text alone does not show it. */
export interface CellFlaw {
  /** 0-based position in `cells` */
  column: number;
  kind: 'ROUNDED_NUMBER' | 'NO_CACHED_RESULT' | 'ERROR_VALUE' | 'CELL_TOO_LONG';
}

/** One row as it stands in the file; `row` is the number a spreadsheet program shows (1-based, empty rows counted). */
export interface SourceRow {
  row: number;
  cells: string[];
  flaws?: CellFlaw[];
}

export type FileFormat = 'csv' | 'xlsx';

/** What a refused cell held, told instead of its value. `row` = the row as a whole, `control` = unreadable characters. */
export type ValueClass = 'empty' | 'date' | 'number' | 'identifier' | 'text' | 'control' | 'row';

/** Why one row is refused. `column` is the header as the file spells it, or '' when the whole row is meant. */
export interface RowProblem {
  row: number;
  column: string;
  valueClass: ValueClass;
  reasonZh: string;
  reasonEn: string;
}

export type FileProblemCode =
  | 'EMPTY_FILE'
  | 'ENCODING'
  | 'BINARY'
  | 'OLD_OR_ENCRYPTED_WORKBOOK'
  | 'DAMAGED_ARCHIVE'
  | 'DAMAGED_WORKBOOK'
  | 'TOO_LARGE'
  | 'UNCLOSED_QUOTE'
  | 'NO_SUCH_SHEET'
  | 'NO_HEADER'
  | 'DUPLICATE_COLUMN'
  | 'UNKNOWN_COLUMN'
  | 'MISSING_COLUMN';

/**
 * The file as a whole cannot be read, and why; `row` (1-based) and `column` (1-based) where that is known.
 * Expected, so the caller turns it into a Refusal INVALID_INPUT or into the message of the import run.
 */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
  readonly code: FileProblemCode;
  readonly zh: string;
  readonly en: string;
  readonly row: number | null;
  readonly column: number | null;

  constructor(code: FileProblemCode, words: Words, place: { row?: number; column?: number } = {}) {
    super(words.en);
    this.code = code;
    this.zh = words.zh;
    this.en = words.en;
    this.row = place.row ?? null;
    this.column = place.column ?? null;
  }
}

/** Upper bounds of one file. The defaults suit uploads of the agencies; a test sets them low. */
export interface ReadLimits {
  /** decompressed bytes of the whole input (gzip or all used parts of a workbook) */
  bytes: number;
  /** decompressed bytes per compressed byte, looked at once more than `ratioFrom` bytes have come out */
  ratio: number;
  ratioFrom: number;
  /** parts of a workbook */
  parts: number;
  /** characters of one cell; longer ones are a row problem */
  cellCharacters: number;
  /** bytes of one CSV record; longer ones end the file, since a closing quote is then missing */
  recordBytes: number;
  /** characters of all shared strings of a workbook, which have to stay in memory */
  sharedCharacters: number;
  columns: number;
}

export const READ_LIMITS: ReadLimits = {
  bytes: 1024 * 1024 * 1024,
  // Deflate gives at most about 1000:1; real tables stay below 40:1, sheets full of equal rows below 150:1.
  ratio: 200,
  ratioFrom: 8 * 1024 * 1024,
  parts: 2000,
  // What one Excel cell can hold.
  cellCharacters: 32_767,
  recordBytes: 1024 * 1024,
  sharedCharacters: 32 * 1024 * 1024,
  columns: 512,
};
