import { loadViewer } from '#features/people';
import type { Viewer } from '#kernel/access';
import type { Clock } from '#kernel/clocks';
import type { Config } from '#kernel/config';
import { newId, openField, sealField, type Keyring } from '#kernel/crypto';
import type { Connection, LedgerNote, SessionDoor, UnitOfWork } from '#kernel/database';
import { Refusal } from '#kernel/errors';
import { IMPORTED_FIELDS, prepareComplaint, writeComplaints, type Destination, type PreparedComplaint } from './complaint-writing.js';
import { importRunById, insertProblems, type ImportRunRow, type StoredHeader } from './import-run.js';
import { importContext } from './import/cell.rules.js';
import { assembleInOrder, openCheck } from './import/file-check.plan.js';
import { ENCODING_NAMES, type EncodingGuess } from './import/encoding.rules.js';
import { findProfile } from './import/profiles.js';
import type { ImportProfile, StagedRow } from './import/profile.type.js';
import { heldBack } from './import/row-check.rules.js';
import { FileProblem, type RowProblem } from './import/row.type.js';
import { openSource } from './import/source.reader.js';

/** Complaints of one transaction; the door writes one ledger entry per 200 of them (security.md 3.3). */
const BATCH = 600;
/** Complaints put together before the event loop gets a turn. */
const TURN_AFTER = 20;
/** Rows staged by one statement. */
const STAGED_AT_ONCE = 2000;
/** Staged rows read back at once. */
const READ_AT_ONCE = 2000;
const LEASE = `interval '20 seconds'`;

/** Somebody cancelled the run, or another process took it over: whoever works on it lets go. */
class LetGo extends Error {
  override readonly name = 'LetGo';
}

type WriteTx = Connection & { now: Date; note(note: LedgerNote): void };

export interface EngineDoors {
  unitOfWork: UnitOfWork;
  sessionDoor: SessionDoor;
  keyring: Keyring;
  config: Pick<Config, 'demo'>;
  clock: Clock;
}

/**
 * Carries an import from its file to its complaints, for the hub's background work and for the command line alike. All
 * its state is in the database, and one process at a time holds a run (a lease it keeps renewing), so that a run goes on
 * after a crash where the last transaction ended: a check from its beginning, a commit after the last complaint.
 */
export class ImportEngine {
  private readonly holder = newId();

  constructor(private readonly doors: EngineDoors) {}

  /** Takes a run that is to be worked on and that nobody holds; null when there is none. `only` = this one. */
  async take(only?: string): Promise<ImportRunRow | null> {
    return this.doors.unitOfWork.runAsHub('import.take', async (tx) => {
      const [taken] = await tx.query<{ id: string }>(
        `UPDATE import_run SET lease_holder = $1, lease_until = clock_timestamp() + ${LEASE}
          WHERE id = (SELECT id FROM import_run WHERE status IN ('CHECKING', 'COMMITTING') AND (lease_until IS NULL OR lease_until < clock_timestamp())
                        AND ${only === undefined ? 'NOT from_command_line AND $2::uuid IS NULL' : 'id = $2::uuid'} ORDER BY started_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id`,
        [this.holder, only ?? null],
      );
      return taken ? importRunById(tx, taken.id) : null;
    });
  }

  /**
   * Works on a taken run until its phase is over, it is cancelled, or `signal` ends it (it then stays as it is and is
   * taken up again). What is wrong with the file becomes the run's message; any other fault is thrown.
   */
  async work(run: ImportRunRow, signal: AbortSignal, onProgress: (run: ImportRunRow) => void = () => undefined): Promise<void> {
    try {
      if (run.status === 'CHECKING') await this.check(run, signal, onProgress);
      else if (run.status === 'COMMITTING') await this.commit(run, signal, onProgress);
    } catch (error) {
      if (error instanceof LetGo) return;
      if (signal.aborted) {
        await this.release(run.id);
        return;
      }
      const words = error instanceof FileProblem || error instanceof Refusal ? `${error.zh} / ${error.en}` : '导入因系统故障中止，可继续 / The import stopped because of a fault of the system; it can be resumed';
      await this.doors.unitOfWork.runAsHub('import.fail', (tx) =>
        tx.query(
          `UPDATE import_run SET stopped_while = status, status = 'FAILED', message = $3, finished_at = $4, lease_until = NULL, version = version + 1, rate = NULL, remaining = NULL
            WHERE id = $1 AND lease_holder = $2 AND status IN ('CHECKING', 'COMMITTING')`,
          [run.id, this.holder, words, tx.now],
        ),
      );
      if (!(error instanceof FileProblem) && !(error instanceof Refusal)) throw error;
    }
  }

