import { assertMayDo, type Command, type Viewer } from '#kernel/access';
import { sealEntry, storeEntries, type EntryInput, type SealedEntry } from '#kernel/audit';
import type { Clock } from '#kernel/clocks';
import { sha256 } from '#kernel/crypto';
import { invalidInput, Refusal, staleVersion } from '#kernel/errors';
import type { Connection, Database } from './database.js';

/** What a command touched, for its ledger entry. */
export interface LedgerNote {
  object: string;
  records: readonly { id: string; ownerAgencyId: string }[];
  /** Names of the fields written. */
  fields?: readonly string[];
}

/** The transaction of one command. */
export interface Tx extends Connection {
  readonly viewer: Viewer;
  /** The hub's clock at the start of the command. */
  readonly now: Date;
  /** Asserts that the viewer's roles may do this command; a command that never asks does not commit. Call it after the record was found visible. */
  permit(): void;
  note(note: LedgerNote): void;
  /**
   * Runs `work` once per client-chosen key: the same key and body again gives the id of the first result, another body
   * is INVALID_INPUT. Keys belong to the person, so nobody can read another's answer by guessing one.
   */
  once(key: string | null | undefined, body: unknown, work: () => Promise<string>): Promise<string>;
}

export interface LedgerContext {
  policyVersion: string;
}

/** The one door for writes: business rows and their ledger entry commit together or not at all. Refusals are entries too. */
export class UnitOfWork {
  private readonly commands = new Map<string, Command>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly context: LedgerContext,
    private readonly appendRefusal: (entry: SealedEntry) => Promise<void>,
    private readonly onCommitted: (entries: readonly SealedEntry[]) => void,
  ) {}

  register(commands: Record<string, Command>): void {
    for (const command of Object.values(commands)) {
      if (this.commands.has(command.action)) throw new Error(`command ${command.action} is defined twice`);
      this.commands.set(command.action, command);
    }
  }

  registered(): ReadonlyMap<string, Command> {
    return this.commands;
  }

  async run<T>(viewer: Viewer, action: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const command = this.commands.get(action);
    if (!command) throw new Error(`no command ${action}`);
    const notes: LedgerNote[] = [];
    let permitted = false;
    let entries: readonly SealedEntry[] = [];
    const now = this.clock.now();
    try {
      // Commands find their record through the policy (requireVisible) and then write rows of other audiences too: the feed, tokens.
      const result = await this.database.transaction({ audiences: 'all', action, readOnly: false }, async (connection) => {
        const value = await work({
          query: (sql, params) => connection.query(sql, params),
          viewer,
          now,
          permit: () => {
            assertMayDo(viewer, command);
            permitted = true;
          },
          note: (note) => notes.push(note),
          once: (key, body, first) => once(connection, viewer, action, key, body, first),
        });
        if (!permitted) throw new Error(`command ${action} committed nothing: it never asked permit()`);
        entries = this.entriesOf(viewer, action, notes, now, 'OK');
        await storeEntries(ledgerOn(connection), entries);
        return value;
      });
      this.onCommitted(entries);
      return result;
    } catch (thrown) {
      const error = isDeadlock(thrown) ? staleVersion() : thrown;
      if (error instanceof Refusal) await this.appendRefusal(this.entriesOf(viewer, action, [], now, error.code)[0]!);
      throw error;
    }
  }

  /** The hub's own acts (a term ends, a deadline passes): same door, same ledger, no person. */
  async runAsHub<T>(action: string, work: (tx: Omit<Tx, 'viewer' | 'permit' | 'once'>) => Promise<T>): Promise<T> {
    const notes: LedgerNote[] = [];
    const now = this.clock.now();
    const result = await this.database.transaction({ audiences: 'all', action, readOnly: false }, async (connection) => {
      const value = await work({ query: (sql, params) => connection.query(sql, params), now, note: (note) => notes.push(note) });
      if (notes.length > 0) await storeEntries(ledgerOn(connection), this.entriesOf(null, action, notes, now, 'OK'));
      return value;
    });
    this.onCommitted([]);
    return result;
  }

  /** One entry per up to 200 records (security.md 3.3); without a note one entry that names no record. */
  private entriesOf(viewer: Viewer | null, action: string, notes: readonly LedgerNote[], at: Date, outcome: string): SealedEntry[] {
    const groups = notes.length > 0 ? notes.flatMap(inGroups) : [{ object: '', records: [], fields: [] }];
    return groups.map((note) =>
      sealEntry(
        entryInput(viewer, {
          at,
          action,
          outcome,
          object: note.object,
          records: note.records.map((r) => r.id),
          ownerAgencyIds: note.records.map((r) => r.ownerAgencyId),
          fields: [...(note.fields ?? [])],
          masked: [],
          policy: this.context.policyVersion,
        }),
      ),
    );
  }
}

