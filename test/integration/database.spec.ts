import { Database, migrate, nextNumber } from '#kernel/database';
import { migrations } from '../../apps/hub/surface.js';
import { cloneDatabase, emptyDatabase, REQUEST_LOGIN, type TestDatabase } from '../support/database.js';

/** The kernel's database lib against a real server: transactions, numbers, migrations. */
let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await cloneDatabase();
  database = await Database.open({ requestUrl: test.requestUrl, poolSize: 5 });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const write = <T>(work: Parameters<Database['transaction']>[1]): Promise<T> => database.transaction({ audiences: [], action: 'probe', readOnly: false }, work) as Promise<T>;

describe('a transaction', () => {
  it('takes back everything when the work throws, and reports a connection for the next', async () => {
    for (let n = 0; n < 12; n += 1) {
      await expect(write(async (c) => {
        await c.query(`INSERT INTO number_series (prefix, last) VALUES ('GONE', 1)`);
        throw new Error('changed my mind');
      })).rejects.toThrow('changed my mind');
    }
    expect(await test.sql(`SELECT 1 FROM number_series WHERE prefix = 'GONE'`)).toEqual([]);
  });

  it('that failed inside never looks like success', async () => {
    const swallowed = write(async (c) => {
      await c.query(`INSERT INTO number_series (prefix, last) VALUES ('SWALLOWED', 1)`);
      await c.query('SELECT 1/0').catch(() => undefined);
      return 'done';
    });
    await expect(swallowed).rejects.toThrow();
    expect(await test.sql(`SELECT 1 FROM number_series WHERE prefix = 'SWALLOWED'`)).toEqual([]);
  });

  it('that only reads cannot write', async () => {
    await expect(database.transaction({ audiences: 'all', action: 'probe', readOnly: true }, (c) => c.query(`INSERT INTO number_series (prefix, last) VALUES ('READ', 1)`))).rejects.toMatchObject({ code: '25006' });
  });

  it('sees the records of its audiences and no others, whatever it asks (the second wall)', async () => {
    const [insurer] = await test.sql<{ id: string }>(`SELECT id FROM agency WHERE code = 'INS-YI'`);
    const count = (audiences: string[] | 'all') => database.transaction({ audiences, action: null, readOnly: true }, async (c) => (await c.query<{ n: number }>('SELECT count(*)::int AS n FROM lead'))[0]!.n);
    const [all, some, none] = [await count('all'), await count([insurer!.id]), await count([])];
    expect(none).toBe(0);
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    expect(await database.transaction({ audiences: [insurer!.id], action: null, readOnly: true }, (c) => c.query(`SELECT 1 FROM lead WHERE number = 'XS-990102-2026-000009'`))).toEqual([]);
  });
});

it('numbers a series without gaps, whoever fails on the way', async () => {
  const series = 'XS-990109-2026';
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => write<string>(async (c) => {
    const number = await nextNumber(c, series, 6);
    if (i % 4 === 0) throw new Error('given back');
    return number;
  })));
  const numbers = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : [])).sort();
  expect(numbers).toEqual(Array.from({ length: 15 }, (_, i) => `${series}-${String(i + 1).padStart(6, '0')}`));
});

describe('migrations', () => {
  it('run once, also when two start at the same moment, and are complete afterwards', async () => {
    const empty = await emptyDatabase();
    try {
      const ran = await Promise.all([migrate(empty.ownerUrl, migrations, REQUEST_LOGIN), migrate(empty.ownerUrl, migrations, REQUEST_LOGIN)]);
      expect(ran.flat()).toHaveLength(migrations.length);
      expect(await migrate(empty.ownerUrl, migrations, { user: REQUEST_LOGIN.user })).toEqual([]);
    } finally {
      await empty.drop();
    }
  });

  it('have stamps that order them, each its own', () => {
    const stamps = migrations.map((m) => m.stamp);
    expect(new Set(stamps).size).toBe(stamps.length);
    expect([...stamps].sort((a, b) => a - b)).toEqual(stamps);
  });

  it('refuse a request login that is no plain name or too strong', async () => {
    const empty = await emptyDatabase();
    try {
      await expect(migrate(empty.ownerUrl, migrations, { user: 'x"; DROP ROLE y; --' })).rejects.toThrow('plain');
      await expect(migrate(empty.ownerUrl, migrations, { user: new URL(empty.ownerUrl).username })).rejects.toThrow(/superuser|plain/);
    } finally {
      await empty.drop();
    }
  });
});
