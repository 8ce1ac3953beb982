import { createCipheriv, createDecipheriv, createHash, createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * A suite is one complete set of algorithms. Its id is the first byte of everything the hub encrypts or keys, so that a
 * database can hold values of both suites and of suites to come.
 */
export type SuiteName = 'international' | 'domestic';

/** Bytes of a nonce in every suite (96 bit, always random). */
export const NONCE_BYTES = 12;
/** Bytes of a key in every suite; the domestic suite splits it in two. */
export const KEY_BYTES = 32;

export interface Suite {
  readonly name: SuiteName;
  /** First byte of every ciphertext and token; never reused for other algorithms. */
  readonly id: number;
  /** Bytes of the authentication tag at the end of a ciphertext. */
  readonly tagBytes: number;
  /** 32 bytes. */
  hmac(key: Uint8Array, bytes: Uint8Array): Buffer;
  /** HKDF (RFC 5869) with the suite's hash and without salt: the root key is uniform already. 32 bytes. */
  derive(key: Uint8Array, label: string): Buffer;
  /** Ciphertext followed by its tag. The nonce must never have been used with this key. */
  encrypt(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, context: Uint8Array): Buffer;
  /** Null when key, nonce, context or any byte is not the one used to encrypt. */
  decrypt(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, context: Uint8Array): Buffer | null;
}

/** AES-256-GCM (NIST SP 800-38D), SHA-256, HMAC-SHA256. */
export const internationalSuite: Suite = {
  name: 'international',
  id: 1,
  tagBytes: 16,
  hmac: (key, bytes) => createHmac('sha256', key).update(bytes).digest(),
  derive: (key, label) => derive('sha256', key, label),
  encrypt(key, nonce, plain, context) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(context);
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  decrypt(key, nonce, sealed, context) {
    if (sealed.length < 16) return null;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
      .setAAD(context)
      .setAuthTag(sealed.subarray(-16));
    const plain = decipher.update(sealed.subarray(0, -16));
    try {
      return Buffer.concat([plain, decipher.final()]);
    } catch {
      // final() throws for a wrong tag and for nothing else
      return null;
    }
  },
};

/** SM4 in counter mode (GB/T 32907), SM3 (GB/T 32905), HMAC-SM3; encrypt, then authenticate under a second key. */
export const domesticSuite: Suite = {
  name: 'domestic',
  id: 2,
  tagBytes: 32,
  hmac: (key, bytes) => createHmac('sm3', key).update(bytes).digest(),
  derive: (key, label) => derive('sm3', key, label),
  encrypt(key, nonce, plain, context) {
    const hidden = sm4Counter(derive('sm3', key, 'encrypt').subarray(0, 16), counterBlock(nonce), plain);
    return Buffer.concat([hidden, domesticTag(key, nonce, hidden, context)]);
  },
  decrypt(key, nonce, sealed, context) {
    if (sealed.length < 32) return null;
    const hidden = sealed.subarray(0, -32);
    // the tag is checked before a single byte is decrypted
    if (!timingSafeEqual(sealed.subarray(-32), domesticTag(key, nonce, hidden, context))) return null;
    return sm4Counter(derive('sm3', key, 'encrypt').subarray(0, 16), counterBlock(nonce), hidden);
  },
};

const suites: readonly Suite[] = [internationalSuite, domesticSuite];

export function suiteByName(name: SuiteName): Suite {
  const suite = suites.find((candidate) => candidate.name === name);
  if (!suite) throw new RangeError('no such crypto suite');
  return suite;
}

/** Undefined for an id no suite has. */
export function suiteById(id: number | undefined): Suite | undefined {
  return suites.find((candidate) => candidate.id === id);
}

/** SM4-CTR over a 16-byte counter block; encrypting and decrypting are the same operation. */
export function sm4Counter(key: Uint8Array, block: Uint8Array, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv('sm4-ctr', key, block);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

/** SHA-256 (FIPS 180-4) of bytes or of UTF-8 text. */
export function sha256(bytes: Uint8Array | string): Buffer {
  // In one call: the ledger's tree hashes a hundred bytes at a time, hundreds of times per proof.
  return hash('sha256', bytes, 'buffer');
}

/** SM3 (GB/T 32905) of bytes or of UTF-8 text. */
export function sm3(bytes: Uint8Array | string): Buffer {
  return createHash('sm3').update(bytes).digest();
}

/** Compares in constant time; values of different length are unequal. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function derive(hash: 'sha256' | 'sm3', key: Uint8Array, label: string): Buffer {
  return Buffer.from(hkdfSync(hash, key, new Uint8Array(0), Buffer.from(label, 'utf8'), KEY_BYTES));
}

/** 96 random bits and a 32-bit block counter from zero: one field can be 64 GiB before the counter wraps. */
function counterBlock(nonce: Uint8Array): Buffer {
  return Buffer.concat([nonce, Buffer.alloc(4)]);
}

/** The context is preceded by its length, so that no byte can move between context and ciphertext. */
function domesticTag(key: Uint8Array, nonce: Uint8Array, hidden: Uint8Array, context: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(context.length);
  return createHmac('sm3', derive('sm3', key, 'authenticate')).update(length).update(context).update(nonce).update(hidden).digest();
}
