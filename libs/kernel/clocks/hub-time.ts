/**
 * The hub keeps one civil time, +08:00 without daylight saving, whatever zone the machine is set to. Instants are
 * `Date`; civil days are text 'YYYY-MM-DD', so that no zone can shift them.
 */

/** A civil day at +08:00, 'YYYY-MM-DD', years 1900 to 9999. */
export type Day = string;

const HUB_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const DAY_FORM = /^(19|[2-9]\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DATE_TIME_FORM =
  /^(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether the text is a day that exists in the calendar ('2026-02-29' is not). */
export function isDay(text: string): boolean {
  if (!DAY_FORM.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** Throws RangeError for anything that is not a calendar day; callers check people's input with `isDay` first. */
export function assertDay(day: Day): void {
  if (!isDay(day)) throw new RangeError('not a calendar day of the form YYYY-MM-DD');
}

/** The civil day at +08:00 in which the instant falls. */
export function hubDay(at: Date): Day {
  return new Date(at.getTime() + HUB_OFFSET_MS).toISOString().slice(0, 10);
}

/** RFC 3339 with whole seconds and the hub's offset, e.g. 2026-09-21T09:00:00+08:00. */
export function formatDateTime(at: Date): string {
  return `${new Date(at.getTime() + HUB_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}

/** Reads an RFC 3339 date-time; the offset is mandatory, for a bare local time means another instant on each machine. Null when malformed. */
export function parseDateTime(text: string): Date | null {
  const form = DATE_TIME_FORM.exec(text);
  if (!form || !isDay(form[1] ?? '')) return null;
  const at = new Date(text.toUpperCase());
  return Number.isNaN(at.getTime()) ? null : at;
}

/** 00:00:00 +08:00 of the day. */
export function startOfHubDay(day: Day): Date {
  assertDay(day);
  return new Date(Date.parse(`${day}T00:00:00Z`) - HUB_OFFSET_MS);
}

/** 23:59:59 +08:00 of the day: the moment at which a day clock is due. */
export function endOfHubDay(day: Day): Date {
  return new Date(startOfHubDay(day).getTime() + DAY_MS - 1000);
}

/** The day n days later (earlier when negative); n must be a whole number. */
export function shiftDay(day: Day, n: number): Day {
  assertDay(day);
  if (!Number.isSafeInteger(n)) throw new RangeError('a shift is a whole number of days');
  const shifted = new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);
  assertDay(shifted);
  return shifted;
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(day: Day): number {
  assertDay(day);
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
