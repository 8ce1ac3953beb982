/**
 * The two passes of an import. Pass 1 (`openCheck`) turns the file into staged rows and refusals, a batch at a time;
 * the database keeps the staged rows. Pass 2 (`assembleInOrder`) reads them back ordered by key and row and makes
 * complaints of them. Rows of one complaint may therefore stand anywhere in the file. `readComplaints` does both in
 * memory for small files.
 */
import type { ImportContext } from './cell.rules.js';
import type { ComplaintDraft } from './complaint-draft.type.js';
import { findHeader, HEADER_WITHIN, missingColumns, type ColumnChoice, type Header } from './header.rules.js';
import type { Assembled, ImportProfile, StagedRow } from './profile.type.js';
import { heldBack, rowCheck, type CheckedRow } from './row-check.rules.js';
import { FileProblem, type RowProblem, type SourceRow } from './row.type.js';
import { emptyFile } from './csv.reader.js';
import type { RowSource } from './source.reader.js';

const PREVIEW_ROWS = 10;

export interface CheckedBatch {
  checked: CheckedRow[];
  /** rows below the header up to and with this batch; empty ones do not count */
  rowsRead: number;
}

/** A file whose header is known and whose rows are still to come. */
export interface FileCheck {
  header: Header;
  /** first rows below the header, as they stand in the file: for the submitter only */
  preview: { row: number; values: string[] }[];
  /** Checks the rows; once. Throws FileProblem, also when required columns are missing or there is no row at all. */
  batches(signal?: AbortSignal): AsyncGenerator<CheckedBatch>;
  /** Ends reading early (a file only looked at). */
  close(): Promise<void>;
}

/** Reads as far as the header and the preview. Throws FileProblem. */
export async function openCheck(source: RowSource, profile: ImportProfile, context: ImportContext, choices: ColumnChoice[] = []): Promise<FileCheck> {
  const reading = source.batches();
  const first: SourceRow[] = [];
  while (first.length < HEADER_WITHIN + PREVIEW_ROWS) {
    const next = await reading.next();
    if (next.done) break;
    first.push(...next.value);
  }
  let header: Header;
  try {
    if (first.every((row) => row.cells.every((cell) => cell.trim() === ''))) throw emptyFile();
    header = findHeader(first, profile, choices);
  } catch (error) {
    await reading.return(undefined);
    throw error;
  }
  const check = rowCheck(profile, header, source.format, context);
  const below = first.filter((row) => row.row > header.row);
  return {
    header,
    preview: below.slice(0, PREVIEW_ROWS).map((row) => ({ row: row.row, values: header.columns.map((_, index) => row.cells[index] ?? '') })),
    close: async () => { await reading.return(undefined); },
    async *batches(signal) {
      let rowsRead = 0;
      const checkBatch = (rows: SourceRow[]): CheckedBatch => {
        signal?.throwIfAborted();
        const checked = rows.map(check);
        rowsRead += checked.filter((row) => row.kind !== 'empty').length;
        return { checked, rowsRead };
      };
      try {
        if (header.missing.length > 0) throw missingColumns(header.missing);
        if (below.length > 0) yield checkBatch(below);
        for await (const rows of reading) yield checkBatch(rows);
      } finally {
        await reading.return(undefined);
      }
      if (rowsRead === 0) {
        throw new FileProblem('EMPTY_FILE', { zh: '表头下面没有数据行', en: 'There are no rows below the header' });
      }
    },
  };
}

/** Pass 2: staged rows ordered by key, then row, become complaints; memory for one complaint at a time. */
export async function* assembleInOrder(
  rows: AsyncIterable<StagedRow> | Iterable<StagedRow>,
  profile: ImportProfile,
): AsyncGenerator<Assembled> {
  let group: StagedRow[] = [];
  for await (const row of rows) {
    if (group.length > 0 && group[0]!.key !== row.key) {
      yield profile.assemble(group);
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield profile.assemble(group);
}

export interface ReadResult {
  header: Header;
  drafts: ComplaintDraft[];
  /** by row; every row that is in no draft and not empty has at least one */
  problems: RowProblem[];
  rowsRead: number;
  rowsRefused: number;
}

/** Both passes in memory, for files of some ten thousand rows. Throws FileProblem. */
export async function readComplaints(
  source: RowSource, profile: ImportProfile, context: ImportContext, choices: ColumnChoice[] = [],
): Promise<ReadResult> {
  const check = await openCheck(source, profile, context, choices);
  const groups = new Map<string, StagedRow[]>();
  const refusedKeys = new Map<string, number>();
  const problems: RowProblem[] = [];
  let rowsRead = 0;
  for await (const batch of check.batches()) {
    rowsRead = batch.rowsRead;
    for (const checked of batch.checked) {
      if (checked.kind === 'staged') {
        const group = groups.get(checked.staged.key);
        if (group) group.push(checked.staged);
        else groups.set(checked.staged.key, [checked.staged]);
      } else if (checked.kind === 'refused') {
        problems.push(...checked.problems);
        if (checked.key !== null && !refusedKeys.has(checked.key)) refusedKeys.set(checked.key, checked.row);
      }
    }
  }
  const drafts: ComplaintDraft[] = [];
  for (const [key, rows] of groups) {
    const refusedRow = refusedKeys.get(key);
    if (refusedRow !== undefined) {
      problems.push(...rows.map((row) => heldBack(row.row, refusedRow)));
      continue;
    }
    const assembled = profile.assemble(rows);
    if (assembled.ok) drafts.push(assembled.draft);
    else problems.push(...assembled.problems);
  }
  problems.sort((a, b) => a.row - b.row);
  return { header: check.header, drafts, problems, rowsRead, rowsRefused: new Set(problems.map((problem) => problem.row)).size };
}
