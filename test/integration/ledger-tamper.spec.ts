import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCheckpoint, formatNote, formatVerifierKey, LedgerForkError, parseCheckpoint, parseNote, signatureOf, signCheckpoint, signText } from '#kernel/audit';
import { leafHash } from '#kernel/crypto';
import { writeExport } from '../../apps/ops/audit-export.command.js';
import { serveWitness, type RunningWitness } from '../../apps/witness/witness.server.js';
import { Witness } from '../../apps/witness/witness.js';
import { openLedger, type LedgerWorld } from '../support/ledger.js';

// The permanent drills of security.md 3.8: a database superuser, no trigger in his way, and where it says so the log's key.

const VERIFIER = join(import.meta.dirname, '..', '..', 'apps', 'ops', 'audit-verify.mjs');
const EDITED = 270;

let world: LedgerWorld;
let directory: string;
let witnesses: RunningWitness[] = [];
const path = (name: string): string => join(directory, name);

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'xiecha-tamper-'));
  world = await openLedger();
  await world.grow(300);
  await world.settle();
  writeFileSync(path('remembered-first'), (await world.kernel.ledgerTree.published())!.note);
  await world.grow(300);
  await world.settle();
  writeFileSync(path('remembered'), `${readFileSync(path('remembered-first'), 'utf8')}\n${(await world.kernel.ledgerTree.published())!.note}`);
  writeFileSync(path('keys'), `log ${formatVerifierKey(world.kernel.logSigner.verifier)}\nquorum none\n`);
});
afterEach(async () => {
  await Promise.all(witnesses.map((witness) => witness.close()));
  witnesses = [];
  await world.close();
  rmSync(directory, { recursive: true, force: true });
});

async function verdict(...options: string[]): Promise<{ code: number | null; index: number | null; text: string }> {
  await writeExport(world.kernel, { agencyCode: null, remembered: [], path: path('export') });
  const run = spawnSync(process.execPath, [VERIFIER, path('export'), '--keys', path('keys'), ...options], { encoding: 'utf8' });
  const index = /first bad index: (\d+)/.exec(run.stdout)?.[1];
  return { code: run.status, index: index === undefined ? null : Number(index), text: run.stdout };
}

const remembering = (name = 'remembered'): string[] => ['--remembered', path(name)];
const forged = Buffer.from('{"at":0,"n":"never happened"}');
const EDIT = `UPDATE ledger_intake SET bytes = $2 WHERE id = (SELECT entry_id FROM ledger_leaf WHERE index = $1)`;
/** All the hub knows of what it signed before. */
const FORGET = [['DELETE FROM ledger_checkpoint'], ['DELETE FROM ledger_published']] as const;

/** A second process of the same hub that asks witnesses; the first one stops publishing. */
async function witnessed(): Promise<{ hub: LedgerWorld; folders: string[] }> {
  const names = ['a', 'b'];
  const made = names.map((name) => Witness.open({ directory: path(name), name: `w.example/${name}`, logs: [world.kernel.logSigner.verifier] }));
  witnesses = await Promise.all(made.map((witness) => serveWitness(witness, { host: '127.0.0.1', port: 0, onFault: () => undefined })));
  writeFileSync(path('policy'), `${made.map((w, i) => `witness ${names[i]} ${formatVerifierKey(w.signer.verifier)} ${witnesses[i]!.url}`).join('\n')}\ngroup all2 all a b\nquorum all2\n`);
  const hub = await world.beside({ XIECHA_WITNESSES: path('policy') });
  await world.kernel.checkpoints.stop();
  await hub.settle();
  expect((await hub.kernel.ledgerTree.published())!.cosignatures).toBe(2);
  return { hub, folders: names.map(path) };
}

it('an intact ledger passes', async () => {
  expect(await verdict(...remembering())).toMatchObject({ code: 10, index: null });
});

it('one entry edited: the export names it', async () => {
  await world.tamper([EDIT, [EDITED, forged]]);
  expect(await verdict()).toMatchObject({ code: 40, index: EDITED });
});

it('one entry edited with its leaf: the root no longer comes out, and a remembered checkpoint says in which part', async () => {
  await world.tamper([EDIT, [EDITED, forged]], [`UPDATE ledger_leaf SET leaf_hash = $2 WHERE index = $1`, [EDITED, leafHash(forged)]]);
  expect(await verdict()).toMatchObject({ code: 40, index: 0, text: expect.stringContaining('root') });
  expect(await verdict(...remembering())).toMatchObject({ code: 30, index: 0 });
  // Rebuilt on top of it, the hub notices by itself: the root of a size it signed is another one now.
  await world.tamper(['DELETE FROM ledger_node']);
  await expect(signCheckpoint(world.transact, world.kernel.logSigner, { evenIfRecent: true })).rejects.toBeInstanceOf(LedgerForkError);
});

it('one entry deleted: the export names the gap', async () => {
  const row = `(SELECT entry_id FROM ledger_leaf WHERE index = ${EDITED})`;
  await world.tamper([`DELETE FROM ledger_personal WHERE entry_id = ${row}`], [`DELETE FROM ledger_intake WHERE id = ${row}`], [`DELETE FROM ledger_leaf WHERE index = ${EDITED}`]);
  expect(await verdict()).toMatchObject({ code: 40, index: EDITED });
});

