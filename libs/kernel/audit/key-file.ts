import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { newSigningSeed } from '#kernel/crypto';
import { formatSigningKey, LOG_KEY, parseSigningKey, WITNESS_KEY, type NoteSigner } from './note.js';

type Kind = typeof LOG_KEY | typeof WITNESS_KEY;

/**
 * Makes a key that signs for `name`, readable by its owner only. Throws (EEXIST) when the file exists: a log whose key was
 * overwritten is another log.
 */
export function createSigningKeyFile(kind: Kind, path: string, name: string): void {
  const line = `${formatSigningKey(kind, name, newSigningSeed())}\n`;
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, line);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** `origin`: the log's name, as a rule the address where it is served, without scheme (C2SP tlog-checkpoint). */
export function createLogKeyFile(path: string, origin: string): void {
  createSigningKeyFile(LOG_KEY, path, origin);
}

/** Throws when the file is missing or holds no key of this kind; the message never contains any of its content. */
export function loadSigningKey(kind: Kind, path: string): NoteSigner {
  const signer = parseSigningKey(kind, readFileSync(path, 'utf8'));
  if (!signer) throw new Error(`the signing key file ${path} is damaged or of another kind`);
  return signer;
}
