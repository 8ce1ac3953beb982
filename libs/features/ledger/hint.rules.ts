import { hubDay, isWorkingDay, type Day } from '#kernel/clocks';

/** One entry of the day, as far as the rules look at it. */
export interface Act {
  index: string;
  at: Date;
  action: string;
  outcome: string;
  /** How many records it touched. */
  records: number;
  /** The one record it opened, when it was exactly one of the hub's. */
  opened: { id: string; number: string } | null;
  /** Business number stated as purpose; null also for numbers of the agency's own (EXT:). */
  reference: string | null;
}

/** One person's day and what is usual for him. */
export interface PersonDay {
  day: Day;
  acts: readonly Act[];
  /** Days of the preceding thirty on which he touched records. */
  before: readonly { day: Day; records: number; offHours: number }[];
  quota: { used: number; allowed: number };
}

export interface Hint {
  zh: string;
  en: string;
  /** Ledger indexes it rests on, oldest first. */
  evidence: string[];
}

export interface HintRule {
  code: HintCode;
  zh: string;
  en: string;
  /** The rule in words, with its thresholds. */
  ruleZh: string;
  ruleEn: string;
  look(facts: PersonDay): Hint | null;
}

export type HintCode = 'VOLUME' | 'OFF_HOURS' | 'PURPOSE_MISMATCH' | 'REFUSALS' | 'MATCH_QUOTA';

const LEAST_RECORDS = 100;
const TIMES_USUAL = 3;
const DAYS_TO_KNOW = 5;
const LEAST_RECORDS_OF_NEWCOMER = 500;
const DAY_BEGINS = 7;
const DAY_ENDS = 21;
const LEAST_OFF_HOURS = 5;
const DAYS_OF_HABIT = 10;
const LEAST_MISMATCHES = 5;
const LEAST_REFUSALS = 10;
const QUOTA_SHARE = 0.9;
const TELLING_REFUSALS = new Set(['NOT_FOUND', 'NOT_PERMITTED', 'FIELD_NOT_ALLOWED', 'QUOTA_EXCEEDED', 'SEPARATION_OF_DUTIES']);

/**
 * Unusual-access hints: each says what it saw and on which entries, none judges. Thresholds [D]: high enough that an
 * ordinary day of each role raises nothing (hint.rules.spec.ts holds those days).
 */
