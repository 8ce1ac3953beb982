import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { agenciesByCode, agenciesOfKind, regulatorFor, type Agency } from '#features/agencies';
import { MatchingService, type IdentifierHolder } from '#features/matching';
import { peopleWithRole, RecusalsService } from '#features/people';
import { HANDLING_CODES, openShare, SharingService, strictest, type HandlingCode, type Share, type SharePreview } from '#features/sharing';
import { compilePolicy, hasRole, opensFields, type Viewer } from '#kernel/access';
import { endOfHubDay, hubDay, startOfHubDay } from '#kernel/clocks';
import type { Config } from '#kernel/config';
import { Keyring, newId } from '#kernel/crypto';
import { nextNumber, Records, requireVisible, ScopedRead, syncFeed, UnitOfWork, type Disclosed, type Page, type SortOrder, type Tx, type Wanted } from '#kernel/database';
import { fieldNotAllowed, invalidInput, invalidState, notPermitted, purposeRequired, Refusal, separationOfDuties, staleVersion } from '#kernel/errors';
import { CONFIG } from '#kernel/runtime';
import { checkLead, textProblem, type LeadInput } from './lead-input.js';
import { breaksSeparation, leadTransitions, MOST_REFUSALS, OUTCOME_STATUS, sitsAt, type LeadAct, type LeadOutcome, type LeadTransition } from './lead-states.js';
import { searchCondition } from './lead-search.js';
import { toDoCondition, type LeadToDo } from './lead-to-do.js';
import { LeadSource, RISK_BANDS, type LeadRow } from './lead.source.js';
import { announceIdentifiers, insertLead, keepVersion, redacted, rewriteLead } from './lead-writing.js';

export interface LeadFilter {
  text?: string | null;
  regionCode?: string | null;
  status?: string[] | null;
  riskBand?: string[] | null;
  conductType?: string[] | null;
  ownerAgencyCode?: string | null;
  submittedFrom?: string | null;
  submittedTo?: string | null;
  /** The leads one of the home page's counters counts. */
  toDo?: LeadToDo | null;
}

export type LeadOrderField = 'SUBMITTED_AT' | 'RISK_BAND' | 'RISK_SCORE' | 'NUMBER';

const SORTS: Record<LeadOrderField, Pick<SortOrder, 'expression' | 'cast'>> = {
  SUBMITTED_AT: { expression: 'f.sort_at', cast: 'timestamptz' },
  RISK_BAND: { expression: 'r.risk_band::int', cast: 'int' },
  RISK_SCORE: { expression: 'coalesce(r.risk_score, -1)', cast: 'int' },
  NUMBER: { expression: 'r.number', cast: 'text' },
};

