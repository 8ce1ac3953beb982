import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  cosignText, createSigningKeyFile, formatSignature, fromBase64, loadSigningKey, LONGEST_PROOF, parseCheckpoint, parseNote, provesConsistency, signatureOf, WITNESS_KEY, type NoteSigner, type VerifierKey,
} from '#kernel/audit';
import { WitnessState } from './witness.state.js';

/** An answer of the witness (C2SP tlog-witness). */
export interface WitnessAnswer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  body: string;
}

interface AddCheckpoint {
  old: number;
  proof: Buffer[];
  note: string;
}

/** Remembers the largest consistent checkpoint of each log it knows, and cosigns what provably continues it. */
export class Witness {
  private constructor(
    readonly signer: NoteSigner,
    private readonly logs: readonly VerifierKey[],
    private readonly state: WitnessState,
    private readonly now: () => Date,
  ) {}

  /** Key and state live in `directory`; both are made at the first start, and only together. */
  static open(o: { directory: string; name: string; logs: readonly VerifierKey[]; now?: () => Date }): Witness {
    const state = WitnessState.open(o.directory);
    const path = join(o.directory, 'witness.key');
    if (!existsSync(path)) createSigningKeyFile(WITNESS_KEY, path, o.name);
    return new Witness(loadSigningKey(WITNESS_KEY, path), o.logs, state, o.now ?? (() => new Date()));
  }

  /**
   * One request, start to end without a pause: nothing else can move the state between the check and the storing. The
   * status codes are those of the specification, in its order.
   */
  addCheckpoint(body: string): WitnessAnswer {
    const request = parseRequest(body);
    const note = request && parseNote(request.note);
    const checkpoint = note && parseCheckpoint(note.text);
    if (!request || !note || !checkpoint) return answer(400, 'the request is not "old", proof lines, empty line, checkpoint');
    const keys = this.logs.filter((key) => key.name === checkpoint.origin);
    if (keys.length === 0) return answer(404, 'this witness does not know the log');
    if (!keys.some((key) => signatureOf(note, key))) return answer(403, 'no signature of a known key of the log');
    const { old, proof } = request;
    const { size, root } = checkpoint;
    if (old > size) return answer(400, 'the old size is larger than the checkpoint');
    const held = this.state.of(checkpoint.origin);
    const heldSize = held?.size ?? 0;
    if (old !== heldSize) {
      // Two signed roots of one size are a proof whatever the old size says.
      if (held && size === held.size && root.toString('base64') !== held.root) this.state.keepConflict(body, held, this.now());
      return { status: 409, type: 'text/x.tlog.size', body: `${heldSize}\n` };
    }
    if (held && size === held.size && root.toString('base64') !== held.root) {
      this.state.keepConflict(body, held, this.now());
      return { status: 409, type: 'text/x.tlog.size', body: `${heldSize}\n` };
    }
    const oldRoot = held ? Buffer.from(held.root, 'base64') : Buffer.alloc(32);
    const proven = held ? provesConsistency({ oldSize: old, oldRoot, size, root, proof }) : proof.length === 0;
    if (!proven) {
      this.state.keepConflict(body, held, this.now());
      return answer(422, 'the consistency proof does not verify');
    }
    this.state.remember(checkpoint.origin, { size, root: root.toString('base64'), note: request.note });
    return answer(200, formatSignature(cosignText(this.signer, note.text, this.now())).trimEnd());
  }
}

function answer(status: WitnessAnswer['status'], line: string): WitnessAnswer {
  return { status, type: 'text/plain; charset=utf-8', body: `${line}\n` };
}

function parseRequest(body: string): AddCheckpoint | null {
  const split = body.indexOf('\n\n');
  if (split < 0) return null;
  const [first, ...lines] = body.slice(0, split).split('\n');
  const [, old] = /^old (0|[1-9]\d{0,15})$/.exec(first ?? '') ?? [];
  const proof = lines.map(fromBase64);
  if (old === undefined || !Number.isSafeInteger(Number(old)) || lines.length > LONGEST_PROOF) return null;
  const hashes = proof.filter((hash) => hash?.length === 32) as Buffer[];
  return hashes.length === lines.length ? { old: Number(old), proof: hashes, note: body.slice(split + 2) } : null;
}
