import { Inject, Injectable } from '@nestjs/common';
import { hasRole, type Viewer } from '#kernel/access';
import { isId, newId } from '#kernel/crypto';
import { findVisible, Records, ScopedRead, UnitOfWork, type Connection } from '#kernel/database';
import { invalidInput, invalidState, notFound, notPermitted, type FieldProblem } from '#kernel/errors';
import { checkFilter } from './ledger-filter.js';
import type { AuditFilterInput } from './ledger.type.js';

/** A named filter over the ledger; times are RFC 3339 texts, as they were saved. */
export type SavedFilter = Omit<AuditFilterInput, 'from' | 'to'> & { from?: string | null; to?: string | null };

export interface Investigation {
  id: string;
  name: string;
  shared: boolean;
  own: boolean;
  savedBy: string;
  createdAt: Date;
  filter: SavedFilter;
}

const MOST = 100;
const SELECT = `SELECT s.id, s.name, s.shared, s.person_id = $1 AS own, p.display_name AS "savedBy", s.created_at AS "createdAt", s.filter FROM saved_investigation s JOIN person p ON p.id = s.person_id`;

/** Filters an auditor or an approver comes back to; his own, or shared with those of the same role in his agency. */
@Injectable()
export class InvestigationsService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Records) private readonly records: Records,
  ) {}

  /** Saves under a name; the same name again replaces one's own. */
  save(viewer: Viewer, input: { name: string; filter: AuditFilterInput; shared: boolean }): Promise<Investigation> {
    return this.unitOfWork.run(viewer, 'investigation.save', async (tx) => {
      const name = input.name.normalize('NFKC').trim();
      const problems: FieldProblem[] = name.length < 1 || name.length > 60 ? [{ field: 'name', zh: '应为 1 至 60 个字', en: 'must have 1 to 60 characters' }] : [];
      if (problems.length > 0) throw invalidInput(problems);
      checkFilter(input.filter);
      tx.permit();
      const [count] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM saved_investigation WHERE person_id = $1 AND name <> $2`, [viewer.personId, name]);
      if (count!.n >= MOST) throw invalidState(`最多保存 ${MOST} 个`, `At most ${MOST} can be kept`);
      const [saved] = await tx.query<{ id: string }>(
        `INSERT INTO saved_investigation (id, person_id, agency_id, role, name, filter, shared, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
         ON CONFLICT (person_id, name) DO UPDATE SET filter = EXCLUDED.filter, shared = EXCLUDED.shared, version = saved_investigation.version + 1 RETURNING id`,
        [newId(), viewer.personId, viewer.agencyId, roleOf(viewer), name, JSON.stringify(input.filter), input.shared, tx.now],
      );
      tx.note({ object: 'SavedInvestigation', records: [{ id: saved!.id, ownerAgencyId: viewer.agencyId }], fields: ['name', 'filter', 'shared'] });
      return (await tx.query<Investigation>(`${SELECT} WHERE s.id = $2`, [viewer.personId, saved!.id]))[0]!;
    });
  }

  delete(viewer: Viewer, id: string): Promise<boolean> {
    return this.unitOfWork.run(viewer, 'investigation.delete', async (tx) => {
      tx.permit();
      const gone = isId(id) ? await tx.query(`DELETE FROM saved_investigation WHERE id = $1 AND person_id = $2 RETURNING id`, [id, viewer.personId]) : [];
      if (gone.length === 0) throw notFound();
      tx.note({ object: 'SavedInvestigation', records: [{ id, ownerAgencyId: viewer.agencyId }], fields: [] });
      return true;
    });
  }

  list(viewer: Viewer): Promise<Investigation[]> {
    return this.read.run(viewer, 'investigation.list', async (c, now) => {
      if (!hasRole(viewer, 'AUDITOR', 'APPROVER')) throw notPermitted();
      const rows = await c.query<Investigation>(`${SELECT} WHERE s.person_id = $1 OR (s.shared AND s.agency_id = $2 AND s.role = $3) ORDER BY s.name, s.id`, [viewer.personId, viewer.agencyId, roleOf(viewer)]);
      const value: Investigation[] = [];
      for (const row of rows) if (row.own || (await this.mayKnow(c, viewer, row.filter, now))) value.push(row);
      return { value, object: 'SavedInvestigation', records: value.map((v) => ({ id: v.id, ownerAgencyId: viewer.agencyId })), fields: ['name', 'filter'] };
    });
  }

  /** A colleague's filter on a record this approver may not see would tell him that there is one. */
  private async mayKnow(connection: Connection, viewer: Viewer, filter: SavedFilter, now: Date): Promise<boolean> {
    if (!filter.recordNumber || hasRole(viewer, 'AUDITOR')) return true;
    const source = this.records.ofNumber(filter.recordNumber);
    return source !== null && (await findVisible(connection, viewer, source, filter.recordNumber, now)) !== null;
  }
}

function roleOf(viewer: Viewer): 'AUDITOR' | 'APPROVER' {
  return hasRole(viewer, 'AUDITOR') ? 'AUDITOR' : 'APPROVER';
}
