import { compilePolicy, parameters, toRowFilter, type Viewer } from '#kernel/access';
import type { Connection, Records } from '#kernel/database';
import { scalarSql } from './reading-index.js';

/** The business number of a record the reader may see, and whose record it is. */
export interface VisibleNumber {
  number: string;
  ownerAgencyId: string;
}

/** Of these ids, the records whose row the policy shows this reader, whatever their type. */
export async function visibleNumbers(connection: Connection, viewer: Viewer, records: Records, ids: readonly string[], now: Date): Promise<Map<string, VisibleNumber>> {
  const numbers = new Map<string, VisibleNumber>();
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return numbers;
  for (const source of records.all()) {
    const { values, place } = parameters(wanted, now);
    const filter = toRowFilter(compilePolicy(source.policy, viewer).rowCondition(), source.facts, place);
    if (filter.kind === 'none') continue;
    const rows = await connection.query<{ id: string; number: string; owner: string }>(
      `SELECT r.id, r.number, ${scalarSql(source.facts['ownerAgencyId'])} AS owner FROM ${source.table} r WHERE r.id = ANY($1::uuid[]) AND $2::timestamptz IS NOT NULL AND ${filter.sql}`,
      values,
    );
    for (const row of rows) numbers.set(row.id, { number: row.number, ownerAgencyId: row.owner });
  }
  return numbers;
}
