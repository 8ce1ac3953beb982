import type { Connection } from './database.js';

/** What the feed carries of a record, for lists that never touch the record until the page is known. */
export interface FeedRow {
  recordType: string;
  recordId: string;
  ownerAgencyId: string;
  sortAt: Date;
  regionCode: string;
  status: string;
  /** -1 unknown, then 0 LOW … 3 HIGH. */
  band: number;
  version: number;
}

/**
 * The natural form of the same truth: who reaches a record by a share in force or a granted request. The view is created
 * by the sharing feature; feed = owner ∪ record_reach, and feedDifferences() proves it.
 */
const REACH = `SELECT audience_id, CASE WHEN bool_or(until IS NULL) THEN NULL ELSE max(until) END AS until FROM (
    SELECT $2::uuid AS audience_id, NULL::timestamptz AS until
    UNION ALL SELECT audience_id, until FROM record_reach WHERE record_id = $1
  ) reach GROUP BY audience_id`;

/** Brings the feed of one record in line with its owner and shares, in the transaction that changed them. */
export async function syncFeed(connection: Connection, row: FeedRow): Promise<void> {
  await connection.query(`DELETE FROM feed WHERE record_id = $1 AND audience_id NOT IN (SELECT audience_id FROM (${REACH}) wanted)`, [row.recordId, row.ownerAgencyId]);
  await connection.query(
    `INSERT INTO feed (audience_id, record_type, record_id, sort_at, region_code, status, band, version, until)
     SELECT audience_id, $3, $1, $4, $5, $6, $7, $8, until FROM (${REACH}) wanted
     ON CONFLICT (audience_id, record_id) DO UPDATE SET sort_at = EXCLUDED.sort_at, region_code = EXCLUDED.region_code, status = EXCLUDED.status,
       band = EXCLUDED.band, version = EXCLUDED.version, until = EXCLUDED.until`,
    [row.recordId, row.ownerAgencyId, row.recordType, row.sortAt, row.regionCode, row.status, row.band, row.version],
  );
}

/** The feed of records just created, which nobody shares yet: their owner's rows, in one statement. */
export async function feedNewRecords(connection: Connection, rows: readonly FeedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO feed (audience_id, record_type, record_id, sort_at, region_code, status, band, version)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::smallint[], $8::int[])`,
    [
      rows.map((r) => r.ownerAgencyId), rows.map((r) => r.recordType), rows.map((r) => r.recordId), rows.map((r) => r.sortAt), rows.map((r) => r.regionCode), rows.map((r) => r.status),
      rows.map((r) => r.band), rows.map((r) => r.version),
    ],
  );
}

/** Rows in which the feed and its natural form differ; empty is the proof. Runs as the hub ('all' audiences). */
export async function feedDifferences(connection: Connection, recordType: string, table: string): Promise<{ recordId: string; audienceId: string; found: string }[]> {
  return connection.query(
    `WITH wanted AS (
       SELECT record_id, audience_id, CASE WHEN bool_or(until IS NULL) THEN NULL ELSE max(until) END AS until FROM (
         SELECT id AS record_id, owner_agency_id AS audience_id, NULL::timestamptz AS until FROM ${table}
         UNION ALL SELECT v.record_id, v.audience_id, v.until FROM record_reach v JOIN ${table} t ON t.id = v.record_id
       ) reach GROUP BY record_id, audience_id
     ), stored AS (SELECT record_id, audience_id, until FROM feed WHERE record_type = $1)
     SELECT coalesce(w.record_id, s.record_id) AS "recordId", coalesce(w.audience_id, s.audience_id) AS "audienceId",
            CASE WHEN s.record_id IS NULL THEN 'missing in feed' WHEN w.record_id IS NULL THEN 'feed only' ELSE 'term differs' END AS found
       FROM wanted w FULL JOIN stored s ON s.record_id = w.record_id AND s.audience_id = w.audience_id
      WHERE w.record_id IS NULL OR s.record_id IS NULL OR w.until IS DISTINCT FROM s.until`,
    [recordType],
  );
}

/** The set condition "the feed holds this row for one of these audiences"; $2 of the door's statements is the hub's clock. */
export function inFeed(recordIdSql: string): (placeholder: string) => string {
  return (placeholder) =>
    `EXISTS (SELECT 1 FROM feed reach WHERE reach.record_id = ${recordIdSql} AND reach.audience_id = ANY(${placeholder}) AND (reach.until IS NULL OR reach.until > $2::timestamptz))`;
}
