import { randomBytes } from 'node:crypto';
import type { Keyring } from './keyring.js';
import { NONCE_BYTES } from './suite.js';

/** Where a sealed value stands. All four parts are authenticated: a cell copied elsewhere does not open. */
export interface FieldContext {
  table: string;
  column: string;
  rowId: string;
  agencyId: string;
}

/** A sealed field did not open: moved, altered, or made with another root key. A fault of the hub, never a user's. */
export class SealError extends Error {
  override readonly name = 'SealError';

  constructor(where: Pick<FieldContext, 'table' | 'column'>, reason: string) {
    super(`sealed field ${where.table}.${where.column}: ${reason}`);
  }
}

/*
 * Layout: suite id (1) | key version (1) | n = length of the wrapped data key (1) | wrapped data key (n)
 *         | nonce (12) | ciphertext | tag (16 or 32).
 * n is 0 today: the agency's data key is derived. Data keys of their own (per case, per informant, from an HSM) will be
 * carried in the n bytes without changing any stored value.
 */
const HEAD_BYTES = 3;
const DERIVED_DATA_KEY = 0;

/** Encrypts one value for its cell under the agency's data key. */
export function sealField(keyring: Keyring, plain: string, context: FieldContext): Buffer {
  const head = Buffer.from([keyring.suite.id, keyring.version, DERIVED_DATA_KEY]);
  const nonce = randomBytes(NONCE_BYTES);
  const key = keyring.agencyKey(context.agencyId);
  return Buffer.concat([head, nonce, keyring.suite.encrypt(key, nonce, Buffer.from(plain, 'utf8'), authenticated(head, context))]);
}

/** Decrypts the value of a cell. Throws SealError, which names the column and never a value. */
export function openField(keyring: Keyring, sealed: Uint8Array, context: FieldContext): string {
  const maker = keyring.makerOf(sealed[0], sealed[1]);
  if (!maker) throw new SealError(context, 'made by a suite or key version this keyring does not have');
  if (sealed[2] !== DERIVED_DATA_KEY) throw new SealError(context, 'carries a wrapped data key, which this release cannot unwrap');
  const head = sealed.subarray(0, HEAD_BYTES);
  const nonce = sealed.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
  const body = sealed.subarray(HEAD_BYTES + NONCE_BYTES);
  const plain =
    nonce.length === NONCE_BYTES
      ? maker.suite.decrypt(maker.agencyKey(context.agencyId), nonce, body, authenticated(head, context))
      : null;
  if (!plain) throw new SealError(context, 'does not belong to this cell or was altered');
  return plain.toString('utf8');
}

/** The head holds the key version; JSON keeps the parts apart whatever characters they hold. */
function authenticated(head: Uint8Array, { table, column, rowId, agencyId }: FieldContext): Buffer {
  return Buffer.concat([head, Buffer.from(JSON.stringify([table, column, rowId, agencyId]), 'utf8')]);
}
