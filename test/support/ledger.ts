import { loadViewer } from '#features/people';
import type { Viewer } from '#kernel/access';
import type { SequencerTransact } from '#kernel/audit';
import { newId } from '#kernel/crypto';
import { openKernel, type Kernel } from '#kernel/runtime';
import { commands, policies } from '../../apps/hub/surface.js';
import { cloneDatabase, testConfig, untilSequenced, type TestDatabase } from './database.js';

/** The ledger with everything under it and nothing above: no HTTP, no features. */
export interface LedgerWorld {
  kernel: Kernel;
  database: TestDatabase;
  transact: SequencerTransact;
  /** Faults of background work so far. */
  faults: unknown[];
  /** Entries of a person of the demo world, one transaction each. */
  act(username: string, times?: number): Promise<void>;
  /** Many entries at once, plain ones. */
  grow(count: number): Promise<void>;
  /** Statements as a superuser for whom no trigger runs. */
  tamper(...statements: readonly (readonly [text: string, params?: unknown[]])[]): Promise<void>;
  /** Gives everything committed its place and signs. */
  settle(): Promise<void>;
  /** Another process on the same database. */
  beside(settings?: Record<string, string>): Promise<LedgerWorld>;
  close(): Promise<void>;
}

export async function openLedger(settings: Record<string, string> = {}): Promise<LedgerWorld> {
  const database = await cloneDatabase();
  const first = await ledgerOf(database, settings);
  return {
    ...first,
    close: async () => {
      await first.close();
      await database.drop();
    },
  };
}

async function ledgerOf(database: TestDatabase, settings: Record<string, string>): Promise<LedgerWorld> {
  const faults: unknown[] = [];
  const kernel = await openKernel({ config: testConfig(database.directory, settings), requestUrl: database.requestUrl, policies, commands, onFault: (fault) => faults.push(fault) });
  const viewers = new Map<string, Viewer>();
  const viewerOf = async (username: string): Promise<Viewer> => {
    const viewer = await kernel.database.transaction({ audiences: [], action: null, readOnly: true }, async (c) => {
      const [person] = await c.query<{ id: string }>('SELECT id FROM person WHERE username = $1', [username]);
      return loadViewer(c, person!.id, kernel.clock.now(), { sessionId: newId(), requestId: newId() });
    });
    viewers.set(username, viewer!);
    return viewer!;
  };
  return {
    kernel,
    database,
    faults,
    transact: (work) => kernel.database.transaction({ audiences: [], action: 'ledger.sequence', readOnly: false }, (c) => work({ rows: (sql, params) => c.query(sql, params) })),
    act: async (username, times = 1) => {
      const viewer = viewers.get(username) ?? (await viewerOf(username));
      for (let i = 0; i < times; i += 1) await kernel.sessionDoor.entry(viewer, 'test.act', 'OK', newId());
    },
    grow: async (count) => {
      await database.change(
        [
          `INSERT INTO ledger_intake (id, at, action, outcome, bytes, record_ids, owner_agency_ids)
           SELECT gen_random_uuid(), now(), 'test.grow', 'OK', convert_to('{"at":' || (extract(epoch FROM now()) * 1000)::bigint || ',"n":' || n || '}', 'UTF8'), '{}', '{}' FROM generate_series(1, $1::int) n`,
          [count],
        ],
        [`INSERT INTO ledger_personal (entry_id, salt, part) SELECT id, '\\x00', '' FROM ledger_intake i WHERE NOT EXISTS (SELECT 1 FROM ledger_personal p WHERE p.entry_id = i.id)`],
      );
    },
    tamper: (...statements) => database.change([`SET LOCAL session_replication_role = replica`], ...statements),
    settle: async () => {
      await untilSequenced(database, () => kernel.sequencer.catchUp());
      await kernel.checkpoints.publishNow();
    },
    beside: (more = settings) => ledgerOf(database, more),
    close: () => kernel.close(),
  };
}
