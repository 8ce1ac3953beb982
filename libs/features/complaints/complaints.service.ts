import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { LeadsService, LeadSource, containsPattern, searchForm, textProblem, type LeadInput } from '#features/leads';
import { MatchingService, type IdentifierHolder } from '#features/matching';
import { SharingService, strictest } from '#features/sharing';
import { hasRole, type Viewer } from '#kernel/access';
import type { Config } from '#kernel/config';
import { Keyring } from '#kernel/crypto';
import { findVisible, Records, requireVisible, ScopedRead, UnitOfWork, type Disclosed, type Page, type Wanted } from '#kernel/database';
import { invalidInput, invalidState, notPermitted, type FieldProblem } from '#kernel/errors';
import { CONFIG } from '#kernel/runtime';
import { complaintSearchCondition, disclosedWhere } from './complaint-search.js';
import { ComplaintSource } from './complaint.source.js';

export interface ComplaintFilter {
  text?: string | null;
  respondent?: string | null;
  openedFrom?: string | null;
  openedTo?: string | null;
  category?: string | null;
}

/** Use-cases of complaints: reading, matching against leads, and making a lead of one. */
@Injectable()
export class ComplaintsService implements OnModuleInit {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Records) private readonly records: Records,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ComplaintSource) readonly source: ComplaintSource,
    @Inject(LeadsService) private readonly leads: LeadsService,
    @Inject(LeadSource) private readonly leadSource: LeadSource,
    @Inject(SharingService) private readonly sharing: SharingService,
    @Inject(MatchingService) private readonly matching: MatchingService,
  ) {}

  onModuleInit(): void {
    this.records.register(this.source);
    this.sharing.register({
      recordType: 'Complaint',
      feedRow: async (connection, id) => (await this.source.load(connection, [id], [], new Date()))[0]!.feed,
    });
  }

  one(viewer: Viewer, idOrNumber: string, wanted: Wanted): Promise<Disclosed | null> {
    return this.read.one(viewer, this.source, idOrNumber, wanted, 'complaint.read');
  }

  async list(viewer: Viewer, filter: ComplaintFilter, first: number, after: string | null, wanted: Wanted): Promise<Page> {
    const problems: FieldProblem[] = [];
    for (const field of ['text', 'respondent', 'category'] as const) {
      const problem = filter[field] ? textProblem(filter[field], 200, false) : null;
      if (problem) problems.push({ field: `filter.${field}`, ...problem });
    }
    if (problems.length > 0) {
      const refusal = invalidInput(problems);
      await this.read.refused(viewer, 'complaint.list', 'Complaint', refusal);
      throw refusal;
    }
    return this.read.page(
      viewer,
      this.source,
      {
        action: 'complaint.list',
        first,
        after,
        order: { expression: 'f.sort_at', cast: 'timestamptz', direction: 'DESC' },
        shape: filter,
        where: (place, compiled, now) => {
          const conditions: string[] = [];
          const contains = (text: string): string => place(containsPattern(searchForm(text)), 'text');
          if (filter.openedFrom) conditions.push(`r.opened_at >= ${place(filter.openedFrom, 'date')}`);
          if (filter.openedTo) conditions.push(`r.opened_at <= ${place(filter.openedTo, 'date')}`);
          if (filter.category?.trim()) conditions.push(`lower(r.category) LIKE ${contains(filter.category)}`);
          if (filter.respondent?.trim()) {
            const disclosed = disclosedWhere('respondent', 'whole', viewer, this.source, compiled, place);
            conditions.push(disclosed ? `(${disclosed} AND r.search_respondent LIKE ${contains(filter.respondent)})` : 'FALSE');
          }
          if (filter.text?.trim()) conditions.push(complaintSearchCondition(filter.text, viewer, this.source, compiled, this.keyring, this.config.demo, now, place));
          return conditions;
        },
      },
      wanted,
    );
  }

  /** Leads that share an identifier with the complaint; for the contributor and for intake staff, as with duplicate hints of leads. */
  async possibleLeads(viewer: Viewer, complaintId: string): Promise<IdentifierHolder[]> {
    const row = await this.read.look(viewer, async (c, now) => (await findVisible(c, viewer, this.source, complaintId, now))?.row ?? null);
    if (!row || (row.facts.ownerAgencyId !== viewer.agencyId && !hasRole(viewer, 'INTAKE'))) return [];
    return this.read.run(viewer, 'complaint.findLeads', async (c, now) => {
      const { holders: value, records } = await this.matching.duplicatesOf(c, viewer, row.id, now);
      return { value, object: 'Complaint', records: [{ id: row.id, ownerAgencyId: row.facts.ownerAgencyId }, ...records], fields: ['possibleLeads'] };
    }, 'all');
  }

  proposedLead(viewer: Viewer, complaintId: string): Promise<string | null> {
    return this.read.look(viewer, async (c, now) => {
      const [complaint] = await c.query<{ proposed_lead_id: string | null }>(`SELECT proposed_lead_id FROM complaint WHERE id = $1`, [complaintId]);
      if (!complaint?.proposed_lead_id) return null;
      return (await findVisible(c, viewer, this.leadSource, complaint.proposed_lead_id, now))?.row.number ?? null;
    });
  }

  /** A lead of its own, submitted at once, with the stricter handling code of both; the contributor of the complaint only, once. */
  proposeLead(viewer: Viewer, complaintId: string, input: LeadInput): Promise<string> {
    return this.unitOfWork.run(viewer, 'complaint.proposeLead', async (tx) => {
      const { row } = await requireVisible(tx, viewer, this.source, complaintId, tx.now);
      tx.permit();
      if (row.facts.ownerAgencyId !== viewer.agencyId) throw notPermitted('只有提供该投诉的机关可以据此提出线索', 'Only the agency that contributed the complaint may propose a lead from it');
      return tx.once(input.idempotencyKey, { complaintId: row.id, ...input }, async () => {
        if (row.columns.proposed_lead_id !== null) throw invalidState('该投诉已提出过线索', 'A lead was proposed from this complaint already');
        const leadId = await this.leads.createIn(tx, { ...input, handlingCode: strictest(input.handlingCode ?? 'H0', row.handlingCode) }, true);
        await tx.query(`UPDATE complaint SET proposed_lead_id = $2, updated_at = $3 WHERE id = $1`, [row.id, leadId, tx.now]);
        tx.note({ object: 'Complaint', records: [{ id: row.id, ownerAgencyId: row.facts.ownerAgencyId }], fields: ['proposedLead'] });
        return leadId;
      });
    });
  }

  leadOf(viewer: Viewer, leadId: string, wanted: Wanted): Promise<Disclosed | null> {
    return this.leads.one(viewer, leadId, wanted);
  }
}
