import fc from 'fast-check';
import { addHours, addMonths, addNaturalDays, addWorkingDays, isWorkingDay, rollToWorkingDay } from './deadlines.js';
import { HolidayCalendar } from './holiday-calendar.js';
import { formatDateTime, shiftDay } from './hub-time.js';
import { publishedHolidays, publishedTables } from './published-holidays.js';

describe('working days', () => {
  // computed vectors of the domain page, section 4, and the figures of its stories
  it.each([
    ['2026-09-22', 10, '2026-10-13'],
    ['2026-09-24', 5, '2026-10-09'],
    ['2026-09-24', 7, '2026-10-12'],
    ['2026-09-24', 1, '2026-09-28'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-09-28', 20, '2026-10-30'],
  ])('%s + %i working days = %s', (from, n, date) => {
    expect(addWorkingDays(from, n)).toEqual({ date, known: true });
  });

  it('counts make-up weekends and skips holidays', () => {
    expect(isWorkingDay('2026-10-10')).toBe(true);
    expect(isWorkingDay('2026-10-11')).toBe(false);
    expect(isWorkingDay('2026-10-01')).toBe(false);
    expect(isWorkingDay('2026-10-08')).toBe(true);
  });

  it('says when a year has not been announced yet', () => {
    expect(addWorkingDays('2026-12-30', 1)).toEqual({ date: '2026-12-31', known: true });
    expect(addWorkingDays('2026-12-31', 1)).toEqual({ date: '2027-01-01', known: false });
    expect(rollToWorkingDay('2027-01-02')).toEqual({ date: '2027-01-04', known: false });
  });

  it('takes another calendar once a notice is loaded', () => {
    const announced = new HolidayCalendar([
      ...publishedTables,
      { year: 2027, source: ['notice'], off: [['2027-01-01', '2027-01-03']], workingWeekendDays: [] },
    ]);
    expect(addWorkingDays('2026-12-31', 1, announced)).toEqual({ date: '2027-01-04', known: true });
  });

  const days = fc.integer({ min: 0, max: 2700 }).map((n) => shiftDay('2019-01-01', n));

  it('always lands on a working day, and steps add up', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (from, a, b) => {
        const first = addWorkingDays(from, a).date;
        expect(isWorkingDay(first)).toBe(true);
        expect(addWorkingDays(first, b).date).toBe(addWorkingDays(from, a + b).date);
      }),
    );
  });

  it('refuses limits that are no whole positive number', () => {
    for (const n of [0, -1, 1.5, Number.NaN, Infinity]) {
      expect(() => addWorkingDays('2026-09-22', n)).toThrow(RangeError);
      expect(() => addNaturalDays('2026-09-22', n)).toThrow(RangeError);
      expect(() => addMonths('2026-09-22', n)).toThrow(RangeError);
    }
    expect(() => addWorkingDays('2026-02-30', 1)).toThrow(RangeError);
  });
});

describe('natural days', () => {
  it.each([
    ['2026-09-22', 15, '2026-10-07', '2026-10-08'],
    ['2026-09-30', 3, '2026-10-03', '2026-10-08'],
    ['2026-10-08', 60, '2026-12-07', '2026-12-07'],
    ['2026-09-08', 90, '2026-12-07', '2026-12-07'],
    ['2026-09-08', 30, '2026-10-08', '2026-10-08'],
    // story 4: police decision, complex case and its extension, reconsideration, procuratorate
    ['2026-09-30', 10, '2026-10-10', '2026-10-10'],
    ['2026-09-30', 30, '2026-10-30', '2026-10-30'],
    ['2026-10-30', 30, '2026-11-29', '2026-11-30'],
    ['2026-10-08', 3, '2026-10-11', '2026-10-12'],
    ['2026-10-12', 3, '2026-10-15', '2026-10-15'],
    ['2026-10-15', 3, '2026-10-18', '2026-10-19'],
  ])('%s + %i days = %s, rolled %s', (from, n, statutory, rolled) => {
    expect(addNaturalDays(from, n)).toEqual({ statutory, rolled, known: true });
  });

  it('rolls forward only, and only from days off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2700 }), fc.integer({ min: 1, max: 120 }), (offset, n) => {
        const due = addNaturalDays(shiftDay('2019-01-01', offset), n);
        expect(due.rolled >= due.statutory).toBe(true);
        expect(isWorkingDay(due.rolled)).toBe(true);
        expect(due.rolled === due.statutory).toBe(isWorkingDay(due.statutory));
      }),
    );
  });
});