export const HINT_RULES: readonly HintRule[] = [
  {
    code: 'VOLUME',
    zh: '查阅量异常',
    en: 'Unusual volume',
    ruleZh: `当日触及记录不少于 ${LEAST_RECORDS} 条，且超过本人前 30 日有查阅之日均值的 ${TIMES_USUAL} 倍；不足 ${DAYS_TO_KNOW} 个查阅日的人员以 ${LEAST_RECORDS_OF_NEWCOMER} 条为限`,
    ruleEn: `At least ${LEAST_RECORDS} records in the day and more than ${TIMES_USUAL} times the person’s own mean over his active days of the last 30; with fewer than ${DAYS_TO_KNOW} such days, at least ${LEAST_RECORDS_OF_NEWCOMER}`,
    look: ({ acts, before }) => {
      const counted = acts.filter((a) => a.records > 0);
      const records = sum(counted.map((a) => a.records));
      const mean = before.length > 0 ? sum(before.map((d) => d.records)) / before.length : 0;
      const known = before.length >= DAYS_TO_KNOW;
      if (known ? records < LEAST_RECORDS || records <= TIMES_USUAL * mean : records < LEAST_RECORDS_OF_NEWCOMER) return null;
      const usual = mean.toFixed(0);
      return { zh: `当日触及 ${records} 条记录，平日均值 ${usual} 条（${before.length} 日）`, en: `${records} records in the day; usually ${usual} (mean of ${before.length} days)`, evidence: indexes(counted) };
    },
  },
  {
    code: 'OFF_HOURS',
    zh: '非工作时间查阅',
    en: 'Access at night or on a holiday',
    ruleZh: `夜间（${DAY_ENDS}:00 至次日 ${DAY_BEGINS}:00）或休息日触及记录不少于 ${LEAST_OFF_HOURS} 次，且前 30 日中有此类查阅的不足 ${DAYS_OF_HABIT} 日（值班人员不提示）`,
    ruleEn: `At least ${LEAST_OFF_HOURS} entries on records between ${DAY_ENDS}:00 and ${DAY_BEGINS}:00 or on a day off, by somebody who did so on fewer than ${DAYS_OF_HABIT} of the last 30 days (duty rosters raise nothing)`,
    look: ({ acts, before }) => {
      const late = acts.filter((a) => a.records > 0 && isOffHours(a.at));
      if (late.length < LEAST_OFF_HOURS || before.filter((d) => d.offHours > 0).length >= DAYS_OF_HABIT) return null;
      return { zh: `非工作时间触及记录 ${late.length} 次`, en: `${late.length} entries on records outside working hours`, evidence: indexes(late) };
    },
  },
  {
    code: 'PURPOSE_MISMATCH',
    zh: '用途与所查记录不符',
    en: 'Purpose does not fit the records read',
    ruleZh: `以某记录为用途依据，逐条打开的却是其他市（区划前四位不同）的记录，当日不少于 ${LEAST_MISMATCHES} 条`,
    ruleEn: `Records opened one by one that are neither the record named as purpose nor of its prefecture (first four digits of the region), ${LEAST_MISMATCHES} or more in the day`,
    look: ({ acts }) => {
      const strange = acts.filter((a) => a.outcome === 'OK' && a.opened && a.reference && a.opened.number !== a.reference && !sameRegion(a.opened.number, a.reference));
      const records = new Set(strange.map((a) => a.opened!.id)).size;
      if (records < LEAST_MISMATCHES) return null;
      return { zh: `${records} 条记录与所选用途依据不属同一地区`, en: `${records} records lie outside the region of the purpose stated`, evidence: indexes(strange) };
    },
  },
  {
    code: 'REFUSALS',
    zh: '多次被拒或查无记录',
    en: 'Many refusals',
    ruleZh: `当日“未找到”“无权”等拒绝不少于 ${LEAST_REFUSALS} 次；输入有误和版本冲突不计`,
    ruleEn: `At least ${LEAST_REFUSALS} answers NOT_FOUND, NOT_PERMITTED and the like in the day; mistyped input and stale versions do not count`,
    look: ({ acts }) => {
      const refused = acts.filter((a) => TELLING_REFUSALS.has(a.outcome));
      if (refused.length < LEAST_REFUSALS) return null;
      return { zh: `当日被拒 ${refused.length} 次`, en: `${refused.length} refusals in the day`, evidence: indexes(refused) };
    },
  },
  {
    code: 'MATCH_QUOTA',
    zh: '比对额度接近用尽',
    en: 'Matches near the quota',
    ruleZh: `当日比对的新值达到额度的 ${QUOTA_SHARE * 100}%`,
    ruleEn: `New values matched in the day reach ${QUOTA_SHARE * 100} % of the quota`,
    look: ({ acts, quota }) => {
      if (quota.allowed === 0 || quota.used < QUOTA_SHARE * quota.allowed) return null;
      return { zh: `当日已比对 ${quota.used} 个新值，额度 ${quota.allowed}`, en: `${quota.used} new values matched of a quota of ${quota.allowed}`, evidence: indexes(acts.filter((a) => a.action === 'identifier.match')) };
    },
  },
];

/** Outside 07:00 to 21:00 at +08:00, or a day on which offices rest (a working Saturday is none). */
export function isOffHours(at: Date): boolean {
  const hour = new Date(at.getTime() + 8 * 3_600_000).getUTCHours();
  return hour < DAY_BEGINS || hour >= DAY_ENDS || !isWorkingDay(hubDay(at));
}

/** By the region in the business number (XS-990101-…); a provincial number or one without a region fits everywhere. */
function sameRegion(a: string, b: string): boolean {
  const [first, second] = [prefecture(a), prefecture(b)];
  return first === null || second === null || first === second;
}

function prefecture(number: string): string | null {
  const region = /^[A-Z]+-(\d{6})-/.exec(number)?.[1];
  return region === undefined || region.endsWith('0000') ? null : region.slice(0, 4);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function indexes(acts: readonly Act[]): string[] {
  return acts.map((a) => a.index);
}
