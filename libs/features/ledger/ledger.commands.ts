import { defineCommands } from '#kernel/access';

/** Acts around the ledger; who sits where (a head of police, a regulator’s approver) is checked in the services. */
export const ledgerCommands = defineCommands({
  'covert.mark': { mutation: 'markCovert', roles: ['POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE', 'APPROVER'], kinds: ['POLICE', 'REGULATOR'] },
  'covert.lift': { mutation: 'liftCovert', roles: ['POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE', 'APPROVER'], kinds: ['POLICE', 'REGULATOR'] },
  'covert.end': { mutation: null, roles: [] },
  'investigation.save': { mutation: 'saveInvestigation', roles: ['AUDITOR', 'APPROVER'] },
  'investigation.delete': { mutation: 'deleteInvestigation', roles: ['AUDITOR', 'APPROVER'] },
  'policy.approve': { mutation: 'approvePolicy', roles: ['APPROVER', 'LEADER'] },
});
