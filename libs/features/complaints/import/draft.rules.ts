/** What the profiles share when they turn rows into a complaint. */
import { sha256 } from '#kernel/crypto';
import type { ComplaintDraft, ComplaintLineDraft } from './complaint-draft.type.js';
import type { ProfileField, StagedRow } from './profile.type.js';
import type { RowProblem } from './row.type.js';

/** Reads a staged row by field name; null where the cell was empty. */
export function fieldReader(fields: readonly ProfileField[]): (row: StagedRow, name: string) => string | null {
  const positions = new Map(fields.map((field, index) => [field.name, index]));
  return (row, name) => {
    const index = positions.get(name);
    if (index === undefined) throw new Error(`profile has no field ${name}`);
    return row.values[index] || null;
  };
}

/** The rows that say something new: an exact repetition of another row is not another allegation. */
export function withoutRepetitions(rows: StagedRow[]): StagedRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const facts = JSON.stringify(row.values);
    if (seen.has(facts)) return false;
    seen.add(facts);
    return true;
  });
}

/** Distinct values in the order of the file, without the empty ones. */
export function distinct(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}

/** Distinct values in one text; null when there is none. */
export function joined(values: (string | null)[]): string | null {
  return distinct(values).join('; ') || null;
}

/** As joined, cut to a few values: a heading, the lines hold all of them. */
export function heading(values: (string | null)[], most = 4): string | null {
  const all = distinct(values);
  const more = all.length - most;
  return all.slice(0, most).join('; ') + (more > 0 ? ` (+${more})` : '') || null;
}

/** A draft in which the source says nothing; profiles fill in what it does say. */
export function emptyDraft(key: string, channel: string, rows: StagedRow[]): ComplaintDraft {
  return {
    key, contentHash: '', number: key, channel,
    respondent: null, respondents: [], category: null, subject: null,
    complainantName: null, complainantIdNumber: null, complainantPhone: null, isProxy: null, policyNumber: null,
    text: null, mailOrigin: null, mailAddress: null, courierNumber: null, postmark: null,
    demand: null, demandAmountFen: null, openedAt: null, closedAt: null, disposition: null, conclusion: null,
    amountReturnedMinor: null, currency: null, involvedParties: [], lines: [], notes: [],
    rows: rows.map((row) => row.row),
  };
}

const LINE_FIELDS: readonly (keyof ComplaintLineDraft)[] = [
  'respondent', 'coverage', 'subCoverage', 'reason', 'subReason', 'disposition', 'conclusion',
];

/**
 * The draft with its content hash: SHA-256 over a JSON array of the facts in a fixed order, lists sorted by code point.
 * Notes, row numbers and texts put together from lists stay out, so the same facts in another order hash alike.
 */
export function sealed(draft: ComplaintDraft): ComplaintDraft {
  const facts = [
    draft.key, draft.number, draft.channel, draft.complainantName, draft.complainantIdNumber, draft.complainantPhone,
    draft.isProxy, draft.policyNumber, draft.text, draft.mailAddress, draft.courierNumber, draft.postmark,
    draft.demand, draft.demandAmountFen?.toString() ?? null, draft.openedAt, draft.closedAt,
    draft.amountReturnedMinor?.toString() ?? null, draft.currency,
    draft.lines.length > 0 ? null : [draft.category, draft.disposition, draft.conclusion],
    [...draft.respondents].sort(), [...draft.involvedParties].sort(),
    draft.lines.map((line) => JSON.stringify(LINE_FIELDS.map((field) => line[field]))).sort(),
  ];
  return { ...draft, contentHash: sha256(Buffer.from(JSON.stringify(facts), 'utf8')).toString('hex') };
}

/** Two rows of one number that contradict each other, in profiles where a complaint is one row: none of them is taken. */
export function contradicting(rows: StagedRow[], column: string): { ok: false; problems: RowProblem[] } {
  const numbers = rows.map((row) => row.row);
  return {
    ok: false,
    problems: rows.map(({ row }) => {
      const others = numbers.filter((number) => number !== row).slice(0, 5).join(', ');
      return {
        row,
        column,
        valueClass: 'identifier' as const,
        reasonZh: `编号重复：与第 ${others} 行编号相同而内容不同，请核对后保留一行`,
        reasonEn: `Number used twice: the same as row ${others}, with other contents; keep one row`,
      };
    }),
  };
}