it('edited, rebuilt and signed again with the stolen key: only what was remembered outside tells', async () => {
  const { hub, folders } = await witnessed();
  await hub.close();
  await world.tamper([EDIT, [EDITED, forged]], [`UPDATE ledger_leaf SET leaf_hash = $2 WHERE index = $1`, [EDITED, leafHash(forged)]], ['DELETE FROM ledger_node'], ...FORGET);
  // By itself the forged log is perfect: the operator's word is all there is.
  expect(await verdict()).toMatchObject({ code: 10, index: null });
  const told = await verdict(...remembering());
  expect(told).toMatchObject({ code: 30, index: 0, text: expect.stringContaining('rewritten') });
  expect(EDITED).toBeLessThan(parseCheckpoint(parseNote(readFileSync(path('remembered-first'), 'utf8'))!.text)!.size);

  // And no witness cosigns it: nothing is published any more, and both keep the proof.
  await world.tamper(['DELETE FROM ledger_published']);
  const again = await world.beside({ XIECHA_WITNESSES: path('policy') });
  await world.kernel.checkpoints.stop();
  await again.settle();
  expect(await again.kernel.ledgerTree.published()).toBeNull();
  expect(again.faults.map(String)).toEqual(expect.arrayContaining([expect.stringMatching(/witness a .*another history/), expect.stringMatching(/witness b .*another history/)]));
  for (const folder of folders) expect(readdirSync(join(folder, 'conflicts')).length).toBeGreaterThan(0);
  await again.close();
});

it('the tail cut off: the hub itself refuses; made to forget, it is caught by the witnesses and by whoever remembers', async () => {
  const { hub } = await witnessed();
  await hub.close();
  const kept = 500;
  await world.tamper(
    [`DELETE FROM ledger_personal WHERE entry_id IN (SELECT entry_id FROM ledger_leaf WHERE index >= ${kept})`],
    [`DELETE FROM ledger_intake WHERE id IN (SELECT entry_id FROM ledger_leaf WHERE index >= ${kept})`],
    [`DELETE FROM ledger_leaf WHERE index >= ${kept}`],
    [`DELETE FROM ledger_node WHERE level = 1 AND index >= ${Math.floor(kept / 256)}`],
    [`UPDATE ledger_state SET next_index = ${kept}`],
  );
  await expect(signCheckpoint(world.transact, world.kernel.logSigner, { evenIfRecent: true })).rejects.toBeInstanceOf(LedgerForkError);
  await world.tamper(...FORGET);
  const again = await world.beside({ XIECHA_WITNESSES: path('policy') });
  await world.kernel.checkpoints.stop();
  await again.settle();
  expect(await again.kernel.ledgerTree.published()).toBeNull();
  expect(again.faults.map(String)).toEqual(expect.arrayContaining([expect.stringMatching(/remembers \d+ entries, the ledger has \d+: entries are missing/)]));
  await again.close();
  // Without witnesses it passes, unless a later checkpoint was kept.
  expect((await verdict()).code).toBe(10);
  expect(await verdict(...remembering())).toMatchObject({ code: 30, text: expect.stringContaining('tail was removed') });
});

it('two roots of one size shown to two witnesses: 409, and both notes are the proof', async () => {
  const { hub, folders } = await witnessed();
  const held = parseCheckpoint(parseNote((await hub.kernel.ledgerTree.published())!.note)!.text)!;
  const text = formatCheckpoint({ ...held, root: leafHash(Buffer.from('another history')) });
  const other = formatNote({ text, signatures: [signText(world.kernel.logSigner, text)] });
  const response = await fetch(`${witnesses[0]!.url}/add-checkpoint`, { method: 'POST', body: `old ${held.size}\n\n${other}` });
  expect(response.status).toBe(409);
  const [kept] = readdirSync(join(folders[0]!, 'conflicts'));
  const [shown, saw] = readFileSync(join(folders[0]!, 'conflicts', kept!), 'utf8').split('---- held by this witness ----\n');
  const notes = [parseNote(`${shown!.slice(shown!.indexOf('\n\n') + 2).trimEnd()}\n`)!, parseNote(saw!)!];
  const [first, second] = notes.map((note) => parseCheckpoint(note.text)!);
  for (const note of notes) expect(signatureOf(note, world.kernel.logSigner.verifier)).not.toBeNull();
  expect(first!.size).toBe(second!.size);
  expect(first!.root).not.toEqual(second!.root);
  await hub.close();
});

it('the clock set back a day: the order stands, and the verifier points at it', async () => {
  await world.act('li.lianluo');
  await world.settle();
  const yesterday = await world.beside({ XIECHA_CLOCK: '2026-01-01T09:00:00+08:00' });
  await yesterday.act('li.lianluo');
  await world.settle();
  const told = await verdict(...remembering());
  expect(told).toMatchObject({ code: 10, text: expect.stringMatching(/Note: entry \d+ is dated more than an hour before/) });
  await yesterday.close();
});
