import {
  compilePolicy,
  discloseValue,
  effectiveMode,
  isKnown,
  parameters,
  redactionOf,
  toRowFilter,
  type CompiledPolicy,
  type FactColumns,
  type FieldRule,
  type Mode,
  type Place,
  type RecordPolicy,
  type Redaction,
  type RowFacts,
  type Viewer,
} from '#kernel/access';
import { sealEntry, type SealedEntry } from '#kernel/audit';
import type { Clock } from '#kernel/clocks';
import { isId, openCursor, sealCursor, sha256, type Keyring } from '#kernel/crypto';
import { invalidInput, notFound, Refusal } from '#kernel/errors';
import { readContext, type Connection, type Database } from './database.js';
import { entryInput, type LedgerContext } from './unit-of-work.js';

/** What the caller's GraphQL selection asks for: own fields, and fields of each part by the parent's field name. */
export interface Wanted {
  fields: ReadonlySet<string>;
  parts: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A row with the facts that decide about it. */
export interface RecordRow {
  id: string;
  number: string;
  version: number;
  facts: RowFacts;
}

export interface PartRow {
  id: string;
  variant: string;
}

/** How one record type stands in the database; the doors know it only through this. */
export interface RecordSource<Row extends RecordRow = RecordRow> {
  policy: RecordPolicy;
  /** Table, aliased `r` in every statement of the door. */
  table: string;
  facts: FactColumns;
  /** Whole rows, sealed fields still sealed. `audiences` are the viewer's, to fill RowFacts.audiences. */
  load(connection: Connection, ids: readonly string[], audiences: readonly string[], now: Date): Promise<Row[]>;
  value(row: Row, field: string): unknown;
  /** What stands in for a masked free text. */
  redactedText(row: Row, field: string): unknown;
  /** Derived fields are filled by the feature after disclosure. */
  parts(row: Row): ReadonlyMap<string, readonly PartRow[]>;
  partValue(row: Row, parentField: string, part: PartRow, field: string): unknown;
}

/** What leaves the door: values as the viewer may have them, and what was held back. */
export type Disclosed = Record<string, unknown> & { id: string; version: number; redactions: Redaction[] };

/** A row the viewer may see, raw, for a command's own rules. Never returned to a client. */
export interface VisibleRow<Row extends RecordRow> {
  row: Row;
  compiled: CompiledPolicy;
  modes: Map<string, Mode>;
}

export interface PageQuery {
  action: string;
  first: number;
  after?: string | null | undefined;
  order: SortOrder;
  /** SQL over r and f; `place` makes a parameter. Only fields whose cell the caller has already checked. */
  where: (place: Place, compiled: CompiledPolicy, now: Date) => string[];
  /** What identifies the query, for the cursor's binding. */
  shape: unknown;
}

export interface SortOrder {
  /** SQL over r and f, from an allow list of the feature; never null. */
  expression: string;
  cast: 'timestamptz' | 'int' | 'text';
  direction: 'ASC' | 'DESC';
}

export interface Page {
  records: { cursor: string; record: Disclosed }[];
  hasNextPage: boolean;
  endCursor: string | null;
}

/** The one door for reads: row filter, masks and a durable ledger entry before anything leaves. */
export class ScopedRead {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keyring: Keyring,
    private readonly context: LedgerContext,
    private readonly append: (entry: SealedEntry) => Promise<void>,
  ) {}

  /** A record by id or business number; null (and a NOT_FOUND entry) when absent or not for this viewer. */
  async one<Row extends RecordRow>(viewer: Viewer, source: RecordSource<Row>, idOrNumber: string, wanted: Wanted, action: string): Promise<Disclosed | null> {
    const found = await this.database.transaction(readContext(viewer), (connection) => findVisible(connection, viewer, source, idOrNumber, this.clock.now()));
    if (!found) {
      await this.record(viewer, { action, object: source.policy.record, outcome: 'NOT_FOUND', rows: [], fields: [], masked: [] });
      return null;
    }
    const disclosed = this.disclose(viewer, source, found.row, found.compiled, wanted);
    await this.record(viewer, { action, object: source.policy.record, outcome: 'OK', rows: [found.row], fields: [...disclosed.fields], masked: [...disclosed.masked] });
    return disclosed.record;
  }

