import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { agenciesByCode, agenciesById, groupsOf, type Agency, type SharingGroup } from '#features/agencies';
import {
  compilePolicy,
  defineCommands,
  discloseValue,
  effectiveMode,
  hasRole,
  isKnown,
  isSameHand,
  mayDo,
  valueAsText,
  type Mode,
  type Viewer,
} from '#kernel/access';
import { isId, newId } from '#kernel/crypto';
import { discloseField, findVisible, requireVisible, ScopedRead, syncFeed, UnitOfWork, type Connection, type FeedRow, type RecordRow, type RecordSource, type Tx } from '#kernel/database';
import { invalidInput, invalidState, notFound, notPermitted, separationOfDuties, staleVersion, type FieldProblem } from '#kernel/errors';
import { DeadlineRunner, setDeadline } from '#kernel/jobs';
import { loosens, needsConsent, type HandlingCode } from './handling-codes.js';

export type ShareStatus = 'PENDING_CONSENT' | 'ACTIVE' | 'REFUSED' | 'RECALLED' | 'EXPIRED';

export interface Share {
  id: string;
  version: number;
  agency: Agency | null;
  group: Pick<SharingGroup, 'id' | 'code' | 'name' | 'ownerAgency' | 'members'> | null;
  status: ShareStatus;
  handlingCode: HandlingCode;
  reason: string;
  sharedAt: Date;
  expiresAt: Date | null;
  sharedBy: Agency;
  acknowledgedAt: Date | null;
  recordNumber: string;
  decisionReason: string | null;
}

interface ShareRow {
  id: string;
  record_type: string;
  record_id: string;
  owner_agency_id: string;
  agency_id: string | null;
  group_id: string | null;
  status: ShareStatus;
  handling_code: HandlingCode;
  reason: string;
  shared_by: string | null;
  shared_by_agency_id: string;
  by_course: boolean;
  shared_at: Date;
  expires_at: Date | null;
  decision_reason: string | null;
  version: number;
}

/** What sharing must know of a record beyond its source. */
export interface ShareableRow extends RecordRow {
  feed: FeedRow;
  handlingCode: HandlingCode;
}

export interface ShareInput {
  recordId: string;
  agencyCodes: readonly string[];
  groupCodes: readonly string[];
  handlingCode: HandlingCode;
  expiresAt: Date | null;
  reason: string;
}

export interface PreviewField {
  field: string;
  mode: 'FULL' | 'MASKED' | 'MATCH_ONLY' | 'ON_REQUEST' | 'HIDDEN';
  value: string | null;
}

export interface SharePreview {
  agency: Agency;
  visible: boolean;
  withPurpose: PreviewField[];
  warnings: string[];
}

export const sharingCommands = defineCommands({
  'lead.share': { mutation: 'shareLead', roles: ['LIAISON', 'INTAKE', 'INVESTIGATOR', 'APPROVER', 'POL_REQ'] },
  'lead.recallShare': { mutation: 'recallShare', roles: ['LIAISON', 'INTAKE', 'APPROVER'] },
  'share.decide': { mutation: 'decideShare', roles: ['APPROVER'] },
  'share.acknowledgeRecall': { mutation: 'acknowledgeRecall', roles: ['LIAISON', 'INTAKE', 'APPROVER'] },
  'share.expire': { mutation: null, roles: [] },
});

const SHARE_COLUMNS = `s.id, s.record_type, s.record_id, s.owner_agency_id, s.agency_id, s.group_id, s.status, s.handling_code, s.reason, s.shared_by,
  s.shared_by_agency_id, s.by_course, s.shared_at, s.expires_at, s.decision_reason, s.version`;

/** A record type whose feed row sharing can rebuild when a term ends. */
export interface ShareableType {
  recordType: string;
  feedRow(connection: Connection, recordId: string): Promise<FeedRow>;
}

/**
 * Shares of any record type: direct or by group, with a handling code that binds, a term, recall and acknowledgement.
 * Every change of a share and the feed that shows it stand in one transaction.
 */
