import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '#kernel/clocks';
import type { Config } from '#kernel/config';
import { Keyring } from '#kernel/crypto';
import { SessionDoor, UnitOfWork } from '#kernel/database';
import { CONFIG } from '#kernel/runtime';
import { Uploads } from '#kernel/storage';
import { ImportEngine } from './import-engine.js';

/** How often a process looks for runs that a crashed one has left, in milliseconds. */
const LOOK_EVERY = 3000;
const SWEEP_EVERY = 3_600_000;
const DAY = 86_400_000;
/** Days an uploaded file is kept for its error report and for resuming. */
const KEPT_DAYS = 7;

/** Works on imports in the background, one at a time; several hubs share the work through the leases. */
@Injectable()
export class ImportRunner implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('imports');
  private readonly engine: ImportEngine;
  private readonly stopping = new AbortController();
  private working: Promise<void> | null = null;
  private again = false;
  private timers: NodeJS.Timeout[] = [];

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(SessionDoor) sessionDoor: SessionDoor,
    @Inject(Keyring) keyring: Keyring,
    @Inject(CONFIG) config: Config,
    @Inject(Clock) clock: Clock,
    @Inject(Uploads) private readonly uploads: Uploads,
  ) {
    this.engine = new ImportEngine({ unitOfWork, sessionDoor, keyring, config, clock });
  }

  onApplicationBootstrap(): void {
    this.timers = [setInterval(() => this.wake(), LOOK_EVERY), setInterval(() => void this.sweep(), SWEEP_EVERY)];
    for (const timer of this.timers) timer.unref();
    this.wake();
    void this.sweep();
  }

  /** A running batch ends, the run stays as it is and goes on at the next start. */
  async onModuleDestroy(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.again = false;
    this.stopping.abort();
    await this.working;
  }

  /** There may be something to do. */
  wake(): void {
    if (this.stopping.signal.aborted) return;
    if (this.working) {
      this.again = true;
      return;
    }
    this.working = this.drain().finally(() => {
      this.working = null;
      if (!this.again) return;
      this.again = false;
      this.wake();
    });
  }

  private async drain(): Promise<void> {
    try {
      for (let run = await this.engine.take(); run !== null && !this.stopping.signal.aborted; run = await this.engine.take()) {
        await this.engine.work(run, this.stopping.signal);
      }
    } catch (error) {
      // Without the message: messages of the database may quote values.
      if (!this.stopping.signal.aborted) this.log.error(error instanceof Error ? `${error.name}\n${(error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).join('\n')}` : 'import failed');
    }
  }

  /** Files go after seven days of the machine's time, staged rows of runs that nobody finished with them. */
  private async sweep(): Promise<void> {
    try {
      await this.uploads.sweep(new Date(Date.now() - KEPT_DAYS * DAY));
      await this.unitOfWork.runAsHub('import.sweep', (tx) =>
        tx.query(
          `DELETE FROM import_row r USING import_run i WHERE i.id = r.run_id AND i.status IN ('CHECKED', 'CANCELLED', 'FAILED') AND i.started_at < $1::timestamptz - make_interval(days => ${KEPT_DAYS})`,
          [tx.now],
        ),
      );
    } catch (error) {
      if (!this.stopping.signal.aborted) this.log.error(error instanceof Error ? error.name : 'sweep failed');
    }
  }
}
