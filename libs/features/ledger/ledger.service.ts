import { Inject, Injectable } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import { compilePolicy, hasRole, parameters, toRowFilter, type Viewer } from '#kernel/access';
import { Sequencer, type LedgerEntry } from '#kernel/audit';
import { Keyring, openCursor, pseudonym, sealCursor, sha256 } from '#kernel/crypto';
import { findVisible, Records, ScopedRead, type Connection } from '#kernel/database';
import { invalidInput } from '#kernel/errors';
import type { AuditEntryConnection, AuditEntryType, AuditFilterInput } from './ledger.type.js';

interface EntryRow {
  index: string;
  leaf_hash: Buffer;
  bytes: Buffer;
  at: Date;
  person_id: string | null;
  person_agency_id: string | null;
  display_name: string | null;
  agency_id: string | null;
  record_ids: string[];
  owner_agency_ids: string[];
}

/**
 * The ledger as people may read it: everyone his own acts, each agency who opened its records, AUDITOR all of it under
 * pseudonymous record numbers, SYSADMIN and SECADMIN nothing. Reading it is an entry too.
 */
@Injectable()
export class LedgerService {
  constructor(
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Sequencer) private readonly sequencer: Sequencer,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(Records) private readonly records: Records,
  ) {}

  async entries(viewer: Viewer, filter: AuditFilterInput, first: number, after: string | null): Promise<AuditEntryConnection> {
    if (!Number.isInteger(first) || first < 1 || first > 100) throw invalidInput([{ field: 'first', zh: '每页条数应在 1 至 100 之间', en: 'must be between 1 and 100' }]);
    const binding = `${viewer.personId}|AuditEntry|${sha256(JSON.stringify(filter)).toString('base64')}`;
    const position = after ? (openCursor(this.keyring, after, binding) as [string] | null) : undefined;
    if (position === null) throw invalidInput([{ field: 'after', zh: '游标无效，或属于另一次查询', en: 'is not a cursor of this query' }]);
    // What the reader did a moment ago is there: entries get their index within a second, here at once.
    await this.sequencer.catchUp();
    return this.read.run(viewer, 'audit.read', async (connection, now) => {
      const auditor = hasRole(viewer, 'AUDITOR');
      const blind = hasRole(viewer, 'SYSADMIN', 'SECADMIN');
      const values: unknown[] = [viewer.personId, viewer.agencyId];
      const place = (value: unknown, cast: string): string => `$${values.push(value)}::${cast}`;
      // Own acts, and accesses to the agency's records by whomever; a colleague's other acts are not one's business.
      const scope = blind ? 'FALSE' : auditor && !filter.mine && !filter.ownRecords ? '$1::uuid IS NOT NULL AND $2::uuid IS NOT NULL' : '(i.person_id = $1::uuid OR i.owner_agency_ids @> ARRAY[$2::uuid])';
      const conditions = [scope === 'FALSE' ? '($1::uuid IS NULL AND $2::uuid IS NULL)' : scope];
      if (filter.mine) conditions.push('i.person_id = $1::uuid');
      if (filter.ownRecords) conditions.push('i.owner_agency_ids @> ARRAY[$2::uuid]');
      if (filter.action) conditions.push(`i.action = ${place(filter.action, 'text')}`);
      if (filter.outcome) conditions.push(`i.outcome = ${place(filter.outcome, 'text')}`);
      if (filter.recordNumber) {
        const id = await this.visibleId(connection, viewer, filter.recordNumber, now);
        conditions.push(id ? `i.record_ids @> ARRAY[${place(id, 'uuid')}]` : 'FALSE');
      }
      if (position) conditions.push(`l.index < ${place(position[0], 'bigint')}`);
      const rows = await connection.query<EntryRow>(
        `SELECT l.index, l.leaf_hash, i.bytes, i.at, i.person_id, p.agency_id AS person_agency_id, p.display_name, i.agency_id, i.record_ids, i.owner_agency_ids
           FROM ledger_leaf l JOIN ledger_intake i ON i.id = l.entry_id LEFT JOIN person p ON p.id = i.person_id
          WHERE ${conditions.join(' AND ')} ORDER BY l.index DESC LIMIT ${first + 1}`,
        values,
      );
      const page = rows.slice(0, first);
      const agencies = await agenciesById(connection, page.flatMap((r) => (r.agency_id ? [r.agency_id] : [])));
      const numbers = auditor ? null : await this.numbersOf(connection, viewer, page, now);
      const edges = page.map((row) => ({ cursor: sealCursor(this.keyring, [row.index], binding), node: this.present(row, viewer, agencies, numbers) }));
      return {
        value: { edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } },
        object: 'AuditEntry',
        records: [],
        fields: ['records', 'fields', 'purposeReference'],
      };
    });
  }

  private present(row: EntryRow, viewer: Viewer, agencies: ReadonlyMap<string, Agency>, numbers: ReadonlyMap<string, string> | null): AuditEntryType {
    const entry = JSON.parse(row.bytes.toString('utf8')) as LedgerEntry;
    const own = row.person_id === viewer.personId || row.person_agency_id === viewer.agencyId;
    // An auditor gets pseudonyms; the reference names a record, so he gets a pseudonym of that too.
    const named = (id: string): string[] => (numbers ? (numbers.has(id) ? [numbers.get(id)!] : []) : [pseudonym(this.keyring, 'record', id)]);
    const reference = entry.purpose?.reference ?? null;
    return {
      index: row.index,
      leafHash: row.leaf_hash.toString('base64'),
      action: entry.action,
      at: row.at,
      agency: row.agency_id ? (agencies.get(row.agency_id) ?? null) : null,
      actor: own && numbers ? row.display_name : entry.actor,
      records: entry.records.flatMap(named),
      fields: entry.fields,
      maskedFields: entry.masked,
      purposeCode: entry.purpose?.code ?? null,
      purposeReference: reference === null ? null : numbers ? (own || [...numbers.values()].includes(reference) ? reference : null) : pseudonym(this.keyring, 'reference', reference),
      policyVersion: entry.policy,
      outcome: entry.outcome,
    };
  }

  /** Business numbers of the records on the page that the reader may see. */
  private async numbersOf(connection: Connection, viewer: Viewer, rows: readonly EntryRow[], now: Date): Promise<Map<string, string>> {
    const ids = [...new Set(rows.flatMap((r) => r.record_ids))];
    const numbers = new Map<string, string>();
    for (const source of this.records.all()) for (const [id, number] of await visibleNumbers(connection, viewer, source, ids, now)) numbers.set(id, number);
    return numbers;
  }

  private async visibleId(connection: Connection, viewer: Viewer, number: string, now: Date): Promise<string | null> {
    const source = this.records.ofNumber(number);
    return source ? ((await findVisible(connection, viewer, source, number, now))?.row.id ?? null) : null;
  }
}

async function visibleNumbers(connection: Connection, viewer: Viewer, source: ReturnType<Records['all']>[number], ids: readonly string[], now: Date): Promise<[string, string][]> {
  const { values, place } = parameters(ids, now);
  const filter = toRowFilter(compilePolicy(source.policy, viewer).rowCondition(), source.facts, place);
  if (filter.kind === 'none' || ids.length === 0) return [];
  const rows = await connection.query<{ id: string; number: string }>(`SELECT r.id, r.number FROM ${source.table} r WHERE r.id = ANY($1::uuid[]) AND $2::timestamptz IS NOT NULL AND ${filter.sql}`, values);
  return rows.map((r) => [r.id, r.number]);
}
