import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { randomToken } from '#kernel/crypto';
import { Refusal, type FieldProblem, type RefusalCode } from '#kernel/errors';

/** The error as a client sees it: contract.graphql's code, both languages, wrong fields; a bug shows a reference only. */
export interface HubError extends GraphQLFormattedError {
  extensions: { code: RefusalCode | 'INTERNAL'; messageEn: string; fields?: FieldProblem[]; reference?: string };
}

/** `report` receives bugs with their reference; it must not log variables. */
export function shapeError(formatted: GraphQLFormattedError, error: unknown, report: (reference: string, error: unknown) => void): HubError {
  const cause = refusalIn(error) ?? unwrapResolverError(error);
  const place = { ...(formatted.path ? { path: formatted.path } : {}), ...(formatted.locations ? { locations: formatted.locations } : {}) };
  if (cause instanceof Refusal) {
    if (cause.code === 'UNAVAILABLE') report('', cause.cause ?? cause);
    return {
      message: cause.zh,
      ...place,
      extensions: { code: cause.code, messageEn: cause.en, ...(cause.fields.length ? { fields: cause.fields } : {}) },
    };
  }
  const code = formatted.extensions?.['code'];
  if (formatted.extensions?.['refusal'] === 'TOO_COMPLEX' || (cause instanceof GraphQLError && GAVE_UP.test(cause.message))) return tooComplex(place);
  if (cause instanceof GraphQLError && typeof code === 'string' && CLIENT_FAULTS.has(code)) return clientFault(cause, place);
  const reference = randomToken().slice(0, 12);
  report(reference, cause);
  return {
    message: `系统内部错误，请将编号 ${reference} 告知管理员`,
    ...place,
    extensions: { code: 'INTERNAL', messageEn: `Internal error; give the reference ${reference} to an administrator`, reference },
  };
}

/** A refusal thrown before execution arrives wrapped once more than one from a resolver. */
function refusalIn(error: unknown): Refusal | null {
  for (let e: unknown = error, i = 0; e && i < 4; e = (e as { originalError?: unknown }).originalError, i += 1) if (e instanceof Refusal) return e;
  return null;
}

/** graphql-js stops by itself at too many tokens, and when comparing repeated fields costs too much; it gives no code. */
const GAVE_UP = /(Parsing|^Validation) aborted\.$/;

const CLIENT_FAULTS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Parse, validation and coercion errors: where it is wrong, without quoting what was sent. */
function clientFault(error: GraphQLError, place: object): HubError {
  const english = error.message
    .replace(/ Did you mean .*$/s, '')
    .replace(/got invalid value .*?(?=( at "|; ))/s, 'got an invalid value')
    .replace(/, found .*$/s, '')
    .replace(/Value ".*?" does not exist/s, 'The value does not exist')
    .replace(/^Value .*? cannot/s, 'The value cannot');
  const variable = /Variable "\$([\w.]+)"/.exec(english);
  const inner = / at "([^"]+)"/.exec(english);
  const field = inner ? inner[1]! : variable ? variable[1]! : null;
  return {
    message: field ? `输入有误：${field} 的值不符合要求` : '请求语句有误（语法、字段名或参数）',
    ...place,
    extensions: {
      code: 'INVALID_INPUT',
      messageEn: english,
      ...(field ? { fields: [{ field, zh: '值不符合要求（类型、必填或枚举）', en: 'has a wrong type, is missing or is not one of the allowed values' }] } : {}),
    },
  };
}

function tooComplex(place: object): HubError {
  return {
    message: '查询过于复杂：层数不超过 12，别名不超过 30，指令不超过 30，词元不超过 6000',
    ...place,
    extensions: { code: 'TOO_COMPLEX', messageEn: 'The query is too complex: depth at most 12, aliases 30, directives 30, tokens 6000' },
  };
}
