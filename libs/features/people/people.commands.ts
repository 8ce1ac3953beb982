import { ADMINISTRATOR_ROLES, defineCommands, ROLES, type Role } from '#kernel/access';

/** Heads and their deputies; a hub office's head is its LEADER. */
const HEADS: readonly Role[] = ['APPROVER', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE', 'LEADER'];
const BUSINESS = ROLES.filter((role) => !(ADMINISTRATOR_ROLES as readonly Role[]).includes(role));

/** Who may act on accounts, roles, deputies and recusals; whom it may concern stands in the services. */
export const peopleCommands = defineCommands({
  'person.create': { mutation: 'createPerson', roles: ['SECADMIN'] },
  'person.deactivate': { mutation: 'deactivatePerson', roles: ['SECADMIN'] },
  'person.reactivate': { mutation: 'reactivatePerson', roles: ['SECADMIN'] },
  'roleGrant.propose': { mutation: 'proposeRoleGrant', roles: ['SECADMIN'] },
  'roleGrant.decide': { mutation: 'decideRoleGrant', roles: ['APPROVER', 'LEADER', 'SYSADMIN'] },
  'roleGrant.revoke': { mutation: 'revokeRoleGrant', roles: ['APPROVER', 'LEADER', 'SECADMIN'] },
  'deputy.name': { mutation: 'nameDeputy', roles: HEADS },
  'deputy.revoke': { mutation: 'revokeDeputy', roles: [...HEADS, 'SECADMIN'] },
  'recusal.declare': { mutation: 'declareRecusal', roles: BUSINESS },
  'recusal.order': { mutation: 'recusePerson', roles: HEADS },
  'recusal.lift': { mutation: 'liftRecusal', roles: HEADS },
});