/** Two commands took each other's records in opposite order and the database ended one: nothing was written, he may look again. */
function isDeadlock(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '40P01';
}

function inGroups(note: LedgerNote): LedgerNote[] {
  const groups: LedgerNote[] = [];
  for (let from = 0; from === 0 || from < note.records.length; from += 200) groups.push({ ...note, records: note.records.slice(from, from + 200) });
  return groups;
}

type Act = Pick<EntryInput, 'at' | 'action' | 'outcome' | 'object' | 'records' | 'ownerAgencyIds' | 'fields' | 'masked' | 'policy'>;

/** Fills in who acted; null is the hub's own clock. */
export function entryInput(viewer: Viewer | null, act: Act): EntryInput {
  return {
    ...act,
    actor: viewer?.pseudonym ?? 'HUB',
    onBehalfOf: viewer?.actingFor.map((p) => p.pseudonym) ?? [],
    agency: viewer?.agencyId ?? '',
    session: viewer ? sha256(Buffer.from(viewer.sessionId)).toString('base64') : '',
    request: viewer?.requestId ?? '',
    purpose: viewer?.purpose ? { code: viewer.purpose.code, reference: viewer.purpose.reference } : null,
    personal: { person: viewer?.personId ?? '', displayName: viewer?.displayName ?? '', username: viewer?.username ?? '' },
    personId: viewer?.personId ?? null,
    agencyId: viewer?.agencyId ?? null,
  };
}

export function ledgerOn(connection: Connection): { execute(sql: string, params: unknown[]): Promise<void> } {
  return {
    execute: async (sql, params) => {
      await connection.query(sql, params);
    },
  };
}

async function once(connection: Connection, viewer: Viewer, action: string, key: string | null | undefined, body: unknown, first: () => Promise<string>): Promise<string> {
  if (key === null || key === undefined) return first();
  const bodyHash = sha256(Buffer.from(JSON.stringify([action, body])));
  const taken = await connection.query<{ result_id: string | null }>(
    `INSERT INTO idempotency (agency_id, person_id, key, body_hash) VALUES ($1,$2,$3,$4)
     ON CONFLICT (agency_id, person_id, key) DO NOTHING RETURNING result_id`,
    [viewer.agencyId, viewer.personId, key, bodyHash],
  );
  if (taken.length === 0) {
    const [earlier] = await connection.query<{ result_id: string; body_hash: Buffer }>(
      `SELECT result_id, body_hash FROM idempotency WHERE agency_id = $1 AND person_id = $2 AND key = $3`,
      [viewer.agencyId, viewer.personId, key],
    );
    if (!earlier || !earlier.body_hash.equals(bodyHash)) {
      throw invalidInput([{ field: 'idempotencyKey', zh: '该幂等键已用于另一份内容', en: 'was already used with another body' }]);
    }
    return earlier.result_id;
  }
  const id = await first();
  await connection.query(`UPDATE idempotency SET result_id = $4 WHERE agency_id = $1 AND person_id = $2 AND key = $3`, [
    viewer.agencyId,
    viewer.personId,
    key,
    id,
  ]);
  return id;
}
