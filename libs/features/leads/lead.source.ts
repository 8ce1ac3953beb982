import type { FactColumns } from '#kernel/access';
import { Keyring, openField } from '#kernel/crypto';
import { inFeed, type Connection, type FeedRow, type PartRow, type RecordSource } from '#kernel/database';
import { Injectable, Inject } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import { strictest, type HandlingCode, type ShareableRow } from '#features/sharing';
import { leadPolicy } from './lead.policy.js';
import type { LeadFacts, LeadStatus } from './lead-states.js';

export const RISK_BANDS = ['LOW', 'ATTENTION', 'ELEVATED', 'HIGH'] as const;

export interface SubjectRow extends PartRow {
  kind: 'PERSON' | 'ORGANISATION';
  role: string;
  name: string;
  unifiedCreditCode: string | null;
  idNumberSealed: Buffer | null;
  phonesSealed: Buffer | null;
  bankAccountsSealed: Buffer | null;
}

export interface LeadRow extends ShareableRow {
  states: LeadFacts;
  columns: LeadColumns;
  ownerAgency: Agency;
  assignedAgency: Agency | null;
  insurers: Agency[];
  subjects: SubjectRow[];
}

/** The table's columns under their own names. */
export interface LeadColumns {
  id: string;
  number: string;
  version: number;
  owner_agency_id: string;
  assigned_agency_id: string | null;
  assignee_id: string | null;
  assignee_name: string | null;
  insurer_ids: string[];
  policy_numbers: string[];
  status: LeadStatus;
  source: string;
  region_code: string;
  conduct_types: string[];
  handling_code: HandlingCode;
  handling: string;
  source_grade: number;
  information_grade: string;
  risk_band: number;
  risk_score: number | null;
  amount_involved: string | null;
  title: string;
  title_redacted: string;
  narrative: string;
  narrative_redacted: string;
  conclusion: string | null;
  conclusion_note: string | null;
  conclusion_note_redacted: string | null;
  concluded_by: string | null;
  submitted_by: string | null;
  refused_hand_overs: number;
  merged_into: string | null;
  submitted_at: Date;
  updated_at: Date;
  legal_hold: boolean;
}

const CONSUMER_ROLES = new Set(['VICTIM', 'PARTICIPANT', 'WITNESS']);

/** Which matrix rows a subject stands on (contract.graphql, SubjectRole). */
export function variantOf(kind: string, role: string): 'consumer' | 'suspectPerson' | 'suspectOrganisation' {
  if (CONSUMER_ROLES.has(role)) return 'consumer';
  return kind === 'PERSON' ? 'suspectPerson' : 'suspectOrganisation';
}

/** How leads stand in the database, for the doors. */
@Injectable()
export class LeadSource implements RecordSource<LeadRow> {
  readonly policy = leadPolicy;
  readonly table = 'lead';
  readonly facts: FactColumns = {
    id: { kind: 'scalar', sql: 'r.id', type: 'uuid' },
    ownerAgencyId: { kind: 'scalar', sql: 'r.owner_agency_id', type: 'uuid' },
    assignedAgencyId: { kind: 'scalar', sql: 'r.assigned_agency_id', type: 'uuid' },
    assigneeId: { kind: 'scalar', sql: 'r.assignee_id', type: 'uuid' },
    status: { kind: 'scalar', sql: 'r.status', type: 'text' },
    insurerIds: { kind: 'array', sql: 'r.insurer_ids', type: 'uuid' },
    audiences: { kind: 'set', type: 'uuid', exists: inFeed('r.id') },
  };

  constructor(@Inject(Keyring) private readonly keyring: Keyring) {}