/** Use-cases of leads: every read through the scoped read, every write inside the unit of work. */
@Injectable()
export class LeadsService implements OnModuleInit {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Records) private readonly records: Records,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LeadSource) readonly source: LeadSource,
    @Inject(SharingService) private readonly sharing: SharingService,
    @Inject(MatchingService) private readonly matching: MatchingService,
    @Inject(RecusalsService) private readonly recusals: RecusalsService,
  ) {}

  onModuleInit(): void {
    this.records.register(this.source);
    this.sharing.register({
      recordType: 'Lead',
      feedRow: async (connection, id) => (await this.source.load(connection, [id], [], new Date()))[0]!.feed,
    });
    this.recusals.register('Lead', async (tx, row) => {
      await tx.query(`UPDATE lead SET assignee_id = NULL, version = version + 1, updated_at = $2 WHERE id = $1`, [row.id, tx.now]);
      await this.keep(tx, row.id, 'lead.release');
    });
  }

  one(viewer: Viewer, idOrNumber: string, wanted: Wanted): Promise<Disclosed | null> {
    return this.read.one(viewer, this.source, idOrNumber, wanted, 'lead.read');
  }

  async list(viewer: Viewer, filter: LeadFilter, order: { field: LeadOrderField; direction: 'ASC' | 'DESC' }, first: number, after: string | null, wanted: Wanted): Promise<Page> {
    const compiled = compilePolicy(this.source.policy, viewer);
    try {
      if (filter.text && [...filter.text].length > 200) throw invalidInput([{ field: 'filter.text', zh: '不能超过 200 个字', en: 'must not exceed 200 characters' }]);
      const malformed = filter.text ? textProblem(filter.text, 200, false) : null;
      if (malformed) throw invalidInput([{ field: 'filter.text', ...malformed }]);
      if (filter.regionCode && !/^\d{2}(\d{2}){0,2}$/.test(filter.regionCode)) throw invalidInput([{ field: 'filter.regionCode', zh: '应为 2、4 或 6 位区划代码', en: 'must be a region code of 2, 4 or 6 digits' }]);
      if (order.field === 'RISK_SCORE' && compiled.columns.length > 0) {
        if (!compiled.fullEverywhere('riskScore')) throw fieldNotAllowed('您无权按风险分值排序', 'You may not sort by risk score');
        if (!opensFields(viewer.purpose)) throw purposeRequired();
      }
    } catch (error) {
      if (error instanceof Refusal) await this.read.refused(viewer, 'lead.list', 'Lead', error);
      throw error;
    }
    return this.read.page(
      viewer,
      this.source,
      {
        action: 'lead.list',
        first,
        after,
        order: { ...SORTS[order.field], direction: order.direction },
        shape: [filter, order],
        where: (place, policy, now) => {
          const conditions: string[] = [];
          if (filter.regionCode) {
            const prefix = filter.regionCode.length === 6 ? filter.regionCode.replace(/(00)+$/, '') : filter.regionCode;
            conditions.push(prefix.length === 6 ? `f.region_code = ${place(prefix, 'text')}` : `f.region_code LIKE ${place(`${prefix}%`, 'text')}`);
          }
          if (filter.status?.length) conditions.push(`f.status = ANY(${place(filter.status, 'text[]')})`);
          if (filter.riskBand?.length) conditions.push(`f.band = ANY(${place(filter.riskBand.map((b) => RISK_BANDS.indexOf(b as (typeof RISK_BANDS)[number])), 'int[]')})`);
          if (filter.conductType?.length) conditions.push(`r.conduct_types && ${place(filter.conductType, 'text[]')}`);
          if (filter.ownerAgencyCode) conditions.push(`r.owner_agency_id = (SELECT a.id FROM agency a WHERE a.code = ${place(filter.ownerAgencyCode, 'text')})`);
          if (filter.submittedFrom) conditions.push(`f.sort_at >= ${place(startOfHubDay(filter.submittedFrom), 'timestamptz')}`);
          // endOfHubDay is the whole second 23:59:59, which the day outlasts
          if (filter.submittedTo) conditions.push(`f.sort_at < ${place(new Date(endOfHubDay(filter.submittedTo).getTime() + 1000), 'timestamptz')}`);
          if (filter.toDo) conditions.push(toDoCondition(filter.toDo, viewer, place));
          if (filter.text?.trim()) conditions.push(searchCondition(filter.text, viewer, this.source, policy, this.keyring, this.config.demo, now, place));
          return conditions;
        },
      },
      wanted,
    );
  }

  /** Creates a lead; submitting shares it at once with the regulator of the longest matching region and with the hub's intake. */
  create(viewer: Viewer, input: LeadInput, submit: boolean): Promise<string> {
    return this.unitOfWork.run(viewer, submit ? 'lead.submit' : 'lead.draft', (tx) => this.createIn(tx, input, submit));
  }

  /** The same inside another command's transaction, e.g. for a lead proposed from a complaint. */
  async createIn(tx: Tx, input: LeadInput, submit: boolean): Promise<string> {
    const { lead, problems } = checkLead(input, this.config, tx.now);
    if (problems.length > 0) throw invalidInput(problems);
    tx.permit();
    return tx.once(input.idempotencyKey, { ...input, submit }, async () => {
      const id = newId();
      const ownerAgencyId = tx.viewer.agencyId;
      const number = await nextNumber(tx, `XS-${lead.regionCode}-${hubDay(tx.now).slice(0, 4)}`, 6);
      await insertLead(tx, this.keyring, lead, { id, number, ownerAgencyId, submittedBy: submit ? tx.viewer.personId : null, status: submit ? 'SUBMITTED' : 'DRAFT', at: tx.now });
      const row = await this.keep(tx, id, submit ? 'lead.submit' : 'lead.draft');
      if (submit) await this.route(tx, row);
      tx.note({ object: 'Lead', records: [{ id, ownerAgencyId }], fields: Object.keys(input).filter((k) => k !== 'idempotencyKey') });
      return id;
    });
  }

  revise(viewer: Viewer, idOrNumber: string, version: number, input: LeadInput): Promise<string> {
    return this.act(viewer, 'lead.revise', idOrNumber, version, async (tx, row) => {
      const { lead } = checkLead(input, this.config, tx.now);
      if (HANDLING_CODES.indexOf(lead.handlingCode) < HANDLING_CODES.indexOf(row.handlingCode) && row.states.status !== 'DRAFT') {
        throw invalidInput([{ field: 'handlingCode', zh: '已提交过的线索不得降低处理代码', en: 'may not be lowered once the lead was submitted' }]);
      }
      await rewriteLead(tx, this.keyring, lead, row, tx.now);
      return Object.keys(input);
    }, {
      checkInput: (tx) => {
        const { problems } = checkLead(input, this.config, tx.now);
        if (problems.length > 0) throw invalidInput(problems);
      },
    });
  }

  submitDraft(viewer: Viewer, idOrNumber: string, version: number): Promise<string> {
    return this.act(viewer, 'lead.submitDraft', idOrNumber, version, async (tx, row) => {
      await this.move(tx, row, 'SUBMITTED', { submitted_by: viewer.personId, submitted_at: tx.now });
      return ['status'];
    }, { afterwards: (tx, row) => this.route(tx, row) });
  }

  return(viewer: Viewer, idOrNumber: string, version: number, reason: string): Promise<string> {
    return this.decideWithReason(viewer, 'lead.return', idOrNumber, version, 'RETURNED', reason);
  }

  reject(viewer: Viewer, idOrNumber: string, version: number, reason: string): Promise<string> {
    return this.decideWithReason(viewer, 'lead.reject', idOrNumber, version, 'REJECTED', reason);
  }

  reopen(viewer: Viewer, idOrNumber: string, version: number, reason: string): Promise<string> {
    return this.decideWithReason(viewer, 'lead.reopen', idOrNumber, version, 'VERIFYING', reason);
  }

  /** The target keeps the stricter handling code of both (derived records inherit the strictest). */
  merge(viewer: Viewer, idOrNumber: string, version: number, intoId: string): Promise<string> {
    return this.act(viewer, 'lead.merge', idOrNumber, version, async (tx, row) => {
      const { row: target } = await requireVisible(tx, viewer, this.source, intoId, tx.now);
      if (target.id === row.id) throw invalidInput([{ field: 'intoId', zh: '不能并入自身', en: 'must be another lead' }]);
      if (['DRAFT', 'MERGED', 'REJECTED', 'RETURNED'].includes(target.states.status)) throw invalidState('目标线索的状态不能接收并入', 'The target lead’s state does not take a merge');
      const code = strictest(row.handlingCode, target.handlingCode);
      if (code !== target.handlingCode) {
        await tx.query(`UPDATE lead SET handling_code = $2, version = version + 1, updated_at = $3 WHERE id = $1`, [target.id, code, tx.now]);
        await this.keep(tx, target.id, 'lead.merge');
      }
      await this.move(tx, row, 'MERGED', { merged_into: target.id });
      return ['status', 'mergedInto'];
    });
  }

  assign(viewer: Viewer, idOrNumber: string, version: number, agencyCode: string, username: string | null): Promise<string> {
    return this.act(viewer, 'lead.assign', idOrNumber, version, async (tx, row) => {
      const agency = await receivingAgency(tx, agencyCode);
      const assignee = username === null ? null : (await peopleWithRole(tx, agency.id, agency.kind === 'POLICE' ? 'POL_REQ' : 'INVESTIGATOR', tx.now, row.id)).find((p) => p.username === username);
      if (assignee === undefined) throw invalidInput([{ field: 'username', zh: '不是该机关可以承办的人员', en: 'is not an investigator of that agency who can take it' }]);
      await this.move(tx, row, 'ASSIGNED', { assigned_agency_id: agency.id, assignee_id: assignee?.id ?? null });
      await this.shareByCourse(tx, row, agency, '分派承办');
      return ['status', 'assignedAgency', 'assignee'];
    }, { checkInput: async (tx) => void (await receivingAgency(tx, agencyCode)) });
  }

  accept(viewer: Viewer, idOrNumber: string, version: number): Promise<string> {
    return this.act(viewer, 'lead.accept', idOrNumber, version, async (tx, row) => {
      await this.move(tx, row, 'VERIFYING', { assignee_id: row.states.assigneeId ?? viewer.personId });
      return ['status', 'assignee'];
    });
  }

  /** A receiving agency refuses a hand-over once; it goes back to the hub, whose next assignment is final. */
  refuse(viewer: Viewer, idOrNumber: string, version: number, reason: string): Promise<string> {
    return this.act(viewer, 'lead.refuse', idOrNumber, version, async (tx, row) => {
      if (row.states.refusedHandOvers >= MOST_REFUSALS) throw invalidState('已退回过一次，打击办公室的再次分派为最终决定', 'It was refused once already; the hub office’s assignment is final');
      await this.move(tx, row, 'SUBMITTED', { assigned_agency_id: null, assignee_id: null, refused_hand_overs: row.states.refusedHandOvers + 1, decision_reason: reason });
      return ['status', 'assignedAgency', 'assignee'];
    }, { checkInput: () => requireReason(reason) });
  }

  conclude(viewer: Viewer, idOrNumber: string, version: number, conclusion: string, note: string): Promise<string> {
    return this.act(viewer, 'lead.conclude', idOrNumber, version, async (tx, row) => {
      const redactedNote = redacted(note, { subjects: row.subjects, policyNumbers: row.columns.policy_numbers });
      await this.move(tx, row, 'PENDING_REVIEW', { conclusion, conclusion_note: note, conclusion_note_redacted: redactedNote, concluded_by: viewer.personId });
      return ['status', 'conclusion', 'conclusionNote'];
    }, {
      checkInput: () => {
        const problem = textProblem(note, 10_000);
        if (problem) throw invalidInput([{ field: 'note', ...problem }]);
      },
    });
  }

  decide(viewer: Viewer, idOrNumber: string, version: number, outcome: LeadOutcome, reason: string, agencyCode: string | null): Promise<string> {
    return this.act(viewer, 'lead.decide', idOrNumber, version, async (tx, row) => {
      const changes: Record<string, unknown> = { decision_reason: reason };
      if (outcome === 'TRANSFER' && agencyCode !== null) {
        const agency = await receivingAgency(tx, agencyCode);
        Object.assign(changes, { assigned_agency_id: agency.id, assignee_id: null });
        await this.shareByCourse(tx, row, agency, '移交承办');
      }
      await this.move(tx, row, OUTCOME_STATUS[outcome], changes);
      return ['status'];
    }, {
      checkInput: async (tx) => {
        requireReason(reason);
        if (agencyCode !== null) await receivingAgency(tx, agencyCode);
      },
    });
  }

  share(viewer: Viewer, input: { leadId: string; agencyCodes?: string[] | null; groupCodes?: string[] | null; handlingCode: HandlingCode; expiresAt?: Date | null; reason: string }): Promise<string> {
    return this.sharing.share(viewer, this.source, {
      recordId: input.leadId,
      agencyCodes: input.agencyCodes ?? [],
      groupCodes: input.groupCodes ?? [],
      handlingCode: input.handlingCode,
      expiresAt: input.expiresAt ?? null,
      reason: input.reason,
    });
  }

  recallShare(viewer: Viewer, leadId: string, code: string): Promise<string> {
    return this.sharing.recall(viewer, this.source, leadId, code);
  }

  sharePreview(viewer: Viewer, leadId: string, agencyCode: string, handlingCode: HandlingCode): Promise<SharePreview> {
    return this.sharing.preview(viewer, this.source, leadId, agencyCode, handlingCode);
  }

  sharesOf(viewer: Viewer, leadId: string): Promise<Share[]> {
    return this.sharing.sharesOf(viewer, leadId);
  }

  /** Duplicate hints, for the contributor and for intake staff only: others could read identifiers off them. */
  duplicatesOf(viewer: Viewer, leadId: string, ownerAgencyId: string): Promise<IdentifierHolder[]> {
    if (ownerAgencyId !== viewer.agencyId && !hasRole(viewer, 'INTAKE')) return Promise.resolve([]);
    return this.read.run(viewer, 'lead.findDuplicates', async (c, now) => {
      const { holders: value, records } = await this.matching.duplicatesOf(c, viewer, leadId, now);
      return { value, object: 'Lead', records: [{ id: leadId, ownerAgencyId }, ...records], fields: ['possibleDuplicates'] };
    }, 'all');
  }

  /** One transition: visible, separation, role and seat, version, state, then the change, its version and its entry. */
  private act(
    viewer: Viewer,
    action: LeadAct,
    idOrNumber: string,
    version: number,
    change: (tx: Tx, row: LeadRow) => Promise<string[]>,
    around: { checkInput?: (tx: Tx) => void | Promise<void>; afterwards?: (tx: Tx, row: LeadRow) => Promise<void> } = {},
  ): Promise<string> {
    const transition: LeadTransition = leadTransitions[action];
    return this.unitOfWork.run(viewer, action, async (tx) => {
      // The form of the input comes first (contract.graphql, order of codes): it tells nothing about the record.
      await around.checkInput?.(tx);
      const { row } = await requireVisible(tx, viewer, this.source, idOrNumber, tx.now);
      if (breaksSeparation(transition, viewer, row.states)) throw separationOfDuties('不能审批自己作出的结论', 'You may not decide on your own conclusion');
      tx.permit();
      if (!sitsAt(transition.seat, viewer, row.states)) throw notPermitted('该线索不由您办理', 'This lead is not yours to handle');
      if (row.version !== version) throw staleVersion();
      if (!transition.from.includes(row.states.status)) throw invalidState('线索当前状态不允许此操作', 'The lead’s state does not allow this');
      const fields = await change(tx, row);
      const kept = await this.keep(tx, row.id, action);
      await around.afterwards?.(tx, kept);
      tx.note({ object: 'Lead', records: [{ id: row.id, ownerAgencyId: row.facts.ownerAgencyId }], fields });
      return row.id;
    });
  }

  private decideWithReason(viewer: Viewer, action: LeadAct, idOrNumber: string, version: number, to: string, reason: string): Promise<string> {
    return this.act(viewer, action, idOrNumber, version, async (tx, row) => {
      await this.move(tx, row, to, { decision_reason: reason });
      return ['status'];
    }, { checkInput: () => requireReason(reason) });
  }

  /** Column names come from this file only, values are parameters. */
  private async move(tx: Tx, row: LeadRow, status: string, changes: Record<string, unknown>): Promise<void> {
    const columns = Object.keys(changes);
    await tx.query(
      `UPDATE lead SET status = $2, version = version + 1, updated_at = $3${columns.map((c, i) => `, ${c} = $${i + 4}`).join('')} WHERE id = $1`,
      [row.id, status, tx.now, ...columns.map((c) => changes[c])],
    );
  }

  private keep(tx: Tx, id: string, action: string): Promise<LeadRow> {
    return keepVersion(tx, this.keyring, this.source, id, { action, personId: tx.viewer.personId, agencyId: tx.viewer.agencyId, at: tx.now });
  }

  /** What submitting brings at once: the regulator of the region, the hub's intake, and the identifiers up for matching. */
  private async route(tx: Tx, row: LeadRow): Promise<void> {
    await announceIdentifiers(tx, this.keyring, this.source, row);
    const receivers: { agency: Agency; reason: string }[] = [];
    const regulator = regulatorFor(row.columns.region_code, await agenciesOfKind(tx, 'REGULATOR'));
    if (regulator) receivers.push({ agency: regulator, reason: '属地监管受理' });
    for (const hub of await agenciesOfKind(tx, 'HUB_OFFICE')) receivers.push({ agency: hub, reason: '打击办公室受理' });
    for (const { agency, reason } of receivers) await this.shareByCourse(tx, row, agency, reason);
  }

  /** Sharing that the procedure itself brings (routing, assignment, transfer): no consent is asked. */
  private async shareByCourse(tx: Tx, row: LeadRow, agency: Agency, reason: string): Promise<void> {
    if (agency.id === row.facts.ownerAgencyId) return;
    const [inForce] = await tx.query(`SELECT 1 FROM share WHERE record_id = $1 AND agency_id = $2 AND status = 'ACTIVE' AND by_course`, [row.id, agency.id]);
    if (inForce) return;
    await openShare(tx, row, { agencyId: agency.id, groupId: null, status: 'ACTIVE', handlingCode: row.handlingCode, reason, expiresAt: null, byCourse: true }, tx.viewer);
    await syncFeed(tx, (await this.source.load(tx, [row.id], [], tx.now))[0]!.feed);
  }
}

function requireReason(reason: string): void {
  const problem = textProblem(reason, 2000);
  if (problem) throw invalidInput([{ field: 'reason', ...problem }]);
}

/** Agencies that verify leads: regulators, market regulators and police. */
async function receivingAgency(tx: Tx, code: string): Promise<Agency> {
  const agency = (await agenciesByCode(tx, [code])).get(code);
  if (!agency || !['REGULATOR', 'MARKET_REGULATOR', 'POLICE'].includes(agency.kind)) throw invalidInput([{ field: 'agencyCode', zh: '不是可以承办线索的机关', en: 'is not an agency that verifies leads' }]);
  return agency;
}

