import type { Agency, Redaction, RedactionMode } from './viewer.types.js';

export type LeadStatus =
  | 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'REJECTED' | 'MERGED' | 'ASSIGNED' | 'VERIFYING' | 'PENDING_REVIEW'
  | 'CONVERTED' | 'TRANSFERRED' | 'ARCHIVED';
export type RiskBand = 'LOW' | 'ATTENTION' | 'ELEVATED' | 'HIGH';
export type HandlingCode = 'H0' | 'H1' | 'H2' | 'H3';
export type SubjectKind = 'PERSON' | 'ORGANISATION';

/** Acts the hub offers on a lead (Lead.actions). */
export type LeadAction =
  | 'submit' | 'revise' | 'return' | 'reject' | 'merge' | 'assign' | 'accept' | 'conclude' | 'decide' | 'reopen'
  | 'refuse' | 'share' | 'recall' | 'requestAccess';

/** The counters of the home page as filters of the list: each badge equals its list. */
export const toDoLists = ['TRIAGE', 'ASSIGNED_TO_ME', 'DECIDE', 'RETURNED'] as const;
export type ToDoList = (typeof toDoLists)[number];

export interface LeadRow {
  id: string;
  number: string;
  title: string | null;
  status: LeadStatus;
  riskBand: RiskBand | null;
  handlingCode: HandlingCode;
  regionCode: string;
  conductTypes: string[];
  ownerAgency: { code: string; name: string };
  submittedAt: string;
  redactions: Redaction[];
}

export interface LeadFilter {
  text?: string;
  regionCode?: string;
  status?: string[];
  riskBand?: string[];
  conductType?: string[];
  ownerAgencyCode?: string;
  submittedFrom?: string;
  submittedTo?: string;
  toDo?: ToDoList;
}

export interface LeadOrder {
  field: 'SUBMITTED_AT' | 'RISK_BAND' | 'NUMBER';
  direction: 'ASC' | 'DESC';
}

export interface Subject {
  id: string;
  kind: SubjectKind;
  role: string | null;
  name: string | null;
  idNumber: string | null;
  unifiedCreditCode: string | null;
  phones: string[] | null;
  bankAccounts: string[] | null;
  redactions: Redaction[];
}

export interface IdentifierHolder {
  agency: Agency;
  contact: string | null;
  leadNumber: string | null;
  riskBand: RiskBand | null;
  conductTypes: string[] | null;
}

export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
  mode: RedactionMode | null;
}

export interface RecordVersion {
  version: number;
  at: string;
  action: string;
  agency: { name: string } | null;
  actor: string | null;
  changes: FieldChange[];
}

export type ShareStatus = 'PENDING_CONSENT' | 'ACTIVE' | 'REFUSED' | 'RECALLED' | 'EXPIRED';

export interface Share {
  id: string;
  version: number;
  agency: { code: string; name: string } | null;
  group: { code: string; name: string } | null;
  recordNumber: string;
  status: ShareStatus;
  handlingCode: HandlingCode;
  reason: string;
  sharedAt: string;
  expiresAt: string | null;
  sharedBy: { code: string; name: string };
  acknowledgedAt: string | null;
}

export interface Lead {
  id: string;
  number: string;
  version: number;
  redactions: Redaction[];
  title: string | null;
  narrative: string | null;
  status: LeadStatus;
  source: string;
  regionCode: string;
  conductTypes: string[];
  handlingCode: HandlingCode;
  sourceGrade: number | null;
  informationGrade: string | null;
  riskBand: RiskBand | null;
  riskScore: number | null;
  amountInvolved: string | null;
  ownerAgency: Agency;
  submittedAt: string;
  updatedAt: string;
  conclusion: string | null;
  conclusionNote: string | null;
  policyNumbers: string[] | null;
  insurers: { code: string; name: string }[] | null;
  assignedAgency: { code: string; name: string } | null;
  assignee: string | null;
  mergedInto: string | null;
  actions: LeadAction[];
  requestableFields: string[];
  subjects: Subject[];
  possibleDuplicates: IdentifierHolder[];
  shares: Share[];
}

export interface SubjectInput {
  kind: SubjectKind;
  role: string;
  name: string;
  idNumber?: string | null;
  unifiedCreditCode?: string | null;
  phones?: string[];
  bankAccounts?: string[];
}

export interface SubmitLeadInput {
  title: string;
  narrative: string;
  source: string;
  regionCode: string;
  conductTypes: string[];
  sourceGrade: number;
  informationGrade: string;
  handling: string;
  handlingCode: HandlingCode;
  amountInvolved: string | null;
  insurerCodes: string[];
  policyNumbers: string[];
  subjects: SubjectInput[];
  idempotencyKey?: string;
}

export interface IdentifierMatch {
  hit: boolean;
  quotaRemaining: number;
  holders: IdentifierHolder[];
}

export type DisclosureMode = 'FULL' | 'MASKED' | 'MATCH_ONLY' | 'ON_REQUEST' | 'HIDDEN';

export interface SharePreview {
  agency: { code: string; name: string };
  visible: boolean;
  withPurpose: { field: string; mode: DisclosureMode; value: string | null }[];
  warnings: string[];
}
