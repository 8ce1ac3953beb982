import type { Viewer } from '../graphql/viewer.types.js';

const administrators = ['SYSADMIN', 'SECADMIN', 'AUDITOR'];
/** Roles of a head; whoever stands in for one holds them too. */
const heads = ['APPROVER', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE', 'LEADER'];
const noCaseData = ['REGISTRAR', 'PUBLICITY', 'REWARD_OFF'];

/** Which pages a person's menu offers. It only spares dead ends: what he may really do is decided by the hub. */
export interface Reach {
  leads: boolean;
  submit: boolean;
  match: boolean;
  requests: boolean;
  complaints: boolean;
  imports: boolean;
  groups: boolean;
  ownRecords: boolean;
  wholeLedger: boolean;
  purpose: boolean;
  directory: boolean;
  /** The list of people with their roles. */
  people: boolean;
  /** Makes agencies and accounts, proposes roles. */
  accounts: boolean;
  /** Decides on proposed roles. */
  confirms: boolean;
  /** Names deputies and orders recusals. */
  head: boolean;
  /** May declare himself recused from a record. */
  recuses: boolean;
  hints: boolean;
  investigations: boolean;
  statement: boolean;
}

/** Whether the person has something to settle before the hub opens anything else to him. */
export function mustSettle(viewer: Viewer): boolean {
  return viewer.mustChangePassword || viewer.mustEnrolSecondFactor;
}

export function reachOf(viewer: Viewer): Reach {
  const holds = (...roles: string[]) => roles.some((role) => viewer.roles.includes(role));
  const administrator = holds(...administrators);
  const business = !administrator && viewer.roles.some((role) => !noCaseData.includes(role));
  return {
    leads: business,
    submit: business && holds('LIAISON'),
    match: business && holds('LIAISON', 'INTAKE', 'INVESTIGATOR', 'APPROVER', 'POL_REQ', 'ANALYST', 'LEGAL'),
    requests: business,
    complaints: business && ['INSURER', 'REGULATOR', 'INDUSTRY_ASSOCIATION', 'CONSUMER_ASSOCIATION', 'MARKET_REGULATOR', 'HUB_OFFICE'].includes(viewer.agency.kind),
    imports: business && holds('LIAISON', 'INTAKE'),
    groups: business && holds('LIAISON', 'APPROVER', 'INTAKE'),
    ownRecords: business,
    wholeLedger: holds('AUDITOR'),
    purpose: business,
    directory: holds('SECADMIN', 'SYSADMIN', ...heads),
    people: holds('SECADMIN', 'APPROVER', 'LEADER'),
    accounts: holds('SECADMIN'),
    confirms: holds('SYSADMIN', 'APPROVER', 'LEADER'),
    head: holds(...heads),
    recuses: !administrator,
    hints: holds('AUDITOR', 'APPROVER'),
    investigations: holds('AUDITOR', 'APPROVER'),
    statement: holds('APPROVER', 'LEADER'),
  };
}
