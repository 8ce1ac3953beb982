import { searchForm } from '#features/leads';
import { writeTokensOf, type RecordIdentifier } from '#features/matching';
import { newId, sealField, type Keyring } from '#kernel/crypto';
import { feedNewRecords, nextNumbers, syncFeed, type Connection, type FeedRow } from '#kernel/database';
import { hubDay } from '#kernel/clocks';
import { complaintFeedRow, redactedComplaintText, type ComplaintLineColumns } from './complaint.source.js';
import type { ComplaintDraft, ComplaintLineDraft } from './import/complaint-draft.type.js';

/** Where imported complaints go, and what is the same for all of them. */
export interface Destination {
  runId: string;
  profile: string;
  fileName: string;
  agency: { id: string; code: string; regionCode: string };
  /** Member insurers, longest name first: a branch is its insurer. */
  insurers: readonly { id: string; name: string }[];
}

export interface Written {
  records: { id: string; ownerAgencyId: string }[];
  unchanged: number;
}

/** Fields an import writes, for the ledger. */
export const IMPORTED_FIELDS = [
  'externalNumber', 'channel', 'category', 'subject', 'openedAt', 'closedAt', 'respondent', 'text', 'demand', 'demandAmount', 'disposition', 'conclusion', 'complainantName', 'complainantIdNumber',
  'complainantPhone', 'mailOrigin', 'policyNumber', 'isProxy', 'amountReturned', 'currency', 'lines',
] as const;

interface Existing {
  id: string;
  number: string;
  version: number;
  source_key: string;
  content_hash: Buffer;
  created_at: Date;
}

/** Texts of a closed vocabulary come again thousands of times; their redaction is made once. */
const redactions = new Map<string, string>();
const MOST_REDACTIONS = 5000;

/** A complaint on its way in: everything that does not depend on what is stored already. */
export interface PreparedComplaint {
  draft: ComplaintDraft;
  own: Own;
  identifiers: RecordIdentifier[];
  columns: ReturnType<typeof columnsOf> & { number?: string; version?: number };
}

interface Own {
  id: string;
  number: string;
  version: number;
  createdAt: Date;
}

/** Seals, redacts and finds identifiers, as for a new complaint: what takes time is done before the transaction. */
export function prepareComplaint(keyring: Keyring, to: Destination, draft: ComplaintDraft): PreparedComplaint {
  return prepared(keyring, to, draft, { id: newId(), number: '', version: 1, createdAt: new Date(0) });
}

function prepared(keyring: Keyring, to: Destination, draft: ComplaintDraft, own: Own): PreparedComplaint {
  const identifiers: RecordIdentifier[] = [];
  const add = (kind: RecordIdentifier['kind'], field: string, normalised: string | null): void => {
    if (normalised !== null) identifiers.push({ kind, field, normalised, part: null, variant: null });
  };
  add('PHONE', 'complainantPhone', draft.complainantPhone);
  add('RESIDENT_ID', 'complainantIdNumber', draft.complainantIdNumber);
  add('POLICY_NUMBER', 'policyNumber', draft.policyNumber);
  return { draft, own, identifiers, columns: columnsOf(draft, own.id, to, keyring) };
}

/**
 * Writes one batch of complaints: new ones, changed ones with the next version, and none that says what is stored
 * already. A few statements for the whole batch; identifiers are sealed and leave their tokens.
 */
export async function writeComplaints(tx: Connection & { now: Date }, keyring: Keyring, to: Destination, batch: readonly PreparedComplaint[]): Promise<Written> {
  const stored = await tx.query<Existing>(
    `SELECT id, number, version, source_key, content_hash, created_at FROM complaint WHERE owner_agency_id = $1 AND profile = $2 AND source_key = ANY($3::text[]) FOR UPDATE`,
    [to.agency.id, to.profile, batch.map((c) => c.draft.key)],
  );
  const known = new Map(stored.map((s) => [s.source_key, s]));
  const fresh = batch.filter((c) => !known.has(c.draft.key));
  const numbers = await nextNumbers(tx, `TS-${to.agency.code}-${hubDay(tx.now).slice(0, 4)}`, 6, fresh.length);
  const changed = batch.flatMap((c) => {
    const before = known.get(c.draft.key);
    if (!before || before.content_hash.toString('hex') === c.draft.contentHash) return [];
    // Sealed anew under the id of the row that is there.
    return [prepared(keyring, to, c.draft, { id: before.id, number: before.number, version: before.version + 1, createdAt: before.created_at })];
  });
  fresh.forEach((c, i) => (c.own = { ...c.own, number: numbers[i]!, createdAt: tx.now }));
  if (fresh.length > 0) {
    await tx.query(`INSERT INTO complaint (${COLUMNS.join(', ')}) SELECT ${COLUMNS.join(', ')} FROM ${ROWS}`, [JSON.stringify(sameForAll(to, tx.now)), JSON.stringify(fresh.map(rowOf))]);
    await feedNewRecords(tx, fresh.map((c) => feedOf(c, to)));
  }
  if (changed.length > 0) {
    await tx.query(
      `UPDATE complaint c SET ${CHANGING.map((column) => `${column} = n.${column}`).join(', ')} FROM ${ROWS} n WHERE c.id = n.id`,
      [JSON.stringify(sameForAll(to, tx.now)), JSON.stringify(changed.map(rowOf))],
    );
    for (const c of changed) await syncFeed(tx, feedOf(c, to));
  }
  const marks = (c: PreparedComplaint) => ({ id: c.own.id, identifiers: c.identifiers });
  await writeTokensOf(tx, keyring, 'Complaint', to.agency.id, fresh.map(marks), changed.map(marks));
  return { records: [...fresh, ...changed].map((c) => ({ id: c.own.id, ownerAgencyId: to.agency.id })), unchanged: batch.length - fresh.length - changed.length };
}