  private async release(runId: string): Promise<void> {
    await this.doors.unitOfWork.runAsHub('import.release', (tx) => tx.query(`UPDATE import_run SET lease_until = NULL WHERE id = $1 AND lease_holder = $2`, [runId, this.holder]));
  }

  /** Pass 1: the file's rows are checked and staged, refusals noted. Starts over when it was interrupted. */
  private async check(run: ImportRunRow, signal: AbortSignal, onProgress: (run: ImportRunRow) => void): Promise<void> {
    const started = performance.now();
    const { unitOfWork, keyring, config } = this.doors;
    const profile = findProfile(run.profile)!;
    const sealed = holdsIdentifiers(profile);
    const at = await unitOfWork.runAsHub('import.check', async (tx) => {
      await tx.query(`DELETE FROM import_row WHERE run_id = $1`, [run.id]);
      await tx.query(`DELETE FROM import_problem WHERE run_id = $1`, [run.id]);
      await this.update(tx, run, { rows_read: 0, rows_total: null, rows_refused: 0, records_ready: 0, rows_staged: 0, last_key: null, message: null });
      return tx.now;
    });
    const source = await openSource(run.file_path, { encoding: run.encoding });
    const check = await openCheck(source, profile, importContext(config.demo, at), run.mapping);
    const header: StoredHeader = { row: check.header.row, columns: check.header.columns, format: source.format };
    await unitOfWork.runAsHub('import.check', (tx) =>
      tx.query(`UPDATE import_run SET header = $2, preview_sealed = $3 WHERE id = $1`, [run.id, JSON.stringify(header), sealPreview(keyring, run, check.preview)]),
    );

    let staged: StagedRow[] = [];
    let problems: (RowProblem & { key: string | null })[] = [];
    let rowsRead = 0;
    let stagedCount = 0;
    let writing: Promise<void> = Promise.resolve();
    const flush = async (): Promise<void> => {
      const rows = staged;
      const refused = problems;
      const read = rowsRead;
      staged = [];
      problems = [];
      stagedCount += rows.length;
      const count = stagedCount;
      await writing;
      writing = unitOfWork.runAsHub('import.check', async (tx) => {
        // A check that a crash of the server cut off is made again: nothing waits for the disk.
        await tx.query(`SET LOCAL synchronous_commit = off`);
        await stage(tx, keyring, run, rows, sealed);
        await insertProblems(tx, run.id, refused);
        const seconds = (performance.now() - started) / 1000;
        const share = source.bytesTotal() > 0 ? source.bytesRead() / source.bytesTotal() : 0;
        const total = share > 0.02 ? Math.max(read, Math.round(read / share)) : null;
        await this.update(tx, run, {
          rows_read: read,
          rows_total: total,
          rows_staged: count,
          rate: seconds > 0 ? read / seconds : null,
          remaining: total === null ? null : (seconds * (total - read)) / Math.max(1, read),
        });
      });
      // Met where it is awaited: with the next batch or at the end.
      writing.catch(() => undefined);
      onProgress(run);
    };
    try {
      for await (const batch of check.batches(signal)) {
        rowsRead = batch.rowsRead;
        for (const checked of batch.checked) {
          if (checked.kind === 'staged') staged.push(checked.staged);
          else if (checked.kind === 'refused') problems.push(...checked.problems.map((p) => ({ ...p, key: checked.key })));
        }
        if (staged.length + problems.length >= STAGED_AT_ONCE) await flush();
      }
      await flush();
    } finally {
      await writing;
    }
    await unitOfWork.runAsHub('import.check', async (tx) => {
      await holdBackWholeComplaints(tx, run.id);
      await tryOutSuspicious(tx, keyring, run, profile);
      const [counts] = await tx.query<{ ready: number; staged: number; refused: number }>(
        `SELECT (SELECT count(*)::int FROM (SELECT DISTINCT key FROM import_row WHERE run_id = $1) k) AS ready, (SELECT count(*)::int FROM import_row WHERE run_id = $1) AS staged,
                (SELECT count(DISTINCT row)::int FROM import_problem WHERE run_id = $1) AS refused`,
        [run.id],
      );
      await this.update(tx, run, {
        status: 'CHECKED', rows_read: rowsRead, rows_total: rowsRead, rows_refused: counts!.refused, records_ready: counts!.ready, rows_staged: counts!.staged,
        records_committed: 0, records_unchanged: 0, rate: null, remaining: null, message: uncertain(source.encoding()), lease_until: null,
      });
    });
    onProgress(run);
  }

