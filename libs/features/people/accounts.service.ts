import { Inject, Injectable } from '@nestjs/common';
import { agenciesByCode, agenciesById, type Agency } from '#features/agencies';
import { hasRole, isSameHand, type Viewer } from '#kernel/access';
import { hashPassword, Keyring, newId, pseudonym, randomToken } from '#kernel/crypto';
import { ScopedRead, UnitOfWork, type Connection, type Tx } from '#kernel/database';
import { invalidInput, invalidState, notFound, notPermitted, separationOfDuties, type FieldProblem } from '#kernel/errors';
import { displayNameProblem, foldUsername, usernameProblem } from './account.rules.js';
import { refuseLastAdministrator, RoleGrantsService, type RoleGrant } from './role-grants.service.js';
import { revokeSessions } from './sessions.service.js';

export interface Person {
  id: string;
  version: number;
  username: string;
  displayName: string;
  agency: Agency;
  active: boolean;
  mustChangePassword: boolean;
  secondFactor: boolean;
  createdAt: Date;
  roleGrants: RoleGrant[];
}

interface Row {
  id: string;
  version: number;
  username: string;
  display_name: string;
  agency_id: string;
  active: boolean;
  must_change_password: boolean;
  second_factor: boolean;
  created_at: Date;
}

const SELECT = `SELECT p.id, p.version, p.username, p.display_name, p.agency_id, p.active, p.must_change_password, p.totp_sealed IS NOT NULL AS second_factor, p.created_at FROM person p JOIN agency a ON a.id = p.agency_id`;
/** 20 of 64 characters: 120 random bits, to be changed at the first sign-in. */
const INITIAL_PASSWORD_LENGTH = 20;

export function initialPassword(): string {
  return randomToken().slice(0, INITIAL_PASSWORD_LENGTH);
}

/** What is wrong with a new account; user name already folded. */
export function accountProblems(username: string, displayName: string): FieldProblem[] {
  return [usernameProblem(username), displayNameProblem(displayName)].filter((p) => p !== null);
}

/** Writes an account without any role. False when the user name is taken. */
export async function insertPerson(connection: Connection, keyring: Keyring, person: { id: string; username: string; displayName: string; agencyId: string; passwordHash: string; totpSealed: Buffer | null; now: Date }): Promise<boolean> {
  const rows = await connection.query(
    `INSERT INTO person (id, username, display_name, agency_id, pseudonym, password_hash, totp_sealed, must_change_password, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,true,$8)
     ON CONFLICT (username) DO NOTHING RETURNING id`,
    [person.id, person.username, person.displayName, person.agencyId, pseudonym(keyring, 'person', person.id), person.passwordHash, person.totpSealed, person.now],
  );
  return rows.length === 1;
}

