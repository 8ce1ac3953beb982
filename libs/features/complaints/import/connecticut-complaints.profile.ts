/**
 * Closed complaints of the Connecticut Insurance Department (open data set t64r-mt64). One complaint ("File No.") is
 * many rows, one per allegation; the amount recovered belongs to the complaint and is repeated on each of its rows.
 */
import { americanDate, money, recordNumber, text } from './cell.rules.js';
import { distinct, emptyDraft, fieldReader, heading, joined, sealed, withoutRepetitions } from './draft.rules.js';
import type { ImportProfile, ProfileField } from './profile.type.js';

/** More allegations than any real complaint has (108 at most in seven years): a sign of a wrong key column. */
const MOST_ROWS = 1000;

const fields: readonly ProfileField[] = [
  { name: 'respondent', labelZh: '公司', labelEn: 'Company', required: true, headers: ['Company Name', '被投诉机构'], check: text(200) },
  { name: 'number', labelZh: '案卷号', labelEn: 'File No.', required: true, headers: ['File No', 'File Number', 'FileNo'], check: recordNumber(40) },
  { name: 'openedAt', labelZh: '受理日期', labelEn: 'Opened', required: true, headers: ['Opened Date', 'Date Opened'], check: americanDate },
  { name: 'closedAt', labelZh: '结案日期', labelEn: 'Closed', required: false, headers: ['Closed Date', 'Date Closed'], check: americanDate },
  { name: 'coverage', labelZh: '险种', labelEn: 'Coverage', required: false, headers: [], check: text(200) },
  { name: 'subCoverage', labelZh: '险种细类', labelEn: 'SubCoverage', required: false, headers: ['Sub Coverage'], check: text(200) },
  { name: 'reason', labelZh: '投诉原因', labelEn: 'Reason', required: false, headers: [], check: text(200) },
  { name: 'subReason', labelZh: '原因细类', labelEn: 'SubReason', required: false, headers: ['Sub Reason'], check: text(200) },
  { name: 'disposition', labelZh: '监管处理', labelEn: 'Disposition', required: false, headers: [], check: text(200) },
  { name: 'conclusion', labelZh: '结果', labelEn: 'Conclusion', required: false, headers: [], check: text(200) },
  { name: 'recovery', labelZh: '退还金额（美元）', labelEn: 'Recovery', required: false, headers: ['Recovery (USD)'], check: money },
];

const read = fieldReader(fields);

const earliest = (dates: string[]): string | null => dates.reduce<string | null>((least, date) => (least === null || date < least ? date : least), null);
const latest = (dates: string[]): string | null => dates.reduce<string | null>((most, date) => (most === null || date > most ? date : most), null);

export const connecticutComplaints: ImportProfile = {
  code: 'CONNECTICUT_COMPLAINTS',
  name: 'connecticut-complaints',
  labelZh: '康涅狄格州保险监管局已结投诉',
  labelEn: 'Connecticut closed complaints',
  fields,
  keyField: 'number',
  suspiciousFrom: MOST_ROWS + 1,
  assemble(rows) {
    const key = rows[0]!.key;
    if (rows.length > MOST_ROWS) {
      return {
        ok: false,
        problems: rows.map(({ row }) => ({
          row,
          column: 'File No.',
          valueClass: 'identifier',
          reasonZh: `同一案卷号超过 ${MOST_ROWS} 行，列对应可能有误`,
          reasonEn: `More than ${MOST_ROWS} rows of one file number; the columns may be mapped wrongly`,
        })),
      };
    }
    const allegations = withoutRepetitions(rows);
    const all = (name: string): (string | null)[] => allegations.map((row) => read(row, name));
    const draft = emptyDraft(key, 'REGULATOR', rows);
    draft.respondents = distinct(all('respondent'));
    draft.respondent = joined(all('respondent'));
    draft.category = joined(all('reason'));
    draft.subject = heading(all('subReason')) ?? heading(all('coverage'));
    const opened = distinct(all('openedAt'));
    const closed = distinct(all('closedAt'));
    draft.openedAt = earliest(opened);
    draft.closedAt = latest(closed);
    draft.disposition = joined(all('disposition'));
    draft.conclusion = joined(all('conclusion'));
    const recoveries = distinct(all('recovery'));
    if (recoveries.length > 0) {
      // The publisher repeats the amount of the complaint per row; adding them up gives five times what was returned.
      draft.amountReturnedMinor = recoveries.map(BigInt).reduce((most, amount) => (amount > most ? amount : most));
      draft.currency = 'USD';
    }
    draft.lines = allegations.map((row) => ({
      respondent: read(row, 'respondent'),
      coverage: read(row, 'coverage'),
      subCoverage: read(row, 'subCoverage'),
      reason: read(row, 'reason'),
      subReason: read(row, 'subReason'),
      disposition: read(row, 'disposition'),
      conclusion: read(row, 'conclusion'),
    }));
    if (draft.respondents.length > 1) {
      draft.notes.push({ zh: `本件涉及 ${draft.respondents.length} 家公司，逐项见明细`, en: `This complaint names ${draft.respondents.length} companies; each allegation says which` });
    }
    if (recoveries.length > 1) {
      draft.notes.push({ zh: '各行退还金额不一，取最大值，不相加', en: 'The rows state different amounts returned; the largest is taken, not the sum' });
    }
    if (opened.length > 1 || closed.length > 1) {
      draft.notes.push({ zh: '各行日期不一，受理取最早、结案取最晚', en: 'The rows state different dates; the earliest opening and the latest closing are taken' });
    }
    if (allegations.length < rows.length) {
      draft.notes.push({ zh: `合并了 ${rows.length - allegations.length} 行完全相同的记录`, en: `${rows.length - allegations.length} exact repetitions were merged` });
    }
    return { ok: true, draft: sealed(draft) };
  },
};
