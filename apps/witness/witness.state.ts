import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '#kernel/crypto';

/** What a witness remembers of one log. */
export interface Remembered {
  size: number;
  /** Base64. */
  root: string;
  /** The checkpoint as it was cosigned. */
  note: string;
}

const STATE = 'state.json';
const KEY = 'witness.key';
const CONFLICTS = 'conflicts';
/** Only a log's own signature can fill the folder; this bounds even that. */
const MOST_CONFLICTS = 1000;

/** The state cannot be used; the text says what to do. */
export class WitnessStateError extends Error {
  override readonly name = 'WitnessStateError';
}

/**
 * The memory of a witness: one file, replaced whole, on disk before a cosignature leaves. A witness that forgot what it
 * saw could be shown another history, so a lost or damaged state ends the use of its key.
 */
export class WitnessState {
  private constructor(
    private readonly directory: string,
    private readonly logs: Map<string, Remembered>,
  ) {}

  static open(directory: string): WitnessState {
    mkdirSync(join(directory, CONFLICTS), { recursive: true, mode: 0o700 });
    const path = join(directory, STATE);
    if (!existsSync(path)) {
      if (existsSync(join(directory, KEY))) {
        throw new WitnessStateError(
          `见证状态已丢失：${path}。请勿沿用旧密钥：移走 ${KEY}，以新名称重新启动，并将新公钥告知运营方。\n` +
            `The state of this witness is lost: ${path}. The old key must not be used any more: move ${KEY} away, start again under a new name and hand out the new public key.`,
        );
      }
      const empty = new WitnessState(directory, new Map());
      empty.save();
      return empty;
    }
    return new WitnessState(directory, new Map(Object.entries(readState(path))));
  }

  of(origin: string): Remembered | null {
    return this.logs.get(origin) ?? null;
  }

  /** Returns when the new state would survive a power cut. */
  remember(origin: string, seen: Remembered): void {
    const before = this.logs.get(origin);
    this.logs.set(origin, seen);
    try {
      this.save();
    } catch (error) {
      // Not on disk: it was never seen.
      if (before) this.logs.set(origin, before);
      else this.logs.delete(origin);
      throw error;
    }
  }

  /** Keeps a signed request that contradicts what was seen: it proves that the log showed two histories. */
  keepConflict(request: string, held: Remembered | null, at: Date): void {
    const folder = join(this.directory, CONFLICTS);
    const body = `${request}\n---- held by this witness ----\n${held?.note ?? ''}`;
    const name = `${sha256(request).toString('hex').slice(0, 16)}.txt`;
    if (existsSync(join(folder, name)) || readdirSync(folder).length >= MOST_CONFLICTS) return;
    replaceFile(folder, name, `${at.toISOString()}\n${body}`);
  }

  private save(): void {
    const logs = JSON.stringify(Object.fromEntries(this.logs));
    replaceFile(this.directory, STATE, `${JSON.stringify({ logs, sha256: sha256(logs).toString('hex') })}\n`);
  }
}

function readState(path: string): Record<string, Remembered> {
  try {
    const { logs, sha256: expected } = JSON.parse(readFileSync(path, 'utf8')) as { logs: string; sha256: string };
    if (sha256(logs).toString('hex') === expected) return JSON.parse(logs) as Record<string, Remembered>;
  } catch {
    // told below, with what to do about it
  }
  throw new WitnessStateError(
    `见证状态文件已损坏：${path}。请恢复该文件；无法恢复时不得沿用旧密钥。\n` +
      `The state file of this witness is damaged: ${path}. Restore exactly this file; otherwise the key must not be used any more.`,
  );
}

/** Beside, synced, renamed, folder synced: at any moment the old file or the new one is there, whole. */
function replaceFile(folder: string, name: string, text: string): void {
  const part = join(folder, `.${name}.part`);
  const file = openSync(part, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, join(folder, name));
  const entry = openSync(folder, 'r');
  try {
    fsyncSync(entry);
  } finally {
    closeSync(entry);
  }
}
