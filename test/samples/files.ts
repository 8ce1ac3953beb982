/** Sample files of this folder, and files a test makes for itself in a temporary folder that goes when the process ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';

export const sample = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
export const demoFile = (name: string): string => fileURLToPath(new URL(`../../apps/ops/demo/${name}`, import.meta.url));

let folder: string | null = null;
let count = 0;

/** Path of a new file with these bytes, or of one still to be written. */
export function temporaryFile(ending: string, bytes?: Uint8Array | string): string {
  if (folder === null) {
    folder = mkdtempSync(join(tmpdir(), 'xiecha-samples-'));
    const made = folder;
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  }
  count += 1;
  const path = join(folder, `${count}${ending}`);
  if (bytes !== undefined) writeFileSync(path, bytes);
  return path;
}

export interface ZipPart {
  name: string;
  content: Buffer | string;
  /** general purpose flags; 1 = encrypted */
  flags?: number;
  /** what the archive claims the unpacked size to be */
  claimed?: number;
}

/** A ZIP archive as it should not always be: the claims of a part may be false. */
export function zip(parts: ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, flags = 0, claimed } of parts) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(flags, 2);
    fixed.writeUInt16LE(8, 4);
    fixed.writeUInt32LE(crc32(plain), 10);
    fixed.writeUInt32LE(packed.length, 14);
    fixed.writeUInt32LE(claimed ?? plain.length, 18);
    fixed.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fixed, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0'), fixed, tail, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}

/** The least a workbook needs: one sheet with this XML inside sheetData. */
export function workbook(sheetData: string, extra: ZipPart[] = [], workbookPr = ''): Buffer {
  return zip([
    { name: 'xl/workbook.xml', content: `<workbook xmlns:r="r">${workbookPr}<sheets><sheet name="一" sheetId="1" r:id="rId1"/></sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', content: '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>' },
    { name: 'xl/worksheets/sheet1.xml', content: `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>${sheetData}</sheetData></worksheet>` },
    ...extra,
  ]);
}
