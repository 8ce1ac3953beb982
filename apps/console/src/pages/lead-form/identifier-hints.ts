/**
 * Early hints on identifiers while they are typed: shape and check digits only. The hub decides; a hint never blocks,
 * because real papers carry mistakes too and the person may be copying one.
 */
export type IdentifierHint = 'length' | 'characters' | 'checkDigit';

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const idChecks = '10X98765432';

/** Resident identity number: 18 places, ISO 7064 MOD 11-2 (GB 11643-1999). */
export function residentIdHint(value: string): IdentifierHint | null {
  const id = value.trim().toUpperCase();
  if (id.length !== 18) return 'length';
  if (!/^\d{17}[\dX]$/.test(id)) return 'characters';
  const sum = idWeights.reduce((total, weight, place) => total + weight * Number(id[place]), 0);
  return idChecks[sum % 11] === id[17] ? null : 'checkDigit';
}

const codeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Unified social credit code: 18 places, weights 3^i mod 31 (GB 32100-2015); I, O, S, V and Z do not occur. */
export function creditCodeHint(value: string): IdentifierHint | null {
  const code = value.trim().toUpperCase();
  if (code.length !== 18) return 'length';
  const places = [...code].map((letter) => codeAlphabet.indexOf(letter));
  if (places.includes(-1)) return 'characters';
  let weight = 1;
  let sum = 0;
  for (const place of places.slice(0, 17)) {
    sum += place * weight;
    weight = (weight * 3) % 31;
  }
  return (31 - (sum % 31)) % 31 === places[17] ? null : 'checkDigit';
}

/** Bank card: 12 to 19 digits, Luhn (ISO/IEC 7812-1). */
export function bankCardHint(value: string): IdentifierHint | null {
  const digits = value.replace(/[\s-]/g, '');
  if (!/^\d+$/.test(digits)) return 'characters';
  if (digits.length < 12 || digits.length > 19) return 'length';
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = place % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0 ? null : 'checkDigit';
}

/** Mainland mobile of 11 digits, or a landline with area code; separators and +86 are allowed. */
export function phoneHint(value: string): IdentifierHint | null {
  const digits = value.replace(/[\s()（）-]/g, '').replace(/^(\+|00)86/, '');
  if (!/^\d+$/.test(digits)) return 'characters';
  return /^1\d{10}$/.test(digits) || /^0\d{9,11}$/.test(digits) || /^[49]\d{4,9}$/.test(digits) ? null : 'length';
}
