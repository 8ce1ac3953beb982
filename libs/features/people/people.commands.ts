import { defineCommands, ROLES } from '#kernel/access';
import { HEAD_ROLES, isAdministratorRole } from './role.rules.js';

const BUSINESS = ROLES.filter((role) => !isAdministratorRole(role));

/** Who may act on accounts, roles, deputies and recusals; whom it may concern stands in the services. */
export const peopleCommands = defineCommands({
  'person.create': { mutation: 'createPerson', roles: ['SECADMIN'] },
  'person.deactivate': { mutation: 'deactivatePerson', roles: ['SECADMIN'] },
  'person.reactivate': { mutation: 'reactivatePerson', roles: ['SECADMIN'] },
  'roleGrant.propose': { mutation: 'proposeRoleGrant', roles: ['SECADMIN'] },
  'roleGrant.decide': { mutation: 'decideRoleGrant', roles: ['APPROVER', 'LEADER', 'SYSADMIN'] },
  'roleGrant.revoke': { mutation: 'revokeRoleGrant', roles: ['APPROVER', 'LEADER', 'SECADMIN'] },
  'deputy.name': { mutation: 'nameDeputy', roles: HEAD_ROLES },
  'deputy.revoke': { mutation: 'revokeDeputy', roles: [...HEAD_ROLES, 'SECADMIN'] },
  'recusal.declare': { mutation: 'declareRecusal', roles: BUSINESS },
  'recusal.order': { mutation: 'recusePerson', roles: HEAD_ROLES },
  'recusal.lift': { mutation: 'liftRecusal', roles: HEAD_ROLES },
});
