import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import { defineCommands, hasRole, isSameHand, requestableFields, type Viewer } from '#kernel/access';
import { addWorkingDays, endOfHubDay, hubDay } from '#kernel/clocks';
import { isId, newId } from '#kernel/crypto';
import { Records, requireVisible, ScopedRead, UnitOfWork, type Connection, type Tx } from '#kernel/database';
import { invalidInput, invalidState, notFound, notPermitted, purposeRequired, separationOfDuties, staleVersion, type FieldProblem } from '#kernel/errors';
import { DeadlineRunner, setDeadline } from '#kernel/jobs';
import { SharingService } from './sharing.service.js';

export type AccessRequestStatus = 'PENDING_OWN_HEAD' | 'PENDING_PROVIDER' | 'ESCALATED' | 'GRANTED' | 'PARTLY_GRANTED' | 'REFUSED' | 'EXPIRED' | 'REVOKED';

export interface AccessRequest {
  id: string;
  version: number;
  recordNumber: string;
  fields: string[];
  grantedFields: string[];
  status: AccessRequestStatus;
  due: Date | null;
  grantedUntil: Date | null;
  requester: string;
  requesterAgency: Agency;
  ownerAgency: Agency;
  legalBasis: string;
  purposeCode: string;
  purposeReference: string;
  message: string;
  until: Date;
  decisionReason: string | null;
  createdAt: Date;
  mayDecide: boolean;
  mayRevoke: boolean;
}

interface Row {
  id: string;
  record_type: string;
  record_id: string;
  record_number: string;
  owner_agency_id: string;
  requester_id: string;
  requester_name: string;
  requester_agency_id: string;
  fields: string[];
  granted_fields: string[];
  purpose_code: string;
  purpose_reference: string;
  legal_basis: string;
  message: string;
  until: Date;
  status: AccessRequestStatus;
  due: Date | null;
  granted_until: Date | null;
  own_head_id: string | null;
  decision_reason: string | null;
  created_at: Date;
  version: number;
}