  /** A keyset page over the feed, newest audiences' rows merged, deduplicated and filtered by the policy. */
  async page<Row extends RecordRow>(viewer: Viewer, source: RecordSource<Row>, query: PageQuery, wanted: Wanted): Promise<Page> {
    if (!Number.isInteger(query.first) || query.first < 1 || query.first > 100) {
      throw invalidInput([{ field: 'first', zh: '每页条数应在 1 至 100 之间', en: 'must be between 1 and 100' }]);
    }
    const now = this.clock.now();
    const compiled = compilePolicy(source.policy, viewer);
    const binding = `${viewer.personId}|${source.policy.record}|${sha256(Buffer.from(JSON.stringify([query.shape, query.order]))).toString('base64')}`;
    const position = query.after ? (openCursor(this.keyring, query.after, binding) as [string | number, string] | null) : undefined;
    if (position === null) throw invalidInput([{ field: 'after', zh: '游标无效，或属于另一次查询', en: 'is not a cursor of this query' }]);

    const { rows, keys, more } = await this.database.transaction(readContext(viewer), async (connection) => {
      const found = await pageOfIds(connection, viewer, source, compiled, query, position, now);
      const page = found.slice(0, query.first);
      const loaded = page.length ? await source.load(connection, page.map((p) => p.id), viewer.audiences, now) : [];
      return { rows: loaded, keys: page, more: found.length > query.first };
    });
    const byId = new Map(rows.map((r) => [r.id, r]));
    const fields = new Set<string>();
    const masked = new Set<string>();
    const shown: Row[] = [];
    const records = keys.flatMap((key) => {
      const row = byId.get(key.id);
      if (!row || !compiled.sees(row.facts)) return [];
      const disclosed = this.disclose(viewer, source, row, compiled, wanted);
      for (const f of disclosed.fields) fields.add(f);
      for (const f of disclosed.masked) masked.add(f);
      shown.push(row);
      return [{ cursor: sealCursor(this.keyring, [key.sort, key.id], binding), record: disclosed.record }];
    });
    await this.record(viewer, { action: query.action, object: source.policy.record, outcome: 'OK', rows: shown, fields: [...fields], masked: [...masked] });
    return { records, hasNextPage: more, endCursor: records.at(-1)?.cursor ?? null };
  }

