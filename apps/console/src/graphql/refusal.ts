import type { CombinedError } from 'urql';

/** Stable codes of the contract; NETWORK is the console's own: no answer came back. */
export type RefusalCode =
  | 'UNAUTHENTICATED' | 'TOO_COMPLEX' | 'INVALID_INPUT' | 'FIELD_NOT_ALLOWED' | 'PURPOSE_REQUIRED' | 'NOT_FOUND'
  | 'SEPARATION_OF_DUTIES' | 'NOT_PERMITTED' | 'STALE_VERSION' | 'INVALID_STATE' | 'LEGAL_HOLD' | 'QUOTA_EXCEEDED'
  | 'UNAVAILABLE' | 'INTERNAL' | 'NETWORK';

/** A problem with one field of the input; `field` is its path there, e.g. "subjects.0.idNumber". */
export interface FieldProblem {
  field: string;
  zh: string;
  en: string;
}

/** Why the hub did not do or show something, in both languages. */
export interface Refusal {
  code: RefusalCode;
  zh: string;
  en: string;
  fields: FieldProblem[];
  /** Support reference of an internal fault. */
  reference: string | null;
}

const known: ReadonlySet<string> = new Set<RefusalCode>([
  'UNAUTHENTICATED', 'TOO_COMPLEX', 'INVALID_INPUT', 'FIELD_NOT_ALLOWED', 'PURPOSE_REQUIRED', 'NOT_FOUND', 'SEPARATION_OF_DUTIES', 'NOT_PERMITTED',
  'STALE_VERSION', 'INVALID_STATE', 'LEGAL_HOLD', 'QUOTA_EXCEEDED', 'UNAVAILABLE', 'INTERNAL',
]);

interface RefusalExtensions {
  code?: string;
  messageEn?: string;
  fields?: FieldProblem[];
  reference?: string;
}

const silence: Refusal = { code: 'NETWORK', zh: '', en: '', fields: [], reference: null };

/** The refusals inside a failed answer, the same one said twice only once; an empty list when nothing failed. */
export function refusalsOf(error: CombinedError | undefined): Refusal[] {
  if (error === undefined) return [];
  if (error.graphQLErrors.length === 0) {
    const status = (error.response as Response | undefined)?.status;
    if (status === 401) return [{ ...silence, code: 'UNAUTHENTICATED' }];
    if (status === 413) return [{ ...silence, code: 'TOO_COMPLEX' }];
    return [silence];
  }
  const seen = new Map<string, Refusal>();
  for (const fault of error.graphQLErrors) {
    const said = fault.extensions as RefusalExtensions;
    const refusal: Refusal = {
      code: known.has(said.code ?? '') ? (said.code as RefusalCode) : 'INTERNAL',
      zh: fault.message,
      en: said.messageEn ?? '',
      fields: said.fields ?? [],
      reference: said.reference ?? null,
    };
    seen.set(`${refusal.code} ${refusal.zh}`, refusal);
  }
  return [...seen.values()];
}
