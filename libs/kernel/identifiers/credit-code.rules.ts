import { found, problem, type IdentifierCheck } from './problem.rules.js';
import { isDemoRegion, isKnownProvince } from './region-code.rules.js';
import { foldNumber } from './text-form.rules.js';

/** The 31 characters of GB 32100: digits and capitals without I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** 18 characters of the alphabet; 3 to 8 are the region of the registering authority. */
const FORM = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** The 18th character of a unified social credit code, from its first 17 (GB 32100: weights 3^(i-1) modulo 31). */
export function creditCodeCheckCharacter(first17: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of first17.slice(0, 17)) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}

/** Whether 18 folded characters have the form and the right check character. */
export function looksLikeCreditCode(text: string): boolean {
  return FORM.test(text) && knownRegion(text.slice(2, 8)) && creditCodeCheckCharacter(text) === text[17];
}

/** Unified social credit code of GB 32100. The organisation code inside (GB 11714) has a check digit of its own, which is not asked. */
export function checkCreditCode(raw: string, demo: boolean): IdentifierCheck {
  const code = foldNumber(raw);
  if (code.length !== 18 || !/^[0-9A-Z]+$/.test(code)) {
    return problem('统一社会信用代码应为 18 位数字或大写字母', 'a unified social credit code has 18 digits or capital letters');
  }
  if (/[IOSVZ]/.test(code)) {
    return problem(
      '统一社会信用代码不使用字母 I、O、S、V、Z，请核对是否误认了数字',
      'a unified social credit code has no letters I, O, S, V, Z; please check for misread digits',
    );
  }
  if (!FORM.test(code)) {
    return problem(
      '统一社会信用代码第 3 至 8 位应为登记机关的 6 位区划数字',
      'characters 3 to 8 of a unified social credit code are the 6 digits of a region',
    );
  }
  const region = code.slice(2, 8);
  if (isDemoRegion(region) && !demo) {
    return problem(
      '登记机关区划为 99 开头的统一社会信用代码仅供演示使用',
      'unified social credit codes registered in regions beginning with 99 are for the demo only',
    );
  }
  if (!knownRegion(region)) {
    return problem(
      '统一社会信用代码第 3、4 位不是任何省级代码',
      'characters 3 and 4 of the unified social credit code are no province',
    );
  }
  if (creditCodeCheckCharacter(code) !== code[17]) {
    return problem(
      '统一社会信用代码校验位不符，请核对是否有误',
      'the check character of the unified social credit code is wrong; please compare it with the licence',
    );
  }
  return found(code);
}

/** 100000: registered with the State Administration itself. */
function knownRegion(region: string): boolean {
  return region === '100000' || isKnownProvince(region) || isDemoRegion(region);
}
