import fc from 'fast-check';
import { creditCodeCheckCharacter } from './credit-code.rules.js';
import { checkIdentifier, identifierKinds, type IdentifierKind } from './identifier.rules.js';
import { residentIdCheckCharacter } from './resident-id.rules.js';

const today = new Date('2026-09-21T09:00:00+08:00');
const demo = { demo: true, today };
const real = { demo: false, today };

const fullWidth = (text: string) => [...text].map((c) => (c >= '!' && c <= '~' ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join('');
const normalised = (kind: IdentifierKind | 'REGION_CODE', raw: string, rules = real) => {
  const check = checkIdentifier(kind, raw, rules);
  return check.ok ? check.normalised : check.en;
};

describe('the numbers of the demo world', () => {
  const cast: [IdentifierKind | 'REGION_CODE', string][] = [
    ['RESIDENT_ID', '990101198503120010'],
    ['RESIDENT_ID', '990101197907250028'],
    ['RESIDENT_ID', '990102199001010031'],
    ['RESIDENT_ID', '990101199211301041'],
    ['RESIDENT_ID', '99020119680818015X'],
    ['PHONE', '12900000101'],
    ['PHONE', '12900000001'],
    ['BANK_ACCOUNT', '6299990000000000012'],
    ['UNIFIED_CREDIT_CODE', '91990101MA0DEM001L'],
    ['UNIFIED_CREDIT_CODE', '91990102MA0DEM0026'],
    ['UNIFIED_CREDIT_CODE', '91990100MA0DEM003C'],
    ['REGION_CODE', '990000'],
    ['REGION_CODE', '990101'],
  ];

  it.each(cast)('%s %s is accepted in demo mode only', (kind, value) => {
    expect(checkIdentifier(kind, value, demo)).toEqual({ ok: true, normalised: value });
    const refused = checkIdentifier(kind, value, real);
    expect(refused).toMatchObject({ ok: false, zh: expect.stringContaining('演示'), en: expect.stringContaining('demo') });
  });

  it.each(cast)('%s %s is the same in full-width digits, with separators and invisible characters', (kind, value) => {
    expect(normalised(kind, fullWidth(value), demo)).toBe(value);
    expect(normalised(kind, [...value].join('\u200b'), demo)).toBe(value);
    expect(normalised(kind, ` ${value.slice(0, 3)} ${value.slice(3, 5)}\u2011${value.slice(5)}\ufeff`, demo)).toBe(value);
    expect(normalised(kind, value.toLowerCase(), demo)).toBe(value);
  });

  it('policy numbers of the demo world pass in both', () => {
    for (const rules of [demo, real]) expect(normalised('POLICY_NUMBER', 'jia－0013', rules)).toBe('JIA-0013');
  });
});

describe('resident ID (GB 11643)', () => {
  it.each([
    ['11010519491231002X', '11010519491231002X'],
    ['11010519491231002x', '11010519491231002X'],
    ['110105194912310021', 'the check character of the resident ID is wrong; please compare it with the document'],
    ['110105491231002', 'the old 15-digit form is no longer in use; enter the 18-character number'],
    ['1101051949123100', 'a resident ID has 18 characters: 17 digits and a final digit or X'],
    ['11010519491231OO2X', 'a resident ID has 18 characters: 17 digits and a final digit or X'],
    ['170105194912310027', 'the first two digits of the resident ID are no province'],
    ['110105194902300022', 'characters 7 to 14 of the resident ID are no existing birth date'],
    ['110105202609220020', 'the birth date in the resident ID lies in the future'],
    ['110105180001010020', 'characters 7 to 14 of the resident ID are no existing birth date'],
  ])('%s: %s', (raw, answer) => {
    expect(normalised('RESIDENT_ID', raw)).toBe(answer);
  });

  it('takes today at +08:00 for the future', () => {
    const born = '11010520260921001';
    const id = born + residentIdCheckCharacter(born);
    expect(normalised('RESIDENT_ID', id, { demo: false, today: new Date('2026-09-20T16:00:00Z') })).toBe(id);
    expect(checkIdentifier('RESIDENT_ID', id, { demo: false, today: new Date('2026-09-20T15:59:00Z') }).ok).toBe(false);
  });

  it('a slip in one digit or a swap of two neighbours is always noticed', () => {
    const id = '11010519491231002X';
    fc.assert(
      fc.property(fc.nat({ max: 16 }), fc.nat({ max: 9 }), (at, digit) => {
        const slipped = id.slice(0, at) + String(digit) + id.slice(at + 1);
        expect(checkIdentifier('RESIDENT_ID', slipped, real).ok).toBe(slipped === id);
      }),
    );
    for (let at = 0; at < 16; at += 1) {
      const swapped = id.slice(0, at) + id[at + 1] + id[at] + id.slice(at + 2);
      expect(checkIdentifier('RESIDENT_ID', swapped, real).ok).toBe(swapped === id);
    }
  });
});

describe('unified social credit code (GB 32100)', () => {
  it('the vector: check character 3', () => {
    expect(creditCodeCheckCharacter('91350100M000100Y4')).toBe('3');
    expect(normalised('UNIFIED_CREDIT_CODE', '91350100M000100Y43')).toBe('91350100M000100Y43');
  });

  it.each([
    ['91350100M000100Y44', 'the check character of the unified social credit code is wrong; please compare it with the licence'],
    ['91350100M000100YO3', 'a unified social credit code has no letters I, O, S, V, Z; please check for misread digits'],
    ['91350100M000100Y4', 'a unified social credit code has 18 digits or capital letters'],
    ['91A50100M000100Y43', 'characters 3 to 8 of a unified social credit code are the 6 digits of a region'],
    ['91950100M000100Y43', 'characters 3 and 4 of the unified social credit code are no province'],
    ['913501００m000100y43', '91350100M000100Y43'],
  ])('%s: %s', (raw, answer) => {
    expect(normalised('UNIFIED_CREDIT_CODE', raw)).toBe(answer);
  });

  it('takes codes registered with the central authority', () => {
    const first17 = '91100000100000123';
    expect(checkIdentifier('UNIFIED_CREDIT_CODE', first17 + creditCodeCheckCharacter(first17), real).ok).toBe(true);
  });
});

describe('telephone', () => {
  it.each([
    ['13800138000', '13800138000'],
    ['138-0013-8000', '13800138000'],
    ['+86 138 0013 8000', '13800138000'],
    ['008613800138000', '13800138000'],
    ['8613800138000', '13800138000'],
    ['013800138000', '13800138000'],
    ['（０１０）１２３４ ５６７８', '01012345678'],
    ['0871 63123456', '087163123456'],
    ['+86 10 1234 5678', '01012345678'],
    ['400-812-3123', '4008123123'],
    ['61234567', 'no such telephone number: enter an 11-digit mobile or a landline with its area code'],
    ['1380013800', 'no such telephone number: enter an 11-digit mobile or a landline with its area code'],
    ['11000000000', 'no such telephone number: enter an 11-digit mobile or a landline with its area code'],
    ['+852 2123 4567', 'only mainland telephone numbers are supported; put others into the text'],
    ['00852 2123 4567', 'only mainland telephone numbers are supported; put others into the text'],
    ['021-61234567转8001', 'a telephone number has digits, spaces and hyphens only, and no extension'],
    ['1380013800O', 'a telephone number has digits, spaces and hyphens only, and no extension'],
  ])('%s: %s', (raw, answer) => {
    expect(normalised('PHONE', raw)).toBe(answer);
  });
});

describe('other kinds', () => {
  it.each<[IdentifierKind | 'REGION_CODE', string, string]>([
    ['BANK_ACCOUNT', '6222 0212 3456 7894', '6222021234567894'],
    ['BANK_ACCOUNT', '6222021234567890', 'the check digit of the bank card number is wrong; please compare it with the card'],
    ['BANK_ACCOUNT', '622202123456789', 'a bank card number has 16 to 19 digits'],
    ['SOCIAL_HANDLE', '  ＷeiXin_示例 ', 'weixin_示例'],
    ['SOCIAL_HANDLE', '\u200b\ufeff', 'the social handle has no visible character'],
    ['SOCIAL_HANDLE', 'a\u0000b', 'the social handle contains unusable characters'],
    ['SOCIAL_HANDLE', 'x'.repeat(65), 'a social handle has at most 64 characters'],
    ['POLICY_NUMBER', ' p 2023／001 ', 'P2023/001'],
    ['POLICY_NUMBER', 'ABC', 'a policy number has 4 to 40 letters or digits, with - / _ . in between, and at least one digit'],
    ['POLICY_NUMBER', "1'; drop", 'a policy number has 4 to 40 letters or digits, with - / _ . in between, and at least one digit'],
    ['REGION_CODE', '350100', '350100'],
    ['REGION_CODE', '100000', '100000'],
    ['REGION_CODE', '000000', 'the first two digits of the region code are no province'],
    ['REGION_CODE', '35010', 'a region code has 6 digits'],
    ['PHONE', '   ', 'the value is empty'],
    ['PHONE', '1'.repeat(300), 'the value is too long'],
  ])('%s %s: %s', (kind, raw, answer) => {
    expect(normalised(kind, raw)).toBe(answer);
  });
});

describe('every kind', () => {
  const kind = fc.constantFrom(...identifierKinds, 'REGION_CODE' as const);
  const seeds = ['11010519491231002X', '91350100M000100Y43', '13800138000', '6222021234567894', '99', 'Ab-1234', '示例\u0307'];
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.tuple(fc.constantFrom(...seeds), fc.string({ unit: 'grapheme', maxLength: 6 })).map((parts) => parts.join('')),
  );

  it('answers any text, keeps its normal form, and never repeats the value in a problem', () => {
    fc.assert(
      fc.property(kind, anyText, fc.boolean(), (which, raw, inDemo) => {
        const rules = { demo: inDemo, today };
        const check = checkIdentifier(which, raw, rules);
        if (check.ok) {
          expect(checkIdentifier(which, check.normalised, rules)).toEqual(check);
        } else {
          expect(check.zh).not.toBe('');
          if (/\d{5}/.test(raw)) expect(check.zh + check.en).not.toContain(raw);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