/** Accounts: made and closed by the security administrator; an account alone may do nothing. */
@Injectable()
export class AccountsService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(RoleGrantsService) private readonly grants: RoleGrantsService,
  ) {}

  /** The initial password leaves the hub this once. */
  async create(viewer: Viewer, input: { agencyCode: string; username: string; displayName: string }): Promise<{ person: Person; initialPassword: string }> {
    const password = initialPassword();
    const passwordHash = await hashPassword(password);
    return this.unitOfWork.run(viewer, 'person.create', async (tx) => {
      tx.permit();
      const username = foldUsername(input.username);
      const displayName = input.displayName.normalize('NFC').trim();
      const problems = accountProblems(username, displayName);
      const agency = (await agenciesByCode(tx, [input.agencyCode])).get(input.agencyCode);
      if (!agency) problems.push({ field: 'agencyCode', zh: '没有这个成员单位', en: 'is not a member agency' });
      if (!agency || problems.length > 0) throw invalidInput(problems);
      const id = newId();
      const made = await insertPerson(tx, this.keyring, { id, username, displayName, agencyId: agency.id, passwordHash, totpSealed: null, now: tx.now });
      if (!made) throw invalidInput([{ field: 'username', zh: '该用户名已被使用', en: 'is taken' }]);
      tx.note({ object: 'Person', records: [{ id, ownerAgencyId: agency.id }], fields: ['username', 'displayName', 'agency'] });
      return { person: await this.find(tx, viewer, username, tx.now), initialPassword: password };
    });
  }

  /** Closes the account at once: sessions, roles and deputyships end. A reopened account begins without any role. */
  deactivate(viewer: Viewer, username: string): Promise<Person> {
    return this.unitOfWork.run(viewer, 'person.deactivate', async (tx) => {
      tx.permit();
      const person = await this.locked(tx, username);
      if (isSameHand(viewer, person.id)) throw separationOfDuties('不能停用自己的账号', 'You may not close your own account');
      if (!person.active) throw invalidState('该账号已停用', 'The account is not active');
      await refuseLastAdministrator(tx, person.id, tx.now);
      await tx.query(`UPDATE person SET active = false, version = version + 1 WHERE id = $1`, [person.id]);
      await tx.query(`UPDATE role_grant SET status = 'ENDED', decided_by = $2, decided_at = $3, version = version + 1 WHERE person_id = $1 AND status IN ('ACTIVE', 'PENDING')`, [person.id, viewer.personId, tx.now]);
      await tx.query(`UPDATE deputy SET revoked_at = $2 WHERE (head_id = $1 OR deputy_id = $1) AND revoked_at IS NULL AND ends_at > $2`, [person.id, tx.now]);
      await revokeSessions(tx, person.id, new Date());
      tx.note({ object: 'Person', records: [{ id: person.id, ownerAgencyId: person.agency_id }], fields: ['active', 'roleGrants'] });
      return this.find(tx, viewer, person.username, tx.now);
    });
  }

  reactivate(viewer: Viewer, username: string): Promise<Person> {
    return this.unitOfWork.run(viewer, 'person.reactivate', async (tx) => {
      tx.permit();
      const person = await this.locked(tx, username);
      if (person.active) throw invalidState('该账号未停用', 'The account is active');
      await tx.query(`UPDATE person SET active = true, version = version + 1 WHERE id = $1`, [person.id]);
      tx.note({ object: 'Person', records: [{ id: person.id, ownerAgencyId: person.agency_id }], fields: ['active'] });
      return this.find(tx, viewer, person.username, tx.now);
    });
  }

  /** Everybody for the security administrator, the own agency for a head; at most 500, narrowed by agency or a part of the name. */
  list(viewer: Viewer, agencyCode: string | null, text: string | null): Promise<Person[]> {
    return this.read.run(viewer, 'person.list', async (c, now) => {
      const all = hasRole(viewer, 'SECADMIN');
      if (!all && !hasRole(viewer, 'APPROVER', 'LEADER')) throw notPermitted();
      const rows = await c.query<Row>(
        `${SELECT} WHERE ($1::uuid IS NULL OR p.agency_id = $1) AND ($2::text IS NULL OR a.code = $2) AND ($3::text IS NULL OR position($3 in p.display_name) > 0 OR position(lower($3) in p.username) > 0)
          ORDER BY a.code, p.username LIMIT 500`,
        [all ? null : viewer.agencyId, agencyCode, text?.trim() || null],
      );
      const value = await this.present(c, viewer, rows, now);
      return { value, object: 'Person', records: rows.map((r) => ({ id: r.id, ownerAgencyId: r.agency_id })), fields: ['username', 'displayName', 'roleGrants'] };
    });
  }

  private async locked(tx: Tx, username: string): Promise<Row> {
    const [person] = await tx.query<Row>(`${SELECT} WHERE p.username = $1 FOR UPDATE OF p`, [foldUsername(username)]);
    if (!person) throw notFound();
    return person;
  }

  private async find(connection: Connection, viewer: Viewer, username: string, now: Date): Promise<Person> {
    return (await this.present(connection, viewer, await connection.query<Row>(`${SELECT} WHERE p.username = $1`, [username]), now))[0]!;
  }

  private async present(connection: Connection, viewer: Viewer, rows: readonly Row[], now: Date): Promise<Person[]> {
    const agencies = await agenciesById(connection, rows.map((r) => r.agency_id));
    const grants = await this.grants.ofPeople(connection, viewer, rows.map((r) => r.id), now);
    return rows.map((r) => ({
      id: r.id,
      version: r.version,
      username: r.username,
      displayName: r.display_name,
      agency: agencies.get(r.agency_id)!,
      active: r.active,
      mustChangePassword: r.must_change_password,
      secondFactor: r.second_factor,
      createdAt: r.created_at,
      roleGrants: grants.get(r.id) ?? [],
    }));
  }
}
