import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CheckpointPublisher, LedgerTree, Receipts, Sequencer } from '#kernel/audit';
import { Clock } from '#kernel/clocks';
import { Keyring } from '#kernel/crypto';
import { Database, Records, ScopedRead, SessionDoor, UnitOfWork } from '#kernel/database';
import { DeadlineRunner, JobQueue } from '#kernel/jobs';
import type { Kernel } from './kernel.js';

export const CONFIG = Symbol('config');
export const POLICY_VERSION = Symbol('policy version');
/** Public key of the ledger's checkpoints and receipts. */
export const LOG_KEY_OF_LEDGER = Symbol('log key');

/**
 * The kernel's objects for injection: the doors, the clock, the keys. The database itself is provided to the kernel's
 * own health and session code; an architecture test keeps features away from it.
 */
@Global()
@Module({})
export class KernelModule {
  static of(kernel: Kernel): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: kernel.config },
      { provide: POLICY_VERSION, useValue: kernel.policyVersion },
      { provide: Clock, useValue: kernel.clock },
      { provide: Keyring, useValue: kernel.keyring },
      { provide: Database, useValue: kernel.database },
      { provide: UnitOfWork, useValue: kernel.unitOfWork },
      { provide: ScopedRead, useValue: kernel.scopedRead },
      { provide: SessionDoor, useValue: kernel.sessionDoor },
      { provide: Receipts, useValue: kernel.receipts },
      { provide: LOG_KEY_OF_LEDGER, useValue: kernel.logSigner.verifier },
      { provide: LedgerTree, useValue: kernel.ledgerTree },
      { provide: CheckpointPublisher, useValue: kernel.checkpoints },
      { provide: Sequencer, useValue: kernel.sequencer },
      { provide: Records, useValue: kernel.records },
      { provide: JobQueue, useValue: kernel.jobs },
      { provide: DeadlineRunner, useValue: kernel.deadlines },
    ];
    return { module: KernelModule, providers, exports: providers.map((p) => p.provide) };
  }
}
