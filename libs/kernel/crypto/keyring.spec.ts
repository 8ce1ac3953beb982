import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { openCursor, sealCursor } from './cursor-seal.js';
import { openField, SealError, sealField, type FieldContext } from './field-envelope.js';
import { matchToken, pseudonym } from './keyed-tokens.js';
import { createRootKeyFile, isPrivateFile, Keyring, loadKeyring } from './keyring.js';
import type { SuiteName } from './suite.js';

const root = Buffer.alloc(32, 7);
const cell: FieldContext = { table: 'subject', column: 'phone', rowId: 'r1', agencyId: 'a1' };

describe('root key file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'root-key-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is created once, for its owner only, and loads', () => {
    const path = join(folder, 'root.key');
    createRootKeyFile(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(isPrivateFile(path)).toBe(true);
    const before = readFileSync(path, 'utf8');
    expect(() => createRootKeyFile(path)).toThrow(/EEXIST/);
    expect(readFileSync(path, 'utf8')).toBe(before);
    const sealed = sealField(loadKeyring(path), '示例', cell);
    expect(openField(loadKeyring(path, 'domestic'), sealed, cell)).toBe('示例');
    chmodSync(path, 0o644);
    expect(isPrivateFile(path)).toBe(false);
  });

  it('is refused when damaged, without telling what is in it', () => {
    const path = join(folder, 'root.key');
    writeFileSync(path, 'xiecha-root-key:1:c2hvcnQ\n');
    expect(() => loadKeyring(path)).toThrow(/damaged/);
    expect(() => loadKeyring(path)).not.toThrow(/c2hvcnQ/);
    expect(() => loadKeyring(join(folder, 'absent'))).toThrow(/ENOENT/);
  });
});

it('never shows the root key', () => {
  const keyring = new Keyring(root, 'international');
  expect(inspect(keyring, { depth: 9, showHidden: true })).not.toContain('07 07');
  expect(JSON.stringify(keyring)).not.toContain('7,7');
  expect(() => new Keyring(Buffer.alloc(16), 'international')).toThrow(RangeError);
});

describe.each<SuiteName>(['international', 'domestic'])('values of the %s suite', (suite) => {
  const keyring = new Keyring(root, suite);
  const id = suite === 'international' ? 1 : 2;

  it('derives a key of its own for each purpose and agency', () => {
    const keys = [keyring.key('wrapping'), keyring.key('match-token'), keyring.key('cursor'), keyring.key('pseudonym'), keyring.agencyKey('a1'), keyring.agencyKey('a2')];
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(keys.length);
    for (const key of keys) expect(key.length).toBe(32);
  });

  it('fields open in their cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (plain) => {
        const sealed = sealField(keyring, plain, cell);
        expect([...sealed.subarray(0, 3)]).toEqual([id, 1, 0]);
        expect(openField(keyring, sealed, cell)).toBe(plain);
      }),
    );
  });

  it('fields do not open in any other cell, and the error holds no value', () => {
    const sealed = sealField(keyring, '12900000001', cell);
    for (const other of [{ table: 'person' }, { column: 'account' }, { rowId: 'r2' }, { agencyId: 'a2' }, { table: 'subject","phone' }]) {
      expect(() => openField(keyring, sealed, { ...cell, ...other })).toThrow(SealError);
    }
    try {
      openField(keyring, sealed, { ...cell, rowId: 'r2' });
    } catch (error) {
      expect(String(error)).toBe('SealError: sealed field subject.phone: does not belong to this cell or was altered');
    }
    expect(() => openField(new Keyring(Buffer.alloc(32, 8), suite), sealed, cell)).toThrow(SealError);
  });

  it('fields with a changed byte, cut short or from an unknown maker are refused', () => {
    const sealed = sealField(keyring, '12900000001', cell);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      expect(() => openField(keyring, changed, cell)).toThrow(SealError);
      expect(() => openField(keyring, sealed.subarray(0, at), cell)).toThrow(SealError);
    }
  });

  it('the same value is never sealed alike', () => {
    expect(sealField(keyring, 'x', cell).equals(sealField(keyring, 'x', cell))).toBe(false);
    expect(sealCursor(keyring, { a: 1 }, 'b')).not.toBe(sealCursor(keyring, { a: 1 }, 'b'));
  });

  it('match tokens are equal for equal values only', () => {
    const token = matchToken(keyring, 'PHONE', '12900000001');
    expect(token.length).toBe(18);
    expect([...token.subarray(0, 2)]).toEqual([id, 1]);
    expect(token.equals(matchToken(new Keyring(root, suite), 'PHONE', '12900000001'))).toBe(true);
    expect(token.equals(matchToken(keyring, 'BANK_ACCOUNT', '12900000001'))).toBe(false);
    expect(token.equals(matchToken(keyring, 'PHONE', '12900000002'))).toBe(false);
    expect(token.equals(matchToken(new Keyring(Buffer.alloc(32, 8), suite), 'PHONE', '12900000001'))).toBe(false);
  });

  it('pseudonyms are stable, short and tell kinds apart', () => {
    const name = pseudonym(keyring, 'person', 'p1');
    expect(name).toMatch(/^[0-9a-hjkmnp-tv-z]{20}$/);
    expect(name).toBe(pseudonym(keyring, 'person', 'p1'));
    expect(name).not.toBe(pseudonym(keyring, 'record', 'p1'));
    expect(name).not.toBe(pseudonym(keyring, 'person', 'p2'));
  });

  it('cursors open for their binding only and hide length and content', () => {
    const cursor = sealCursor(keyring, { last: ['12900000001', 3] }, 'viewer|query');
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(openCursor(keyring, cursor, 'viewer|query')).toEqual({ last: ['12900000001', 3] });
    expect(openCursor(keyring, cursor, 'other|query')).toBeNull();
    expect(Buffer.from(cursor, 'base64url').includes('12900000001')).toBe(false);
    expect(sealCursor(keyring, { last: [''] }, 'b').length).toBe(sealCursor(keyring, { last: ['a'.repeat(40)] }, 'b').length);
    expect(openCursor(new Keyring(Buffer.alloc(32, 8), suite), cursor, 'viewer|query')).toBeNull();
  });

  it('anything else is no cursor', () => {
    const cursor = sealCursor(keyring, { a: 1 }, 'b');
    for (const text of ['', 'AQ', 'AQE', cursor.slice(0, -2), `${cursor}AA`, `${cursor}=`, `${cursor} `, 'x'.repeat(9000), '游标']) {
      expect(openCursor(keyring, text, 'b')).toBeNull();
    }
    fc.assert(fc.property(fc.string(), (text) => openCursor(keyring, text, 'b') === null));
  });
});

it('opens values of the other suite after a change of suite', () => {
  const before = new Keyring(root, 'international');
  const after = new Keyring(root, 'domestic');
  expect(openField(after, sealField(before, '郑示例', cell), cell)).toBe('郑示例');
  expect(openCursor(after, sealCursor(before, { a: 1 }, 'b'), 'b')).toEqual({ a: 1 });
});
