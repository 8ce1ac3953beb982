import { foldNumber } from './text-form.rules.js';
import { found, problem, type IdentifierCheck } from './problem.rules.js';

/** Provinces and their equals of GB/T 2260, and 83, which residence permits of Taiwan residents use. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);
/** Registered with the central authority rather than in a province. */
const WHOLE_COUNTRY = '100000';
/** 云州省, the invented province of the demo world; GB/T 2260 gives no code from 90 up. */
const DEMO_PROVINCE = '99';

/** Whether six digits can be a region of the demo world. */
export function isDemoRegion(code: string): boolean {
  return code.startsWith(DEMO_PROVINCE);
}

/**
 * Whether six digits begin with a province that exists. Counties are not looked up: codes are abolished and reissued,
 * and an abolished code stays right in an identifier that was given under it.
 */
export function isKnownProvince(code: string): boolean {
  return PROVINCES.has(code.slice(0, 2));
}

/** Region code of GB/T 2260; 100000 is the whole country; 99xxxx only in demo mode. */
export function checkRegionCode(raw: string, demo: boolean): IdentifierCheck {
  const code = foldNumber(raw);
  if (!/^\d{6}$/.test(code)) return problem('行政区划代码应为 6 位数字', 'a region code has 6 digits');
  if (isDemoRegion(code)) {
    return demo ? found(code) : problem('99 开头的区划代码仅供演示使用', 'region codes beginning with 99 are for the demo only');
  }
  if (code !== WHOLE_COUNTRY && !isKnownProvince(code)) {
    return problem('行政区划代码的前两位不是任何省级代码', 'the first two digits of the region code are no province');
  }
  return found(code);
}
