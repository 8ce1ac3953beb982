import fc from 'fast-check';
import { domesticSuite, internationalSuite, sameBytes, sha256, sm3, sm4Counter, suiteById, suiteByName } from './suite.js';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('published vectors', () => {
  it('SM3: GB/T 32905 annex A', () => {
    expect(sm3('abc').toString('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3('abcd'.repeat(16)).toString('hex')).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });

  it('SM4: GB/T 32907 annex A, read through counter mode', () => {
    const key = hex('0123456789abcdeffedcba9876543210');
    // counter mode over zeros gives the block cipher's answer for the counter block itself
    expect(sm4Counter(key, key, Buffer.alloc(16)).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('HMAC-SM3: GM/T 0042 annex D', () => {
    const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i + 1));
    const text = 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'.repeat(2);
    expect(domesticSuite.hmac(key, Buffer.from(text)).toString('hex')).toBe(
      'ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a',
    );
  });

  it('SHA-256: FIPS 180-4', () => {
    expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('HMAC-SHA256: RFC 4231 case 2', () => {
    expect(internationalSuite.hmac(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?')).toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('HKDF-SHA256 without salt: RFC 5869 case 3, first 32 bytes', () => {
    expect(internationalSuite.derive(Buffer.alloc(22, 0x0b), '').toString('hex')).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d',
    );
  });

  it('AES-256-GCM: case 14 of the mode’s specification', () => {
    const sealed = internationalSuite.encrypt(Buffer.alloc(32), Buffer.alloc(12), Buffer.alloc(16), Buffer.alloc(0));
    expect(sealed.toString('hex')).toBe('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919');
  });
});

describe.each([internationalSuite, domesticSuite])('suite $name', (suite) => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const nonce = fc.uint8Array({ minLength: 12, maxLength: 12 });

  it('opens what it sealed, and the tag has the stated length', () => {
    fc.assert(
      fc.property(key, nonce, bytes, bytes, (k, n, plain, context) => {
        const sealed = suite.encrypt(k, n, plain, context);
        expect(sealed.length).toBe(plain.length + suite.tagBytes);
        expect(suite.decrypt(k, n, sealed, context)).toEqual(Buffer.from(plain));
      }),
    );
  });

  it('refuses every single changed bit of key, nonce, body and context', () => {
    fc.assert(
      fc.property(key, nonce, fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(), fc.nat({ max: 3 }), (k, n, plain, bit, part) => {
        const context = Buffer.from('context');
        const parts = [Buffer.from(k), Buffer.from(n), suite.encrypt(k, n, plain, context), Buffer.from(context)] as const;
        const changed = parts[part] ?? parts[0];
        const at = bit % (changed.length * 8);
        changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7));
        expect(suite.decrypt(parts[0], parts[1], parts[2], parts[3])).toBeNull();
      }),
    );
  });

  it('refuses a body shorter than its tag', () => {
    expect(suite.decrypt(Buffer.alloc(32), Buffer.alloc(12), Buffer.alloc(suite.tagBytes - 1), Buffer.alloc(0))).toBeNull();
  });

  it('is found by name and by id', () => {
    expect(suiteByName(suite.name)).toBe(suite);
    expect(suiteById(suite.id)).toBe(suite);
  });
});

it('knows no other suites', () => {
  expect(suiteById(0)).toBeUndefined();
  expect(suiteById(undefined)).toBeUndefined();
});

it('compares bytes of any length', () => {
  expect(sameBytes(Buffer.from('ab'), Buffer.from('ab'))).toBe(true);
  expect(sameBytes(Buffer.from('ab'), Buffer.from('ac'))).toBe(false);
  expect(sameBytes(Buffer.from('ab'), Buffer.from('abc'))).toBe(false);
});
