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

export async function writeSearchText(connection: Connection, recordType: string, recordId: string, texts: Readonly<Record<string, string>>): Promise<void> {
  await connection.query(`DELETE FROM search_text WHERE record_id = $1`, [recordId]);
  for (const [name, text] of Object.entries(texts)) {
    const body = searchForm(text);
    if (body !== '') await connection.query(`INSERT INTO search_text (record_type, record_id, class, body, grams) VALUES ($1,$2,$3,$4,$5)`, [recordType, recordId, name, body, bigrams(body)]);
  }
}
