import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { exportLines, formatCheckpoint, formatNote, formatVerifierKey, LOG_KEY, noteSigner, sealEntry, signText, type ExportedEntry } from '#kernel/audit';
import { leafHash, newId, newSigningSeed, nodeHash } from '#kernel/crypto';

// How long the offline verifier takes for a large log, and how much memory: goal 1,000,000 entries in 60 s and 512 MB.

const COUNT = process.env['XIECHA_DRILL_SHORT'] ? 50_000 : 1_000_000;
const VERIFIER = join(import.meta.dirname, '..', '..', 'apps', 'ops', 'audit-verify.mjs');

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'xiecha-verify-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Entries as the hub writes them, a new one for each position; the same for both passes over them. */
function entryAt(index: number, seed: Buffer): ExportedEntry {
  const bytes = Buffer.from(seed.toString('utf8').replace('"records":["', `"records":["${String(index).padStart(12, '0')}`));
  return { index, bytes, leafHash: leafHash(bytes), personal: null, redacted: false };
}

it(`${COUNT} entries within the goal`, async () => {
  const signer = noteSigner(LOG_KEY, 'drill.example', newSigningSeed());
  const seed = sealEntry({
    at: new Date('2026-09-21T01:00:00Z'), action: 'lead.read', outcome: 'OK', actor: 'ABCDEFGHJKMNPQRSTVWX', onBehalfOf: [], agency: newId(), session: Buffer.alloc(32).toString('base64'), request: newId(),
    object: 'Lead', records: [newId()], fields: ['title', 'narrative', 'subjects.name'], masked: ['subjects.phones'], purpose: { code: 'VERIFICATION', reference: 'XS-990101-2026-000017' }, policy: '5902a3279db64d2d',
    personal: { person: newId(), displayName: '示例', username: 'example' }, personId: null, agencyId: null, ownerAgencyIds: [],
  }).bytes;
  const parts: { hash: Buffer; size: number }[] = [];
  for (let i = 0; i < COUNT; i += 1) {
    let [hash, size] = [entryAt(i, seed).leafHash, 1];
    for (; parts.at(-1)?.size === size; size *= 2) hash = nodeHash(parts.pop()!.hash, hash);
    parts.push({ hash, size });
  }
  const root = parts.map((part) => part.hash).reduceRight((right, left) => nodeHash(left, right));
  const text = formatCheckpoint({ origin: 'drill.example', size: COUNT, root });
  const path = join(directory, 'export');
  await pipeline(
    exportLines({
      transact: () => Promise.reject(new Error('the whole log needs no proofs')),
      signer,
      checkpoint: { size: COUNT, root, note: formatNote({ text, signatures: [signText(signer, text)] }), cosignatures: 0, publishedAt: new Date() },
      agencyCode: null,
      remembered: [],
      entriesAfter: (index) => Promise.resolve(Array.from({ length: Math.min(2000, COUNT - 1 - index) }, (_, i) => entryAt(index + 1 + i, seed))),
    }),
    createWriteStream(path),
  );
  writeFileSync(join(directory, 'keys'), `log ${formatVerifierKey(signer.verifier)}\nquorum none\n`);

  const started = performance.now();
  const run = spawn(process.execPath, [VERIFIER, path, '--keys', join(directory, 'keys')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  run.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  let most = 0;
  const watch = setInterval(() => {
    try {
      most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${run.pid}/status`, 'utf8'))?.[1] ?? 0));
    } catch {
      // it ended between two looks
    }
  }, 100);
  const code = await new Promise((done) => run.once('exit', done));
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`${COUNT} entries, ${Math.round(statSync(path).size / 1e6)} MB: ${seconds.toFixed(1)} s, ${Math.round(COUNT / seconds)} entries/s, ${Math.round(most / 1024)} MB\n${said}`);
  expect(code).toBe(10);
  expect(seconds).toBeLessThan(60);
  expect(most / 1024).toBeLessThan(512);
}, 600_000);
