import { defineCommands, type Role } from '#kernel/access';
import type { LeadAct } from './lead-states.js';

/** Who may do what with a lead; where he must sit and from which state stands in lead-states.ts. */
export const leadCommands = defineCommands({
  'lead.submit': { mutation: 'submitLead', roles: ['LIAISON', 'INTAKE', 'INVESTIGATOR', 'POL_REQ'] },
  'lead.draft': { mutation: 'draftLead', roles: ['LIAISON', 'INTAKE', 'INVESTIGATOR', 'POL_REQ'] },
  'lead.revise': { mutation: 'reviseLead', roles: ['LIAISON', 'INTAKE', 'INVESTIGATOR', 'POL_REQ'] },
  'lead.submitDraft': { mutation: 'submitDraft', roles: ['LIAISON', 'INTAKE', 'INVESTIGATOR', 'POL_REQ'] },
  'lead.return': { mutation: 'returnLead', roles: ['INTAKE'] },
  'lead.reject': { mutation: 'rejectLead', roles: ['INTAKE'] },
  'lead.merge': { mutation: 'mergeLead', roles: ['INTAKE'] },
  'lead.assign': { mutation: 'assignLead', roles: ['INTAKE'] },
  'lead.accept': { mutation: 'acceptLead', roles: ['INVESTIGATOR', 'POL_REQ'] },
  'lead.refuse': { mutation: 'refuseLead', roles: ['INTAKE', 'APPROVER', 'POL_HEAD_DEPARTMENT'] },
  'lead.conclude': { mutation: 'concludeLead', roles: ['INVESTIGATOR', 'POL_REQ'] },
  'lead.decide': { mutation: 'decideLead', roles: ['APPROVER'] },
  'lead.reopen': { mutation: 'reopenLead', roles: ['APPROVER'] },
});

export const rolesOfAct = Object.fromEntries(Object.entries(leadCommands).map(([action, c]) => [action, c.roles])) as Record<LeadAct, readonly Role[]>;
