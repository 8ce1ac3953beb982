import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoFile, sample, temporaryFile } from '../../../../test/samples/files.js';
import { importContext } from './cell.rules.js';
import { connecticutComplaints } from './connecticut-complaints.profile.js';
import { assembleInOrder, openCheck, readComplaints, type ReadResult } from './file-check.plan.js';
import type { ColumnChoice } from './header.rules.js';
import { insurerComplaints } from './insurer-complaints.profile.js';
import type { ImportProfile, StagedRow } from './profile.type.js';
import { findProfile } from './profiles.js';
import { FileProblem } from './row.type.js';
import { openSource } from './source.reader.js';
import { texasComplaints } from './texas-complaints.profile.js';

const context = importContext(true, new Date('2026-09-07T09:00:00+08:00'));

const readFile = async (path: string, profile: ImportProfile, choices?: ColumnChoice[]): Promise<ReadResult> =>
  readComplaints(await openSource(path), profile, context, choices);
const readText = (text: string, profile: ImportProfile, choices?: ColumnChoice[]): Promise<ReadResult> =>
  readFile(temporaryFile('.csv', text), profile, choices);

const CT_HEADER = 'Company,File No.,Opened,Closed,Coverage,SubCoverage,Reason,SubReason,Disposition,Conclusion,Recovery,Status';
const INSURER_HEADER = '投诉编号,投诉渠道,受理日期,投诉人姓名,投诉人证件号,投诉人电话,保单号,被投诉机构,投诉内容,诉求金额(元)';

test('profiles are found by code and by name, and every required field can be recognised', () => {
  expect(findProfile('CONNECTICUT_COMPLAINTS')).toBe(connecticutComplaints);
  expect(findProfile('insurer-complaints')).toBe(insurerComplaints);
  expect(findProfile('no-such-profile')).toBeUndefined();
  for (const profile of [connecticutComplaints, texasComplaints, insurerComplaints]) {
    expect(new Set(profile.fields.map((field) => field.name)).size).toBe(profile.fields.length);
    expect(profile.fields.find((field) => field.name === profile.keyField)?.required).toBe(true);
  }
});

