import { formatDateTime } from '#kernel/clocks';

/** One line of the statement: one access to records of ours. */
export interface StatementLine {
  index: string;
  at: Date;
  agency: string;
  actor: string;
  action: string;
  records: readonly string[];
  fields: readonly string[];
  masked: readonly string[];
  purposeCode: string;
  purposeReference: string;
  outcome: string;
  policy: string;
  leafHash: string;
  /** A covert read of an earlier time that entered our view in this month. */
  liftedAt: Date | null;
}

const HEADERS = ['日志序号', '时间', '访问机关', '访问人', '行为', '记录编号', '完整字段', '脱敏字段', '用途代码', '用途依据', '结果', '策略版本', '条目哈希', '补列时间'];

/** Excel takes the full-width signs for formulas too; a cell that starts with one gets an apostrophe. */
const STARTS_FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** Excel opens a CSV as UTF-8 only with this mark in front. */
export const BYTE_ORDER_MARK = '\uFEFF';

export function statementHeader(): string {
  return csvRow(HEADERS);
}

export function statementRow(line: StatementLine): string {
  return csvRow([
    line.index,
    formatDateTime(line.at),
    line.agency,
    line.actor,
    line.action,
    line.records.join('、'),
    line.fields.join('、'),
    line.masked.join('、'),
    line.purposeCode,
    line.purposeReference,
    line.outcome,
    line.policy,
    line.leafHash,
    line.liftedAt ? formatDateTime(line.liftedAt) : '',
  ]);
}

/** RFC 4180: CRLF, quotes doubled. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(STARTS_FORMULA.test(cell) ? `'${cell}` : cell)).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
