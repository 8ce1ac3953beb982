import { sameBytes, sha256, SIGNING_KEY_BYTES, signingKey, verifySignature, type SigningKey } from '#kernel/crypto';

// Notes, checkpoints and cosignatures as C2SP signed-note, tlog-checkpoint and tlog-cosignature (v1) write them, so that
// programs that are not ours can check the log.

/** First byte of a key (C2SP signed-note): an Ed25519 signature over the text, and one over time and text. */
export const LOG_KEY = 0x01;
export const WITNESS_KEY = 0x04;
type KeyKind = typeof LOG_KEY | typeof WITNESS_KEY;

/** A name, for a log its origin: no white space, no plus sign. */
const NAME_FORM = /^[^\s+\p{Cc}]{1,200}$/u;
const BASE64_FORM = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DASH = '\u2014';
const KEY_ID_BYTES = 4;
const TIME_BYTES = 8;
const LARGEST_NOTE = 64 * 1024;

/** Bytes of standard base 64; null for anything else, wrong padding included. */
export function fromBase64(text: string): Buffer | null {
  if (!BASE64_FORM.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** Whose signatures are believed. */
export interface VerifierKey {
  kind: KeyKind;
  name: string;
  id: Buffer;
  publicKey: Buffer;
}

/** Who signs; made from a line `PRIVATE+KEY+name+id+base64`, as Go's note package writes it. */
export interface NoteSigner {
  verifier: VerifierKey;
  key: SigningKey;
}

function keyId(name: string, kind: KeyKind, publicKey: Uint8Array): Buffer {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), Buffer.from([kind]), publicKey])).subarray(0, KEY_ID_BYTES);
}

/** Throws RangeError for a name that cannot stand in a note. */
export function verifierKey(kind: KeyKind, name: string, publicKey: Buffer): VerifierKey {
  if (!NAME_FORM.test(name)) throw new RangeError('the name of a key has no white space and no plus sign');
  return { kind, name, id: keyId(name, kind, publicKey), publicKey };
}

/** `name+id+base64(kind, public key)`: what is handed to whoever checks (C2SP signed-note, verifier keys). */
export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${key.id.toString('hex')}+${Buffer.concat([Buffer.from([key.kind]), key.publicKey]).toString('base64')}`;
}

/** Null for anything that is not a verifier key of a kind known here. */
export function parseVerifierKey(text: string): VerifierKey | null {
  const [, name, id, body] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = body === undefined ? null : fromBase64(body);
  const kind = bytes?.[0];
  if (!name || !NAME_FORM.test(name) || !bytes || bytes.length !== 1 + SIGNING_KEY_BYTES || (kind !== LOG_KEY && kind !== WITNESS_KEY)) return null;
  const key = verifierKey(kind, name, bytes.subarray(1));
  return key.id.toString('hex') === id ? key : null;
}

export function noteSigner(kind: KeyKind, name: string, seed: Uint8Array): NoteSigner {
  const key = signingKey(seed);
  return { verifier: verifierKey(kind, name, key.publicKey), key };
}

export function formatSigningKey(kind: KeyKind, name: string, seed: Uint8Array): string {
  const { verifier } = noteSigner(kind, name, seed);
  return `PRIVATE+KEY+${name}+${verifier.id.toString('hex')}+${Buffer.concat([Buffer.from([kind]), seed]).toString('base64')}`;
}

/** Null for anything but a signing key of this kind. */
export function parseSigningKey(kind: KeyKind, text: string): NoteSigner | null {
  const [, name, id, body] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? [];
  const bytes = body === undefined ? null : fromBase64(body);
  if (!name || !NAME_FORM.test(name) || !bytes || bytes.length !== 1 + SIGNING_KEY_BYTES || bytes[0] !== kind) return null;
  const signer = noteSigner(kind, name, bytes.subarray(1));
  return signer.verifier.id.toString('hex') === id ? signer : null;
}

export interface NoteSignature {
  name: string;
  keyId: Buffer;
  /** What follows the key id. */
  bytes: Buffer;
}

export interface Note {
  /** Ends with a line feed; exactly what is signed. */
  text: string;
  signatures: NoteSignature[];
}

export function formatSignature({ name, keyId: id, bytes }: NoteSignature): string {
  return `${DASH} ${name} ${Buffer.concat([id, bytes]).toString('base64')}\n`;
}

/** One line of a signature with its line feed taken off; null when malformed. */
export function parseSignature(line: string): NoteSignature | null {
  const [, name, body] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = body === undefined ? null : fromBase64(body);
  if (!name || !NAME_FORM.test(name) || !bytes || bytes.length <= KEY_ID_BYTES) return null;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), bytes: bytes.subarray(KEY_ID_BYTES) };
}

export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

/** Null for anything that is not a note with at least one signature. */
export function parseNote(note: string): Note | null {
  const split = note.lastIndexOf('\n\n');
  if (note.length > LARGEST_NOTE || split < 0 || !note.endsWith('\n') || /[^\P{Cc}\n]/u.test(note)) return null;
  const signatures = note.slice(split + 2, -1).split('\n').map(parseSignature);
  const valid = signatures.filter((s) => s !== null);
  return valid.length === signatures.length && valid.length > 0 ? { text: note.slice(0, split + 1), signatures: valid } : null;
}

/** Notes written one after the other in one file; what is no note is left out. */
export function parseNotes(text: string): Note[] {
  // Every note is a text without empty line at its end, an empty line, and lines that start with the dash.
  const found = text.replaceAll('\r\n', '\n').match(/(?:^(?!\u2014 ).*\n)+?\n(?:^\u2014 .*\n?)+/gmu) ?? [];
  return found.map((note) => parseNote(`${note.trim()}\n`)).filter((note) => note !== null);
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** The three lines of a checkpoint; extension lines behind them are signed but mean nothing here. Null when malformed. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin, size, body] = text.split('\n');
  const root = body === undefined ? null : fromBase64(body);
  if (!origin || !size || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)) || root?.length !== 32 || !text.endsWith('\n')) return null;
  return { origin, size: Number(size), root };
}

export function signText(signer: NoteSigner, text: string): NoteSignature {
  return { name: signer.verifier.name, keyId: signer.verifier.id, bytes: signer.key.sign(Buffer.from(text, 'utf8')) };
}

/** What a witness signs (C2SP tlog-cosignature, v1): "I saw this as the largest consistent tree at this time". */
function cosignedText(text: string, seconds: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`, 'utf8');
}

export function cosignText(signer: NoteSigner, text: string, at: Date): NoteSignature {
  const seconds = BigInt(Math.floor(at.getTime() / 1000));
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(seconds);
  return { name: signer.verifier.name, keyId: signer.verifier.id, bytes: Buffer.concat([time, signer.key.sign(cosignedText(text, seconds))]) };
}

/** Whether this key made one of the note's signatures; for a witness the time it states. */
export function signatureOf(note: Note, key: VerifierKey): { at: Date | null } | null {
  for (const signature of note.signatures) {
    if (signature.name !== key.name || !sameBytes(signature.keyId, key.id)) continue;
    if (key.kind === LOG_KEY) {
      if (verifySignature(key.publicKey, Buffer.from(note.text, 'utf8'), signature.bytes)) return { at: null };
    } else if (signature.bytes.length > TIME_BYTES) {
      const seconds = signature.bytes.readBigUInt64BE(0);
      if (seconds <= 8_640_000_000_000n && verifySignature(key.publicKey, cosignedText(note.text, seconds), signature.bytes.subarray(TIME_BYTES))) {
        return { at: new Date(Number(seconds) * 1000) };
      }
    }
  }
  return null;
}
