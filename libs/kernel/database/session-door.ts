import { sealEntry, type SealedEntry } from '#kernel/audit';
import type { Viewer } from '#kernel/access';
import type { Clock } from '#kernel/clocks';
import type { Connection, Database } from './database.js';
import { entryInput, type LedgerContext } from './unit-of-work.js';

/**
 * Access to sign-in state (sessions, failures, second-factor steps) before there is a viewer, and to whatever a viewer
 * is built from. It sees no record: its transactions have no audiences. Business writes go through UnitOfWork only.
 */
export class SessionDoor {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly context: LedgerContext,
    private readonly append: (entry: SealedEntry) => Promise<void>,
  ) {}

  run<T>(action: string, work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.database.transaction({ audiences: [], action, readOnly: false }, work);
  }

  /** A durable entry about sign-in itself; `viewer` is null when nobody was recognised. */
  entry(viewer: Viewer | null, action: string, outcome: string, requestId: string): Promise<void> {
    const input = entryInput(viewer, { at: this.clock.now(), action, outcome, object: 'Session', records: [], ownerAgencyIds: [], fields: [], masked: [], policy: this.context.policyVersion });
    return this.append(sealEntry({ ...input, actor: viewer ? input.actor : 'UNKNOWN', request: requestId }));
  }
}
