import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { found, problem, type IdentifierCheck } from './problem.rules.js';
import { foldNumber } from './text-form.rules.js';

/** Mobile numbers of the demo world: no operator has a prefix beginning with 12. */
const DEMO_MOBILE = /^12\d{9}$/;
const COUNTRY_PREFIX = /^(\+86|0086|86(?=1\d{10}$))/;
const PUNCTUATION = /[().·/]/g;

/**
 * A mainland telephone number. Normal form: mobiles 11 digits, landlines with the leading 0 of the area code (01012345678),
 * service numbers (400, 800) as dialled; never with +86. Demo numbers 12xxxxxxxxx only in demo mode.
 */
export function checkPhone(raw: string, demo: boolean): IdentifierCheck {
  const digits = foldNumber(raw).replace(PUNCTUATION, '').replace(COUNTRY_PREFIX, '');
  if (digits.startsWith('+') || digits.startsWith('00')) {
    return problem('仅支持中国内地电话号码，境外号码请写入说明', 'only mainland telephone numbers are supported; put others into the text');
  }
  if (!/^\d+$/.test(digits)) {
    return problem('电话号码只能包含数字、空格和连字符，不含分机号', 'a telephone number has digits, spaces and hyphens only, and no extension');
  }
  if (DEMO_MOBILE.test(digits)) {
    return demo ? found(digits) : problem('12 开头的手机号仅供演示使用', 'mobile numbers beginning with 12 are for the demo only');
  }
  // with the leading 0 a mobile would be a domestic long-distance call of old; people still write it
  const parsed = parsePhoneNumberFromString(digits, 'CN');
  if (!parsed?.isValid()) {
    return problem(
      '电话号码不存在：请填写 11 位手机号，或带区号的固定电话',
      'no such telephone number: enter an 11-digit mobile or a landline with its area code',
    );
  }
  const national = String(parsed.nationalNumber);
  return found(parsed.getType() === 'FIXED_LINE' ? `0${national}` : national);
}
