import type { LedgerEntry } from '#kernel/audit';
import type { Connection } from '#kernel/database';

/** Names of the heads for whom deputies (AB角) acted in these entries, by pseudonym. */
export async function principalNames(connection: Connection, entries: readonly LedgerEntry[]): Promise<Map<string, string>> {
  const pseudonyms = [...new Set(entries.flatMap((entry) => entry.onBehalfOf))];
  const people = pseudonyms.length ? await connection.query<{ pseudonym: string; display_name: string }>(`SELECT pseudonym, display_name FROM person WHERE pseudonym = ANY($1)`, [pseudonyms]) : [];
  return new Map(people.map((p) => [p.pseudonym, p.display_name]));
}

/** "乙（代甲）" for a deputy. `ownName` is null for readers of another agency and for AUDITOR, who see pseudonyms of both. */
export function actorShown(entry: LedgerEntry, ownName: string | null, principals: ReadonlyMap<string, string>): string {
  const heads = entry.onBehalfOf.map((p) => (ownName === null ? p : (principals.get(p) ?? p))).join('、');
  const actor = ownName ?? entry.actor;
  return heads ? `${actor}（代${heads}）` : actor;
}