describe('Connecticut', () => {
  let result: ReadResult;
  beforeAll(async () => { result = await readFile(sample('ct-traps.csv'), connecticutComplaints); });
  const draft = (number: string) => result.drafts.find((each) => each.number === number)!;

  test('one complaint per file number, whatever the order of the rows', () => {
    expect(result).toMatchObject({ rowsRead: 35, rowsRefused: 0, problems: [] });
    expect(result.drafts).toHaveLength(18);
  });

  test('the amount returned is taken once, not summed over the rows', () => {
    const total = result.drafts.reduce((sum, each) => sum + each.amountReturnedMinor!, 0n);
    expect(total).toBe(1_215_137n);
    expect(draft('7006561')).toMatchObject({ amountReturnedMinor: 274_985n, currency: 'USD' });
    expect(draft('7006561').lines).toHaveLength(4);
  });

  test('differing amounts: the largest, with a note', () => {
    expect(draft('7046422').amountReturnedMinor).toBe(360_100n);
    expect(draft('7046422').notes.at(-1)!.en).toContain('largest');
  });

  test('several companies are joined and told; each line keeps its own', () => {
    const several = draft('7005977');
    expect(several.respondents).toHaveLength(2);
    expect(several.respondent).toBe(several.respondents.join('; '));
    expect(new Set(several.lines.map((line) => line.respondent)).size).toBe(2);
    expect(several.notes.map((note) => note.zh)).toEqual(['本件涉及 2 家公司，逐项见明细']);
  });

  test('an exact repetition is not another allegation', () => {
    expect(draft('7013812').rows).toHaveLength(4);
    expect(draft('7013812').lines).toHaveLength(2);
    expect(draft('7013812').notes[0]!.zh).toBe('合并了 2 行完全相同的记录');
  });

  test('what is empty stays empty; dates and apostrophes are right', () => {
    expect(draft('7041518')).toMatchObject({ disposition: null, conclusion: null });
    expect(draft('7051253').disposition).toBe('Referred to Another State’s Dept of Insurance');
    expect(draft('7005690')).toMatchObject({ openedAt: '2018-02-01', closedAt: '2018-02-15', channel: 'REGULATOR', category: 'Claim Handling', subject: 'Claim Delay' });
  });

  test('the content hash does not depend on the order of rows, and does on every fact', async () => {
    const [header, ...lines] = readFileSync(sample('ct-traps.csv'), 'utf8').trimEnd().split('\n');
    const hashes = (read: ReadResult): Map<string, string> => new Map(read.drafts.map((each) => [each.key, each.contentHash]));
    const reversed = await readText([header, ...lines.reverse()].join('\n'), connecticutComplaints);
    expect(hashes(reversed)).toEqual(hashes(result));
    const changed = await readText([header, ...lines].join('\n').replace(/2749\.85/g, '2749.86'), connecticutComplaints);
    const different = [...hashes(changed)].filter(([key, hash]) => hashes(result).get(key) !== hash);
    expect(different.map(([key]) => key)).toEqual(['7006561']);
  });

  test('one wrong row holds its whole complaint back, and no other', async () => {
    const read = await readText(`${CT_HEADER}\nA Co,1,02/30/2022,,,,,,,,1.00,Closed\nB Co,2,02/01/2022,,,,,,,,1.00,Closed\nA Co,1,02/01/2022,,,,,,,,1.00,Closed\n`, connecticutComplaints);
    expect(read.drafts.map((each) => each.key)).toEqual(['2']);
    expect(read.problems).toEqual([
      { row: 2, column: 'Opened', valueClass: 'date', reasonZh: '受理日期：日历上没有这一天', reasonEn: 'Opened: There is no such day in the calendar' },
      expect.objectContaining({ row: 4, column: '', valueClass: 'row', reasonZh: '同一投诉的第 2 行有误，整件投诉未导入' }),
    ]);
  });

  test('rows of wrong length are refused one by one, all problems of a row at once', async () => {
    const read = await readText(`${CT_HEADER}\nA Co,1,02/01/2022\nA, Co,2,02/01/2022,,,,,,,,1.00,Closed\n,3,13/01/2022,,,,,,,,-5,Closed\nC Co,4,02/01/2022,,,,,,,,0.00,Closed,\n`, connecticutComplaints);
    expect(read.drafts.map((each) => each.key)).toEqual(['4']);
    expect(read.problems.map(({ row, column, valueClass }) => [row, column, valueClass])).toEqual([
      [2, '', 'row'], [3, '', 'row'], [4, 'Company', 'empty'], [4, 'Opened', 'date'], [4, 'Recovery', 'number'],
    ]);
  });

  test('rows come back from the database in the order of keys', async () => {
    const check = await openCheck(await openSource(sample('ct-traps.csv')), connecticutComplaints, context);
    const staged: StagedRow[] = [];
    for await (const batch of check.batches()) for (const row of batch.checked) if (row.kind === 'staged') staged.push(row.staged);
    staged.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row - b.row));
    const hashes: string[] = [];
    for await (const assembled of assembleInOrder(staged, connecticutComplaints)) if (assembled.ok) hashes.push(assembled.draft.contentHash);
    expect(hashes.sort()).toEqual(result.drafts.map((each) => each.contentHash).sort());
  });
});

describe('Texas', () => {
  test('cells of several values are split, repetitions collapse, contradictions are refused', async () => {
    const read = await readFile(sample('tx-traps.csv'), texasComplaints);
    expect(read.drafts.map((each) => each.number)).toEqual(['900001', '900002', '900003']);
    expect(read.drafts[0]!.lines.map((line) => line.reason)).toEqual(['MISREPRESENTATION', 'SURRENDER VALUE', 'REPLACEMENT']);
    expect(read.drafts[0]!.involvedParties).toEqual(['Insured', 'Associated Agent', 'Portal - Insured']);
    expect(read.drafts[0]).toMatchObject({ disposition: 'Confirmed', respondent: null, openedAt: '2021-03-02' });
    expect(read.drafts[1]!.lines).toHaveLength(1);
    expect(read.problems.map((problem) => problem.row)).toEqual([6, 7]);
  });
});

