/**
 * The people of the member agencies: accounts, roles with a term, deputies (AB角), recusals (回避) and sign-in. A
 * Viewer is built from them on every request, so an ended role, a recusal or a revoked session counts at once. No right
 * comes from one person alone: the security administrator proposes, a head of the person's own agency confirms, and the
 * separation rules (role.rules.ts) are checked at both steps. Passwords are argon2id, sessions opaque and kept on the
 * server; an initial password or a missing second factor opens nothing but its mending. Nobody reads another agency's
 * people except the names of its liaisons.
 */
export { PeopleModule } from './people.module.js';
export { PeopleService, peopleWithRole, type Colleague } from './people.service.js';
export { SessionsService, SETTLING_OPERATIONS } from './sessions.service.js';
export { RecusalsService, type Release } from './recusals.service.js';
export { peopleCommands } from './people.commands.js';
export { isAdministratorRole, ROLE_KINDS, separationConflict, type RoleTerm } from './role.rules.js';
export { foldUsername } from './account.rules.js';
export { accountProblems, initialPassword, insertPerson } from './accounts.service.js';
export { loadViewer } from './viewer.repository.js';
export { peopleAccountsMigration, peopleMigration, PEOPLE_TABLES_WITHOUT_TRIGGER } from './people.migration.js';

export const peopleReads = {
  viewer: 'own data: no entry needed',
  sessions: 'own data: no entry needed',
  assignableInvestigators: 'person.listInvestigators',
  people: 'person.list',
  roleGrantsWaiting: 'roleGrant.listWaiting',
  deputies: 'deputy.list',
  recusals: 'recusal.list',
} as const;
export const peopleSessionMutations = {
  signIn: 'writes its own entry through the session door',
  signOut: 'writes its own entry through the session door',
  signOutEverywhere: 'writes its own entry through the session door',
  changePassword: 'one’s own account, whatever the roles: entry in the same transaction through the session door',
  beginSecondFactor: 'one’s own account, whatever the roles: entry in the same transaction through the session door',
  confirmSecondFactor: 'one’s own account, whatever the roles: entry in the same transaction through the session door',
} as const;
export const peopleOpenTypes = {
  Viewer: 'the signed-in person himself',
  SignInPayload: 'token and the signed-in person',
  SessionInfo: 'own sessions',
  Colleague: 'names of colleagues who can take an assignment',
  Person: 'listed to the security administrator and to heads of the own agency only',
  NewPerson: 'the security administrator who made the account, once',
  RoleGrant: 'listed to the security administrator and to those who confirm it only',
  DeputyTerm: 'listed to head, deputy, heads of the agency and the security administrator only',
  Recusal: 'listed to the recused person and the heads of his agency only',
} as const;
