/** H0 < H1 < H2 < H3: what a receiver may do with a record (contract.graphql). */
export const HANDLING_CODES = ['H0', 'H1', 'H2', 'H3'] as const;
export type HandlingCode = (typeof HANDLING_CODES)[number];

/** A derived record carries the strictest code of its sources. */
export function strictest(...codes: HandlingCode[]): HandlingCode {
  return codes.reduce((a, b) => (HANDLING_CODES.indexOf(a) >= HANDLING_CODES.indexOf(b) ? a : b), 'H0');
}

/** A share may tighten the record's code, never loosen it. */
export function loosens(share: HandlingCode, record: HandlingCode): boolean {
  return HANDLING_CODES.indexOf(share) < HANDLING_CODES.indexOf(record);
}

/** Under H2 and H3 sharing waits for an APPROVER of the originator. */
export function needsConsent(code: HandlingCode): boolean {
  return code === 'H2' || code === 'H3';
}
