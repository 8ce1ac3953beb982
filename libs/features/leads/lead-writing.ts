import { agenciesByCode } from '#features/agencies';
import { writeTokens, type RecordIdentifier } from '#features/matching';
import { POLICY_NUMBER_STANDS_FOR, redactText } from '#kernel/access';
import { newId, openField, sealField, type Keyring } from '#kernel/crypto';
import { syncFeed, type Connection } from '#kernel/database';
import { invalidInput } from '#kernel/errors';
import type { CheckedLead, CheckedSubject } from './lead-input.js';
import { feedRowOf, variantOf, type LeadColumns, type LeadRow, type LeadSource } from './lead.source.js';
import { writeSearchText } from './search-text.js';

/** What a new lead has beyond its input. */
export interface NewLead {
  id: string;
  number: string;
  ownerAgencyId: string;
  submittedBy: string | null;
  status: 'DRAFT' | 'SUBMITTED';
  at: Date;
}

/** Free text as it may leave its owner: persons, identifiers and the lead's own policy numbers reduced to their masks. */
export function redacted(text: string, lead: { subjects: readonly { kind: string; name: string }[]; policyNumbers: readonly string[] }): string {
  const names = lead.subjects.filter((s) => s.kind === 'PERSON').map((s) => s.name);
  const withoutPolicies = [...lead.policyNumbers].sort((a, b) => b.length - a.length).reduce((t, n) => t.replaceAll(n, POLICY_NUMBER_STANDS_FOR), text);
  return redactText(withoutPolicies, names);
}

/** Insurers by code; an unknown code or another kind of agency is told with its place. */
export async function insurerIds(connection: Connection, codes: readonly string[]): Promise<string[]> {
  const found = await agenciesByCode(connection, codes);
  const problems = codes.flatMap((code, i) => (found.get(code)?.kind === 'INSURER' ? [] : [{ field: `insurerCodes.${i}`, zh: '不是成员保险公司的代码', en: 'is not the code of a member insurer' }]));
  if (problems.length > 0) throw invalidInput(problems);
  return codes.map((code) => found.get(code)!.id);
}

export async function insertLead(connection: Connection, keyring: Keyring, lead: CheckedLead, own: NewLead): Promise<void> {
  await connection.query(
    `INSERT INTO lead (id, number, owner_agency_id, insurer_ids, policy_numbers, status, source, region_code, conduct_types, handling_code, handling, source_grade, information_grade,
       amount_involved, title, title_redacted, narrative, narrative_redacted, submitted_by, submitted_at, created_at, updated_at)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$20,$20)`,
    [
      own.id, own.number, own.ownerAgencyId, await insurerIds(connection, lead.insurerCodes), lead.policyNumbers, own.status, lead.source, lead.regionCode, lead.conductTypes,
      lead.handlingCode, lead.handling, lead.sourceGrade, lead.informationGrade, lead.amountInvolved, lead.title, redacted(lead.title, lead), lead.narrative, redacted(lead.narrative, lead),
      own.submittedBy, own.at,
    ],
  );
  await writeSubjects(connection, keyring, own, lead.subjects);
  await indexLead(connection, own, lead);
}

/** Replaces content and subjects of a draft or returned lead. */
export async function rewriteLead(connection: Connection, keyring: Keyring, lead: CheckedLead, row: LeadRow, at: Date): Promise<void> {
  await connection.query(
    `UPDATE lead SET insurer_ids = $2, policy_numbers = $3, source = $4, region_code = $5, conduct_types = $6, handling_code = $7, handling = $8, source_grade = $9, information_grade = $10,
       amount_involved = $11, title = $12, title_redacted = $13, narrative = $14, narrative_redacted = $15, updated_at = $16, version = version + 1 WHERE id = $1`,
    [
      row.id, await insurerIds(connection, lead.insurerCodes), lead.policyNumbers, lead.source, lead.regionCode, lead.conductTypes, lead.handlingCode, lead.handling, lead.sourceGrade,
      lead.informationGrade, lead.amountInvolved, lead.title, redacted(lead.title, lead), lead.narrative, redacted(lead.narrative, lead), at,
    ],
  );
  await connection.query(`DELETE FROM lead_subject WHERE lead_id = $1`, [row.id]);
  const own = { id: row.id, number: row.number, ownerAgencyId: row.facts.ownerAgencyId };
  await writeSubjects(connection, keyring, own, lead.subjects);
  await indexLead(connection, own, lead);
  // Until it is submitted again.
  await writeTokens(connection, keyring, { type: 'Lead', id: own.id, ownerAgencyId: own.ownerAgencyId }, []);
}

