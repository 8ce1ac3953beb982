/**
 * Opens a file of an agency as a stream of rows, whatever it is: CSV or .xlsx, gzip or not. What it is decides the
 * content, never the name: people rename files.
 */
import { createReadStream, type ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { emptyFile, readCsv } from './csv.reader.js';
import type { EncodingGuess, TextEncoding } from './encoding.rules.js';
import { FileProblem, READ_LIMITS, type FileFormat, type ReadLimits, type SourceRow } from './row.type.js';
import type { TextState } from './text.reader.js';
import { readXlsx } from './xlsx.reader.js';
import { WorkbookArchive } from './zip.reader.js';

export interface SourceOptions {
  /** encoding the user chose; null or absent = detect */
  encoding?: TextEncoding | null;
  /** tab of a workbook; absent = the first visible one */
  sheet?: string | null;
  limits?: Partial<ReadLimits>;
}

/** A file opened for reading. Iterate `batches` once; the file is closed when the iteration ends, in whatever way. */
export interface RowSource {
  readonly format: FileFormat;
  /** bytes of the file that have to be read, as far as known (a workbook: after its first batch) */
  bytesTotal(): number;
  /** bytes of the file read so far; with bytesTotal the remaining time can be told */
  bytesRead(): number;
  /** null for workbooks, and until a CSV has shown its first character that is not ASCII */
  encoding(): EncodingGuess | null;
  batches(signal?: AbortSignal): AsyncGenerator<SourceRow[]>;
}

/** Throws FileProblem for what is no table at all; problems further down come while iterating. */
export async function openSource(path: string, options: SourceOptions = {}): Promise<RowSource> {
  const limits = { ...READ_LIMITS, ...options.limits };
  const { size } = await stat(path);
  if (size === 0) throw emptyFile();
  const head = await firstBytes(path, 8);
  if (head.readUInt32BE(0) === 0xd0cf11e0) {
    throw new FileProblem('OLD_OR_ENCRYPTED_WORKBOOK', {
      zh: '这是旧版 .xls 或设有密码的工作簿，无法读取。请取消密码并另存为 .xlsx',
      en: 'This is an old .xls or a password-protected workbook. Remove the password and save it as .xlsx',
    });
  }
  if (head.readUInt32BE(0) === 0x504b0304) return workbookSource(path, size, options.sheet ?? null, limits);
  return textSource(path, size, head.readUInt16BE(0) === 0x1f8b, options.encoding ?? null, limits);
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(count);
    await file.read(buffer, 0, count, 0);
    return buffer;
  } finally {
    await file.close();
  }
}

function workbookSource(path: string, size: number, sheet: string | null, limits: ReadLimits): RowSource {
  let archive: WorkbookArchive | null = null;
  let total = size;
  return {
    format: 'xlsx',
    bytesTotal: () => total,
    bytesRead: () => archive?.bytesRead ?? 0,
    encoding: () => null,
    async *batches(signal) {
      archive = await WorkbookArchive.open(path, limits);
      try {
        for await (const batch of readXlsx(archive, { sheet, limits, onSize: (bytes) => { total = bytes; } })) {
          signal?.throwIfAborted();
          yield batch;
        }
      } finally {
        await archive.close();
      }
    },
  };
}

function textSource(path: string, size: number, gzip: boolean, encoding: TextEncoding | null, limits: ReadLimits): RowSource {
  const state: TextState = { guess: null, brokenAt: null };
  let file: ReadStream | null = null;
  const read = (): number => file?.bytesRead ?? 0;
  return {
    format: 'csv',
    bytesTotal: () => size,
    bytesRead: read,
    encoding: () => state.guess,
    async *batches(signal) {
      file = createReadStream(path, { highWaterMark: 64 * 1024 });
      const bytes = gzip ? unpacked(file, read, limits) : bounded(file, limits);
      try {
        for await (const batch of readCsv(bytes, { encoding, limits, state })) {
          signal?.throwIfAborted();
          yield batch;
        }
      } finally {
        file.destroy();
      }
    },
  };
}

const tooLong = (limits: ReadLimits): FileProblem => {
  const megabytes = Math.floor(limits.bytes / 1024 / 1024);
  return new FileProblem('TOO_LARGE', {
    zh: `文件（解压后）超过 ${megabytes} MB。请拆分后分批上传`,
    en: `The file is over ${megabytes} MB (unpacked). Split it and upload the parts`,
  });
};

async function* bounded(file: AsyncIterable<Uint8Array>, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of file) {
    bytes += chunk.length;
    if (bytes > limits.bytes) throw tooLong(limits);
    yield chunk;
  }
}

async function* unpacked(file: ReadStream, packed: () => number, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  file.on('error', (error: Error) => gunzip.destroy(error));
  file.pipe(gunzip);
  let bytes = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limits.bytes) throw tooLong(limits);
      if (bytes > limits.ratioFrom && bytes > packed() * limits.ratio) {
        throw new FileProblem('TOO_LARGE', {
          zh: `压缩比超过 ${limits.ratio}:1，可能是压缩炸弹，未予读取`,
          en: `Packed more than ${limits.ratio}:1, perhaps a decompression bomb; it was not read`,
        });
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof FileProblem || (error as NodeJS.ErrnoException).syscall) throw error;
    throw new FileProblem('DAMAGED_ARCHIVE', {
      zh: '压缩文件已损坏或没有传完。请重新压缩并上传',
      en: 'The compressed file is damaged or was cut off. Pack and upload it again',
    });
  } finally {
    gunzip.destroy();
  }
}
