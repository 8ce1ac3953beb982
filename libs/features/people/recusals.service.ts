import { Inject, Injectable } from '@nestjs/common';
import { hasRole, isSameHand, type Viewer } from '#kernel/access';
import { Records, requireVisible, ScopedRead, UnitOfWork, type RecordRow, type Tx } from '#kernel/database';
import { invalidInput, invalidState, notFound, separationOfDuties } from '#kernel/errors';
import { foldUsername } from './account.rules.js';
import { HEAD_ROLES } from './role.rules.js';

export interface Recusal {
  recordNumber: string;
  username: string;
  displayName: string;
  reason: string;
  declaredBy: string;
  createdAt: Date;
}

/** Takes a record from the person who handles it, who may no longer; offered by the feature that owns the record type. */
export type Release = (tx: Tx, row: RecordRow) => Promise<void>;

const SELECT = `SELECT x.record_number AS "recordNumber", p.username, p.display_name AS "displayName", x.reason, b.display_name AS "declaredBy", x.created_at AS "createdAt"
  FROM recusal x JOIN person p ON p.id = x.person_id JOIN person b ON b.id = x.created_by`;

/**
 * Recusal (回避, 行政处罚法 Art 43): declared by the person or ordered by a head of his agency. From the next request on the
 * record does not exist for him, whatever opened it before; where he was handling it, it goes back to his agency
 * unassigned in the same transaction.
 */
@Injectable()
export class RecusalsService {
  private readonly releases = new Map<string, Release>();

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Records) private readonly records: Records,
  ) {}

  register(recordType: string, release: Release): void {
    if (this.releases.has(recordType)) throw new Error(`${recordType} is released twice`);
    this.releases.set(recordType, release);
  }

  declare(viewer: Viewer, recordNumber: string, reason: string): Promise<Recusal> {
    return this.unitOfWork.run(viewer, 'recusal.declare', (tx) => this.recuse(tx, viewer, { id: viewer.personId }, recordNumber, reason));
  }

  order(viewer: Viewer, username: string, recordNumber: string, reason: string): Promise<Recusal> {
    return this.unitOfWork.run(viewer, 'recusal.order', async (tx) => {
      const [person] = await tx.query<{ id: string }>(`SELECT id FROM person WHERE username = $1 AND agency_id = $2 AND active FOR UPDATE`, [foldUsername(username), viewer.agencyId]);
      return this.recuse(tx, viewer, person ?? null, recordNumber, reason);
    });
  }

  /** Only a head lifts it, never the recused person, nor his deputy. */
  lift(viewer: Viewer, username: string, recordNumber: string, reason: string): Promise<boolean> {
    return this.unitOfWork.run(viewer, 'recusal.lift', async (tx) => {
      const [found] = await tx.query<{ person_id: string; record_id: string }>(
        `SELECT x.person_id, x.record_id FROM recusal x JOIN person p ON p.id = x.person_id WHERE p.username = $1 AND p.agency_id = $2 AND x.record_number = $3 FOR UPDATE OF x`,
        [foldUsername(username), viewer.agencyId, recordNumber],
      );
      if (!found) throw notFound();
      if (isSameHand(viewer, found.person_id)) throw separationOfDuties('不能解除本人（或所代理负责人）的回避', 'You may not lift a recusal of your own or of the head you stand in for');
      tx.permit();
      requireReason(reason);
      await tx.query(`DELETE FROM recusal WHERE person_id = $1 AND record_id = $2`, [found.person_id, found.record_id]);
      tx.note({ object: 'Recusal', records: [{ id: found.record_id, ownerAgencyId: viewer.agencyId }], fields: [] });
      return true;
    });
  }

  /** One's own; for a head those of his agency. */
  list(viewer: Viewer): Promise<Recusal[]> {
    return this.read.run(viewer, 'recusal.list', async (c) => {
      const value = await c.query<Recusal>(`${SELECT} WHERE x.person_id = $1 OR ($3 AND p.agency_id = $2) ORDER BY x.created_at DESC LIMIT 500`, [viewer.personId, viewer.agencyId, hasRole(viewer, ...HEAD_ROLES)]);
      return { value, object: 'Recusal', records: [], fields: ['recordNumber', 'displayName', 'reason'] };
    });
  }

  private async recuse(tx: Tx, viewer: Viewer, person: { id: string } | null, recordNumber: string, reason: string): Promise<Recusal> {
    const source = this.records.ofNumber(recordNumber);
    if (!source) throw notFound();
    const { row } = await requireVisible(tx, viewer, source, recordNumber, tx.now);
    tx.permit();
    if (!person) throw invalidInput([{ field: 'username', zh: '不是本单位在用的账号', en: 'is not an active account of your agency' }]);
    requireReason(reason);
    const made = await tx.query(
      `INSERT INTO recusal (person_id, record_id, record_type, record_number, reason, created_at, created_by) VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (person_id, record_id) DO NOTHING RETURNING person_id`,
      [person.id, row.id, source.policy.record, row.number, reason.trim(), tx.now, viewer.personId],
    );
    if (made.length === 0) throw invalidState('已经回避', 'The recusal is already in force');
    if (row.facts.assigneeId === person.id) {
      const release = this.releases.get(source.policy.record);
      if (!release) throw invalidState('正由其承办，请先改派', 'He is handling it; assign it to somebody else first');
      await release(tx, row);
    }
    tx.note({ object: source.policy.record, records: [{ id: row.id, ownerAgencyId: row.facts.ownerAgencyId }], fields: [] });
    return (await tx.query<Recusal>(`${SELECT} WHERE x.person_id = $1 AND x.record_id = $2`, [person.id, row.id]))[0]!;
  }
}

function requireReason(reason: string): void {
  const length = [...reason.trim()].length;
  if (length === 0 || length > 2000) throw invalidInput([{ field: 'reason', zh: '应为 1 至 2000 个字', en: 'must have 1 to 2000 characters' }]);
}