describe('insurer template', () => {
  test.each(['insurer-gb18030.csv', 'insurer-utf8-mark.csv', 'insurer-utf16.csv', 'insurer-big5.csv'])('%s', async (name) => {
    const read = await readFile(sample(name), insurerComplaints);
    expect(read.problems).toEqual([]);
    expect(read.drafts[0]).toMatchObject({
      key: 'TS-1', channel: 'COURIER', demand: 'FULL_SURRENDER', demandAmountFen: 3_600_050n, openedAt: '2026-08-03', complainantPhone: '12900000101', policyNumber: 'JIA-0001',
    });
    expect(read.drafts[1]).toMatchObject({ key: 'TS-2', channel: 'PHONE', demandAmountFen: null, currency: null });
  });

  test('every wrong field is told in both languages, and no value is repeated', async () => {
    const secret = ['990101198503120011', '1290000010', '秘密金额', '九月三日', '口头', '甲&乙'];
    const read = await readText(`${INSURER_HEADER}\nTS 1,口头,九月三日,,990101198503120011,1290000010,甲&乙,示例人寿甲,内容,秘密金额\n`, insurerComplaints);
    expect(read.drafts).toEqual([]);
    expect(read.problems.map((problem) => [problem.column, problem.valueClass])).toEqual([
      ['投诉编号', 'text'], ['投诉渠道', 'text'], ['受理日期', 'text'], ['投诉人姓名', 'empty'], ['投诉人证件号', 'identifier'],
      ['投诉人电话', 'number'], ['保单号', 'text'], ['诉求金额(元)', 'text'],
    ]);
    for (const problem of read.problems) {
      expect(problem.row).toBe(2);
      expect(problem.reasonZh).toMatch(/\p{Script=Han}/u);
      for (const value of secret) expect(`${problem.reasonZh}${problem.reasonEn}`).not.toContain(value);
    }
  });

  test('demo numbers are refused outside demo mode', async () => {
    const read = await readComplaints(await openSource(sample('insurer-gb18030.csv')), insurerComplaints, importContext(false, context.now));
    expect(read.problems.map((problem) => problem.column)).toEqual(['投诉人证件号', '投诉人电话']);
  });

  test('two rows of one number: equal ones are one, different ones are refused', async () => {
    const row = (text: string): string => `TS-9,电话,2026-09-01,郑示例,,,,示例人寿甲,${text},`;
    expect((await readText(`${INSURER_HEADER}\n${row('甲')}\n${row('甲')}\n`, insurerComplaints)).drafts).toHaveLength(1);
    expect((await readText(`${INSURER_HEADER}\n${row('甲')}\n${row('乙')}\n`, insurerComplaints)).problems.map((problem) => problem.row)).toEqual([2, 3]);
  });

  test('every naughty string as complaint text is kept, but for outer white space and line ends, or refused', async () => {
    const strings = JSON.parse(readFileSync(sample('blns.json'), 'utf8')) as string[];
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const read = await readText(`${INSURER_HEADER}\n${strings.map((text, index) => `N${index},电话,2026-09-01,郑示例,,,,示例人寿甲,${quoted(text)},`).join('\n')}\n`, insurerComplaints);
    const kept = new Map(read.drafts.map((each) => [Number(each.number.slice(1)), each.text]));
    for (const [index, text] of strings.entries()) {
      if (kept.has(index)) expect(kept.get(index)).toBe(text.trim().replace(/\r\n?/g, '\n'));
      else expect(read.problems.some((problem) => problem.column === '投诉内容' && (text.trim() === '' || text.includes('\uFFFD')))).toBe(true);
    }
    expect(kept.size).toBeGreaterThan(500);
  });

  test('every naughty string in the other columns is refused or stored, and never throws', async () => {
    const strings = JSON.parse(readFileSync(sample('blns.json'), 'utf8')) as string[];
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const rows = strings.map((text) => Array.from({ length: 10 }, () => quoted(text)).join(','));
    const read = await readText(`${INSURER_HEADER}\n${rows.join('\n')}\n`, insurerComplaints);
    expect(read.drafts).toEqual([]);
    // empty strings make empty rows, which are none
    expect(read.rowsRefused).toBe(strings.filter((text) => text.trim() !== '').length);
  });
});

