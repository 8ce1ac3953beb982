import { Inject, Injectable } from '@nestjs/common';
import type { IdentifierHolder } from '#features/matching';
import { AccessRequestsService, readsContent, sharingCommands, SharingService, accessRequestCommands } from '#features/sharing';
import { compilePolicy, mayDo, parameters, requestableFields, toRowFilter, type Mode, type Viewer } from '#kernel/access';
import { Keyring } from '#kernel/crypto';
import { findVisible, ScopedRead, type Connection } from '#kernel/database';
import { invalidInput } from '#kernel/errors';
import { historyOf } from './lead-history.js';
import { openActs } from './lead-states.js';
import { toDoCondition, type LeadToDo } from './lead-to-do.js';
import { rolesOfAct } from './lead.commands.js';
import { LeadSource, type LeadRow } from './lead.source.js';
import { LeadsService } from './leads.service.js';
import type { PurposeReferenceType, RecordVersionType, ToDoType } from './lead.type.js';

/** What a page shows around a lead: acts, history, counters. Each question asks the policy again for its row. */
@Injectable()
export class LeadDetailsService {
  constructor(
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(LeadSource) private readonly source: LeadSource,
    @Inject(LeadsService) private readonly leads: LeadsService,
    @Inject(SharingService) private readonly sharing: SharingService,
    @Inject(AccessRequestsService) private readonly requests: AccessRequestsService,
  ) {}

  history(viewer: Viewer, leadId: string): Promise<RecordVersionType[]> {
    return historyOf(this.read, this.keyring, this.source, viewer, leadId);
  }

  /** Names as the contract's mutations begin: submit revise return … share recall requestAccess. */
  actions(viewer: Viewer, leadId: string): Promise<string[]> {
    return this.visible(viewer, leadId, (row, modes) => {
      const acts: string[] = openActs(viewer, row.states, rolesOfAct).map((act) => act.slice('lead.'.length).replace('submitDraft', 'submit'));
      if (row.states.status !== 'DRAFT' && mayDo(viewer, sharingCommands['lead.share']) && readsContent(viewer, row, modes)) acts.push('share');
      if (row.states.status !== 'DRAFT' && row.states.ownerAgencyId === viewer.agencyId && mayDo(viewer, sharingCommands['lead.recallShare'])) acts.push('recall');
      if (mayDo(viewer, accessRequestCommands['accessRequest.make'])) acts.push('requestAccess');
      return acts;
    }, []);
  }

  requestableFields(viewer: Viewer, leadId: string): Promise<string[]> {
    const compiled = compilePolicy(this.source.policy, viewer);
    return this.visible(viewer, leadId, (row) => {
      const modes = compiled.fieldModes(row.facts);
      const variants = [...new Set(Object.keys(this.source.policy.parts['Subject']!.variants))].map((v) => compiled.partModes(row.facts, 'Subject', v));
      return requestableFields(this.source.policy).filter((field) =>
        field.startsWith('subjects.') ? variants.some((m) => m.get(field.slice('subjects.'.length)) !== 'full') : modes.get(field) !== 'full',
      );
    }, []);
  }

  mergedInto(viewer: Viewer, leadId: string): Promise<string | null> {
    return this.read.look(viewer, async (connection, now) => {
      const [merged] = await connection.query<{ merged_into: string | null }>(`SELECT merged_into FROM lead WHERE id = $1`, [leadId]);
      if (!merged?.merged_into) return null;
      return (await findVisible(connection, viewer, this.source, merged.merged_into, now))?.row.number ?? null;
    });
  }

  async duplicates(viewer: Viewer, leadId: string): Promise<IdentifierHolder[]> {
    const owner = await this.visible(viewer, leadId, (row) => row.states.ownerAgencyId, null);
    return owner === null ? [] : this.leads.duplicatesOf(viewer, leadId, owner);
  }

  /** Newest records the viewer works on; titles as his cells allow. */
  purposeReferences(viewer: Viewer, first: number): Promise<PurposeReferenceType[]> {
    if (!Number.isInteger(first) || first < 1 || first > 100) throw invalidInput([{ field: 'first', zh: '应在 1 至 100 之间', en: 'must be between 1 and 100' }]);
    return this.read.run(viewer, 'purpose.listReferences', async (connection, now) => {
      const compiled = compilePolicy(this.source.policy, viewer);
      const { values, place } = parameters(null, now);
      const filter = toRowFilter(compiled.worksOnCondition(), this.source.facts, place);
      const ids =
        filter.kind === 'none'
          ? []
          : await connection.query<{ id: string }>(`SELECT r.id FROM lead r WHERE $1::text IS NULL AND $2::timestamptz IS NOT NULL AND ${filter.sql} ORDER BY r.updated_at DESC LIMIT ${first}`, values);
      const rows = await this.source.load(connection, ids.map((r) => r.id), viewer.audiences, now);
      const order = new Map(ids.map((r, i) => [r.id, i]));
      const value = rows
        .sort((a, b) => order.get(a.id)! - order.get(b.id)!)
        .map((row) => {
          const { record } = this.read.disclose(viewer, this.source, row, compiled, { fields: new Set(['number', 'title']), parts: new Map() });
          return { number: row.number, kind: 'Lead', title: (record['title'] as string | null) ?? null };
        });
      return { value, object: 'Lead', records: rows.map((r) => ({ id: r.id, ownerAgencyId: r.facts.ownerAgencyId })), fields: ['number'], masked: ['title'] };
    });
  }

  async toDo(viewer: Viewer): Promise<ToDoType> {
    const counts = await this.read.look(viewer, async (connection, now) => ({
      leadsToTriage: await this.count(connection, viewer, now, 'TRIAGE'),
      leadsAssignedToMe: await this.count(connection, viewer, now, 'ASSIGNED_TO_ME'),
      leadsToDecide: await this.count(connection, viewer, now, 'DECIDE'),
      returnedLeads: await this.count(connection, viewer, now, 'RETURNED'),
    }));
    const waiting = await this.sharing.waiting(viewer);
    const requests = await this.requests.mine(viewer);
    return {
      ...counts,
      accessRequestsWaiting: requests.filter((r) => r.mayDecide).length,
      sharesWaiting: waiting.consents.length,
      recallsToAcknowledge: waiting.recalls.length,
    };
  }

  /** Counts rows the viewer may list, and no others. */
  private async count(connection: Connection, viewer: Viewer, now: Date, toDo: LeadToDo): Promise<number> {
    const { values, place } = parameters(null, now);
    const filter = toRowFilter(compilePolicy(this.source.policy, viewer).rowCondition(), this.source.facts, place);
    if (filter.kind === 'none') return 0;
    const [row] = await connection.query<{ n: number }>(`SELECT count(*)::int AS n FROM lead r WHERE $1::text IS NULL AND $2::timestamptz IS NOT NULL AND ${toDoCondition(toDo, viewer, place)} AND ${filter.sql}`, values);
    return row!.n;
  }

  private visible<T>(viewer: Viewer, leadId: string, ask: (row: LeadRow, modes: ReadonlyMap<string, Mode>) => T, otherwise: T): Promise<T> {
    return this.read.look(viewer, async (connection, now) => {
      const found = await findVisible(connection, viewer, this.source, leadId, now);
      return found ? ask(found.row, found.modes) : otherwise;
    });
  }
}
