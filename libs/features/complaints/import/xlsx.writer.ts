/**
 * A one-sheet workbook of text cells, written row by row with back-pressure: memory stays the same however many rows
 * there are (the library's streaming writer keeps its output in memory until the end). Templates, which are small and
 * need formats and drop-downs, are written with the library.
 */
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { escapeCell } from './xlsx.reader.js';

/** Most characters of one cell; Excel refuses more. */
const CELL_CHARACTERS = 32_767;
const FLUSH_CHARACTERS = 64 * 1024;
/** Names in UTF-8; sizes and checksum follow the data, since they are not known before. */
const FLAGS = 0x0808;
/** 1980-01-01, the earliest date a ZIP can hold: equal content gives equal files. */
const DOS_DATE = 0x21;

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const FRAME: readonly [string, string][] = [
  ['[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
    + '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    + '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'],
  ['_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
  ['xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
];

/** A sheet being written. `close` must be called, and awaited, for the file to be complete. */
export interface SheetWriter {
  add(cells: string[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts a workbook with one sheet whose first row stays in view. */
export async function writeSheet(path: string, sheetName: string): Promise<SheetWriter> {
  const archive = new ArchiveWriter(createWriteStream(path));
  for (const [name, content] of FRAME) await archive.part(name, DECLARATION + content);
  await archive.part('xl/workbook.xml',
    `${DECLARATION}<workbook xmlns="${NAMESPACE}" xmlns:r="${RELATIONS}"><sheets><sheet name="${xml(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`);
  await archive.openPart('xl/worksheets/sheet1.xml');
  let pending = `${DECLARATION}<worksheet xmlns="${NAMESPACE}"><sheetViews><sheetView workbookViewId="0">`
    + '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>';
  let row = 0;
  return {
    async add(cells) {
      row += 1;
      const written = cells.map((cell) => (cell === '' ? '<c/>'
        : `<c t="inlineStr"><is><t xml:space="preserve">${xml(escapeCell(cell.slice(0, CELL_CHARACTERS)))}</t></is></c>`));
      pending += `<row r="${row}">${written.join('')}</row>`;
      if (pending.length < FLUSH_CHARACTERS) return;
      const text = pending;
      pending = '';
      await archive.write(text);
    },
    async close() {
      await archive.write(`${pending}</sheetData></worksheet>`);
      await archive.closePart();
      await archive.close();
    },
  };
}

interface OpenPart {
  name: Buffer;
  offset: number;
  checksum: number;
  unpacked: number;
  packed: number;
  deflate: ReturnType<typeof createDeflateRaw>;
}

/** A ZIP archive written front to back. */
class ArchiveWriter {
  private readonly directory: Buffer[] = [];
  private readonly done: Promise<void>;
  private offset = 0;
  private current: OpenPart | null = null;

  constructor(private readonly file: WriteStream) {
    this.done = finished(file);
    // A failed write is met by whoever awaits the next one.
    this.done.catch(() => {});
  }

  async part(name: string, content: string): Promise<void> {
    await this.openPart(name);
    await this.write(content);
    await this.closePart();
  }

  async openPart(name: string): Promise<void> {
    const deflate = createDeflateRaw();
    const part: OpenPart = { name: Buffer.from(name), offset: this.offset, checksum: 0, unpacked: 0, packed: 0, deflate };
    deflate.on('data', (chunk: Buffer) => {
      part.packed += chunk.length;
      this.put(chunk);
    });
    this.current = part;
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    describe(header.subarray(4), part, false);
    this.put(Buffer.concat([header, part.name]));
    await this.drained();
  }

  async write(text: string): Promise<void> {
    const part = this.current!;
    const bytes = Buffer.from(text);
    part.checksum = crc32(bytes, part.checksum);
    part.unpacked += bytes.length;
    await new Promise<void>((done, fail) => { part.deflate.write(bytes, (error) => (error ? fail(error) : done())); });
    await this.drained();
  }

  async closePart(): Promise<void> {
    const part = this.current!;
    part.deflate.end();
    await finished(part.deflate);
    const sizes = Buffer.alloc(16);
    sizes.writeUInt32LE(0x08074b50, 0);
    sizes.writeUInt32LE(part.checksum, 4);
    sizes.writeUInt32LE(part.packed, 8);
    sizes.writeUInt32LE(part.unpacked, 12);
    this.put(sizes);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    describe(entry.subarray(6), part, true);
    entry.writeUInt32LE(part.offset, 42);
    this.directory.push(Buffer.concat([entry, part.name]));
    this.current = null;
  }

  async close(): Promise<void> {
    const directory = Buffer.concat(this.directory);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.directory.length, 8);
    end.writeUInt16LE(this.directory.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.offset, 16);
    this.put(directory);
    this.put(end);
    this.file.end();
    await this.done;
  }

  private put(bytes: Buffer): void {
    this.offset += bytes.length;
    this.file.write(bytes);
  }

  /** Waits until the disk has caught up; throws when it cannot. */
  private async drained(): Promise<void> {
    if (!this.file.writableNeedDrain) return;
    await Promise.race([new Promise<void>((resume) => { this.file.once('drain', resume); }), this.done]);
  }
}

/** The 26 bytes a local header and a directory entry have in common. */
function describe(target: Buffer, part: OpenPart, final: boolean): void {
  target.writeUInt16LE(20, 0);
  target.writeUInt16LE(FLAGS, 2);
  target.writeUInt16LE(8, 4);
  target.writeUInt16LE(DOS_DATE, 8);
  if (final) {
    target.writeUInt32LE(part.checksum, 10);
    target.writeUInt32LE(part.packed, 14);
    target.writeUInt32LE(part.unpacked, 18);
  }
  target.writeUInt16LE(part.name.length, 22);
}
