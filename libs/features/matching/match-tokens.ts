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
