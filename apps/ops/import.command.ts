import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { importFile, IMPORT_PROFILES, writeRunReport, type ImportRunRow, type TextEncoding } from '#features/complaints';
import { loadConfig } from '#kernel/config';
import { Refusal } from '#kernel/errors';
import { openKernel } from '#kernel/runtime';
import { commands, policies } from '../hub/surface.js';
import { prepareDatabase } from '../hub/start.js';
import { loadDemoWorld } from './demo-world.js';

const ENCODINGS: readonly TextEncoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5'];

const USAGE = `npm run ops -- import FILE --profile NAME --agency CODE [--person USERNAME] [--encoding NAME] [--report FILE]
  profiles: ${IMPORT_PROFILES.map((p) => p.name).join(', ')}
  Ctrl-C 中断后，以同一文件重新执行即可继续 / after Ctrl-C run it again with the same file to go on
`;

/** Exit code 0 when everything was imported, 1 when rows were refused or the file could not be read, 130 when interrupted. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { profile: { type: 'string' }, agency: { type: 'string' }, person: { type: 'string' }, encoding: { type: 'string' }, report: { type: 'string' } },
  });
  const [path] = positionals;
  const encoding = ENCODINGS.find((e) => e === values.encoding) ?? null;
  if (!path || !values.profile || !values.agency || (values.encoding !== undefined && !encoding)) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const stopping = new AbortController();
  process.on('SIGINT', () => stopping.abort());
  process.on('SIGTERM', () => stopping.abort());
  const config = loadConfig(process.env);
  const logins = await prepareDatabase(config);
  const kernel = await openKernel({ config, requestUrl: logins.requestUrl, policies, commands, onFault: () => undefined });
  try {
    if (config.demo) await loadDemoWorld(kernel);
    const started = performance.now();
    const begunAt = kernel.clock.now();
    const progress = new ProgressLine(started);
    const ended = await importFile(
      kernel,
      { path, profile: values.profile, agencyCode: values.agency, username: values.person ?? null, encoding },
      stopping.signal,
      (each) => progress.show(each),
    );
    progress.end(ended);
    const seconds = (performance.now() - started) / 1000;
    if (ended.rows_refused > 0 && ended.header) {
      const report = values.report ?? `${basename(path).replace(/\.(csv|xlsx)(\.gz)?$/i, '')}-errors.${ended.header.format}`;
      const count = await writeRunReport(kernel, ended, report);
      process.stdout.write(`未导入 ${count} 行，见 ${report} / ${count} rows refused, see ${report}\n`);
    }
    if (ended.message) process.stdout.write(`${ended.message}\n`);
    // The speed of an import that went on from an earlier call would be that of its rest.
    if (ended.status === 'DONE' && ended.started_at >= begunAt) {
      process.stdout.write(`${Math.round(ended.rows_read / seconds).toLocaleString('en-US')} rows/s (${ended.rows_read.toLocaleString('en-US')} rows in ${seconds.toFixed(2)} s), `);
    }
    process.stdout.write(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);
    if (ended.status !== 'DONE') process.exitCode = stopping.signal.aborted ? 130 : 1;
    else if (ended.rows_refused > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.zh}\n${error.en}\n`);
    process.exitCode = 2;
  } finally {
    await kernel.close();
    await logins.server?.stop();
  }
}

/** One line that is written over on a terminal, and a line every two seconds elsewhere. */
class ProgressLine {
  private shownAt = 0;

  constructor(private readonly started: number) {}

  show(run: ImportRunRow): void {
    const now = performance.now();
    if (now - this.shownAt < (process.stderr.isTTY ? 200 : 2000)) return;
    this.shownAt = now;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${this.text(run)}` : `${this.text(run)}\n`);
  }

  end(run: ImportRunRow): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    process.stdout.write(
      `${run.status}: ${run.rows_read.toLocaleString('en-US')} 行/rows, ${run.records_committed.toLocaleString('en-US')} 件入库/complaints committed, ${run.records_unchanged.toLocaleString('en-US')} 未变/unchanged\n`,
    );
  }

  private text(run: ImportRunRow): string {
    const left = run.remaining === null ? '' : `, ${Math.ceil(run.remaining)} s left`;
    const rate = run.rate === null ? '' : `, ${Math.round(run.rate).toLocaleString('en-US')}/s`;
    const seconds = Math.round((performance.now() - this.started) / 1000);
    return run.status === 'CHECKING'
      ? `检查/checking ${run.rows_read.toLocaleString('en-US')}${run.rows_total === null ? '' : ` of about ${run.rows_total.toLocaleString('en-US')}`} rows${rate}${left} (${seconds} s)`
      : `入库/committing ${(run.records_committed + run.records_unchanged).toLocaleString('en-US')} of ${run.records_ready.toLocaleString('en-US')} complaints${rate}${left} (${seconds} s)`;
  }
}
