import { randomBytes } from 'node:crypto';
import { sha256 } from './suite.js';

const SALT_BYTES = 32;
const PAD_BYTES = 256;

/** Leaf of the ledger's tree (RFC 6962, 2.1): SHA-256(0x00 || entry). */
export function leafHash(entry: Uint8Array): Buffer {
  return sha256(Buffer.concat([Buffer.from([0x00]), entry]));
}

/** Inner node of the ledger's tree (RFC 6962, 2.1): SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Buffer.concat([Buffer.from([0x01]), left, right]));
}

/** Root of the tree without entries (RFC 6962, 2.1): SHA-256 of nothing. */
export function emptyRootHash(): Buffer {
  return sha256(new Uint8Array(0));
}

/** 32 random bytes, one salt per ledger entry. */
export function randomSalt(): Buffer {
  return randomBytes(SALT_BYTES);
}

/**
 * Commitment to the personal part of a ledger entry: SHA-256(salt || entry id || padded part). The part is closed with
 * 0x80 and filled with zeros to a multiple of 256 bytes, so that its length stays hidden and no two parts pad alike.
 * Destroying salt and part erases the person, and every proof over the entry still holds.
 * Throws RangeError for a salt that is not 32 bytes or an entry id that is not 1 to 255 bytes.
 */
export function commitment(salt: Uint8Array, entryId: string, personal: string): Buffer {
  const id = Buffer.from(entryId, 'utf8');
  if (salt.length !== SALT_BYTES) throw new RangeError('a commitment needs a salt of 32 bytes');
  // below 256 bytes the total length fixes where the id ends
  if (id.length < 1 || id.length > 255) throw new RangeError('a commitment needs an entry id of 1 to 255 bytes');
  const part = Buffer.from(personal, 'utf8');
  const padded = Buffer.alloc((Math.floor(part.length / PAD_BYTES) + 1) * PAD_BYTES);
  part.copy(padded);
  padded[part.length] = 0x80;
  return sha256(Buffer.concat([salt, id, padded]));
}
