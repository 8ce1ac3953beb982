import dayjs from 'dayjs';
import { endOf, startOf, stateOf } from './term.js';

describe('terms', () => {
  it('run from the first to the last second of their days, Beijing time', () => {
    expect(startOf(dayjs('2026-09-21'))).toBe('2026-09-21T00:00:00+08:00');
    expect(endOf(dayjs('2027-09-20'))).toBe('2027-09-20T23:59:59+08:00');
    expect(startOf(null)).toBeNull();
  });

  it.each([
    ['RUNNING', '2026-09-21T00:00:00Z', null],
    ['COMING', '2026-08-01T00:00:00Z', null],
    ['ENDED', '2026-12-01T00:00:00Z', null],
    ['REVOKED', '2026-09-21T00:00:00Z', '2026-09-20T00:00:00Z'],
  ] as const)('is %s', (state, now, revokedAt) => {
    expect(stateOf({ startsAt: '2026-09-01T00:00:00Z', endsAt: '2026-12-01T00:00:00Z', revokedAt }, Date.parse(now))).toBe(state);
  });
});
