import { Inject, Injectable } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import type { Viewer } from '#kernel/access';
import { isId, Keyring, openCursor, sealCursor } from '#kernel/crypto';
import { findVisible, Records, ScopedRead, type Connection } from '#kernel/database';
import { invalidInput, notFound } from '#kernel/errors';
import { ReadingIndex } from './reading-index.js';
import { visibleNumbers } from './visible-numbers.js';

export type DisseminationKind = 'SHARE' | 'GROUP_SHARE' | 'ACCESS_GRANT';

/** One time a record of ours went to somebody. */
export interface Dissemination {
  id: string;
  kind: DisseminationKind;
  recordNumber: string;
  /** The receiving agency; for a group null. */
  agency: Agency | null;
  groupCode: string | null;
  groupName: string | null;
  /** The person an access was granted to. */
  person: string | null;
  fields: string[];
  reason: string;
  handlingCode: string;
  at: Date;
  byAgency: Agency;
  /** Named when he is of the reader's own agency. */
  by: string | null;
  until: Date | null;
  status: string;
  recalledAt: Date | null;
  acknowledgedAt: Date | null;
  ledgerIndex: string | null;
}

export interface DisseminationPage {
  lines: Dissemination[];
  hasNextPage: boolean;
  endCursor: string | null;
}

interface Line {
  id: string;
  kind: DisseminationKind;
  record_id: string;
  record_number: string;
  receiver_id: string | null;
  group_code: string | null;
  group_name: string | null;
  person: string | null;
  fields: string[];
  reason: string;
  handling_code: string;
  at: Date;
  by_agency_id: string;
  by_name: string | null;
  until: Date | null;
  status: string;
  recalled_at: Date | null;
  acknowledged_at: Date | null;
  ledger_index: string | null;
}

/** $1 the originator, $2 a record or null, $3 acts that are mutations. Refused and pending shares went to nobody. */
const LINES = `
  SELECT s.id, CASE WHEN s.group_id IS NULL THEN 'SHARE' ELSE 'GROUP_SHARE' END AS kind, s.record_id, s.record_number, s.agency_id AS receiver_id, g.code AS group_code, g.name AS group_name,
         NULL AS person, '{}'::text[] AS fields, s.reason, s.handling_code, coalesce(CASE WHEN s.decided_at IS NOT NULL AND s.status <> 'RECALLED' THEN s.decided_at END, s.shared_at) AS at,
         s.shared_by_agency_id AS by_agency_id, (SELECT b.display_name FROM person b WHERE b.id = s.shared_by AND b.agency_id = $1) AS by_name, s.expires_at AS until, s.status,
         CASE WHEN s.status = 'RECALLED' THEN s.decided_at END AS recalled_at, (SELECT max(k.at) FROM recall_acknowledgement k WHERE k.share_id = s.id) AS acknowledged_at,
         (SELECT min(x.index) FROM ledger_reading x WHERE x.record_ids @> ARRAY[s.record_id] AND x.at = s.shared_at AND x.outcome = 'OK' AND x.action = ANY($3::text[])) AS ledger_index
    FROM share s LEFT JOIN sharing_group g ON g.id = s.group_id
   WHERE s.owner_agency_id = $1 AND ($2::uuid IS NULL OR s.record_id = $2) AND s.status IN ('ACTIVE', 'RECALLED', 'EXPIRED') AND s.agency_id IS DISTINCT FROM $1
  UNION ALL
  SELECT q.id, 'ACCESS_GRANT', q.record_id, q.record_number, q.requester_agency_id, NULL, NULL, p.display_name, q.granted_fields, q.message, h.code, coalesce(e.at, q.created_at),
         q.owner_agency_id, (SELECT b.display_name FROM person b WHERE b.id = q.decided_by AND b.agency_id = $1), q.until, q.status,
         CASE WHEN q.status = 'REVOKED' THEN v.at END, NULL, e.index
    FROM access_request q JOIN person p ON p.id = q.requester_id
    LEFT JOIN LATERAL (SELECT x.index, x.at FROM ledger_reading x WHERE x.record_ids @> ARRAY[q.id] AND x.action = 'accessRequest.decide' AND x.outcome = 'OK' ORDER BY x.index DESC LIMIT 1) e ON true
    LEFT JOIN LATERAL (SELECT x.at FROM ledger_reading x WHERE x.record_ids @> ARRAY[q.id] AND x.action = 'accessRequest.revoke' AND x.outcome = 'OK' ORDER BY x.index DESC LIMIT 1) v ON true
    LEFT JOIN LATERAL (SELECT s.handling_code AS code FROM share s WHERE s.record_id = q.record_id AND s.agency_id = q.requester_agency_id ORDER BY s.shared_at DESC LIMIT 1) h ON true
   WHERE q.owner_agency_id = $1 AND q.requester_agency_id <> $1 AND ($2::uuid IS NULL OR q.record_id = $2) AND q.status IN ('GRANTED', 'PARTLY_GRANTED', 'EXPIRED', 'REVOKED')`;

