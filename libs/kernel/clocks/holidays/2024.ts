import type { HolidayTable } from '../holiday-calendar.js';

/** Public holidays of 2024 as the General Office of the State Council announced them. */
export const holidays2024: HolidayTable = {
  year: 2024,
  source: [
    'https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm',
  ],
  off: [
    ['2024-01-01', '2024-01-01'],
    ['2024-02-10', '2024-02-17'],
    ['2024-04-04', '2024-04-06'],
    ['2024-05-01', '2024-05-05'],
    ['2024-06-10', '2024-06-10'],
    ['2024-09-15', '2024-09-17'],
    ['2024-10-01', '2024-10-07'],
  ],
  workingWeekendDays: ['2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28', '2024-05-11', '2024-09-14', '2024-09-29', '2024-10-12'],
};
