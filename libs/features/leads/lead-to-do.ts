import { hasRole, type Place, type Viewer } from '#kernel/access';

export const LEAD_TO_DO = ['TRIAGE', 'ASSIGNED_TO_ME', 'DECIDE', 'SHARE_CONSENT', 'RECALL_ACKNOWLEDGE', 'RETURNED'] as const;
export type LeadToDo = (typeof LEAD_TO_DO)[number];

/** One condition serves a counter and the list behind it, so that the badge always equals the list. Over the alias r. */
export function toDoCondition(toDo: LeadToDo, viewer: Viewer, place: Place): string {
  const person = (): string => place(viewer.personId, 'uuid');
  const agency = (): string => place(viewer.agencyId, 'uuid');
  switch (toDo) {
    case 'TRIAGE':
      return hasRole(viewer, 'INTAKE') ? `r.status = 'SUBMITTED'` : 'FALSE';
    case 'ASSIGNED_TO_ME':
      return `(r.status IN ('ASSIGNED', 'VERIFYING', 'TRANSFERRED') AND r.assignee_id = ${person()})`;
    case 'DECIDE':
      return hasRole(viewer, 'APPROVER') ? `(r.status = 'PENDING_REVIEW' AND r.assigned_agency_id = ${agency()} AND r.concluded_by IS DISTINCT FROM ${person()})` : 'FALSE';
    case 'SHARE_CONSENT':
      return hasRole(viewer, 'APPROVER')
        ? `EXISTS (SELECT 1 FROM share w WHERE w.record_id = r.id AND w.owner_agency_id = ${agency()} AND w.status = 'PENDING_CONSENT' AND w.shared_by IS DISTINCT FROM ${person()})`
        : 'FALSE';
    case 'RECALL_ACKNOWLEDGE':
      return `EXISTS (SELECT 1 FROM share w WHERE w.record_id = r.id AND w.status = 'RECALLED' AND w.agency_id = ${agency()}
        AND NOT EXISTS (SELECT 1 FROM recall_acknowledgement k WHERE k.share_id = w.id AND k.agency_id = w.agency_id))`;
    case 'RETURNED':
      return hasRole(viewer, 'LIAISON') ? `(r.status = 'RETURNED' AND r.owner_agency_id = ${agency()})` : 'FALSE';
  }
}
