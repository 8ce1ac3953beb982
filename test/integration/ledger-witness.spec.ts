import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cosigners, formatCheckpoint, formatNote, formatVerifierKey, LOG_KEY, noteSigner, parseNote, parseWitnessPolicy, quorumIsMet, signatureOf, signText, type NoteSigner } from '#kernel/audit';
import { leafHash, newSigningSeed } from '#kernel/crypto';
import { serveWitness, type RunningWitness } from '../../apps/witness/witness.server.js';
import { Witness } from '../../apps/witness/witness.js';
import { consistencyRanges, hashesOf, type ReadHashes } from '../../libs/kernel/audit/tree.js';
import { openLedger, type LedgerWorld } from '../support/ledger.js';

const log = noteSigner(LOG_KEY, 'log.example/one', newSigningSeed());
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'xiecha-witness-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (name = 'w1', at?: Date): Witness => Witness.open({ directory: join(directory, name), name: `witness.example/${name}`, logs: [log.verifier], ...(at ? { now: () => at } : {}) });

/** A log of at most 256 entries; `branch` gives another history from that entry on. */
function historyOf(branch = Infinity): { note(size: number, signer?: NoteSigner): Promise<string>; proof(old: number, size: number): Promise<string> } {
  const read: ReadHashes = (wanted) => Promise.resolve(wanted.map((w) => Array.from({ length: w.count }, (_, i) => leafHash(Buffer.from(`${w.first + i >= branch ? 'other ' : ''}${w.first + i}`)))));
  return {
    note: async (size, signer = log) => {
      const text = formatCheckpoint({ origin: 'log.example/one', size, root: (await hashesOf([{ from: 0, to: size }], read))[0]! });
      return formatNote({ text, signatures: [signText(signer, text)] });
    },
    proof: async (old, size) => (await hashesOf(consistencyRanges(old, size), read)).map((hash) => `${hash.toString('base64')}\n`).join(''),
  };
}
const history = historyOf();
const request = async (old: number, size: number, from = history): Promise<string> => `old ${old}\n${await from.proof(old, size)}\n${await from.note(size)}`;

describe('add-checkpoint', () => {
  it('cosigns what continues what it saw, at its own time', async () => {
    const at = new Date('2026-09-21T01:00:00Z');
    const witness = open('w1', at);
    for (const [old, size] of [[0, 5], [5, 5], [5, 8], [8, 200]] as const) {
      const answer = witness.addCheckpoint(await request(old, size));
      expect(answer).toMatchObject({ status: 200 });
      const note = parseNote(`${await history.note(size)}${answer.body}`)!;
      expect(signatureOf(note, witness.signer.verifier)).toEqual({ at });
    }
  });

  it('answers with the codes of the specification', async () => {
    const witness = open();
    expect(witness.addCheckpoint(await request(0, 5))).toMatchObject({ status: 200 });
    expect(witness.addCheckpoint((await request(5, 8)).replace('log.example/one', 'log.example/two'))).toMatchObject({ status: 404 });
    const stranger = noteSigner(LOG_KEY, 'log.example/one', newSigningSeed());
    expect(witness.addCheckpoint(`old 5\n${await history.proof(5, 8)}\n${await history.note(8, stranger)}`)).toMatchObject({ status: 403 });
    expect(witness.addCheckpoint(`old 9\n\n${await history.note(8)}`)).toMatchObject({ status: 400 });
    expect(witness.addCheckpoint(await request(0, 8))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '5\n' });
    expect(witness.addCheckpoint(await request(3, 4))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '5\n' });
    expect(witness.addCheckpoint(`old 5\n${await history.proof(4, 8)}\n${await history.note(8)}`)).toMatchObject({ status: 422 });
    expect(witness.addCheckpoint(`old 5\n\n${await history.note(8)}`)).toMatchObject({ status: 422 });
    expect(open('w2').addCheckpoint(`old 0\n${await history.proof(5, 8)}\n${await history.note(8)}`)).toMatchObject({ status: 422 });
    const tooMany = `${Buffer.alloc(32).toString('base64')}\n`.repeat(64);
    expect(witness.addCheckpoint(`old 5\n${tooMany}\n${await history.note(8)}`)).toMatchObject({ status: 400 });
    for (const wrong of ['', 'old 5', 'old 05\n\n', `old 5\nAAAA\n\n${await history.note(8)}`, `new 5\n\n${await history.note(8)}`, `old 5\n\n${(await history.note(8)).slice(0, -3)}`]) {
      expect(witness.addCheckpoint(wrong)).toMatchObject({ status: 400 });
    }
    // Nothing of all this moved it.
    expect(witness.addCheckpoint(await request(5, 8))).toMatchObject({ status: 200 });
  });

  it('refuses a second root of one size, and a history that does not continue its own, and keeps both as proof', async () => {
    const other = historyOf(3);
    const witness = open();
    expect(witness.addCheckpoint(await request(0, 5))).toMatchObject({ status: 200 });
    expect(witness.addCheckpoint(`old 5\n\n${await other.note(5)}`)).toMatchObject({ status: 409 });
    expect(witness.addCheckpoint(await request(5, 9, other))).toMatchObject({ status: 422 });
    const kept = readdirSync(join(directory, 'w1', 'conflicts')).map((name) => readFileSync(join(directory, 'w1', 'conflicts', name), 'utf8'));
    expect(kept).toHaveLength(2);
    for (const text of kept) expect(text).toContain((await history.note(5)).trim());
    expect(kept.some((text) => text.includes('\nlog.example/one\n5\n'))).toBe(true);
  });

  it('remembers across a restart, and never starts from nothing with an old key', async () => {
    expect(open().addCheckpoint(await request(0, 5))).toMatchObject({ status: 200 });
    expect(open().addCheckpoint(await request(0, 5))).toMatchObject({ status: 409, body: '5\n' });
    const state = join(directory, 'w1', 'state.json');
    const good = readFileSync(state, 'utf8');
    // A write that broke off lies beside the state and changes nothing.
    writeFileSync(join(directory, 'w1', '.state.json.part'), good.slice(0, 20));
    expect(open().addCheckpoint(await request(5, 6))).toMatchObject({ status: 200 });
    writeFileSync(state, good.replace('size', 'sizf'));
    expect(() => open()).toThrow(/damaged/);
    unlinkSync(state);
    expect(() => open()).toThrow(/must not be used any more/);
    expect(existsSync(state)).toBe(false);
  });

  it('does not cosign what it cannot store', async () => {
    const witness = open();
    rmSync(join(directory, 'w1'), { recursive: true });
    const body = await request(0, 5);
    expect(() => witness.addCheckpoint(body)).toThrow();
  });
});

