import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { hasRole, type Viewer } from '#kernel/access';
import { addMonths, endOfHubDay, hubDay } from '#kernel/clocks';
import { newId } from '#kernel/crypto';
import { Records, requireVisible, ScopedRead, UnitOfWork, type Connection, type Tx } from '#kernel/database';
import { invalidInput, invalidState, notFound, notPermitted, type FieldProblem } from '#kernel/errors';
import { DeadlineRunner, setDeadline } from '#kernel/jobs';
import { lockReadingIndex, unveil } from './reading-index.js';

export interface CovertMark {
  id: string;
  recordNumber: string;
  reason: string;
  markedBy: string;
  startsAt: Date;
  until: Date;
  endedAt: Date | null;
  /** Entries withheld so far. */
  entries: number;
}

/** domain.md section 5 rule 11. */
const LONGEST_MONTHS = 6;

const SELECT = `SELECT m.id, m.record_number AS "recordNumber", m.reason, p.display_name AS "markedBy", m.starts_at AS "startsAt", m.until, m.ended_at AS "endedAt",
  (SELECT count(DISTINCT c.index)::int FROM ledger_covert c WHERE c.mark_id = m.id) AS entries FROM covert_mark m JOIN person p ON p.id = m.marked_by`;

/**
 * Covert reads: a head of police or a regulator's approver marks one record of another agency; what his agency reads of
 * it from then on is in the ledger at once, and enters the owner's lists, counts and statements when the mark is lifted
 * or its term ends. The mark itself is noted under the marking agency, so the owner's ledger shows no trace of it.
 */
@Injectable()
export class CovertService implements OnModuleInit {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Records) private readonly records: Records,
    @Inject(DeadlineRunner) private readonly deadlines: DeadlineRunner,
  ) {}

  onModuleInit(): void {
    this.deadlines.on('covert.end', async (tx, id) => {
      await lockReadingIndex(tx);
      const [ended] = await tx.query<{ agency_id: string }>(`UPDATE covert_mark SET ended_at = $2, version = version + 1 WHERE id = $1 AND ended_at IS NULL RETURNING agency_id`, [id, tx.now]);
      if (!ended) return;
      await unveil(tx, id, tx.now);
      tx.note({ object: 'CovertMark', records: [{ id, ownerAgencyId: ended.agency_id }], fields: ['endedAt'] });
    });
  }

  mark(viewer: Viewer, input: { recordNumber: string; reason: string; until: Date }): Promise<CovertMark> {
    return this.unitOfWork.run(viewer, 'covert.mark', async (tx) => {
      const problems: FieldProblem[] = [];
      const reason = input.reason.trim();
      if (reason === '' || reason.length > 500) problems.push({ field: 'reason', zh: '应写明理由，不超过 500 个字', en: 'must be given, in 500 characters at most' });
      if (input.until <= tx.now) problems.push({ field: 'until', zh: '应晚于当前时间', en: 'must lie in the future' });
      if (input.until > endOfHubDay(addMonths(hubDay(tx.now), LONGEST_MONTHS))) problems.push({ field: 'until', zh: `最长 ${LONGEST_MONTHS} 个月`, en: `may be ${LONGEST_MONTHS} months ahead at most` });
      if (problems.length > 0) throw invalidInput(problems);
      const source = this.records.ofNumber(input.recordNumber);
      if (!source) throw notFound();
      const { row } = await requireVisible(tx, viewer, source, input.recordNumber, tx.now);
      permitHead(tx);
      if (row.facts.ownerAgencyId === viewer.agencyId) throw invalidState('本机关自己的记录不需要隐蔽查阅', 'Reads of your own agency’s records are not covert');
      const [inForce] = await tx.query(`SELECT 1 FROM covert_mark WHERE agency_id = $1 AND record_id = $2 AND ended_at IS NULL`, [viewer.agencyId, row.id]);
      if (inForce) throw invalidState('本机关对该记录的隐蔽查阅尚在有效期内', 'Your agency’s covert reads of this record are in force already');
      const id = newId();
      await tx.query(
        `INSERT INTO covert_mark (id, agency_id, owner_agency_id, record_type, record_id, record_number, reason, marked_by, starts_at, until) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
        [id, viewer.agencyId, row.facts.ownerAgencyId, source.policy.record, row.id, row.number, reason, viewer.personId, tx.now, input.until],
      );
      await setDeadline(tx, 'covert.end', id, input.until);
      noteMark(tx, id, row.id);
      return this.find(tx, id);
    });
  }

  lift(viewer: Viewer, recordNumber: string): Promise<CovertMark> {
    return this.unitOfWork.run(viewer, 'covert.lift', async (tx) => {
      // First, as the filling of the reading index does: in the other order the two could wait for each other.
      await lockReadingIndex(tx);
      const [mark] = await tx.query<{ id: string; record_id: string }>(`SELECT id, record_id FROM covert_mark WHERE agency_id = $1 AND record_number = $2 AND ended_at IS NULL FOR UPDATE`, [viewer.agencyId, recordNumber]);
      permitHead(tx);
      if (!mark) throw notFound();
      await tx.query(`UPDATE covert_mark SET ended_at = $2, lifted_by = $3, version = version + 1 WHERE id = $1`, [mark.id, tx.now, viewer.personId]);
      await unveil(tx, mark.id, tx.now);
      noteMark(tx, mark.id, mark.record_id);
      return this.find(tx, mark.id);
    });
  }

  /** The marks of one's own agency, newest first; for the heads who may set them. */
  marks(viewer: Viewer): Promise<CovertMark[]> {
    return this.read.run(viewer, 'covert.list', async (c) => {
      if (!mayMark(viewer)) throw notPermitted();
      const value = await c.query<CovertMark>(`${SELECT} WHERE m.agency_id = $1 ORDER BY m.starts_at DESC, m.id DESC LIMIT 500`, [viewer.agencyId]);
      return { value, object: 'CovertMark', records: value.map((m) => ({ id: m.id, ownerAgencyId: viewer.agencyId })), fields: ['recordNumber', 'reason'] };
    });
  }

  private async find(connection: Connection, id: string): Promise<CovertMark> {
    return (await connection.query<CovertMark>(`${SELECT} WHERE m.id = $1`, [id]))[0]!;
  }
}

/** The record stands in the entry for the auditor, under the marking agency: an index row for the owner would tell him. */
function noteMark(tx: Tx, markId: string, recordId: string): void {
  tx.note({ object: 'CovertMark', records: [{ id: markId, ownerAgencyId: tx.viewer.agencyId }, { id: recordId, ownerAgencyId: tx.viewer.agencyId }], fields: ['reason', 'until'] });
}

function mayMark(viewer: Viewer): boolean {
  return viewer.agencyKind === 'POLICE' ? hasRole(viewer, 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE') : viewer.agencyKind === 'REGULATOR' && hasRole(viewer, 'APPROVER');
}

function permitHead(tx: Tx): void {
  tx.permit();
  if (!mayMark(tx.viewer)) throw notPermitted('须由公安机关负责人或监管机构负责人决定', 'A head of police or an approver of a regulator decides');
}
