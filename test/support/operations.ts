import {
  getNamedType, isEnumType, isInputObjectType, isInterfaceType, isLeafType, isListType, isNonNullType, isObjectType, isRequiredArgument, isUnionType,
  type GraphQLArgument, type GraphQLField, type GraphQLInputField, type GraphQLInputType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';

/** A generated request. */
export interface Operation {
  name: string;
  query: string;
  variables: Record<string, unknown>;
}

/** Works through a list six at a time: people do not wait for each other either. */
export async function inLanes<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  await Promise.all(Array.from({ length: 6 }, async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  }));
}

/** What to try for arguments, by the scalar's name; enums try all their values. */
export type Values = Readonly<Record<string, readonly unknown[]>>;

const DEEPEST = 5;

/** Each costs a question of its own per row of a list: asked in the first variant of a query only. */
const COSTLY: ReadonlySet<string> = new Set(['history', 'shares', 'actions', 'requestableFields', 'possibleDuplicates', 'mergedInto']);

/**
 * Every query of the schema with every field of its answer, each argument tried alone with each of its values and, when
 * several are required, together. New fields and queries join by themselves.
 */
export function generatedOperations(schema: GraphQLSchema, values: Values, except: ReadonlySet<string> = new Set()): Operation[] {
  const fields = Object.values(schema.getQueryType()!.getFields()).filter((f) => !except.has(f.name));
  return fields.flatMap((field) => variablesFor(field, values).map((variables, i) => ({ name: `${field.name}#${i}`, query: documentFor(field, Object.keys(variables), i > 0 && field.args.some((a) => a.name === 'first') ? COSTLY : new Set()), variables })));
}

function documentFor(field: GraphQLField<unknown, unknown>, given: readonly string[], without: ReadonlySet<string>): string {
  const args = field.args.filter((a) => given.includes(a.name));
  const head = args.length > 0 ? `(${args.map((a) => `$${a.name}: ${String(a.type)}`).join(', ')})` : '';
  const call = args.length > 0 ? `(${args.map((a) => `${a.name}: $${a.name}`).join(', ')})` : '';
  return `query Generated${head} { ${field.name}${call}${selectionOf(field.type, DEEPEST, without)} }`;
}

/** All fields that need no argument, nested as deep as DEEPEST. */
export function selectionOf(type: GraphQLOutputType, depth: number, without: ReadonlySet<string> = new Set()): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named) || depth === 0) return ' { __typename }';
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const inner = Object.values(named.getFields())
    .filter((f) => !f.args.some(isRequiredArgument) && !without.has(f.name))
    .map((f) => `${f.name}${selectionOf(f.type, depth - 1, without)}`);
  return ` { __typename ${inner.join(' ')} }`;
}

/** The bare call, then each optional argument with each value beside the first value of the required ones. */
function variablesFor(field: GraphQLField<unknown, unknown>, values: Values): Record<string, unknown>[] {
  const required = field.args.filter(isRequiredArgument);
  const optional = field.args.filter((a) => !isRequiredArgument(a));
  const base = Object.fromEntries(required.map((a) => [a.name, tries(a.type, values)[0]]));
  const variants: Record<string, unknown>[] = [base];
  for (const argument of [...required, ...optional]) for (const value of tries(argument.type, values)) variants.push({ ...base, [argument.name]: value });
  return [...new Map(variants.map((v) => [JSON.stringify(v), v])).values()];
}

function tries(type: GraphQLInputType, values: Values): unknown[] {
  if (isNonNullType(type)) return tries(type.ofType as GraphQLInputType, values);
  if (isListType(type)) return tries(type.ofType as GraphQLInputType, values).map((v) => [v]);
  if (isEnumType(type)) return type.getValues().map((v) => v.name);
  if (isInputObjectType(type)) {
    const inputs = Object.values(type.getFields());
    const needed = Object.fromEntries(inputs.filter((f) => isNonNullType(f.type)).map((f) => [f.name, tries(f.type, values)[0]]));
    return [needed, ...inputs.flatMap((f: GraphQLInputField | GraphQLArgument) => tries(f.type, values).map((v) => ({ ...needed, [f.name]: v })))];
  }
  return [...(values[getNamedType(type).name] ?? [])];
}
