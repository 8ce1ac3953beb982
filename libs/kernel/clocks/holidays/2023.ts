import type { HolidayTable } from '../holiday-calendar.js';

/** Public holidays of 2023 as the General Office of the State Council announced them. */
export const holidays2023: HolidayTable = {
  year: 2023,
  source: [
    'http://www.gov.cn/zhengce/zhengceku/2022-12/08/content_5730844.htm',
  ],
  off: [
    ['2023-01-01', '2023-01-02'],
    ['2023-01-21', '2023-01-27'],
    ['2023-04-05', '2023-04-05'],
    ['2023-04-29', '2023-05-03'],
    ['2023-06-22', '2023-06-24'],
    ['2023-09-29', '2023-10-06'],
  ],
  workingWeekendDays: ['2023-01-28', '2023-01-29', '2023-04-23', '2023-05-06', '2023-06-25', '2023-10-07', '2023-10-08'],
};
