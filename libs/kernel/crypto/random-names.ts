import { randomBytes } from 'node:crypto';
import { v7, validate } from 'uuid';
import { sha256 } from './suite.js';

/** A secret to hand out once (session, receipt link): 32 random bytes, 43 characters of base64url. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: its SHA-256. Plain and fast is enough, for a token of 256 random bits cannot be guessed. */
export function hashToken(token: string): Buffer {
  return sha256(token);
}

/** A new record id: UUID version 7 (RFC 9562), ascending in time. */
export function newId(): string {
  return v7();
}

/** Whether the text is a UUID of any version in its usual spelling, and so safe to compare with a uuid column. */
export function isId(text: string): boolean {
  return validate(text);
}
