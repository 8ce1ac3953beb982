import { assertDay, hubDay, shiftDay, weekday, type Day } from './hub-time.js';

/** The announced days of one calendar year. A day of a neighbouring year belongs into that year's table. */
export interface HolidayTable {
  year: number;
  /** Where the notice can be read. */
  source: readonly string[];
  /** First and last day of each run of days off, both included; weekend days inside a run are listed too. */
  off: readonly (readonly [Day, Day])[];
  /** Saturdays and Sundays that were made working days (调休上班). */
  workingWeekendDays: readonly Day[];
}

/**
 * Which days are working days. A year without a table counts Monday to Friday as working days, and everything computed
 * over it is marked `known: false`, because the State Council announces each year only in the autumn before.
 */
export class HolidayCalendar {
  readonly #years = new Set<number>();
  readonly #off = new Set<Day>();
  readonly #workingWeekendDays = new Set<Day>();

  /** Throws RangeError when a table names a day of another year, a day twice, or a working day that is no weekend day. */
  constructor(tables: readonly HolidayTable[]) {
    for (const table of tables) this.#add(table);
  }

  /** Whether the holidays of the day's year have been announced. */
  knows(day: Day): boolean {
    assertDay(day);
    return this.#years.has(yearOf(day));
  }

  isWorkingDay(day: Day): boolean {
    const weekend = weekday(day) === 0 || weekday(day) === 6;
    return weekend ? this.#workingWeekendDays.has(day) : !this.#off.has(day);
  }

  /**
   * The alarm of the holiday table: from 1 December on, the year whose table is still missing; null while all is well.
   * A missing table of the current year alarms on every day.
   */
  missingYear(at: Date): number | null {
    const today = hubDay(at);
    const year = yearOf(today);
    if (!this.#years.has(year)) return year;
    return today >= `${year}-12-01` && !this.#years.has(year + 1) ? year + 1 : null;
  }

  #add(table: HolidayTable): void {
    if (this.#years.has(table.year)) throw new RangeError(`two holiday tables for ${table.year}`);
    this.#years.add(table.year);
    for (const [first, last] of table.off) {
      if (first > last) throw new RangeError(`holidays of ${table.year}: ${first} is after ${last}`);
      for (let day = first; day <= last; day = shiftDay(day, 1)) this.#addDay(this.#off, day, table.year);
    }
    for (const day of table.workingWeekendDays) {
      if (weekday(day) !== 0 && weekday(day) !== 6) throw new RangeError(`${day} is no weekend day`);
      this.#addDay(this.#workingWeekendDays, day, table.year);
    }
  }

  #addDay(days: Set<Day>, day: Day, year: number): void {
    if (yearOf(day) !== year) throw new RangeError(`${day} stands in the holiday table of ${year}`);
    if (this.#off.has(day) || this.#workingWeekendDays.has(day)) throw new RangeError(`${day} stands twice in the holiday table`);
    days.add(day);
  }
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}
