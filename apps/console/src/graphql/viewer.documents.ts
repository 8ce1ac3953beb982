import { gql } from 'urql';
import type { AgencyWithContact, Colleague, EnumLabel, Hub, PurposeReference, SessionInfo, Viewer } from './viewer.types.js';

type Nothing = Record<string, never>;

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
      viewer { id username displayName roles regionCode mayApprove agency { id code name kind } }
    }
  }
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
