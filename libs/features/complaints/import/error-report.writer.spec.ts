import { readFileSync } from 'node:fs';
import { sample, temporaryFile } from '../../../../test/samples/files.js';
import { importContext } from './cell.rules.js';
import { connecticutComplaints } from './connecticut-complaints.profile.js';
import { writeErrorReport } from './error-report.writer.js';
import { readComplaints, type ReadResult } from './file-check.plan.js';
import { neutralised } from './formula-guard.rules.js';
import { REPORT_COLUMNS } from './header.rules.js';
import { insurerComplaints } from './insurer-complaints.profile.js';
import type { FileFormat, SourceRow } from './row.type.js';
import { openSource } from './source.reader.js';
import { writeTemplate } from './template.writer.js';

const context = importContext(true, new Date('2026-09-07T09:00:00+08:00'));
const read = async (path: string): Promise<ReadResult> => readComplaints(await openSource(path), insurerComplaints, context);

async function rowsOf(path: string): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of (await openSource(path)).batches()) rows.push(...batch);
  return rows;
}

const HEADER = insurerComplaints.fields.map((field) => field.labelZh);

/** A row of the template: the first example with some cells changed. */
function row(changes: Record<string, string>): string[] {
  return HEADER.map((label, index) => changes[label] ?? insurerComplaints.examples![0]![index]!);
}

const GOOD = row({ 投诉编号: 'TS-1' });
const WRONG = row({ 投诉编号: 'TS-2', 投诉渠道: '=1+1', 受理日期: '昨天', 投诉内容: '=HYPERLINK("http://example.test","点此")', 被投诉机构: '@SUM(1)' });
const quoted = (cells: string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');

async function inFormat(format: FileFormat, rows: string[][]): Promise<string> {
  if (format === 'xlsx') return temporaryFile('.xlsx', await writeTemplate(insurerComplaints, rows));
  return temporaryFile('.csv', [HEADER, ...rows].map(quoted).join('\r\n'));
}

describe.each(['csv', 'xlsx'] as const)('report of a %s file', (format) => {
  test('refused rows only, in the same format, with place and reason; corrected, it can be imported', async () => {
    const input = await inFormat(format, [GOOD, WRONG, row({ 投诉编号: 'TS-3', 投诉内容: '+86 起的号码' })]);
    const result = await read(input);
    expect(result.problems.map((problem) => [problem.row, problem.column.replace('*', '')])).toEqual([[3, '投诉渠道'], [3, '受理日期']]);
    const path = temporaryFile(`.${format}`);
    expect(await writeErrorReport({ source: await openSource(input), header: result.header, problems: result.problems, path })).toBe(1);

    const report = await rowsOf(path);
    expect((await openSource(path)).format).toBe(format);
    expect(report).toHaveLength(2);
    expect(report[0]!.cells.slice(-5)).toEqual([...REPORT_COLUMNS]);
    const told = report[1]!.cells;
    expect(told.slice(-5, -4)).toEqual(['3']);
    expect(told.at(-4)!.replaceAll('*', '')).toBe('投诉渠道；受理日期');
    expect(told.at(-2)).toContain('受理日期：不是日期');
    for (const cell of told) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(told).toContain(`'=HYPERLINK("http://example.test","点此")`);

    // Only the two wrong cells are corrected in the report itself; guarded cells come back as they were.
    const corrected = report.map((each) => each.cells.map((cell) => (cell === `'=1+1` ? '电话' : cell === '昨天' ? '2026-09-01' : cell)));
    const again = await read(temporaryFile('.csv', corrected.map(quoted).join('\n')));
    expect(again.problems).toEqual([]);
    expect(again.drafts[0]).toMatchObject({ number: 'TS-2', respondent: '@SUM(1)', text: '=HYPERLINK("http://example.test","点此")' });
  });

  test('every naughty string survives in the report', async () => {
    const strings = (JSON.parse(readFileSync(sample('blns.json'), 'utf8')) as string[]).filter((text) => text.trim() !== '');
    const input = await inFormat(format, strings.map((text, index) => row({ 投诉编号: `TS-${index}`, 受理日期: '昨天', 投诉内容: text })));
    const result = await read(input);
    const path = temporaryFile(`.${format}`);
    await writeErrorReport({ source: await openSource(input), header: result.header, problems: result.problems, path });
    const column = HEADER.indexOf('投诉内容');
    expect((await rowsOf(path)).slice(1).map((each) => each.cells[column])).toEqual(strings.map(neutralised));
  });
});

test('columns that happen to be called like ours stay', async () => {
  const header = 'Company,File No.,Opened,Closed,Coverage,SubCoverage,Reason,SubReason,Disposition,Conclusion,Recovery,Row';
  const input = temporaryFile('.csv', `${header}\nA Co,1,yesterday,,Life,,Surrender,,,,0.00,7\n`);
  const result = await readComplaints(await openSource(input), connecticutComplaints, context);
  const path = temporaryFile('.csv');
  await writeErrorReport({ source: await openSource(input), header: result.header, problems: result.problems, path });
  const report = await rowsOf(path);
  expect(report[0]!.cells).toEqual([...header.split(','), ...REPORT_COLUMNS]);
  expect(report[1]!.cells.slice(6, 15)).toEqual(['Surrender', '', '', '', '0.00', '7', '2', 'Opened', 'text']);
});

test('a CSV report opens in Excel: UTF-8 with its mark, CRLF', async () => {
  const input = await inFormat('csv', [WRONG]);
  const result = await read(input);
  const path = temporaryFile('.csv');
  await writeErrorReport({ source: await openSource(input), header: result.header, problems: result.problems, path });
  const bytes = readFileSync(path);
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(bytes.toString('utf8').trimEnd().split('\r\n')).toHaveLength(2);
});

test('the template: examples pass, columns are explained, numbers are entered as text', async () => {
  const path = temporaryFile('.xlsx', await writeTemplate(insurerComplaints));
  const examples = await readComplaints(await openSource(path, { sheet: '示例 Examples' }), insurerComplaints, context);
  expect(examples.problems).toEqual([]);
  expect(examples.drafts).toHaveLength(insurerComplaints.examples!.length);
  const legend = await openSource(path, { sheet: '填写说明 Legend' });
  const rows: SourceRow[] = [];
  for await (const batch of legend.batches()) rows.push(...batch);
  expect(rows.map((each) => each.cells[0]).slice(1, HEADER.length + 1)).toEqual(HEADER);
  await expect(read(path)).rejects.toMatchObject({ code: 'EMPTY_FILE' });
});
