/**
 * Which row of a file is the header, and which column is which field. People put titles above the header, mark required
 * columns with *, use full-width brackets, and reorder columns; all that is undone before headers are compared.
 */
import type { ImportProfile, ProfileField } from './profile.type.js';
import { FileProblem, type SourceRow } from './row.type.js';

/** Rows looked at for a header. */
export const HEADER_WITHIN = 30;

/** A column of the file. `field` null: not imported. */
export interface FileColumn {
  /** as in the file; a second column of the same name gets " (2)", one without name its letter */
  header: string;
  field: string | null;
  required: boolean;
}

/** The user's own choice for a column; `field` null = leave it out. */
export interface ColumnChoice {
  header: string;
  field: string | null;
}

export interface Header {
  row: number;
  columns: FileColumn[];
  /** required fields without a column; nothing can be imported until they have one */
  missing: ProfileField[];
}

/** Columns the error report appends; a corrected report comes back with them. */
export const REPORT_COLUMNS = ['行号 Row', '列 Column', '值类 Value class', '拒绝原因', 'Why refused'] as const;

const comparable = (header: string): string => header.normalize('NFKC').toLowerCase().replace(/[\s_*.:：-]/g, '');

const letters = (column: number): string => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

function spellings(profile: ImportProfile): Map<string, string> {
  const known = new Map<string, string>();
  for (const field of profile.fields) {
    for (const spelling of [field.name, field.labelZh, field.labelEn, ...field.headers]) known.set(comparable(spelling), field.name);
  }
  return known;
}

function named(cells: string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, column) => {
    const name = cell.trim().replace(/\s+/g, ' ').slice(0, 120) || `(${letters(column)})`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** True for a file that is an error report handed back, whose guarded cells (formula-guard.rules) are to be opened again. */
export function isReport(header: Header): boolean {
  const names = new Set(header.columns.map((column) => column.header));
  return REPORT_COLUMNS.every((name) => names.has(name));
}

/**
 * The header among the first rows: the row with the most recognised names, the first of them in a tie; when nothing is
 * recognised, the first row with two filled cells, so that the user can map its columns by hand.
 * Throws FileProblem NO_HEADER, DUPLICATE_COLUMN (two columns chosen for one field) or UNKNOWN_COLUMN.
 */
export function findHeader(rows: SourceRow[], profile: ImportProfile, choices: ColumnChoice[] = []): Header {
  const known = spellings(profile);
  const chosen = new Set(choices.map((choice) => choice.header));
  let best: SourceRow | null = null;
  let bestScore = 1;
  for (const row of rows.slice(0, HEADER_WITHIN)) {
    const fields = new Set(row.cells.map((cell) => known.get(comparable(cell))).filter((field) => field !== undefined));
    const score = fields.size + named(row.cells).filter((name) => chosen.has(name)).length;
    if (score > bestScore) {
      best = row;
      bestScore = score;
    }
  }
  best ??= rows.find((row) => row.cells.filter((cell) => cell.trim() !== '').length >= 2) ?? null;
  if (!best) {
    throw new FileProblem('NO_HEADER', {
      zh: `前 ${HEADER_WITHIN} 行中没有找到表头。请使用模板，或在数据上方加一行列名`,
      en: `No header was found in the first ${HEADER_WITHIN} rows. Use the template, or put a row of column names above the data`,
    });
  }
  const names = named(best.cells);
  while (names.length > 0 && best.cells[names.length - 1]!.trim() === '') names.pop();
  const mapped = mapColumns(names, best.cells, known, profile, choices);
  const required = new Set(profile.fields.filter((field) => field.required).map((field) => field.name));
  const present = new Set(mapped);
  return {
    row: best.row,
    columns: names.map((header, index) => ({ header, field: mapped[index] ?? null, required: required.has(mapped[index] ?? '') })),
    missing: profile.fields.filter((field) => field.required && !present.has(field.name)),
  };
}

function mapColumns(names: string[], cells: string[], known: Map<string, string>, profile: ImportProfile, choices: ColumnChoice[]): (string | null)[] {
  const fieldNames = new Set(profile.fields.map((field) => field.name));
  const mapped: (string | null)[] = names.map(() => null);
  const decided = new Set<number>();
  const taken = new Set<string>();
  for (const choice of choices) {
    const index = names.indexOf(choice.header);
    if (index < 0 || (choice.field !== null && !fieldNames.has(choice.field))) {
      throw new FileProblem('UNKNOWN_COLUMN', {
        zh: '列对应中有文件里没有的列，或系统里没有的字段。请重新选择',
        en: 'The mapping names a column the file does not have, or a field that does not exist. Choose again',
      });
    }
    if (choice.field !== null && taken.has(choice.field)) {
      const label = profile.fields.find((field) => field.name === choice.field)!;
      throw new FileProblem('DUPLICATE_COLUMN', {
        zh: `有两列对应同一字段“${label.labelZh}”。请只保留一列`,
        en: `Two columns are mapped to "${label.labelEn}". Keep one of them`,
      });
    }
    mapped[index] = choice.field;
    decided.add(index);
    if (choice.field !== null) taken.add(choice.field);
  }
  for (const [index] of names.entries()) {
    const field = known.get(comparable(cells[index] ?? ''));
    if (decided.has(index) || field === undefined || taken.has(field)) continue;
    mapped[index] = field;
    taken.add(field);
  }
  return mapped;
}

/** The problem to show when required columns are missing. */
export function missingColumns(missing: ProfileField[]): FileProblem {
  return new FileProblem('MISSING_COLUMN', {
    zh: `缺少必填的列：${missing.map((field) => field.labelZh).join('、')}`,
    en: `Required columns are missing: ${missing.map((field) => field.labelEn).join(', ')}`,
  });
}
