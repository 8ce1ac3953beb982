import { hubDay, isDay } from '#kernel/clocks';
import { found, problem, type IdentifierCheck } from './problem.rules.js';
import { isDemoRegion, isKnownProvince } from './region-code.rules.js';
import { foldNumber } from './text-form.rules.js';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** Index = weighted sum modulo 11 (ISO 7064 MOD 11-2). */
const CHECK_CHARACTERS = '10X98765432';
const OLDEST_AGE_YEARS = 150;

/** The 18th character of a resident ID, from its first 17 digits (GB 11643). */
export function residentIdCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return CHECK_CHARACTERS[sum % 11] ?? '';
}

/** Whether 18 folded characters have an existing birth date and the right check character; region and age are not asked. */
export function looksLikeResidentId(text: string): boolean {
  return /^\d{17}[\dX]$/.test(text) && isDay(birthDate(text)) && residentIdCheckCharacter(text) === text[17];
}

/** Resident identity number of GB 11643: region, birth date, sequence, check character. */
export function checkResidentId(raw: string, demo: boolean, today: Date): IdentifierCheck {
  const id = foldNumber(raw);
  if (/^\d{15}$/.test(id)) {
    return problem(
      '15 位旧身份证号已停用，请填写 18 位公民身份号码',
      'the old 15-digit form is no longer in use; enter the 18-character number',
    );
  }
  if (!/^\d{17}[\dX]$/.test(id)) {
    return problem(
      '身份证号应为 18 位：前 17 位为数字，末位为数字或 X',
      'a resident ID has 18 characters: 17 digits and a final digit or X',
    );
  }
  if (isDemoRegion(id) && !demo) {
    return problem('99 开头的身份证号仅供演示使用', 'resident IDs beginning with 99 are for the demo only');
  }
  if (!isDemoRegion(id) && !isKnownProvince(id)) {
    return problem('身份证号前两位不是任何省级代码', 'the first two digits of the resident ID are no province');
  }
  const birth = birthDate(id);
  if (!isDay(birth)) {
    return problem('身份证号第 7 至 14 位不是存在的出生日期', 'characters 7 to 14 of the resident ID are no existing birth date');
  }
  const currentDay = hubDay(today);
  if (birth > currentDay) return problem('身份证号中的出生日期在将来', 'the birth date in the resident ID lies in the future');
  if (Number(currentDay.slice(0, 4)) - Number(birth.slice(0, 4)) > OLDEST_AGE_YEARS) {
    return problem('身份证号中的出生日期过早', 'the birth date in the resident ID lies too far in the past');
  }
  if (residentIdCheckCharacter(id) !== id[17]) {
    return problem('身份证号校验位不符，请核对是否有误', 'the check character of the resident ID is wrong; please compare it with the document');
  }
  return found(id);
}

function birthDate(id: string): string {
  return `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
}
