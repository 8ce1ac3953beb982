import { Inject, Injectable } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import type { HandlingCode, ShareableRow } from '#features/sharing';
import { POLICY_NUMBER_STANDS_FOR, redactText, type FactColumns } from '#kernel/access';
import { startOfHubDay } from '#kernel/clocks';
import { Keyring, openField } from '#kernel/crypto';
import { inFeed, type Connection, type FeedRow, type PartRow, type RecordSource } from '#kernel/database';
import { complaintPolicy } from './complaint.policy.js';

/** The table's columns under their own names, as far as they are read. */
export interface ComplaintColumns {
  id: string;
  number: string;
  version: number;
  owner_agency_id: string;
  external_number: string;
  status: string;
  region_code: string;
  handling_code: HandlingCode;
  channel: string;
  respondent: string | null;
  insurer_ids: string[];
  category: string | null;
  subject: string | null;
  complainant_name: string | null;
  complainant_phone_sealed: Buffer | null;
  complainant_id_number_sealed: Buffer | null;
  policy_number: string | null;
  is_proxy: boolean | null;
  text: string | null;
  mail_origin_sealed: Buffer | null;
  demand: string | null;
  demand_amount: string | null;
  opened_at: string | null;
  closed_at: string | null;
  disposition: string | null;
  conclusion: string | null;
  amount_returned: string | null;
  currency: string | null;
  lines: ComplaintLineColumns[];
  imported_from: string | null;
  proposed_lead_id: string | null;
  created_at: Date;
}

/** One allegation as stored; what the source does not say is left out. */
export interface ComplaintLineColumns {
  respondent?: string;
  coverage?: string;
  subCoverage?: string;
  reason?: string;
  subReason?: string;
  disposition?: string;
  conclusion?: string;
}

export interface ComplaintLineRow extends PartRow {
  position: number;
  columns: ComplaintLineColumns;
}

export interface ComplaintRow extends ShareableRow {
  columns: ComplaintColumns;
  ownerAgency: Agency;
  respondentAgency: Agency | null;
  lines: ComplaintLineRow[];
}

/** Free text as it may leave its owner: the complainant, identifiers and the policy number reduced to their masks. */
export function redactedComplaintText(text: string, complaint: { complainantName: string | null; policyNumber: string | null }): string {
  const withoutPolicy = complaint.policyNumber === null ? text : text.replaceAll(complaint.policyNumber, POLICY_NUMBER_STANDS_FOR);
  return redactText(withoutPolicy, complaint.complainantName === null ? [] : [complaint.complainantName]);
}

