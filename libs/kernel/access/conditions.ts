import type { Viewer } from './viewer.js';

/**
 * The named vocabulary of row conditions. Each is plain data in the Mongo query form that CASL evaluates in memory and
 * row-filter.ts turns into SQL; a property test on a real PostgreSQL proves both readings equal, nulls included.
 * Fields are those of RowFacts, never columns.
 */
export type RowCondition = Record<string, unknown>;

/** What decides about a row: the same facts in memory and, through FactColumns, in SQL. */
export interface RowFacts {
  id: string;
  ownerAgencyId: string;
  assignedAgencyId: string | null;
  assigneeId: string | null;
  /** Insurers whose customers the record names. */
  insurerIds: readonly string[];
  /** The viewer's audiences under which the feed holds this row. */
  audiences: readonly string[];
  status: string;
}

export const always: RowCondition = {};
export const contributedByMyAgency = (v: Viewer): RowCondition => ({ ownerAgencyId: v.agencyId });
export const assignedToMyAgency = (v: Viewer): RowCondition => ({ assignedAgencyId: v.agencyId });
export const assignedToMe = (v: Viewer): RowCondition => ({ assigneeId: v.personId });
export const namesMyCustomers = (v: Viewer): RowCondition => ({ insurerIds: { $in: [v.agencyId] } });
/** Own, shared with my agency or a group of it, or granted to me: rows = own ∪ shared ∪ granted. */
export const withinMyReach = (v: Viewer): RowCondition => ({ audiences: { $in: [...v.audiences] } });
export const notRecused = (v: Viewer): RowCondition => (v.recusedFrom.length ? { id: { $nin: [...v.recusedFrom] } } : always);
/** Drafts and returned leads are the contributor's own business until submitted. */
export const submittedOrMine = (v: Viewer): RowCondition => anyOf({ status: { $nin: ['DRAFT'] } }, contributedByMyAgency(v));

export const anyOf = (...conditions: RowCondition[]): RowCondition => ({ $or: conditions });
export const allOf = (...conditions: RowCondition[]): RowCondition => {
  const real = conditions.filter((c) => Object.keys(c).length > 0);
  return real.length === 0 ? always : real.length === 1 ? real[0]! : { $and: real };
};
/** None of these: how a later column of the matrix excludes the earlier ones ("first match"). */
export const noneOf = (conditions: RowCondition[]): RowCondition => (conditions.length ? { $nor: conditions } : always);
