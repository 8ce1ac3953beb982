import type { HolidayTable } from '../holiday-calendar.js';

/** Public holidays of 2019 as the General Office of the State Council announced them. */
export const holidays2019: HolidayTable = {
  year: 2019,
  source: [
    'http://www.gov.cn/zhengce/zhengceku/2018-12/06/content_5346276.htm',
    'http://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm',
  ],
  off: [
    ['2019-01-01', '2019-01-01'],
    ['2019-02-04', '2019-02-10'],
    ['2019-04-05', '2019-04-05'],
    ['2019-05-01', '2019-05-04'],
    ['2019-06-07', '2019-06-07'],
    ['2019-09-13', '2019-09-13'],
    ['2019-10-01', '2019-10-07'],
  ],
  workingWeekendDays: ['2019-02-02', '2019-02-03', '2019-04-28', '2019-05-05', '2019-09-29', '2019-10-12'],
};
