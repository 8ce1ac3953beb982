import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { hashToken, newId } from '#kernel/crypto';
import { loadConfig, type Config } from '#kernel/config';
import { migrate } from '#kernel/database';
import { openKernel } from '#kernel/runtime';
import { commands, migrations, policies } from '../../apps/hub/surface.js';
import { loadDemoWorld } from '../../apps/ops/demo-world.js';

const APP = { user: 'xiecha_app', password: 'test' };
const TEMPLATE_LOCK = 7_223_499;
/** Every database of a run is made from one template, so they share one root key, which guards nothing. */
const ROOT_KEY = `xiecha-root-key:1:${Buffer.alloc(32, 7).toString('base64url')}\n`;
export const CLOCK = '2026-09-21T09:00:00+08:00';

/** A database of its own with the demo world in it; also the owner's way in, for what tests arrange and inspect. */
export interface TestDatabase {
  name: string;
  requestUrl: string;
  ownerUrl: string;
  /** Data directory with the root key. */
  directory: string;
  /** A statement as the owner of the tables. */
  sql<T = Record<string, unknown>>(text: string, params?: unknown[]): Promise<T[]>;
  /** Statements of one transaction as the owner, with an audit action, as a migration of data would run. */
  change(...statements: readonly (readonly [text: string, params?: unknown[]])[]): Promise<void>;
  drop(): Promise<void>;
}

function ownerUrlOf(database: string): string {
  const url = new URL(process.env['XIECHA_TEST_OWNER_URL']!);
  url.pathname = `/${database}`;
  return url.href;
}

function requestUrlOf(database: string): string {
  const url = new URL(ownerUrlOf(database));
  url.username = APP.user;
  url.password = APP.password;
  return url.href;
}

/** The session every demo person has in the template: tests need no password (sign-in has its own tests). */
export function tokenOf(username: string): string {
  return `session-of-the-tests-${username.replaceAll('.', '-')}`;
}

export function keyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), `xiecha-test-${process.pid}-keys-`));
  writeFileSync(join(directory, 'root.key'), ROOT_KEY, { mode: 0o600 });
  return directory;
}

export function testConfig(directory: string, settings: Readonly<Record<string, string>> = {}): Config {
  return loadConfig({ XIECHA_DATA: directory, XIECHA_DEMO: '1', XIECHA_CLOCK: CLOCK, LOG_LEVEL: process.env['XIECHA_TEST_LOG'] ?? 'silent', PORT: '0', ...settings });
}

/** A clone of the template, about 100 ms; `from` clones another test database, so that two worlds differ in nothing else. */
export async function cloneDatabase(from?: TestDatabase): Promise<TestDatabase> {
  const template = from?.name ?? (await templateName());
  const name = `t_${process.pid}_${newId().replaceAll('-', '').slice(-12)}`;
  await asAdministrator((client) => createFrom(client, name, template));
  const directory = keyDirectory();
  const pool = new pg.Pool({ connectionString: ownerUrlOf(name), max: 3 });
  pool.on('error', () => undefined);
  return {
    name,
    directory,
    requestUrl: requestUrlOf(name),
    ownerUrl: ownerUrlOf(name),
    sql: async <T>(text: string, params: unknown[] = []) => (await pool.query(text, params)).rows as T[],
    change: async (...statements) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query(`SELECT set_config('xiecha.action', 'test.arrange', true)`);
        for (const [text, params] of statements) await client.query(text, params as unknown[]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
    drop: async () => {
      await pool.end();
      await asAdministrator((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Until every committed entry has its index. A transaction running in any database of the server holds the sequencer back for as long as it runs. */
export async function untilSequenced(database: Pick<TestDatabase, 'sql'>, catchUp: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await catchUp();
    const [left] = await database.sql<{ n: number }>('SELECT count(*)::int AS n FROM ledger_intake i WHERE NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.entry_id = i.id)');
    if (left!.n === 0) return;
    if (attempt === 200) throw new Error(`${left!.n} entries were not sequenced within 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** An empty database, for what migrations and first start do. */
export async function emptyDatabase(): Promise<{ ownerUrl: string; drop: () => Promise<void> }> {
  const name = `e_${process.pid}_${newId().replaceAll('-', '').slice(-12)}`;
  await asAdministrator((client) => client.query(`CREATE DATABASE ${name}`));
  return { ownerUrl: ownerUrlOf(name), drop: () => asAdministrator(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))) };
}

export { APP as REQUEST_LOGIN };

/** Made once per run, by whichever worker comes first. */
async function templateName(): Promise<string> {
  const name = `template_${process.env['XIECHA_TEST_RUN']!}`;
  await asAdministrator(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    try {
      const made = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (made.rowCount === 0) await makeTemplate(client, name);
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
    }
  });
  return name;
}

/** Under another name until it is whole: a worker that fails half-way leaves nothing that looks like a template. */
async function makeTemplate(client: pg.Client, name: string): Promise<void> {
  const making = `${name}_making`;
  await client.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${making}`);
  await migrate(ownerUrlOf(making), migrations, APP);
  const directory = keyDirectory();
  const kernel = await openKernel({ config: testConfig(directory), requestUrl: requestUrlOf(making), policies, commands, onFault: () => undefined });
  await loadDemoWorld(kernel);
  await kernel.database.transaction({ audiences: [], action: 'test.arrange', readOnly: false }, async (c) => {
    const people = await c.query<{ id: string; username: string }>('SELECT id, username FROM person');
    const now = new Date();
    for (const person of people) {
      await c.query(`INSERT INTO session (id, token_hash, person_id, created_at, last_seen_at, expires_at, address) VALUES ($1,$2,$3,$4,$4,$5,'127.0.0.1')`, [
        newId(), hashToken(tokenOf(person.username)), person.id, now, new Date(now.getTime() + 8 * 3_600_000),
      ]);
    }
  });
  await kernel.sequencer.catchUp();
  await kernel.close();
  rmSync(directory, { recursive: true, force: true });
  await client.query(`ALTER DATABASE ${making} RENAME TO ${name}`);
}

async function asAdministrator<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: process.env['XIECHA_TEST_OWNER_URL']! });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Two workers cloning at once disturb each other for a moment; PostgreSQL says object_in_use (55006). */
async function createFrom(client: pg.Client, name: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
