import { gql } from 'urql';
import type {
  HandlingCode, IdentifierHolder, IdentifierMatch, Lead, LeadFilter, LeadOrder, LeadRow, RecordVersion, SubmitLeadInput,
} from './leads.types.js';
import type { Connection, ToDo } from './viewer.types.js';

interface Versioned {
  id: string;
  version: number;
}
interface ActedLead {
  id: string;
  number: string;
  version: number;
}

export const leadListDocument = gql<
  { leads: Connection<LeadRow> },
  { filter: LeadFilter | null; orderBy: LeadOrder | null; first: number; after: string | null }
>`
  query LeadList($filter: LeadFilter, $orderBy: LeadOrder, $first: Int!, $after: String) {
    leads(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      edges {
        cursor
        node {
          id number title status riskBand handlingCode regionCode conductTypes
          ownerAgency { code name }
          submittedAt
          redactions { field mode requestable }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export const leadDocument = gql<{ lead: Lead | null }, { id: string }>`
  query Lead($id: ID!) {
    lead(id: $id) {
      id number version title narrative status source regionCode conductTypes handlingCode sourceGrade informationGrade
      riskBand riskScore amountInvolved submittedAt updatedAt conclusion conclusionNote policyNumbers assignee mergedInto actions requestableFields
      redactions { field mode requestable }
      ownerAgency { id code name kind }
      insurers { code name }
      assignedAgency { code name }
      subjects {
        id kind role name idNumber unifiedCreditCode phones bankAccounts
        redactions { field mode requestable }
      }
      possibleDuplicates { agency { id code name kind } contact leadNumber riskBand conductTypes }
      shares {
        id version recordNumber status handlingCode reason sharedAt expiresAt acknowledgedAt
        agency { code name }
        group { code name }
        sharedBy { code name }
      }
    }
  }
`;

export const leadHistoryDocument = gql<{ lead: { id: string; history: RecordVersion[] } | null }, { id: string }>`
  query LeadHistory($id: ID!) {
    lead(id: $id) {
      id
      history { version at action actor agency { name } changes { field before after mode } }
    }
  }
`;

export const toDoDocument = gql<{ toDo: ToDo }, Record<string, never>>`
  query ToDo {
    toDo {
      leadsToTriage leadsAssignedToMe leadsToDecide accessRequestsWaiting sharesWaiting recallsToAcknowledge returnedLeads
    }
  }
`;

export const matchDocument = gql<{ matchIdentifiers: IdentifierMatch[] }, { kind: string; values: string[] }>`
  query MatchIdentifiers($kind: IdentifierKind!, $values: [String!]!) {
    matchIdentifiers(kind: $kind, values: $values) {
      hit
      quotaRemaining
      holders { agency { id code name kind } contact leadNumber riskBand conductTypes }
    }
  }
`;

export const matchOneDocument = gql<{ matchIdentifier: IdentifierMatch }, { kind: string; value: string }>`
  query MatchIdentifier($kind: IdentifierKind!, $value: String!) {
    matchIdentifier(kind: $kind, value: $value) {
      hit
      quotaRemaining
      holders { agency { id code name kind } contact leadNumber riskBand conductTypes }
    }
  }
`;

export const leadDuplicatesDocument = gql<
  { lead: { id: string; number: string; possibleDuplicates: IdentifierHolder[] } | null },
  { id: string }
>`
  query LeadDuplicates($id: ID!) {
    lead(id: $id) {
      id
      number
      possibleDuplicates { agency { id code name kind } contact leadNumber riskBand conductTypes }
    }
  }
`;

export const submitLeadDocument = gql<{ submitLead: ActedLead }, { input: SubmitLeadInput }>`
  mutation SubmitLead($input: SubmitLeadInput!) { submitLead(input: $input) { id number version } }
`;
export const draftLeadDocument = gql<{ draftLead: ActedLead }, { input: SubmitLeadInput }>`
  mutation DraftLead($input: SubmitLeadInput!) { draftLead(input: $input) { id number version } }