async function writeSubjects(connection: Connection, keyring: Keyring, lead: Pick<NewLead, 'id' | 'ownerAgencyId'>, subjects: readonly CheckedSubject[]): Promise<void> {
  if (subjects.length === 0) return;
  const rows = subjects.map((s) => {
    const id = newId();
    const seal = (column: string, value: string | null): Buffer | null => (value === null ? null : sealField(keyring, value, { table: 'lead_subject', column, rowId: id, agencyId: lead.ownerAgencyId }));
    return {
      id,
      subject: s,
      idNumber: seal('id_number_sealed', s.idNumber),
      phones: seal('phones_sealed', s.phones.length ? JSON.stringify(s.phones) : null),
      bankAccounts: seal('bank_accounts_sealed', s.bankAccounts.length ? JSON.stringify(s.bankAccounts) : null),
    };
  });
  await connection.query(
    `INSERT INTO lead_subject (lead_id, position, id, kind, role, name, unified_credit_code, id_number_sealed, phones_sealed, bank_accounts_sealed)
     SELECT $1, t.position - 1, t.id, t.kind, t.role, t.name, t.code, t.id_number, t.phones, t.accounts
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::bytea[], $9::bytea[]) WITH ORDINALITY AS t (id, kind, role, name, code, id_number, phones, accounts, position)`,
    [
      lead.id, rows.map((r) => r.id), rows.map((r) => r.subject.kind), rows.map((r) => r.subject.role), rows.map((r) => r.subject.name), rows.map((r) => r.subject.unifiedCreditCode),
      rows.map((r) => r.idNumber), rows.map((r) => r.phones), rows.map((r) => r.bankAccounts),
    ],
  );
}

/** The searchable texts, a class per cell that decides about them. */
async function indexLead(connection: Connection, own: Pick<NewLead, 'id' | 'number'>, lead: CheckedLead): Promise<void> {
  const of = (variant: string, text: (s: CheckedSubject) => string | null): string =>
    lead.subjects.flatMap((s) => (variantOf(s.kind, s.role) === variant ? [text(s) ?? ''] : [])).join('\n');
  const name = (s: CheckedSubject): string => s.name;
  const code = (s: CheckedSubject): string | null => s.unifiedCreditCode;
  await writeSearchText(connection, 'Lead', own.id, {
    number: own.number,
    title: lead.title,
    titleRedacted: redacted(lead.title, lead),
    narrative: lead.narrative,
    narrativeRedacted: redacted(lead.narrative, lead),
    suspectPerson: of('suspectPerson', name),
    suspectOrganisation: of('suspectOrganisation', name),
    suspectOrganisationCode: of('suspectOrganisation', code),
    consumer: of('consumer', name),
    consumerCode: of('consumer', code),
    policyNumbers: lead.policyNumbers.join('\n'),
  });
}

/**
 * Puts a submitted lead's identifiers up for matching. Drafts and leads under revision leave none: typing numbers into a
 * draft must not answer who else holds them.
 */
