import type { Dayjs } from 'dayjs';

/** A term given in days of Beijing time: from the first moment of the first day to the last of the last. */
export function startOf(day: Dayjs | null | undefined): string | null {
  return day === null || day === undefined ? null : `${day.format('YYYY-MM-DD')}T00:00:00+08:00`;
}

export function endOf(day: Dayjs): string {
  return `${day.format('YYYY-MM-DD')}T23:59:59+08:00`;
}

export type TermState = 'RUNNING' | 'COMING' | 'ENDED' | 'REVOKED';

/** Where a deputy's term stands at a moment of the hub's clock. */
export function stateOf(term: { startsAt: string; endsAt: string; revokedAt: string | null }, now: number): TermState {
  if (term.revokedAt !== null) return 'REVOKED';
  if (Date.parse(term.endsAt) <= now) return 'ENDED';
  return Date.parse(term.startsAt) > now ? 'COMING' : 'RUNNING';
}