describe('hours and months', () => {
  it('hours run through a holiday and do not roll', () => {
    const approved = new Date('2026-09-29T16:00:00+08:00');
    expect(formatDateTime(addHours(approved, 24))).toBe('2026-09-30T16:00:00+08:00');
    expect(formatDateTime(addHours(new Date('2026-09-30T23:30:00+08:00'), 24))).toBe('2026-10-01T23:30:00+08:00');
    expect(() => addHours(approved, 0)).toThrow(RangeError);
  });

  it.each([
    ['2026-09-21', 1, '2026-10-21'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2024-02-29', 24, '2026-02-28'],
    ['2026-02-28', 1, '2026-03-28'],
    ['2026-12-15', 12, '2027-12-15'],
  ])('%s + %i months = %s', (from, n, due) => {
    expect(addMonths(from, n)).toBe(due);
  });
});

describe('holiday tables', () => {
  it('has the announced days of 2026', () => {
    const off = ['2026-01-02', '2026-02-15', '2026-02-23', '2026-04-06', '2026-05-05', '2026-06-19', '2026-09-25', '2026-10-07'];
    const working = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];
    expect(off.filter((day) => isWorkingDay(day))).toEqual([]);
    expect(working.filter((day) => !isWorkingDay(day))).toEqual([]);
    expect(isWorkingDay('2026-02-24')).toBe(true);
  });

  it.each([
    ['2019-10-07', false],
    ['2019-10-12', true],
    ['2020-01-31', false],
    ['2020-02-03', true],
    ['2020-10-08', false],
    ['2021-02-17', false],
    ['2021-02-20', true],
    ['2022-05-04', false],
    ['2022-05-07', true],
    ['2023-10-06', false],
    ['2023-10-08', true],
    ['2024-02-16', false],
    ['2024-02-18', true],
    ['2025-10-08', false],
    ['2025-10-11', true],
  ])('%s works: %s', (day, works) => {
    expect(isWorkingDay(day)).toBe(works);
  });

  it('holds one table per year without gaps, each with its notice', () => {
    expect(publishedTables.map((table) => table.year)).toEqual([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    for (const table of publishedTables) expect(table.source.length).toBeGreaterThan(0);
  });

  it('raises the alarm for the next year on 1 December at +08:00', () => {
    expect(publishedHolidays.missingYear(new Date('2026-11-30T23:59:59+08:00'))).toBeNull();
    expect(publishedHolidays.missingYear(new Date('2026-12-01T00:00:00+08:00'))).toBe(2027);
    expect(publishedHolidays.missingYear(new Date('2027-03-01T00:00:00+08:00'))).toBe(2027);
    expect(publishedHolidays.missingYear(new Date('2025-12-15T00:00:00+08:00'))).toBeNull();
  });

  it('refuses a table with a slip in it', () => {
    const table = { year: 2027, source: [], off: [], workingWeekendDays: [] };
    expect(() => new HolidayCalendar([table, table])).toThrow(RangeError);
    expect(() => new HolidayCalendar([{ ...table, off: [['2026-01-01', '2026-01-01']] }])).toThrow(RangeError);
    expect(() => new HolidayCalendar([{ ...table, off: [['2027-01-03', '2027-01-01']] }])).toThrow(RangeError);
    expect(() => new HolidayCalendar([{ ...table, workingWeekendDays: ['2027-01-04'] }])).toThrow(RangeError);
    expect(
      () => new HolidayCalendar([{ ...table, off: [['2027-01-02', '2027-01-02']], workingWeekendDays: ['2027-01-02'] }]),
    ).toThrow(RangeError);
  });
});
