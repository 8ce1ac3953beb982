import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { hasRole, type Viewer } from '#kernel/access';
import { isId, Keyring, newId } from '#kernel/crypto';
import { ScopedRead, UnitOfWork, type Connection, type Tx } from '#kernel/database';
import { invalidInput, invalidState, notFound } from '#kernel/errors';
import { Uploads } from '#kernel/storage';
import { openPreview } from './import-engine.js';
import { importRunById, insertImportRun, problemsOf, type ImportRunRow, type ImportStatus } from './import-run.js';
import { ImportRunner } from './import-runner.service.js';
import type { TextEncoding } from './import/encoding.rules.js';
import { writeErrorReport } from './import/error-report.writer.js';
import type { ColumnChoice } from './import/header.rules.js';
import { findProfile, IMPORT_PROFILES } from './import/profiles.js';
import type { ProfileCode } from './import/profile.type.js';
import type { FileFormat, RowProblem } from './import/row.type.js';
import { openSource } from './import/source.reader.js';
import { writeTemplate } from './import/template.writer.js';

/** A run with what its submitter sees of the file. */
export interface ImportRunView {
  run: ImportRunRow;
  preview: { row: number; values: string[] }[];
  problems: RowProblem[];
}

/** Problems shown beside a run; the report has all of them. */
const PROBLEMS_SHOWN = 100;

