/**
 * The people of the member agencies: accounts, roles with a term, deputies (AB角), recusals (回避) and sign-in. A
 * Viewer is built from them on every request, so an ended role or a revoked session counts at once. Passwords are
 * argon2id, sessions opaque and kept on the server. Separation rules between roles are checked when a role is granted.
 * Nobody reads another agency's people except the names of its liaisons.
 */
export { PeopleModule } from './people.module.js';
export { PeopleService, peopleWithRole, type Colleague } from './people.service.js';
export { SessionsService } from './sessions.service.js';
export { loadViewer } from './viewer.repository.js';
export { peopleMigration, PEOPLE_TABLES_WITHOUT_TRIGGER } from './people.migration.js';

export const peopleReads = { viewer: 'own data: no entry needed', sessions: 'own data: no entry needed', assignableInvestigators: 'person.listInvestigators' } as const;
export const peopleSessionMutations = {
  signIn: 'writes its own entry through the session door',
  signOut: 'writes its own entry through the session door',
  signOutEverywhere: 'writes its own entry through the session door',
} as const;
export const peopleOpenTypes = {
  Viewer: 'the signed-in person himself',
  SignInPayload: 'token and the signed-in person',
  SessionInfo: 'own sessions',
  Colleague: 'names of colleagues who can take an assignment',
} as const;
