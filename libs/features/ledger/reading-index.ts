import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sequencer } from '#kernel/audit';
import { Records, UnitOfWork, type Connection } from '#kernel/database';

const LOCK = 0x6c_72_64_78; // "lrdx": one filler at a time over all processes
const BATCH = 5000;
const EVERY_MS = 2000;
/** An entry gets its index when every older transaction has ended; those are short. */
const WAIT_MS = 15;
const LONGEST_WAIT_MS = 600;

/**
 * Keeps the two reading tables level with the sequenced entries: narrow rows that every filter can page by index. It
 * fills on every audit read and every two seconds; what it has not taken in yet is not readable, never half readable.
 * Entries of an agency that marked a record covert are withheld from the record's owner here, before any reader exists.
 */
@Injectable()
export class ReadingIndex implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('reading index');
  private filling: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(Sequencer) private readonly sequencer: Sequencer,
    @Inject(Records) private readonly records: Records,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.fillOnce(), EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.filling?.catch(() => undefined);
  }

  /** Takes in everything committed before the call: what a reader did a moment ago is there, unless a long transaction holds it up. */
  async catchUp(): Promise<void> {
    await this.sequencer.catchUp();
    let open = await this.unitOfWork.runAsHub('ledger.index', (tx) => unsequenced(tx, null));
    for (let waited = 0; open.length > 0 && waited < LONGEST_WAIT_MS; waited += WAIT_MS) {
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      await this.sequencer.catchUp();
      open = await this.unitOfWork.runAsHub('ledger.index', (tx) => unsequenced(tx, open));
    }
    await this.filling?.catch(() => undefined);
    await this.fill();
  }

  /** Actions of mutations: acts on a record, which its history shows anyway. Everything else is a read. */
  writes(): string[] {
    return [...this.unitOfWork.registered().values()].filter((c) => c.mutation !== null).map((c) => c.action);
  }

  private async fillOnce(): Promise<void> {
    if (this.filling) return;
    this.filling = this.fill()
      .catch((error: unknown) => this.log.error(error instanceof Error ? error.stack : 'the reading index could not be filled'))
      .finally(() => (this.filling = null));
    await this.filling;
  }

  private async fill(): Promise<void> {
    while ((await this.unitOfWork.runAsHub('ledger.index', (tx) => this.nextBatch(tx))) === BATCH);
  }

  private async nextBatch(tx: Connection): Promise<number> {
    const [behind] = await tx.query(`SELECT 1 FROM ledger_reading_state s WHERE s.next_index <= (SELECT max(index) FROM ledger_leaf)`);
    if (!behind) return 0;
    await lockReadingIndex(tx);
    const [state] = await tx.query<{ next_index: string }>(`SELECT next_index FROM ledger_reading_state`);
    const [taken] = await tx.query<{ n: number; last: string | null }>(
      `WITH added AS MATERIALIZED (
         SELECT l.index, i.id, i.at, i.person_id, i.agency_id, i.action, i.outcome, i.record_ids, i.owner_agency_ids, convert_from(i.bytes, 'UTF8')::jsonb AS entry
           FROM ledger_leaf l JOIN ledger_intake i ON i.id = l.entry_id WHERE l.index >= $1 ORDER BY l.index LIMIT ${BATCH}
       ), spread AS MATERIALIZED (
         SELECT a.*, a.entry->'purpose'->>'code' AS purpose_code, a.entry->'purpose'->>'reference' AS purpose_reference,
                ARRAY(SELECT jsonb_array_elements_text(a.entry->'fields')) AS fields FROM added a
       ), whole AS (
         INSERT INTO ledger_reading (index, entry_id, at, person_id, agency_id, action, outcome, purpose_code, purpose_reference, fields, record_ids)
         SELECT index, id, at, person_id, agency_id, action, outcome, purpose_code, purpose_reference, fields, record_ids FROM spread
       ), owners AS (
         INSERT INTO ledger_reading_owner (owner_id, index, at, person_id, agency_id, action, outcome, purpose_code, fields, record_ids)
         SELECT o.id, index, at, person_id, agency_id, action, outcome, purpose_code, fields, record_ids FROM spread, unnest(owner_agency_ids) AS o (id)
       )
       SELECT count(*)::int AS n, max(index) AS last FROM added`,
      [state!.next_index],
    );
    if (!taken || taken.last === null) return 0;
    await this.withhold(tx, state!.next_index);
    await tx.query(`UPDATE ledger_reading_state SET next_index = $1::bigint + 1`, [taken.last]);
    return taken.n;
  }

  /** Takes covert reads out of the owner's rows just added; a row of which nothing of the owner's remains is absent. */
  private async withhold(tx: Connection, from: string): Promise<void> {
    const hits = await tx.query<{ index: string; owner_id: string; record_id: string }>(
      `INSERT INTO ledger_covert (index, owner_id, record_id, mark_id)
       SELECT o.index, o.owner_id, m.record_id, m.id FROM covert_mark m
         JOIN ledger_reading_owner o ON o.owner_id = m.owner_agency_id AND o.index >= $1 AND o.agency_id = m.agency_id AND o.record_ids @> ARRAY[m.record_id]
        WHERE m.ended_at IS NULL AND o.at >= m.starts_at AND o.at < m.until AND o.action <> ALL($2::text[])
       ON CONFLICT (index, owner_id, record_id) DO UPDATE SET mark_id = EXCLUDED.mark_id
       RETURNING index, owner_id, record_id`,
      [from, this.writes()],
    );
    for (const hit of hits) {
      await tx.query(`UPDATE ledger_reading_owner SET record_ids = array_remove(record_ids, $3::uuid) WHERE owner_id = $1 AND index = $2`, [hit.owner_id, hit.index, hit.record_id]);
    }
    if (hits.length === 0) return;
    const owned = this.records.all().map((s) => `SELECT r.id FROM ${s.table} r WHERE r.id = ANY(o.record_ids) AND ${scalarSql(s.facts['ownerAgencyId'])} = o.owner_id`);
    await tx.query(
      `DELETE FROM ledger_reading_owner o USING unnest($1::bigint[], $2::uuid[]) AS h (index, owner_id)
        WHERE o.index = h.index AND o.owner_id = h.owner_id AND NOT EXISTS (${owned.join(' UNION ALL ')})`,
      [hits.map((h) => h.index), hits.map((h) => h.owner_id)],
    );
  }
}

