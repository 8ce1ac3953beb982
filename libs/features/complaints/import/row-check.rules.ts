/** One row of the file to one staged row, or to all its problems at once. */
import { valueClassOf, type ImportContext } from './cell.rules.js';
import { unguarded } from './formula-guard.rules.js';
import { isReport, type Header } from './header.rules.js';
import type { ImportProfile, StagedRow } from './profile.type.js';
import type { CellFlaw, FileFormat, RowProblem, SourceRow, Words } from './row.type.js';

export type CheckedRow =
  | { kind: 'staged'; staged: StagedRow }
  /** `key` where the row's own key is sound: the other rows of that complaint are then held back too */
  | { kind: 'refused'; row: number; key: string | null; problems: RowProblem[] }
  /** nothing in it: counted, neither staged nor refused */
  | { kind: 'empty' };

const FLAWS: Record<CellFlaw['kind'], Words> = {
  ROUNDED_NUMBER: {
    zh: '超过 15 位的数字已被表格软件四舍五入，请将该列设为“文本”格式后重新填写',
    en: 'A number of more than 15 digits was rounded by the spreadsheet program; format the column as text and enter it again',
  },
  NO_CACHED_RESULT: {
    zh: '公式没有计算结果，请在 Excel 中重新计算并保存，或粘贴为数值',
    en: 'The formula has no result; let Excel calculate and save, or paste it as a value',
  },
  ERROR_VALUE: { zh: '单元格是错误值（如 #N/A）', en: 'The cell holds an error value such as #N/A' },
  CELL_TOO_LONG: { zh: '单元格内容过长', en: 'The cell is too long' },
};

/** A function that checks row after row of one file. */
export function rowCheck(profile: ImportProfile, header: Header, format: FileFormat, context: ImportContext): (row: SourceRow) => CheckedRow {
  const width = header.columns.length;
  const columnOf = new Map(header.columns.map((column, index) => [column.field, index]));
  const plan = profile.fields.map((field) => ({ field, column: columnOf.get(field.name) ?? -1 }));
  const keyPosition = profile.fields.findIndex((field) => field.name === profile.keyField);
  const guarded = isReport(header);

  return (source) => {
    const { row, cells } = source;
    if (cells.every((cell) => cell.trim() === '') && !source.flaws) return { kind: 'empty' };
    const problems: RowProblem[] = [];
    const values: string[] = [];
    // A workbook leaves empty cells out; in a CSV a missing cell means that separators were lost.
    if (format === 'csv' && cells.length < width) {
      problems.push(wholeRow(row,
        `本行只有 ${cells.length} 列，应为 ${width} 列，可能缺少分隔符或引号`,
        `This row has ${cells.length} columns instead of ${width}; a separator or quote may be missing`));
    } else if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
      problems.push(wholeRow(row,
        `本行有 ${cells.length} 列，多于表头的 ${width} 列，含逗号的内容可能没有加引号`,
        `This row has ${cells.length} columns, more than the ${width} of the header; text with a comma may lack quotes`));
    }
    const misplaced = problems.length > 0;
    let key: string | null = null;
    for (const [position, { field, column }] of plan.entries()) {
      let raw = column < 0 ? '' : cells[column] ?? '';
      if (guarded) raw = unguarded(raw);
      const flaw = source.flaws?.find((each) => each.column === column);
      const result = flaw
        ? { ok: false as const, ...FLAWS[flaw.kind] }
        : raw.trim() === ''
          ? field.required && !misplaced ? { ok: false as const, zh: '必填项为空', en: 'This required cell is empty' } : { ok: true as const, value: '' }
          : field.check(raw, context);
      if (result.ok) {
        values.push(result.value);
        if (position === keyPosition && result.value !== '' && !misplaced) key = result.value;
      } else if (!misplaced) {
        problems.push({
          row,
          column: header.columns[column]?.header ?? field.labelZh,
          valueClass: flaw ? 'text' : valueClassOf(raw),
          reasonZh: `${field.labelZh}：${result.zh}`,
          reasonEn: `${field.labelEn}: ${result.en}`,
        });
      }
    }
    if (problems.length > 0) return { kind: 'refused', row, key, problems };
    return { kind: 'staged', staged: { row, key: values[keyPosition]!, values } };
  };
}

function wholeRow(row: number, reasonZh: string, reasonEn: string): RowProblem {
  return { row, column: '', valueClass: 'row', reasonZh, reasonEn };
}

/** Why a sound row is not imported: a complaint is taken whole or not at all. */
export function heldBack(row: number, refusedRow: number): RowProblem {
  return wholeRow(row,
    `同一投诉的第 ${refusedRow} 行有误，整件投诉未导入`,
    `Row ${refusedRow} of the same complaint is wrong, so the whole complaint was not imported`);
}