describe('columns', () => {
  const rows = 'TS-1,电话,2026-09-01,郑示例,示例人寿甲,内容\n';

  test('title rows, stars, blanks, full-width brackets and other orders are understood', async () => {
    const read = await readText(`云州市投诉登记表,,,,,,\n制表：唐登记,,,,,,\n 投诉内容* ,被投诉机构*,诉求金额（元）,投诉编号 *,投诉渠道*,受理日期:,客户姓名\n内容,示例人寿甲,5,TS-1,电话,2026-09-01,郑示例\n`, insurerComplaints);
    expect(read.header.row).toBe(3);
    expect(read.drafts[0]).toMatchObject({ number: 'TS-1', demandAmountFen: 500n, complainantName: '郑示例', rows: [4] });
  });

  test('the user can map by hand what is not recognised', async () => {
    const text = `序,方式,日,人,对象,事\n${rows}`;
    await expect(readText(text, insurerComplaints)).rejects.toMatchObject({ code: 'MISSING_COLUMN' });
    const choices = Object.entries({ 序: 'number', 方式: 'channel', 日: 'openedAt', 人: 'complainantName', 对象: 'respondent', 事: 'text' })
      .map(([header, field]) => ({ header, field }));
    expect((await readText(text, insurerComplaints, choices)).drafts[0]!.text).toBe('内容');
  });

  test('a choice overrides the recognition; doubled and unknown choices are told', async () => {
    const text = `投诉编号,投诉渠道,受理日期,投诉人姓名,被投诉机构,投诉内容,投诉内容\n${rows.trimEnd()},另一\n`;
    expect((await readText(text, insurerComplaints)).drafts[0]!.text).toBe('内容');
    const swapped = await readText(text, insurerComplaints, [{ header: '投诉内容', field: null }, { header: '投诉内容 (2)', field: 'text' }]);
    expect(swapped.drafts[0]!.text).toBe('另一');
    await expect(readText(text, insurerComplaints, [{ header: '投诉内容', field: 'text' }, { header: '投诉内容 (2)', field: 'text' }])).rejects.toMatchObject({ code: 'DUPLICATE_COLUMN' });
    await expect(readText(text, insurerComplaints, [{ header: '没有', field: 'text' }])).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
  });

  test('a file without rows or without anything is told', async () => {
    await expect(readText(`${INSURER_HEADER}\n`, insurerComplaints)).rejects.toBeInstanceOf(FileProblem);
    await expect(readText(',,\n,,\n', insurerComplaints)).rejects.toMatchObject({ code: 'EMPTY_FILE' });
    await expect(readText('一行字\n又一行\n', insurerComplaints)).rejects.toMatchObject({ code: 'NO_HEADER' });
  });
});

describe('demo files', () => {
  test('46 complaints of the demo insurer, older than story 4', async () => {
    const read = await readFile(demoFile('complaints-ins-jia.xlsx'), insurerComplaints);
    expect(read.problems).toEqual([]);
    expect(read.drafts).toHaveLength(46);
    expect(read.drafts.every((each) => each.openedAt! < '2026-09-07' && (each.closedAt ?? '') < '2026-09-07')).toBe(true);
    const ring = read.drafts.filter((each) => each.text!.includes('云州明衡法务咨询有限公司'));
    expect(ring.length).toBeGreaterThanOrEqual(20);
    const sameContact = ring.filter((each) => each.complainantPhone === '12900000001');
    expect(new Set(sameContact.map((each) => each.complainantName)).size).toBe(12);
    expect(sameContact.map((each) => each.complainantName)).toEqual(expect.arrayContaining(['郑示例', '钱样本']));
    expect(new Set(sameContact.map((each) => each.mailAddress)).size).toBe(1);
    expect(read.drafts.filter((each) => each.complainantName === '孙演示').map((each) => each.complainantPhone)).not.toContain('12900000001');
  });

  test('the slice of published Connecticut complaints', async () => {
    const read = await readFile(demoFile('ct-surrender-complaints.csv'), connecticutComplaints);
    expect(read).toMatchObject({ rowsRead: 203, problems: [] });
    expect(read.drafts).toHaveLength(112);
  });
});

const dataSets = process.env['XIECHA_DATA_SETS'];
(dataSets ? describe : describe.skip)('the full published files', () => {
  test('Connecticut', async () => {
    const read = await readFile(join(dataSets!, 'complaints/ct_complaints_closed_2018-2024.csv.gz'), connecticutComplaints);
    expect(read).toMatchObject({ rowsRead: 46_739, rowsRefused: 0 });
    expect(read.drafts).toHaveLength(14_262);
    expect(read.drafts.filter((each) => each.respondents.length > 1)).toHaveLength(262);
    expect(read.drafts.reduce((sum, each) => sum + each.lines.length, 0)).toBe(46_735);
    expect(read.drafts.reduce((sum, each) => sum + each.amountReturnedMinor!, 0n)).toBe(1_775_238_482n);
  });

  test('Texas', async () => {
    const read = await readFile(join(dataSets!, 'complaints/tx_complaints_closed_2020-2022.csv.gz'), texasComplaints);
    expect(read).toMatchObject({ rowsRead: 49_446, rowsRefused: 0 });
    expect(read.drafts).toHaveLength(49_446);
    expect(read.drafts.filter((each) => each.disposition === 'Confirmed')).toHaveLength(7_230);
  });
});
