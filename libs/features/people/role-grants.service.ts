import { Inject, Injectable } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import { hasRole, isSameHand, type AgencyKind, type Role, type Viewer } from '#kernel/access';
import { isId, newId } from '#kernel/crypto';
import { ScopedRead, UnitOfWork, type Connection, type Tx } from '#kernel/database';
import { invalidInput, invalidState, notFound, notPermitted, separationOfDuties, staleVersion, type FieldProblem } from '#kernel/errors';
import { foldUsername } from './account.rules.js';
import { confirmerOf, grantTermProblems, isAdministratorRole, kindProblem, separationConflict, type Confirmer, type RoleTerm, type Term } from './role.rules.js';

export type RoleGrantStatus = 'PENDING' | 'ACTIVE' | 'REFUSED' | 'ENDED';

export interface RoleGrant {
  id: string;
  version: number;
  username: string;
  displayName: string;
  agency: Agency;
  role: Role;
  status: RoleGrantStatus;
  startsAt: Date;
  endsAt: Date;
  requestedBy: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  /** Whether it waits for the viewer. */
  mayDecide: boolean;
}

interface Row {
  id: string;
  version: number;
  person_id: string;
  username: string;
  display_name: string;
  agency_id: string;
  agency_kind: AgencyKind;
  active: boolean;
  role: Role;
  status: RoleGrantStatus;
  starts_at: Date;
  ends_at: Date;
  requested_by: string | null;
  requester: string | null;
  decider: string | null;
  decided_for: string | null;
  decided_at: Date | null;
  reason: string | null;
}

const SELECT = `SELECT g.id, g.version, g.person_id, p.username, p.display_name, p.agency_id, a.kind AS agency_kind, p.active, g.role, g.status, g.starts_at, g.ends_at, g.requested_by,
  r.display_name AS requester, d.display_name AS decider, (SELECT string_agg(h.display_name, '、' ORDER BY h.display_name) FROM person h WHERE h.id = ANY(g.decided_for)) AS decided_for, g.decided_at, g.reason
  FROM role_grant g JOIN person p ON p.id = g.person_id JOIN agency a ON a.id = p.agency_id LEFT JOIN person r ON r.id = g.requested_by LEFT JOIN person d ON d.id = g.decided_by`;

/**
 * Roles with a term: the security administrator proposes, a head of the person's own agency confirms (confirmerOf), never
 * the person himself and never the proposer. The separation rules are checked at both steps, under a lock on the person.
 * A grant counts from its start to its end by the hub's clock, and a revoked one stops at the next request.
 */
