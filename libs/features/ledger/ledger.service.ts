import { Inject, Injectable } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import { hasRole, parameters, type Viewer } from '#kernel/access';
import type { LedgerEntry } from '#kernel/audit';
import { Keyring, openCursor, pseudonym, sealCursor, sha256 } from '#kernel/crypto';
import { findVisible, Records, ScopedRead, SessionDoor, type Connection } from '#kernel/database';
import { invalidInput } from '#kernel/errors';
import { actorShown, principalNames } from './acting-names.js';
import { checkFilter, filterConditions, type Resolved } from './ledger-filter.js';
import type { AuditEntryConnection, AuditEntryType, AuditFilterInput } from './ledger.type.js';
import { ReadingIndex } from './reading-index.js';
import { visibleNumbers, type VisibleNumber } from './visible-numbers.js';

interface EntryRow {
  index: string;
  leaf_hash: Buffer;
  bytes: Buffer;
  at: Date;
  person_id: string | null;
  person_agency_id: string | null;
  display_name: string | null;
  agency_id: string | null;
  /** The records as the reader's table has them: of others' acts what he may know of, of his own all. */
  owner_record_ids: string[] | null;
  covert: boolean;
  lifted_at: Date | null;
}

/** What stands beside the rows of one page. */
interface Page {
  agencies: ReadonlyMap<string, Agency>;
  /** null for AUDITOR, who gets pseudonyms. */
  numbers: ReadonlyMap<string, VisibleNumber> | null;
  /** "agency id|record number": references that would betray a covert mark. */
  veiledReferences: ReadonlySet<string>;
  /** Names of heads by pseudonym, for acts of their deputies. */
  principals: ReadonlyMap<string, string>;
}

/**
 * The ledger as people may read it: everyone his own acts, each agency who opened its records, AUDITOR all of it under
 * pseudonymous record numbers, SYSADMIN and SECADMIN nothing. Reading it is an entry too.
 */
@Injectable()
export class LedgerService {
  constructor(
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(ReadingIndex) private readonly index: ReadingIndex,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(Records) private readonly records: Records,
    @Inject(SessionDoor) private readonly door: SessionDoor,
  ) {}

