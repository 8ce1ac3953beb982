import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';

/** Bytes of an Ed25519 seed and of its public key (RFC 8032, 5.1). */
export const SIGNING_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** What DER puts before the 32 bytes: PKCS #8 for the seed, SubjectPublicKeyInfo for the public key (RFC 8410). */
const SEED_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** An Ed25519 key that signs; the seed cannot be read back. */
export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Buffer;
  /** 64 bytes; the same bytes always give the same signature. */
  sign(bytes: Uint8Array): Buffer;
}

/** 32 random bytes for a new key. */
export function newSigningSeed(): Buffer {
  return randomBytes(SIGNING_KEY_BYTES);
}

/** Throws RangeError for a seed that is not 32 bytes. */
export function signingKey(seed: Uint8Array): SigningKey {
  if (seed.length !== SIGNING_KEY_BYTES) throw new RangeError('an Ed25519 seed has 32 bytes');
  const key = createPrivateKey({ key: Buffer.concat([SEED_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length);
  return { publicKey, sign: (bytes) => sign(null, bytes, key) };
}

/** False for a wrong signature and for bytes that are no key or no signature. */
export function verifySignature(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== SIGNING_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  try {
    return verify(null, bytes, createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, publicKey]), format: 'der', type: 'spki' }), signature);
  } catch {
    // not every 32 bytes are a point on the curve
    return false;
  }
}