describe('policy', () => {
  const key = (name: string): string => formatVerifierKey(open(name).signer.verifier);

  it('counts groups of witnesses', () => {
    const policy = parseWitnessPolicy(`# comment\n log ${formatVerifierKey(log.verifier)}\nwitness a ${key('a')} http://127.0.0.1:1\nwitness b ${key('b')}\nwitness c ${key('c')}\ngroup pair all a b\ngroup most any pair c\nquorum most\n`);
    expect(quorumIsMet(policy, new Set(['a']))).toBe(false);
    expect(quorumIsMet(policy, new Set(['a', 'b']))).toBe(true);
    expect(quorumIsMet(policy, new Set(['c']))).toBe(true);
    expect(cosigners(policy, { text: '', signatures: [] }).size).toBe(0);
    expect(quorumIsMet(parseWitnessPolicy('quorum none\n'), new Set())).toBe(true);
  });

  it.each(['', 'quorum a\n', 'group g 1 a\nquorum none\n', 'witness none x\nquorum none\n', 'nonsense\nquorum none\n', 'quorum none\nquorum none\n'])('refuses %j', (text) => {
    expect(() => parseWitnessPolicy(text)).toThrow(/witness policy/);
  });

  it('refuses one key under two names, and one member in two groups', () => {
    expect(() => parseWitnessPolicy(`witness a ${key('a')}\nwitness b ${key('a')}\nquorum none\n`)).toThrow(/line 2/);
    expect(() => parseWitnessPolicy(`witness a ${key('a')}\ngroup g any a\ngroup h any a\nquorum none\n`)).toThrow(/line 3/);
  });
});

describe('the hub with three witnesses', () => {
  let world: LedgerWorld;
  let running: RunningWitness[];
  let policy: string;

  beforeEach(async () => {
    world = await openLedger();
    const logs = [world.kernel.logSigner.verifier];
    const witnesses = ['a', 'b', 'c'].map((name) => Witness.open({ directory: join(directory, name), name: `w.example/${name}`, logs }));
    running = await Promise.all(witnesses.map((witness) => serveWitness(witness, { host: '127.0.0.1', port: 0, onFault: () => undefined })));
    policy = join(directory, 'policy');
    writeFileSync(policy, `${witnesses.map((w, i) => `witness ${'abc'[i]} ${formatVerifierKey(w.signer.verifier)} ${running[i]!.url}`).join('\n')}\ngroup most 2 a b c\nquorum most\n`);
  });
  afterEach(async () => {
    await Promise.all(running.map((server) => server.close()));
    await world.close();
  });

  it('publishes what a quorum cosigned, and nothing newer while there is none', async () => {
    const hub = await world.beside({ XIECHA_WITNESSES: policy });
    // The first process of this world publishes without witnesses; only the second is under test.
    await world.kernel.checkpoints.stop();
    await hub.act('li.lianluo');
    await hub.settle();
    const three = (await hub.kernel.ledgerTree.published())!;
    expect(three.cosignatures).toBe(3);
    await running[2]!.close();
    await hub.act('li.lianluo');
    await hub.settle();
    const two = (await hub.kernel.ledgerTree.published())!;
    expect(two).toMatchObject({ cosignatures: 2, size: three.size + 1 });
    expect(cosigners(parseWitnessPolicy(readFileSync(policy, 'utf8')), parseNote(two.note)!)).toEqual(new Set(['a', 'b']));
    await running[1]!.close();
    await hub.act('li.lianluo');
    await hub.settle();
    expect((await hub.kernel.ledgerTree.published())!.size).toBe(two.size);
    expect(hub.faults.map(String)).toEqual([expect.stringContaining('witness c does not answer'), expect.stringContaining('witness b does not answer')]);
    await hub.close();
  });
});
