import { PURPOSE_CODES, type Place } from '#kernel/access';
import { invalidInput, type FieldProblem } from '#kernel/errors';
import type { AuditFilterInput } from './ledger.type.js';

/** What names turned out to mean for this reader; null: nothing he may see, so nothing is found. */
export interface Resolved {
  personId?: string | null;
  recordId?: string | null;
}

const LONGEST = 120;

/** INVALID_INPUT over everything wrong in the form of a filter. */
export function checkFilter(filter: AuditFilterInput, at = 'filter'): void {
  const problems: FieldProblem[] = [];
  for (const name of ['person', 'recordNumber', 'field', 'action', 'outcome'] as const) {
    if ((filter[name]?.length ?? 0) > LONGEST) problems.push({ field: `${at}.${name}`, zh: `不能超过 ${LONGEST} 个字符`, en: `must not exceed ${LONGEST} characters` });
  }
  if (filter.purposeCode && !(PURPOSE_CODES as readonly string[]).includes(filter.purposeCode)) {
    problems.push({ field: `${at}.purposeCode`, zh: `应为 ${PURPOSE_CODES.join('、')} 之一`, en: `must be one of ${PURPOSE_CODES.join(', ')}` });
  }
  if (filter.from && filter.to && filter.from >= filter.to) problems.push({ field: `${at}.to`, zh: '应晚于开始时间', en: 'must lie after the start' });
  if (problems.length > 0) throw invalidInput(problems);
}

/** The filter over the columns both reading tables have, aliased `x`. */
export function filterConditions(filter: AuditFilterInput, resolved: Resolved, place: Place): string[] {
  const conditions: string[] = [];
  const equals = (column: string, value: string | null | undefined): void => {
    if (value) conditions.push(`x.${column} = ${place(value, 'text')}`);
  };
  if (resolved.personId !== undefined) conditions.push(resolved.personId === null ? 'FALSE' : `x.person_id = ${place(resolved.personId, 'uuid')}`);
  if (resolved.recordId !== undefined) conditions.push(resolved.recordId === null ? 'FALSE' : `x.record_ids @> ARRAY[${place(resolved.recordId, 'uuid')}]`);
  if (filter.field) conditions.push(`x.fields @> ARRAY[${place(filter.field, 'text')}]`);
  equals('purpose_code', filter.purposeCode);
  equals('action', filter.action);
  equals('outcome', filter.outcome);
  // So that the planner may use the indexes that leave the common case out.
  if (filter.outcome && filter.outcome !== 'OK') conditions.push(`x.outcome <> 'OK'`);
  if (filter.from) conditions.push(`x.at >= ${place(filter.from, 'timestamptz')}`);
  if (filter.to) conditions.push(`x.at < ${place(filter.to, 'timestamptz')}`);
  return conditions;
}