/**
 * The dissemination log: to whom a record of ours went, why, under which handling code, by whom and until when, with the
 * ledger index of the act beside each line. For the originator. A preview sends nothing and is not in it.
 */
@Injectable()
export class DisseminationsService {
  constructor(
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Records) private readonly records: Records,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(ReadingIndex) private readonly index: ReadingIndex,
  ) {}

  async lines(viewer: Viewer, recordNumber: string | null, first: number, after: string | null): Promise<DisseminationPage> {
    if (!Number.isInteger(first) || first < 1 || first > 100) throw invalidInput([{ field: 'first', zh: '每页条数应在 1 至 100 之间', en: 'must be between 1 and 100' }]);
    const binding = `${viewer.personId}|Dissemination|${recordNumber ?? ''}`;
    const position = after ? (openCursor(this.keyring, after, binding) as [string, string] | null) : null;
    if (after && !position) throw invalidInput([{ field: 'after', zh: '游标无效，或属于另一次查询', en: 'is not a cursor of this query' }]);
    await this.index.catchUp();
    return this.read.run(viewer, 'dissemination.list', async (c, now) => {
      const recordId = recordNumber === null ? null : await this.ownRecord(c, viewer, recordNumber, now);
      const found = await c.query<Line>(
        `SELECT * FROM (${LINES}) d WHERE $4::timestamptz IS NULL OR (d.at, d.id) < ($4::timestamptz, $5::uuid) ORDER BY d.at DESC, d.id DESC LIMIT ${first + 1}`,
        [viewer.agencyId, recordId, this.index.writes(), position?.[0] ?? null, position && isId(position[1]) ? position[1] : null],
      );
      const page = found.slice(0, first);
      const visible = await visibleNumbers(c, viewer, this.records, page.map((l) => l.record_id), now);
      const agencies = await agenciesById(c, page.flatMap((l) => [l.by_agency_id, ...(l.receiver_id ? [l.receiver_id] : [])]));
      const shown = page.filter((l) => visible.has(l.record_id));
      const last = page.at(-1);
      return {
        value: {
          lines: shown.map((l) => present(l, agencies)),
          hasNextPage: found.length > first,
          endCursor: last ? sealCursor(this.keyring, [last.at.toISOString(), last.id], binding) : null,
        },
        object: 'Dissemination',
        records: [...new Set(shown.map((l) => l.record_id))].map((id) => ({ id, ownerAgencyId: viewer.agencyId })),
        fields: ['shares', 'accessRequests'],
      };
    });
  }

  /** A record of another agency is NOT_FOUND, as one that is not there: where it went is its originator's to know. */
  private async ownRecord(connection: Connection, viewer: Viewer, number: string, now: Date): Promise<string> {
    const source = this.records.ofNumber(number);
    const found = source ? await findVisible(connection, viewer, source, number, now) : null;
    if (!found || found.row.facts.ownerAgencyId !== viewer.agencyId) throw notFound();
    return found.row.id;
  }
}

function present(l: Line, agencies: ReadonlyMap<string, Agency>): Dissemination {
  return {
    id: l.id,
    kind: l.kind,
    recordNumber: l.record_number,
    agency: l.receiver_id ? (agencies.get(l.receiver_id) ?? null) : null,
    groupCode: l.group_code,
    groupName: l.group_name,
    person: l.person,
    fields: l.fields,
    reason: l.reason,
    handlingCode: l.handling_code ?? '',
    at: l.at,
    byAgency: agencies.get(l.by_agency_id)!,
    by: l.by_name,
    until: l.until,
    status: l.status,
    recalledAt: l.recalled_at,
    acknowledgedAt: l.acknowledged_at,
    ledgerIndex: l.ledger_index,
  };
}
