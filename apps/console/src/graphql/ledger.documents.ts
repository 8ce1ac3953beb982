import { gql } from 'urql';
import type { Connection } from './viewer.types.js';

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
}

export interface AuditFilter {
  mine?: boolean;
  ownRecords?: boolean;
  recordNumber?: string;
  action?: string;
  outcome?: string;
}

export const auditEntriesDocument = gql<
  { auditEntries: Connection<AuditEntry> },
  { first: number; after: string | null; filter: AuditFilter | null }
>`
  query AuditEntries($first: Int!, $after: String, $filter: AuditFilter) {
    auditEntries(first: $first, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          index leafHash action at actor records fields maskedFields purposeCode purposeReference policyVersion outcome
          agency { code name }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
