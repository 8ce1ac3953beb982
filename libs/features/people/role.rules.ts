import { ADMINISTRATOR_ROLES, AGENCY_KINDS, type AgencyKind, type Role } from '#kernel/access';
import { addMonths, endOfHubDay, hubDay, startOfHubDay } from '#kernel/clocks';
import type { FieldProblem } from '#kernel/errors';

/** A role with its term, held or asked for. */
export interface RoleTerm {
  role: Role;
  startsAt: Date;
  endsAt: Date;
}

export interface Term {
  startsAt: Date;
  endsAt: Date;
}

/** Which kinds of agency have which role (domain.md section 2). The three administrators sit with the operator, the hub office. */
export const ROLE_KINDS: Readonly<Record<Role, readonly AgencyKind[]>> = {
  LIAISON: AGENCY_KINDS,
  INTAKE: ['HUB_OFFICE', 'REGULATOR'],
  INVESTIGATOR: ['REGULATOR', 'MARKET_REGULATOR', 'POLICE'],
  LEGAL: ['REGULATOR', 'MARKET_REGULATOR'],
  APPROVER: AGENCY_KINDS,
  POL_REQ: ['POLICE'],
  POL_HEAD_DEPARTMENT: ['POLICE'],
  POL_HEAD_COUNTY: ['POLICE'],
  POL_HEAD_PREFECTURE: ['POLICE'],
  CUSTODIAN: ['INSURER', 'REGULATOR', 'MARKET_REGULATOR'],
  ANALYST: ['HUB_OFFICE', 'REGULATOR', 'POLICE', 'INDUSTRY_ASSOCIATION'],
  PLANNER: ['REGULATOR', 'POLICE', 'HUB_OFFICE'],
  REPORT_OFF: ['REGULATOR', 'HUB_OFFICE'],
  REWARD_OFF: ['REGULATOR', 'HUB_OFFICE'],
  PUBLICITY: AGENCY_KINDS,
  REGISTRAR: ['INSURER', 'INDUSTRY_ASSOCIATION', 'REGULATOR'],
  LEADER: ['HUB_OFFICE'],
  SYSADMIN: ['HUB_OFFICE'],
  SECADMIN: ['HUB_OFFICE'],
  AUDITOR: ['HUB_OFFICE'],
};

/** Roles of a head; a deputy (AB角) takes these over, and no others. */
export const HEAD_ROLES: readonly Role[] = ['APPROVER', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE', 'LEADER'];

/** Every grant ends; two years is the longest, so that each right is looked at again at least that often. */
const LONGEST_GRANT_MONTHS = 24;
/** A deputy stands in for a while, he does not replace the head. */
const LONGEST_DEPUTY_MONTHS = 12;

/** Pairs that no one person holds at a time, besides the administrators: whoever knows the informant must not pay him. */
const APART: readonly (readonly [Role, Role])[] = [['REPORT_OFF', 'REWARD_OFF']];

export function isAdministratorRole(role: Role): boolean {
  return (ADMINISTRATOR_ROLES as readonly Role[]).includes(role);
}

/** What is wrong with the term of a role grant. */
export function grantTermProblems(term: Term, now: Date): FieldProblem[] {
  return termProblems(term, now, LONGEST_GRANT_MONTHS, { zh: '最长为自今日起两年', en: 'may lie two years ahead at most' });
}

/** What is wrong with the term of a deputy. */
export function deputyTermProblems(term: Term, now: Date): FieldProblem[] {
  return termProblems(term, now, LONGEST_DEPUTY_MONTHS, { zh: '最长为自今日起一年', en: 'may lie one year ahead at most' });
}

function termProblems({ startsAt, endsAt }: Term, now: Date, months: number, tooLong: { zh: string; en: string }): FieldProblem[] {
  const today = hubDay(now);
  const problems: FieldProblem[] = [];
  if (startsAt < startOfHubDay(today)) problems.push({ field: 'startsAt', zh: '不得早于今日', en: 'must not lie before today' });
  if (endsAt <= startsAt || endsAt <= now) problems.push({ field: 'endsAt', zh: '应晚于开始时间和当前时间', en: 'must lie after the start and in the future' });
  if (endsAt > endOfHubDay(addMonths(today, months))) problems.push({ field: 'endsAt', ...tooLong });
  return problems;
}

/** Nobody gives a right that the table does not give to the kind of agency, whoever he is. */
export function kindProblem(role: Role, kind: AgencyKind): FieldProblem | null {
  return ROLE_KINDS[role].includes(kind) ? null : { field: 'role', zh: '该类单位不设此岗位', en: 'does not exist in an agency of this kind' };
}

/**
 * Why the wanted role cannot stand beside what the person holds or was proposed for at the same time; null when it can.
 * `standsIn`: terms for which he is a deputy, whose head roles he then has.
 */
export function separationConflict(wanted: RoleTerm, held: readonly RoleTerm[], standsIn: readonly Term[]): { zh: string; en: string } | null {
  const atTheSameTime = held.filter((h) => overlap(h, wanted));
  const others = atTheSameTime.filter((h) => h.role !== wanted.role);
  if (others.some((h) => isAdministratorRole(h.role)) && isAdministratorRole(wanted.role)) {
    return { zh: '系统、安全、审计三类管理员须由三人分别担任', en: 'The system, security and audit administrators must be three different people' };
  }
  const deputising = standsIn.some((t) => overlap(t, wanted));
  if ((isAdministratorRole(wanted.role) && (others.length > 0 || deputising)) || others.some((h) => isAdministratorRole(h.role))) {
    return { zh: '三类管理员不得兼任任何业务岗位', en: 'An administrator must not hold any other role' };
  }
  for (const [a, b] of APART) {
    const other = wanted.role === a ? b : wanted.role === b ? a : null;
    if (other && others.some((h) => h.role === other)) return { zh: '举报专办员与奖励经办不得由同一人担任', en: 'The report handler and the reward officer must be different people' };
  }
  return null;
}

export function overlap(a: Term, b: Term): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}

/** Who confirms a grant. */
export type Confirmer = 'APPROVER' | 'LEADER' | 'SYSADMIN';

/**
 * The head of the person's own agency; where that agency has no other head than the person himself, a leader of the hub
 * office; where there is none either (a hub that has just begun, or the only leader's own grant), the system
 * administrator as the second of two administrators. So no right ever comes from one person alone.
 */
export function confirmerOf(personId: string, proposerId: string | null, approvers: readonly string[], leaders: readonly string[]): Confirmer {
  const someoneElse = (ids: readonly string[]): boolean => ids.some((id) => id !== personId && id !== proposerId);
  return someoneElse(approvers) ? 'APPROVER' : someoneElse(leaders) ? 'LEADER' : 'SYSADMIN';
}
