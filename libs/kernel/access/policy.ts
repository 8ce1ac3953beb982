import { createMongoAbility, subject as asSubject, buildMongoQueryMatcher, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { permittedFieldsOf, rulesToAST } from '@casl/ability/extra';
import { $and, $nor, $or, and, nor, or, type Condition } from '@ucast/mongo2js';
import { COLUMNS, type Column, type FieldRule, type Mode } from './cells.js';
import { allOf, always, contributedByMyAgency, noneOf, notRecused, withinMyReach, type RowCondition, type RowFacts } from './conditions.js';
import type { Role, Viewer } from './viewer.js';

/** Who stands in a column: a viewer-level test and, for a viewer who passes it, a row condition. */
export interface ColumnRule {
  column: Column;
  viewer: (viewer: Viewer) => boolean;
  row: (viewer: Viewer) => RowCondition;
}

/**
 * The rights on one record type. `parts` are nested types whose rows follow their record's column (subjects of a lead),
 * by variant (suspect person, suspect organisation, consumer), because one GraphQL type can stand on several matrix rows.
 */
export interface RecordPolicy {
  /** GraphQL type name. */
  record: string;
  /** Business-number prefix, e.g. XS. */
  prefix: string;
  /** In the order of first match. */
  columns: readonly ColumnRule[];
  /** Roles that may read the type at all; a viewer with none of them finds nothing. */
  readers: readonly Role[];
  /** AND, for every role. */
  always: readonly ((viewer: Viewer) => RowCondition)[];
  /** The field whose cell decides whether the row is visible at all (row 1 of the matrix). */
  identity: string;
  fields: Readonly<Record<string, FieldRule>>;
  parts: Readonly<Record<string, PartPolicy>>;
  /**
   * Cells that must be at least R for a viewer to get free text as it was written: a text shows an identifier only to those
   * who may read or ask for the identifier; everybody else, a granted text included, gets it with entities redacted.
   */
  rawTextNeeds: readonly { field: string; part?: { part: string; variant: string } }[];
  /** A role's "must not" (domain.md section 2) wins on every record: fields that a holder never reads, whatever else he is. */
  mustNot: Partial<Record<Role, readonly string[]>>;
  /** Records on which the viewer works, so that they may stand as the reference of his purpose. */
  worksOn: (viewer: Viewer) => RowCondition | null;
}

export interface PartPolicy {
  /** GraphQL type name. */
  record: string;
  /** Field of the parent that lists the part; requests name part fields as "subjects.phones". */
  parentField: string;
  variants: Readonly<Record<string, Readonly<Record<string, FieldRule>>>>;
}

export function definePolicy(policy: RecordPolicy): RecordPolicy {
  if (!policy.fields[policy.identity]) throw new Error(`${policy.record}: identity field ${policy.identity} has no row`);
  return Object.freeze(policy);
}

type HubAbility = MongoAbility<[string, string | Record<string, unknown>]>;
type HubRule = RawRuleOf<HubAbility>;

const conditionsMatcher = buildMongoQueryMatcher({ $and, $or, $nor } as never, { and, or, nor } as never);

/** Modes of an identifier under which its number may stand in a text. */
export const RAW_TEXT_MODES: readonly Mode[] = ['full', 'masked', 'request'];

const MODES: readonly Exclude<Mode, 'hidden'>[] = ['full', 'masked', 'match', 'request', 'aggregate'];

/** A policy compiled for one viewer: the CASL rules and the questions the two doors ask of them. */
export interface CompiledPolicy {
  policy: RecordPolicy;
  rules: readonly HubRule[];
  /** Columns the viewer can be in on some row of this type. */
  columns: readonly Column[];
  /** null = nothing at all, never an empty condition by accident. */
  rowCondition(): Condition | null;
  sees(facts: RowFacts): boolean;
  /** Mode of each field on this row; absent = hidden. */
  fieldModes(facts: RowFacts): Map<string, Mode>;
  partModes(facts: RowFacts, part: string, variant: string): Map<string, Mode>;
  /** Whether free text is given as written on this row, entities and all. */
  readsRawText(facts: RowFacts): boolean;
  /** The rows on which a field is disclosed in one of these modes; null = on none. For searching what is disclosed, and nothing else. */
  whereDisclosed(field: string, modes: readonly Mode[], part?: { part: string; variant: string }): Condition | null;
  /** The mode of a field in the column the viewer takes on records he has no relation to. */
  strangerMode(field: string, part?: { part: string; variant: string }): Mode;
  /** Visible rows on which the viewer works; null = none. */
  worksOnCondition(): Condition | null;
  /** Whether the field is disclosed in full in every column the viewer can be in (own records aside): may he sort by it? */
  fullEverywhere(field: string): boolean;
}

/**
 * Compiles the table to CASL rules: allow-only, no wildcards, the columns made exclusive so that order never matters. For
 * 'matching' the cells count on every row, within reach or not, listed or not: a K cell is matched where nothing is shown.
 */
export function compilePolicy(policy: RecordPolicy, viewer: Viewer, purpose: 'reading' | 'matching' = 'reading'): CompiledPolicy {
  const rules: HubRule[] = [];
  const eligible = policy.columns.filter((c) => c.viewer(viewer));
  const mayRead = policy.readers.some((role) => viewer.roles.has(role));
  const forbidden = new Set([...viewer.roles].flatMap((role) => policy.mustNot[role] ?? []));
  const own = contributedByMyAgency(viewer);
  const inReach = allOf(purpose === 'reading' ? withinMyReach(viewer) : always, ...policy.always.map((condition) => condition(viewer)), notRecused(viewer));
  const earlier: RowCondition[] = [];
  const columns: Column[] = [];

  for (const column of mayRead ? eligible : []) {
    const condition = column.row(viewer);
    const exclusive = allOf(condition, noneOf([...earlier]));
    columns.push(column.column);
    for (const side of ['own', 'other'] as const) {
      const where = allOf(exclusive, side === 'own' ? own : noneOf([own]), inReach);
      const visible = ['full', 'masked'].includes(policy.fields[policy.identity]!.cells[column.column][side]);
      if (!visible && purpose === 'reading') continue;
      if (visible) rules.push({ action: 'list', subject: policy.record, conditions: where });
      addFieldRules(rules, policy.record, policy.fields, column.column, side, where, forbidden, '');
      for (const part of Object.values(policy.parts)) {
        for (const [variant, fields] of Object.entries(part.variants)) {
          addFieldRules(rules, `${part.record}:${variant}`, fields, column.column, side, where, forbidden, `${part.parentField}.`);
        }
      }
    }
    if (condition === always) break;
    earlier.push(condition);
  }
  if (columns.length > 0) addGrantRules(rules, policy, viewer, inReach, forbidden);

  const ability = createMongoAbility<HubAbility>(rules, { conditionsMatcher });
  const modesOf = (subjectType: string, facts: RowFacts): Map<string, Mode> => {
    const modes = new Map<string, Mode>();
    for (const mode of [...MODES].reverse()) {
      const fields = permittedFieldsOf(ability, `disclose:${mode}`, tagged(subjectType, facts), { fieldsFrom: (rule) => rule.fields ?? [] });
      for (const field of fields) modes.set(field, mode);
    }
    return modes;
  };
  const cellsOf = (field: string, at?: { part: string; variant: string }) => {
    const fields = at ? policy.parts[at.part]?.variants[at.variant] : policy.fields;
    const rule = fields?.[field];
    if (!rule) throw new Error(`${policy.record} has no field ${field}`);
    return forbidden.has(at ? `${policy.parts[at.part]!.parentField}.${field}` : field) ? null : rule.cells;
  };

  return {
    policy,
    rules,
    columns,
    rowCondition: () => rulesToAST(ability, 'list', policy.record),
    sees: (facts) => ability.can('list', tagged(policy.record, facts)),
    fieldModes: (facts) => modesOf(policy.record, facts),
    partModes: (facts, part, variant) => modesOf(`${policy.parts[part]!.record}:${variant}`, facts),
    readsRawText: (facts) =>
      policy.rawTextNeeds.every(({ field, part: at }) => {
        const mode = at ? modesOf(`${policy.parts[at.part]!.record}:${at.variant}`, facts).get(field) : modesOf(policy.record, facts).get(field);
        return mode !== undefined && RAW_TEXT_MODES.includes(mode);
      }),
    whereDisclosed: (field, modes, at) => {
      const subjectType = at ? `${policy.parts[at.part]!.record}:${at.variant}` : policy.record;
      const actions = new Set(modes.map((mode) => `disclose:${mode}`));
      const matching = rules.filter((rule) => rule.subject === subjectType && actions.has(rule.action as string) && (rule.fields as string[]).includes(field));
      const narrowed = createMongoAbility<HubAbility>(matching.map((rule) => ({ action: 'list', subject: policy.record, conditions: rule.conditions ?? {} })), { conditionsMatcher });
      return rulesToAST(narrowed, 'list', policy.record);
    },
    worksOnCondition: () => {
      const works = policy.worksOn(viewer);
      if (!works) return null;
      const narrowed = createMongoAbility<HubAbility>(
        rules.filter((rule) => rule.action === 'list').map((rule) => ({ action: 'list', subject: policy.record, conditions: allOf(rule.conditions ?? {}, works) })),
        { conditionsMatcher },
      );
      return rulesToAST(narrowed, 'list', policy.record);
    },
    strangerMode: (field, at) => {
      const last = columns.at(-1);
      return last ? (cellsOf(field, at)?.[last].other ?? 'hidden') : 'hidden';
    },
    fullEverywhere: (field) => columns.length > 0 && columns.every((column) => cellsOf(field)?.[column].other === 'full'),
  };
}

function addFieldRules(
  rules: HubRule[],
  subjectType: string,
  fields: Readonly<Record<string, FieldRule>>,
  column: Column,
  side: 'own' | 'other',
  where: RowCondition,
  forbidden: ReadonlySet<string>,
  path: string,
): void {
  for (const mode of MODES) {
    const open = Object.keys(fields).filter((field) => fields[field]!.cells[column][side] === mode && !forbidden.has(path + field));
    if (open.length > 0) rules.push({ action: `disclose:${mode}`, subject: subjectType, fields: open, conditions: where });
  }
}

function addGrantRules(rules: HubRule[], policy: RecordPolicy, viewer: Viewer, inReach: RowCondition, forbidden: ReadonlySet<string>): void {
  for (const grant of viewer.grants) {
    const where = allOf({ id: grant.recordId }, inReach);
    const fields = grant.fields.filter((f) => !f.includes('.') && policy.fields[f] && !forbidden.has(f));
    if (fields.length > 0) rules.push({ action: 'disclose:full', subject: policy.record, fields, conditions: where });
    for (const part of Object.values(policy.parts)) {
      const prefix = `${part.parentField}.`;
      for (const [variant, rows] of Object.entries(part.variants)) {
        const open = grant.fields
          .filter((f) => f.startsWith(prefix) && !forbidden.has(f))
          .map((f) => f.slice(prefix.length))
          .filter((f) => rows[f]);
        if (open.length > 0) rules.push({ action: 'disclose:full', subject: `${part.record}:${variant}`, fields: open, conditions: where });
      }
    }
  }
}

/** A copy with CASL's type mark: an untagged object would be judged by no rule at all. */
function tagged(subjectType: string, facts: RowFacts) {
  return asSubject(subjectType, { ...facts } as Record<string, unknown>);
}

/** Every field an access request may name, as paths ("narrative", "subjects.phones"). */
export function requestableFields(policy: RecordPolicy): string[] {
  const own = Object.entries(policy.fields).filter(([, rule]) => rule.requestable && !rule.derived).map(([field]) => field);
  const parts = Object.values(policy.parts).flatMap((part) => [
    ...new Set(Object.values(part.variants).flatMap((rows) => Object.entries(rows).filter(([, r]) => r.requestable && !r.derived).map(([f]) => `${part.parentField}.${f}`))),
  ]);
  return [...own, ...parts];
}

export { COLUMNS };
