import type { HandlingCode } from './leads.types.js';
import type { Agency, PageInfo } from './viewer.types.js';

export interface AuditEntry {
  index: string;
  leafHash: string;
  action: string;
  at: string;
  agency: { code: string; name: string } | null;
  actor: string | null;
  records: string[];
  fields: string[];
  maskedFields: string[];
  purposeCode: string | null;
  purposeReference: string | null;
  policyVersion: string;
  outcome: string;
  /** For the auditor: withheld from the record's owner at present. */
  covert: boolean;
  /** A covert read of our record: when it entered our view. */
  liftedAt: string | null;
}

export interface AuditFilter {
  mine?: boolean;
  ownRecords?: boolean;
  /** User name of a colleague; for the auditor a pseudonym. */
  person?: string;
  recordNumber?: string;
  field?: string;
  purposeCode?: string;
  action?: string;
  outcome?: string;
  from?: string;
  /** Not included. */
  to?: string;
}

/** A saved filter comes back with every field it might have. */
export type SavedFilter = { [Key in keyof AuditFilter]-?: NonNullable<AuditFilter[Key]> | null };

export interface SavedInvestigation {
  id: string;
  name: string;
  shared: boolean;
  own: boolean;
  savedBy: string;
  filter: SavedFilter;
}

/** What an explainable rule found; it judges nobody. */
export interface AccessHint {
  code: string;
  title: string;
  titleEn: string;
  rule: string;
  ruleEn: string;
  finding: string;
  findingEn: string;
  day: string;
  actor: string;
  agency: { code: string; name: string };
  evidence: string[];
  evidenceCount: number;
}

/** One time a record of ours went to somebody. */
export interface Dissemination {
  id: string;
  kind: 'SHARE' | 'GROUP_SHARE' | 'ACCESS_GRANT';
  agency: Agency | null;
  groupName: string | null;
  person: string | null;
  fields: string[];
  reason: string;
  handlingCode: HandlingCode | null;
  at: string;
  byAgency: Agency;
  by: string | null;
  until: string | null;
  status: string;
  recalledAt: string | null;
  acknowledgedAt: string | null;
  ledgerIndex: string | null;
}

export interface DisseminationPage {
  lines: Dissemination[];
  pageInfo: PageInfo;
}

export interface AuditStatement {
  month: string;
  path: string;
  lines: number;
}

export interface AuditCheckpoint {
  size: string;
  rootHash: string;
  cosignatures: number;
}
