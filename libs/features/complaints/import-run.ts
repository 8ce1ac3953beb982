import type { Connection } from '#kernel/database';
import type { TextEncoding } from './import/encoding.rules.js';
import type { ColumnChoice, FileColumn } from './import/header.rules.js';
import type { ProfileCode } from './import/profile.type.js';
import type { FileFormat, RowProblem } from './import/row.type.js';

export const IMPORT_STATUSES = ['UPLOADED', 'CHECKING', 'CHECKED', 'COMMITTING', 'DONE', 'CANCELLED', 'FAILED'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** An import as it stands in the database: all there is to go on after a crash. */
export interface ImportRunRow {
  id: string;
  version: number;
  agency_id: string;
  /** Null: the operator's own, from the command line. */
  person_id: string | null;
  from_command_line: boolean;
  profile: ProfileCode;
  file_name: string;
  file_path: string;
  /** Size and time of the file: the same file again goes on with its run. */
  file_stamp: string;
  upload_id: string | null;
  encoding: TextEncoding | null;
  status: ImportStatus;
  stopped_while: 'CHECKING' | 'COMMITTING' | null;
  mapping: ColumnChoice[];
  header: StoredHeader | null;
  preview_sealed: Buffer | null;
  rows_read: number;
  rows_total: number | null;
  rows_refused: number;
  records_ready: number;
  records_committed: number;
  records_unchanged: number;
  rows_staged: number;
  last_key: string | null;
  rate: number | null;
  remaining: number | null;
  message: string | null;
  started_at: Date;
  finished_at: Date | null;
}

export interface StoredHeader {
  row: number;
  columns: FileColumn[];
  format: FileFormat;
}

export async function importRunById(connection: Connection, id: string): Promise<ImportRunRow | null> {
  const [run] = await connection.query<ImportRunRow>(`SELECT * FROM import_run WHERE id = $1`, [id]);
  return run ?? null;
}

export interface NewImportRun {
  id: string;
  agencyId: string;
  personId: string | null;
  fromCommandLine: boolean;
  profile: string;
  fileName: string;
  filePath: string;
  fileStamp: string;
  uploadId: string | null;
  encoding: TextEncoding | null;
  at: Date;
}

/** A new run begins checking at once. */
export async function insertImportRun(connection: Connection, run: NewImportRun): Promise<void> {
  await connection.query(
    `INSERT INTO import_run (id, agency_id, person_id, from_command_line, profile, file_name, file_path, file_stamp, upload_id, encoding, status, started_at)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,'CHECKING',$11)`,
    [run.id, run.agencyId, run.personId, run.fromCommandLine, run.profile, run.fileName, run.filePath, run.fileStamp, run.uploadId, run.encoding, run.at],
  );
}

/** Problems in the order of rows, after the given place; at most `most`. */
export async function problemsOf(connection: Connection, runId: string, after: { row: number; position: number }, most: number): Promise<(RowProblem & { position: number })[]> {
  return connection.query(
    `SELECT row, position, file_column AS "column", value_class AS "valueClass", reason_zh AS "reasonZh", reason_en AS "reasonEn"
       FROM import_problem WHERE run_id = $1 AND (row, position) > ($2, $3) ORDER BY row, position LIMIT $4`,
    [runId, after.row, after.position, most],
  );
}

export async function insertProblems(connection: Connection, runId: string, problems: readonly (RowProblem & { key: string | null })[]): Promise<void> {
  if (problems.length === 0) return;
  // Positions within a row go on where earlier problems of that row ended.
  await connection.query(
    `INSERT INTO import_problem (run_id, row, position, key, file_column, value_class, reason_zh, reason_en)
     SELECT $1, n.row, coalesce((SELECT max(p.position) FROM import_problem p WHERE p.run_id = $1 AND p.row = n.row), 0) + row_number() OVER (PARTITION BY n.row ORDER BY n.ordinal), n.key, n.file_column, n.value_class, n.reason_zh, n.reason_en
       FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY AS n (row, key, file_column, value_class, reason_zh, reason_en, ordinal)`,
    [
      runId, problems.map((p) => p.row), problems.map((p) => p.key), problems.map((p) => p.column), problems.map((p) => p.valueClass), problems.map((p) => p.reasonZh),
      problems.map((p) => p.reasonEn),
    ],
  );
}
