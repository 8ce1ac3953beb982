import { sealEntry, storeEntries, type SealedEntry } from '#kernel/audit';
import type { Viewer } from '#kernel/access';
import type { Clock } from '#kernel/clocks';
import { Refusal } from '#kernel/errors';
import type { Connection, Database } from './database.js';
import { entryInput, ledgerOn, type LedgerContext } from './unit-of-work.js';

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

  /**
   * A change to one's own account (password, second factor), open to whoever is signed in, whatever his roles: the change
   * and its entry commit together, and a refusal is an entry too. `fields` names what is changed.
   */
  async change<T>(viewer: Viewer, action: string, fields: readonly string[], work: (connection: Connection) => Promise<T>): Promise<T> {
    const entry = (outcome: string): SealedEntry =>
      sealEntry(
        entryInput(viewer, { at: this.clock.now(), action, outcome, object: 'Person', records: [viewer.personId], ownerAgencyIds: [], fields: [...fields], masked: [], policy: this.context.policyVersion }),
      );
    try {
      return await this.run(action, async (connection) => {
        const value = await work(connection);
        await storeEntries(ledgerOn(connection), [entry('OK')]);
        return value;
      });
    } catch (error) {
      if (error instanceof Refusal) await this.append(entry(error.code));
      throw error;
    }
  }

  /** A durable entry about sign-in itself; `viewer` is null when nobody was recognised. */
  entry(viewer: Viewer | null, action: string, outcome: string, requestId: string): Promise<void> {
    const input = entryInput(viewer, { at: this.clock.now(), action, outcome, object: 'Session', records: [], ownerAgencyIds: [], fields: [], masked: [], policy: this.context.policyVersion });
    return this.append(sealEntry({ ...input, actor: viewer ? input.actor : 'UNKNOWN', request: requestId }));
  }
}
