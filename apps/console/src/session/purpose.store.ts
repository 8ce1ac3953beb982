import { observable } from './observable.js';
import { session } from './session.store.js';

/** Purpose codes of domain.md section 5 rule 1, in the order they are offered. */
export const purposeCodes = ['VERIFICATION', 'CASE_HANDLING', 'EVIDENCE', 'SUPERVISION', 'STATISTICS', 'PUBLICITY'] as const;
export type PurposeCode = (typeof purposeCodes)[number];

/** What the person is reading for; sent beside every request. The reference is a record's number or "EXT:" + an own number. */
export interface Purpose {
  code: PurposeCode;
  reference: string;
}

const key = 'xiecha.purpose';

function restore(): Purpose | null {
  const stored = sessionStorage.getItem(key);
  if (stored === null || session.get() === null) return null;
  try {
    return JSON.parse(stored) as Purpose;
  } catch {
    sessionStorage.removeItem(key);
    return null;
  }
}

export const purpose = observable<Purpose | null>(restore());
/** Whether the purpose chooser is open; refusals for want of a purpose open it. */
export const purposeChooserOpen = observable(false);

export function choosePurpose(next: Purpose | null): void {
  if (next === null) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(next));
  purpose.set(next);
}

// A purpose belongs to the person who chose it: it goes with his session.
session.follow(() => {
  if (session.get() === null) {
    choosePurpose(null);
    purposeChooserOpen.set(false);
  }
});
