import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatVerifierKey } from '#kernel/audit';
import { writeExport } from '../../apps/ops/audit-export.command.js';
import { openLedger, type LedgerWorld } from '../support/ledger.js';

const VERIFIER = join(import.meta.dirname, '..', '..', 'apps', 'ops', 'audit-verify.mjs');

let world: LedgerWorld;
let directory: string;
const path = (name: string): string => join(directory, name);

beforeAll(async () => {
  world = await openLedger();
  directory = mkdtempSync(join(tmpdir(), 'xiecha-export-'));
  // Alone in a folder without package.json: it needs nothing but Node.
  copyFileSync(VERIFIER, path('audit-verify.mjs'));
  writeFileSync(path('keys'), `log ${formatVerifierKey(world.kernel.logSigner.verifier)}\nquorum none\n`);
  await world.settle();
  writeFileSync(path('remembered'), (await world.kernel.ledgerTree.published())!.note);
  await world.act('li.lianluo', 3);
  await world.settle();
  appendFileSync(path('remembered'), `\n${(await world.kernel.ledgerTree.published())!.note}`);
  await world.act('wang.baoguan', 2);
  await world.act('li.lianluo');
  const remembered = readFileSync(path('remembered'), 'utf8').match(/^\d+$/gm)!.map(Number);
  await world.settle();
  await writeExport(world.kernel, { agencyCode: null, remembered, path: path('all') });
  await writeExport(world.kernel, { agencyCode: agencyCode(), remembered, path: path('agency') });
});
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await world.close();
});

/** li.lianluo's insurer. */
const agencyCode = (): string => 'INS-YI';

function verify(name: string, ...options: string[]): { code: number | null; text: string; index: number | null } {
  const run = spawnSync(process.execPath, [path('audit-verify.mjs'), path(name), '--keys', path('keys'), ...options], { encoding: 'utf8', cwd: directory });
  expect(run.stderr).toBe('');
  const index = /first bad index: (\d+)/.exec(run.stdout)?.[1];
  return { code: run.status, text: run.stdout, index: index === undefined ? null : Number(index) };
}

/** The export with some of its lines changed. */
function forged(change: (lines: string[]) => string[], from = 'all'): string {
  writeFileSync(path('forged'), change(readFileSync(path(from), 'utf8').split('\n')).join('\n'));
  return 'forged';
}
const FIRST = 2;

it.each(['all', 'agency'])('accepts what was exported (%s), without witnesses as 10', (name) => {
  const plain = verify(name);
  expect(plain).toMatchObject({ code: 10, index: null });
  const compared = verify(name, '--remembered', path('remembered'));
  expect(compared).toMatchObject({ code: 10 });
  expect(compared.text).toContain('remembered 2');
});

it('carries the names of the agency’s own people only, and none for the auditor', () => {
  const lines = readFileSync(path('agency'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { entry?: string; personal?: { part: string } });
  const named = lines.filter((line) => line.personal);
  expect(named.length).toBe(4);
  for (const line of named) expect(JSON.parse(line.personal!.part)).toHaveProperty('username', 'li.lianluo');
  expect(readFileSync(path('all'), 'utf8')).not.toMatch(/"personal":\{|李联络/);
});

it('names the first bad index of a changed, missing, repeated or reordered entry', () => {
  const change = (line: string): string => line.replace('"v\\":1', '"v\\":2');
  expect(verify(forged((l) => l.with(FIRST + 5, change(l[FIRST + 5]!))))).toMatchObject({ code: 40, index: 5 });
  expect(verify(forged((l) => l.toSpliced(FIRST + 5, 1)))).toMatchObject({ code: 40, index: 5 });
  expect(verify(forged((l) => l.toSpliced(FIRST + 5, 0, l[FIRST + 4]!)))).toMatchObject({ code: 40, index: 5 });
  expect(verify(forged((l) => l.with(FIRST + 5, l[FIRST + 6]!).with(FIRST + 6, l[FIRST + 5]!)))).toMatchObject({ code: 40, index: 5 });
  const lines = readFileSync(path('agency'), 'utf8').split('\n');
  const entries = lines.flatMap((line, i) => (line.startsWith('{"index"') ? [i] : []));
  const [third, fourth] = [entries[2]!, entries[3]!];
  const index = (line: string): number => (JSON.parse(line) as { index: number }).index;
  expect(verify(forged((l) => l.with(third, change(l[third]!)), 'agency'))).toMatchObject({ code: 40, index: index(lines[third]!) });
  expect(verify(forged((l) => l.with(third, l[fourth]!).with(fourth, l[third]!), 'agency'))).toMatchObject({ code: 40, index: index(lines[third]!) });
  expect(verify(forged((l) => l.toSpliced(third, 1), 'agency'))).toMatchObject({ code: 40 });
});

it('says what is wrong with a truncated, foreign or senseless file, and never crashes', () => {
  const cut = readFileSync(path('all'));
  for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
    writeFileSync(path('cut'), cut.subarray(0, Math.floor(cut.length * share)));
    expect(verify('cut').code).toBe(40);
  }
  expect(verify(forged((l) => l.slice(0, -2)))).toMatchObject({ code: 40 });
  writeFileSync(path('long'), `{"format":"${'x'.repeat(10_000_000)}"}\n`);
  expect(verify('long')).toMatchObject({ code: 40, text: expect.stringContaining('longer than') });
  writeFileSync(path('noise'), Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)));
  expect(verify('noise').code).toBe(40);
  expect(verify(forged((l) => l.with(1, l[1]!.replace(world.kernel.logSigner.verifier.name, 'another.example'))))).toMatchObject({ code: 40, text: expect.stringContaining('another log') });
  expect(verify(forged((l) => l.with(FIRST, '{"index":0,"entry":"{}","personal":{}}')))).toMatchObject({ code: 40 });
  expect(verify(forged((l) => l.with(FIRST, 'null')))).toMatchObject({ code: 40 });
  const keys = readFileSync(path('keys'), 'utf8');
  // The key of an example in Go's documentation under our origin's name would have another id: a foreign key is another log.
  writeFileSync(path('keys'), 'log PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n');
  expect(verify('all')).toMatchObject({ code: 40 });
  writeFileSync(path('keys'), 'nonsense\n');
  expect(verify('all').code).toBe(2);
  writeFileSync(path('keys'), keys);
  expect(verify('missing').code).toBe(2);
});

it('reports erased personal parts as such', async () => {
  await world.database.sql(`DELETE FROM ledger_personal WHERE entry_id = (SELECT entry_id FROM ledger_leaf WHERE index = 1)`);
  await writeExport(world.kernel, { agencyCode: null, remembered: [], path: path('erased') });
  expect(verify('erased')).toMatchObject({ code: 20 });
});