export const accessRequestCommands = defineCommands({
  'accessRequest.make': { mutation: 'requestAccess', roles: ['LIAISON', 'INTAKE', 'INVESTIGATOR', 'LEGAL', 'POL_REQ'] },
  'accessRequest.decide': { mutation: 'decideAccessRequest', roles: ['APPROVER', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE'] },
  'accessRequest.revoke': { mutation: 'revokeAccess', roles: ['APPROVER'] },
  'accessRequest.escalate': { mutation: null, roles: [] },
  'accessRequest.expire': { mutation: null, roles: [] },
});

/** 政务数据共享条例 Art 21: conditional sharing is answered within 10 working days. */
const ANSWER_WORKING_DAYS = 10;
const LONGEST_TERM_DAYS = 366;
const SELECT = `SELECT q.id, q.record_type, q.record_id, q.record_number, q.owner_agency_id, q.requester_id, p.display_name AS requester_name, q.requester_agency_id, q.fields, q.granted_fields,
  q.purpose_code, q.purpose_reference, q.legal_basis, q.message, q.until, q.status, q.due, q.granted_until, q.own_head_id, q.decision_reason, q.created_at, q.version
  FROM access_request q JOIN person p ON p.id = q.requester_id`;

/**
 * 申请查看: fields of one record, for one person, for a term. Own head, then the provider within 10 working days; silence
 * escalates and never consents; a grant ends by itself or is revoked.
 */
@Injectable()
export class AccessRequestsService implements OnModuleInit {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Records) private readonly records: Records,
    @Inject(DeadlineRunner) private readonly deadlines: DeadlineRunner,
    @Inject(SharingService) private readonly sharing: SharingService,
  ) {}

  onModuleInit(): void {
    this.deadlines.on('accessRequest.escalate', async (tx, id) => {
      const [late] = await tx.query<Row>(`UPDATE access_request SET status = 'ESCALATED', version = version + 1 WHERE id = $1 AND status = 'PENDING_PROVIDER' RETURNING record_type, record_id, owner_agency_id`, [id]);
      if (late) tx.note({ object: 'AccessRequest', records: [{ id, ownerAgencyId: late.owner_agency_id }], fields: ['status'] });
    });
    this.deadlines.on('accessRequest.expire', async (tx, id) => {
      const [ended] = await tx.query<Row>(
        `UPDATE access_request SET status = 'EXPIRED', version = version + 1 WHERE id = $1 AND status IN ('GRANTED', 'PARTLY_GRANTED') RETURNING record_type, record_id, owner_agency_id`,
        [id],
      );
      if (!ended) return;
      await this.sharing.resyncRecord(tx, ended.record_type, ended.record_id);
      tx.note({ object: 'AccessRequest', records: [{ id, ownerAgencyId: ended.owner_agency_id }], fields: ['status'] });
    });
  }

  make(viewer: Viewer, input: { recordNumber: string; fields: string[]; legalBasis: string; until: Date; message: string }): Promise<AccessRequest> {
    return this.unitOfWork.run(viewer, 'accessRequest.make', async (tx) => {
      const source = this.records.ofNumber(input.recordNumber);
      const problems: FieldProblem[] = [];
      const allowed = new Set(source ? requestableFields(source.policy) : []);
      if (input.fields.length === 0) problems.push({ field: 'fields', zh: '至少选择一个字段', en: 'name at least one field' });
      if (source) input.fields.forEach((f, i) => allowed.has(f) || problems.push({ field: `fields.${i}`, zh: '不是可以申请的字段', en: 'is not a field that can be asked for' }));
      if (input.legalBasis.trim() === '') problems.push({ field: 'legalBasis', zh: '应写明法律依据', en: 'must state the legal basis' });
      if (input.message.trim() === '') problems.push({ field: 'message', zh: '应写明申请理由', en: 'must state the reasons' });
      if (input.until <= tx.now) problems.push({ field: 'until', zh: '应晚于当前时间', en: 'must lie in the future' });
      if (input.until.getTime() - tx.now.getTime() > LONGEST_TERM_DAYS * 86_400_000) problems.push({ field: 'until', zh: '期限最长一年', en: 'may be one year at most' });
      if (problems.length > 0) throw invalidInput(problems);
      if (!viewer.purpose) throw purposeRequired();
      if (!source) throw notFound();
      const { row } = await requireVisible(tx, viewer, source, input.recordNumber, tx.now);
      tx.permit();
      const id = newId();
      const ownRecord = row.facts.ownerAgencyId === viewer.agencyId;
      const received = ownRecord ? dueFrom(tx.now) : null;
      await tx.query(
        `INSERT INTO access_request (id, record_type, record_id, record_number, owner_agency_id, requester_id, requester_agency_id, fields, purpose_code, purpose_reference, legal_basis, message, until, status, due, due_known, created_at)
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)`,
        [
          id,
          source.policy.record,
          row.id,
          row.number,
          row.facts.ownerAgencyId,
          viewer.personId,
          viewer.agencyId,
          [...new Set(input.fields)],
          viewer.purpose.code,
          viewer.purpose.reference,
          input.legalBasis,
          input.message,
          input.until,
          // The head of one's own agency is the provider of one's own agency's records.
          ownRecord ? 'PENDING_PROVIDER' : 'PENDING_OWN_HEAD',
          received?.at ?? null,
          received?.known ?? null,
          tx.now,
        ],
      );
      if (received) await setDeadline(tx, 'accessRequest.escalate', id, received.at);
      // The provider learns of it when the requester's own head has agreed.
      tx.note({ object: 'AccessRequest', records: [{ id, ownerAgencyId: viewer.agencyId }], fields: [] });
      return this.find(tx, viewer, id);
    });
  }

  decide(viewer: Viewer, input: { id: string; version: number; approve: boolean; fields: string[] | null; reason: string | null }): Promise<AccessRequest> {
    return this.unitOfWork.run(viewer, 'accessRequest.decide', async (tx) => {
      if (!input.approve && !input.reason?.trim()) throw invalidInput([{ field: 'reason', zh: '不同意时应写明理由', en: 'must be given with a refusal' }]);
      if (input.approve && input.fields?.length === 0) throw invalidInput([{ field: 'fields', zh: '同意时至少保留一个字段', en: 'leave at least one field when you agree' }]);
      const q = await this.party(tx, viewer, input.id);
      if (isSameHand(viewer, q.requester_id)) throw separationOfDuties('不能审批自己的申请', 'You may not decide your own request');
      const atOwnHead = q.status === 'PENDING_OWN_HEAD';
      const decides = atOwnHead ? q.requester_agency_id === viewer.agencyId : q.owner_agency_id === viewer.agencyId;
      if (!decides || (!atOwnHead && !hasRole(viewer, 'APPROVER'))) throw notPermitted('现在不由您决定此申请', 'It is not yours to decide at this step');
      tx.permit();
      if (q.version !== input.version) throw staleVersion();
      if (!atOwnHead && q.status !== 'PENDING_PROVIDER' && q.status !== 'ESCALATED') throw invalidState('该申请已有决定', 'This request has been decided');
      const chosen = input.fields ?? q.fields;
      const outside = chosen.flatMap((f, i) => (q.fields.includes(f) ? [] : [{ field: `fields.${i}`, zh: '不在申请范围内', en: 'was not asked for' }]));
      if (outside.length > 0) throw invalidInput(outside);

      if (!input.approve) {
        await tx.query(`UPDATE access_request SET status = 'REFUSED', decided_by = $2, decision_reason = $3, version = version + 1 WHERE id = $1`, [q.id, viewer.personId, input.reason]);
      } else if (atOwnHead) {
        const received = dueFrom(tx.now);
        await tx.query(`UPDATE access_request SET status = 'PENDING_PROVIDER', own_head_id = $2, fields = $3, due = $4, due_known = $5, version = version + 1 WHERE id = $1`, [
          q.id,
          viewer.personId,
          chosen,
          received.at,
          received.known,
        ]);
        await setDeadline(tx, 'accessRequest.escalate', q.id, received.at);
      } else {
        if (q.until <= tx.now) throw invalidState('申请的期限已过', 'The term asked for has already passed');
        const whole = chosen.length === q.fields.length;
        await tx.query(`UPDATE access_request SET status = $2, decided_by = $3, decision_reason = $4, granted_fields = $5, granted_until = until, version = version + 1 WHERE id = $1`, [
          q.id,
          whole ? 'GRANTED' : 'PARTLY_GRANTED',
          viewer.personId,
          input.reason,
          chosen,
        ]);
        await setDeadline(tx, 'accessRequest.expire', q.id, q.until);
        await this.sharing.resyncRecord(tx, q.record_type, q.record_id);
      }
      tx.note({ object: q.record_type, records: [{ id: q.record_id, ownerAgencyId: q.owner_agency_id }, { id: q.id, ownerAgencyId: q.owner_agency_id }], fields: [] });
      return this.find(tx, viewer, q.id);
    });
  }

  revoke(viewer: Viewer, id: string, version: number, reason: string): Promise<AccessRequest> {
    return this.unitOfWork.run(viewer, 'accessRequest.revoke', async (tx) => {
      if (reason.trim() === '') throw invalidInput([{ field: 'reason', zh: '应写明理由', en: 'must be given' }]);
      const q = await this.party(tx, viewer, id);
      if (q.owner_agency_id !== viewer.agencyId) throw notPermitted('只有数据提供方可以撤销授权', 'Only the provider may revoke a grant');
      tx.permit();
      if (q.version !== version) throw staleVersion();
      if (q.status !== 'GRANTED' && q.status !== 'PARTLY_GRANTED') throw invalidState('没有生效中的授权', 'There is no grant in force');
      await tx.query(`UPDATE access_request SET status = 'REVOKED', decision_reason = $2, granted_until = NULL, version = version + 1 WHERE id = $1`, [id, reason]);
      await this.sharing.resyncRecord(tx, q.record_type, q.record_id);
      tx.note({ object: q.record_type, records: [{ id: q.record_id, ownerAgencyId: q.owner_agency_id }, { id: q.id, ownerAgencyId: q.owner_agency_id }], fields: [] });
      return this.find(tx, viewer, id);
    });
  }

  /** Those I made and those waiting for me; for an approver also the grants in force on his agency's records. */
  mine(viewer: Viewer): Promise<AccessRequest[]> {
    return this.read.run(viewer, 'accessRequest.list', async (c) => {
      const rows = await c.query<Row>(
        `${SELECT} WHERE q.record_id <> ALL($6::uuid[]) AND (q.requester_id = $1
            OR ($3 AND q.requester_agency_id = $2 AND q.status = 'PENDING_OWN_HEAD')
            OR ($4 AND q.owner_agency_id = $2 AND q.status IN ('PENDING_PROVIDER', 'ESCALATED', 'GRANTED', 'PARTLY_GRANTED'))
            OR ($5 AND q.status = 'ESCALATED'))
          ORDER BY q.created_at DESC, q.id DESC LIMIT 500`,
        [viewer.personId, viewer.agencyId, isHead(viewer), hasRole(viewer, 'APPROVER'), hasRole(viewer, 'LEADER'), viewer.recusedFrom],
      );
      const value = await this.present(c, viewer, rows);
      return { value, object: 'AccessRequest', records: rows.map((r) => ({ id: r.id, ownerAgencyId: r.owner_agency_id })), fields: ['recordNumber', 'fields', 'message'] };
    });
  }

  private async party(tx: Tx, viewer: Viewer, id: string): Promise<Row> {
    const [q] = isId(id) ? await tx.query<Row>(`${SELECT} WHERE q.id = $1 FOR UPDATE OF q`, [id]) : [];
    const isParty = q && (q.requester_id === viewer.personId || q.requester_agency_id === viewer.agencyId || (q.owner_agency_id === viewer.agencyId && q.status !== 'PENDING_OWN_HEAD'));
    if (!isParty || viewer.recusedFrom.includes(q.record_id)) throw notFound();
    return q;
  }

  private async find(connection: Connection, viewer: Viewer, id: string): Promise<AccessRequest> {
    return (await this.present(connection, viewer, await connection.query<Row>(`${SELECT} WHERE q.id = $1`, [id])))[0]!;
  }

  private async present(connection: Connection, viewer: Viewer, rows: readonly Row[]): Promise<AccessRequest[]> {
    const agencies = await agenciesById(connection, rows.flatMap((r) => [r.requester_agency_id, r.owner_agency_id]));
    return rows.map((r) => ({
      id: r.id,
      version: r.version,
      recordNumber: r.record_number,
      fields: r.fields,
      grantedFields: r.granted_fields,
      status: r.status,
      due: r.due,
      grantedUntil: r.granted_until,
      requester: r.requester_name,
      requesterAgency: agencies.get(r.requester_agency_id)!,
      ownerAgency: agencies.get(r.owner_agency_id)!,
      legalBasis: r.legal_basis,
      purposeCode: r.purpose_code,
      purposeReference: r.purpose_reference,
      message: r.message,
      until: r.until,
      decisionReason: r.decision_reason,
      createdAt: r.created_at,
      mayDecide:
        !isSameHand(viewer, r.requester_id) &&
        ((r.status === 'PENDING_OWN_HEAD' && r.requester_agency_id === viewer.agencyId && isHead(viewer)) ||
          ((r.status === 'PENDING_PROVIDER' || r.status === 'ESCALATED') && r.owner_agency_id === viewer.agencyId && hasRole(viewer, 'APPROVER'))),
      mayRevoke: (r.status === 'GRANTED' || r.status === 'PARTLY_GRANTED') && r.owner_agency_id === viewer.agencyId && hasRole(viewer, 'APPROVER'),
    }));
  }
}

function isHead(viewer: Viewer): boolean {
  return hasRole(viewer, 'APPROVER', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE');
}

/** End of the tenth working day after the request reached the provider. */
function dueFrom(receivedAt: Date): { at: Date; known: boolean } {
  const due = addWorkingDays(hubDay(receivedAt), ANSWER_WORKING_DAYS);
  return { at: endOfHubDay(due.date), known: due.known };
}
