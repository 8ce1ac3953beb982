/** A complaint as an import has understood it, before it is stored. Null = the source says nothing. */
import type { Words } from './row.type.js';

/** One allegation of a complaint: what it was about and what came of it. */
export interface ComplaintLineDraft {
  /** institution the allegation is against, where the source tells it per allegation */
  respondent: string | null;
  coverage: string | null;
  subCoverage: string | null;
  reason: string | null;
  subReason: string | null;
  disposition: string | null;
  conclusion: string | null;
}

export interface ComplaintDraft {
  /** natural key at the source: importing again under the same key updates, or changes nothing when contentHash is equal */
  key: string;
  /** SHA-256 (hexadecimal) of the facts below, independent of the order of rows in the file */
  contentHash: string;
  /** number the source gave the complaint */
  number: string;
  /** code of complaint-words.ts */
  channel: string;
  /** institution complained about; several are joined by "; " in the order of the file */
  respondent: string | null;
  respondents: string[];
  category: string | null;
  subject: string | null;
  complainantName: string | null;
  complainantIdNumber: string | null;
  complainantPhone: string | null;
  isProxy: boolean | null;
  policyNumber: string | null;
  text: string | null;
  /** sender address, courier number and postmark in one text, for reading; the parts follow, for comparing */
  mailOrigin: string | null;
  mailAddress: string | null;
  courierNumber: string | null;
  postmark: string | null;
  /** code of complaint-words.ts */
  demand: string | null;
  /** fen */
  demandAmountFen: bigint | null;
  /** YYYY-MM-DD */
  openedAt: string | null;
  closedAt: string | null;
  disposition: string | null;
  conclusion: string | null;
  /** minor units of `currency`; once per complaint, never added up over its rows */
  amountReturnedMinor: bigint | null;
  currency: string | null;
  /** kinds of parties the source names, without identities (Texas) */
  involvedParties: string[];
  lines: ComplaintLineDraft[];
  /** what the import decided where the source is ambiguous */
  notes: Words[];
  /** rows of the file the complaint came from */
  rows: number[];
}
