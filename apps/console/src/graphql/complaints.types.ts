import type { IdentifierHolder } from './leads.types.js';
import type { Agency, Redaction } from './viewer.types.js';

export interface ComplaintRow {
  id: string;
  number: string;
  channel: string;
  respondent: string | null;
  category: string | null;
  subject: string | null;
  isProxy: boolean | null;
  openedAt: string | null;
  disposition: string | null;
  proposedLead: string | null;
  redactions: Redaction[];
}

export interface ComplaintLine {
  position: number;
  coverage: string | null;
  subCoverage: string | null;
  reason: string | null;
  subReason: string | null;
  disposition: string | null;
  conclusion: string | null;
}

export interface Complaint extends ComplaintRow {
  version: number;
  /** The number the complaint had where it came from. */
  externalNumber: string;
  /** Leads that share an identifier with it, or whom to ask. */
  possibleLeads: IdentifierHolder[];
  respondentAgency: { code: string; name: string } | null;
  complainantName: string | null;
  complainantPhone: string | null;
  complainantIdNumber: string | null;
  policyNumber: string | null;
  text: string | null;
  mailOrigin: string | null;
  demand: string | null;
  demandAmount: string | null;
  closedAt: string | null;
  conclusion: string | null;
  amountReturned: string | null;
  currency: string | null;
  lines: ComplaintLine[];
  ownerAgency: Agency;
  importedFrom: string | null;
}

export interface ComplaintFilter {
  text?: string;
  respondent?: string;
  openedFrom?: string;
  openedTo?: string;
  category?: string;
}
