import type { SignedCheckpoint } from './checkpoints.js';
import type { LedgerTree } from './ledger-tree.js';
import { formatNote, parseNote, parseSignature, signatureOf, type NoteSignature } from './note.js';
import { cosigners, quorumIsMet, type KnownWitness, type WitnessPolicy } from './witness-policy.js';

/** A witness that does not answer in this time counts as absent for this checkpoint. */
const PATIENCE_MS = 2000;
const LARGEST_ANSWER = 64 * 1024;

/** A witness holds something our log does not continue: a fork, or a database restored to an older state. */
export class WitnessConflictError extends Error {
  override readonly name = 'WitnessConflictError';
}

/** Asks the witnesses of the policy to cosign, each with the proof from what it saw last. */
export class WitnessClient {
  private readonly lastSizes = new Map<string, number>();
  private readonly silent = new Set<string>();

  constructor(
    private readonly policy: WitnessPolicy,
    private readonly tree: LedgerTree,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** The note with all cosignatures that came, when they reach the quorum; null when they do not. */
  async cosign(signed: SignedCheckpoint): Promise<{ note: string; cosignatures: number } | null> {
    const answers = await Promise.all(this.policy.witnesses.map((witness) => this.ask(witness, signed)));
    const note = parseNote(signed.note)!;
    const whole = { text: note.text, signatures: [...note.signatures, ...answers.flatMap((signature) => (signature ? [signature] : []))] };
    const present = cosigners(this.policy, whole);
    return quorumIsMet(this.policy, present) ? { note: formatNote(whole), cosignatures: present.size } : null;
  }

  private async ask(witness: KnownWitness, signed: SignedCheckpoint): Promise<NoteSignature | null> {
    if (witness.url === null) return null;
    try {
      const signature = await this.submit(witness, signed, true);
      this.silent.delete(witness.name);
      return signature;
    } catch (error) {
      // Once per silence, not once per second.
      if (!this.silent.has(witness.name)) this.onFault(error instanceof WitnessConflictError ? error : new Error(`witness ${witness.name} does not answer: ${error instanceof Error ? error.message : 'fault'}`));
      this.silent.add(witness.name);
      return null;
    }
  }

  private async submit(witness: KnownWitness, signed: SignedCheckpoint, mayRetry: boolean): Promise<NoteSignature | null> {
    const old = this.lastSizes.get(witness.name) ?? 0;
    if (old > signed.size) throw new WitnessConflictError(`witness ${witness.name} remembers ${old} entries, the ledger has ${signed.size}: entries are missing`);
    const proof = await this.tree.consistencyProof(old, signed.size);
    const response = await fetch(`${witness.url!.replace(/\/$/, '')}/add-checkpoint`, {
      method: 'POST',
      body: `old ${old}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${signed.note}`,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body = (await response.text()).slice(0, LARGEST_ANSWER);
    if (response.status === 409 && response.headers.get('content-type')?.startsWith('text/x.tlog.size')) {
      const size = /^(0|[1-9]\d{0,15})\n$/.exec(body)?.[1];
      if (size === undefined || Number(size) === old) throw new WitnessConflictError(`witness ${witness.name} saw another history of ${old} entries`);
      this.lastSizes.set(witness.name, Number(size));
      if (mayRetry) return this.submit(witness, signed, false);
    }
    if (response.status === 422) throw new WitnessConflictError(`witness ${witness.name} refuses the proof from ${old} to ${signed.size} entries: it saw another history`);
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    const signatures = body.split('\n').map(parseSignature).filter((s) => s !== null);
    const good = signatures.find((s) => signatureOf({ text: signed.text, signatures: [s] }, witness.key));
    if (!good) throw new Error('its answer is no cosignature of the known key');
    this.lastSizes.set(witness.name, signed.size);
    return good;
  }
}