@Injectable()
export class RoleGrantsService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
  ) {}

  propose(viewer: Viewer, input: { username: string; role: Role; startsAt: Date | null; endsAt: Date }): Promise<RoleGrant> {
    return this.unitOfWork.run(viewer, 'roleGrant.propose', async (tx) => {
      tx.permit();
      const [person] = await tx.query<{ id: string; agency_id: string; kind: AgencyKind; active: boolean }>(
        `SELECT p.id, p.agency_id, a.kind, p.active FROM person p JOIN agency a ON a.id = p.agency_id WHERE p.username = $1 FOR UPDATE OF p`,
        [foldUsername(input.username)],
      );
      if (!person) throw notFound();
      if (isSameHand(viewer, person.id)) throw separationOfDuties('不能为自己提出岗位授权', 'You may not propose a role for yourself');
      const wanted: RoleTerm = { role: input.role, startsAt: input.startsAt ?? tx.now, endsAt: input.endsAt };
      const problems: FieldProblem[] = grantTermProblems(wanted, tx.now);
      const wrongKind = kindProblem(input.role, person.kind);
      if (wrongKind) problems.push(wrongKind);
      if (problems.length > 0) throw invalidInput(problems);
      if (!person.active) throw invalidState('该账号已停用', 'The account is not active');
      const held = await heldBy(tx, person.id, ['ACTIVE', 'PENDING'], tx.now);
      refuseConflict(wanted, held, await standsInTerms(tx, person.id, tx.now));
      if (held.some((h) => h.status === 'PENDING' && h.role === wanted.role)) throw invalidState('同一岗位的授权正待确认', 'A grant of this role is already waiting');
      const id = newId();
      await tx.query(`INSERT INTO role_grant (id, person_id, role, starts_at, ends_at, status, requested_by, requested_at) VALUES ($1,$2,$3,$4,$5,'PENDING',$6,$7)`, [
        id, person.id, wanted.role, wanted.startsAt, wanted.endsAt, viewer.personId, tx.now,
      ]);
      tx.note({ object: 'RoleGrant', records: [{ id, ownerAgencyId: person.agency_id }], fields: ['role', 'startsAt', 'endsAt'] });
      return this.find(tx, viewer, id, tx.now);
    });
  }

  decide(viewer: Viewer, id: string, version: number, approve: boolean, reason: string | null): Promise<RoleGrant> {
    return this.unitOfWork.run(viewer, 'roleGrant.decide', async (tx) => {
      const g = await this.party(tx, viewer, id);
      if (isSameHand(viewer, g.person_id)) throw separationOfDuties('不能确认本人（或所代理负责人）的岗位授权', 'You may not confirm a role of your own or of the head you stand in for');
      if (isSameHand(viewer, g.requested_by)) throw separationOfDuties('不能确认自己提出的岗位授权', 'You may not confirm a grant you proposed');
      tx.permit();
      if (!mayConfirm(viewer, g.agency_id, (await confirmers(tx, [g], tx.now)).get(g.id)!)) throw notPermitted('该授权应由其所在单位的负责人确认', 'It is for a head of that agency to confirm');
      if (g.version !== version) throw staleVersion();
      if (g.status !== 'PENDING') throw invalidState('该授权已有决定', 'This grant has been decided');
      if (approve) {
        if (!g.active) throw invalidState('该账号已停用', 'The account is not active');
        if (g.ends_at <= tx.now) throw invalidState('该授权的期限已过', 'The term of this grant has passed');
        // Others may have been confirmed since it was proposed, and the table of roles may have changed.
        const wrongKind = kindProblem(g.role, g.agency_kind);
        if (wrongKind) throw invalidInput([wrongKind]);
        refuseConflict({ role: g.role, startsAt: g.starts_at, endsAt: g.ends_at }, await heldBy(tx, g.person_id, ['ACTIVE'], tx.now), await standsInTerms(tx, g.person_id, tx.now));
      } else if (!reason?.trim()) {
        throw invalidInput([{ field: 'reason', zh: '不同意时应写明理由', en: 'must be given with a refusal' }]);
      }
      await tx.query(`UPDATE role_grant SET status = $2, decided_by = $3, decided_for = $4, decided_at = $5, reason = $6, version = version + 1 WHERE id = $1`, [
        g.id, approve ? 'ACTIVE' : 'REFUSED', viewer.personId, viewer.actingFor.map((p) => p.personId), tx.now, reason,
      ]);
      tx.note({ object: 'RoleGrant', records: [{ id: g.id, ownerAgencyId: g.agency_id }], fields: ['status'] });
      return this.find(tx, viewer, g.id, tx.now);
    });
  }

  /** By the security administrator, or by whoever would have to confirm such a grant. The last administrator of a kind stays. */
  revoke(viewer: Viewer, id: string, version: number, reason: string): Promise<RoleGrant> {
    return this.unitOfWork.run(viewer, 'roleGrant.revoke', async (tx) => {
      const g = await this.party(tx, viewer, id);
      if (isSameHand(viewer, g.person_id)) throw separationOfDuties('不能撤销自己的岗位，代理人也不能撤销被代理负责人的岗位', 'You may not revoke a role of your own, nor a deputy one of his head');
      tx.permit();
      if (!hasRole(viewer, 'SECADMIN') && !isHeadOver(viewer, g.agency_id)) throw notPermitted('只有其所在单位的负责人或安全管理员可以撤销', 'Only a head of that agency or the security administrator may revoke it');
      if (g.version !== version) throw staleVersion();
      if (g.status !== 'PENDING' && (g.status !== 'ACTIVE' || g.ends_at <= tx.now)) throw invalidState('该授权已经结束', 'This grant has ended');
      if (!reason.trim()) throw invalidInput([{ field: 'reason', zh: '应写明理由', en: 'must be given' }]);
      if (g.status === 'ACTIVE' && isAdministratorRole(g.role)) await refuseLastAdministrator(tx, g.person_id, tx.now);
      await tx.query(`UPDATE role_grant SET status = 'ENDED', decided_by = $2, decided_for = $3, decided_at = $4, reason = $5, version = version + 1 WHERE id = $1`, [
        g.id, viewer.personId, viewer.actingFor.map((p) => p.personId), tx.now, reason,
      ]);
      tx.note({ object: 'RoleGrant', records: [{ id: g.id, ownerAgencyId: g.agency_id }], fields: ['status'] });
      return this.find(tx, viewer, g.id, tx.now);
    });
  }

  /** The grants the viewer has to decide on, oldest first. */
  waiting(viewer: Viewer): Promise<RoleGrant[]> {
    return this.read.run(viewer, 'roleGrant.listWaiting', async (c, now) => {
      const rows = await c.query<Row>(`${SELECT} WHERE g.status = 'PENDING' AND ($2 OR p.agency_id = $1) ORDER BY g.requested_at, g.id`, [viewer.agencyId, hasRole(viewer, 'LEADER', 'SYSADMIN')]);
      const mine = (await this.present(c, viewer, rows, now)).filter((g) => g.mayDecide);
      const shown = new Set(mine.map((g) => g.id));
      return { value: mine, object: 'RoleGrant', records: rows.filter((r) => shown.has(r.id)).map((r) => ({ id: r.id, ownerAgencyId: r.agency_id })), fields: ['displayName', 'role', 'startsAt', 'endsAt'] };
    });
  }

  /** Grants of these people, newest first. */
  async ofPeople(connection: Connection, viewer: Viewer, personIds: readonly string[], now: Date): Promise<Map<string, RoleGrant[]>> {
    const rows = personIds.length ? await connection.query<Row>(`${SELECT} WHERE g.person_id = ANY($1::uuid[]) ORDER BY g.starts_at DESC, g.id DESC`, [personIds]) : [];
    const grants = await this.present(connection, viewer, rows, now);
    const byPerson = new Map<string, RoleGrant[]>();
    rows.forEach((row, i) => byPerson.set(row.person_id, [...(byPerson.get(row.person_id) ?? []), grants[i]!]));
    return byPerson;
  }

  /** A grant the viewer has something to do with; everybody else is told there is none. */
  private async party(tx: Tx, viewer: Viewer, id: string): Promise<Row> {
    const [owner] = isId(id) ? await tx.query<{ person_id: string }>(`SELECT person_id FROM role_grant WHERE id = $1`, [id]) : [];
    // Always the person first, then his grants: two decisions on one person wait for each other.
    if (owner) await tx.query(`SELECT 1 FROM person WHERE id = $1 FOR UPDATE`, [owner.person_id]);
    const [g] = owner ? await tx.query<Row>(`${SELECT} WHERE g.id = $1`, [id]) : [];
    const isParty = g && (hasRole(viewer, 'SECADMIN', 'SYSADMIN', 'LEADER') || g.person_id === viewer.personId || (hasRole(viewer, 'APPROVER') && g.agency_id === viewer.agencyId));
    if (!isParty) throw notFound();
    return g;
  }

  private async find(connection: Connection, viewer: Viewer, id: string, now: Date): Promise<RoleGrant> {
    return (await this.present(connection, viewer, await connection.query<Row>(`${SELECT} WHERE g.id = $1`, [id]), now))[0]!;
  }

  private async present(connection: Connection, viewer: Viewer, rows: readonly Row[], now: Date): Promise<RoleGrant[]> {
    const agencies = await agenciesById(connection, rows.map((r) => r.agency_id));
    const waitsFor = await confirmers(connection, rows.filter((r) => r.status === 'PENDING'), now);
    return rows.map((r) => ({
      id: r.id,
      version: r.version,
      username: r.username,
      displayName: r.display_name,
      agency: agencies.get(r.agency_id)!,
      role: r.role,
      status: r.status === 'ACTIVE' && r.ends_at <= now ? 'ENDED' : r.status,
      startsAt: r.starts_at,
      endsAt: r.ends_at,
      requestedBy: r.requester,
      decidedBy: r.decider === null ? null : r.decided_for ? `${r.decider}（代${r.decided_for}）` : r.decider,
      decidedAt: r.decided_at,
      reason: r.reason,
      mayDecide: r.status === 'PENDING' && !isSameHand(viewer, r.person_id) && !isSameHand(viewer, r.requested_by) && mayConfirm(viewer, r.agency_id, waitsFor.get(r.id)!),
    }));
  }
}