/** Minor units as written with a decimal point: 1775238482 -> "17752384.82". */
export function inMajorUnits(minor: string): string {
  const digits = minor.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** How complaints stand in the database, for the doors. */
@Injectable()
export class ComplaintSource implements RecordSource<ComplaintRow> {
  readonly policy = complaintPolicy;
  readonly table = 'complaint';
  readonly facts: FactColumns = {
    id: { kind: 'scalar', sql: 'r.id', type: 'uuid' },
    ownerAgencyId: { kind: 'scalar', sql: 'r.owner_agency_id', type: 'uuid' },
    // No complaint is assigned to anybody.
    assignedAgencyId: { kind: 'scalar', sql: 'NULL::uuid', type: 'uuid' },
    assigneeId: { kind: 'scalar', sql: 'NULL::uuid', type: 'uuid' },
    status: { kind: 'scalar', sql: 'r.status', type: 'text' },
    insurerIds: { kind: 'array', sql: 'r.insurer_ids', type: 'uuid' },
    audiences: { kind: 'set', type: 'uuid', exists: inFeed('r.id') },
  };

  constructor(@Inject(Keyring) private readonly keyring: Keyring) {}

  async load(connection: Connection, ids: readonly string[], audiences: readonly string[], now: Date): Promise<ComplaintRow[]> {
    if (ids.length === 0) return [];
    const rows = await connection.query<ComplaintColumns & { reach: string[] | null }>(
      `SELECT r.id, r.number, r.version, r.owner_agency_id, r.external_number, r.status, r.region_code, r.handling_code, r.channel, r.respondent, r.insurer_ids, r.category, r.subject,
              r.complainant_name, r.complainant_phone_sealed, r.complainant_id_number_sealed, r.policy_number, r.is_proxy, r.text, r.mail_origin_sealed, r.demand, r.demand_amount,
              r.opened_at::text AS opened_at, r.closed_at::text AS closed_at, r.disposition, r.conclusion, r.amount_returned, r.currency, r.lines, r.imported_from, r.proposed_lead_id, r.created_at,
              (SELECT array_agg(f.audience_id) FROM feed f WHERE f.record_id = r.id AND f.audience_id = ANY($2::uuid[]) AND (f.until IS NULL OR f.until > $3::timestamptz)) AS reach
         FROM complaint r WHERE r.id = ANY($1::uuid[])`,
      [ids, audiences, now],
    );
    const agencies = await agenciesById(connection, rows.flatMap((r) => [r.owner_agency_id, ...r.insurer_ids]));
    return rows.map((r) => ({
      id: r.id,
      number: r.number,
      version: r.version,
      facts: { id: r.id, ownerAgencyId: r.owner_agency_id, assignedAgencyId: null, assigneeId: null, insurerIds: r.insurer_ids, audiences: r.reach ?? [], status: r.status },
      feed: complaintFeedRow({ id: r.id, ownerAgencyId: r.owner_agency_id, openedAt: r.opened_at, createdAt: r.created_at, regionCode: r.region_code, status: r.status, version: r.version }),
      handlingCode: r.handling_code,
      columns: r,
      ownerAgency: agencies.get(r.owner_agency_id)!,
      respondentAgency: r.insurer_ids[0] ? (agencies.get(r.insurer_ids[0]) ?? null) : null,
      lines: r.lines.map((columns, i) => ({ id: `${r.id}-${i + 1}`, variant: 'line', position: i + 1, columns })),
    }));
  }

  value(row: ComplaintRow, field: string): unknown {
    const c = row.columns;
    switch (field) {
      case 'id': return row.id;
      case 'number': return row.number;
      case 'version': return row.version;
      case 'externalNumber': return c.external_number;
      case 'channel': return c.channel;
      case 'category': return c.category;
      case 'subject': return c.subject;
      case 'openedAt': return c.opened_at;
      case 'closedAt': return c.closed_at;
      case 'ownerAgency': return row.ownerAgency;
      case 'respondent': return c.respondent;
      case 'respondentAgency': return row.respondentAgency;
      case 'isProxy': return c.is_proxy;
      case 'text': return c.text;
      case 'demand': return c.demand;
      case 'disposition': return c.disposition;
      case 'conclusion': return c.conclusion;
      case 'complainantName': return c.complainant_name;
      case 'complainantIdNumber': return this.open(row, 'complainant_id_number_sealed', c.complainant_id_number_sealed);
      case 'complainantPhone': return this.open(row, 'complainant_phone_sealed', c.complainant_phone_sealed);
      case 'mailOrigin': return this.open(row, 'mail_origin_sealed', c.mail_origin_sealed);
      case 'policyNumber': return c.policy_number;
      case 'demandAmount': return c.demand_amount;
      case 'amountReturned': return c.amount_returned;
      case 'currency': return c.currency;
      case 'importedFrom': return c.imported_from;
      default: throw new Error(`complaint has no value ${field}`);
    }
  }

  /** Made on reading: a better redaction then holds for old complaints too. The search form of it is kept beside the text. */
  redactedText(row: ComplaintRow, field: string): unknown {
    const { columns: c } = row;
    const redact = (text: string | null): string | null => (text === null ? null : redactedComplaintText(text, { complainantName: c.complainant_name, policyNumber: c.policy_number }));
    switch (field) {
      case 'text': return redact(c.text);
      case 'disposition': return redact(c.disposition);
      case 'conclusion': return redact(c.conclusion);
      // A code of a closed list names nobody.
      case 'demand': return c.demand;
      default: return null;
    }
  }

  parts(row: ComplaintRow): ReadonlyMap<string, readonly ComplaintLineRow[]> {
    return new Map([['lines', row.lines]]);
  }

  partValue(_row: ComplaintRow, _parentField: string, part: ComplaintLineRow, field: string): unknown {
    if (field === 'position') return part.position;
    return part.columns[field as keyof ComplaintLineColumns] ?? null;
  }

  private open(row: ComplaintRow, column: string, sealed: Buffer | null): string | null {
    return sealed ? openField(this.keyring, sealed, { table: 'complaint', column, rowId: row.id, agencyId: row.columns.owner_agency_id }) : null;
  }
}

export interface ComplaintFeedFacts {
  id: string;
  ownerAgencyId: string;
  openedAt: string | null;
  createdAt: Date;
  regionCode: string;
  status: string;
  version: number;
}

/** Complaints stand in lists by the day they were opened. */
export function complaintFeedRow(c: ComplaintFeedFacts): FeedRow {
  return { recordType: 'Complaint', recordId: c.id, ownerAgencyId: c.ownerAgencyId, sortAt: c.openedAt ? startOfHubDay(c.openedAt) : c.createdAt, regionCode: c.regionCode, status: c.status, band: -1, version: c.version };
}
