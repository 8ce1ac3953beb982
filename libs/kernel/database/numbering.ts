import type { Connection } from './database.js';

/**
 * The next business number of a series, e.g. nextNumber(tx, 'XS-990101-2026', 6) -> 'XS-990101-2026-000018'. Gapless per
 * series: the counter's row lock is held until the command commits, and a rolled-back command gives its number back.
 */
export async function nextNumber(connection: Connection, series: string, digits: number): Promise<string> {
  const [row] = await connection.query<{ last: string }>(
    `INSERT INTO number_series (prefix, last) VALUES ($1, 1) ON CONFLICT (prefix) DO UPDATE SET last = number_series.last + 1 RETURNING last`,
    [series],
  );
  return `${series}-${String(row!.last).padStart(digits, '0')}`;
}

/** The next `count` numbers of a series, in order; the same rules as nextNumber. */
export async function nextNumbers(connection: Connection, series: string, digits: number, count: number): Promise<string[]> {
  if (count === 0) return [];
  const [row] = await connection.query<{ last: string }>(
    `INSERT INTO number_series (prefix, last) VALUES ($1, $2) ON CONFLICT (prefix) DO UPDATE SET last = number_series.last + $2 RETURNING last`,
    [series, count],
  );
  const first = Number(row!.last) - count + 1;
  return Array.from({ length: count }, (_, i) => `${series}-${String(first + i).padStart(digits, '0')}`);
}
