import { agenciesById } from '#features/agencies';
import { compilePolicy, discloseValue, effectiveMode, isKnown, redactionOf, valueAsText, type Viewer } from '#kernel/access';
import type { Keyring } from '#kernel/crypto';
import { findVisible, type ScopedRead } from '#kernel/database';
import type { LeadSource } from './lead.source.js';
import { openSnapshot, redacted } from './lead-writing.js';
import type { FieldChangeType, RecordVersionType } from './lead.type.js';

interface VersionRow {
  version: number;
  at: Date;
  action: string;
  person_id: string | null;
  display_name: string | null;
  agency_id: string | null;
  changed: string[];
  snapshot: Buffer;
}

/** Versions of a lead, newest first; every value obeys today's cells of its field, a hidden field's change is not mentioned. */
export function historyOf(read: ScopedRead, keyring: Keyring, source: LeadSource, viewer: Viewer, leadId: string): Promise<RecordVersionType[]> {
  return read.run(viewer, 'lead.readHistory', async (connection, now) => {
    const found = await findVisible(connection, viewer, source, leadId, now);
    if (!found) return { value: [], object: 'Lead', records: [], fields: [] };
    const { row, modes } = found;
    const compiled = compilePolicy(source.policy, viewer);
    const versions = await connection.query<VersionRow>(
      `SELECT v.version, v.at, v.action, v.person_id, p.display_name, v.agency_id, v.changed, v.snapshot FROM record_version v LEFT JOIN person p ON p.id = v.person_id
        WHERE v.record_id = $1 ORDER BY v.version`,
      [row.id],
    );
    const agencies = await agenciesById(connection, versions.flatMap((v) => (v.agency_id ? [v.agency_id] : [])));
    const rawText = compiled.readsRawText(row.facts);
    const variants = source.policy.parts['Subject']!.variants;
    const knownVariants = new Set(Object.keys(variants).filter((v) => isKnown(variants[v]!, compiled.partModes(row.facts, 'Subject', v))));
    const known = { subjects: row.subjects, policyNumbers: row.columns.policy_numbers };
    let before: Record<string, unknown> = {};
    const shown = new Set<string>();
    const out = versions.map((v): RecordVersionType => {
      const after = openSnapshot(keyring, row.columns, v.snapshot);
      const changes = v.changed.flatMap((field): FieldChangeType[] => {
        if (field === 'subjects') return subjectsChange(knownVariants, before, after);
        const rule = source.policy.fields[field];
        if (!rule || rule.derived) return [];
        const mode = effectiveMode(rule, modes.get(field), viewer.purpose);
        if (mode === 'hidden' || mode === 'aggregate') return [];
        if (mode === 'full' || mode === 'masked') shown.add(field);
        const text = (value: unknown): string | null => {
          const safe = rule.mask === 'text' && typeof value === 'string' && !rawText ? redacted(value, known) : (value ?? null);
          const disclosed = discloseValue(rule, mode, safe, typeof value === 'string' ? redacted(value, known) : null);
          return valueAsText(disclosed);
        };
        return [{ field, before: text(before[field]), after: text(after[field]), mode: redactionOf(field, rule, modes.get(field), viewer.purpose)?.mode ?? null }];
      });
      before = after;
      return {
        version: v.version,
        at: v.at,
        action: v.action,
        agency: v.agency_id ? agencies.get(v.agency_id)! : null,
        // Colleagues are named inside their own agency only.
        actor: v.agency_id === viewer.agencyId ? v.display_name : null,
        changes,
      };
    });
    return { value: out.reverse(), object: 'Lead', records: [{ id: row.id, ownerAgencyId: row.facts.ownerAgencyId }], fields: [...shown] };
  });
}

/** Of subjects the history tells only how many of those the viewer may know of: their values stand on the record, under their own cells. */
function subjectsChange(knownVariants: ReadonlySet<string>, before: Record<string, unknown>, after: Record<string, unknown>): FieldChangeType[] {
  const count = (value: unknown): number => (Array.isArray(value) ? (value as { variant: string }[]).filter((s) => knownVariants.has(s.variant)).length : 0);
  const [earlier, later] = [count(before['subjects']), count(after['subjects'])];
  return earlier + later === 0 ? [] : [{ field: 'subjects', before: String(earlier), after: String(later), mode: null }];
}
