/**
 * The parts of a workbook file (ZIP, APPNOTE 6.3), read by its central directory with random access, so that nothing is
 * unpacked that is not asked for. What an archive says about itself is not believed: sizes are counted while unpacking.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { FileProblem, type ReadLimits } from './row.type.js';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const LONGEST_COMMENT = 65_535;
const CHUNK_BYTES = 64 * 1024;

interface Part {
  name: string;
  method: number;
  packed: number;
  unpacked: number;
  offset: number;
}

const damaged = (detailZh: string, detailEn: string): FileProblem => new FileProblem('DAMAGED_ARCHIVE', {
  zh: `工作簿文件已损坏（${detailZh}）。请在 Excel 中打开并重新另存为 .xlsx`,
  en: `The workbook file is damaged (${detailEn}). Open it in Excel and save it as .xlsx again`,
});

const tooLarge = (detailZh: string, detailEn: string): FileProblem => new FileProblem('TOO_LARGE', {
  zh: `工作簿解压后过大（${detailZh}），可能是压缩炸弹，未予读取。请拆分文件，或另存为 CSV`,
  en: `The workbook is too large once unpacked (${detailEn}), perhaps a decompression bomb; it was not read. Split it, or save it as CSV`,
});

/** An open workbook file. Close it. */
export class WorkbookArchive {
  /** compressed bytes handed to the unpacker so far, for progress */
  bytesRead = 0;
  private unpackedInAll = 0;
  private readonly file: FileHandle;
  private readonly parts: Map<string, Part>;
  private readonly limits: ReadLimits;

  private constructor(file: FileHandle, parts: Map<string, Part>, limits: ReadLimits) {
    this.file = file;
    this.parts = parts;
    this.limits = limits;
  }

  static async open(path: string, limits: ReadLimits): Promise<WorkbookArchive> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return new WorkbookArchive(file, await readDirectory(file, size, limits), limits);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  has(name: string): boolean {
    return this.parts.has(name.toLowerCase());
  }

  packedBytes(name: string): number {
    return this.parts.get(name.toLowerCase())?.packed ?? 0;
  }

  /** Unpacked bytes of one part, chunk by chunk. Throws FileProblem when it is damaged or grows past the limits. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const part = this.parts.get(name.toLowerCase());
    if (!part) throw damaged(`缺少 ${baseName(name)}`, `${baseName(name)} is missing`);
    const header = await this.bytes(part.offset, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_HEADER) throw damaged('部件位置错误', 'a part is not where it should be');
    const start = part.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    const source = this.packed(start, part.packed);
    if (part.method === 0) {
      for await (const chunk of source) yield this.counted(chunk, part);
      return;
    }
    const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
    // A failing feed destroys the unpacker with its error, which the loop below then meets.
    pipeline(source, inflate).catch(() => {});
    try {
      let unpacked = 0;
      for await (const chunk of inflate as AsyncIterable<Buffer>) {
        unpacked += chunk.length;
        if (unpacked > this.limits.ratioFrom && unpacked > part.packed * this.limits.ratio) {
          throw tooLarge(`压缩比超过 ${this.limits.ratio}:1`, `packed more than ${this.limits.ratio}:1`);
        }
        yield this.counted(chunk, part);
      }
      if (unpacked !== part.unpacked) throw damaged('部件长度不符', 'a part has another length than stated');
    } catch (error) {
      if (error instanceof FileProblem) throw error;
      throw damaged('无法解压', 'it cannot be unpacked');
    } finally {
      inflate.destroy();
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private counted(chunk: Buffer, part: Part): Buffer {
    this.unpackedInAll += chunk.length;
    if (this.unpackedInAll > this.limits.bytes) {
      const limit = Math.floor(this.limits.bytes / 1024 / 1024);
      throw tooLarge(`超过 ${limit} MB，部件 ${baseName(part.name)}`, `over ${limit} MB, part ${baseName(part.name)}`);
    }
    return chunk;
  }

  private async *packed(start: number, length: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < length; at += CHUNK_BYTES) {
      const chunk = await this.bytes(start + at, Math.min(CHUNK_BYTES, length - at));
      if (chunk.length === 0) throw damaged('内容被截断', 'it is cut off');
      this.bytesRead += chunk.length;
      yield chunk;
    }
  }

  private async bytes(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await this.file.read(buffer, 0, length, position);
    return buffer.subarray(0, bytesRead);
  }
}

/** Part names come from the file, so only a plain last piece of them is ever shown. */
function baseName(name: string): string {
  const last = name.split('/').at(-1) ?? '';
  return /^[\w.[\]-]{1,60}$/.test(last) ? last : '…';
}

async function readDirectory(file: FileHandle, size: number, limits: ReadLimits): Promise<Map<string, Part>> {
  const tailBytes = Math.min(size, LONGEST_COMMENT + 22);
  const tail = Buffer.alloc(tailBytes);
  await file.read(tail, 0, tailBytes, size - tailBytes);
  let end = -1;
  for (let at = tailBytes - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_OF_DIRECTORY) {
      end = at;
      break;
    }
  }
  if (end < 0) throw damaged('目录缺失，文件可能没有传完', 'its directory is missing, perhaps the upload was cut off');
  const count = tail.readUInt16LE(end + 10);
  const bytes = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  // 0xffff and 0xffffffff announce ZIP64, which only archives beyond our limits need.
  if (count > limits.parts || count === 0xffff) throw tooLarge(`部件超过 ${limits.parts} 个`, `more than ${limits.parts} parts`);
  if (offset === 0xffffffff || bytes > 4 * 1024 * 1024) throw tooLarge('目录过大', 'its directory is too large');
  if (offset + bytes > size) throw damaged('目录位置错误', 'its directory is not where it should be');
  const directory = Buffer.alloc(bytes);
  await file.read(directory, 0, bytes, offset);

  const parts = new Map<string, Part>();
  let packedInAll = 0;
  let unpackedInAll = 0;
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes || directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged('目录不完整', 'its directory is incomplete');
    const flags = directory.readUInt16LE(at + 8);
    const nameBytes = directory.readUInt16LE(at + 28);
    const part: Part = {
      name: directory.subarray(at + 46, at + 46 + nameBytes).toString('utf8').replaceAll('\\', '/').replace(/^\//, ''),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    };
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if ((flags & 1) !== 0) {
      throw new FileProblem('OLD_OR_ENCRYPTED_WORKBOOK', {
        zh: '工作簿设有密码，无法读取。请取消密码后重新上传',
        en: 'The workbook is protected by a password and cannot be read. Remove the password and upload again',
      });
    }
    if (part.method !== 0 && part.method !== 8) throw damaged('压缩方式不受支持', 'its packing method is not supported');
    const key = part.name.toLowerCase();
    // Two parts of one name let two programs see two different tables in the same file.
    if (parts.has(key)) throw damaged('部件重名', 'it holds two parts of one name');
    packedInAll += part.packed;
    unpackedInAll += part.unpacked;
    parts.set(key, part);
  }
  // Overlapping parts are how a small archive unpacks to terabytes.
  if (packedInAll > size) throw damaged('部件相互重叠', 'its parts overlap');
  if (unpackedInAll > limits.bytes) {
    const limit = Math.floor(limits.bytes / 1024 / 1024);
    throw tooLarge(`超过 ${limit} MB`, `over ${limit} MB`);
  }
  return parts;
}
