import { gql } from 'urql';
import type { DeputyTerm, NewPerson, Person, Recusal, RoleGrant } from './directory.types.js';
import type { AgencyKind } from './viewer.types.js';

type Nothing = Record<string, never>;

const grantFields = gql`
  fragment GrantFields on RoleGrant {
    id version username displayName role status startsAt endsAt requestedBy decidedBy decidedAt reason mayDecide
    agency { id code name kind }
  }
`;

export const peopleDocument = gql<{ people: Person[] }, { agencyCode: string | null; text: string | null }>`
  query People($agencyCode: String, $text: String) {
    people(agencyCode: $agencyCode, text: $text) {
      id username displayName active mustChangePassword secondFactor createdAt
      agency { id code name kind }
      roleGrants { ...GrantFields }
    }
  }
  ${grantFields}
`;

export const roleGrantsWaitingDocument = gql<{ roleGrantsWaiting: RoleGrant[] }, Nothing>`
  query RoleGrantsWaiting { roleGrantsWaiting { ...GrantFields } }
  ${grantFields}
`;

export const createAgencyDocument = gql<
  { createAgency: { id: string; code: string } },
  { code: string; name: string; kind: AgencyKind; regionCode: string }
>`
  mutation CreateAgency($code: String!, $name: String!, $kind: AgencyKind!, $regionCode: String!) {
    createAgency(code: $code, name: $name, kind: $kind, regionCode: $regionCode) { id code }
  }
`;

export const createPersonDocument = gql<
  { createPerson: NewPerson },
  { agencyCode: string; username: string; displayName: string }
>`
  mutation CreatePerson($agencyCode: String!, $username: String!, $displayName: String!) {
    createPerson(agencyCode: $agencyCode, username: $username, displayName: $displayName) {
      initialPassword
      person { username displayName agency { id code name kind } }
    }
  }
`;

export const deactivatePersonDocument = gql<{ deactivatePerson: { id: string } }, { username: string }>`
  mutation DeactivatePerson($username: String!) { deactivatePerson(username: $username) { id } }
`;

export const reactivatePersonDocument = gql<{ reactivatePerson: { id: string } }, { username: string }>`
  mutation ReactivatePerson($username: String!) { reactivatePerson(username: $username) { id } }
`;

export const proposeRoleGrantDocument = gql<
  { proposeRoleGrant: { id: string } },
  { username: string; role: string; startsAt: string | null; endsAt: string }
>`
  mutation ProposeRoleGrant($username: String!, $role: Role!, $startsAt: DateTime, $endsAt: DateTime!) {
    proposeRoleGrant(username: $username, role: $role, startsAt: $startsAt, endsAt: $endsAt) { id }
  }
`;

export const decideRoleGrantDocument = gql<
  { decideRoleGrant: { id: string } },
  { id: string; version: number; approve: boolean; reason: string | null }
>`
  mutation DecideRoleGrant($id: ID!, $version: Int!, $approve: Boolean!, $reason: String) {
    decideRoleGrant(id: $id, version: $version, approve: $approve, reason: $reason) { id }
  }
`;

export const revokeRoleGrantDocument = gql<{ revokeRoleGrant: { id: string } }, { id: string; version: number; reason: string }>`
  mutation RevokeRoleGrant($id: ID!, $version: Int!, $reason: String!) {
    revokeRoleGrant(id: $id, version: $version, reason: $reason) { id }
  }
`;

export const deputiesDocument = gql<{ deputies: DeputyTerm[] }, Nothing>`
  query Deputies { deputies { id head headUsername deputy deputyUsername startsAt endsAt revokedAt } }
`;

export const nameDeputyDocument = gql<{ nameDeputy: { id: string } }, { username: string; startsAt: string | null; endsAt: string }>`
  mutation NameDeputy($username: String!, $startsAt: DateTime, $endsAt: DateTime!) {
    nameDeputy(username: $username, startsAt: $startsAt, endsAt: $endsAt) { id }
  }
`;

export const revokeDeputyDocument = gql<{ revokeDeputy: { id: string } }, { id: string }>`
  mutation RevokeDeputy($id: ID!) { revokeDeputy(id: $id) { id } }
`;

export const recusalsDocument = gql<{ recusals: Recusal[] }, Nothing>`
  query Recusals { recusals { recordNumber username displayName reason declaredBy createdAt } }
`;

export const declareRecusalDocument = gql<{ declareRecusal: { recordNumber: string } }, { recordNumber: string; reason: string }>`
  mutation DeclareRecusal($recordNumber: String!, $reason: String!) {
    declareRecusal(recordNumber: $recordNumber, reason: $reason) { recordNumber }
  }
`;

export const recusePersonDocument = gql<
  { recusePerson: { recordNumber: string } },
  { username: string; recordNumber: string; reason: string }
>`
  mutation RecusePerson($username: String!, $recordNumber: String!, $reason: String!) {
    recusePerson(username: $username, recordNumber: $recordNumber, reason: $reason) { recordNumber }
  }
`;

export const liftRecusalDocument = gql<{ liftRecusal: boolean }, { username: string; recordNumber: string; reason: string }>`
  mutation LiftRecusal($username: String!, $recordNumber: String!, $reason: String!) {
    liftRecusal(username: $username, recordNumber: $recordNumber, reason: $reason)
  }
`;
