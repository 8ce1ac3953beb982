import { isId, leafHash } from '#kernel/crypto';
import type { SealedEntry } from './entry.js';
import { formatNote, fromBase64, parseNote, signatureOf, signText, type NoteSigner, type VerifierKey } from './note.js';

/** Entries must have their place by then (security.md 3.4 e); later absence is evidence. */
const DUE_MS = 60_000;
/** A receipt names at most so many entries; a command that makes more is as bound by the first of them. */
const MOST_ENTRIES = 200;
const HEAD = 'xiecha-receipt/v1';

export interface Receipt {
  /** When the entries have their place at the latest. */
  due: Date;
  entries: { id: string; leafHash: Buffer }[];
}

/**
 * Promises of the log: a signed note saying which entries a request made and by when they are in the tree. Kept by the
 * client, it shows an entry that was left out. A note's first line is no origin, so it can never pass for a checkpoint.
 */
export class Receipts {
  private readonly open = new Map<string, { id: string; leafHash: Buffer }[]>();

  constructor(private readonly signer: NoteSigner) {}

  /** From now on entries of this request are collected; take() ends it. */
  expect(requestId: string): void {
    this.open.set(requestId, []);
  }

  /** Called when entries are durable, not before. */
  made(entries: readonly SealedEntry[]): void {
    for (const entry of entries) {
      const list = this.open.get(entry.request);
      if (list && entry.outcome === 'OK' && list.length < MOST_ENTRIES) list.push({ id: entry.id, leafHash: leafHash(entry.bytes) });
    }
  }

  /** The signed note, or null when the request made no entry. */
  take(requestId: string): string | null {
    const entries = this.open.get(requestId) ?? [];
    this.open.delete(requestId);
    if (entries.length === 0) return null;
    // The machine's time, not the demo's clock: the sequencer runs by it.
    const due = new Date(Date.now() + DUE_MS).toISOString();
    const text = `${HEAD}\n${this.signer.verifier.name}\n${due}\n${entries.map((e) => `${e.id} ${e.leafHash.toString('base64')}\n`).join('')}`;
    return formatNote({ text, signatures: [signText(this.signer, text)] });
  }
}

/** Null for anything this log did not sign as a receipt. */
export function parseReceipt(note: string, key: VerifierKey): Receipt | null {
  const parsed = parseNote(note);
  if (!parsed || !signatureOf(parsed, key)) return null;
  const [head, origin, due, ...lines] = parsed.text.trimEnd().split('\n');
  const entries = lines.map((line) => {
    const [id, hash] = line.split(' ');
    return { id: id ?? '', leafHash: fromBase64(hash ?? '') };
  });
  const at = new Date(due ?? '');
  if (head !== HEAD || origin !== key.name || Number.isNaN(at.getTime()) || entries.length === 0 || !entries.every((e) => isId(e.id) && e.leafHash?.length === 32)) return null;
  return { due: at, entries: entries.map((e) => ({ id: e.id, leafHash: e.leafHash! })) };
}