function mayConfirm(viewer: Viewer, agencyId: string, confirmer: Confirmer): boolean {
  return hasRole(viewer, confirmer) && (confirmer !== 'APPROVER' || viewer.agencyId === agencyId);
}

/** A head over the people of this agency: its approver, and for the hub office its leader. */
function isHeadOver(viewer: Viewer, agencyId: string): boolean {
  return viewer.agencyId === agencyId && hasRole(viewer, 'APPROVER', 'LEADER');
}

/** Who has to confirm each grant, from the heads in force now. */
async function confirmers(connection: Connection, grants: readonly Pick<Row, 'id' | 'person_id' | 'agency_id' | 'requested_by'>[], now: Date): Promise<Map<string, Confirmer>> {
  if (grants.length === 0) return new Map();
  const heads = await connection.query<{ id: string; agency_id: string; role: 'APPROVER' | 'LEADER' }>(
    `SELECT DISTINCT p.id, p.agency_id, g.role FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE p.active AND g.status = 'ACTIVE' AND g.starts_at <= $2 AND g.ends_at > $2 AND (g.role = 'LEADER' OR (g.role = 'APPROVER' AND p.agency_id = ANY($1::uuid[])))`,
    [[...new Set(grants.map((g) => g.agency_id))], now],
  );
  const leaders = heads.filter((h) => h.role === 'LEADER').map((h) => h.id);
  return new Map(grants.map((g) => [g.id, confirmerOf(g.person_id, g.requested_by, heads.filter((h) => h.role === 'APPROVER' && h.agency_id === g.agency_id).map((h) => h.id), leaders)]));
}

