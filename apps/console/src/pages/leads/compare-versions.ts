import type { FieldChange, RecordVersion } from '../../graphql/leads.types.js';

/**
 * What changed between two versions, from the changes of each single step: the value before is that of the first
 * change after `from`, the value after that of the last change up to `to`. A field that came back to where it was
 * is left out, unless one of its values is masked (equal masks do not prove equal values).
 */
export function compareVersions(history: RecordVersion[], from: number, to: number): FieldChange[] {
  const changes = new Map<string, FieldChange>();
  const steps = history.filter((step) => step.version > from && step.version <= to).toSorted((one, other) => one.version - other.version);
  for (const step of steps) {
    for (const change of step.changes) {
      const earlier = changes.get(change.field);
      changes.set(change.field, earlier === undefined ? change : { ...change, before: earlier.before, mode: change.mode ?? earlier.mode });
    }
  }
  return [...changes.values()].filter((change) => change.mode !== null || change.before !== change.after);
}
