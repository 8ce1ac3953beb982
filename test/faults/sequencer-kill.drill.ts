import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { formatVerifierKey } from '#kernel/audit';
import { writeExport } from '../../apps/ops/audit-export.command.js';
import { openLedger } from '../support/ledger.js';

// kill -9 of the sequencer at any point: no gap, no double, no fork. Two of them run at a time, as two hub processes would.

const ROUNDS = process.env['XIECHA_DRILL_SHORT'] ? 20 : 200;
const PROCESS = join(import.meta.dirname, 'sequencer-process.mjs');
const VERIFIER = join(import.meta.dirname, '..', '..', 'apps', 'ops', 'audit-verify.mjs');

it(`${ROUNDS} kills: no gap, no double, no fork`, async () => {
  const world = await openLedger();
  const { kernel, database } = world;
  const directory = mkdtempSync(join(tmpdir(), 'xiecha-kill-'));
  await kernel.checkpoints.stop();
  await kernel.sequencer.stop();
  const published = new Map<number, string>();
  const conflicts: string[] = [];
  let writing = true;
  let written = 0;
  const writer = (async () => {
    while (writing) {
      const count = 1 + Math.floor(Math.random() * 40);
      await world.grow(count);
      written += count;
      await pause(Math.random() * 15);
    }
  })();

  const faults: string[] = [];
  const startOne = () => {
    const child = spawn(process.execPath, [PROCESS, database.requestUrl, join(database.directory, 'log.key')], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.on('data', (chunk: Buffer) => faults.push(chunk.toString('utf8')));
    const lines = createInterface({ input: child.stdout });
    const first = new Promise<void>((done) => {
      lines.once('line', () => done());
      child.once('exit', () => done());
    });
    lines.on('line', (line) => {
      // The last line of a killed process may be half a line.
      if (!line.endsWith('}')) return;
      const { size, note } = JSON.parse(line) as { size: number; note: string };
      if (published.has(size) && published.get(size) !== note) conflicts.push(`two notes of size ${size}`);
      published.set(size, note);
    });
    return { child, first };
  };
  for (let round = 0; round < ROUNDS; round += 2) {
    const pair = [startOne(), startOne()];
    await Promise.all(pair.map((p) => p.first));
    for (const { child } of pair) {
      await pause(Math.random() * 60);
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await gone;
    }
  }
  writing = false;
  await writer;
  await world.settle();

  const [count] = await database.sql<{ entries: number; leaves: number; last: number }>('SELECT (SELECT count(*)::int FROM ledger_intake) AS entries, count(*)::int AS leaves, max(index)::int + 1 AS last FROM ledger_leaf');
  const path = (name: string): string => join(directory, name);
  await writeExport(kernel, { agencyCode: null, remembered: [], path: path('export') });
  writeFileSync(path('keys'), `log ${formatVerifierKey(kernel.logSigner.verifier)}\nquorum none\n`);
  writeFileSync(path('remembered'), [...published.values()].join('\n'));
  const verdict = spawnSync(process.execPath, [VERIFIER, path('export'), '--keys', path('keys'), '--remembered', path('remembered')], { encoding: 'utf8' });
  process.stdout.write(`${ROUNDS} kills, ${written} entries written meanwhile, ${published.size} checkpoints seen\n${verdict.stdout}`);
  rmSync(directory, { recursive: true, force: true });
  await world.close();
  expect(faults).toEqual([]);
  expect(conflicts).toEqual([]);
  expect(count!.leaves).toBe(count!.entries);
  expect(count!.last).toBe(count!.entries);
  expect(verdict.status).toBe(10);
}, 900_000);
