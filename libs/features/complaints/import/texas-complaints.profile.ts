/**
 * Closed complaints of the Texas Department of Insurance (open data set jjc8-mxkg): one row per complaint, no company
 * names, several values in one cell separated by ";".
 */
import { chineseDate, choice, recordNumber, text } from './cell.rules.js';
import { contradicting, distinct, emptyDraft, fieldReader, heading, sealed, withoutRepetitions } from './draft.rules.js';
import type { ImportProfile, ProfileField } from './profile.type.js';

const FINDINGS = { CONFIRMED: ['Confirmed'], NOT_CONFIRMED: ['Not Confirmed'] };
const FINDING_WORDS: Record<string, string> = { CONFIRMED: 'Confirmed', NOT_CONFIRMED: 'Not Confirmed' };

const fields: readonly ProfileField[] = [
  { name: 'number', labelZh: '投诉编号', labelEn: 'Complaint number', required: true, headers: ['Complaint No.'], check: recordNumber(40) },
  { name: 'filedBy', labelZh: '投诉人类别', labelEn: 'Complaint filed by', required: false, headers: ['Filed by'], check: text(200) },
  { name: 'openedAt', labelZh: '受理日期', labelEn: 'Received date', required: true, headers: ['Received'], check: chineseDate },
  { name: 'closedAt', labelZh: '结案日期', labelEn: 'Closed date', required: false, headers: ['Closed'], check: chineseDate },
  { name: 'category', labelZh: '投诉类型', labelEn: 'Complaint type', required: false, headers: [], check: text(200) },
  { name: 'coverage', labelZh: '险种', labelEn: 'Coverage type', required: false, headers: [], check: text(200) },
  { name: 'subCoverage', labelZh: '险种层次', labelEn: 'Coverage level', required: false, headers: [], check: text(200) },
  { name: 'parties', labelZh: '涉及方类别', labelEn: 'Involved party type', required: false, headers: [], check: text(1000) },
  { name: 'complainantType', labelZh: '个人或机构', labelEn: 'Complainant type', required: false, headers: [], check: choice({ INDV: ['INDV'], ORG: ['ORG'] }) },
  { name: 'finding', labelZh: '认定', labelEn: 'Finding type', required: false, headers: ['Finding'], check: choice(FINDINGS) },
  { name: 'keywords', labelZh: '关键词', labelEn: 'Keywords', required: false, headers: [], check: text(1000) },
];

const read = fieldReader(fields);

/** The values of a cell such as "A; B; A", each once. */
const several = (cell: string | null): string[] => distinct((cell ?? '').split(';').map((piece) => piece.trim() || null));

export const texasComplaints: ImportProfile = {
  code: 'TEXAS_COMPLAINTS',
  name: 'texas-complaints',
  labelZh: '得克萨斯州保险监管局已结投诉',
  labelEn: 'Texas closed complaints',
  fields,
  keyField: 'number',
  suspiciousFrom: 2,
  assemble(rows) {
    const different = withoutRepetitions(rows);
    const row = different[0]!;
    if (different.length > 1) return contradicting(rows, 'Complaint number');
    const keywords = several(read(row, 'keywords'));
    const finding = read(row, 'finding');
    const disposition = finding === null ? null : FINDING_WORDS[finding] ?? null;
    const draft = emptyDraft(row.key, 'REGULATOR', rows);
    draft.category = read(row, 'category');
    draft.subject = heading(keywords) ?? read(row, 'subCoverage') ?? read(row, 'coverage');
    draft.openedAt = read(row, 'openedAt');
    draft.closedAt = read(row, 'closedAt');
    draft.disposition = disposition;
    draft.involvedParties = distinct([...several(read(row, 'filedBy')), ...several(read(row, 'parties'))]);
    draft.lines = (keywords.length > 0 ? keywords : [null]).map((reason) => ({
      respondent: null,
      coverage: read(row, 'coverage'),
      subCoverage: read(row, 'subCoverage'),
      reason,
      subReason: null,
      disposition,
      conclusion: null,
    }));
    return { ok: true, draft: sealed(draft) };
  },
};