`;
export const reviseLeadDocument = gql<{ reviseLead: ActedLead }, Versioned & { input: SubmitLeadInput }>`
  mutation ReviseLead($id: ID!, $version: Int!, $input: SubmitLeadInput!) {
    reviseLead(id: $id, version: $version, input: $input) { id number version }
  }
`;
export const submitDraftDocument = gql<{ submitDraft: ActedLead }, Versioned>`
  mutation SubmitDraft($id: ID!, $version: Int!) { submitDraft(id: $id, version: $version) { id number version } }
`;
export const returnLeadDocument = gql<{ returnLead: ActedLead }, Versioned & { reason: string }>`
  mutation ReturnLead($id: ID!, $version: Int!, $reason: String!) {
    returnLead(id: $id, version: $version, reason: $reason) { id number version }
  }
`;
export const rejectLeadDocument = gql<{ rejectLead: ActedLead }, Versioned & { reason: string }>`
  mutation RejectLead($id: ID!, $version: Int!, $reason: String!) {
    rejectLead(id: $id, version: $version, reason: $reason) { id number version }
  }
`;
export const refuseLeadDocument = gql<{ refuseLead: ActedLead }, Versioned & { reason: string }>`
  mutation RefuseLead($id: ID!, $version: Int!, $reason: String!) {
    refuseLead(id: $id, version: $version, reason: $reason) { id number version }
  }
`;
export const reopenLeadDocument = gql<{ reopenLead: ActedLead }, Versioned & { reason: string }>`
  mutation ReopenLead($id: ID!, $version: Int!, $reason: String!) {
    reopenLead(id: $id, version: $version, reason: $reason) { id number version }
  }
`;
export const mergeLeadDocument = gql<{ mergeLead: ActedLead }, Versioned & { intoId: string }>`
  mutation MergeLead($id: ID!, $version: Int!, $intoId: ID!) {
    mergeLead(id: $id, version: $version, intoId: $intoId) { id number version }
  }
`;
export const assignLeadDocument = gql<{ assignLead: ActedLead }, Versioned & { agencyCode: string; username: string | null }>`
  mutation AssignLead($id: ID!, $version: Int!, $agencyCode: String!, $username: String) {
    assignLead(id: $id, version: $version, agencyCode: $agencyCode, username: $username) { id number version }
  }
`;
export const acceptLeadDocument = gql<{ acceptLead: ActedLead }, Versioned>`
  mutation AcceptLead($id: ID!, $version: Int!) { acceptLead(id: $id, version: $version) { id number version } }
`;
export const concludeLeadDocument = gql<{ concludeLead: ActedLead }, Versioned & { conclusion: string; note: string }>`
  mutation ConcludeLead($id: ID!, $version: Int!, $conclusion: LeadConclusion!, $note: String!) {
    concludeLead(id: $id, version: $version, conclusion: $conclusion, note: $note) { id number version }
  }
`;
export const decideLeadDocument = gql<
  { decideLead: ActedLead },
  Versioned & { outcome: string; reason: string; agencyCode: string | null }
>`
  mutation DecideLead($id: ID!, $version: Int!, $outcome: LeadOutcome!, $reason: String!, $agencyCode: String) {
    decideLead(id: $id, version: $version, outcome: $outcome, reason: $reason, agencyCode: $agencyCode) { id number version }
  }
`;

export interface ShareLeadInput {
  leadId: string;
  agencyCodes: string[];
  groupCodes: string[];
  handlingCode: HandlingCode;
  expiresAt: string | null;
  reason: string;
}
export const shareLeadDocument = gql<{ shareLead: ActedLead }, { input: ShareLeadInput }>`
  mutation ShareLead($input: ShareLeadInput!) { shareLead(input: $input) { id number version } }
`;
export const recallShareDocument = gql<{ recallShare: ActedLead }, { leadId: string; agencyCode: string }>`
  mutation RecallShare($leadId: ID!, $agencyCode: String!) {
    recallShare(leadId: $leadId, agencyCode: $agencyCode) { id number version }
  }
`;