  /** Pass 2: staged rows become complaints, a batch per transaction; goes on after the last key that was committed. */
  private async commit(run: ImportRunRow, signal: AbortSignal, onProgress: (run: ImportRunRow) => void): Promise<void> {
    const started = performance.now();
    const before = run.records_committed + run.records_unchanged;
    const profile = findProfile(run.profile)!;
    const door = await this.doorFor(run);
    const { destination, staged } = await this.doors.unitOfWork.runAsHub('import.commit', async (tx) => ({
      destination: await destinationOf(tx, run),
      staged: (await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM import_row WHERE run_id = $1`, [run.id]))[0]!.n,
    }));
    if (staged < run.rows_staged) {
      // A crash of the database server took the staged rows: back to the file.
      await this.doors.unitOfWork.runAsHub('import.check', (tx) => this.update(tx, run, { status: 'CHECKING', stopped_while: 'COMMITTING' }));
      await this.check(run, signal, onProgress);
      await this.doors.unitOfWork.runAsHub('import.commit', (tx) => tx.query(`UPDATE import_run SET status = 'COMMITTING', stopped_while = NULL WHERE id = $1 AND status = 'CHECKED'`, [run.id]));
      return;
    }
    let batch: PreparedComplaint[] = [];
    let committing: Promise<void> = Promise.resolve();
    const flush = async (): Promise<void> => {
      const complaints = batch;
      batch = [];
      await committing;
      signal.throwIfAborted();
      committing = door(async (tx) => {
        // Rows, ledger entries and the run's place are lost together or not at all, and the import then goes on before them;
        // DONE waits for the disk, and with it everything written earlier.
        await tx.query(`SET LOCAL synchronous_commit = off`);
        const written = await writeComplaints(tx, this.doors.keyring, destination, complaints);
        if (written.records.length > 0) tx.note({ object: 'Complaint', records: written.records, fields: IMPORTED_FIELDS });
        run.records_committed += written.records.length;
        run.records_unchanged += written.unchanged;
        const done = run.records_committed + run.records_unchanged;
        const seconds = (performance.now() - started) / 1000;
        const perRecord = seconds / Math.max(1, done - before);
        await this.update(tx, run, {
          last_key: complaints.at(-1)!.draft.key, records_committed: run.records_committed, records_unchanged: run.records_unchanged,
          rate: 1 / Math.max(perRecord, 1e-6), remaining: Math.max(0, run.records_ready - done) * perRecord,
        });
      });
      committing.catch(() => undefined);
      onProgress(run);
    };
    try {
      for await (const assembled of assembleInOrder(this.stagedRows(run), profile)) {
        // What assemble refuses was refused when the file was checked.
        if (!assembled.ok) throw new Error('a complaint that passed the check cannot be assembled');
        batch.push(prepareComplaint(this.doors.keyring, destination, assembled.draft));
        // The rows of a page come without waiting: the transaction under way must get its turns between them.
        if (batch.length % TURN_AFTER === 0) await new Promise((turn) => setImmediate(turn));
        if (batch.length === BATCH) await flush();
      }
      if (batch.length > 0) await flush();
    } finally {
      await committing;
    }
    await this.doors.unitOfWork.runAsHub('import.commit', async (tx) => {
      await tx.query(`DELETE FROM import_row WHERE run_id = $1`, [run.id]);
      await this.update(tx, run, { status: 'DONE', finished_at: tx.now, rate: null, remaining: null, stopped_while: null, lease_until: null });
    });
    onProgress(run);
  }

  /** The staged rows by key and row, the next page being fetched while this one is worked on. */
  private async *stagedRows(run: ImportRunRow): AsyncGenerator<StagedRow> {
    const page = (key: string, row: number): Promise<StoredRow[]> =>
      this.doors.unitOfWork.runAsHub('import.commit', (tx) =>
        tx.query<StoredRow>(
          `SELECT key, row, cells, cells_sealed FROM import_row WHERE run_id = $1 AND (key, row) > ($2 COLLATE "C", $3) ORDER BY key, row LIMIT ${READ_AT_ONCE}`,
          [run.id, key, row],
        ),
      );
    // Rows of the last committed complaint are all done: the place after its last possible row.
    let next: Promise<StoredRow[]> = page(run.last_key ?? '', run.last_key === null ? 0 : 2_147_483_647);
    for (;;) {
      const rows = await next;
      const last = rows.at(-1);
      if (!last) return;
      next = rows.length < READ_AT_ONCE ? Promise.resolve([]) : page(last.key, last.row);
      next.catch(() => undefined);
      for (const row of rows) yield unstaged(this.doors.keyring, run, row);
    }
  }

  /** The door of the batches: the person's own, whose roles are asked again for each batch, or the hub's for the operator. */
  private async doorFor(run: ImportRunRow): Promise<(work: (tx: WriteTx) => Promise<void>) => Promise<void>> {
    const { unitOfWork, sessionDoor, clock } = this.doors;
    const personId = run.person_id;
    if (personId === null) return (work) => unitOfWork.runAsHub('complaint.import', work);
    const viewerNow = (): Promise<Viewer | null> =>
      sessionDoor.run('import.actAs', (c) => loadViewer(c, personId, clock.now(), { sessionId: run.id, requestId: run.id }));
    return async (work) => {
      const viewer = await viewerNow();
      if (!viewer || viewer.agencyId !== run.agency_id) throw new Refusal('NOT_PERMITTED', { zh: '导入人已不在本机关任职，导入中止', en: 'The person who imports has left the agency; the import stopped' });
      await unitOfWork.run(viewer, 'complaint.import', async (tx) => {
        tx.permit();
        await work(tx);
      });
    };
  }

  /** Writes the run's progress if the run is still ours and still at work; otherwise lets go, and the transaction with it. */
  private async update(connection: Connection, run: ImportRunRow, changes: Partial<Record<keyof ImportRunRow | 'lease_until', unknown>>): Promise<void> {
    const columns = Object.keys(changes);
    const lease = 'lease_until' in changes ? '' : `, lease_until = clock_timestamp() + ${LEASE}`;
    const version = 'status' in changes ? ', version = version + 1' : '';
    const [kept] = await connection.query(
      `UPDATE import_run SET ${columns.map((c, i) => `${c} = $${i + 4}`).join(', ')}${lease}${version} WHERE id = $1 AND lease_holder = $2 AND status = $3 RETURNING id`,
      [run.id, this.holder, run.status, ...columns.map((c) => changes[c as keyof ImportRunRow])],
    );
    if (!kept) throw new LetGo();
    Object.assign(run, changes);
  }
}

interface StoredRow {
  key: string;
  row: number;
  cells: string | null;
  cells_sealed: Buffer | null;
}

/** Whether rows of the profile hold identifiers, which never stand in the database unsealed. */
function holdsIdentifiers(profile: ImportProfile): boolean {
  return profile.fields.some(({ name }) => name === 'complainantPhone' || name === 'complainantIdNumber');
}

const cellsOf = (run: ImportRunRow, row: number) => ({ table: 'import_row', column: 'cells_sealed', rowId: `${run.id}/${row}`, agencyId: run.agency_id });

async function stage(connection: Connection, keyring: Keyring, run: ImportRunRow, rows: readonly StagedRow[], sealed: boolean): Promise<void> {
  if (rows.length === 0) return;
  const cells = rows.map((r) => JSON.stringify(r.values));
  await connection.query(
    `INSERT INTO import_row (run_id, key, row, ${sealed ? 'cells_sealed' : 'cells'}) SELECT $1, * FROM unnest($2::text[], $3::int[], $4::${sealed ? 'bytea' : 'text'}[])`,
    [run.id, rows.map((r) => r.key), rows.map((r) => r.row), sealed ? rows.map((r, i) => sealField(keyring, cells[i]!, cellsOf(run, r.row))) : cells],
  );
}

function unstaged(keyring: Keyring, run: ImportRunRow, row: StoredRow): StagedRow {
  const cells = row.cells_sealed ? openField(keyring, row.cells_sealed, cellsOf(run, row.row)) : row.cells!;
  return { row: row.row, key: row.key, values: JSON.parse(cells) as string[] };
}

/** Sound rows of a complaint of which another row was refused: a complaint is taken whole or not at all. */
async function holdBackWholeComplaints(connection: Connection, runId: string): Promise<void> {
  const rows = await connection.query<{ row: number; key: string; refused: number }>(
    `DELETE FROM import_row r USING (SELECT key, min(row) AS refused FROM import_problem WHERE run_id = $1 AND key IS NOT NULL GROUP BY key) p
      WHERE r.run_id = $1 AND r.key = p.key RETURNING r.row, r.key, p.refused`,
    [runId],
  );
  for (let from = 0; from < rows.length; from += STAGED_AT_ONCE) {
    await insertProblems(connection, runId, rows.slice(from, from + STAGED_AT_ONCE).map((r) => ({ ...heldBack(r.row, r.refused), key: r.key })));
  }
}

/** Complaints of so many rows that they may contradict each other are put together now, so that the report is complete before anything is committed. */
async function tryOutSuspicious(connection: Connection, keyring: Keyring, run: ImportRunRow, profile: ImportProfile): Promise<void> {
  const keys = await connection.query<{ key: string }>(`SELECT key FROM import_row WHERE run_id = $1 GROUP BY key HAVING count(*) >= $2 ORDER BY key`, [run.id, profile.suspiciousFrom]);
  for (const { key } of keys) {
    const rows = await connection.query<StoredRow>(`SELECT key, row, cells, cells_sealed FROM import_row WHERE run_id = $1 AND key = $2 ORDER BY row`, [run.id, key]);
    const assembled = profile.assemble(rows.map((row) => unstaged(keyring, run, row)));
    if (assembled.ok) continue;
    await connection.query(`DELETE FROM import_row WHERE run_id = $1 AND key = $2`, [run.id, key]);
    await insertProblems(connection, run.id, assembled.problems.map((p) => ({ ...p, key })));
  }
}

async function destinationOf(connection: Connection, run: ImportRunRow): Promise<Destination> {
  const [agency] = await connection.query<{ id: string; code: string; regionCode: string }>(`SELECT id, code, region_code AS "regionCode" FROM agency WHERE id = $1`, [run.agency_id]);
  const insurers = await connection.query<{ id: string; name: string }>(`SELECT id, name FROM agency WHERE kind = 'INSURER' ORDER BY length(name) DESC, code`);
  return { runId: run.id, profile: run.profile, fileName: run.file_name, agency: agency!, insurers };
}

const previewCell = (run: Pick<ImportRunRow, 'id' | 'agency_id'>) => ({ table: 'import_run', column: 'preview_sealed', rowId: run.id, agencyId: run.agency_id });

function sealPreview(keyring: Keyring, run: ImportRunRow, preview: { row: number; values: string[] }[]): Buffer {
  return sealField(keyring, JSON.stringify(preview), previewCell(run));
}

/** The first rows as they stand in the file: for the submitter only. */
export function openPreview(keyring: Keyring, run: ImportRunRow): { row: number; values: string[] }[] {
  return run.preview_sealed ? (JSON.parse(openField(keyring, run.preview_sealed, previewCell(run))) as { row: number; values: string[] }[]) : [];
}

function uncertain(guess: EncodingGuess | null): string | null {
  if (guess === null || guess.certain) return null;
  const name = ENCODING_NAMES[guess.encoding];
  return `文件编码按 ${name} 读取，但不能确定：请核对预览，如有乱码请重新导入并指定编码 / The file was read as ${name}, which is not certain: look at the preview, and import again naming the encoding if it is garbled`;
}