/** Entries committed but without an index; with `ids`, those of them still. */
async function unsequenced(connection: Connection, ids: readonly string[] | null): Promise<string[]> {
  const rows = await connection.query<{ id: string }>(
    `SELECT i.id FROM ledger_intake i WHERE ${ids ? 'i.id = ANY($1::uuid[])' : '$1::uuid[] IS NULL AND i.xid >= (SELECT next_xid FROM ledger_state)'}
        AND NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.entry_id = i.id) LIMIT 1000`,
    [ids],
  );
  return rows.map((r) => r.id);
}

/** Until the end of the transaction: nothing is taken in meanwhile. Lifting a mark needs it, or an entry could be withheld behind its back. */
export async function lockReadingIndex(connection: Connection): Promise<void> {
  await connection.query(`SELECT pg_advisory_xact_lock($1)`, [LOCK]);
}

/** Gives the withheld entries of a mark to the owner, at their own index; the caller holds the lock. Returns how many. */
export async function unveil(connection: Connection, markId: string, now: Date): Promise<number> {
  const veiled = await connection.query<{ index: string; owner_id: string; record_id: string }>(`UPDATE ledger_covert SET lifted_at = $2 WHERE mark_id = $1 AND lifted_at IS NULL RETURNING index, owner_id, record_id`, [markId, now]);
  await connection.query(
    `INSERT INTO ledger_reading_owner AS o (owner_id, index, at, person_id, agency_id, action, outcome, purpose_code, fields, record_ids)
     SELECT v.owner_id, r.index, r.at, r.person_id, r.agency_id, r.action, r.outcome, r.purpose_code, r.fields, ARRAY[v.record_id]
       FROM unnest($1::bigint[], $2::uuid[], $3::uuid[]) AS v (index, owner_id, record_id) JOIN ledger_reading r ON r.index = v.index
     ON CONFLICT (owner_id, index) DO UPDATE SET record_ids = o.record_ids || EXCLUDED.record_ids`,
    [veiled.map((v) => v.index), veiled.map((v) => v.owner_id), veiled.map((v) => v.record_id)],
  );
  return veiled.length;
}

export function scalarSql(column: { kind: string; sql?: string } | undefined): string {
  if (column?.kind !== 'scalar' || column.sql === undefined) throw new Error('the owner of a record must be a column');
  return column.sql;
}
