import { found, problem, type IdentifierCheck } from './problem.rules.js';
import { foldNumber } from './text-form.rules.js';

/** Issuer prefix of the invented cards of the demo world. */
const DEMO_ISSUER = '629999';

/** Whether the digits satisfy the Luhn check (ISO/IEC 7812-1 annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    // every second digit from the right counts double, by the sum of its digits
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** A bank card number: 16 to 19 digits with a Luhn check digit. Cards 629999… only in demo mode. */
export function checkBankAccount(raw: string, demo: boolean): IdentifierCheck {
  const digits = foldNumber(raw);
  if (!/^\d{16,19}$/.test(digits)) return problem('银行卡号应为 16 至 19 位数字', 'a bank card number has 16 to 19 digits');
  if (digits.startsWith(DEMO_ISSUER) && !demo) {
    return problem('629999 开头的卡号仅供演示使用', 'card numbers beginning with 629999 are for the demo only');
  }
  if (!passesLuhn(digits)) {
    return problem('银行卡号校验位不符，请核对是否有误', 'the check digit of the bank card number is wrong; please compare it with the card');
  }
  return found(digits);
}
