import { PgBoss } from 'pg-boss';
import type { Connection } from '#kernel/database';
import { JOB_SCHEMA } from './jobs.migration.js';

/** Work on one job: at least once, so its effect must be at most once. `data` holds identifiers, never personal values. */
export type JobAct = (data: Record<string, string>) => Promise<void>;

interface JobOptions {
  /** Tries after the first; then the job is parked as failed. */
  retries: number;
  /** A job running longer is taken to be dead and given to another process. */
  longestSeconds: number;
}

/**
 * Background work, queued in the transaction that asks for it (outbox): a job exists exactly if its command committed.
 * Jobs survive a crash; a failing one is retried with growing pauses and then parked.
 */
export class JobQueue {
  private readonly boss: PgBoss;
  private readonly acts = new Map<string, { act: JobAct; options: JobOptions }>();
  private started: Promise<void> | null = null;

  constructor(requestUrl: string, onFault: (error: unknown) => void) {
    this.boss = new PgBoss({ connectionString: requestUrl, schema: JOB_SCHEMA, migrate: false, createSchema: false, schedule: false, reindex: false, max: 4, application_name: 'xiecha-jobs' });
    this.boss.on('error', onFault);
  }

  define(name: string, act: JobAct, options: JobOptions = { retries: 4, longestSeconds: 900 }): void {
    if (this.acts.has(name)) throw new Error(`job ${name} has two acts`);
    this.acts.set(name, { act, options });
  }

  /** Opens the queue; with `work` this process also takes jobs. */
  start(options: { work: boolean }): Promise<void> {
    this.started ??= this.open(options.work);
    return this.started;
  }

  /** Queues a job inside the caller's transaction. */
  async enqueue(connection: Connection, name: string, data: Record<string, string>): Promise<void> {
    if (!this.started) throw new Error('the job queue is not open');
    await this.started;
    await this.boss.send(name, data, { db: { executeSql: async (text, values) => ({ rows: await connection.query(text, values ?? []) }) } });
  }

  async stop(): Promise<void> {
    if (!this.started) return;
    await this.started.catch(() => undefined);
    await this.boss.stop({ graceful: true, timeout: 5000 });
  }

  private async open(work: boolean): Promise<void> {
    await this.boss.start();
    for (const [name, { act, options }] of this.acts) {
      await this.boss.createQueue(name, { retryLimit: options.retries, retryDelay: 1, retryBackoff: true, expireInSeconds: options.longestSeconds });
      if (work) await this.boss.work<Record<string, string>>(name, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async ([job]) => act(job!.data));
    }
  }
}