  /** Other reads of a feature (own requests, matches): runs under the viewer's audiences and records what `note` says before returning. */
  async run<T>(
    viewer: Viewer,
    action: string,
    work: (connection: Connection, now: Date) => Promise<{ value: T; object: string; records: readonly { id: string; ownerAgencyId: string }[]; fields: readonly string[]; masked?: readonly string[] }>,
    audiences: 'viewer' | 'all' = 'viewer',
  ): Promise<T> {
    try {
      const result = await this.database.transaction(
        audiences === 'all' ? { audiences: 'all', action: null, readOnly: true } : readContext(viewer),
        (connection) => work(connection, this.clock.now()),
      );
      await this.entry(viewer, { action, object: result.object, outcome: 'OK', records: result.records, fields: [...result.fields], masked: [...(result.masked ?? [])] });
      return result.value;
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'UNAVAILABLE') await this.refused(viewer, action, '', error);
      throw error;
    }
  }

  /** Own data and names from the directory: under the viewer's audiences, without an entry. Never for record fields. */
  look<T>(viewer: Viewer, work: (connection: Connection, now: Date) => Promise<T>): Promise<T> {
    return this.database.transaction(readContext(viewer), (connection) => work(connection, this.clock.now()));
  }

  /** A refused read is an entry too. */
  async refused(viewer: Viewer, action: string, object: string, refusal: Refusal): Promise<void> {
    await this.entry(viewer, { action, object, outcome: refusal.code, records: [], fields: [], masked: [] });
  }

  /** Applies the field cells to one row; also used for previews and histories, which obey today's rules. */
  disclose<Row extends RecordRow>(viewer: Viewer, source: RecordSource<Row>, row: Row, compiled: CompiledPolicy, wanted: Wanted): { record: Disclosed; fields: Set<string>; masked: Set<string> } {
    const shown = new Set<string>();
    const masked = new Set<string>();
    const modes = compiled.fieldModes(row.facts);
    const record: Disclosed = { id: row.id, version: row.version, redactions: redactionsOf(source.policy.fields, modes, viewer) };
    const rawText = compiled.readsRawText(row.facts);
    for (const field of wanted.fields) {
      const rule = source.policy.fields[field];
      if (!rule || rule.derived) continue;
      const mode = effectiveMode(rule, modes.get(field), viewer.purpose);
      record[field] = discloseField(source, row, field, rule, mode, rawText);
      if (mode === 'full') shown.add(field);
      if (mode === 'masked') masked.add(field);
    }
    const parts = source.parts(row);
    for (const [parentField, partFields] of wanted.parts) {
      const partName = Object.keys(source.policy.parts).find((name) => source.policy.parts[name]!.parentField === parentField);
      if (!partName) continue;
      const policy = source.policy.parts[partName]!;
      record[parentField] = (parts.get(parentField) ?? []).flatMap((part) => {
        const partModes = compiled.partModes(row.facts, partName, part.variant);
        const rules = policy.variants[part.variant]!;
        if (!isKnown(rules, partModes)) return [];
        const out: Disclosed = { id: part.id, version: row.version, redactions: redactionsOf(rules, partModes, viewer) };
        for (const field of partFields) {
          const rule = rules[field];
          if (!rule || rule.derived) continue;
          const mode = effectiveMode(rule, partModes.get(field), viewer.purpose);
          out[field] = discloseValue(rule, mode, source.partValue(row, parentField, part, field));
          if (mode === 'full') shown.add(`${parentField}.${field}`);
          if (mode === 'masked') masked.add(`${parentField}.${field}`);
        }
        return [out];
      });
    }
    return { record, fields: shown, masked };
  }

  private record(viewer: Viewer, e: { action: string; object: string; outcome: string; rows: readonly RecordRow[]; fields: string[]; masked: string[] }): Promise<void> {
    return this.entry(viewer, { ...e, records: e.rows.map((r) => ({ id: r.id, ownerAgencyId: r.facts.ownerAgencyId })) });
  }

  private entry(
    viewer: Viewer,
    e: { action: string; object: string; outcome: string; records: readonly { id: string; ownerAgencyId: string }[]; fields: string[]; masked: string[] },
  ): Promise<void> {
    return this.append(
      sealEntry(
        entryInput(viewer, {
          at: this.clock.now(),
          action: e.action,
          outcome: e.outcome,
          object: e.object,
          records: e.records.map((r) => r.id),
          ownerAgencyIds: e.records.map((r) => r.ownerAgencyId),
          fields: e.fields.sort(),
          masked: e.masked.sort(),
          policy: this.context.policyVersion,
        }),
      ),
    );
  }
}

/** One field of a record; free text goes out as written only to those who may read the identifiers in it. */
export function discloseField<Row extends RecordRow>(source: RecordSource<Row>, row: Row, field: string, rule: FieldRule, mode: Mode, rawText: boolean): unknown {
  if (rule.mask !== 'text') return discloseValue(rule, mode, source.value(row, field));
  return mode === 'full' && rawText ? source.value(row, field) : mode === 'full' || mode === 'masked' ? source.redactedText(row, field) : null;
}

