import type { FormInstance } from 'antd';
import type { Refusal } from '../graphql/refusal.js';
import type { Language } from '../i18n/words.js';

/** "subjects.0.idNumber" as the form knows it: ["subjects", 0, "idNumber"]. */
export function formPath(field: string): (string | number)[] {
  return field.replace(/^input\./, '').split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/**
 * Brings a field to the middle of the screen and puts the cursor there. Not the kit's scrollToField: it leaves a field
 * where it is when it lies in view, even under the bar of buttons at the foot (WCAG 2.4.11).
 */
export function showField(name: (string | number)[]): void {
  const field = document.getElementById(name.join('_'));
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: 'center' });
}

/** The place in a form where a problem can be shown: the path itself or the nearest field above it (a phone in a list of phones). */
function placeOf(known: string[], path: (string | number)[]): (string | number)[] | null {
  for (let length = path.length; length > 0; length -= 1) {
    const place = path.slice(0, length);
    if (known.includes(JSON.stringify(place))) return place;
  }
  return null;
}

/**
 * Puts the hub's field problems onto the fields of a form and gives back the refusals that still need words above it:
 * everything but an INVALID_INPUT whose problems all found their field.
 */
export function placeProblems(form: FormInstance, refusals: Refusal[], language: Language): Refusal[] {
  const known = form.getFieldsError().map(({ name }) => JSON.stringify(name));
  const errors = new Map<string, { name: (string | number)[]; errors: string[] }>();
  const left: Refusal[] = [];
  for (const refusal of refusals) {
    const homeless = refusal.fields.filter((problem) => {
      const place = placeOf(known, formPath(problem.field));
      if (place === null) return true;
      const entry = errors.get(JSON.stringify(place)) ?? { name: place, errors: [] };
      entry.errors.push(language === 'en' ? problem.en : problem.zh);
      errors.set(JSON.stringify(place), entry);
      return false;
    });
    if (refusal.code !== 'INVALID_INPUT' || refusal.fields.length === 0 || homeless.length > 0) left.push({ ...refusal, fields: homeless });
  }
  // The hub's word replaces the console's own hint on the same field.
  const placed = [...errors.values()].map((entry) => ({ ...entry, warnings: [] }));
  form.setFields(placed);
  const first = placed[0];
  if (first !== undefined) showField(first.name);
  return left;
}
