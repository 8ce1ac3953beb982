import fc from 'fast-check';
import { commitment, emptyRootHash, leafHash, nodeHash, randomSalt } from './ledger-hashes.js';
import { sha256 } from './suite.js';

describe('tree hashes (RFC 6962)', () => {
  it('empty tree and empty leaf', () => {
    expect(emptyRootHash().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leafHash(new Uint8Array(0)).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  it('the eight-leaf vector of certificate transparency', () => {
    const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    let level = entries.map((entry) => leafHash(Buffer.from(entry, 'hex')));
    const roots: string[] = [];
    while (level.length > 1) {
      roots.push((level[0] ?? Buffer.alloc(0)).toString('hex'));
      level = level.flatMap((left, i) => (i % 2 === 0 ? [nodeHash(left, level[i + 1] ?? left)] : []));
    }
    roots.push((level[0] ?? Buffer.alloc(0)).toString('hex'));
    expect(roots).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });
});

describe('commitment', () => {
  const salt = Buffer.alloc(32, 1);

  it('is SHA-256 over salt, entry id and the part padded to 256 bytes', () => {
    const padded = Buffer.alloc(256);
    padded.write('李联络');
    padded[9] = 0x80;
    expect(commitment(salt, 'e1', '李联络').equals(sha256(Buffer.concat([salt, Buffer.from('e1'), padded])))).toBe(true);
  });

  it('differs for every other salt, entry and part', () => {
    const part = fc.tuple(fc.string({ minLength: 1, maxLength: 40 }), fc.string({ maxLength: 600 }));
    fc.assert(
      fc.property(part, part, (a, b) => {
        const same = a[0] === b[0] && a[1] === b[1];
        expect(commitment(salt, ...a).equals(commitment(salt, ...b))).toBe(same);
      }),
    );
    expect(commitment(salt, 'e', 'p').equals(commitment(randomSalt(), 'e', 'p'))).toBe(false);
    // parts that differ by trailing zeros, or by the closing mark, pad differently
    expect(commitment(salt, 'e', '').equals(commitment(salt, 'e', '\0'))).toBe(false);
  });

  it('refuses what would make it ambiguous or guessable', () => {
    expect(randomSalt().length).toBe(32);
    expect(() => commitment(Buffer.alloc(31), 'e', 'p')).toThrow(RangeError);
    expect(() => commitment(salt, '', 'p')).toThrow(RangeError);
    expect(() => commitment(salt, 'x'.repeat(256), 'p')).toThrow(RangeError);
  });
});
