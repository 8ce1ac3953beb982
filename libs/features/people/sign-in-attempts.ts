import { sha256 } from '#kernel/crypto';
import type { Connection } from '#kernel/database';
import { Refusal } from '#kernel/errors';
import { foldUsername } from './account.rules.js';

const FAILURES = 5;
const WINDOW = `interval '15 minutes'`;
const KEPT_HOURS = 24;

/** A name at an address, known or not: what is locked, and what failures are counted for. The name is stored as its hash only. */
export interface Attempted {
  nameHash: Buffer;
  address: string;
}

export function attempted(username: string, address: string): Attempted {
  return { nameHash: sha256(Buffer.from(foldUsername(username))), address };
}

/** Throws QUOTA_EXCEEDED for 15 minutes after the fifth of five failures that lay within 15 minutes. */
export async function refuseWhenLocked(connection: Connection, { nameHash, address }: Attempted, now: Date): Promise<void> {
  const [row] = await connection.query<{ locked: boolean | null }>(
    `SELECT count(*) = ${FAILURES} AND max(at) > $3::timestamptz - ${WINDOW} AND min(at) > max(at) - ${WINDOW} AS locked
       FROM (SELECT at FROM sign_in_failure WHERE name_hash = $1 AND address = $2 ORDER BY at DESC LIMIT ${FAILURES}) newest`,
    [nameHash, address, now],
  );
  if (row!.locked) throw new Refusal('QUOTA_EXCEEDED', { zh: '登录失败次数过多，请 15 分钟后再试', en: 'Too many failed sign-ins; try again in 15 minutes' });
}

export async function countFailure(connection: Connection, { nameHash, address }: Attempted, now: Date): Promise<void> {
  await connection.query(`DELETE FROM sign_in_failure WHERE at < $1::timestamptz - make_interval(hours => ${KEPT_HOURS})`, [now]);
  await connection.query(`INSERT INTO sign_in_failure (name_hash, address, at) VALUES ($1,$2,$3)`, [nameHash, address, now]);
}

export async function forgetFailures(connection: Connection, { nameHash, address }: Attempted): Promise<void> {
  await connection.query(`DELETE FROM sign_in_failure WHERE name_hash = $1 AND address = $2`, [nameHash, address]);
}

/**
 * Attempts for one name at one address run one after the other: of two hundred guesses sent at once the sixth already
 * finds the lock. Per process; N hub processes admit at most N - 1 guesses more.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  take<T>({ nameHash, address }: Attempted, work: () => Promise<T>): Promise<T> {
    const key = `${nameHash.toString('base64')} ${address}`;
    const turn = (this.last.get(key) ?? Promise.resolve()).then(work, work);
    const settled = turn.catch(() => undefined).finally(() => {
      if (this.last.get(key) === settled) this.last.delete(key);
    });
    this.last.set(key, settled);
    return turn;
  }
}
