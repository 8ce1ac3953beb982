/**
 * The refused rows of an import, as a file of the same format: the original columns, then where and why, so that the
 * submitter corrects the rows in place and uploads that file again. Written in one more pass over the input, so that
 * neither pass of the import has to keep refused rows.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { neutralised } from './formula-guard.rules.js';
import { REPORT_COLUMNS, type Header } from './header.rules.js';
import type { RowProblem, SourceRow } from './row.type.js';
import type { RowSource } from './source.reader.js';
import { writeSheet, type SheetWriter } from './xlsx.writer.js';

function writeCsv(path: string): SheetWriter {
  const file = createWriteStream(path);
  const done = finished(file);
  // A failed write is met where it is awaited.
  done.catch(() => {});
  // Without the mark Excel takes UTF-8 for the local code page.
  file.write('\uFEFF');
  return {
    async add(cells) {
      if (!file.write(stringify([cells], { record_delimiter: 'windows' }))) {
        await Promise.race([new Promise<void>((resume) => { file.once('drain', resume); }), done]);
      }
    },
    async close() {
      file.end();
      await done;
    },
  };
}

export interface ErrorReport {
  /** the import's file, opened anew with the same options */
  source: RowSource;
  header: Header;
  /** in the order of rows; several of one row are told in one line */
  problems: AsyncIterable<RowProblem> | Iterable<RowProblem>;
  /** file to write; .csv or .xlsx as source.format says */
  path: string;
}

/** Writes the report and answers how many rows it holds. */
export async function writeErrorReport({ source, header, problems, path }: ErrorReport): Promise<number> {
  const sheet = source.format === 'xlsx' ? await writeSheet(path, '错误 Errors') : writeCsv(path);
  const original = header.columns.filter((column) => !(REPORT_COLUMNS as readonly string[]).includes(column.header));
  const positions = original.map((column) => header.columns.indexOf(column));
  await sheet.add([...original.map((column) => neutralised(column.header)), ...REPORT_COLUMNS]);
  const pending = Symbol.asyncIterator in problems ? problems[Symbol.asyncIterator]() : problems[Symbol.iterator]();
  let problem = await pending.next();
  let written = 0;
  try {
    for await (const batch of source.batches()) {
      for (const row of batch) {
        const found: RowProblem[] = [];
        while (!problem.done && problem.value.row <= row.row) {
          if (problem.value.row === row.row) found.push(problem.value);
          problem = await pending.next();
        }
        if (found.length === 0) continue;
        await sheet.add(reportLine(row, positions, found));
        written += 1;
      }
      if (problem.done) break;
    }
  } finally {
    await sheet.close();
  }
  return written;
}

function reportLine(row: SourceRow, positions: number[], problems: RowProblem[]): string[] {
  const each = (part: (problem: RowProblem) => string): string => [...new Set(problems.map(part))].filter((text) => text !== '').join('；');
  return [
    ...positions.map((position) => neutralised(row.cells[position] ?? '')),
    String(row.row),
    neutralised(each((problem) => problem.column)),
    each((problem) => problem.valueClass),
    neutralised(each((problem) => problem.reasonZh)),
    neutralised([...new Set(problems.map((problem) => problem.reasonEn))].join('; ')),
  ];
}