  async load(connection: Connection, ids: readonly string[], audiences: readonly string[], now: Date): Promise<LeadRow[]> {
    if (ids.length === 0) return [];
    const leads = await connection.query<LeadColumns & { reach: string[] | null; shared_under: HandlingCode | null }>(
      `SELECT r.*, p.display_name AS assignee_name,
              (SELECT array_agg(f.audience_id) FROM feed f WHERE f.record_id = r.id AND f.audience_id = ANY($2::uuid[]) AND (f.until IS NULL OR f.until > $3::timestamptz)) AS reach,
              (SELECT max(s.handling_code) FROM share s WHERE s.record_id = r.id AND s.status = 'ACTIVE' AND coalesce(s.agency_id, s.group_id) = ANY($2::uuid[])) AS shared_under
         FROM lead r LEFT JOIN person p ON p.id = r.assignee_id WHERE r.id = ANY($1::uuid[])`,
      [ids, audiences, now],
    );
    const subjects = await connection.query<{
      id: string; lead_id: string; kind: 'PERSON' | 'ORGANISATION'; role: string; name: string; unified_credit_code: string | null;
      id_number_sealed: Buffer | null; phones_sealed: Buffer | null; bank_accounts_sealed: Buffer | null;
    }>(`SELECT * FROM lead_subject WHERE lead_id = ANY($1::uuid[]) ORDER BY lead_id, position`, [ids]);
    const agencies = await agenciesById(connection, leads.flatMap((l) => [l.owner_agency_id, ...(l.assigned_agency_id ? [l.assigned_agency_id] : []), ...l.insurer_ids]));
    return leads.map((l) => ({
      id: l.id,
      number: l.number,
      version: l.version,
      facts: {
        id: l.id,
        ownerAgencyId: l.owner_agency_id,
        assignedAgencyId: l.assigned_agency_id,
        assigneeId: l.assignee_id,
        insurerIds: l.insurer_ids,
        audiences: l.reach ?? [],
        status: l.status,
      },
      states: {
        status: l.status,
        ownerAgencyId: l.owner_agency_id,
        assignedAgencyId: l.assigned_agency_id,
        assigneeId: l.assignee_id,
        concludedBy: l.concluded_by,
        refusedHandOvers: l.refused_hand_overs,
      },
      // A receiver is bound by the stricter of the record's code and the codes under which it reached him.
      handlingCode: audiences.includes(l.owner_agency_id) ? l.handling_code : strictest(l.handling_code, l.shared_under ?? 'H0'),
      feed: feedRowOf(l),
      columns: l,
      ownerAgency: agencies.get(l.owner_agency_id)!,
      assignedAgency: l.assigned_agency_id ? agencies.get(l.assigned_agency_id)! : null,
      insurers: l.insurer_ids.map((id) => agencies.get(id)!),
      subjects: subjects
        .filter((s) => s.lead_id === l.id)
        .map((s) => ({
          id: s.id,
          variant: variantOf(s.kind, s.role),
          kind: s.kind,
          role: s.role,
          name: s.name,
          unifiedCreditCode: s.unified_credit_code,
          idNumberSealed: s.id_number_sealed,
          phonesSealed: s.phones_sealed,
          bankAccountsSealed: s.bank_accounts_sealed,
        })),
    }));
  }

  value(row: LeadRow, field: string): unknown {
    const c = row.columns;
    switch (field) {
      case 'id': return row.id;
      case 'number': return row.number;
      case 'version': return row.version;
      case 'status': return c.status;
      case 'source': return c.source;
      case 'regionCode': return c.region_code;
      case 'conductTypes': return c.conduct_types;
      case 'handlingCode': return row.handlingCode;
      case 'sourceGrade': return c.source_grade;
      case 'informationGrade': return c.information_grade;
      case 'riskBand': return RISK_BANDS[c.risk_band] ?? null;
      case 'riskScore': return c.risk_score;
      case 'amountInvolved': return c.amount_involved;
      case 'ownerAgency': return row.ownerAgency;
      case 'assignedAgency': return row.assignedAgency;
      case 'assignee': return c.assignee_name;
      case 'submittedAt': return c.submitted_at;
      case 'updatedAt': return c.updated_at;
      case 'title': return c.title;
      case 'narrative': return c.narrative;
      case 'conclusion': return c.conclusion;
      case 'conclusionNote': return c.conclusion_note;
      case 'policyNumbers': return c.policy_numbers;
      case 'insurers': return row.insurers;
      default: throw new Error(`lead has no value ${field}`);
    }
  }

  redactedText(row: LeadRow, field: string): unknown {
    switch (field) {
      case 'title': return row.columns.title_redacted;
      case 'narrative': return row.columns.narrative_redacted;
      case 'conclusionNote': return row.columns.conclusion_note_redacted;
      default: return null;
    }
  }

  parts(row: LeadRow): ReadonlyMap<string, readonly SubjectRow[]> {
    return new Map([['subjects', row.subjects]]);
  }

  partValue(row: LeadRow, _parentField: string, part: SubjectRow, field: string): unknown {
    switch (field) {
      case 'id': return part.id;
      case 'kind': return part.kind;
      case 'role': return part.role;
      case 'name': return part.name;
      case 'unifiedCreditCode': return part.unifiedCreditCode;
      case 'idNumber': return this.open(row, part, 'id_number_sealed', part.idNumberSealed);
      case 'phones': return this.openList(row, part, 'phones_sealed', part.phonesSealed);
      case 'bankAccounts': return this.openList(row, part, 'bank_accounts_sealed', part.bankAccountsSealed);
      default: throw new Error(`subject has no value ${field}`);
    }
  }

  /** Opened only when the cell allows it: sealed values of other fields stay sealed. */
  private open(row: LeadRow, part: SubjectRow, column: string, sealed: Buffer | null): string | null {
    return sealed ? openField(this.keyring, sealed, { table: 'lead_subject', column, rowId: part.id, agencyId: row.columns.owner_agency_id }) : null;
  }

  private openList(row: LeadRow, part: SubjectRow, column: string, sealed: Buffer | null): string[] {
    const text = this.open(row, part, column, sealed);
    return text === null ? [] : (JSON.parse(text) as string[]);
  }
}

export function feedRowOf(l: Pick<LeadColumns, 'id' | 'owner_agency_id' | 'submitted_at' | 'region_code' | 'status' | 'risk_band' | 'version'>): FeedRow {
  return { recordType: 'Lead', recordId: l.id, ownerAgencyId: l.owner_agency_id, sortAt: l.submitted_at, regionCode: l.region_code, status: l.status, band: l.risk_band, version: l.version };
}
