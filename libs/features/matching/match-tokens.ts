import { matchToken, type Keyring } from '#kernel/crypto';
import type { Connection } from '#kernel/database';
import type { IdentifierKind } from '#kernel/identifiers';

/** An identifier standing on a record: which cell decides about matching it. */
export interface RecordIdentifier {
  kind: IdentifierKind;
  normalised: string;
  field: string;
  /** Name and variant of the part it stands on; null for a field of the record itself. */
  part: string | null;
  variant: string | null;
}

/**
 * Replaces the keyed tokens of a record. Tokens are HMACs under a key outside the database (equality only), so a dump
 * of the table tells nothing but which records share an identifier.
 */
export async function writeTokens(connection: Connection, keyring: Keyring, record: { type: string; id: string; ownerAgencyId: string }, identifiers: readonly RecordIdentifier[]): Promise<void> {
  await connection.query(`DELETE FROM match_token WHERE record_id = $1`, [record.id]);
  if (identifiers.length === 0) return;
  await connection.query(
    `INSERT INTO match_token (token, record_type, record_id, owner_agency_id, part, variant, field)
     SELECT t.token, $1, $2, $3, t.part, t.variant, t.field FROM unnest($4::bytea[], $5::text[], $6::text[], $7::text[]) AS t (token, part, variant, field) ON CONFLICT DO NOTHING`,
    [record.type, record.id, record.ownerAgencyId, identifiers.map((i) => matchToken(keyring, i.kind, i.normalised)), identifiers.map((i) => i.part), identifiers.map((i) => i.variant), identifiers.map((i) => i.field)],
  );
}

/**
 * The same for many records of one agency in two statements: `fresh` have no tokens yet, those of `changed` are
 * replaced.
 */
export async function writeTokensOf(
  connection: Connection,
  keyring: Keyring,
  recordType: string,
  ownerAgencyId: string,
  fresh: readonly { id: string; identifiers: readonly RecordIdentifier[] }[],
  changed: readonly { id: string; identifiers: readonly RecordIdentifier[] }[],
): Promise<void> {
  if (changed.length > 0) await connection.query(`DELETE FROM match_token WHERE record_id = ANY($1::uuid[])`, [changed.map((r) => r.id)]);
  const tokens = [...fresh, ...changed].flatMap((r) => r.identifiers.map((i) => ({ ...i, recordId: r.id })));
  if (tokens.length === 0) return;
  await connection.query(
    `INSERT INTO match_token (token, record_type, record_id, owner_agency_id, part, variant, field)
     SELECT t.token, $1, t.record_id, $2, t.part, t.variant, t.field FROM unnest($3::uuid[], $4::bytea[], $5::text[], $6::text[], $7::text[]) AS t (record_id, token, part, variant, field) ON CONFLICT DO NOTHING`,
    [recordType, ownerAgencyId, tokens.map((t) => t.recordId), tokens.map((t) => matchToken(keyring, t.kind, t.normalised)), tokens.map((t) => t.part), tokens.map((t) => t.variant), tokens.map((t) => t.field)],
  );
}
