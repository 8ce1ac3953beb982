import { gql } from 'urql';
import type { Share, SharePreview } from './leads.types.js';
import type { AccessRequest, SharingGroup } from './sharing.types.js';

type Nothing = Record<string, never>;

export const sharingGroupsDocument = gql<{ sharingGroups: SharingGroup[] }, Nothing>`
  query SharingGroups {
    sharingGroups { id code name ownerAgency { id code name kind } members { id code name kind } }
  }
`;

export const saveSharingGroupDocument = gql<
  { saveSharingGroup: { id: string } },
  { code: string; name: string; memberCodes: string[] }
>`
  mutation SaveSharingGroup($code: String!, $name: String!, $memberCodes: [String!]!) {
    saveSharingGroup(code: $code, name: $name, memberCodes: $memberCodes) { id }
  }
`;

export const sharePreviewDocument = gql<
  { sharePreview: SharePreview },
  { leadId: string; agencyCode: string; handlingCode: string }
>`
  query SharePreview($leadId: ID!, $agencyCode: String!, $handlingCode: HandlingCode!) {
    sharePreview(leadId: $leadId, agencyCode: $agencyCode, handlingCode: $handlingCode) {
      agency { code name }
      visible
      withPurpose { field mode value }
      warnings
    }
  }
`;

const waitingShare = gql`
  fragment WaitingShare on Share {
    id version recordNumber status handlingCode reason sharedAt expiresAt acknowledgedAt
    agency { code name }
    group { code name }
    sharedBy { code name }
  }
`;

export const sharesWaitingDocument = gql<{ sharesWaiting: { consents: Share[]; recalls: Share[] } }, Nothing>`
  query SharesWaiting {
    sharesWaiting { consents { ...WaitingShare } recalls { ...WaitingShare } }
  }
  ${waitingShare}
`;

export const decideShareDocument = gql<
  { decideShare: { id: string } },
  { id: string; version: number; approve: boolean; reason: string | null }
>`
  mutation DecideShare($id: ID!, $version: Int!, $approve: Boolean!, $reason: String) {
    decideShare(id: $id, version: $version, approve: $approve, reason: $reason) { id }
  }
`;

export const acknowledgeRecallDocument = gql<{ acknowledgeRecall: { id: string } }, { shareId: string }>`
  mutation AcknowledgeRecall($shareId: ID!) { acknowledgeRecall(shareId: $shareId) { id } }
`;

export const accessRequestsDocument = gql<{ accessRequests: AccessRequest[] }, Nothing>`
  query AccessRequests {
    accessRequests {
      id version recordNumber fields status due grantedUntil requester legalBasis purposeCode purposeReference message until
      grantedFields decisionReason createdAt mayDecide mayRevoke
      requesterAgency { id code name kind }
      ownerAgency { id code name kind }
    }
  }
`;

export interface RequestAccessInput {
  recordNumber: string;
  fields: string[];
  legalBasis: string;
  until: string;
  message: string;
}
export const requestAccessDocument = gql<{ requestAccess: { id: string; status: string; due: string | null } }, { input: RequestAccessInput }>`
  mutation RequestAccess($input: RequestAccessInput!) { requestAccess(input: $input) { id status due } }
`;

export const decideAccessRequestDocument = gql<
  { decideAccessRequest: { id: string } },
  { id: string; version: number; approve: boolean; fields: string[] | null; reason: string | null }
>`
  mutation DecideAccessRequest($id: ID!, $version: Int!, $approve: Boolean!, $fields: [String!], $reason: String) {
    decideAccessRequest(id: $id, version: $version, approve: $approve, fields: $fields, reason: $reason) { id }
  }
`;

export const revokeAccessDocument = gql<{ revokeAccess: { id: string } }, { id: string; version: number; reason: string }>`
  mutation RevokeAccess($id: ID!, $version: Int!, $reason: String!) {
    revokeAccess(id: $id, version: $version, reason: $reason) { id }
  }
`;
