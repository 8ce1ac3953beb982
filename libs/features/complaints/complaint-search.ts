import { opensFields, RAW_TEXT_MODES, toRowFilter, type CompiledPolicy, type Mode, type Place, type Viewer } from '#kernel/access';
import { matchToken, type Keyring } from '#kernel/crypto';
import { containsPattern, searchForm } from '#features/leads';
import { checkIdentifier } from '#kernel/identifiers';
import type { ComplaintSource } from './complaint.source.js';

interface SearchClass {
  /** SQL over r, in search form. */
  sql: string;
  field: string;
  shown: 'whole' | 'redacted';
}

const CLASSES: readonly SearchClass[] = [
  { sql: 'r.search_heading', field: 'number', shown: 'whole' },
  { sql: 'r.search_respondent', field: 'respondent', shown: 'whole' },
  { sql: 'r.search_text', field: 'text', shown: 'whole' },
  { sql: 'coalesce(r.search_redacted, r.search_text)', field: 'text', shown: 'redacted' },
  { sql: 'lower(r.complainant_name)', field: 'complainantName', shown: 'whole' },
  { sql: 'lower(r.policy_number)', field: 'policyNumber', shown: 'whole' },
];

const IDENTIFIERS = [
  { kind: 'PHONE', field: 'complainantPhone' },
  { kind: 'RESIDENT_ID', field: 'complainantIdNumber' },
] as const;

/** Row by row only what is disclosed to the viewer, as in the search of leads; number, category and subject stand together. */
export function complaintSearchCondition(text: string, viewer: Viewer, source: ComplaintSource, compiled: CompiledPolicy, keyring: Keyring, demo: boolean, now: Date, place: Place): string {
  const pattern = place(containsPattern(searchForm(text)), 'text');
  const ways: string[] = [];
  for (const { sql, field, shown } of CLASSES) {
    const disclosed = disclosedWhere(field, shown, viewer, source, compiled, place);
    // Text as written is searched only where the identifiers in it may be read.
    const identifiers = disclosed && field === 'text' && shown === 'whole' ? rawTextWhere(source, compiled, place) : 'TRUE';
    if (disclosed) ways.push(`(${disclosed} AND ${identifiers} AND ${sql} LIKE ${pattern})`);
  }
  for (const { kind, field } of IDENTIFIERS) {
    const checked = checkIdentifier(kind, text, { demo, today: now });
    const disclosed = checked.ok ? disclosedWhere(field, 'whole', viewer, source, compiled, place) : null;
    if (!checked.ok || !disclosed) continue;
    ways.push(`(${disclosed} AND EXISTS (SELECT 1 FROM match_token t WHERE t.record_id = r.id AND t.field = '${field}' AND t.token = ${place(matchToken(keyring, kind, checked.normalised), 'bytea')}))`);
  }
  return ways.length > 0 ? `(${ways.join(' OR ')})` : 'FALSE';
}

/** The rows on which the viewer is shown this field in this form now, its purpose rule included; null = none. */
export function disclosedWhere(field: string, shown: 'whole' | 'redacted', viewer: Viewer, source: ComplaintSource, compiled: CompiledPolicy, place: Place): string | null {
  const needsPurpose = source.policy.fields[field]!.needsPurpose;
  const purposeGiven = opensFields(viewer.purpose);
  const modes: Mode[] = shown === 'redacted' ? ['masked', 'full'] : needsPurpose && !purposeGiven ? [] : ['full'];
  if (modes.length === 0) return null;
  const filter = toRowFilter(compiled.whereDisclosed(field, modes), source.facts, place);
  return filter.kind === 'none' ? null : filter.sql;
}

/** Every parameter placed stands in the statement: a need that no row meets is FALSE. */
function rawTextWhere(source: ComplaintSource, compiled: CompiledPolicy, place: Place): string {
  return source.policy.rawTextNeeds
    .map(({ field }) => {
      const filter = toRowFilter(compiled.whereDisclosed(field, RAW_TEXT_MODES), source.facts, place);
      return filter.kind === 'none' ? 'FALSE' : filter.sql;
    })
    .join(' AND ');
}
