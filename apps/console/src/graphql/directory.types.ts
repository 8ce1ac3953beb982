import type { Agency } from './viewer.types.js';

export type RoleGrantStatus = 'PENDING' | 'ACTIVE' | 'REFUSED' | 'ENDED';

export interface RoleGrant {
  id: string;
  version: number;
  username: string;
  displayName: string;
  agency: Agency;
  role: string;
  status: RoleGrantStatus;
  startsAt: string;
  endsAt: string;
  requestedBy: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string | null;
  mayDecide: boolean;
}

export interface Person {
  id: string;
  username: string;
  displayName: string;
  agency: Agency;
  active: boolean;
  mustChangePassword: boolean;
  /** Whether a second factor is enrolled. */
  secondFactor: boolean;
  createdAt: string;
  roleGrants: RoleGrant[];
}

/** A new account; its first password is told this once. */
export interface NewPerson {
  person: Pick<Person, 'username' | 'displayName' | 'agency'>;
  initialPassword: string;
}

export interface DeputyTerm {
  id: string;
  head: string;
  headUsername: string;
  deputy: string;
  deputyUsername: string;
  startsAt: string;
  endsAt: string;
  revokedAt: string | null;
}

export interface Recusal {
  recordNumber: string;
  username: string;
  displayName: string;
  reason: string;
  declaredBy: string;
  createdAt: string;
}
