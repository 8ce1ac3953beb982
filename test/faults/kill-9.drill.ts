import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedServer } from '#kernel/database';
import { leadInput, SUBMIT } from '../support/world.js';

/**
 * kill -9 of the real service in the middle of writes, several rounds, the last one with its database: every
 * acknowledged write is there once, each has its ledger entry, the index has no gap, the feed is what it should be.
 */
const ROUNDS = process.env['XIECHA_DRILL_SHORT'] ? 2 : 6;
const WRITERS = ['li.lianluo', 'wang.baoguan', 'xu.shouli', 'zhou.zhencha'];
const DIST = join(import.meta.dirname, '..', '..', 'dist', 'apps');

let data: string;
let port: number;
let service: ChildProcess;
/** Key of every request sent, with the lead it was answered, if it was answered. */
const sent = new Map<string, { person: string; input: Record<string, unknown>; lead: string | null }>();

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), `xiecha-test-${process.pid}-kill-`));
  port = await freePort();
});
afterAll(async () => {
  if (service?.exitCode === null) {
    service.kill('SIGTERM');
    await ended(service);
  }
  await (await startEmbeddedServer({ directory: join(data, 'postgres'), durable: true })).stop({ always: true });
  rmSync(data, { recursive: true, force: true });
}, 60_000);

it(`keeps its word over ${ROUNDS} kills`, async () => {
  for (let round = 1; round <= ROUNDS; round += 1) {
    service = await start();
    const tokens = await Promise.all(WRITERS.map(signIn));
    let stop = false;
    const writing = WRITERS.flatMap((person, i) => [0, 1].map(async (lane) => {
      for (let n = 0; !stop; n += 1) {
        const key = `${round}-${person}-${lane}-${n}`;
        const input = leadInput({ idempotencyKey: key, title: key });
        sent.set(key, { person, input, lead: null });
        const lead = await submit(tokens[i]!, input).catch(() => null);
        if (lead === null) return;
        sent.get(key)!.lead = lead;
      }
    }));
    await new Promise((resolve) => setTimeout(resolve, 1500 + 400 * round));
    service.kill('SIGKILL');
    // the database dies with it in the last round
    if (round === ROUNDS) process.kill(Number(readFileSync(join(data, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    stop = true;
    await Promise.all(writing);
    await ended(service);
  }

  service = await start();
  const acknowledged = [...sent].filter(([, s]) => s.lead !== null);
  const unanswered = [...sent].filter(([, s]) => s.lead === null);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * WRITERS.length);
  // a client that got no answer asks again under its key: once is once, whether or not the first had been committed
  for (const [, s] of unanswered) s.lead = await submit(await signIn(s.person), s.input);

  const server = await startEmbeddedServer({ directory: join(data, 'postgres'), durable: true });
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  try {
    const rows = (await client.query<{ id: string; title: string }>(`SELECT id, title FROM lead WHERE title = ANY($1)`, [[...sent.keys()]])).rows;
    expect(rows).toHaveLength(sent.size);
    for (const { id, title } of rows) expect(sent.get(title)?.lead).toBe(id);
    const withoutEntry = await client.query(`SELECT l.title FROM lead l WHERE l.title = ANY($1) AND NOT EXISTS (SELECT 1 FROM ledger_intake i WHERE i.action = 'lead.submit' AND i.record_ids @> ARRAY[l.id])`, [[...sent.keys()]]);
    expect(withoutEntry.rows).toEqual([]);
    const withoutLead = await client.query(`SELECT 1 FROM ledger_intake i WHERE i.action = 'lead.submit' AND i.outcome = 'OK' AND cardinality(i.record_ids) > 0 AND NOT EXISTS (SELECT 1 FROM lead l WHERE l.id = ANY(i.record_ids))`);
    expect(withoutLead.rows).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const [index] = (await client.query<{ n: string; last: string; waiting: string }>(`SELECT count(*) AS n, max(index) AS last, (SELECT count(*) FROM ledger_intake) - count(*) AS waiting FROM ledger_leaf`)).rows;
    expect(Number(index!.last)).toBe(Number(index!.n) - 1);
    expect(Number(index!.waiting)).toBe(0);
  } finally {
    await client.end();
  }
  expect(await feedCheck()).toEqual({ code: 0, text: 'feed = owner ∪ shares ∪ grants' });
  process.stdout.write(`kill-9: ${ROUNDS} kills, ${acknowledged.length} writes acknowledged, ${unanswered.length} unanswered and asked again, 0 lost, 0 double\n`);
}, 300_000);

const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: process.env['LANG'], PORT: String(port), XIECHA_DATA: data, LOG_LEVEL: 'error' });

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(DIST, 'hub', 'main.js')], { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text) => (errors += String(text)));
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the service did not start: ${errors}`);
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).then((r) => r.ok, () => false);
    if (ready) return child;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the service was not ready within a minute: ${errors}`);
}

async function ask<T>(query: string, variables: object, token?: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data?: T; errors?: unknown };
  if (!answer.data || answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

const signIn = async (username: string): Promise<string> => (await ask<{ signIn: { token: string } }>(`mutation S($u: String!) { signIn(username: $u, password: "xiecha-demo") { token } }`, { u: username })).signIn.token;
const submit = async (token: string, input: object): Promise<string> => (await ask<{ submitLead: { id: string } }>(SUBMIT, { input }, token)).submitLead.id;
const ended = (child: ChildProcess): Promise<void> => (child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', () => resolve())));

function feedCheck(): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(DIST, 'ops', 'main.js'), 'feed-check'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (part) => (text += String(part)));
    child.once('exit', (code) => resolve({ code, text: text.trim() }));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port: found } = probe.address() as { port: number };
      probe.close(() => resolve(found));
    });
  });
}
