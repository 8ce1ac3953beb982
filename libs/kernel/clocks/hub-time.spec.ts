import fc from 'fast-check';
import { endOfHubDay, formatDateTime, hubDay, isDay, parseDateTime, shiftDay, startOfHubDay, weekday } from './hub-time.js';

describe('hub time', () => {
  it('is +08:00 whatever the zone of the machine', () => {
    expect(hubDay(new Date('2026-09-20T16:00:00Z'))).toBe('2026-09-21');
    expect(hubDay(new Date('2026-09-20T15:59:59.999Z'))).toBe('2026-09-20');
    expect(formatDateTime(new Date('2026-09-30T15:59:59.900Z'))).toBe('2026-09-30T23:59:59+08:00');
    // China kept summer time in 1986 to 1991; the hub does not
    expect(formatDateTime(new Date('1990-07-01T00:00:00Z'))).toBe('1990-07-01T08:00:00+08:00');
  });

  it('ends a day at 23:59:59', () => {
    expect(formatDateTime(endOfHubDay('2026-10-09'))).toBe('2026-10-09T23:59:59+08:00');
    expect(formatDateTime(startOfHubDay('2026-10-09'))).toBe('2026-10-09T00:00:00+08:00');
  });

  it('knows days that do not exist', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-04-31', '2026-1-01', '0099-01-01', '', '2026-01-01T00:00:00Z']) expect(isDay(text)).toBe(false);
    expect(isDay('2024-02-29')).toBe(true);
    expect(() => shiftDay('2026-02-29', 1)).toThrow(RangeError);
  });

  it('reads RFC 3339 with an offset only', () => {
    expect(parseDateTime('2026-09-21T09:00:00+08:00')?.toISOString()).toBe('2026-09-21T01:00:00.000Z');
    expect(parseDateTime('2026-09-21t01:00:00.25z')?.toISOString()).toBe('2026-09-21T01:00:00.250Z');
    for (const text of ['2026-09-21T09:00:00', '2026-09-21', '2026-02-30T00:00:00Z', '2026-09-21T24:00:00Z', '2026-09-21 09:00:00+08:00']) {
      expect(parseDateTime(text)).toBeNull();
    }
  });

  it('writes what it can read again', () => {
    const wholeSeconds = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(wholeSeconds, (seconds) => {
        const at = new Date(seconds * 1000);
        expect(parseDateTime(formatDateTime(at))).toEqual(at);
        const day = hubDay(at);
        expect(startOfHubDay(day) <= at && at <= endOfHubDay(day)).toBe(true);
        expect(shiftDay(shiftDay(day, 400), -400)).toBe(day);
        expect((weekday(day) + 1) % 7).toBe(weekday(shiftDay(day, 1)));
      }),
    );
  });
});
