import fc from 'fast-check';
import { americanDate, chineseDate, choice, importContext, minorUnits, money, recordNumber, text, valueClassOf, yesNo } from './cell.rules.js';

const context = importContext(true, new Date('2026-09-07T00:30:00+08:00'));

test.each([
  ['36,000.50', '3600050'], ['０.1', '10'], ['¥1,234,567.89元', '123456789'], ['$5', '500'], ['0', '0'], ['0.00', '0'], ['007', '700'],
  ['9999999999999.99', '999999999999999'], ['12.500', '1250'],
])('amount %s is %s in minor units', (raw, minor) => expect(minorUnits(raw)).toBe(minor));

test.each(['', '-5', '1.234', '1,23', '12,34,567', '1e3', '1.2万', 'NaN', '.5', '5.', '99999999999999', '1 2', '0x10'])('%j is no amount', (raw) => {
  expect(minorUnits(raw)).toBeNull();
  expect(money(raw, context).ok).toBe(false);
});

test('any amount of fen survives being written in yuan', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), (fen) => {
    const digits = fen.toString().padStart(3, '0');
    const grouped = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ',');
    expect(minorUnits(`${grouped}.${digits.slice(-2)}`)).toBe(fen.toString());
    expect(minorUnits(`${digits.slice(0, -2)}.${digits.slice(-2)}`)).toBe(fen.toString());
  }));
});

test.each([
  ['2026-09-01', '2026-09-01'], ['2026/9/1', '2026-09-01'], ['2026.09.01', '2026-09-01'], ['2026年9月1日', '2026-09-01'], ['２０２６年９月１日', '2026-09-01'],
  ['20260901', '2026-09-01'], ['2026-09-01 13:30:00', '2026-09-01'], ['2024-02-29', '2024-02-29'], ['2026-09-07', '2026-09-07'],
])('date %s reads %s', (raw, day) => expect(chineseDate(raw, context)).toEqual({ ok: true, value: day }));

test.each(['2026-02-29', '2026-13-01', '2026-09-08', '26-9-1', '09/01/2026', '昨天', '1899-12-31', '2026-9'])('%s is no date of a complaint', (raw) => {
  expect(chineseDate(raw, context)).toMatchObject({ ok: false, zh: expect.any(String), en: expect.any(String) });
});

test('American dates put the month first', () => {
  expect(americanDate('02/01/2018', context)).toEqual({ ok: true, value: '2018-02-01' });
  expect(americanDate('2018-02-01', context)).toEqual({ ok: true, value: '2018-02-01' });
  for (const raw of ['13/01/2018', '02/30/2018', '2018/02/01', '02-01-2018', '09/08/2026']) expect(americanDate(raw, context).ok).toBe(false);
});

test('texts: outer white space off, line ends to LF, nothing else; what cannot be kept is refused', () => {
  expect(text(20)(' \u3000a\r\nb\rc ', context)).toEqual({ ok: true, value: 'a\nb\nc' });
  expect(text(20)('ﬁ ①　Ａ', context)).toEqual({ ok: true, value: 'ﬁ ①　Ａ' });
  for (const raw of ['a\0b', 'a\uFFFDb', 'a\uD800b', 'x'.repeat(21)]) expect(text(20)(raw, context).ok).toBe(false);
});

test('record numbers are one visible word', () => {
  expect(recordNumber(10)(' TS-投1 ', context)).toEqual({ ok: true, value: 'TS-投1' });
  for (const raw of ['a b', 'a\nb', 'a\u200bb', 'x'.repeat(11), 'a\u202eb']) expect(recordNumber(10)(raw, context).ok).toBe(false);
});

test('choices know their spellings and tell what is allowed', () => {
  const check = choice({ PHONE: ['电话', 'phone'] });
  for (const raw of ['电话', ' 电 话 ', 'ＰＨＯＮＥ', 'Phone']) expect(check(raw, context)).toEqual({ ok: true, value: 'PHONE' });
  expect(check('电报', context)).toEqual({ ok: false, zh: '只能填：电话', en: 'Only these are allowed: 电话' });
  expect(yesNo('是', context)).toEqual({ ok: true, value: 'true' });
  expect(yesNo('FALSE', context)).toEqual({ ok: true, value: 'false' });
});

test.each([
  ['', 'empty'], ['  ', 'empty'], ['2026-9-1', 'date'], ['9/1/2026', 'date'], ['1,234.5', 'number'], ['￥12元', 'number'],
  ['990101198503120010', 'identifier'], ['JIA-0001', 'identifier'], ['退保', 'text'], ['a\u0007', 'control'],
])('%j is told as %s', (raw, told) => expect(valueClassOf(raw)).toBe(told));
