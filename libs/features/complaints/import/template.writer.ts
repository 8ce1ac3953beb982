/** The .xlsx template of a profile: a sheet to fill in, a sheet of examples, and a sheet that explains every column. */
import { Workbook, type Worksheet } from '@cj-tech-master/excelts';
import type { ImportProfile } from './profile.type.js';
import { escapeCell } from './xlsx.reader.js';

/** Rows of the data sheet that get a drop-down; more rows than anybody types. */
const PREPARED_ROWS = 500;

const heading = { font: { bold: true, color: { argb: 'FFFFFFFF' } }, fill: { type: 'pattern' as const, pattern: 'solid' as const, fgColor: { argb: 'FF1F4E79' } } };

function addSheet(workbook: Workbook, name: string, profile: ImportProfile): Worksheet {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = profile.fields.map((field) => ({
    header: field.labelZh + (field.required ? '*' : ''),
    key: field.name,
    width: field.name === 'text' ? 60 : Math.max(14, field.labelZh.length * 2 + 4),
    // As text: a number format would round identity, policy and waybill numbers to 15 digits.
    style: { numFmt: '@' },
  }));
  sheet.getRow(1).eachCell((cell, column) => {
    const field = profile.fields[column - 1]!;
    cell.font = heading.font;
    cell.fill = heading.fill;
    if (field.note) cell.note = `${field.note.zh}\n${field.note.en}`;
  });
  return sheet;
}

function offerChoices(sheet: Worksheet, profile: ImportProfile): void {
  for (const [index, field] of profile.fields.entries()) {
    if (!field.choices) continue;
    const column = sheet.getColumn(index + 1).letter;
    sheet.dataValidations.add(`${column}2:${column}${PREPARED_ROWS + 1}`, {
      type: 'list', allowBlank: !field.required, formulae: [`"${field.choices.join(',')}"`],
      showErrorMessage: true, errorTitle: field.labelZh, error: field.choices.join('、'),
    });
  }
}

/**
 * The template as a file; with `rows` (cells in the order of the profile's fields) it is a filled-in one.
 * The first sheet is the one that is imported.
 */
export async function writeTemplate(profile: ImportProfile, rows: readonly (readonly string[])[] = []): Promise<Buffer> {
  const workbook = new Workbook();
  const data = addSheet(workbook, '投诉', profile);
  for (const row of rows) data.addRow(row.map(escapeCell));
  offerChoices(data, profile);
  const examples = addSheet(workbook, '示例 Examples', profile);
  for (const row of profile.examples ?? []) examples.addRow(row.map(escapeCell));
  const legend = workbook.addWorksheet('填写说明 Legend', { views: [{ state: 'frozen', ySplit: 1 }] });
  legend.columns = [
    { header: '列 Column', width: 20 }, { header: 'Column', width: 28 }, { header: '必填 Required', width: 14 },
    { header: '填写说明', width: 52 }, { header: 'How to fill it in', width: 52 }, { header: '可填内容 Allowed', width: 60 },
  ];
  for (const field of profile.fields) {
    legend.addRow([
      field.labelZh, field.labelEn, field.required ? '是 Yes' : '否 No', field.note?.zh ?? '', field.note?.en ?? '', field.choices?.join('、') ?? '',
    ]);
  }
  legend.addRow([]);
  legend.addRow(['导入时只读取第一个工作表“投诉”。', 'Only the first sheet is imported.']);
  legend.getRow(1).eachCell((cell) => {
    cell.font = heading.font;
    cell.fill = heading.fill;
  });
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
