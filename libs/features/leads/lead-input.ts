import type { Config } from '#kernel/config';
import type { FieldProblem } from '#kernel/errors';
import { checkIdentifier, type IdentifierKind } from '#kernel/identifiers';
import { needsConsent, type HandlingCode } from '#features/sharing';

/** SubmitLeadInput as the client sends it. */
export interface LeadInput {
  title: string;
  narrative: string;
  source: string;
  regionCode: string;
  conductTypes: string[];
  sourceGrade: number;
  informationGrade: string;
  handling: string;
  handlingCode?: HandlingCode | null;
  amountInvolved?: string | null;
  insurerCodes?: string[] | null;
  policyNumbers?: string[] | null;
  subjects: SubjectInput[];
  idempotencyKey?: string | null;
}

export interface SubjectInput {
  kind: 'PERSON' | 'ORGANISATION';
  role: string;
  name: string;
  idNumber?: string | null;
  unifiedCreditCode?: string | null;
  phones?: string[] | null;
  bankAccounts?: string[] | null;
}

/** The same, every identifier in its normal form. */
export interface CheckedLead extends Omit<LeadInput, 'handlingCode' | 'amountInvolved' | 'insurerCodes' | 'policyNumbers' | 'subjects' | 'idempotencyKey'> {
  handlingCode: HandlingCode;
  amountInvolved: string | null;
  insurerCodes: string[];
  policyNumbers: string[];
  subjects: CheckedSubject[];
}

export interface CheckedSubject {
  kind: 'PERSON' | 'ORGANISATION';
  role: string;
  name: string;
  idNumber: string | null;
  unifiedCreditCode: string | null;
  phones: string[];
  bankAccounts: string[];
}

const LONGEST_TITLE = 200;
const LONGEST_NARRATIVE = 20_000;
const MOST_SUBJECTS = 200;
const MOST_PER_SUBJECT = 50;

/** Free text is kept byte for byte; only what no database or reader can hold is refused. */
export function textProblem(value: string, longest: number, required = true): { zh: string; en: string } | null {
  if (required && value.trim() === '') return { zh: '不能为空', en: 'must not be empty' };
  if ([...value].length > longest) return { zh: `不能超过 ${longest} 个字`, en: `must not exceed ${longest} characters` };
  if (value.includes('\u0000')) return { zh: '不能含有空字符 (U+0000)', en: 'must not contain the NUL character (U+0000)' };
  if (!value.isWellFormed()) return { zh: '含有不完整的字符（孤立代理项）', en: 'contains an incomplete character (lone surrogate)' };
  return null;
}

/** Checks a whole lead at once and normalises its identifiers; every problem names its field and no value. */
export function checkLead(input: LeadInput, config: Pick<Config, 'demo'>, today: Date): { lead: CheckedLead; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const add = (field: string, p: { zh: string; en: string } | null): void => {
    if (p) problems.push({ field: `${field}`, zh: p.zh, en: p.en });
  };
  const identifier = (field: string, kind: IdentifierKind | 'REGION_CODE', value: string): string => {
    const checked = checkIdentifier(kind, value, { demo: config.demo, today });
    if (checked.ok) return checked.normalised;
    add(field, checked);
    return '';
  };
  add('title', textProblem(input.title, LONGEST_TITLE));
  add('narrative', textProblem(input.narrative, LONGEST_NARRATIVE));
  const regionCode = identifier('regionCode', 'REGION_CODE', input.regionCode);
  if (input.conductTypes.length === 0) add('conductTypes', { zh: '至少选择一种行为类型', en: 'choose at least one' });
  if (input.sourceGrade < 1 || input.sourceGrade > 3) add('sourceGrade', { zh: '来源评级应为 1、2 或 3', en: 'must be 1, 2 or 3' });
  if (!/^[A-E]$/.test(input.informationGrade)) add('informationGrade', { zh: '信息评级应为 A 至 E', en: 'must be A to E' });
  if (!/^[PC]$/.test(input.handling)) add('handling', { zh: '处理等级应为 P 或 C', en: 'must be P or C' });
  const handlingCode = input.handlingCode ?? 'H0';
  if (input.handling === 'C' && !needsConsent(handlingCode)) add('handlingCode', { zh: '处理等级 C 须用 H2 或 H3', en: 'handling C needs H2 or H3' });
  if (input.idempotencyKey !== null && input.idempotencyKey !== undefined) add('idempotencyKey', textProblem(input.idempotencyKey, 200));
  if (input.subjects.length > MOST_SUBJECTS) add('subjects', { zh: `不能超过 ${MOST_SUBJECTS} 个主体`, en: `must not exceed ${MOST_SUBJECTS}` });
  const policyNumbers = (input.policyNumbers ?? []).map((n, i) => identifier(`policyNumbers.${i}`, 'POLICY_NUMBER', n));
  if (policyNumbers.length > 1000) add('policyNumbers', { zh: '不能超过 1000 个', en: 'must not exceed 1000' });

  const subjects = input.subjects.slice(0, MOST_SUBJECTS).map((s, i): CheckedSubject => {
    const at = `subjects.${i}`;
    add(`${at}.name`, textProblem(s.name, 100));
    if (s.kind === 'ORGANISATION' && s.idNumber) add(`${at}.idNumber`, { zh: '组织没有居民身份证号，请填统一社会信用代码', en: 'an organisation has no resident ID; give its unified credit code' });
    if (s.kind === 'PERSON' && s.unifiedCreditCode) add(`${at}.unifiedCreditCode`, { zh: '自然人没有统一社会信用代码', en: 'a person has no unified credit code' });
    for (const list of ['phones', 'bankAccounts'] as const) if ((s[list] ?? []).length > MOST_PER_SUBJECT) add(`${at}.${list}`, { zh: `不能超过 ${MOST_PER_SUBJECT} 个`, en: `must not exceed ${MOST_PER_SUBJECT}` });
    return {
      kind: s.kind,
      role: s.role,
      name: s.name,
      idNumber: s.idNumber && s.kind === 'PERSON' ? identifier(`${at}.idNumber`, 'RESIDENT_ID', s.idNumber) : null,
      unifiedCreditCode: s.unifiedCreditCode && s.kind === 'ORGANISATION' ? identifier(`${at}.unifiedCreditCode`, 'UNIFIED_CREDIT_CODE', s.unifiedCreditCode) : null,
      phones: [...new Set((s.phones ?? []).slice(0, MOST_PER_SUBJECT).map((p, j) => identifier(`${at}.phones.${j}`, 'PHONE', p)))],
      bankAccounts: [...new Set((s.bankAccounts ?? []).slice(0, MOST_PER_SUBJECT).map((b, j) => identifier(`${at}.bankAccounts.${j}`, 'BANK_ACCOUNT', b)))],
    };
  });
  const lead: CheckedLead = {
    title: input.title,
    narrative: input.narrative,
    source: input.source,
    regionCode,
    conductTypes: [...new Set(input.conductTypes)],
    sourceGrade: input.sourceGrade,
    informationGrade: input.informationGrade,
    handling: input.handling,
    handlingCode,
    amountInvolved: input.amountInvolved ?? null,
    insurerCodes: [...new Set(input.insurerCodes ?? [])],
    policyNumbers: [...new Set(policyNumbers)],
    subjects,
  };
  return { lead, problems };
}
