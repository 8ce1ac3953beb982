import { randomBytes } from 'node:crypto';
import type { Keyring } from './keyring.js';
import { NONCE_BYTES } from './suite.js';

const HEAD_BYTES = 2;
const BLOCK_BYTES = 64;
const LONGEST_CURSOR = 8_192;
const CURSOR_FORM = /^[A-Za-z0-9_-]+$/;

/**
 * A page cursor: the payload encrypted, bound to `binding` (viewer, query, filter; compose it unambiguously). Padded to
 * steps of 64 bytes, so that the length does not tell how long a hidden sort key is.
 */
export function sealCursor(keyring: Keyring, payload: object, binding: string): string {
  const head = Buffer.from([keyring.suite.id, keyring.version]);
  const nonce = randomBytes(NONCE_BYTES);
  const json = Buffer.from(JSON.stringify(payload), 'utf8');
  // JSON may be followed by blanks, so the padding needs no mark
  const padded = Buffer.alloc(Math.ceil(json.length / BLOCK_BYTES) * BLOCK_BYTES, ' ');
  json.copy(padded);
  const sealed = keyring.suite.encrypt(keyring.key('cursor'), nonce, padded, authenticated(head, binding));
  return Buffer.concat([head, nonce, sealed]).toString('base64url');
}

/** The payload, or null for anything that is not a cursor made with this root key for this binding. */
export function openCursor(keyring: Keyring, cursor: string, binding: string): unknown {
  if (cursor.length > LONGEST_CURSOR || !CURSOR_FORM.test(cursor)) return null;
  const bytes = Buffer.from(cursor, 'base64url');
  const maker = keyring.makerOf(bytes[0], bytes[1]);
  if (!maker || bytes.length < HEAD_BYTES + NONCE_BYTES) return null;
  const nonce = bytes.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
  const body = bytes.subarray(HEAD_BYTES + NONCE_BYTES);
  const plain = maker.suite.decrypt(maker.key('cursor'), nonce, body, authenticated(bytes.subarray(0, HEAD_BYTES), binding));
  return plain ? (JSON.parse(plain.toString('utf8')) as unknown) : null;
}

function authenticated(head: Uint8Array, binding: string): Buffer {
  return Buffer.concat([head, Buffer.from(binding, 'utf8')]);
}
