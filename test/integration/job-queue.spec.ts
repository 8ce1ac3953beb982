import { JobQueue } from '#kernel/jobs';
import { Database } from '#kernel/database';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const until = async (true_: () => boolean): Promise<void> => {
  for (let i = 0; i < 200 && !true_(); i += 1) await new Promise((r) => setTimeout(r, 50));
};

describe('JobQueue', () => {
  let clone: TestDatabase;
  let database: Database;
  let queue: JobQueue;
  const done: string[] = [];
  const tries = new Map<string, number>();

  beforeAll(async () => {
    clone = await cloneDatabase();
    database = await Database.open({ requestUrl: clone.requestUrl, poolSize: 4 });
    queue = new JobQueue(clone.requestUrl, () => undefined);
    queue.define('test.note', (data) => {
      done.push(data['id']!);
      return Promise.resolve();
    });
    queue.define(
      'test.fail',
      (data) => {
        tries.set(data['id']!, (tries.get(data['id']!) ?? 0) + 1);
        return Promise.reject(new Error('fails every time'));
      },
      { retries: 1, longestSeconds: 5 },
    );
    await queue.start({ work: true });
  });

  afterAll(async () => {
    await queue.stop();
    await database.close();
    await clone.drop();
  });

  const enqueue = (name: string, id: string, fail = false) =>
    database.transaction({ audiences: [], action: 'test', readOnly: false }, async (c) => {
      await queue.enqueue(c, name, { id });
      if (fail) throw new Error('the command fails');
    });

  it('runs a job whose transaction committed, and never one whose transaction did not', async () => {
    await expect(enqueue('test.note', 'lost', true)).rejects.toThrow('the command fails');
    await enqueue('test.note', 'kept');
    await until(() => done.length > 0);
    expect(done).toEqual(['kept']);
  });

  it('retries a failing job and then parks it', async () => {
    await enqueue('test.fail', 'poison');
    await until(() => (tries.get('poison') ?? 0) >= 2);
    await new Promise((r) => setTimeout(r, 1500));
    expect(tries.get('poison')).toBe(2);
  });
});
