import { Refusal } from '#kernel/errors';
import type { SealedEntry } from './entry.js';

/** The one thing the ledger needs of a connection. */
export interface LedgerConnection {
  execute(sql: string, params: unknown[]): Promise<void>;
}

const COLUMNS = 11;
/** Entries of one statement: PostgreSQL takes 65,535 parameters. */
const AT_ONCE = 500;

/**
 * Stores entries on the given connection: inside the business transaction for writes, in a transaction of their own for
 * reads. Entry and personal part go in one statement, because every read waits for it.
 */
export async function storeEntries(connection: LedgerConnection, entries: readonly SealedEntry[]): Promise<void> {
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const batch = entries.slice(from, from + AT_ONCE);
    const rows = batch.map((_, i) => {
      const n = (column: number): string => `$${i * COLUMNS + column}`;
      return `(${n(1)}::uuid,${n(2)}::timestamptz,${n(3)}::text,${n(4)}::text,${n(5)}::bytea,${n(6)}::uuid,${n(7)}::uuid,${n(8)}::uuid[],${n(9)}::uuid[],${n(10)}::bytea,${n(11)}::bytea)`;
    });
    await connection.execute(
      `WITH entry (id, at, action, outcome, bytes, person_id, agency_id, record_ids, owner_agency_ids, salt, part) AS (VALUES ${rows.join(',')}),
         kept AS (INSERT INTO ledger_intake (id, at, action, outcome, bytes, person_id, agency_id, record_ids, owner_agency_ids)
                  SELECT id, at, action, outcome, bytes, person_id, agency_id, record_ids, owner_agency_ids FROM entry)
       INSERT INTO ledger_personal (entry_id, salt, part) SELECT id, salt, part FROM entry`,
      batch.flatMap((e) => [e.id, e.at, e.action, e.outcome, e.bytes, e.personId, e.agencyId, e.recordIds, e.ownerAgencyIds, e.salt, e.personal]),
    );
  }
}

/**
 * Group commit for entries that have no business transaction (reads, refusals): while one batch is being made durable the
 * next one gathers, so that many readers share one fsync. append() resolves only when the entry is durable; when the
 * ledger cannot be written it rejects with UNAVAILABLE and the answer must not leave.
 */
export class LedgerWriter {
  private waiting: { entry: SealedEntry; done: () => void; failed: (error: unknown) => void }[] = [];
  private writing = false;

  constructor(
    private readonly write: (entries: readonly SealedEntry[]) => Promise<void>,
    private readonly onWritten: () => void,
  ) {}

  append(entry: SealedEntry): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ entry, done, failed });
      if (!this.writing) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, 500);
      try {
        await this.write(batch.map((w) => w.entry));
        for (const w of batch) w.done();
        this.onWritten();
      } catch (error) {
        const refusal = new Refusal('UNAVAILABLE', {
          zh: '审计日志暂时无法写入，请求未执行',
          en: 'The audit ledger cannot be written at the moment; the request was not carried out',
        });
        refusal.cause = error;
        for (const w of batch) w.failed(refusal);
      }
    }
    this.writing = false;
  }
}
