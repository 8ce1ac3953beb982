import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { formatDateTime, isDay, parseDateTime } from '#kernel/clocks';

function text(node: ValueNode, name: string): string {
  if (node.kind !== Kind.STRING) throw new GraphQLError(`${name} must be written as a string`);
  return node.value;
}

/** RFC 3339, answered in +08:00 to the second. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'RFC 3339 in +08:00',
  serialize: (value) => formatDateTime(value instanceof Date ? value : new Date(String(value))),
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(text(node, 'DateTime')),
});

function parseInstant(value: unknown): Date {
  const at = typeof value === 'string' ? parseDateTime(value) : null;
  if (!at) throw new GraphQLError('DateTime must be RFC 3339 with a zone, e.g. 2026-09-21T09:00:00+08:00');
  return at;
}

/** A calendar day of the hub, YYYY-MM-DD. */
export const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'Calendar day, YYYY-MM-DD',
  serialize: (value) => String(value),
  parseValue: parseDay,
  parseLiteral: (node) => parseDay(text(node, 'Date')),
});

function parseDay(value: unknown): string {
  if (typeof value !== 'string' || !isDay(value)) throw new GraphQLError('Date must be a real day, YYYY-MM-DD');
  return value;
}

const FEN_LIMIT = 10n ** 15n;

/** CNY in fen as a decimal string; JSON numbers would lose large sums. */
export const MoneyScalar = new GraphQLScalarType<string, string>({
  name: 'Money',
  description: 'CNY in fen, decimal string',
  serialize: (value) => String(value),
  parseValue: parseMoney,
  parseLiteral: (node) => parseMoney(text(node, 'Money')),
});

function parseMoney(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{1,16}$/.test(value) || BigInt(value) > FEN_LIMIT) throw new GraphQLError('Money must be fen as a decimal string, at most 10 trillion yuan');
  return BigInt(value).toString();
}

/** A position or size in the log, decimal string. */
export const IndexScalar = new GraphQLScalarType<string, string>({
  name: 'Index',
  description: 'Position or size in the ledger, decimal string',
  serialize: (value) => String(value),
  parseValue: parseIndex,
  parseLiteral: (node) => parseIndex(text(node, 'Index')),
});

function parseIndex(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{1,18}$/.test(value)) throw new GraphQLError('Index must be a decimal string');
  return value;
}
