import { opensFields, RAW_TEXT_MODES, toRowFilter, type CompiledPolicy, type Mode, type Place, type Viewer } from '#kernel/access';
import { matchToken, type Keyring } from '#kernel/crypto';
import { checkIdentifier } from '#kernel/identifiers';
import { bigrams, containsPattern, searchForm } from './search-text.js';
import type { LeadSource } from './lead.source.js';

interface SearchClass {
  name: string;
  field: string;
  part?: { part: string; variant: string };
  /** Which form of the field this class holds. */
  shown: 'whole' | 'redacted';
  /** Free text: whole only where the identifiers in it may be read. */
  text?: true;
}

const CLASSES: readonly SearchClass[] = [
  { name: 'number', field: 'number', shown: 'whole' },
  { name: 'title', field: 'title', shown: 'whole', text: true },
  { name: 'titleRedacted', field: 'title', shown: 'redacted' },
  { name: 'narrative', field: 'narrative', shown: 'whole', text: true },
  { name: 'narrativeRedacted', field: 'narrative', shown: 'redacted' },
  { name: 'suspectPerson', field: 'name', part: { part: 'Subject', variant: 'suspectPerson' }, shown: 'whole' },
  { name: 'suspectOrganisation', field: 'name', part: { part: 'Subject', variant: 'suspectOrganisation' }, shown: 'whole' },
  { name: 'consumer', field: 'name', part: { part: 'Subject', variant: 'consumer' }, shown: 'whole' },
  { name: 'suspectOrganisationCode', field: 'unifiedCreditCode', part: { part: 'Subject', variant: 'suspectOrganisation' }, shown: 'whole' },
  { name: 'consumerCode', field: 'unifiedCreditCode', part: { part: 'Subject', variant: 'consumer' }, shown: 'whole' },
  { name: 'policyNumbers', field: 'policyNumbers', shown: 'whole' },
];

const IDENTIFIER_CELLS = [
  { kind: 'PHONE', field: 'phones' },
  { kind: 'RESIDENT_ID', field: 'idNumber' },
  { kind: 'BANK_ACCOUNT', field: 'bankAccounts' },
] as const;
const VARIANTS = ['suspectPerson', 'suspectOrganisation', 'consumer'] as const;

/**
 * `text` matches, row by row, only what is disclosed to the viewer: each class of text is searched on just those rows
 * where the viewer's cell shows it in that form. A hidden value finds what a value that exists nowhere finds.
 */
export function searchCondition(text: string, viewer: Viewer, source: LeadSource, compiled: CompiledPolicy, keyring: Keyring, demo: boolean, now: Date, place: Place): string {
  const form = searchForm(text);
  const purposeGiven = opensFields(viewer.purpose);
  const ways: string[] = [];
  const where = (field: string, modes: readonly Mode[], part?: { part: string; variant: string }): string | null => {
    const condition = compiled.whereDisclosed(field, modes, part);
    const filter = toRowFilter(condition, source.facts, place);
    return filter.kind === 'none' ? null : filter.sql;
  };

  const pattern = place(containsPattern(form), 'text');
  const grams = bigrams(form);
  const gramsPlace = grams.length > 0 ? place(grams, 'text[]') : null;
  for (const searchClass of CLASSES) {
    const needsPurpose = searchClass.field !== 'number';
    const modes: Mode[] = searchClass.shown === 'redacted' ? ['masked', 'full'] : needsPurpose && !purposeGiven ? [] : ['full'];
    const disclosed = modes.length > 0 ? where(searchClass.field, modes, searchClass.part) : null;
    if (!disclosed) continue;
    // Every parameter placed stands in the statement: a need that no row meets is FALSE.
    const identifiers = searchClass.text ? source.policy.rawTextNeeds.map((cell) => where(cell.field, RAW_TEXT_MODES, cell.part) ?? 'FALSE') : [];
    const shownThere = [disclosed, ...identifiers].join(' AND ');
    ways.push(
      `(${shownThere} AND EXISTS (SELECT 1 FROM search_text x WHERE x.record_id = r.id AND x.class = '${searchClass.name}' AND x.body LIKE ${pattern}${gramsPlace ? ` AND x.grams @> ${gramsPlace}` : ''}))`,
    );
  }
  if (purposeGiven) {
    for (const { kind, field } of IDENTIFIER_CELLS) {
      const checked = checkIdentifier(kind, text, { demo, today: now });
      if (!checked.ok) continue;
      const token = place(matchToken(keyring, kind, checked.normalised), 'bytea');
      for (const variant of VARIANTS) {
        const disclosed = where(field, ['full'], { part: 'Subject', variant });
        if (disclosed) ways.push(`(${disclosed} AND EXISTS (SELECT 1 FROM match_token t WHERE t.record_id = r.id AND t.token = ${token} AND t.field = '${field}' AND t.variant = '${variant}'))`);
      }
    }
  }
  return ways.length > 0 ? `(${ways.join(' OR ')})` : 'FALSE';
}
