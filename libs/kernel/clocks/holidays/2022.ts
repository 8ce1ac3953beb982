import type { HolidayTable } from '../holiday-calendar.js';

/** Public holidays of 2022 as the General Office of the State Council announced them. */
export const holidays2022: HolidayTable = {
  year: 2022,
  source: [
    'http://www.gov.cn/zhengce/zhengceku/2021-10/25/content_5644835.htm',
  ],
  off: [
    ['2022-01-01', '2022-01-03'],
    ['2022-01-31', '2022-02-06'],
    ['2022-04-03', '2022-04-05'],
    ['2022-04-30', '2022-05-04'],
    ['2022-06-03', '2022-06-05'],
    ['2022-09-10', '2022-09-12'],
    ['2022-10-01', '2022-10-07'],
  ],
  workingWeekendDays: ['2022-01-29', '2022-01-30', '2022-04-02', '2022-04-24', '2022-05-07', '2022-10-08', '2022-10-09'],
};
