import fc from 'fast-check';
import { creditCodeCheckCharacter } from './credit-code.rules.js';
import { detectIdentifiers } from './identifier-detection.rules.js';
import { residentIdCheckCharacter } from './resident-id.rules.js';

const read = (text: string) => detectIdentifiers(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('detecting identifiers', () => {
  it.each<[string, string[][]]>([
    ['12900000001', [['PHONE', '12900000001']]],
    ['电话１３８００１３８０００找他', [['PHONE', '１３８００１３８０００']]],
    ['tel:138-0013-8000.', [['PHONE', '138-0013-8000']]],
    ['tel12900000001', [['PHONE', '12900000001']]],
    ['+8613800138000', [['PHONE', '8613800138000']]],
    ['座机(010) 1234 5678', [['PHONE', '010) 1234 5678']]],
    ['400-812-3123', [['PHONE', '400-812-3123']]],
    ['身份证11010519491231002x。', [['RESIDENT_ID', '11010519491231002x']]],
    ['990101 19850312 0010', [['RESIDENT_ID', '990101 19850312 0010']]],
    ['9-9-0-1-0-1-1-9-8-5-0-3-1-2-0-0-1-0', [['RESIDENT_ID', '9-9-0-1-0-1-1-9-8-5-0-3-1-2-0-0-1-0']]],
    ['卡 6222 0212 3456 7894', [['BANK_ACCOUNT', '6222 0212 3456 7894']]],
    ['6299990000000000012', [['BANK_ACCOUNT', '6299990000000000012']]],
    ['91990101MA0DEM001L', [['UNIFIED_CREDIT_CODE', '91990101MA0DEM001L']]],
    ['codes 91350100m000100y43!', [['UNIFIED_CREDIT_CODE', '91350100m000100y43']]],
    ['写信 a.b+c@mail.example.com，', [['EMAIL', 'a.b+c@mail.example.com']]],
    ['见 https://example.com/a?b=1。', [['URL', 'https://example.com/a?b=1']]],
    ['见tuibao.example.vip/x吧', [['URL', 'tuibao.example.vip/x']]],
    ['从192.168.10.25登录', [['IP_ADDRESS', '192.168.10.25']]],
    ['2001:db8:0:1:2:3:4:5 上线', [['IP_ADDRESS', '2001:db8:0:1:2:3:4:5']]],
    ['单号123456789012', [['NUMBER', '123456789012']]],
  ])('%s', (text, found) => {
    expect(read(text)).toEqual(found);
  });

  it('tells several identifiers of one line apart', () => {
    expect(read('13800138000 990101198503120010、6222021234567894, 91990101MA0DEM001L / 13900139000')).toEqual([
      ['PHONE', '13800138000'],
      ['RESIDENT_ID', '990101198503120010'],
      ['BANK_ACCOUNT', '6222021234567894'],
      ['UNIFIED_CREDIT_CODE', '91990101MA0DEM001L'],
      ['PHONE', '13900139000'],
    ]);
  });

  it.each([
    '于2026-09-21 09:00:00 和 2026-10-13 06:00–18:00 两次',
    '2026-09-21T09:00:00+08:00',
    '2026年9月21日，12份保单，保费1080000元，另付117000000元',
    '线索 XS-990101-2026-000017 与 XS-990102-2026-000009',
    '云中公(经)调证字〔2026〕0031号',
    'The insurer refunded 1,080.50 of 2,000 after 30 days; see section 4.2.1.',
    '',
  ])('leaves %j alone', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('leaves no identifier uncovered, however it is spaced and whatever stands around it', () => {
    const digits = (n: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: n, maxLength: n });
    const residentId = fc
      .tuple(fc.constantFrom('110105', '990101', '530102'), fc.date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true }), digits(3))
      .map(([region, birth, seq]) => region + birth.toISOString().slice(0, 10).replaceAll('-', '') + seq)
      .map((first17) => first17 + residentIdCheckCharacter(first17));
    const mobile = fc.tuple(fc.constantFrom('129', '138', '166', '199'), digits(8)).map((parts) => parts.join(''));
    const card = fc.tuple(fc.constantFrom('62', '4', '55'), digits(14)).map(([prefix, rest]) => {
      const body = (prefix + rest).slice(0, 15);
      const sum = [...body].reverse().reduce((total, d, i) => total + (i % 2 ? Number(d) : Number(d) > 4 ? Number(d) * 2 - 9 : Number(d) * 2), 0);
      return body + String((10 - (sum % 10)) % 10);
    });
    const creditCode = digits(9)
      .map((org) => `91530102${org}`)
      .map((first17) => first17 + creditCodeCheckCharacter(first17));
    const separator = fc.constantFrom('', '', '', '-', ' ', '.', '—', '\u200b', '  ', '·', '）', ' - ');
    const form = fc.constantFrom((c: string) => c, (c: string) => (/[!-~]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c));
    const around = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('', '电话', '13800138000 ', ' 990101198503120010', '2026-09-21 ', 'X', '7'));

    fc.assert(
      fc.property(fc.oneof(residentId, mobile, card, creditCode), fc.array(separator, { minLength: 17, maxLength: 17 }), form, around, around, (identifier, separators, shape, before, behind) => {
        const written = [...identifier].map((c, i) => shape(c) + (i < identifier.length - 1 ? (separators[i] ?? '') : '')).join('');
        const text = before + written + behind;
        const pieces = detectIdentifiers(text);
        const from = before.length;
        for (let at = from; at < from + written.length; at += 1) {
          if (!/[0-9０-９]/.test(text[at] ?? '')) continue;
          expect(pieces.some((piece) => piece.start <= at && at < piece.end)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('gives ordered pieces inside the text for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        let previousEnd = 0;
        for (const { start, end } of detectIdentifiers(text)) {
          expect(start).toBeGreaterThanOrEqual(previousEnd);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          previousEnd = end;
        }
      }),
    );
  });

  it('reads a long text in bounded time', () => {
    for (const text of ['1'.repeat(20_000), '1 '.repeat(10_000), 'a.'.repeat(10_000), 'a@'.repeat(10_000), ':'.repeat(20_000), '1:'.repeat(10_000), '2026-01-01 '.repeat(2_000)]) {
      const start = performance.now();
      detectIdentifiers(text);
      expect(performance.now() - start).toBeLessThan(2_000);
    }
  });
});
