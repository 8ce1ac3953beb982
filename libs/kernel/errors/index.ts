/**
 * Expected refusals. A Refusal is an answer the hub means to give; every other error is a bug and reaches the client
 * as INTERNAL with a reference number only. Codes and their order of precedence are those of contract.graphql.
 */
export type RefusalCode =
  | 'UNAUTHENTICATED'
  | 'TOO_COMPLEX'
  | 'INVALID_INPUT'
  | 'FIELD_NOT_ALLOWED'
  | 'PURPOSE_REQUIRED'
  | 'NOT_FOUND'
  | 'SEPARATION_OF_DUTIES'
  | 'NOT_PERMITTED'
  | 'STALE_VERSION'
  | 'INVALID_STATE'
  | 'LEGAL_HOLD'
  | 'QUOTA_EXCEEDED'
  | 'UNAVAILABLE';

/** One wrong field of an input. `field` is the path in the input, e.g. "subjects.0.idNumber"; the texts never contain a value. */
export interface FieldProblem {
  field: string;
  zh: string;
  en: string;
}

/** A refusal in both languages: what was wrong and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly zh: string;
  readonly en: string;
  readonly fields: FieldProblem[];

  constructor(code: RefusalCode, text: { zh: string; en: string; fields?: FieldProblem[] }) {
    super(`${code}: ${text.en}`);
    this.code = code;
    this.zh = text.zh;
    this.en = text.en;
    this.fields = text.fields ?? [];
  }
}

/** INVALID_INPUT over all wrong fields at once, so that the user mends them in one go. */
export function invalidInput(problems: FieldProblem[]): Refusal {
  return new Refusal('INVALID_INPUT', {
    zh: `输入有误：${problems.map((p) => `${p.field} ${p.zh}`).join('；')}`,
    en: `Invalid input: ${problems.map((p) => `${p.field} ${p.en}`).join('; ')}`,
    fields: problems,
  });
}

/** The one answer for absent and for forbidden records: nobody learns which of the two it was. */
export function notFound(): Refusal {
  return new Refusal('NOT_FOUND', { zh: '未找到该记录，或您无权查看', en: 'No such record, or you may not see it' });
}

export function unauthenticated(): Refusal {
  return new Refusal('UNAUTHENTICATED', { zh: '请先登录', en: 'Please sign in' });
}

export function notPermitted(zh = '您的岗位不能执行此操作', en = 'Your role may not do this'): Refusal {
  return new Refusal('NOT_PERMITTED', { zh, en });
}

export function separationOfDuties(zh: string, en: string): Refusal {
  return new Refusal('SEPARATION_OF_DUTIES', { zh, en });
}

export function staleVersion(): Refusal {
  return new Refusal('STALE_VERSION', {
    zh: '记录已被他人修改，请刷新后再试',
    en: 'Someone has changed this record; reload it and try again',
  });
}

export function invalidState(zh: string, en: string): Refusal {
  return new Refusal('INVALID_STATE', { zh, en });
}

export function purposeRequired(): Refusal {
  return new Refusal('PURPOSE_REQUIRED', {
    zh: '请先选择用途（用途代码和所依据的记录编号）',
    en: 'Choose a purpose first (a code and the record you work on)',
  });
}

export function fieldNotAllowed(zh = '您无权按该字段筛选、排序或比对', en = 'You may not filter, sort or match by this field'): Refusal {
  return new Refusal('FIELD_NOT_ALLOWED', { zh, en });
}
