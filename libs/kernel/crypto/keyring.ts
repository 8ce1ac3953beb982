import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { internationalSuite, KEY_BYTES, suiteById, suiteByName, type Suite, type SuiteName } from './suite.js';

/** What a derived key is for. One key never serves two purposes. */
export type KeyPurpose = 'wrapping' | 'match-token' | 'cursor' | 'pseudonym';

const FILE_HEAD = 'xiecha-root-key:1:';

/**
 * The root key and everything derived from it. New values are made with `suite` and `version`; values of the other
 * suite are still opened, so that changing the suite needs no standstill.
 */
export class Keyring {
  readonly suite: Suite;
  /** Version of the root key, second byte of every ciphertext and token. */
  readonly version = 1;
  readonly #root: Buffer;
  readonly #derived = new Map<string, Buffer>();

  /** `root`: 32 random bytes. Throws RangeError for another length. */
  constructor(root: Uint8Array, suite: SuiteName) {
    if (root.length !== KEY_BYTES) throw new RangeError('a root key has 32 bytes');
    this.#root = Buffer.from(root);
    this.suite = suiteByName(suite);
  }

  /** The 32-byte key for a purpose, for values made now. */
  key(purpose: KeyPurpose): Buffer {
    return this.#derive(this.suite, purpose);
  }

  /** The data key of one agency, wrapped in nothing yet: HKDF of the wrapping key over the agency id. */
  agencyKey(agencyId: string): Buffer {
    return this.#derive(this.suite, 'wrapping', agencyId);
  }

  /**
   * The suite and keys that made an existing value, by its first two bytes. Undefined when this keyring cannot have
   * made it.
   */
  makerOf(suiteId: number | undefined, version: number | undefined): KeyMaker | undefined {
    const suite = suiteById(suiteId);
    if (!suite || version !== this.version) return undefined;
    return {
      suite,
      key: (purpose) => this.#derive(suite, purpose),
      agencyKey: (agencyId) => this.#derive(suite, 'wrapping', agencyId),
    };
  }

  #derive(suite: Suite, purpose: KeyPurpose, owner?: string): Buffer {
    // as JSON, so that no owner can spell the label of another key
    const label = JSON.stringify(['xiecha', suite.id, this.version, purpose, ...(owner === undefined ? [] : [owner])]);
    let key = this.#derived.get(label);
    if (!key) {
      key = suite.derive(this.#root, label);
      this.#derived.set(label, key);
    }
    return key;
  }
}

/** Suite and keys of an existing value. */
export interface KeyMaker {
  suite: Suite;
  key(purpose: KeyPurpose): Buffer;
  agencyKey(agencyId: string): Buffer;
}

/**
 * Writes a new random root key, readable by its owner only. Throws (EEXIST) when the file exists: overwriting a root key
 * would make every encrypted field unreadable.
 */
export function createRootKeyFile(path: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${FILE_HEAD}${randomBytes(KEY_BYTES).toString('base64url')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Reads a root key file. Throws when it is missing or malformed; the message never contains any of its content. */
export function loadKeyring(path: string, suite: SuiteName = internationalSuite.name): Keyring {
  const text = readFileSync(path, 'utf8').trim();
  const root = text.startsWith(FILE_HEAD) ? Buffer.from(text.slice(FILE_HEAD.length), 'base64url') : Buffer.alloc(0);
  if (root.length !== KEY_BYTES) throw new Error(`the root key file ${path} is damaged or of another kind`);
  return new Keyring(root, suite);
}

/** False when others than the owner may read or write the file; for the configuration check of the operator. */
export function isPrivateFile(path: string): boolean {
  return (statSync(path).mode & 0o077) === 0;
}
