import type { HolidayTable } from '../holiday-calendar.js';

/** Public holidays of 2020 as the General Office of the State Council announced them. */
export const holidays2020: HolidayTable = {
  year: 2020,
  source: [
    'http://www.gov.cn/zhengce/zhengceku/2019-11/21/content_5454164.htm',
    'http://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm',
  ],
  off: [
    ['2020-01-01', '2020-01-01'],
    ['2020-01-24', '2020-02-02'],
    ['2020-04-04', '2020-04-06'],
    ['2020-05-01', '2020-05-05'],
    ['2020-06-25', '2020-06-27'],
    ['2020-10-01', '2020-10-08'],
  ],
  workingWeekendDays: ['2020-01-19', '2020-04-26', '2020-05-09', '2020-06-28', '2020-09-27', '2020-10-10'],
};
