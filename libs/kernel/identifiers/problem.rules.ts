/** What is wrong with an identifier, in both languages. The texts never contain the value or a part of it. */
export interface IdentifierProblem {
  ok: false;
  zh: string;
  en: string;
}

/** An identifier in its normal form: the form that is stored, compared and tokenised. */
export interface IdentifierFound {
  ok: true;
  normalised: string;
}

export type IdentifierCheck = IdentifierFound | IdentifierProblem;

export function problem(zh: string, en: string): IdentifierProblem {
  return { ok: false, zh, en };
}

export function found(normalised: string): IdentifierFound {
  return { ok: true, normalised };
}
