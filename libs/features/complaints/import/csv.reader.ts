/**
 * Rows of a CSV text, a batch per chunk of the file, with bounded memory: the parser gets the next chunk only when the
 * batch of the last one was taken. Rows of wrong length are passed on (the row check tells them); only what makes every
 * later row uncertain ends the file: bytes that do not fit the encoding, and a quote that is never closed.
 */
import { parse, type CsvError } from 'csv-parse';
import { ENCODING_NAMES, type TextEncoding } from './encoding.rules.js';
import { readText, type TextState } from './text.reader.js';
import { FileProblem, type ReadLimits, type SourceRow } from './row.type.js';

const DELIMITERS = [',', '\t', ';', '|'] as const;

/** The delimiter that splits the first lines most evenly; a comma when nothing speaks for another. */
export function detectDelimiter(head: string): string {
  const counts = new Map<string, number>();
  let quoted = false;
  let lines = 0;
  for (const sign of head) {
    if (sign === '"') quoted = !quoted;
    if (quoted) continue;
    if (sign === '\n') {
      lines += 1;
      if (lines === 20) break;
    }
    if ((DELIMITERS as readonly string[]).includes(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  let best = ',';
  for (const sign of DELIMITERS) if ((counts.get(sign) ?? 0) > (counts.get(best) ?? 0)) best = sign;
  return best;
}

/** Line ends of the file. The parser's own discovery settles on the first one it sees; files edited twice mix CRLF and LF. */
function lineEnd(head: string): string[] {
  if (head.includes('\n')) return ['\r\n', '\n'];
  return head.includes('\r') ? ['\r'] : ['\n'];
}

export interface CsvOptions {
  /** encoding the user named, null = detect */
  encoding: TextEncoding | null;
  limits: ReadLimits;
  /** filled while reading */
  state: TextState;
}

/** Batches of rows of a CSV byte stream. Throws FileProblem. */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>, options: CsvOptions): AsyncGenerator<SourceRow[]> {
  const { limits, state } = options;
  const texts = readText(bytes, options.encoding, state);
  const first = await texts.next();
  if (first.done) throw emptyFile();

  let rowNumber = 0;
  let batch: SourceRow[] = [];
  const parser = parse({
    delimiter: detectDelimiter(first.value.slice(0, 64 * 1024)),
    record_delimiter: lineEnd(first.value),
    relax_column_count: true,
    // A quote inside an unquoted cell (5" pipe) is text.
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: limits.recordBytes,
    on_record: (cells: string[]) => {
      rowNumber += 1;
      batch.push(asRow(rowNumber, cells, limits));
      // Taken here, so the parser's own output queue stays empty.
      return null;
    },
  });
  parser.resume();
  let failure: Error | null = null;
  parser.on('error', (error: Error) => { failure ??= error; });

  const feed = (text: string): Promise<void> => new Promise((done, fail) => {
    parser.write(text, (error) => (error ? fail(error) : done()));
  });
  const finish = (): Promise<void> => new Promise((done, fail) => {
    parser.once('error', fail);
    parser.end(() => done());
  });

  try {
    await feed(first.value);
    for await (const text of texts) {
      if (batch.length > 0) {
        yield batch;
        batch = [];
      }
      await feed(text);
    }
    await finish();
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    if (state.brokenAt !== null) throw brokenText(state, rowNumber + 1, columnOf(error));
    if (batch.length > 0) yield batch;
    throw asFileProblem(failure ?? error, rowNumber + 1);
  } finally {
    parser.destroy();
  }
  if (state.brokenAt !== null) {
    const last = batch.at(-1);
    throw brokenText(state, last?.row ?? rowNumber, last?.cells.length ?? 1);
  }
  if (batch.length > 0) yield batch;
}

function asRow(row: number, cells: string[], limits: ReadLimits): SourceRow {
  const source: SourceRow = { row, cells: cells.length > limits.columns ? cells.slice(0, limits.columns) : cells };
  for (let column = 0; column < source.cells.length; column += 1) {
    if (source.cells[column]!.length > limits.cellCharacters) {
      source.cells[column] = source.cells[column]!.slice(0, limits.cellCharacters);
      (source.flaws ??= []).push({ column, kind: 'CELL_TOO_LONG' });
    }
  }
  return source;
}

function columnOf(error: unknown): number {
  const column = (error as CsvError).column;
  return typeof column === 'number' ? column + 1 : 1;
}

function brokenText(state: TextState, row: number, column: number): FileProblem {
  const byte = (state.brokenAt ?? 0) + 1;
  const name = state.guess ? ENCODING_NAMES[state.guess.encoding] : 'UTF-8';
  return new FileProblem('ENCODING', {
    zh: `第 ${row} 行第 ${column} 列（第 ${byte} 个字节）不是有效的 ${name} 文字，为避免乱码已停止读取。请在上传时选择文件的实际编码（如 GB18030、Big5），或用 Excel 另存为 “CSV UTF-8” 后重新上传`,
    en: `Row ${row}, column ${column} (byte ${byte}) is not valid ${name} text; reading stopped so that nothing is garbled. Choose the file's real encoding (such as GB18030 or Big5) at upload, or save it as "CSV UTF-8" and upload again`,
  }, { row, column });
}

function asFileProblem(error: unknown, row: number): Error {
  const code = (error as CsvError).code as string | undefined;
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    const column = columnOf(error);
    return new FileProblem('UNCLOSED_QUOTE', {
      zh: `从第 ${row} 行（第 ${column} 列附近）起引号没有闭合，其后的行无法可靠分列。请补上引号后重新上传`,
      en: `From row ${row} (about column ${column}) a quote is not closed, so later rows cannot be told apart. Close it and upload again`,
    }, { row, column });
  }
  return error instanceof Error ? error : new Error(String(error));
}

export function emptyFile(): FileProblem {
  return new FileProblem('EMPTY_FILE', { zh: '文件是空的', en: 'The file is empty' });
}
