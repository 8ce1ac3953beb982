/** Kinds of agency (domain.md section 2). */
export const AGENCY_KINDS = [
  'REGULATOR',
  'POLICE',
  'MARKET_REGULATOR',
  'INSURER',
  'INDUSTRY_ASSOCIATION',
  'CONSUMER_ASSOCIATION',
  'PROCURATORATE',
  'CYBERSPACE',
  'HUB_OFFICE',
] as const;
export type AgencyKind = (typeof AGENCY_KINDS)[number];

/** Roles of domain.md section 2; INFORMANT is a member of the public and never signs in here. */
export const ROLES = [
  'LIAISON',
  'INTAKE',
  'INVESTIGATOR',
  'LEGAL',
  'APPROVER',
  'POL_REQ',
  'POL_HEAD_DEPARTMENT',
  'POL_HEAD_COUNTY',
  'POL_HEAD_PREFECTURE',
  'CUSTODIAN',
  'ANALYST',
  'PLANNER',
  'REPORT_OFF',
  'REWARD_OFF',
  'PUBLICITY',
  'REGISTRAR',
  'LEADER',
  'SYSADMIN',
  'SECADMIN',
  'AUDITOR',
] as const;
export type Role = (typeof ROLES)[number];

/** 系统/安全/审计管理员: kept apart from each other and from all business data (GB/T 22239 level 3). */
export const ADMINISTRATOR_ROLES = ['SYSADMIN', 'SECADMIN', 'AUDITOR'] as const satisfies readonly Role[];

export const PURPOSE_CODES = ['VERIFICATION', 'CASE_HANDLING', 'EVIDENCE', 'SUPERVISION', 'STATISTICS', 'PUBLICITY'] as const;
export type PurposeCode = (typeof PURPOSE_CODES)[number];

/**
 * A purpose whose reference was checked. `external` is the viewer's own agency's number ("EXT:…"), which opens match
 * and masked cells only (domain.md section 5 rule 12).
 */
export interface Purpose {
  code: PurposeCode;
  reference: string;
  external: boolean;
}

/** Fields of one record opened to one person for a term, after 申请查看 (access request) was granted. */
export interface FieldGrant {
  recordId: string;
  fields: readonly string[];
}

/** The person a deputy (AB角) acts for; separation of duties counts both. */
export interface Principal {
  personId: string;
  displayName: string;
  pseudonym: string;
}

/** Who is asking: built once per request from the session, always passed explicitly. */
export interface Viewer {
  readonly personId: string;
  readonly username: string;
  readonly displayName: string;
  /** Stable random name of the person inside the ledger. */
  readonly pseudonym: string;
  readonly agencyId: string;
  readonly agencyCode: string;
  readonly agencyName: string;
  readonly agencyKind: AgencyKind;
  readonly regionCode: string;
  readonly roles: ReadonlySet<Role>;
  /** Ids under which the feed may hold rows for this viewer: agency, its sharing groups, the person. */
  readonly audiences: readonly string[];
  /** Records the person is recused from (回避). */
  readonly recusedFrom: readonly string[];
  readonly grants: readonly FieldGrant[];
  readonly actingFor: readonly Principal[];
  readonly sessionId: string;
  readonly requestId: string;
  readonly purpose: Purpose | null;
}

export function hasRole(viewer: Viewer, ...roles: Role[]): boolean {
  return roles.some((role) => viewer.roles.has(role));
}

export function isAdministrator(viewer: Viewer): boolean {
  return hasRole(viewer, ...ADMINISTRATOR_ROLES);
}

/** Whether the viewer, or a head he stands in for, is this person: the test of every separation rule. */
export function isSameHand(viewer: Viewer, personId: string | null): boolean {
  return personId !== null && (viewer.personId === personId || viewer.actingFor.some((p) => p.personId === personId));
}
