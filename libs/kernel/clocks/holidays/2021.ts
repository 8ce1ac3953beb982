import type { HolidayTable } from '../holiday-calendar.js';

/** Public holidays of 2021 as the General Office of the State Council announced them. */
export const holidays2021: HolidayTable = {
  year: 2021,
  source: [
    'http://www.gov.cn/zhengce/zhengceku/2020-11/25/content_5564127.htm',
  ],
  off: [
    ['2021-01-01', '2021-01-03'],
    ['2021-02-11', '2021-02-17'],
    ['2021-04-03', '2021-04-05'],
    ['2021-05-01', '2021-05-05'],
    ['2021-06-12', '2021-06-14'],
    ['2021-09-19', '2021-09-21'],
    ['2021-10-01', '2021-10-07'],
  ],
  workingWeekendDays: ['2021-02-07', '2021-02-20', '2021-04-25', '2021-05-08', '2021-09-18', '2021-09-26', '2021-10-09'],
};