/** Use-cases of imports. A run belongs to an agency; what stands in its file is shown to the person who imports it only. */
@Injectable()
export class ImportsService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(Uploads) private readonly uploads: Uploads,
    @Inject(ImportRunner) private readonly runner: ImportRunner,
  ) {}

  /** Newest first. */
  list(viewer: Viewer): Promise<ImportRunRow[]> {
    return this.read.run(viewer, 'import.list', async (c) => ({
      value: mayImport(viewer) ? await c.query<ImportRunRow>(`SELECT * FROM import_run WHERE agency_id = $1 ORDER BY started_at DESC, id DESC LIMIT 100`, [viewer.agencyId]) : [],
      object: 'ImportRun',
      records: [],
      fields: ['status'],
    }));
  }

  /** `whole`: with rows of the file, which leaves an entry; without, it is polled for its counts. */
  async one(viewer: Viewer, id: string, whole: boolean): Promise<ImportRunView> {
    const run = await this.read.look(viewer, (c) => ownRun(c, viewer, id));
    if (!run) throw notFound();
    if (!whole || run.person_id !== viewer.personId) return { run, preview: [], problems: [] };
    return this.read.run(viewer, 'import.read', async (c) => ({
      value: { run, preview: openPreview(this.keyring, run), problems: await problemsOf(c, run.id, { row: -1, position: 0 }, PROBLEMS_SHOWN) },
      object: 'ImportRun',
      records: [{ id: run.id, ownerAgencyId: run.agency_id }],
      fields: ['preview', 'problems'],
    }));
  }

  async start(viewer: Viewer, uploadId: string, profile: ProfileCode, encoding: TextEncoding | null): Promise<string> {
    const upload = await this.uploads.find(uploadId, viewer.personId);
    const id = await this.unitOfWork.run(viewer, 'import.start', async (tx) => {
      tx.permit();
      if (!upload) throw invalidInput([{ field: 'uploadId', zh: '没有这个文件，或还没有传完', en: 'is no complete upload of yours' }]);
      const runId = newId();
      await insertImportRun(tx, {
        id: runId, agencyId: viewer.agencyId, personId: viewer.personId, fromCommandLine: false, profile, fileName: upload.fileName, filePath: upload.path, fileStamp: `${upload.size}`,
        uploadId: upload.id, encoding, at: tx.now,
      });
      noteRun(tx, runId, viewer.agencyId);
      return runId;
    });
    this.runner.wake();
    return id;
  }

  /** Another choice of columns: the file is checked again. */
  mapColumns(viewer: Viewer, id: string, mapping: ColumnChoice[]): Promise<string> {
    return this.act(viewer, 'import.map', id, ['UPLOADED', 'CHECKED', 'FAILED', 'CANCELLED'], async (tx, run) => {
      if (run.records_committed > 0) throw invalidState('已有投诉入库，不能再改列对应；请重新导入', 'Complaints of it are committed; import the file again instead');
      await tx.query(`UPDATE import_run SET mapping = $2 WHERE id = $1`, [run.id, JSON.stringify(mapping.slice(0, 512))]);
      return 'CHECKING';
    });
  }

  commit(viewer: Viewer, id: string): Promise<string> {
    return this.act(viewer, 'import.commit', id, ['CHECKED'], (_tx, run) => {
      if (run.records_ready === 0) throw invalidState('没有可入库的投诉', 'There is no complaint to commit');
      return Promise.resolve('COMMITTING' as const);
    });
  }

  /** Complaints already committed stay; whoever works on the run finds it cancelled with its next batch. */
  cancel(viewer: Viewer, id: string): Promise<string> {
    return this.act(viewer, 'import.cancel', id, ['UPLOADED', 'CHECKING', 'CHECKED', 'COMMITTING', 'FAILED'], async (tx, run) => {
      const while_ = run.status === 'COMMITTING' ? 'COMMITTING' : run.status === 'FAILED' ? run.stopped_while : 'CHECKING';
      await tx.query(`UPDATE import_run SET stopped_while = $2, finished_at = $3 WHERE id = $1`, [run.id, while_, tx.now]);
      return 'CANCELLED';
    });
  }

  /** Goes on where it was cancelled or failed: a check from the beginning, a commit after the last complaint. */
  resume(viewer: Viewer, id: string): Promise<string> {
    return this.act(viewer, 'import.resume', id, ['CANCELLED', 'FAILED'], (_tx, run) => Promise.resolve(run.stopped_while === 'COMMITTING' ? ('COMMITTING' as const) : ('CHECKING' as const)));
  }

  /** The refused rows as a file of the input's format; for the person who imports. */
  async errorReport(viewer: Viewer, id: string): Promise<{ name: string; format: FileFormat; content: Readable }> {
    const run = await this.read.look(viewer, (c) => ownRun(c, viewer, id));
    if (!run || run.person_id !== viewer.personId || run.header === null || run.rows_refused === 0) throw notFound();
    const exists = await stat(run.file_path).catch(() => null);
    if (!exists) throw notFound();
    await this.read.run(viewer, 'import.readErrors', () => Promise.resolve({ value: null, object: 'ImportRun', records: [{ id: run.id, ownerAgencyId: run.agency_id }], fields: ['problems'] }));
    const folder = await mkdtemp(join(tmpdir(), 'xiecha-report-'));
    const path = join(folder, `report.${run.header.format}`);
    try {
      await writeErrorReport({
        source: await openSource(run.file_path, { encoding: run.encoding }),
        header: { row: run.header.row, columns: run.header.columns, missing: [] },
        problems: this.allProblems(viewer, run.id),
        path,
      });
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    const content = createReadStream(path);
    content.once('close', () => void rm(folder, { recursive: true, force: true }));
    return { name: `${run.file_name.replace(/\.(csv|xlsx)(\.gz)?$/i, '')}-errors.${run.header.format}`, format: run.header.format, content };
  }

  /** The template of a profile that offers one, by its name. */
  async template(name: string): Promise<Buffer> {
    const profile = IMPORT_PROFILES.find((p) => p.name === name && p.examples !== undefined);
    if (!profile) throw notFound();
    return writeTemplate(profile);
  }

  private async *allProblems(viewer: Viewer, runId: string): AsyncGenerator<RowProblem> {
    let after = { row: -1, position: 0 };
    for (;;) {
      const page = await this.read.look(viewer, (c) => problemsOf(c, runId, after, 1000));
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = { row: last.row, position: last.position };
    }
  }

  private async act(viewer: Viewer, action: string, id: string, from: readonly ImportStatus[], change: (tx: Tx, run: ImportRunRow) => Promise<ImportStatus>): Promise<string> {
    const runId = await this.unitOfWork.run(viewer, action, async (tx) => {
      const run = await ownRun(tx, viewer, id, true);
      if (!run) throw notFound();
      tx.permit();
      if (!from.includes(run.status)) throw invalidState('导入当前的状态不允许此操作', 'The import’s state does not allow this');
      if (run.from_command_line) throw invalidState('该导入由命令行执行，请在命令行继续', 'This import runs from the command line; go on there');
      const to = await change(tx, run);
      const atWork = to === 'CHECKING' || to === 'COMMITTING';
      await tx.query(`UPDATE import_run SET status = $2, version = version + 1, rate = NULL, remaining = NULL, lease_until = NULL, lease_holder = NULL${atWork ? ', finished_at = NULL, message = NULL' : ''} WHERE id = $1`, [run.id, to]);
      noteRun(tx, run.id, run.agency_id);
      return run.id;
    });
    this.runner.wake();
    return runId;
  }
}

function mayImport(viewer: Viewer): boolean {
  return hasRole(viewer, 'LIAISON', 'INTAKE');
}

async function ownRun(connection: Connection, viewer: Viewer, id: string, lock = false): Promise<ImportRunRow | null> {
  if (!isId(id) || !mayImport(viewer)) return null;
  if (lock) await connection.query(`SELECT 1 FROM import_run WHERE id = $1 FOR UPDATE`, [id]);
  const run = await importRunById(connection, id);
  return run && run.agency_id === viewer.agencyId ? run : null;
}

function noteRun(tx: Tx, id: string, agencyId: string): void {
  tx.note({ object: 'ImportRun', records: [{ id, ownerAgencyId: agencyId }], fields: ['status'] });
}

/** Where the console fetches the template of a profile; null when it has none. */
export function templateUrl(code: ProfileCode): string | null {
  const profile = findProfile(code)!;
  return profile.examples === undefined ? null : `/imports/templates/${profile.name}.xlsx`;
}
