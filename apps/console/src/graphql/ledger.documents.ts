import { gql } from 'urql';
import type { AccessHint, AuditCheckpoint, AuditEntry, AuditFilter, AuditStatement, DisseminationPage, SavedInvestigation } from './ledger.types.js';
import type { Connection } from './viewer.types.js';

type Nothing = Record<string, never>;

export const auditEntriesDocument = gql<
  { auditEntries: Connection<AuditEntry> },
  { first: number; after: string | null; filter: AuditFilter | null }
>`
  query AuditEntries($first: Int!, $after: String, $filter: AuditFilter) {
    auditEntries(first: $first, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          index leafHash action at actor records fields maskedFields purposeCode purposeReference policyVersion outcome covert liftedAt
          agency { code name }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export const disseminationsDocument = gql<
  { disseminations: DisseminationPage },
  { recordNumber: string; first: number; after: string | null }
>`
  query Disseminations($recordNumber: String!, $first: Int!, $after: String) {
    disseminations(recordNumber: $recordNumber, first: $first, after: $after) {
      lines {
        id kind groupName person fields reason handlingCode at by until status recalledAt acknowledgedAt ledgerIndex
        agency { id code name kind }
        byAgency { id code name kind }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export const accessHintsDocument = gql<{ accessHints: AccessHint[] }, { day: string | null }>`
  query AccessHints($day: Date) {
    accessHints(day: $day) {
      code title titleEn rule ruleEn finding findingEn day actor evidence evidenceCount
      agency { code name }
    }
  }
`;

const investigationFields = gql`
  fragment InvestigationFields on SavedInvestigation {
    id name shared own savedBy
    filter { mine ownRecords person recordNumber field purposeCode action outcome from to }
  }
`;

export const savedInvestigationsDocument = gql<{ savedInvestigations: SavedInvestigation[] }, Nothing>`
  query SavedInvestigations { savedInvestigations { ...InvestigationFields } }
  ${investigationFields}
`;

export const saveInvestigationDocument = gql<
  { saveInvestigation: SavedInvestigation },
  { input: { name: string; filter: AuditFilter; shared: boolean } }
>`
  mutation SaveInvestigation($input: SaveInvestigationInput!) { saveInvestigation(input: $input) { ...InvestigationFields } }
  ${investigationFields}
`;

export const deleteInvestigationDocument = gql<{ deleteInvestigation: boolean }, { id: string }>`
  mutation DeleteInvestigation($id: ID!) { deleteInvestigation(id: $id) }
`;

export const statementDocument = gql<{ statement: AuditStatement }, { month: string }>`
  query Statement($month: String!) { statement(month: $month) { month path lines } }
`;

export const checkpointDocument = gql<{ auditCheckpoint: AuditCheckpoint }, Nothing>`
  query Checkpoint { auditCheckpoint { size rootHash cosignatures } }
`;
