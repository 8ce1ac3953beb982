import type { FieldRule, Mode } from './cells.js';
import { maskValue } from './masks.js';
import type { Purpose } from './viewer.js';

/** GraphQL's RedactionMode. */
export type RedactionMode = 'MASKED' | 'ON_REQUEST' | 'MATCH_ONLY';

/** Tells that a field was not given in full; depends on viewer, relation and purpose, never on whether a value is there. */
export interface Redaction {
  field: string;
  mode: RedactionMode;
  /** Whether 申请查看 (an access request) may ask for it. */
  requestable: boolean;
  /** The cell is F: choosing a purpose is enough. */
  needsPurpose: boolean;
}

/** A purpose opens F and R cells only when its reference is a hub record (domain.md section 5 rules 1 and 12). */
export function opensFields(purpose: Purpose | null): boolean {
  return purpose !== null && !purpose.external;
}

/** The mode after the purpose rule: an F cell without a purpose is masked. */
export function effectiveMode(rule: FieldRule, mode: Mode | undefined, purpose: Purpose | null): Mode {
  if (mode === undefined) return 'hidden';
  return mode === 'full' && rule.needsPurpose && !opensFields(purpose) ? 'masked' : mode;
}

/** Whether anything at all may be known of a part; one of which every cell is A or H is absent. */
export function isKnown(rules: Readonly<Record<string, FieldRule>>, modes: ReadonlyMap<string, Mode>): boolean {
  return [...modes].some(([field, mode]) => !rules[field]!.derived && mode !== 'aggregate' && rules[field]!.needsPurpose);
}

export function redactionOf(field: string, rule: FieldRule, mode: Mode | undefined, purpose: Purpose | null): Redaction | null {
  const requestable = rule.requestable;
  switch (effectiveMode(rule, mode, purpose)) {
    case 'masked':
      return { field, mode: 'MASKED', requestable: requestable && mode !== 'full', needsPurpose: mode === 'full' };
    case 'match':
      return { field, mode: 'MATCH_ONLY', requestable, needsPurpose: false };
    case 'request':
      return { field, mode: 'ON_REQUEST', requestable, needsPurpose: false };
    default:
      return null;
  }
}

/** The value as the viewer may have it: whole, masked, or null. `redactedText` stands in for free text. */
export function discloseValue(rule: FieldRule, mode: Mode, value: unknown, redactedText?: unknown): unknown {
  if (mode === 'full') return value ?? null;
  if (mode !== 'masked' || value === null || value === undefined) return null;
  if (rule.mask === 'none') return null;
  if (rule.mask === 'text') return redactedText ?? null;
  const mask = rule.mask;
  return Array.isArray(value) ? value.map((v) => maskValue(mask, valueAsText(v) ?? '')) : maskValue(mask, valueAsText(value) ?? '');
}

/** A field's value in words, for previews and histories: an agency by its name, a list joined. */
export function valueAsText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((v) => valueAsText(v) ?? '').join('、');
  if (typeof value === 'object') return valueAsText((value as { name?: unknown }).name);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
