import type { Clock } from '#kernel/clocks';
import { newId } from '#kernel/crypto';
import type { Connection, Tx, UnitOfWork } from '#kernel/database';

/** What happens when a deadline falls due: runs in the transaction that marks it fired, so its effect happens once. */
export type DeadlineAct = (tx: Pick<Tx, 'query' | 'note' | 'now'>, recordId: string, dueAt: Date) => Promise<void>;

/** Sets a deadline inside a command; the same kind, record and instant twice is one. */
export async function setDeadline(connection: Connection, kind: string, recordId: string, dueAt: Date): Promise<void> {
  await connection.query(`INSERT INTO deadline (id, kind, record_id, due_at) VALUES ($1,$2,$3,$4) ON CONFLICT (kind, record_id, due_at) DO NOTHING`, [newId(), kind, recordId, dueAt]);
}

/**
 * Fires deadlines by the hub's clock, in the order in which they fall due. Several processes may run it: each deadline is
 * taken by one (SKIP LOCKED), and one whose act fails stays open for the next round.
 */
export class DeadlineRunner {
  private readonly acts = new Map<string, DeadlineAct>();
  private running: Promise<number> | null = null;
  /** The round that begins when the running one has ended. */
  private next: Promise<number> | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly onFault: (error: unknown) => void,
  ) {}

  on(kind: string, act: DeadlineAct): void {
    if (this.acts.has(kind)) throw new Error(`deadline ${kind} has two acts`);
    this.acts.set(kind, act);
  }

  start(): void {
    this.timer = setInterval(() => {
      if (!this.running) void this.fireDue().catch(this.onFault);
    }, 1000);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await (this.next ?? this.running)?.catch(() => undefined);
  }

  /**
   * Fires everything due now; returns how many fired. A round that is under way may have passed a kind already when the
   * clock was moved, so a caller waits for it and looks again; callers that wait together share that round.
   */
  fireDue(): Promise<number> {
    if (!this.running) return this.begin();
    this.next ??= this.running.then(
      () => this.begin(),
      () => this.begin(),
    );
    return this.next;
  }

  private begin(): Promise<number> {
    this.next = null;
    this.running = this.round().finally(() => (this.running = null));
    return this.running;
  }

  private async round(): Promise<number> {
    let fired = 0;
    for (const kind of this.acts.keys()) while (await this.fireNext(kind)) fired += 1;
    return fired;
  }

  private fireNext(kind: string): Promise<boolean> {
    return this.unitOfWork.runAsHub(kind, async (tx) => {
      const [due] = await tx.query<{ id: string; record_id: string; due_at: Date }>(
        `SELECT id, record_id, due_at FROM deadline WHERE fired_at IS NULL AND kind = $1 AND due_at <= $2 ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [kind, this.clock.now()],
      );
      if (!due) return false;
      await tx.query(`UPDATE deadline SET fired_at = $2 WHERE id = $1`, [due.id, tx.now]);
      await this.acts.get(kind)!(tx, due.record_id, due.due_at);
      return true;
    });
  }
}
