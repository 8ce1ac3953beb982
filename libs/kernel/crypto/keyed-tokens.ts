import type { Keyring } from './keyring.js';

const MATCH_BYTES = 16;
const PSEUDONYM_BYTES = 10;
/** Crockford's base 32 in lower case: no i, l, o, u, so that a pseudonym can be read out on the telephone. */
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * The match token of an identifier: suite id, key version, 16 bytes of the HMAC over kind and normalised value. Serves
 * equality only. Truncated to 128 bits because that is ample against chance hits (one in 2^64 at 2^32 values) and
 * halves the index; the secrecy of the value rests on the key, not on the length.
 */
export function matchToken(keyring: Keyring, kind: string, normalised: string): Buffer {
  return keyed(keyring, keyring.key('match-token'), [kind, normalised], MATCH_BYTES);
}

/**
 * A stable name for a person or record that says nothing about it, e.g. for the ledger: 20 characters of base 32 over
 * suite id, key version and 10 bytes of HMAC. The same input always gives the same pseudonym.
 */
export function pseudonym(keyring: Keyring, kind: string, id: string): string {
  const bytes = keyed(keyring, keyring.key('pseudonym'), [kind, id], PSEUDONYM_BYTES);
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  // 12 bytes are 96 bits; four zero bits in front make 20 characters of 5 bits
  let text = '';
  for (let shift = 95n; shift >= 0n; shift -= 5n) text += BASE32[Number((bits >> shift) & 31n)] ?? '';
  return text;
}

function keyed(keyring: Keyring, key: Buffer, parts: string[], length: number): Buffer {
  const mac = keyring.suite.hmac(key, Buffer.from(JSON.stringify(parts), 'utf8')).subarray(0, length);
  return Buffer.concat([Buffer.from([keyring.suite.id, keyring.version]), mac]);
}
