import { gql } from 'urql';
import type { AgencyWithContact, Colleague, EnumLabel, Hub, PurposeReference, SessionInfo, Viewer } from './viewer.types.js';

type Nothing = Record<string, never>;

const viewerFields = gql`
  fragment ViewerFields on Viewer {
    id username displayName roles regionCode mayApprove actingFor mustChangePassword mustEnrolSecondFactor
    agency { id code name kind }
  }
`;

export const hubDocument = gql<{ hub: Hub }, Nothing>`
  query Hub {
    hub { demo clock policyVersion secondFactorRequired demoAccounts { username displayName agencyName roles } }
  }
`;

export const enumLabelsDocument = gql<{ enumLabels: EnumLabel[] }, { locale: string }>`
  query EnumLabels($locale: String!) {
    enumLabels(locale: $locale) { enum value label }
  }
`;

export const signInDocument = gql<
  { signIn: { token: string; expiresAt: string; viewer: Viewer } },
  { username: string; password: string; oneTimeCode: string | null }
>`
  mutation SignIn($username: String!, $password: String!, $oneTimeCode: String) {
    signIn(username: $username, password: $password, oneTimeCode: $oneTimeCode) {
      token
      expiresAt
      viewer { ...ViewerFields }
    }
  }
  ${viewerFields}
`;

export const viewerDocument = gql<{ viewer: Viewer }, Nothing>`
  query Viewer { viewer { ...ViewerFields } }
  ${viewerFields}
`;

export const changePasswordDocument = gql<{ changePassword: boolean }, { currentPassword: string; newPassword: string }>`
  mutation ChangePassword($currentPassword: String!, $newPassword: String!) {
    changePassword(currentPassword: $currentPassword, newPassword: $newPassword)
  }
`;

export const beginSecondFactorDocument = gql<{ beginSecondFactor: string }, { currentPassword: string }>`
  mutation BeginSecondFactor($currentPassword: String!) { beginSecondFactor(currentPassword: $currentPassword) }
`;

export const confirmSecondFactorDocument = gql<{ confirmSecondFactor: boolean }, { code: string }>`
  mutation ConfirmSecondFactor($code: String!) { confirmSecondFactor(code: $code) }
`;

export const signOutDocument = gql<{ signOut: boolean }, Nothing>`
  mutation SignOut { signOut }
`;

export const signOutEverywhereDocument = gql<{ signOutEverywhere: boolean }, Nothing>`
  mutation SignOutEverywhere { signOutEverywhere }
`;

export const sessionsDocument = gql<{ sessions: SessionInfo[] }, Nothing>`
  query Sessions { sessions { id current createdAt lastSeenAt address } }
`;

export const purposeReferencesDocument = gql<{ purposeReferences: PurposeReference[] }, Nothing>`
  query PurposeReferences { purposeReferences(first: 50) { number kind title } }
`;

export const agenciesDocument = gql<{ agencies: AgencyWithContact[] }, Nothing>`
  query Agencies { agencies { id code name kind regionCode contact } }
`;

export const assignableDocument = gql<{ assignableInvestigators: Colleague[] }, { agencyCode: string }>`
  query AssignableInvestigators($agencyCode: String!) {
    assignableInvestigators(agencyCode: $agencyCode) { username displayName roles }
  }
`;