@Injectable()
export class SharingService implements OnModuleInit {
  private readonly types = new Map<string, ShareableType>();

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(DeadlineRunner) private readonly deadlines: DeadlineRunner,
  ) {}

  onModuleInit(): void {
    this.deadlines.on('share.expire', async (tx, shareId) => {
      const [share] = await tx.query<ShareRow>(`SELECT ${SHARE_COLUMNS} FROM share s WHERE s.id = $1 AND s.status IN ('ACTIVE', 'PENDING_CONSENT') FOR UPDATE`, [shareId]);
      if (!share) return;
      await tx.query(`UPDATE share SET status = 'EXPIRED', version = version + 1 WHERE id = $1`, [shareId]);
      await this.resyncRecord(tx, share.record_type, share.record_id);
      tx.note({ object: share.record_type, records: [{ id: share.record_id, ownerAgencyId: share.owner_agency_id }], fields: ['shares'] });
    });
  }

  register(type: ShareableType): void {
    this.types.set(type.recordType, type);
  }

  /** Shares a visible record; answers the record's id. */
  share<Row extends ShareableRow>(viewer: Viewer, source: RecordSource<Row>, input: ShareInput): Promise<string> {
    return this.unitOfWork.run(viewer, 'lead.share', async (tx) => {
      const problems: FieldProblem[] = [];
      if (input.reason.trim() === '') problems.push({ field: 'reason', zh: '应写明共享理由', en: 'must state why it is shared' });
      if (input.expiresAt && input.expiresAt <= tx.now) problems.push({ field: 'expiresAt', zh: '应晚于当前时间', en: 'must lie in the future' });
      if (input.agencyCodes.length + input.groupCodes.length === 0) problems.push({ field: 'agencyCodes', zh: '至少选择一个机关或共享组', en: 'choose at least one agency or group' });
      const agencies = await agenciesByCode(tx, input.agencyCodes);
      const groups = new Map((await groupsOf(tx, viewer.agencyId)).map((g) => [g.code, g]));
      input.agencyCodes.forEach((code, i) => agencies.has(code) || problems.push({ field: `agencyCodes.${i}`, zh: '没有这个成员单位', en: 'is not a member agency' }));
      input.groupCodes.forEach((code, i) => groups.has(code) || problems.push({ field: `groupCodes.${i}`, zh: '没有这个共享组', en: 'is not a sharing group of yours' }));
      if (problems.length > 0) throw invalidInput(problems);

      const { row, modes } = await requireVisible(tx, viewer, source, input.recordId, tx.now);
      tx.permit();
      if (!readsContent(viewer, row, modes)) throw notPermitted('仅可比对或汇总的记录不能转共享', 'A record you can only match may not be shared onward');
      // What binds the viewer: the record's code, or the stricter one under which it was shared with him.
      if (loosens(input.handlingCode, row.handlingCode)) {
        throw invalidInput([{ field: 'handlingCode', zh: `不得低于记录的处理代码 ${row.handlingCode}`, en: `must not be below the record’s code ${row.handlingCode}` }]);
      }
      if (row.facts.status === 'DRAFT') throw invalidState('草稿提交后才能共享', 'Submit the draft before sharing it');
      const atOnce = !needsConsent(input.handlingCode) || (row.facts.ownerAgencyId === viewer.agencyId && hasRole(viewer, 'APPROVER'));
      for (const target of [...[...agencies.values()].map((a) => ({ agencyId: a.id, groupId: null })), ...input.groupCodes.map((c) => ({ agencyId: null, groupId: groups.get(c)!.id }))]) {
        if (row.facts.ownerAgencyId !== viewer.agencyId && viewer.audiences.includes(target.agencyId ?? target.groupId!)) {
          throw invalidInput([{ field: 'agencyCodes', zh: '不能向本机关或本机关所在的组转共享', en: 'may not be your own agency or a group it belongs to' }]);
        }
        if (target.agencyId === row.facts.ownerAgencyId) throw invalidInput([{ field: 'agencyCodes', zh: '不必共享给记录的所属机关', en: 'the owner needs no share' }]);
        await openShare(tx, row, { ...target, status: atOnce ? 'ACTIVE' : 'PENDING_CONSENT', handlingCode: input.handlingCode, reason: input.reason, expiresAt: input.expiresAt }, viewer);
      }
      await syncFeed(tx, row.feed);
      tx.note({ object: source.policy.record, records: [{ id: row.id, ownerAgencyId: row.facts.ownerAgencyId }], fields: ['shares'] });
      return row.id;
    });
  }

  /** Takes back what was shared with an agency or a group (by code); receivers see the recall until they acknowledge it. */
  recall<Row extends ShareableRow>(viewer: Viewer, source: RecordSource<Row>, recordId: string, code: string): Promise<string> {
    return this.unitOfWork.run(viewer, 'lead.recallShare', async (tx) => {
      const { row } = await requireVisible(tx, viewer, source, recordId, tx.now);
      const shares = await tx.query<ShareRow>(
        `SELECT ${SHARE_COLUMNS} FROM share s LEFT JOIN agency a ON a.id = s.agency_id LEFT JOIN sharing_group g ON g.id = s.group_id
          WHERE s.record_id = $1 AND s.status IN ('PENDING_CONSENT', 'ACTIVE') AND (a.code = $2 OR g.code = $2) FOR UPDATE OF s`,
        [row.id, code],
      );
      const mine = shares.filter((s) => !s.by_course && (s.owner_agency_id === viewer.agencyId || s.shared_by_agency_id === viewer.agencyId));
      tx.permit();
      if (row.facts.ownerAgencyId === viewer.agencyId && mine.length === 0 && shares.some((s) => s.by_course)) {
        throw invalidState('按程序送达受理、承办机关的，不能收回', 'What reached an agency by procedure (intake, assignment) cannot be recalled');
      }
      if (row.facts.ownerAgencyId !== viewer.agencyId && mine.length === 0) throw notPermitted('只有来源机关或共享机关可以收回', 'Only the originator or the agency that shared it may recall');
      if (mine.length === 0) throw invalidState('没有向该机关直接共享；如经共享组获得，请按共享组代码收回', 'It is not shared with this agency directly; if it has it by a group, recall the group’s code');
      for (const share of mine) {
        await tx.query(`UPDATE share SET status = CASE WHEN status = 'PENDING_CONSENT' THEN 'REFUSED' ELSE 'RECALLED' END, decided_by = $2, decided_at = $3, version = version + 1 WHERE id = $1`, [share.id, viewer.personId, tx.now]);
      }
      await syncFeed(tx, row.feed);
      tx.note({ object: source.policy.record, records: [{ id: row.id, ownerAgencyId: row.facts.ownerAgencyId }], fields: ['shares'] });
      return row.id;
    });
  }

  /** The originator's recorded consent, or its refusal, to a share under H2 or H3. */
  decide(viewer: Viewer, id: string, version: number, approve: boolean, reason: string | null): Promise<Share> {
    return this.unitOfWork.run(viewer, 'share.decide', async (tx) => {
      if (!approve && !reason?.trim()) throw invalidInput([{ field: 'reason', zh: '不同意时应写明理由', en: 'must be given with a refusal' }]);
      const share = await ownShare(tx, id, viewer, (s) => s.owner_agency_id === viewer.agencyId || s.shared_by_agency_id === viewer.agencyId);
      if (isSameHand(viewer, share.shared_by)) throw separationOfDuties('不能审批自己提出的共享', 'You may not decide a share you asked for yourself');
      if (share.owner_agency_id !== viewer.agencyId) throw notPermitted('须由来源机关负责人决定', 'An approver of the originating agency decides');
      tx.permit();
      if (share.version !== version) throw staleVersion();
      if (share.status !== 'PENDING_CONSENT') throw invalidState('该共享已有决定', 'This share has been decided');
      if (approve && share.expires_at && share.expires_at <= tx.now) throw invalidState('申请的共享期限已过', 'The term asked for has already passed');
      await tx.query(`UPDATE share SET status = $2, decided_by = $3, decided_at = $4, decision_reason = $5, version = version + 1 WHERE id = $1`, [
        id,
        approve ? 'ACTIVE' : 'REFUSED',
        viewer.personId,
        tx.now,
        reason,
      ]);
      await this.resyncRecord(tx, share.record_type, share.record_id);
      tx.note({ object: share.record_type, records: [{ id: share.record_id, ownerAgencyId: share.owner_agency_id }], fields: ['shares'] });
      return (await this.sharesById(tx, viewer, [id]))[0]!;
    });
  }

  acknowledgeRecall(viewer: Viewer, id: string): Promise<Share> {
    return this.unitOfWork.run(viewer, 'share.acknowledgeRecall', async (tx) => {
      const share = await ownShare(tx, id, viewer, (s) => s.agency_id === viewer.agencyId || (s.group_id !== null && viewer.audiences.includes(s.group_id)));
      tx.permit();
      if (share.status !== 'RECALLED') throw invalidState('该共享未被收回', 'This share was not recalled');
      await tx.query(`INSERT INTO recall_acknowledgement (share_id, agency_id, person_id, at) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING`, [id, viewer.agencyId, viewer.personId, tx.now]);
      tx.note({ object: share.record_type, records: [{ id: share.record_id, ownerAgencyId: share.owner_agency_id }], fields: ['shares'] });
      return (await this.sharesById(tx, viewer, [id]))[0]!;
    });
  }

  /** Shares of one record as this viewer may know them: the owner all, everybody else those that his agency made or received. */
  sharesOf(viewer: Viewer, recordId: string): Promise<Share[]> {
    return this.read.look(viewer, async (c) => {
      const rows = await c.query<{ id: string }>(`SELECT s.id FROM share s WHERE s.record_id = $1 AND ${VISIBLE_SHARE} ORDER BY s.shared_at, s.id`, [recordId, viewer.agencyId, viewer.audiences]);
      return this.sharesById(c, viewer, rows.map((r) => r.id));
    });
  }

  /** What waits for the viewer: consents to give, recalls to acknowledge. */
  waiting(viewer: Viewer): Promise<{ consents: Share[]; recalls: Share[] }> {
    return this.read.run(viewer, 'share.listWaiting', async (c) => {
      const consents = hasRole(viewer, 'APPROVER')
        ? await c.query<{ id: string }>(`SELECT id FROM share WHERE owner_agency_id = $1 AND status = 'PENDING_CONSENT' AND shared_by IS DISTINCT FROM $2 AND record_id <> ALL($3::uuid[]) ORDER BY shared_at`, [viewer.agencyId, viewer.personId, viewer.recusedFrom])
        : [];
      const recalls = await c.query<{ id: string }>(
        `SELECT s.id FROM share s WHERE s.status = 'RECALLED' AND (s.agency_id = $1 OR s.group_id = ANY($2::uuid[])) AND s.owner_agency_id <> $1
            AND NOT EXISTS (SELECT 1 FROM recall_acknowledgement k WHERE k.share_id = s.id AND k.agency_id = $1) ORDER BY s.shared_at`,
        [viewer.agencyId, viewer.audiences],
      );
      const value = { consents: await this.sharesById(c, viewer, consents.map((r) => r.id)), recalls: await this.sharesById(c, viewer, recalls.map((r) => r.id)) };
      return { value, object: 'Share', records: [], fields: ['recordNumber'] };
    });
  }

  /** "View as partner": the fields a liaison of that agency, working with a purpose, would get if the record were shared now. */
  preview<Row extends ShareableRow>(viewer: Viewer, source: RecordSource<Row>, recordId: string, agencyCode: string, handlingCode: HandlingCode): Promise<SharePreview> {
    return this.read.run(viewer, 'lead.previewShare', async (c, now) => {
      const { row, modes, compiled: own } = await requireReadable(c, viewer, source, recordId, now);
      if (!mayDo(viewer, sharingCommands['lead.share']) || !readsContent(viewer, row, modes)) throw notPermitted('只有可以共享该记录的人员可以预览', 'Only who may share the record may preview it');
      const agency = (await agenciesByCode(c, [agencyCode])).get(agencyCode);
      if (!agency) throw invalidInput([{ field: 'agencyCode', zh: '没有这个成员单位', en: 'is not a member agency' }]);
      const partner = partnerOf(viewer, agency, row.number);
      const compiled = compilePolicy(source.policy, partner);
      const facts = { ...row.facts, audiences: [agency.id] };
      const fields = previewFields(source, row, compiled.fieldModes(facts), modes, partner, viewer, own.readsRawText(row.facts) && compiled.readsRawText(facts));
      for (const [parentField, parts] of source.parts(row)) {
        const partName = Object.keys(source.policy.parts).find((name) => source.policy.parts[name]!.parentField === parentField)!;
        const variants = source.policy.parts[partName]!.variants;
        // Parts of which the previewer knows nothing are not there for him.
        const known = parts.filter((part) => isKnown(variants[part.variant]!, own.partModes(row.facts, partName, part.variant)));
        known.forEach((part, i) => {
          const rules = variants[part.variant]!;
          const theirs = compiled.partModes(facts, partName, part.variant);
          const mine = own.partModes(row.facts, partName, part.variant);
          for (const [field, rule] of Object.entries(rules)) {
            if (rule.derived || field === 'id') continue;
            const theirMode = effectiveMode(rule, theirs.get(field), partner.purpose);
            const myMode = effectiveMode(rule, mine.get(field), viewer.purpose);
            fields.push({ field: `${parentField}.${i + 1}.${field}`, mode: MODE_NAME[theirMode], value: valueAsText(discloseValue(rule, weaker(theirMode, myMode), source.partValue(row, parentField, part, field))) });
          }
        });
      }
      const [before] = await c.query<{ n: number }>(`SELECT count(*)::int AS n FROM share WHERE agency_id = $1 AND shared_by_agency_id = $2`, [agency.id, viewer.agencyId]);
      const visible = compiled.sees(facts);
      const warnings = [
        ...(visible ? [] : ['该类机关只能取得汇总数据，共享后仍看不到本记录']),
        ...(before!.n === 0 ? ['此前从未向该机关共享过记录，请确认对象无误'] : []),
        ...(loosens(handlingCode, row.handlingCode) ? [`处理代码不得低于 ${row.handlingCode}`] : []),
        ...(needsConsent(handlingCode) && !hasRole(viewer, 'APPROVER') ? ['须经来源机关负责人同意后生效'] : []),
      ];
      const value = { agency, visible, withPurpose: visible ? fields : fields.map((f) => ({ ...f, mode: 'HIDDEN' as const, value: null })), warnings };
      return { value, object: source.policy.record, records: [{ id: row.id, ownerAgencyId: row.facts.ownerAgencyId }], fields: ['sharePreview'] };
    });
  }

  /** Rebuilds the feed of a record after a share or a grant changed outside the record's own commands. */
  async resyncRecord(connection: Connection, recordType: string, recordId: string): Promise<void> {
    const type = this.types.get(recordType);
    if (!type) throw new Error(`${recordType} is not shareable`);
    await syncFeed(connection, await type.feedRow(connection, recordId));
  }

  private async sharesById(connection: Connection, viewer: Viewer, ids: readonly string[]): Promise<Share[]> {
    if (ids.length === 0) return [];
    const rows = await connection.query<ShareRow & { number: string; acknowledged_at: Date | null; group_code: string | null; group_name: string | null; group_owner: string | null }>(
      `SELECT ${SHARE_COLUMNS}, s.record_number AS number, g.code AS group_code, g.name AS group_name, g.owner_agency_id AS group_owner,
              (SELECT max(k.at) FROM recall_acknowledgement k WHERE k.share_id = s.id) AS acknowledged_at
         FROM share s LEFT JOIN sharing_group g ON g.id = s.group_id
        WHERE s.id = ANY($1::uuid[]) ORDER BY s.shared_at, s.id`,
      [ids],
    );
    const agencies = await agenciesById(connection, rows.flatMap((r) => [r.agency_id, r.shared_by_agency_id, r.group_owner].filter((id): id is string => id !== null)));
    const members = new Map((await groupsOf(connection, viewer.agencyId)).map((g) => [g.id, g.members]));
    return rows.map((r) => ({
      id: r.id,
      version: r.version,
      agency: r.agency_id ? agencies.get(r.agency_id)! : null,
      group: r.group_id ? { id: r.group_id, code: r.group_code!, name: r.group_name!, ownerAgency: agencies.get(r.group_owner!)!, members: members.get(r.group_id) ?? [] } : null,
      status: r.status,
      handlingCode: r.handling_code,
      reason: r.reason,
      sharedAt: r.shared_at,
      expiresAt: r.expires_at,
      sharedBy: agencies.get(r.shared_by_agency_id)!,
      acknowledgedAt: r.acknowledged_at,
      recordNumber: r.number,
      decisionReason: r.decision_reason,
    }));
  }
}

