import { readFileSync, writeFileSync } from 'node:fs';
import { Workbook } from '@cj-tech-master/excelts';
import { sample, temporaryFile, workbook, zip } from '../../../../test/samples/files.js';
import { findHeader } from './header.rules.js';
import type { ImportProfile } from './profile.type.js';
import { FileProblem, type ReadLimits, type SourceRow } from './row.type.js';
import { openSource, type SourceOptions } from './source.reader.js';
import { escapeCell, plainNumber, serialDate, showsDate, unescapeCell } from './xlsx.reader.js';

async function rowsOf(path: string, options?: SourceOptions): Promise<SourceRow[]> {
  const source = await openSource(path, options);
  const rows: SourceRow[] = [];
  for await (const batch of source.batches()) rows.push(...batch);
  return rows;
}

const rowsIn = (bytes: Buffer, limits: Partial<ReadLimits> = {}): Promise<SourceRow[]> => rowsOf(temporaryFile('.xlsx', bytes), { limits });

async function codeOf(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(() => null, (caught: unknown) => caught);
  expect(error).toBeInstanceOf(FileProblem);
  expect((error as FileProblem).zh).toMatch(/\p{Script=Han}/u);
  return (error as FileProblem).code;
}

describe('cells', () => {
  test('every kind of cell becomes what a person would type', async () => {
    const book = new Workbook();
    const sheet = book.addWorksheet('一');
    sheet.addRow(['文字', 1234.5, 0.1 + 0.2, 12900000001, true]);
    sheet.addRow([{ formula: 'B1*2', result: 2469 }, { formula: 'A1', result: '结果' }, { formula: 'NOW()' }, { error: '#N/A' }, Number('990101198503120010')]);
    sheet.addRow([new Date(Date.UTC(2026, 8, 1)), new Date(Date.UTC(2026, 8, 1, 13, 30)), { richText: [{ text: '粗' }, { font: { bold: true }, text: '体' }] }]);
    sheet.getRow(6).getCell(3).value = '隔行';
    const rows = await rowsIn(Buffer.from(await book.xlsx.writeBuffer()));
    expect(rows[0]).toEqual({ row: 1, cells: ['文字', '1234.5', '0.3', '12900000001', 'TRUE'] });
    expect(rows[1]!.cells.slice(0, 2)).toEqual(['2469', '结果']);
    expect(rows[1]!.flaws).toEqual([
      { column: 2, kind: 'NO_CACHED_RESULT' }, { column: 3, kind: 'ERROR_VALUE' }, { column: 4, kind: 'ROUNDED_NUMBER' },
    ]);
    expect(rows[2]!.cells).toEqual(['2026-09-01', '2026-09-01 13:30:00', '粗体']);
    expect(rows.at(-1)).toEqual({ row: 6, cells: ['', '', '隔行'] });
  });

  test('every naughty string comes through a workbook unchanged, shared or inline', async () => {
    const strings = JSON.parse(readFileSync(sample('blns.json'), 'utf8')) as string[];
    const book = new Workbook();
    const sheet = book.addWorksheet('一');
    for (const text of strings) sheet.addRow(['x', escapeCell(text)]);
    const shared = await rowsIn(Buffer.from(await book.xlsx.writeBuffer()));
    expect(shared.map((row) => row.cells[1] ?? '')).toEqual(strings);
    const xml = (text: string): string => escapeCell(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const inline = await rowsIn(workbook(strings.map((text) => `<row><c t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c></row>`).join('')));
    expect(inline.map((row) => row.cells[0])).toEqual(strings);
  });

  test('inline rich text is joined, reading aids are left out, CDATA and prefixes are read', async () => {
    const rows = await rowsIn(workbook(
      '<x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:r><x:t>甲</x:t></x:r><x:r><x:t>乙</x:t></x:r><x:rPh><x:t>jia</x:t></x:rPh></x:is></x:c>'
      + '<x:c r="D2" t="str"><x:f>A1&gt;"&lt;"</x:f><x:v><![CDATA[a<b]]>&#x4E00;</x:v></x:c><x:c r="E2"/></x:row>',
    ));
    expect(rows).toEqual([{ row: 2, cells: ['', '甲乙', '', 'a<b一', ''] }]);
  });

  test('the 1904 calendar of a workbook is respected', async () => {
    const styles = { name: 'xl/styles.xml', content: '<styleSheet><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>' };
    const cell = '<row r="1"><c r="A1" s="1"><v>44804</v></c></row>';
    expect((await rowsIn(workbook(cell, [styles])))[0]!.cells).toEqual(['2022-08-31']);
    expect((await rowsIn(workbook(cell, [styles], '<workbookPr date1904="1"/>')))[0]!.cells).toEqual(['2026-09-01']);
  });

  test.each([
    ['1', '1'], ['-0.5', '-0.5'], ['0', '0'], ['1E-3', '0.001'], ['1.5E+20', '150000000000000000000'], ['1234567.8900000001', '1234567.89'],
    ['-12345678901234', '-12345678901234'], ['0.30000000000000004', '0.3'], ['36000.5', '36000.5'], ['9.9010119850312E+17', '990101198503120000'],
  ])('number %s reads %s', (raw, plain) => expect(plainNumber(raw)).toBe(plain));

  test.each([
    [1, '1900-01-01'], [59, '1900-02-28'], [61, '1900-03-01'], [46266, '2026-09-01'], [46266.5, '2026-09-01 12:00:00'],
  ])('serial day %d is %s', (serial, date) => expect(serialDate(serial, false)).toBe(date));

  test.each([
    ['yyyy"年"m"月"d"日"', true], ['[$-804]yyyy/m/d', true], ['m/d/yy h:mm', true], ['General', false], ['0.00', false], ['[Red]0', false],
    ['h:mm:ss', false], ['[h]:mm', false], ['"day" 0', false], ['#,##0 "yuan"', false], ['@', false],
  ])('format %s shows a date: %s', (format, answer) => expect(showsDate(format)).toBe(answer));

  test('escapes round-trip', () => {
    for (const text of ['_x0041_', 'a\u0001b\r\n', '_x000D_x000A_', '__x0041_', '退保_x']) expect(unescapeCell(escapeCell(text))).toBe(text);
  });
});

describe('files', () => {
  test('a real workbook with title rows: the header is found below them', async () => {
    const rows = await rowsOf(sample('fjc_office-codes.xlsx'));
    expect(rows).toHaveLength(968);
    const check = (value: string): { ok: true; value: string } => ({ ok: true, value });
    const titles = rows.find((row) => row.cells.filter((cell) => cell !== '').length >= 4)!;
    const profile = {
      fields: titles.cells.filter((cell) => cell !== '').map((cell, index) => ({
        name: `field${index}`, labelZh: cell.toUpperCase(), labelEn: cell, required: true, headers: [], check,
      })),
    } as unknown as ImportProfile;
    const header = findHeader(rows, profile);
    expect(header.row).toBe(titles.row);
    expect(header.row).toBeGreaterThan(1);
    expect(header.missing).toEqual([]);
  });

  test('the chosen tab is read; hidden tabs are not taken by themselves', async () => {
    const book = new Workbook();
    book.addWorksheet('隐藏', { state: 'hidden' }).addRow(['h']);
    book.addWorksheet('数据').addRow(['d']);
    const path = temporaryFile('.xlsx', Buffer.from(await book.xlsx.writeBuffer()));
    expect((await rowsOf(path))[0]!.cells).toEqual(['d']);
    expect((await rowsOf(path, { sheet: '隐藏' }))[0]!.cells).toEqual(['h']);
    expect(await codeOf(rowsOf(path, { sheet: '没有' }))).toBe('NO_SUCH_SHEET');
  });

  test('decompression bombs are refused by what really comes out', async () => {
    const wide = `<row r="1"><c r="A1" t="str"><v>${' '.repeat(3_000_000)}</v></c></row>`;
    expect(await codeOf(rowsIn(workbook(wide), { ratioFrom: 100_000 }))).toBe('TOO_LARGE');
    expect(await codeOf(rowsIn(workbook(wide), { bytes: 1_000_000 }))).toBe('TOO_LARGE');
    const lying = zip([{ name: 'xl/workbook.xml', content: '<a/>'.repeat(750_000), claimed: 10 }]);
    expect(await codeOf(rowsIn(lying, { bytes: 1_000_000 }))).toBe('TOO_LARGE');
    expect(await codeOf(rowsIn(lying))).toBe('DAMAGED_ARCHIVE');
    expect(await codeOf(rowsIn(workbook('', Array.from({ length: 40 }, (_, index) => ({ name: `p${index}`, content: '' }))), { parts: 20 }))).toBe('TOO_LARGE');
  });

  test('overlapping, doubled, encrypted and cut archives are told', async () => {
    const book = workbook('<row r="1"><c r="A1"><v>1</v></c></row>');
    expect(await codeOf(rowsIn(book.subarray(0, book.length - 30)))).toBe('DAMAGED_ARCHIVE');
    expect(await codeOf(rowsIn(zip([{ name: 'xl/workbook.xml', content: 'x' }, { name: 'XL/Workbook.xml', content: 'y' }])))).toBe('DAMAGED_ARCHIVE');
    expect(await codeOf(rowsIn(zip([{ name: 'xl/workbook.xml', content: 'x', flags: 1 }])))).toBe('OLD_OR_ENCRYPTED_WORKBOOK');
    const overlapping = zip([{ name: 'xl/workbook.xml', content: 'x'.repeat(1000) }]);
    // the directory now claims a packed size beyond the file
    overlapping.writeUInt32LE(1_000_000, overlapping.indexOf('PK\u0001\u0002') + 20);
    expect(await codeOf(rowsIn(overlapping))).toBe('DAMAGED_ARCHIVE');
    const flipped = Buffer.from(book);
    const at = flipped.indexOf('xl/worksheets/sheet1.xml') + 'xl/worksheets/sheet1.xml'.length;
    flipped.fill(0xff, at, at + 20);
    expect(await codeOf(rowsIn(flipped))).toBe('DAMAGED_ARCHIVE');
  });

  test('XML that is none, document types, row numbers going back and missing parts are told', async () => {
    expect(await codeOf(rowsIn(workbook('<row r="1"><c r="A1"><v>1</v></c>')))).toBe('DAMAGED_WORKBOOK');
    expect(await codeOf(rowsIn(workbook('<!DOCTYPE a [<!ENTITY b "c">]><row r="1"/>')))).toBe('DAMAGED_WORKBOOK');
    expect(await codeOf(rowsIn(workbook('<row r="2"/><row r="1"/>')))).toBe('DAMAGED_WORKBOOK');
    expect(await codeOf(rowsIn(workbook('<row r="99999999"/>')))).toBe('DAMAGED_WORKBOOK');
    expect(await codeOf(rowsIn(workbook('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')))).toBe('DAMAGED_WORKBOOK');
    expect(await codeOf(rowsIn(zip([{ name: 'word/document.xml', content: '<a/>' }])))).toBe('DAMAGED_WORKBOOK');
    expect(await codeOf(rowsIn(workbook(`<row r="1"><c r="A1" t="str"><v>${'x'.repeat(3_000_000)}</v></c></row>`)))).toBe('DAMAGED_WORKBOOK');
  });

  test('cells beyond the column limit and oversize cells do not grow memory', async () => {
    const rows = await rowsIn(workbook(`<row r="1"><c r="A1" t="str"><v>${'长'.repeat(40)}</v></c><c r="XFD1"><v>1</v></c></row>`), { cellCharacters: 10 });
    expect(rows).toEqual([{ row: 1, cells: ['长'.repeat(10)], flaws: [{ column: 0, kind: 'CELL_TOO_LONG' }] }]);
  });

  test('progress counts compressed bytes up to the whole', async () => {
    const path = temporaryFile('.xlsx');
    writeFileSync(path, workbook(Array.from({ length: 3000 }, (_, index) => `<row r="${index + 1}"><c r="A${index + 1}"><v>${index}</v></c></row>`).join('')));
    const source = await openSource(path);
    for await (const _ of source.batches()) expect(source.bytesRead()).toBeLessThanOrEqual(source.bytesTotal());
    expect(source.bytesRead()).toBe(source.bytesTotal());
  });
});