async function heldBy(connection: Connection, personId: string, statuses: readonly RoleGrantStatus[], now: Date): Promise<(RoleTerm & { status: RoleGrantStatus })[]> {
  return connection.query(`SELECT role, starts_at AS "startsAt", ends_at AS "endsAt", status FROM role_grant WHERE person_id = $1 AND status = ANY($2) AND ends_at > $3`, [personId, statuses, now]);
}

async function standsInTerms(connection: Connection, personId: string, now: Date): Promise<Term[]> {
  return connection.query(`SELECT starts_at AS "startsAt", ends_at AS "endsAt" FROM deputy WHERE deputy_id = $1 AND revoked_at IS NULL AND ends_at > $2`, [personId, now]);
}

function refuseConflict(wanted: RoleTerm, held: readonly RoleTerm[], standsIn: readonly Term[]): void {
  const conflict = separationConflict(wanted, held, standsIn);
  if (conflict) throw separationOfDuties(conflict.zh, conflict.en);
}

/** Without one of the three nobody could give rights, run the hub or read its ledger again. */
export async function refuseLastAdministrator(tx: Connection, personId: string, now: Date): Promise<void> {
  await tx.query(`SELECT 1 FROM role_grant WHERE role IN ('SYSADMIN', 'SECADMIN', 'AUDITOR') AND status = 'ACTIVE' FOR UPDATE`);
  const [last] = await tx.query(
    `SELECT 1 FROM role_grant mine WHERE mine.person_id = $1 AND mine.role IN ('SYSADMIN', 'SECADMIN', 'AUDITOR') AND mine.status = 'ACTIVE' AND mine.ends_at > $2
        AND NOT EXISTS (SELECT 1 FROM role_grant g JOIN person p ON p.id = g.person_id
              WHERE g.role = mine.role AND g.status = 'ACTIVE' AND g.starts_at <= $2 AND g.ends_at > $2 AND p.active AND p.id <> $1)`,
    [personId, now],
  );
  if (last) throw invalidState('这是该类管理员中的最后一人，须先有接任者', 'This is the last administrator of the kind; a successor must be in office first');
}
