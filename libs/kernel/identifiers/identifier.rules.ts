import { checkBankAccount } from './bank-account.rules.js';
import { checkCreditCode } from './credit-code.rules.js';
import { checkPhone } from './phone.rules.js';
import { found, problem, type IdentifierCheck } from './problem.rules.js';
import { checkRegionCode } from './region-code.rules.js';
import { checkResidentId } from './resident-id.rules.js';
import { foldHandle, foldReference } from './text-form.rules.js';

/** Kinds that can be matched between agencies; the names of the contract's enum. */
export const identifierKinds = [
  'PHONE',
  'RESIDENT_ID',
  'UNIFIED_CREDIT_CODE',
  'BANK_ACCOUNT',
  'SOCIAL_HANDLE',
  'POLICY_NUMBER',
] as const;

export type IdentifierKind = (typeof identifierKinds)[number];

export interface IdentifierRules {
  /** Whether the invented numbers of the demo world are accepted (region 99xxxx, phones 12x, cards 629999). */
  demo: boolean;
  /** The hub's clock; birth dates after this day are refused. */
  today: Date;
}

/** Longer input is refused before anything is computed; no identifier comes near. */
const LONGEST_INPUT = 256;
const LONGEST_HANDLE = 64;
/** Letters and digits of any script (some insurers use Chinese characters) with - / _ . between them, at least one digit. */
const POLICY_FORM = /^(?=.*\d)[\p{L}\p{N}][\p{L}\p{N}/_.-]{2,38}[\p{L}\p{N}]$/u;
const CONTROL_CHARACTER = /[\p{Cc}\p{Cs}\p{Co}]/u;

/**
 * Normalises an identifier and checks it by the rules of its kind. The problem text says which part is wrong and never
 * contains the value. Checking a normal form again gives the same normal form.
 */
export function checkIdentifier(kind: IdentifierKind | 'REGION_CODE', raw: string, { demo, today }: IdentifierRules): IdentifierCheck {
  if (raw.length > LONGEST_INPUT) return problem('内容过长', 'the value is too long');
  if (raw.trim() === '') return problem('内容为空', 'the value is empty');
  switch (kind) {
    case 'RESIDENT_ID':
      return checkResidentId(raw, demo, today);
    case 'UNIFIED_CREDIT_CODE':
      return checkCreditCode(raw, demo);
    case 'PHONE':
      return checkPhone(raw, demo);
    case 'BANK_ACCOUNT':
      return checkBankAccount(raw, demo);
    case 'REGION_CODE':
      return checkRegionCode(raw, demo);
    case 'SOCIAL_HANDLE':
      return checkSocialHandle(raw);
    case 'POLICY_NUMBER':
      return checkPolicyNumber(raw);
  }
}

/** An account name of a chat or video service; services differ, so nearly any text is one. */
function checkSocialHandle(raw: string): IdentifierCheck {
  const handle = foldHandle(raw);
  if (handle === '') return problem('社交账号没有可见字符', 'the social handle has no visible character');
  if ([...handle].length > LONGEST_HANDLE) return problem('社交账号不能超过 64 个字符', 'a social handle has at most 64 characters');
  if (CONTROL_CHARACTER.test(handle)) return problem('社交账号含有不可用的字符', 'the social handle contains unusable characters');
  return found(handle);
}

/** Every insurer has its own pattern; common to all are letters, digits and a few separators. */
function checkPolicyNumber(raw: string): IdentifierCheck {
  const number = foldReference(raw);
  if (!POLICY_FORM.test(number)) {
    return problem(
      '保单号应为 4 至 40 个字母或数字，中间可有 - / _ .，且至少含一位数字',
      'a policy number has 4 to 40 letters or digits, with - / _ . in between, and at least one digit',
    );
  }
  return found(number);
}
