import { hasRole, isSameHand, type Role, type Viewer } from '#kernel/access';

export const LEAD_STATUSES = ['DRAFT', 'SUBMITTED', 'RETURNED', 'REJECTED', 'MERGED', 'ASSIGNED', 'VERIFYING', 'PENDING_REVIEW', 'CONVERTED', 'TRANSFERRED', 'ARCHIVED'] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** What a transition asks about a lead. */
export interface LeadFacts {
  status: LeadStatus;
  ownerAgencyId: string;
  assignedAgencyId: string | null;
  assigneeId: string | null;
  concludedBy: string | null;
  refusedHandOvers: number;
}

/** Where the acting person must sit in relation to the lead. */
export type Seat = 'contributor' | 'intake' | 'assignedInvestigator' | 'assignedApprover' | 'receiver';

export interface LeadTransition {
  action: string;
  from: readonly LeadStatus[];
  to: LeadStatus | 'by outcome';
  seat: Seat;
  /** Nobody decides on what he concluded himself. */
  notConcludedBy?: true;
}

/** The life of a lead (domain.md section 4), read as a table; roles stand in the commands of the same name. */
export const leadTransitions = {
  'lead.revise': { action: 'lead.revise', from: ['DRAFT', 'RETURNED'], to: 'by outcome', seat: 'contributor' },
  'lead.submitDraft': { action: 'lead.submitDraft', from: ['DRAFT', 'RETURNED'], to: 'SUBMITTED', seat: 'contributor' },
  'lead.return': { action: 'lead.return', from: ['SUBMITTED'], to: 'RETURNED', seat: 'intake' },
  'lead.reject': { action: 'lead.reject', from: ['SUBMITTED'], to: 'REJECTED', seat: 'intake' },
  'lead.merge': { action: 'lead.merge', from: ['SUBMITTED', 'ASSIGNED'], to: 'MERGED', seat: 'intake' },
  'lead.assign': { action: 'lead.assign', from: ['SUBMITTED', 'ASSIGNED'], to: 'ASSIGNED', seat: 'intake' },
  'lead.accept': { action: 'lead.accept', from: ['ASSIGNED', 'TRANSFERRED'], to: 'VERIFYING', seat: 'assignedInvestigator' },
  'lead.refuse': { action: 'lead.refuse', from: ['ASSIGNED', 'TRANSFERRED'], to: 'SUBMITTED', seat: 'receiver' },
  'lead.conclude': { action: 'lead.conclude', from: ['VERIFYING'], to: 'PENDING_REVIEW', seat: 'assignedInvestigator' },
  'lead.decide': { action: 'lead.decide', from: ['PENDING_REVIEW'], to: 'by outcome', seat: 'assignedApprover', notConcludedBy: true },
  'lead.reopen': { action: 'lead.reopen', from: ['ARCHIVED'], to: 'VERIFYING', seat: 'assignedApprover' },
} as const satisfies Record<string, LeadTransition>;

export type LeadAct = keyof typeof leadTransitions;

export const OUTCOME_STATUS = { CONVERT: 'CONVERTED', TRANSFER: 'TRANSFERRED', ARCHIVE: 'ARCHIVED', SEND_BACK: 'VERIFYING' } as const satisfies Record<string, LeadStatus>;
export type LeadOutcome = keyof typeof OUTCOME_STATUS;

/** A receiving agency may refuse a hand-over once; then the hub office decides and it is final. */
export const MOST_REFUSALS = 1;

/** Whether the viewer sits where the transition wants him; his roles are the command's business. */
export function sitsAt(seat: Seat, viewer: Viewer, lead: LeadFacts): boolean {
  switch (seat) {
    case 'contributor':
      return lead.ownerAgencyId === viewer.agencyId;
    case 'intake':
      return viewer.agencyKind === 'HUB_OFFICE' || viewer.agencyKind === 'REGULATOR';
    case 'assignedInvestigator':
      return lead.assignedAgencyId === viewer.agencyId && (lead.assigneeId === null || isSameHand(viewer, lead.assigneeId));
    case 'assignedApprover':
      return lead.assignedAgencyId === viewer.agencyId;
    case 'receiver':
      return lead.assignedAgencyId === viewer.agencyId && lead.assignedAgencyId !== lead.ownerAgencyId;
  }
}

export function breaksSeparation(transition: LeadTransition, viewer: Viewer, lead: LeadFacts): boolean {
  return transition.notConcludedBy === true && isSameHand(viewer, lead.concludedBy);
}

/** The acts open to the viewer on this lead now, for the console's action bar; the commands check again. */
export function openActs(viewer: Viewer, lead: LeadFacts, roles: Record<LeadAct, readonly Role[]>): LeadAct[] {
  return (Object.keys(leadTransitions) as LeadAct[]).filter((act) => {
    const transition: LeadTransition = leadTransitions[act];
    return (
      transition.from.includes(lead.status) &&
      hasRole(viewer, ...roles[act]) &&
      sitsAt(transition.seat, viewer, lead) &&
      !breaksSeparation(transition, viewer, lead) &&
      !(act === 'lead.refuse' && lead.refusedHandOvers >= MOST_REFUSALS)
    );
  });
}
