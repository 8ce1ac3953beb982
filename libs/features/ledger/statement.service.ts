import { Inject, Injectable } from '@nestjs/common';
import { agenciesById } from '#features/agencies';
import { hasRole, type Viewer } from '#kernel/access';
import type { LedgerEntry } from '#kernel/audit';
import { addMonths, formatDateTime, hubDay, startOfHubDay } from '#kernel/clocks';
import { sha256 } from '#kernel/crypto';
import { Records, ScopedRead, type Connection } from '#kernel/database';
import { invalidInput, notPermitted } from '#kernel/errors';
import { veiledReferences } from './ledger.service.js';
import { ReadingIndex } from './reading-index.js';
import { BYTE_ORDER_MARK, csvRow, statementHeader, statementRow } from './statement-lines.js';
import { visibleNumbers } from './visible-numbers.js';

export interface StatementOffer {
  month: string;
  /** Fetched with the same Bearer token. */
  path: string;
  /** Lines it would have now. */
  lines: number;
}

export interface StatementFile {
  name: string;
  content: Buffer;
}

interface Row {
  index: string;
  leaf_hash: Buffer;
  bytes: Buffer;
  at: Date;
  agency_id: string | null;
  person_agency_id: string | null;
  display_name: string | null;
  record_ids: string[];
  lifted_at: Date | null;
}

const PAGE = 5000;

/**
 * $1 the owner, $2 and $3 the month. A line belongs to the month in which it entered our view: a covert read that was
 * lifted later is added to the month of lifting, so the statement of a past month never changes.
 */
const LINES = `
  SELECT o.index, o.at, NULL::timestamptz AS lifted_at, 0 AS part,
         ARRAY(SELECT r FROM unnest(o.record_ids) AS r EXCEPT SELECT c.record_id FROM ledger_covert c WHERE c.index = o.index AND c.owner_id = o.owner_id) AS record_ids
    FROM ledger_reading_owner o WHERE o.owner_id = $1 AND o.at >= $2 AND o.at < $3
     AND NOT EXISTS (SELECT 1 FROM ledger_covert c WHERE c.index = o.index AND c.owner_id = o.owner_id AND o.record_ids <@ ARRAY(SELECT k.record_id FROM ledger_covert k WHERE k.index = o.index AND k.owner_id = o.owner_id))
  UNION ALL
  SELECT c.index, o.at, max(c.lifted_at), 1, array_agg(c.record_id)
    FROM ledger_covert c JOIN ledger_reading_owner o ON o.owner_id = c.owner_id AND o.index = c.index WHERE c.owner_id = $1 AND c.lifted_at >= $2 AND c.lifted_at < $3 GROUP BY c.index, o.at`;

