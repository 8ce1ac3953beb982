import type { HolidayCalendar } from './holiday-calendar.js';
import { assertDay, shiftDay, type Day } from './hub-time.js';
import { publishedHolidays } from './published-holidays.js';

/** A computed day. `known` is false when a year on the way has no holiday table yet: show the day as provisional. */
export interface DueDay {
  date: Day;
  known: boolean;
}

/** A natural-day limit: `statutory` is the bare last day (the internal target), `rolled` the day on which the limit ends in law. */
export interface NaturalDue {
  statutory: Day;
  rolled: Day;
  known: boolean;
}

const HOUR_MS = 3_600_000;
const LONGEST_LIMIT_DAYS = 36_600;

/** Whether offices work on that day, e.g. false for 2026-10-01, true for Saturday 2026-10-10. Ask `calendar.knows` whether the year is announced. */
export function isWorkingDay(day: Day, calendar: HolidayCalendar = publishedHolidays): boolean {
  return calendar.isWorkingDay(day);
}

/**
 * The n-th working day after `from` (工作日). The first day is not counted; the result is a working day by itself, so
 * nothing rolls (行政处罚法 Art 85, 政务数据共享条例 Art 21).
 */
export function addWorkingDays(from: Day, n: number, calendar: HolidayCalendar = publishedHolidays): DueDay {
  assertDay(from);
  assertLimit(n);
  let date = from;
  let known = calendar.knows(from);
  for (let counted = 0; counted < n; ) {
    date = shiftDay(date, 1);
    known &&= calendar.knows(date);
    if (calendar.isWorkingDay(date)) counted += 1;
  }
  return { date, known };
}

/**
 * The end of a limit in plain days (日). The first day is not counted (民法典 Art 201); a last day on a holiday gives way
 * to the next working day (民法典 Art 203), holidays in between count.
 */
export function addNaturalDays(from: Day, n: number, calendar: HolidayCalendar = publishedHolidays): NaturalDue {
  assertDay(from);
  assertLimit(n);
  const statutory = shiftDay(from, n);
  const { date, known } = rollToWorkingDay(statutory, calendar);
  return { statutory, rolled: date, known };
}

/** The day itself when it is a working day, else the next one. */
export function rollToWorkingDay(day: Day, calendar: HolidayCalendar = publishedHolidays): DueDay {
  let date = day;
  let known = calendar.knows(day);
  while (!calendar.isWorkingDay(date)) {
    date = shiftDay(date, 1);
    known &&= calendar.knows(date);
  }
  return { date, known };
}

/** The end of a limit in hours (小时); hours run through nights and holidays and never roll. */
export function addHours(from: Date, n: number): Date {
  if (!Number.isFinite(n) || n <= 0 || n > LONGEST_LIMIT_DAYS * 24) throw new RangeError('a limit is a positive number of hours');
  return new Date(from.getTime() + n * HOUR_MS);
}

/**
 * The corresponding day n calendar months later, or the last day of that month when it has no such day (民法典 Art 202):
 * 2026-08-31 + 6 = 2027-02-28. Never rolls: a freeze that is not renewed in time lapses on the bare day.
 */
export function addMonths(from: Day, n: number): Day {
  assertDay(from);
  if (!Number.isSafeInteger(n) || n < 1 || n > 1200) throw new RangeError('a limit is 1 to 1200 whole months');
  const months = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + n;
  const year = Math.floor(months / 12);
  const month = (months % 12) + 1;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = Math.min(Number(from.slice(8, 10)), lastDay);
  const due = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  assertDay(due);
  return due;
}

function assertLimit(n: number): void {
  if (!Number.isSafeInteger(n) || n < 1 || n > LONGEST_LIMIT_DAYS) throw new RangeError('a limit is 1 to 36600 whole days');
}
