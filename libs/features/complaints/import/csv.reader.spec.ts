import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { sample, temporaryFile } from '../../../../test/samples/files.js';
import { detectEncoding } from './encoding.rules.js';
import { FileProblem, type ReadLimits, type SourceRow } from './row.type.js';
import { openSource, type SourceOptions } from './source.reader.js';

async function rowsOf(path: string, options?: SourceOptions): Promise<SourceRow[]> {
  const source = await openSource(path, options);
  const rows: SourceRow[] = [];
  for await (const batch of source.batches()) rows.push(...batch);
  return rows;
}

const rowsIn = (bytes: Uint8Array | string, options?: SourceOptions): Promise<SourceRow[]> => rowsOf(temporaryFile('.csv', bytes), options);
const cellsIn = async (bytes: Uint8Array | string, options?: SourceOptions): Promise<string[][]> => (await rowsIn(bytes, options)).map((row) => row.cells);
const limited = (limits: Partial<ReadLimits>): SourceOptions => ({ limits });

async function problemOf(reading: Promise<unknown>): Promise<FileProblem> {
  const error = await reading.then(() => null, (caught: unknown) => caught);
  expect(error).toBeInstanceOf(FileProblem);
  return error as FileProblem;
}

describe('encodings', () => {
  test.each([
    ['insurer-utf8-mark.csv', 'utf-8'],
    ['insurer-utf16.csv', 'utf-16le'],
    ['insurer-gb18030.csv', 'gb18030'],
  ])('%s gives the same Chinese text', async (name, encoding) => {
    const source = await openSource(sample(name));
    const rows: SourceRow[] = [];
    for await (const batch of source.batches()) rows.push(...batch);
    expect(source.encoding()?.encoding).toBe(encoding);
    expect(rows[0]!.cells[0]).toBe('投诉编号*');
    expect(rows[1]!.cells[8]).toContain('\n要求退还保费，名字里有生僻字：龑、喆、堃。');
  });

  test('Big5 is told from GB18030', async () => {
    expect((await rowsOf(sample('insurer-big5.csv')))[1]!.cells.slice(1, 4)).toEqual(['快遞', '2026-08-03', '鄭示例']);
    expect(detectEncoding(readFileSync(sample('insurer-big5.csv')))).toMatchObject({ encoding: 'big5', certain: true });
    expect(detectEncoding(readFileSync(sample('insurer-gb18030.csv')))).toMatchObject({ encoding: 'gb18030', certain: true });
  });

  test('UTF-16 in big-endian order, and without a mark told as such', async () => {
    const little = Buffer.from('\uFEFF编号,内容\n1,二\n', 'utf16le');
    expect(await cellsIn(Buffer.from(little).swap16())).toEqual([['编号', '内容'], ['1', '二']]);
    expect((await problemOf(rowsIn(little.subarray(2)))).code).toBe('BINARY');
  });

  test('Chinese that starts long after an ASCII beginning is still recognised', async () => {
    const gb = readFileSync(sample('insurer-gb18030.csv'));
    const ascii = Buffer.from('a,b\n'.repeat(60_000));
    const rows = await cellsIn(Buffer.concat([ascii, gb]));
    expect(rows[60_000]![0]).toBe('投诉编号*');
  });

  test('a character cut by every possible chunk border survives', async () => {
    for (let shift = 0; shift < 4; shift += 1) {
      const text = `${'x'.repeat(65_530 + shift)},保险退保投诉𠮷龑\n`.repeat(3);
      expect(await cellsIn(text, limited({ cellCharacters: 100_000 }))).toEqual(Array.from({ length: 3 }, () => [`${'x'.repeat(65_530 + shift)}`, '保险退保投诉𠮷龑']));
    }
  });

  test('bytes that do not fit are told with row and column, not replaced', async () => {
    const good = 'no,name,text\n1,甲,"多行\n文字"\n';
    const bytes = Buffer.concat([Buffer.from(`${good}2,`), Buffer.from([0xff, 0xd6, 0xd0]), Buffer.from(',x\n3,丙,y\n')]);
    const problem = await problemOf(rowsIn(bytes));
    expect(problem).toMatchObject({ code: 'ENCODING', row: 3, column: 2 });
    expect(problem.zh).toContain(`第 ${Buffer.byteLength(good) + 3} 个字节`);
    expect(problem.zh).toContain('GB18030');
    expect(problem.en).toContain('upload again');
  });

  test('a wrong encoding inside an open quote is told as well', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,"中文'), Buffer.from([0xc3, 0x28]), Buffer.from('"\n')]);
    expect(await problemOf(rowsIn(bytes))).toMatchObject({ code: 'ENCODING', row: 2, column: 2 });
  });

  test('an encoding chosen wrongly is told', async () => {
    expect(await problemOf(rowsOf(sample('insurer-gb18030.csv'), { encoding: 'utf-8' }))).toMatchObject({ code: 'ENCODING', row: 1, column: 1 });
    expect(await problemOf(rowsOf(sample('insurer-utf8-mark.csv'), { encoding: 'big5' }))).toMatchObject({ code: 'ENCODING' });
    expect((await rowsOf(sample('insurer-gb18030.csv'), { encoding: 'gb18030' }))[0]!.cells[1]).toBe('投诉渠道*');
  });

  test('one damaged byte in much UTF-8 is told, and the rest not taken for another encoding', async () => {
    const bytes = Buffer.from(`编号,内容\n${Array.from({ length: 300 }, (_, row) => `${row},投保时未被告知退保损失，要求退还保费\n`).join('')}`);
    bytes[bytes.lastIndexOf('退')] = 0x41;
    const problem = await problemOf(rowsIn(bytes));
    expect(problem).toMatchObject({ code: 'ENCODING', row: 301, column: 2 });
    expect(problem.zh).toContain('UTF-8');
  });

  test('Latin-1 is refused and not read as Chinese', async () => {
    const bytes = Buffer.from('name,town\nJosé Núñez,Málaga\nÉlise Brûlé,Orléans\n', 'latin1');
    expect((await problemOf(rowsIn(bytes))).code).toBe('ENCODING');
  });

  test('a last character cut off with the file is told', async () => {
    expect(await problemOf(rowsIn(Buffer.from('a,b\n1,中').subarray(0, -1)))).toMatchObject({ code: 'ENCODING', row: 2, column: 2 });
  });
});

