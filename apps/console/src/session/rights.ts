import type { Viewer } from '../graphql/viewer.types.js';

const administrators = ['SYSADMIN', 'SECADMIN', 'AUDITOR'];
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
  };
}
