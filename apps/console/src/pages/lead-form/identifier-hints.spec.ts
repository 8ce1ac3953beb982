import { bankCardHint, creditCodeHint, phoneHint, residentIdHint } from './identifier-hints.js';

// The invented identifiers of the demo world; their check digits are computed (domain.md section 8).
describe('identifier hints', () => {
  it.each(['990101198503120010', '990101197907250028', '990102199001010031', '990101199211301041', '99020119680818015X', '99020119680818015x'])(
    'accepts the resident ID %s',
    (id) => expect(residentIdHint(id)).toBeNull(),
  );
  it('tells what is wrong with a resident ID', () => {
    expect(residentIdHint('99010119850312001')).toBe('length');
    expect(residentIdHint('99010119850312001A')).toBe('characters');
    expect(residentIdHint('990101198503120011')).toBe('checkDigit');
  });
  it.each(['91990101MA0DEM001L', '91990102MA0DEM0026', '91990100MA0DEM003C'])('accepts the credit code %s', (code) => expect(creditCodeHint(code)).toBeNull());
  it('tells what is wrong with a credit code', () => {
    expect(creditCodeHint('91990101MA0DEM001')).toBe('length');
    expect(creditCodeHint('91990101MA0DEM00OL')).toBe('characters');
    expect(creditCodeHint('91990101MA0DEM001M')).toBe('checkDigit');
  });
  it('checks cards and phones', () => {
    expect(bankCardHint('6299 9900 0000 0000 012')).toBeNull();
    expect(bankCardHint('6299990000000000013')).toBe('checkDigit');
    expect(phoneHint('+86 129-0000-0101')).toBeNull();
    expect(phoneHint('12900000')).toBe('length');
    expect(phoneHint('129000001O1')).toBe('characters');
  });
});
