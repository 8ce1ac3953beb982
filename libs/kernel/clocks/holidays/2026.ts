import type { HolidayTable } from '../holiday-calendar.js';

/** Public holidays of 2026 as the General Office of the State Council announced them. */
export const holidays2026: HolidayTable = {
  year: 2026,
  source: [
    'https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm',
  ],
  off: [
    ['2026-01-01', '2026-01-03'],
    ['2026-02-15', '2026-02-23'],
    ['2026-04-04', '2026-04-06'],
    ['2026-05-01', '2026-05-05'],
    ['2026-06-19', '2026-06-21'],
    ['2026-09-25', '2026-09-27'],
    ['2026-10-01', '2026-10-07'],
  ],
  workingWeekendDays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
};
