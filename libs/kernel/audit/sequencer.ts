import { leafHash } from '#kernel/crypto';
import { completeTiles } from './ledger-tree.js';
import { SEQUENCER_LOCK, type SequencerTransact } from './sequencer-transaction.js';

const BATCH = 2000;

/**
 * Gives committed entries their gapless index and RFC 6962 leaf hash, and the tree its full tiles. Only entries of transactions older than the oldest
 * running one are taken (pg_snapshot_xmin), so nothing that commits late can land behind a published index. One
 * advisory lock makes it a single writer however many processes run it.
 * Returns how many entries were sequenced.
 */
export async function sequenceOnce(transact: SequencerTransact): Promise<number> {
  return transact(async (tx) => {
    const [lock] = await tx.rows<{ taken: boolean }>(`SELECT pg_try_advisory_xact_lock($1) AS taken`, [SEQUENCER_LOCK]);
    if (!lock?.taken) return 0;
    // A position that was seen must survive a fail-over: losing it would fork the log (security.md 3.9).
    await tx.rows(`SELECT set_config('synchronous_commit', 'on', true)`);
    const [state] = await tx.rows<{ next_index: string; next_xid: string }>(`SELECT next_index, next_xid::text FROM ledger_state`);
    if (!state) throw new Error('ledger_state is missing');
    const entries = await tx.rows<{ id: string; bytes: Buffer; xid: string }>(
      `SELECT id, bytes, xid::text FROM ledger_intake i
        WHERE xid >= $1::xid8 AND xid < pg_snapshot_xmin(pg_current_snapshot())
          AND NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.entry_id = i.id)
        ORDER BY xid, seq LIMIT ${BATCH}`,
      [state.next_xid],
    );
    const last = entries.at(-1);
    if (!last) return 0;
    const first = BigInt(state.next_index);
    await tx.rows(
      `INSERT INTO ledger_leaf (index, entry_id, leaf_hash) SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])`,
      [entries.map((_, i) => (first + BigInt(i)).toString()), entries.map((e) => e.id), entries.map((e) => leafHash(e.bytes))],
    );
    // The last transaction of a full batch may have more entries: start again with it, the leaf check skips what is done.
    await tx.rows(`UPDATE ledger_state SET next_index = $1, next_xid = $2::xid8`, [(first + BigInt(entries.length)).toString(), last.xid]);
    await completeTiles(tx, Number(first) + entries.length);
    return entries.length;
  });
}

/** Runs sequenceOnce on every nudge and at least once a second, never twice at a time. */
export class Sequencer {
  private running: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly transact: SequencerTransact,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.nudge(), 500);
    this.timer.unref();
  }

  /** Something was committed: take it in soon. */
  nudge(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.drain().finally(() => {
      this.running = null;
      if (this.again) {
        this.again = false;
        this.nudge();
      }
    });
  }

  /** Takes in everything committed before the call, as far as running transactions allow. */
  async catchUp(): Promise<void> {
    await this.running;
    while ((await sequenceOnce(this.transact)) === BATCH);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.again = false;
    await this.running;
  }

  private async drain(): Promise<void> {
    try {
      while ((await sequenceOnce(this.transact)) === BATCH);
    } catch (error) {
      this.onError(error);
    }
  }
}
