import { detectIdentifiers, foldText, foldWithPositions, type DetectedKind } from '#kernel/identifiers';
import { maskName } from './masks.js';
import { FURTHER_NAME, NAME_AFTER_ENGLISH_TITLE, NAME_AFTER_ROLE, NAME_BEFORE_TITLE } from './person-names.js';

/**
 * What stands in place of an identifier in free text: its kind, and not a digit of it. A field's mask (129****0001) is for
 * readers whose cell is M; who may read a text masked often has K or H on the number itself.
 */
const STANDS_FOR: Record<DetectedKind, string> = {
  PHONE: '〔电话〕',
  RESIDENT_ID: '〔证件号〕',
  BANK_ACCOUNT: '〔账号〕',
  UNIFIED_CREDIT_CODE: '〔信用代码〕',
  EMAIL: '〔邮箱〕',
  URL: '〔网址〕',
  IP_ADDRESS: '〔网络地址〕',
  NUMBER: '〔号码〕',
};
/** For numbers that only their record knows to be policy numbers. */
export const POLICY_NUMBER_STANDS_FOR = '〔保单号〕';

/** Group 1: the service and what links it to the account; group 2: the account. */
const ACCOUNT_OF_SERVICE =
  /((?:微信|VX|V信|WX|wechat|QQ|抖音|快手|小红书|支付宝|微博)(?:账号|帐号|号码|号|ID)?\s*(?::|为|是)\s*|(?:微信|VX|V信|WX|wechat|QQ|抖音|快手|小红书|支付宝|微博)(?:账号|帐号|号码|号|ID)?\s*(?=[A-Z0-9_-]*[0-9_]))([A-Z0-9_-]{5,})/gi;

/** Removing one piece can bring a new one to light; far more rounds than any text has needed. */
const MOST_ROUNDS = 50;

/**
 * Free text as it may leave its owner (domain page, section 5, "Masks"): every identifier, mail, web and network address is
 * replaced by its kind; the given names of persons, names after role words and before 先生/女士 by their masks. Dates, amounts,
 * record numbers and everything else stay as written. Redacting a redacted text changes nothing.
 *
 * `names`: names and aliases of the persons of the record; entries with fewer than two letters are passed over, since
 * they would hit ordinary words. Not recognised: numbers spelt out in words, street addresses, and names nobody told us.
 */
export function redactText(text: string, names: readonly string[]): string {
  const patterns = namePatterns(names);
  let redacted = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = redacted;
    for (const pattern of patterns) redacted = replaceFolded(redacted, pattern, (match) => maskName(match[0]));
    redacted = redactIdentifiers(redacted);
    redacted = redactIntroducedNames(redacted);
    if (redacted === before) return redacted;
  }
  // every round shortens what is left to find, so this is a fault; nothing leaves rather than something unfinished
  throw new Error('entity redaction did not come to rest');
}

function redactIdentifiers(text: string): string {
  let redacted = '';
  let from = 0;
  for (const { kind, start, end } of detectIdentifiers(text)) {
    redacted += text.slice(from, start) + STANDS_FOR[kind];
    from = end;
  }
  return redacted + text.slice(from);
}

function redactIntroducedNames(text: string): string {
  let redacted = replaceFolded(text, NAME_AFTER_ROLE, ([, role = '', name = '', further = '']) =>
    role + maskName(name) + further.replace(FURTHER_NAME, (_, another: string) => `、${maskName(another)}`),
  );
  redacted = replaceFolded(redacted, NAME_BEFORE_TITLE, ([, name = '']) => maskName(name));
  redacted = replaceFolded(redacted, NAME_AFTER_ENGLISH_TITLE, ([, title = '', name = '']) => title + maskName(name));
  return replaceFolded(redacted, ACCOUNT_OF_SERVICE, ([, service = '']) => service + STANDS_FOR.BANK_ACCOUNT);
}

/** One pattern per usable name, longest name first, so that 欧阳示例 is not read as 欧阳. */
function namePatterns(names: readonly string[]): RegExp[] {
  return [...new Set(names.map((name) => foldText(name).trim().toLowerCase()))]
    .filter((name) => !name.includes('*') && (name.match(/\p{L}/gu) ?? []).length >= 2)
    .sort((a, b) => b.length - a.length)
    .map((name) => {
      const characters = [...name].filter((character) => !/\s/.test(character));
      // blanks and middle dots between the characters hide nothing
      const spaced = characters.map((character) => character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`)).join(String.raw`[\s·•]{0,3}`);
      // Chinese has no word ends; in Latin script "Lee" must not hit "sleek"
      const [begin, end] = [characters.at(0), characters.at(-1)].map((character) => /\p{Script=Latin}/u.test(character ?? ''));
      return new RegExp(`${begin ? String.raw`(?<!\p{Script=Latin})` : ''}${spaced}${end ? String.raw`(?!\p{Script=Latin})` : ''}`, 'giu');
    });
}

/** Replaces what a pattern finds in the folded text; the pieces in between keep their original writing. */
function replaceFolded(text: string, pattern: RegExp, replacement: (match: RegExpExecArray) => string): string {
  const folded = foldWithPositions(text);
  let replaced = '';
  let from = 0;
  for (const match of folded.text.matchAll(pattern)) {
    if (match[0] === '') continue;
    const start = folded.starts[match.index] ?? 0;
    const end = folded.ends[match.index + match[0].length - 1] ?? 0;
    if (start < from) continue;
    replaced += text.slice(from, start) + replacement(match);
    from = end;
  }
  return replaced + text.slice(from);
}
