import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { newId } from '#kernel/crypto';
import type { Connection } from '#kernel/database';
import { invalidInput } from '#kernel/errors';
import { ImportEngine, type EngineDoors } from './import-engine.js';
import { importRunById, insertImportRun, problemsOf, type ImportRunRow } from './import-run.js';
import type { TextEncoding } from './import/encoding.rules.js';
import { writeErrorReport } from './import/error-report.writer.js';
import { findProfile } from './import/profiles.js';
import type { RowProblem } from './import/row.type.js';
import { openSource } from './import/source.reader.js';

export interface CommandLineImport {
  path: string;
  /** Name or code. */
  profile: string;
  agencyCode: string;
  /** The person in whose name complaints are imported; null: the hub's own act. */
  username: string | null;
  encoding: TextEncoding | null;
}

/**
 * Checks and commits a file in one go, with the same engine as the console. An interrupted import (`signal`, a crash)
 * goes on where it was when it is called again with the same, unchanged file. Throws Refusal INVALID_INPUT for an unknown
 * profile, agency or person. Answers the run as it ended: DONE, FAILED, or still at work when the signal ended it.
 */
export async function importFile(doors: EngineDoors, wanted: CommandLineImport, signal: AbortSignal, onProgress: (run: ImportRunRow) => void): Promise<ImportRunRow> {
  const engine = new ImportEngine(doors);
  const { unitOfWork } = doors;
  const path = resolve(wanted.path);
  const file = await stat(path);
  const runId = await unitOfWork.runAsHub('import.start', (tx) => startOrFind(tx, wanted, path, `${file.size}-${file.mtimeMs}`));
  for (;;) {
    const run = await unitOfWork.runAsHub('import.take', async (tx) => {
      await tx.query(`UPDATE import_run SET status = 'COMMITTING', version = version + 1 WHERE id = $1 AND status = 'CHECKED' AND records_ready > 0`, [runId]);
      await tx.query(`UPDATE import_run SET status = 'DONE', finished_at = $2, version = version + 1 WHERE id = $1 AND status = 'CHECKED' AND records_ready = 0`, [runId, tx.now]);
      return (await importRunById(tx, runId))!;
    });
    if (signal.aborted || (run.status !== 'CHECKING' && run.status !== 'COMMITTING')) return run;
    const taken = await engine.take(runId);
    if (taken) await engine.work(taken, signal, onProgress);
    // The process that held it before may have been killed a moment ago.
    else await new Promise((done) => setTimeout(done, 1000));
  }
}

/** Writes the refused rows of a run to a file of the input's format; answers how many. */
export async function writeRunReport(doors: EngineDoors, run: ImportRunRow, path: string): Promise<number> {
  async function* problems(): AsyncGenerator<RowProblem> {
    let after = { row: -1, position: 0 };
    for (;;) {
      const page = await doors.unitOfWork.runAsHub('import.readErrors', (tx) => problemsOf(tx, run.id, after, 1000));
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = { row: last.row, position: last.position };
    }
  }
  return writeErrorReport({ source: await openSource(run.file_path, { encoding: run.encoding }), header: { row: run.header!.row, columns: run.header!.columns, missing: [] }, problems: problems(), path });
}

async function startOrFind(tx: Connection & { now: Date }, wanted: CommandLineImport, path: string, stamp: string): Promise<string> {
  const profile = findProfile(wanted.profile);
  if (!profile) throw invalidInput([{ field: 'profile', zh: '没有这个导入模板', en: 'is no import profile' }]);
  const [agency] = await tx.query<{ id: string }>(`SELECT id FROM agency WHERE code = $1`, [wanted.agencyCode]);
  if (!agency) throw invalidInput([{ field: 'agency', zh: '没有这个成员单位', en: 'is not a member agency' }]);
  const [person] = wanted.username === null ? [] : await tx.query<{ id: string }>(`SELECT id FROM person WHERE username = $1 AND agency_id = $2 AND active`, [wanted.username, agency.id]);
  if (wanted.username !== null && !person) throw invalidInput([{ field: 'person', zh: '不是该单位的在职人员', en: 'is nobody of that agency' }]);
  const [begun] = await tx.query<{ id: string }>(
    `SELECT id FROM import_run WHERE from_command_line AND agency_id = $1 AND profile = $2 AND file_path = $3 AND file_stamp = $4 AND person_id IS NOT DISTINCT FROM $5::uuid
        AND encoding IS NOT DISTINCT FROM $6 AND status IN ('CHECKING', 'CHECKED', 'COMMITTING') ORDER BY started_at DESC LIMIT 1`,
    [agency.id, profile.code, path, stamp, person?.id ?? null, wanted.encoding],
  );
  if (begun) return begun.id;
  const id = newId();
  await insertImportRun(tx, {
    id, agencyId: agency.id, personId: person?.id ?? null, fromCommandLine: true, profile: profile.code, fileName: basename(path), filePath: path, fileStamp: stamp, uploadId: null,
    encoding: wanted.encoding, at: tx.now,
  });
  return id;
}
