export type AgencyKind =
  | 'REGULATOR' | 'POLICE' | 'MARKET_REGULATOR' | 'INSURER' | 'INDUSTRY_ASSOCIATION' | 'CONSUMER_ASSOCIATION'
  | 'PROCURATORATE' | 'CYBERSPACE' | 'HUB_OFFICE';

export interface Agency {
  id: string;
  code: string;
  name: string;
  kind: AgencyKind;
}

export interface AgencyWithContact extends Agency {
  regionCode: string;
  /** Whom to call there; null when the agency named nobody. */
  contact: string | null;
}

export interface Viewer {
  id: string;
  username: string;
  displayName: string;
  roles: string[];
  regionCode: string;
  mayApprove: boolean;
  /** Heads the person stands in for (AB角). */
  actingFor: string[];
  /** Nothing else is open until the first password is replaced. */
  mustChangePassword: boolean;
  /** Nothing else is open until a second factor is enrolled. */
  mustEnrolSecondFactor: boolean;
  agency: Agency;
}

export interface DemoAccount {
  username: string;
  displayName: string;
  agencyName: string;
  roles: string[];
}

export interface Hub {
  demo: boolean;
  clock: string;
  policyVersion: string;
  secondFactorRequired: boolean;
  demoAccounts: DemoAccount[];
}

export interface EnumLabel {
  enum: string;
  value: string;
  label: string;
}

export interface PurposeReference {
  number: string;
  kind: string;
  title: string | null;
}

export interface SessionInfo {
  id: string;
  current: boolean;
  createdAt: string;
  lastSeenAt: string;
  address: string | null;
}

export interface ToDo {
  leadsToTriage: number;
  leadsAssignedToMe: number;
  leadsToDecide: number;
  accessRequestsWaiting: number;
  sharesWaiting: number;
  recallsToAcknowledge: number;
  returnedLeads: number;
}

export interface Colleague {
  username: string;
  displayName: string;
  roles: string[];
}

/** Relay page information of every list. */
export interface PageInfo {
  hasNextPage: boolean;
  endCursor: string | null;
}

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: PageInfo;
}

export type RedactionMode = 'MASKED' | 'ON_REQUEST' | 'MATCH_ONLY';

export interface Redaction {
  field: string;
  mode: RedactionMode;
  requestable: boolean;
}
