import { DataSource, type QueryRunner } from 'typeorm';
import type { Viewer } from '#kernel/access';
import { isId } from '#kernel/crypto';

/** A running transaction as the doors and repositories see it. Not exported from the lib: only the doors hand it out. */
export interface Connection {
  query<T = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<T[]>;
}

/** Two logins: requests never run as the owner of the tables (security.md 3.10). */
export interface DatabaseUrls {
  requestUrl: string;
  poolSize?: number;
}

/**
 * The hub's connections. Only this lib holds a data source; features get transactions from the two doors, with the
 * viewer's audiences set locally for the row-level security that stands behind them.
 */
export class Database {
  private constructor(private readonly source: DataSource) {}

  static async open(urls: DatabaseUrls): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url: urls.requestUrl,
      poolSize: urls.poolSize ?? 20,
      applicationName: 'xiecha-hub',
      extra: { idle_in_transaction_session_timeout: 60_000, statement_timeout: 60_000 },
    });
    await source.initialize();
    return new Database(source);
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  /** A transaction whose context (audiences, action) is LOCAL, so that a pooled connection never carries it to the next borrower. */
  async transaction<T>(context: TransactionContext, work: (connection: Connection) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.connect();
      try {
        await runner.query(beginning(context));
        const result = await work(connectionOn(runner));
        await commit(runner);
        return result;
      } catch (error) {
        await runner.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  async isReachable(): Promise<boolean> {
    try {
      await this.source.query('SELECT 1');
      return true;
    } catch {
      return false;
    }
  }
}

/** Start and settings in one round trip. Such a statement takes no parameters, so what stands in it is checked to be plain. */
function beginning({ audiences, action, readOnly }: TransactionContext): string {
  if (audiences !== 'all' && !audiences.every(isId)) throw new Error('an audience must be an id');
  if (action !== null && !/^[A-Za-z.]{1,60}$/.test(action)) throw new Error('an action must be a plain name');
  const reach = audiences === 'all' ? '*' : audiences.join(',');
  return `START TRANSACTION${readOnly ? ' READ ONLY' : ''}; SELECT set_config('xiecha.audiences', '${reach}', true), set_config('xiecha.action', '${action ?? ''}', true)`;
}

export interface TransactionContext {
  /** 'all' only for the hub's own acts (clock, sequencer, matching, directory). */
  audiences: readonly string[] | 'all';
  /** The command that writes; the table triggers refuse a write without one. */
  action: string | null;
  readOnly: boolean;
}

export function readContext(viewer: Viewer): TransactionContext {
  return { audiences: viewer.audiences, action: null, readOnly: true };
}

/**
 * PostgreSQL answers ROLLBACK to the COMMIT of a failed transaction, and that must not look like success: the SELECT in
 * front, in the same round trip, is refused (25P02) when a statement failed and its error was swallowed.
 */
async function commit(runner: QueryRunner): Promise<void> {
  await runner.query('SELECT 1; COMMIT');
}

function connectionOn(runner: QueryRunner): Connection {
  return {
    query: async <T>(sql: string, params: unknown[] = []) => (await runner.query(sql, params, true)).records as T[],
  };
}