function feedOf({ own, columns }: PreparedComplaint, to: Destination): FeedRow {
  return complaintFeedRow({ id: own.id, ownerAgencyId: to.agency.id, openedAt: columns.opened_at ?? null, createdAt: own.createdAt, regionCode: to.agency.regionCode, status: columns.status, version: own.version });
}

/** One parameter for all rows however many columns there are; what a row does not say it takes from the first parameter, or is NULL. */
const ROWS = `json_populate_recordset(json_populate_record(NULL::complaint, $1::json), $2::json)`;

function sameForAll(to: Destination, now: Date): Record<string, unknown> {
  return {
    version: 1, owner_agency_id: to.agency.id, profile: to.profile, region_code: to.agency.regionCode, handling_code: 'H0', insurer_ids: [], involved_parties: [], lines: [],
    imported_from: to.fileName, import_run_id: to.runId, created_at: now, updated_at: now,
  };
}

function rowOf({ own, columns }: PreparedComplaint): Record<string, unknown> {
  columns.number = own.number;
  if (own.version > 1) columns.version = own.version;
  columns.search_heading = `${own.number.toLowerCase()} ${columns.search_heading}`;
  return columns;
}

const COLUMNS = [
  'id', 'number', 'version', 'owner_agency_id', 'profile', 'source_key', 'content_hash', 'external_number', 'status', 'region_code', 'handling_code', 'channel', 'respondent', 'insurer_ids', 'category', 'subject',
  'complainant_name', 'complainant_phone_sealed', 'complainant_id_number_sealed', 'policy_number', 'is_proxy', 'text', 'mail_origin_sealed', 'demand', 'demand_amount', 'opened_at', 'closed_at',
  'disposition', 'conclusion', 'amount_returned', 'currency', 'involved_parties', 'lines', 'imported_from', 'import_run_id', 'search_heading', 'search_respondent', 'search_text', 'search_redacted',
  'created_at', 'updated_at',
] as const;
const KEPT: ReadonlySet<string> = new Set(['id', 'number', 'owner_agency_id', 'profile', 'source_key', 'region_code', 'handling_code', 'created_at']);
const CHANGING = COLUMNS.filter((column) => !KEPT.has(column));

/** The table's columns that differ from row to row. */
function columnsOf(draft: ComplaintDraft, id: string, to: Destination, keyring: Keyring) {
  const seal = (column: string, value: string | null): string | undefined =>
    value === null ? undefined : `\\x${sealField(keyring, value, { table: 'complaint', column, rowId: id, agencyId: to.agency.id }).toString('hex')}`;
  const respondent = draft.respondent;
  const insurer = respondent === null ? undefined : to.insurers.find(({ name }) => respondent.startsWith(name));
  const prose = [draft.text, draft.disposition, draft.conclusion].filter((t) => t !== null).join('\n');
  const searchText = prose === '' ? undefined : searchForm(prose);
  const searchRedacted = prose === '' ? undefined : searchForm(redactedOnce(prose, draft));
  return {
    id,
    source_key: draft.key,
    content_hash: `\\x${draft.contentHash}`,
    external_number: draft.number,
    status: draft.closedAt === null ? 'OPEN' : 'CLOSED',
    channel: draft.channel,
    respondent: respondent ?? undefined,
    insurer_ids: insurer ? [insurer.id] : undefined,
    category: draft.category ?? undefined,
    subject: draft.subject ?? undefined,
    complainant_name: draft.complainantName ?? undefined,
    complainant_phone_sealed: seal('complainant_phone_sealed', draft.complainantPhone),
    complainant_id_number_sealed: seal('complainant_id_number_sealed', draft.complainantIdNumber),
    policy_number: draft.policyNumber ?? undefined,
    is_proxy: draft.isProxy ?? undefined,
    text: draft.text ?? undefined,
    mail_origin_sealed: seal('mail_origin_sealed', draft.mailOrigin),
    demand: draft.demand ?? undefined,
    demand_amount: draft.demandAmountFen?.toString(),
    opened_at: draft.openedAt ?? undefined,
    closed_at: draft.closedAt ?? undefined,
    disposition: draft.disposition ?? undefined,
    conclusion: draft.conclusion ?? undefined,
    amount_returned: draft.amountReturnedMinor?.toString(),
    currency: draft.currency ?? undefined,
    involved_parties: draft.involvedParties.length > 0 ? draft.involvedParties : undefined,
    lines: draft.lines.map(filledIn),
    search_heading: searchForm([draft.number, draft.category, draft.subject].filter((t) => t !== null).join(' ')),
    search_respondent: respondent === null ? undefined : searchForm(respondent),
    search_text: searchText,
    search_redacted: searchRedacted === searchText ? undefined : searchRedacted,
  };
}

/** A line without what its source does not say. */
function filledIn(line: ComplaintLineDraft): ComplaintLineColumns {
  const columns: ComplaintLineColumns = {};
  for (const field of LINE_FIELDS) {
    const value = line[field];
    if (value !== null) columns[field] = value;
  }
  return columns;
}

const LINE_FIELDS = ['respondent', 'coverage', 'subCoverage', 'reason', 'subReason', 'disposition', 'conclusion'] as const;

function redactedOnce(prose: string, draft: ComplaintDraft): string {
  if (draft.complainantName !== null || draft.policyNumber !== null || prose.length > 500) return redactedComplaintText(prose, draft);
  let redacted = redactions.get(prose);
  if (redacted === undefined) {
    redacted = redactedComplaintText(prose, draft);
    if (redactions.size >= MOST_REDACTIONS) redactions.clear();
    redactions.set(prose, redacted);
  }
  return redacted;
}