/** $1 record, $2 my agency, $3 my audiences; a pending consent is known to both sides of it only. */
const VISIBLE_SHARE = `(s.owner_agency_id = $2 OR s.shared_by_agency_id = $2 OR (s.status IN ('ACTIVE', 'RECALLED', 'EXPIRED') AND (s.agency_id = $2 OR s.group_id = ANY($3::uuid[]))))`;

/**
 * Inserts one share. It replaces what the same agency had shared with the same receiver before, and nothing of anybody
 * else's: a receiver must neither cut off others nor learn with whom a record is shared.
 */
export async function openShare(
  tx: Pick<Tx, 'query' | 'now'>,
  row: ShareableRow,
  share: { agencyId: string | null; groupId: string | null; status: 'ACTIVE' | 'PENDING_CONSENT'; handlingCode: HandlingCode; reason: string; expiresAt: Date | null; byCourse?: boolean },
  by: Pick<Viewer, 'personId' | 'agencyId'>,
): Promise<string> {
  const id = newId();
  const receiver = share.agencyId ?? share.groupId;
  const byCourse = share.byCourse ?? false;
  const blocking = share.status === 'ACTIVE' ? `('PENDING_CONSENT', 'ACTIVE')` : `('PENDING_CONSENT')`;
  const sameSide = `record_id = $1 AND coalesce(agency_id, group_id) = $2 AND shared_by_agency_id = $3 AND by_course = $4`;
  const side = [row.id, receiver, by.agencyId, byCourse];
  await tx.query(`UPDATE share SET status = 'EXPIRED', version = version + 1 WHERE ${sameSide} AND status IN ${blocking}`, side);
  const [inForce] = await tx.query<{ id: string }>(`SELECT id FROM share WHERE ${sameSide} AND status = 'ACTIVE'`, side);
  if (inForce) throw invalidState('本机关已向该机关共享', 'Your agency has shared it with this agency already');
  await tx.query(
    `INSERT INTO share (id, record_type, record_id, record_number, owner_agency_id, agency_id, group_id, status, handling_code, reason, shared_by, shared_by_agency_id, by_course, shared_at, expires_at)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)`,
    [id, row.feed.recordType, row.id, row.number, row.facts.ownerAgencyId, share.agencyId, share.groupId, share.status, share.handlingCode, share.reason, by.personId, by.agencyId, byCourse, tx.now, share.expiresAt],
  );
  if (share.expiresAt) await setDeadline(tx, 'share.expire', id, share.expiresAt);
  return id;
}