function redactionsOf(rules: Readonly<Record<string, FieldRule>>, modes: ReadonlyMap<string, Mode>, viewer: Viewer): Redaction[] {
  return Object.entries(rules).flatMap(([field, rule]) => {
    const redaction = rule.derived ? null : redactionOf(field, rule, modes.get(field), viewer.purpose);
    return redaction ? [redaction] : [];
  });
}

/** Finds a row by id or number if the viewer may see it; `lock` takes it for update inside a command. */
export async function findVisible<Row extends RecordRow>(
  connection: Connection,
  viewer: Viewer,
  source: RecordSource<Row>,
  idOrNumber: string,
  now: Date,
  lock = false,
): Promise<VisibleRow<Row> | null> {
  const compiled = compilePolicy(source.policy, viewer);
  const { values, place } = parameters(idOrNumber, now);
  const filter = toRowFilter(compiled.rowCondition(), source.facts, place);
  // The same statement runs for a viewer who can see nothing, so that the time does not tell.
  const where = filter.kind === 'none' ? 'FALSE' : filter.sql;
  const byId = isId(idOrNumber);
  const [hit] = await connection.query<{ id: string }>(
    `SELECT r.id FROM ${source.table} r WHERE ${byId ? 'r.id = $1::uuid' : 'r.number = $1'} AND $2::timestamptz IS NOT NULL AND ${where}${lock ? ' FOR UPDATE OF r' : ''}`,
    values,
  );
  if (!hit) return null;
  const [row] = await source.load(connection, [hit.id], viewer.audiences, now);
  return row && compiled.sees(row.facts) ? { row, compiled, modes: compiled.fieldModes(row.facts) } : null;
}

/** findVisible for commands: absent and forbidden are the same NOT_FOUND. */
export async function requireVisible<Row extends RecordRow>(connection: Connection, viewer: Viewer, source: RecordSource<Row>, idOrNumber: string, now: Date): Promise<VisibleRow<Row>> {
  const found = await findVisible(connection, viewer, source, idOrNumber, now, true);
  if (!found) throw notFound();
  return found;
}

async function pageOfIds<Row extends RecordRow>(
  connection: Connection,
  viewer: Viewer,
  source: RecordSource<Row>,
  compiled: CompiledPolicy,
  query: PageQuery,
  position: [string | number, string] | undefined,
  now: Date,
): Promise<{ id: string; sort: string | number }[]> {
  const { values, place } = parameters(source.policy.record, now);
  const filter = toRowFilter(compiled.rowCondition(), source.facts, place);
  if (filter.kind === 'none') return [];
  const { expression, cast, direction } = query.order;
  const conditions = [filter.sql, ...query.where(place, compiled, now)];
  if (position) {
    conditions.push(`(${expression}, r.id) ${direction === 'DESC' ? '<' : '>'} (${place(position[0], cast)}, ${place(position[1], 'uuid')})`);
  }
  const limit = query.first + 1;
  const branches = viewer.audiences.map(
    (audience) => `(SELECT r.id, ${expression} AS sort FROM feed f JOIN ${source.table} r ON r.id = f.record_id
      WHERE f.audience_id = ${place(audience, 'uuid')} AND f.record_type = $1 AND (f.until IS NULL OR f.until > $2::timestamptz)
        AND ${conditions.join(' AND ')}
      ORDER BY ${expression} ${direction}, r.id ${direction} LIMIT ${limit})`,
  );
  const rows = await connection.query<{ id: string; sort: Date | string | number }>(
    `SELECT id, sort FROM (${branches.join(' UNION ALL ')}) page GROUP BY id, sort ORDER BY sort ${direction}, id ${direction} LIMIT ${limit}`,
    values,
  );
  return rows.map((r) => ({ id: r.id, sort: r.sort instanceof Date ? r.sort.toISOString() : r.sort }));
}
