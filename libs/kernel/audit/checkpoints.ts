import { completeTiles, rootOn } from './ledger-tree.js';
import { formatCheckpoint, formatNote, signText, type NoteSigner } from './note.js';
import { SEQUENCER_LOCK, type SequencerTransact } from './sequencer-transaction.js';

/** Checkpoints appear on a fixed clock, so that their rhythm tells nothing about the work behind them. */
const EVERY_MS = 1000;
/** Another process signed less than this ago: it is not our turn. */
const NOT_BEFORE_MS = 800;

/** The un-witnessed window that is an alarm, and how often it is repeated. */
const ALARM_AFTER_MS = 30_000;
const ALARM_EVERY_MS = 60_000;

/** A checkpoint with the log's own signature. */
export interface SignedCheckpoint {
  size: number;
  root: Buffer;
  text: string;
  note: string;
}

/** The ledger contradicts what was signed before: somebody changed it, or an older state was restored. Nothing is signed any more. */
export class LedgerForkError extends Error {
  override readonly name = 'LedgerForkError';
  constructor(size: number, readonly lastSize: number) {
    super(`the ledger of ${size} entries contradicts the checkpoint of ${lastSize} entries signed before: no checkpoint is signed until this is cleared up`);
  }
}

/** What becomes of a signed checkpoint; null: it must not be served (yet). */
export type Cosign = (signed: SignedCheckpoint) => Promise<{ note: string; cosignatures: number } | null>;

/**
 * Signs the tree as it stands, unless another process has just done so (null). Refuses (LedgerForkError) when the tree is
 * shorter than what was signed before, or gives another root for a size that was signed.
 */
export async function signCheckpoint(transact: SequencerTransact, signer: NoteSigner, options: { evenIfRecent: boolean }): Promise<SignedCheckpoint | null> {
  return transact(async (tx) => {
    await tx.rows('SELECT pg_advisory_xact_lock($1)', [SEQUENCER_LOCK]);
    await tx.rows(`SELECT set_config('synchronous_commit', 'on', true)`);
    const [recent] = await tx.rows(`SELECT 1 FROM ledger_published WHERE signed_at > clock_timestamp() - $1 * interval '1 millisecond'`, [NOT_BEFORE_MS]);
    if (recent && !options.evenIfRecent) return null;
    const [state] = await tx.rows<{ next_index: string }>('SELECT next_index FROM ledger_state');
    const size = Number(state!.next_index);
    await completeTiles(tx, size);
    const root = await rootOn(tx, size);
    const [last] = await tx.rows<{ size: string; root_hash: Buffer }>('SELECT size, root_hash FROM ledger_checkpoint ORDER BY size DESC LIMIT 1');
    if (last) {
      const lastSize = Number(last.size);
      if (lastSize > size || !(lastSize === size ? root : await rootOn(tx, lastSize)).equals(last.root_hash)) throw new LedgerForkError(size, lastSize);
    }
    if (!last || Number(last.size) < size) await tx.rows('INSERT INTO ledger_checkpoint (size, root_hash) VALUES ($1, $2)', [size, root]);
    await tx.rows(
      `INSERT INTO ledger_published (signed_at, signed_size) VALUES (clock_timestamp(), $1) ON CONFLICT (one) DO UPDATE SET signed_at = EXCLUDED.signed_at, signed_size = EXCLUDED.signed_size`,
      [size],
    );
    const text = formatCheckpoint({ origin: signer.verifier.name, size, root });
    return { size, root, text, note: formatNote({ text, signatures: [signText(signer, text)] }) };
  });
}

/** Every second: sign, have it cosigned, publish; new entries or not. Each process may run one, one of them acts. */
export class CheckpointPublisher {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private lastQuorum = Date.now();
  private lastAlarm = 0;

  constructor(
    private readonly transact: SequencerTransact,
    private readonly signer: NoteSigner,
    private readonly cosign: Cosign,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.tick(), EVERY_MS);
    this.timer.unref();
    this.tick();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  /** Signs and publishes at once, whoever did so last. For the first answer after a start, for exports and for tests. */
  async publishNow(): Promise<void> {
    await this.running;
    await this.publish({ evenIfRecent: true });
  }

  private tick(): void {
    // A slow witness makes a checkpoint late; it must not make two of them overlap.
    this.running ??= this.publish({ evenIfRecent: false })
      .catch(this.onError)
      .finally(() => {
        this.running = null;
      });
  }

  private async publish(options: { evenIfRecent: boolean }): Promise<void> {
    const signed = await signCheckpoint(this.transact, this.signer, options);
    const published = signed && (await this.cosign(signed));
    if (!signed) return;
    if (!published) return this.alarm();
    this.lastQuorum = Date.now();
    await this.transact((tx) =>
      // Another process may have published a larger tree meanwhile.
      tx.rows(
        `UPDATE ledger_published SET size = $1, root_hash = $2, note = $3, cosignatures = $4, published_at = clock_timestamp() WHERE size IS NULL OR size <= $1`,
        [signed.size, signed.root, published.note, published.cosignatures],
      ),
    );
  }

  private alarm(): void {
    const now = Date.now();
    if (now - this.lastQuorum < ALARM_AFTER_MS || now - this.lastAlarm < ALARM_EVERY_MS) return;
    this.lastAlarm = now;
    this.onError(new Error(`no checkpoint has reached its quorum of witnesses for ${Math.round((now - this.lastQuorum) / 1000)} s: what is written now could be rewritten unseen`));
  }
}