  async entries(viewer: Viewer, filter: AuditFilterInput, first: number, after: string | null): Promise<AuditEntryConnection> {
    if (!Number.isInteger(first) || first < 1 || first > 100) throw invalidInput([{ field: 'first', zh: '每页条数应在 1 至 100 之间', en: 'must be between 1 and 100' }]);
    checkFilter(filter);
    const binding = `${viewer.personId}|AuditEntry|${sha256(JSON.stringify(filter)).toString('base64')}`;
    const position = after ? (openCursor(this.keyring, after, binding) as Position | null) : null;
    if (after && !position) throw invalidInput([{ field: 'after', zh: '游标无效，或属于另一次查询', en: 'is not a cursor of this query' }]);
    await this.index.catchUp();
    const auditor = hasRole(viewer, 'AUDITOR');
    const page = await this.read.run(viewer, 'audit.read', async (connection, now) => {
      const resolved = await this.resolve(connection, viewer, filter, now);
      const found = await indexesOf(connection, viewer, filter, resolved, position, first + 1);
      const rows = await entriesAt(connection, viewer, found.slice(0, first));
      const beside: Page = {
        agencies: await agenciesById(connection, rows.flatMap((r) => (r.agency_id ? [r.agency_id] : []))),
        numbers: auditor ? null : await visibleNumbers(connection, viewer, this.records, rows.flatMap((r) => [...entryOf(r).records, ...(r.owner_record_ids ?? [])]), now),
        veiledReferences: await veiledReferences(connection, viewer),
        principals: await principalNames(connection, rows.map(entryOf)),
      };
      const edges = rows.map((row) => ({ cursor: sealCursor(this.keyring, [row.index, row.at.toISOString()], binding), node: this.present(row, viewer, beside) }));
      const value = { edges, pageInfo: { hasNextPage: found.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
      return { value: { connection: value, rows }, object: 'AuditEntry', records: [], fields: ['records', 'fields', 'purposeReference'] };
    });
    if (auditor) await this.rememberPseudonyms(page.rows);
    return page.connection;
  }

  private present(row: EntryRow, viewer: Viewer, { agencies, numbers, veiledReferences, principals }: Page): AuditEntryType {
    const entry = entryOf(row);
    const mine = row.person_id === viewer.personId;
    const colleague = mine || row.person_agency_id === viewer.agencyId;
    const reference = entry.purpose?.reference ?? null;
    const common = {
      index: row.index,
      leafHash: row.leaf_hash.toString('base64'),
      action: entry.action,
      at: row.at,
      agency: row.agency_id ? (agencies.get(row.agency_id) ?? null) : null,
      fields: entry.fields,
      maskedFields: entry.masked,
      purposeCode: entry.purpose?.code ?? null,
      policyVersion: entry.policy,
      outcome: entry.outcome,
    };
    if (!numbers) {
      return {
        ...common,
        actor: actorShown(entry, null, principals),
        records: entry.records.map((id) => this.recordPseudonym(id)),
        purposeReference: reference === null ? null : pseudonym(this.keyring, 'reference', reference),
        covert: row.covert,
        liftedAt: null,
      };
    }
    const seen = mine ? entry.records : (row.owner_record_ids ?? []);
    const shown = seen.flatMap((id) => numbers.get(id) ?? []).filter((n) => mine || n.ownerAgencyId === viewer.agencyId);
    const knowsReference = reference !== null && (colleague || ([...numbers.values()].some((n) => n.number === reference) && !veiledReferences.has(`${row.agency_id}|${reference}`)));
    return { ...common, actor: actorShown(entry, colleague ? row.display_name : null, principals), records: shown.map((n) => n.number), purposeReference: knowsReference ? reference : null, covert: false, liftedAt: row.lifted_at };
  }

  /** Names of the filter as this reader may mean them. */
  private async resolve(connection: Connection, viewer: Viewer, filter: AuditFilterInput, now: Date): Promise<Resolved> {
    const auditor = hasRole(viewer, 'AUDITOR');
    const resolved: Resolved = {};
    if (filter.person) {
      const [person] = auditor
        ? await connection.query<{ id: string }>(`SELECT id FROM person WHERE pseudonym = $1`, [filter.person])
        : await connection.query<{ id: string }>(`SELECT id FROM person WHERE username = $1 AND agency_id = $2`, [filter.person.trim().toLowerCase(), viewer.agencyId]);
      resolved.personId = person?.id ?? null;
    }
    if (filter.recordNumber) {
      if (auditor) {
        const [record] = await connection.query<{ record_id: string }>(`SELECT record_id FROM ledger_record_pseudonym WHERE pseudonym = $1`, [filter.recordNumber]);
        resolved.recordId = record?.record_id ?? null;
      } else {
        const source = this.records.ofNumber(filter.recordNumber);
        resolved.recordId = source ? ((await findVisible(connection, viewer, source, filter.recordNumber, now))?.row.id ?? null) : null;
      }
    }
    return resolved;
  }

  private recordPseudonym(id: string): string {
    return pseudonym(this.keyring, 'record', id);
  }

  /** A pseudonym cannot be turned back: an auditor filters by those he was shown. */
  private async rememberPseudonyms(rows: readonly EntryRow[]): Promise<void> {
    const ids = [...new Set(rows.flatMap((r) => entryOf(r).records))];
    if (ids.length === 0) return;
    await this.door.run('audit.read', (c) =>
      c.query(`INSERT INTO ledger_record_pseudonym (pseudonym, record_id) SELECT * FROM unnest($1::text[], $2::uuid[]) ON CONFLICT DO NOTHING`, [ids.map((id) => this.recordPseudonym(id)), ids]),
    );
  }
}

/** Where a page ended: index and time of its last entry. */
export type Position = [index: string, at: string];

/**
 * The newest indexes the reader may see under the filter, before `position`. One index walk per table: own acts and what
 * others did to his agency's records; AUDITOR walks the whole. A time window is walked in the order of time (a window long
 * ago would otherwise be reached by walking through everything since), everything else in the order of the ledger; the two
 * orders differ only among entries of the same moment.
 */
export async function indexesOf(connection: Connection, viewer: Viewer, filter: AuditFilterInput, resolved: Resolved, position: Position | null, limit: number): Promise<string[]> {
  if (hasRole(viewer, 'SYSADMIN', 'SECADMIN')) return [];
  const { values, place } = parameters();
  const byTime = Boolean(filter.from ?? filter.to);
  const order = (alias: string): string => (byTime ? `${alias}at DESC, ${alias}index DESC` : `${alias}index DESC`);
  const conditions = filterConditions(filter, resolved, place);
  if (position) conditions.push(byTime ? `(x.at, x.index) < (${place(position[1], 'timestamptz')}, ${place(position[0], 'bigint')})` : `x.index < ${place(position[0], 'bigint')}`);
  const walk = (table: string, scope: string[]): string => `(SELECT x.index, x.at FROM ${table} x WHERE ${[...scope, ...conditions].join(' AND ') || 'TRUE'} ORDER BY ${order('x.')} LIMIT ${limit})`;
  const me = place(viewer.personId, 'uuid');
  const acts = walk('ledger_reading', [`x.person_id = ${me}`]);
  const owned = walk('ledger_reading_owner', [`x.owner_id = ${place(viewer.agencyId, 'uuid')}`, ...(filter.mine ? [`x.person_id = ${me}`] : [])]);
  const whole = hasRole(viewer, 'AUDITOR') && !filter.mine && !filter.ownRecords;
  const branches = whole ? [walk('ledger_reading', [])] : filter.ownRecords ? [owned] : filter.mine ? [acts] : [acts, owned];
  // Every placeholder must occur, whichever branches are asked.
  const rows = await connection.query<{ index: string }>(
    `SELECT index FROM (${branches.join(' UNION ')}) page WHERE $${values.length - 1}::uuid IS NOT NULL AND $${values.length}::uuid IS NOT NULL ORDER BY ${order('')} LIMIT ${limit}`,
    values,
  );
  return rows.map((r) => r.index);
}

function entriesAt(connection: Connection, viewer: Viewer, indexes: readonly string[]): Promise<EntryRow[]> {
  return connection.query<EntryRow>(
    `SELECT l.index, l.leaf_hash, i.bytes, i.at, i.person_id, p.agency_id AS person_agency_id, p.display_name, i.agency_id, o.record_ids AS owner_record_ids,
            EXISTS (SELECT 1 FROM ledger_covert c WHERE c.index = l.index AND c.lifted_at IS NULL) AS covert,
            (SELECT max(c.lifted_at) FROM ledger_covert c WHERE c.index = l.index AND c.owner_id = $2) AS lifted_at
       FROM ledger_leaf l JOIN ledger_intake i ON i.id = l.entry_id LEFT JOIN person p ON p.id = i.person_id
       LEFT JOIN ledger_reading_owner o ON o.owner_id = $2 AND o.index = l.index
      WHERE l.index = ANY($1::bigint[]) ORDER BY array_position($1::bigint[], l.index)`,
    [indexes, viewer.agencyId],
  );
}

/** Another agency that reads our second record "for" our first one, which it reads covertly, must not name the first. */
export async function veiledReferences(connection: Connection, viewer: Viewer): Promise<Set<string>> {
  const marks = await connection.query<{ agency_id: string; record_number: string }>(`SELECT agency_id, record_number FROM covert_mark WHERE owner_agency_id = $1 AND ended_at IS NULL`, [viewer.agencyId]);
  return new Set(marks.map((m) => `${m.agency_id}|${m.record_number}`));
}

function entryOf(row: { bytes: Buffer }): LedgerEntry {
  return JSON.parse(row.bytes.toString('utf8')) as LedgerEntry;
}
