import type { Agency } from './viewer.types.js';

export interface SharingGroup {
  id: string;
  code: string;
  name: string;
  ownerAgency: Agency;
  /** Empty for those outside the group. */
  members: Agency[];
}

export type AccessRequestStatus =
  | 'PENDING_OWN_HEAD' | 'PENDING_PROVIDER' | 'ESCALATED' | 'GRANTED' | 'PARTLY_GRANTED' | 'REFUSED' | 'EXPIRED' | 'REVOKED';

export interface AccessRequest {
  id: string;
  version: number;
  recordNumber: string;
  fields: string[];
  status: AccessRequestStatus;
  due: string | null;
  grantedUntil: string | null;
  requester: string | null;
  requesterAgency: Agency | null;
  ownerAgency: Agency | null;
  legalBasis: string | null;
  purposeCode: string | null;
  purposeReference: string | null;
  message: string | null;
  until: string | null;
  grantedFields: string[];
  decisionReason: string | null;
  createdAt: string;
  mayDecide: boolean;
  mayRevoke: boolean;
}
