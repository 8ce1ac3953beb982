import { Inject, Injectable } from '@nestjs/common';
import { hasRole, type Viewer } from '#kernel/access';
import { isId, newId } from '#kernel/crypto';
import { ScopedRead, UnitOfWork, type Connection, type Tx } from '#kernel/database';
import { invalidInput, invalidState, notFound, notPermitted, separationOfDuties } from '#kernel/errors';
import { foldUsername } from './account.rules.js';
import { deputyTermProblems, HEAD_ROLES } from './role.rules.js';

export interface DeputyTerm {
  id: string;
  head: string;
  headUsername: string;
  deputy: string;
  deputyUsername: string;
  startsAt: Date;
  endsAt: Date;
  revokedAt: Date | null;
}

const SELECT = `SELECT d.id, d.head_id, d.deputy_id, h.agency_id, h.display_name AS head, h.username AS "headUsername", b.display_name AS deputy, b.username AS "deputyUsername",
  d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.revoked_at AS "revokedAt" FROM deputy d JOIN person h ON h.id = d.head_id JOIN person b ON b.id = d.deputy_id`;

type Row = DeputyTerm & { head_id: string; deputy_id: string; agency_id: string };

/**
 * Deputies (AB角): a head names one colleague for a term, who then has the head's roles, acts as "乙（代甲）" and is counted
 * as both by every separation rule. Of equal level is whoever holds or once held a confirmed business role of the same
 * agency: the hub knows no ranks, and a head that could name only another head could name nobody in a small agency.
 * Administrators never deputise. A deputyship is not passed on.
 */
@Injectable()
export class DeputiesService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
  ) {}

  name(viewer: Viewer, username: string, startsAt: Date | null, endsAt: Date): Promise<DeputyTerm> {
    return this.unitOfWork.run(viewer, 'deputy.name', async (tx) => {
      tx.permit();
      const term = { startsAt: startsAt ?? tx.now, endsAt };
      const problems = deputyTermProblems(term, tx.now);
      if (problems.length > 0) throw invalidInput(problems);
      await tx.query(`SELECT 1 FROM person WHERE id = $1 FOR UPDATE`, [viewer.personId]);
      const own = await tx.query(`SELECT 1 FROM role_grant WHERE person_id = $1 AND role = ANY($2) AND status = 'ACTIVE' AND starts_at <= $3 AND ends_at > $3`, [viewer.personId, HEAD_ROLES, tx.now]);
      if (own.length === 0) throw notPermitted('代理人不得再行委托', 'A deputy may not name a deputy');
      const deputyId = await this.eligible(tx, viewer, foldUsername(username), term.endsAt);
      const [running] = await tx.query(`SELECT 1 FROM deputy WHERE head_id = $1 AND revoked_at IS NULL AND starts_at < $3 AND ends_at > $2`, [viewer.personId, term.startsAt, term.endsAt]);
      if (running) throw invalidState('该期间已有代理人，请先撤销', 'There is a deputy for part of this term; revoke him first');
      const id = newId();
      await tx.query(`INSERT INTO deputy (id, head_id, deputy_id, starts_at, ends_at) VALUES ($1,$2,$3,$4,$5)`, [id, viewer.personId, deputyId, term.startsAt, term.endsAt]);
      tx.note({ object: 'Deputy', records: [{ id, ownerAgencyId: viewer.agencyId }], fields: ['deputy', 'startsAt', 'endsAt'] });
      return (await tx.query<Row>(`${SELECT} WHERE d.id = $1`, [id])).map(shown)[0]!;
    });
  }

  /** By the head himself or the security administrator; counts at the next request. */
  revoke(viewer: Viewer, id: string): Promise<DeputyTerm> {
    return this.unitOfWork.run(viewer, 'deputy.revoke', async (tx) => {
      const [row] = isId(id) ? await tx.query<Row>(`${SELECT} WHERE d.id = $1 FOR UPDATE OF d`, [id]) : [];
      if (!row || (row.agency_id !== viewer.agencyId && !hasRole(viewer, 'SECADMIN'))) throw notFound();
      tx.permit();
      if (row.head_id !== viewer.personId && !hasRole(viewer, 'SECADMIN')) throw notPermitted('只有委托人或安全管理员可以撤销', 'Only the head himself or the security administrator may revoke it');
      if (row.revokedAt || row.endsAt <= tx.now) throw invalidState('该代理已经结束', 'This deputyship has ended');
      await tx.query(`UPDATE deputy SET revoked_at = $2 WHERE id = $1`, [id, tx.now]);
      tx.note({ object: 'Deputy', records: [{ id, ownerAgencyId: row.agency_id }], fields: ['revokedAt'] });
      return shown({ ...row, revokedAt: tx.now });
    });
  }

  /** Those I named and those that name me; for a head all of his agency's. */
  list(viewer: Viewer): Promise<DeputyTerm[]> {
    return this.read.run(viewer, 'deputy.list', async (c) => {
      const rows = await listRows(c, viewer);
      return { value: rows.map(shown), object: 'Deputy', records: rows.map((r) => ({ id: r.id, ownerAgencyId: r.agency_id })), fields: ['head', 'deputy', 'startsAt', 'endsAt'] };
    });
  }

  private async eligible(tx: Tx, viewer: Viewer, username: string, until: Date): Promise<string> {
    const [person] = await tx.query<{ id: string; known: boolean; administrator: boolean }>(
      `SELECT p.id,
          EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.status IN ('ACTIVE', 'ENDED') AND g.starts_at <= $3 AND g.role NOT IN ('SYSADMIN', 'SECADMIN', 'AUDITOR')) AS known,
          EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.status IN ('ACTIVE', 'PENDING') AND g.ends_at > $3 AND g.starts_at < $4 AND g.role IN ('SYSADMIN', 'SECADMIN', 'AUDITOR')) AS administrator
         FROM person p WHERE p.username = $1 AND p.agency_id = $2 AND p.active FOR UPDATE`,
      [username, viewer.agencyId, tx.now, until],
    );
    if (!person) throw invalidInput([{ field: 'username', zh: '不是本单位在用的账号', en: 'is not an active account of your agency' }]);
    if (person.id === viewer.personId) throw invalidInput([{ field: 'username', zh: '不能委托自己', en: 'must be somebody else' }]);
    if (person.administrator) throw separationOfDuties('三类管理员不得代理负责人', 'An administrator must not stand in for a head');
    if (!person.known) throw invalidInput([{ field: 'username', zh: '须现任或曾任本单位岗位', en: 'must hold or have held a role of the agency' }]);
    return person.id;
  }
}

function listRows(connection: Connection, viewer: Viewer): Promise<Row[]> {
  return connection.query<Row>(`${SELECT} WHERE d.head_id = $1 OR d.deputy_id = $1 OR ($3 AND h.agency_id = $2) OR $4 ORDER BY d.starts_at DESC, d.id DESC LIMIT 500`, [
    viewer.personId,
    viewer.agencyId,
    hasRole(viewer, ...HEAD_ROLES),
    hasRole(viewer, 'SECADMIN'),
  ]);
}

function shown({ id, head, headUsername, deputy, deputyUsername, startsAt, endsAt, revokedAt }: Row): DeputyTerm {
  return { id, head, headUsername, deputy, deputyUsername, startsAt, endsAt, revokedAt };
}
