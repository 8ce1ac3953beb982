export { Clock } from './clock.js';
export {
  endOfHubDay,
  formatDateTime,
  hubDay,
  isDay,
  parseDateTime,
  shiftDay,
  startOfHubDay,
  weekday,
  type Day,
} from './hub-time.js';
export { HolidayCalendar, type HolidayTable } from './holiday-calendar.js';
export { publishedHolidays, publishedTables } from './published-holidays.js';
export {
  addHours,
  addMonths,
  addNaturalDays,
  addWorkingDays,
  isWorkingDay,
  rollToWorkingDay,
  type DueDay,
  type NaturalDue,
} from './deadlines.js';
