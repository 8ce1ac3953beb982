import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportLines, formatCheckpoint, formatNote, formatVerifierKey, LOG_KEY, noteSigner, signText, TILE_WIDTH, type SequencerTransact } from '#kernel/audit';
import { leafHash, newSigningSeed, nodeHash } from '#kernel/crypto';

// The hub writes, another program that shares no line with it reads: they must agree on every log, and every changed byte
// must be noticed.

const LOGS = 1000;
const LARGEST = 600;
const signer = noteSigner(LOG_KEY, 'log.example', newSigningSeed());
const keys = `log ${formatVerifierKey(signer.verifier)}\nquorum none\n`;
const directory = mkdtempSync(join(tmpdir(), 'xiecha-agree-'));
const path = join(directory, 'export');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Result {
  code: number;
  entries: number;
  remembered: number;
}
let verifyExport: (path: string, keys: string, remembered: string) => Result;
beforeAll(async () => {
  ({ verifyExport } = (await import(pathToFileURL(join(import.meta.dirname, 'audit-verify.mjs')).href)) as { verifyExport: typeof verifyExport });
});

const entries = Array.from({ length: LARGEST }, (_, i) => Buffer.from(JSON.stringify({ at: i, id: String(i), text: `条目 ${i}` })));
const leaves = entries.map((entry) => leafHash(entry));

function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 1) return hashes[0]!;
  let half = 1;
  while (half * 2 < hashes.length) half *= 2;
  return nodeHash(rootOf(hashes.slice(0, half)), rootOf(hashes.slice(half)));
}
const roots = new Map<number, Buffer>();
function noteOf(size: number): { root: Buffer; note: string } {
  if (!roots.has(size)) roots.set(size, rootOf(leaves.slice(0, size)));
  const text = formatCheckpoint({ origin: 'log.example', size, root: roots.get(size)! });
  return { root: roots.get(size)!, note: formatNote({ text, signatures: [signText(signer, text)] }) };
}
const fullTiles = Array.from({ length: Math.floor(LARGEST / TILE_WIDTH) }, (_, i) => rootOf(leaves.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH)));

/** Stored hashes as the database gives them: level, first, last of each part. */
const stored: SequencerTransact = (work) =>
  work({
    rows: <T>(_sql: string, params: unknown[] = []) => {
      const [levels, firsts, lasts] = params as number[][];
      const rows = levels!.flatMap((level, i) => (level === 0 ? leaves : fullTiles).slice(firsts![i], lasts![i]! + 1).map((hash) => ({ part: String(i + 1), hash })));
      return Promise.resolve(rows as T[]);
    },
  });

async function exported(size: number, indices: readonly number[] | 'all', remembered: readonly number[]): Promise<string> {
  const chosen = indices === 'all' ? Array.from({ length: size }, (_, i) => i) : indices;
  const lines: string[] = [];
  for await (const line of exportLines({
    transact: stored,
    signer,
    checkpoint: { size, ...noteOf(size), cosignatures: 0, publishedAt: new Date() },
    agencyCode: indices === 'all' ? null : 'INS-YI',
    remembered,
    entriesAfter: (last) => Promise.resolve(chosen.filter((index) => index > last).map((index) => ({ index, bytes: entries[index]!, leafHash: leaves[index]!, personal: null, redacted: false }))),
  })) lines.push(line);
  return lines.join('');
}

/** A repeatable sequence (mulberry32): a failing log can be looked at again. */
let seed = 20261123;
function random(below: number): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

it(`agrees with the hub on ${LOGS} logs`, async () => {
  const disagreements: string[] = [];
  for (let n = 0; n < LOGS; n += 1) {
    const size = 1 + random(LARGEST);
    const whole = n % 10 === 0;
    const indices = whole ? ('all' as const) : [...new Set(Array.from({ length: 1 + random(4) }, () => random(size)))].sort((a, b) => a - b);
    const remembered = [1 + random(size), 1 + random(size)];
    writeFileSync(path, await exported(size, indices, remembered));
    const result = verifyExport(path, keys, remembered.map((s) => noteOf(s).note).join('\n'));
    if (result.code !== 10 || result.entries !== (whole ? size : indices.length) || result.remembered !== 2) disagreements.push(`log ${n} of ${size}: ${JSON.stringify(result)}`);
  }
  expect(disagreements).toEqual([]);
});

it('notices every changed byte', async () => {
  const unnoticed: string[] = [];
  for (const [size, indices] of [[2, 'all'], [5, [1]]] as const) {
    const good = Buffer.from(await exported(size, indices, [2]));
    for (let at = 0; at < good.length; at += 1) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1 << at % 7;
      writeFileSync(path, bad);
      try {
        verifyExport(path, keys, noteOf(2).note);
        unnoticed.push(`byte ${at} of ${good.length}, ${good[at]} to ${bad[at]}`);
      } catch {
        // as it should
      }
    }
  }
  expect(unnoticed).toEqual([]);
});