const CONTENT_FIELDS = ['title', 'narrative', 'text'];

/** Who only gets hits or totals of a record has nothing of it to pass on. */
export function readsContent(viewer: Viewer, row: RecordRow, modes: ReadonlyMap<string, Mode>): boolean {
  return row.facts.ownerAgencyId === viewer.agencyId || CONTENT_FIELDS.some((f) => modes.get(f) === 'full' || modes.get(f) === 'masked');
}

async function ownShare(tx: Tx, id: string, viewer: Viewer, party: (share: ShareRow) => boolean): Promise<ShareRow> {
  const [share] = isId(id) ? await tx.query<ShareRow>(`SELECT ${SHARE_COLUMNS} FROM share s WHERE s.id = $1 FOR UPDATE`, [id]) : [];
  if (!share || !party(share) || viewer.recusedFrom.includes(share.record_id)) throw notFound();
  return share;
}

async function requireReadable<Row extends RecordRow>(c: Connection, viewer: Viewer, source: RecordSource<Row>, idOrNumber: string, now: Date) {
  const found = await findVisible(c, viewer, source, idOrNumber, now);
  if (!found) throw notFound();
  return found;
}

/** A liaison of that agency as the policy would see him. */
function partnerOf(viewer: Viewer, agency: Agency, number: string): Viewer {
  return {
    ...viewer,
    personId: agency.id,
    agencyId: agency.id,
    agencyCode: agency.code,
    agencyKind: agency.kind,
    regionCode: agency.regionCode,
    roles: new Set(agency.kind === 'HUB_OFFICE' ? ['INTAKE'] : ['LIAISON']),
    audiences: [agency.id],
    recusedFrom: [],
    grants: [],
    actingFor: [],
    purpose: { code: 'VERIFICATION', reference: number, external: false },
  };
}

