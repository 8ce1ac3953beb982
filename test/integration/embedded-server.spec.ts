import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedServer } from '../../libs/kernel/database/embedded-server.js';

let directory: string;
const start = (durable = false) => startEmbeddedServer({ directory, durable });
const processId = () => Number(readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

beforeEach(() => { directory = mkdtempSync(join(tmpdir(), `xiecha-test-${process.pid}-`)); });
afterEach(async () => {
  await (await start()).stop({ always: true });
  rmSync(directory, { recursive: true, force: true });
});

describe('embedded server', () => {
  it('gives Chinese words their trigrams and asks for the password', async () => {
    const { ownerUrl, adopted } = await start();
    expect(adopted).toBe(false);
    await ask(ownerUrl, 'CREATE EXTENSION pg_trgm');
    expect(await ask(ownerUrl, `SELECT cardinality(show_trgm('代理退保')) > 0 AS found, current_setting('server_encoding') AS encoding`))
      .toEqual([{ found: true, encoding: 'UTF8' }]);
    const wrong = new URL(ownerUrl);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(join(directory, 'owner.password')).mode & 0o077).toBe(0);
  });

  it('lets the second of two simultaneous starts adopt the first', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    expect(servers.filter(({ adopted }) => !adopted)).toHaveLength(1);
    expect(new Set(servers.map(({ port }) => port)).size).toBe(1);
  });

  it('comes back with its data after the server was killed', async () => {
    const first = await start(true);
    await ask(first.ownerUrl, 'CREATE TABLE kept AS SELECT 7 AS value');
    process.kill(processId(), 'SIGKILL');
    const second = await start(true);
    expect(second.adopted).toBe(false);
    expect(await ask(second.ownerUrl, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
  });

  it('is left running while somebody else uses it', async () => {
    const { ownerUrl } = await start();
    const hub = new pg.Client({ connectionString: ownerUrl });
    await hub.connect();
    const command = await start();
    expect(await command.stop()).toBe(false);
    expect((await hub.query('SELECT 1 AS alive')).rows).toEqual([{ alive: 1 }]);
    await hub.end();
    expect(await command.stop()).toBe(true);
  });

  it('stops, twice without complaint, and starts again', async () => {
    const first = await start();
    await first.stop();
    await first.stop();
    await expect(ask(first.ownerUrl, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect((await start()).adopted).toBe(false);
  });
});
