import canonicalize from 'canonicalize';
import { commitment, newId, randomSalt } from '#kernel/crypto';

/**
 * One ledger entry, version 1, as it is hashed: RFC 8785 canonical JSON of ASCII keys, strings and safe integers. Never a
 * data value, never a name: the acting person stands as a pseudonym, and everything personal lies outside the leaf behind
 * a salted commitment, so that it can be erased while every proof still holds. The index is not inside: the sequencer
 * assigns it.
 */
export interface LedgerEntry {
  v: 1;
  id: string;
  /** UTC, milliseconds since the epoch. */
  at: number;
  /** Name of the command or read, e.g. "lead.assign". */
  action: string;
  actor: string;
  /** Pseudonym of the head a deputy (AB角) acts for. */
  onBehalfOf: string[];
  /** Opaque id of the acting agency; empty for the hub's own clock. */
  agency: string;
  /** Hash of the session id. */
  session: string;
  request: string;
  /** Record type. */
  object: string;
  records: string[];
  /** Fields disclosed in full, or written. */
  fields: string[];
  masked: string[];
  purpose: { code: string; reference: string } | null;
  policy: string;
  /** OK, or the code of the refusal. */
  outcome: string;
  /** SHA-256(salt, entry id, padded personal part), base64. */
  personal: string;
}

/** The part outside the leaf. */
export interface PersonalPart {
  person: string;
  displayName: string;
  username: string;
}

/** An entry ready to be stored: exact bytes, the erasable personal part with its salt, and what the reading pages look up. */
export interface SealedEntry {
  id: string;
  at: Date;
  action: string;
  outcome: string;
  /** Id of the request that made it. */
  request: string;
  bytes: Buffer;
  salt: Buffer;
  personal: Buffer;
  personId: string | null;
  agencyId: string | null;
  object: string;
  recordIds: string[];
  ownerAgencyIds: string[];
}

export interface EntryInput extends Omit<LedgerEntry, 'v' | 'id' | 'personal' | 'at'> {
  at: Date;
  personal: PersonalPart;
  personId: string | null;
  agencyId: string | null;
  /** Agencies that own the records, so that each can read who opened them; an index, not part of the leaf. */
  ownerAgencyIds: string[];
}

/** RFC 8785 bytes of a JSON value; throws on what it cannot represent. */
export function canonicalBytes(value: unknown): Buffer {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('not a JSON value');
  return Buffer.from(text, 'utf8');
}

export function sealEntry(input: EntryInput): SealedEntry {
  const { personal, personId, agencyId, ownerAgencyIds, at, ...leaf } = input;
  const id = newId();
  const salt = randomSalt();
  const personalBytes = canonicalBytes(personal);
  const entry: LedgerEntry = {
    v: 1,
    id,
    at: at.getTime(),
    ...leaf,
    personal: commitment(salt, id, personalBytes.toString('utf8')).toString('base64'),
  };
  return {
    id,
    at,
    action: input.action,
    outcome: input.outcome,
    request: input.request,
    bytes: canonicalBytes(entry),
    salt,
    personal: personalBytes,
    personId,
    agencyId,
    object: input.object,
    recordIds: input.records,
    ownerAgencyIds: [...new Set(ownerAgencyIds)],
  };
}