const MODE_NAME: Record<Mode, PreviewField['mode']> = { full: 'FULL', masked: 'MASKED', match: 'MATCH_ONLY', request: 'ON_REQUEST', aggregate: 'HIDDEN', hidden: 'HIDDEN' };

/** The preview never shows the previewer more than he may read himself. */
function weaker(theirs: Mode, mine: Mode): Mode {
  const order: Mode[] = ['full', 'masked'];
  if (!order.includes(theirs) || !order.includes(mine)) return 'hidden';
  return theirs === 'masked' || mine === 'masked' ? 'masked' : 'full';
}

function previewFields<Row extends RecordRow>(source: RecordSource<Row>, row: Row, theirs: ReadonlyMap<string, Mode>, mine: ReadonlyMap<string, Mode>, partner: Viewer, viewer: Viewer, rawText: boolean): PreviewField[] {
  return Object.entries(source.policy.fields).flatMap(([field, rule]) => {
    if (rule.derived || field === 'id' || field === 'version') return [];
    const theirMode = effectiveMode(rule, theirs.get(field), partner.purpose);
    const mode = weaker(theirMode, effectiveMode(rule, mine.get(field), viewer.purpose));
    return [{ field, mode: MODE_NAME[theirMode], value: valueAsText(discloseField(source, row, field, rule, mode, rawText)) }];
  });
}
