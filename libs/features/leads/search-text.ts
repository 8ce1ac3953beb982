import type { Connection } from '#kernel/database';

/** Search form of a text: NFKC, lower case, blanks collapsed. Display keeps the original bytes. */
export function searchForm(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** All pairs of neighbouring characters: an index that serves two-character Chinese words, names and numbers alike. */
export function bigrams(form: string): string[] {
  const characters = [...form];
  const grams = new Set<string>();
  for (let i = 0; i + 1 < characters.length; i += 1) grams.add(characters[i]! + characters[i + 1]!);
  return [...grams];
}

/** LIKE pattern for "contains", with the wildcards of the user's text taken literally. */
export function containsPattern(form: string): string {
  return `%${form.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
}

/** Replaces the searchable texts of a record, one per class of readers. */
export async function writeSearchText(connection: Connection, recordType: string, recordId: string, texts: Readonly<Record<string, string>>): Promise<void> {
  const rows = Object.entries(texts)
    .map(([name, text]) => ({ class: name, body: searchForm(text) }))
    .filter(({ body }) => body !== '')
    .map((row) => ({ ...row, grams: bigrams(row.body) }));
  await connection.query(
    `WITH gone AS (DELETE FROM search_text WHERE record_id = $2 AND class NOT IN (SELECT t.class FROM json_to_recordset($3::json) AS t (class text)))
     INSERT INTO search_text (record_type, record_id, class, body, grams)
     SELECT $1, $2::uuid, t.class, t.body, t.grams FROM json_to_recordset($3::json) AS t (class text, body text, grams text[])
     ON CONFLICT (record_id, class) DO UPDATE SET body = EXCLUDED.body, grams = EXCLUDED.grams`,
    [recordType, recordId, JSON.stringify(rows)],
  );
}