describe('tables', () => {
  test('quotes, line breaks in cells, mixed line ends and empty rows; row numbers as a spreadsheet shows them', async () => {
    expect(await rowsIn('a,b\r\n"x ""y"", z","1\n2"\n\n5" pipe,3')).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 2, cells: ['x "y", z', '1\n2'] },
      { row: 3, cells: [''] },
      { row: 4, cells: ['5" pipe', '3'] },
    ]);
  });

  test.each([[';'], ['\t'], ['|'], [',']])('delimiter %j is found, also when cells hold commas', async (sign) => {
    expect(await cellsIn(`a${sign}b${sign}c\n1${sign}"2, 3"${sign}4\n`)).toEqual([['a', 'b', 'c'], ['1', '2, 3', '4']]);
  });

  test('rows of wrong length are handed on', async () => {
    expect(await cellsIn('a,b,c\n1,2\n1,2,3,4\n')).toEqual([['a', 'b', 'c'], ['1', '2'], ['1', '2', '3', '4']]);
  });

  test('a quote never closed is told where it starts, in bounded memory', async () => {
    const rest = 'x,y\n'.repeat(20_000);
    expect(await problemOf(rowsIn(`a,b\n1,2\n3,"open\n${rest}`))).toMatchObject({ code: 'UNCLOSED_QUOTE', row: 3, column: 2 });
    expect(await problemOf(rowsIn(`a,b\n1,2\n3,"open\n${rest}`, limited({ recordBytes: 10_000 })))).toMatchObject({ code: 'UNCLOSED_QUOTE', row: 3 });
  });

  test('an oversize cell is cut and marked, the rows after it are read', async () => {
    const [, second, third] = await rowsIn(`a,b\n1,${'长'.repeat(50)}\n2,x\n`, limited({ cellCharacters: 10 }));
    expect(second).toEqual({ row: 2, cells: ['1', '长'.repeat(10)], flaws: [{ column: 1, kind: 'CELL_TOO_LONG' }] });
    expect(third!.cells).toEqual(['2', 'x']);
  });

  test('gzip is seen by its content; damage and bombs are told', async () => {
    const packed = gzipSync('a,b\n1,2\n');
    expect(await cellsIn(packed)).toEqual([['a', 'b'], ['1', '2']]);
    expect((await problemOf(rowsIn(packed.subarray(0, -9)))).code).toBe('DAMAGED_ARCHIVE');
    const bomb = gzipSync(Buffer.alloc(4_000_000, 'a,b\n'));
    expect((await problemOf(rowsIn(bomb, limited({ ratioFrom: 100_000 })))).code).toBe('TOO_LARGE');
    expect((await problemOf(rowsIn(bomb, limited({ bytes: 100_000 })))).code).toBe('TOO_LARGE');
  });

  test('empty, binary and old workbook files are told', async () => {
    expect((await problemOf(rowsIn(''))).code).toBe('EMPTY_FILE');
    expect((await problemOf(rowsIn(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])))).code).toBe('BINARY');
    expect((await problemOf(rowsIn(Buffer.from('d0cf11e0a1b11ae1', 'hex')))).code).toBe('OLD_OR_ENCRYPTED_WORKBOOK');
  });

  test('reading stops when asked to', async () => {
    const source = await openSource(temporaryFile('.csv', 'a,b\n'.repeat(200_000)));
    const stop = new AbortController();
    let batches = 0;
    const reading = (async () => {
      for await (const _ of source.batches(stop.signal)) {
        batches += 1;
        stop.abort();
      }
    })();
    await expect(reading).rejects.toThrow();
    expect(batches).toBe(1);
    expect(source.bytesRead()).toBeLessThan(source.bytesTotal());
  });
});

test('every naughty string comes through a CSV unchanged', async () => {
  const strings = JSON.parse(readFileSync(sample('blns.json'), 'utf8')) as string[];
  const rows = await cellsIn(stringify([['id', 'text'], ...strings.map((text, index) => [String(index), text])], { quoted: true }));
  expect(rows.slice(1).map((cells) => cells[1])).toEqual(strings);
});