/** 谁查阅了我们的记录: the month's accesses to an agency's records, for its head, as a CSV file whose hash is in the ledger. */
@Injectable()
export class StatementService {
  constructor(
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Records) private readonly records: Records,
    @Inject(ReadingIndex) private readonly index: ReadingIndex,
  ) {}

  async offer(viewer: Viewer, month: string): Promise<StatementOffer> {
    await this.index.catchUp();
    return this.read.run(viewer, 'audit.offerStatement', async (c, now) => {
      const { from, to } = monthOf(viewer, month, now);
      const [count] = await c.query<{ n: number }>(`SELECT count(*)::int AS n FROM (${LINES}) s`, [viewer.agencyId, from, to]);
      return { value: { month, path: `/audit/statement/${month}.csv`, lines: count!.n }, object: 'AuditStatement', records: [], fields: [`month:${month}`] };
    });
  }

  /** The file with its watermark; its SHA-256 is in the entry that is durable before it leaves. */
  async file(viewer: Viewer, month: string): Promise<StatementFile> {
    await this.index.catchUp();
    return this.read.run(viewer, 'audit.statement', async (c, now) => {
      const { from, to } = monthOf(viewer, month, now);
      const parts = [BYTE_ORDER_MARK, statementHeader()];
      const veiled = await veiledReferences(c, viewer);
      let after: [string, number] = ['-1', 0];
      for (;;) {
        const page = await this.page(c, viewer, from, to, after);
        parts.push(await this.rows(c, viewer, page, veiled, now));
        const last = page.at(-1);
        if (!last || page.length < PAGE) break;
        after = [last.index, last.part];
      }
      parts.push(csvRow(['下载', formatDateTime(now), viewer.agencyName, viewer.displayName, viewer.requestId]));
      const content = Buffer.from(parts.join(''), 'utf8');
      const hash = sha256(content).toString('hex');
      return { value: { name: `statement-${viewer.agencyCode}-${month}.csv`, content }, object: 'AuditStatement', records: [], fields: [`month:${month}`, `sha256:${hash}`] };
    });
  }

  private page(c: Connection, viewer: Viewer, from: Date, to: Date, after: [string, number]): Promise<(Row & { part: number })[]> {
    return c.query(
      `SELECT s.index, s.part, s.lifted_at, s.record_ids, l.leaf_hash, i.bytes, i.at, i.agency_id, p.agency_id AS person_agency_id, p.display_name
         FROM (${LINES}) s JOIN ledger_leaf l ON l.index = s.index JOIN ledger_intake i ON i.id = l.entry_id LEFT JOIN person p ON p.id = i.person_id
        WHERE (s.index, s.part) > ($4::bigint, $5::int) ORDER BY s.index, s.part LIMIT ${PAGE}`,
      [viewer.agencyId, from, to, ...after],
    );
  }

  private async rows(c: Connection, viewer: Viewer, page: readonly Row[], veiled: ReadonlySet<string>, now: Date): Promise<string> {
    const agencies = await agenciesById(c, page.flatMap((r) => (r.agency_id ? [r.agency_id] : [])));
    const numbers = await visibleNumbers(c, viewer, this.records, page.flatMap((r) => r.record_ids), now);
    const known = new Set([...numbers.values()].map((n) => n.number));
    return page
      .map((row) => {
        const entry = JSON.parse(row.bytes.toString('utf8')) as LedgerEntry;
        const colleague = row.person_agency_id === viewer.agencyId;
        const reference = entry.purpose?.reference ?? '';
        const shown = row.record_ids.flatMap((id) => numbers.get(id) ?? []).filter((n) => n.ownerAgencyId === viewer.agencyId);
        return statementRow({
          index: row.index,
          at: row.at,
          agency: row.agency_id ? (agencies.get(row.agency_id)?.name ?? '') : '',
          actor: (colleague ? row.display_name : null) ?? entry.actor,
          action: entry.action,
          records: shown.map((n) => n.number),
          fields: entry.fields,
          masked: entry.masked,
          purposeCode: entry.purpose?.code ?? '',
          purposeReference: colleague || (known.has(reference) && !veiled.has(`${row.agency_id}|${reference}`)) ? reference : '',
          outcome: entry.outcome,
          policy: entry.policy,
          leafHash: row.leaf_hash.toString('base64'),
          liftedAt: row.lifted_at,
        });
      })
      .join('');
  }
}

function monthOf(viewer: Viewer, month: string, now: Date): { from: Date; to: Date } {
  if (!hasRole(viewer, 'APPROVER', 'LEADER')) throw notPermitted('对账单由本机关负责人下载', 'The head of the agency fetches its statement');
  const first = `${month}-01`;
  const wellFormed = /^20\d\d-(0[1-9]|1[0-2])$/.test(month);
  if (!wellFormed || first > hubDay(now)) throw invalidInput([{ field: 'month', zh: '应为不晚于本月的月份，如 2026-09', en: 'must be a month up to the present one, e.g. 2026-09' }]);
  return { from: startOfHubDay(first), to: startOfHubDay(addMonths(first, 1)) };
}
