import { commitment } from '#kernel/crypto';
import { Refusal } from '#kernel/errors';
import { canonicalBytes, sealEntry, type EntryInput, type LedgerEntry, type SealedEntry } from './entry.js';
import { LedgerWriter } from './ledger.js';

const input = (changes: Partial<EntryInput> = {}): EntryInput => ({
  at: new Date('2026-09-21T01:00:00.123Z'), action: 'lead.read', actor: 'pseudonym', onBehalfOf: [], agency: 'a', session: 's', request: 'r', object: 'Lead', records: ['r1'], fields: ['number'], masked: ['title'],
  purpose: null, policy: 'p', outcome: 'OK', personal: { person: 'id', displayName: '李联络', username: 'li.lianluo' }, personId: 'id', agencyId: 'a', ownerAgencyIds: ['o', 'o'], ...changes,
});

describe('an entry', () => {
  it('is exact canonical bytes: sorted keys, no blanks, the same for the same content', () => {
    expect(canonicalBytes({ b: 1, a: ['x', null], 'é': 'ü' }).toString()).toBe('{"a":["x",null],"b":1,"é":"ü"}');
    const entry = sealEntry(input());
    const parsed = JSON.parse(entry.bytes.toString('utf8')) as LedgerEntry;
    expect(canonicalBytes(parsed).equals(entry.bytes)).toBe(true);
    expect(parsed).toMatchObject({ v: 1, id: entry.id, at: 1789952400123, action: 'lead.read', outcome: 'OK', records: ['r1'] });
    expect(() => canonicalBytes(undefined)).toThrow();
  });

  it('keeps names out of the leaf, behind a salted commitment that can be opened and erased', () => {
    const [one, two] = [sealEntry(input()), sealEntry(input())];
    for (const plain of ['李联络', 'li.lianluo']) expect(one.bytes.toString('utf8')).not.toContain(plain);
    const leaf = JSON.parse(one.bytes.toString('utf8')) as LedgerEntry;
    expect(leaf.personal).toBe(commitment(one.salt, one.id, one.personal.toString('utf8')).toString('base64'));
    // two entries of one person do not show that they are his
    expect(leaf.personal).not.toBe((JSON.parse(two.bytes.toString('utf8')) as LedgerEntry).personal);
    expect(one.salt).toHaveLength(32);
  });

  it('lists each owner once and holds no index', () => {
    const entry = sealEntry(input());
    expect(entry.ownerAgencyIds).toEqual(['o']);
    expect(Object.keys(JSON.parse(entry.bytes.toString('utf8')) as object)).not.toContain('index');
  });
});

describe('the writer', () => {
  const entries = (n: number): SealedEntry[] => Array.from({ length: n }, () => sealEntry(input()));

  it('gathers what comes while a batch is being written, and answers only when it is durable', async () => {
    const batches: number[] = [];
    let finish: (() => void) | null = null;
    const writer = new LedgerWriter(
      (batch) => {
        batches.push(batch.length);
        return new Promise((resolve) => (finish = resolve));
      },
      () => undefined,
    );
    let answered = 0;
    const all = entries(6).map((e) => writer.append(e).then(() => (answered += 1)));
    await Promise.resolve();
    expect(batches).toEqual([1]);
    expect(answered).toBe(0);
    finish!();
    await all[0];
    expect(batches).toEqual([1, 5]);
    expect(answered).toBe(1);
    finish!();
    await Promise.all(all);
    expect(answered).toBe(6);
  });

  it('refuses everybody of a batch that could not be written, and goes on with the next', async () => {
    let broken = true;
    const writer = new LedgerWriter(
      () => (broken ? Promise.reject(new Error('disk full')) : Promise.resolve()),
      () => undefined,
    );
    const failed = await Promise.allSettled(entries(3).map((e) => writer.append(e)));
    for (const result of failed) {
      expect(result.status).toBe('rejected');
      const { reason } = result as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(Refusal);
      expect((reason as Refusal).code).toBe('UNAVAILABLE');
      expect((reason as Refusal).message).not.toContain('disk full');
    }
    broken = false;
    await expect(writer.append(entries(1)[0]!)).resolves.toBeUndefined();
  });
});