export async function announceIdentifiers(connection: Connection, keyring: Keyring, source: LeadSource, row: LeadRow): Promise<void> {
  const identifiers = row.subjects.flatMap((s): RecordIdentifier[] => {
    const at = { part: 'Subject', variant: s.variant };
    const value = (field: string): unknown => source.partValue(row, 'subjects', s, field);
    const one = (kind: RecordIdentifier['kind'], field: string): RecordIdentifier[] => (typeof value(field) === 'string' ? [{ ...at, kind, field, normalised: value(field) as string }] : []);
    const many = (kind: RecordIdentifier['kind'], field: string): RecordIdentifier[] => (value(field) as string[]).map((normalised) => ({ ...at, kind, field, normalised }));
    return [...one('RESIDENT_ID', 'idNumber'), ...one('UNIFIED_CREDIT_CODE', 'unifiedCreditCode'), ...many('PHONE', 'phones'), ...many('BANK_ACCOUNT', 'bankAccounts')];
  });
  identifiers.push(...row.columns.policy_numbers.map((n) => ({ part: null, variant: null, kind: 'POLICY_NUMBER' as const, normalised: n, field: 'policyNumbers' })));
  await writeTokens(connection, keyring, { type: 'Lead', id: row.id, ownerAgencyId: row.facts.ownerAgencyId }, identifiers);
}

/** Keeps the state after a command as a version (sealed: it holds identifiers) and brings the feed in line. */
export async function keepVersion(
  connection: Connection,
  keyring: Keyring,
  source: LeadSource,
  leadId: string,
  act: { action: string; personId: string | null; agencyId: string | null; at: Date },
): Promise<LeadRow> {
  const [row] = await source.load(connection, [leadId], [], act.at);
  if (!row) throw new Error('the lead just written is missing');
  const snapshot = snapshotOf(source, row);
  const [earlier] = await connection.query<{ snapshot: Buffer }>(`SELECT snapshot FROM record_version WHERE record_id = $1 ORDER BY version DESC LIMIT 1`, [leadId]);
  const before = earlier ? openSnapshot(keyring, row.columns, earlier.snapshot) : {};
  const changed = Object.keys(snapshot).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(snapshot[field]));
  await connection.query(
    `INSERT INTO record_version (record_type, record_id, version, at, action, person_id, agency_id, changed, snapshot) VALUES ('Lead',$1,$2,$3,$4,$5,$6,$7,$8)`,
    [leadId, row.version, act.at, act.action, act.personId, act.agencyId, changed, sealSnapshot(keyring, row.columns, snapshot)],
  );
  await syncFeed(connection, feedRowOf(row.columns));
  return row;
}

/** Every field of the policy that can change, with its full value; subjects as one field. */
export function snapshotOf(source: LeadSource, row: LeadRow): Record<string, unknown> {
  const fields = Object.keys(source.policy.fields).filter((f) => !source.policy.fields[f]!.derived && !['id', 'version', 'number', 'updatedAt'].includes(f));
  const values = Object.fromEntries(fields.map((f) => [f, plain(source.value(row, f))]));
  const subjects = row.subjects.map((s) => ({
    variant: s.variant,
    ...Object.fromEntries(['kind', 'role', 'name', 'idNumber', 'unifiedCreditCode', 'phones', 'bankAccounts'].map((f) => [f, source.partValue(row, 'subjects', s, f)])),
  }));
  return { ...values, subjects };
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') return (value as { name?: string }).name ?? null;
  return value ?? null;
}

function sealSnapshot(keyring: Keyring, lead: LeadColumns, snapshot: Record<string, unknown>): Buffer {
  return sealField(keyring, JSON.stringify(snapshot), { table: 'record_version', column: 'snapshot', rowId: lead.id, agencyId: lead.owner_agency_id });
}

export function openSnapshot(keyring: Keyring, lead: Pick<LeadColumns, 'id' | 'owner_agency_id'>, sealed: Buffer): Record<string, unknown> {
  return JSON.parse(openField(keyring, sealed, { table: 'record_version', column: 'snapshot', rowId: lead.id, agencyId: lead.owner_agency_id })) as Record<string, unknown>;
}
