import { HolidayCalendar, type HolidayTable } from './holiday-calendar.js';
import { holidays2019 } from './holidays/2019.js';
import { holidays2020 } from './holidays/2020.js';
import { holidays2021 } from './holidays/2021.js';
import { holidays2022 } from './holidays/2022.js';
import { holidays2023 } from './holidays/2023.js';
import { holidays2024 } from './holidays/2024.js';
import { holidays2025 } from './holidays/2025.js';
import { holidays2026 } from './holidays/2026.js';

/** Every year the hub has a notice for; the year after the last one raises the alarm on 1 December. */
export const publishedTables: readonly HolidayTable[] = [
  holidays2019,
  holidays2020,
  holidays2021,
  holidays2022,
  holidays2023,
  holidays2024,
  holidays2025,
  holidays2026,
];

export const publishedHolidays = new HolidayCalendar(publishedTables);
