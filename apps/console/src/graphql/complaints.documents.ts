import { gql } from 'urql';
import type { Complaint, ComplaintFilter, ComplaintRow } from './complaints.types.js';
import type { SubmitLeadInput } from './leads.types.js';
import type { Connection } from './viewer.types.js';

export const complaintListDocument = gql<
  { complaints: Connection<ComplaintRow> },
  { filter: ComplaintFilter | null; first: number; after: string | null }
>`
  query ComplaintList($filter: ComplaintFilter, $first: Int!, $after: String) {
    complaints(filter: $filter, first: $first, after: $after) {
      edges {
        cursor
        node {
          id number channel respondent category subject isProxy openedAt disposition proposedLead
          redactions { field mode requestable }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export const complaintDocument = gql<{ complaint: Complaint | null }, { id: string }>`
  query Complaint($id: ID!) {
    complaint(id: $id) {
      id number version externalNumber channel respondent category subject isProxy openedAt closedAt disposition conclusion proposedLead
      complainantName complainantPhone complainantIdNumber policyNumber text mailOrigin demand demandAmount amountReturned
      currency importedFrom
      respondentAgency { code name }
      ownerAgency { id code name kind }
      possibleLeads { agency { id code name kind } contact leadNumber riskBand conductTypes }
      lines { position coverage subCoverage reason subReason disposition conclusion }
      redactions { field mode requestable }
    }
  }
`;

export const proposeLeadDocument = gql<
  { proposeLeadFromComplaint: { id: string; number: string; version: number } },
  { complaintId: string; input: SubmitLeadInput }
>`
  mutation ProposeLead($complaintId: ID!, $input: SubmitLeadInput!) {
    proposeLeadFromComplaint(complaintId: $complaintId, input: $input) { id number version }
  }
`;
