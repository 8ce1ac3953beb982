import { CompoundCondition, FieldCondition, type Condition } from '@ucast/mongo2js';

/** Where a fact stands in SQL. Identifiers come from this allow list only; values are always parameters. */
export type FactColumn =
  | { kind: 'scalar'; sql: string; type: 'uuid' | 'text' }
  | { kind: 'array'; sql: string; type: 'uuid' | 'text' }
  /** A fact that lives in another table: `exists` receives the placeholder of an array parameter. */
  | { kind: 'set'; type: 'uuid' | 'text'; exists: (placeholder: string) => string };

export type FactColumns = Readonly<Record<string, FactColumn>>;

/** A tagged filter: never null, never empty by accident. */
export type RowFilter = { kind: 'none' } | { kind: 'where'; sql: string };

/**
 * Turns a compiled row condition into SQL. Null logic follows the in-memory reading: `ne` is IS DISTINCT FROM and a
 * negation is (…) IS NOT TRUE, so a null never removes a row that JavaScript admits. Unknown operators throw.
 * `place` turns a value into a parameter of the statement being built.
 */
export function toRowFilter(condition: Condition | null, columns: FactColumns, place: Place): RowFilter {
  return condition === null ? { kind: 'none' } : { kind: 'where', sql: translate(condition, columns, place) };
}

export type Place = (value: unknown, cast: string) => string;

/** Collects the parameters of one statement, numbered from the first free placeholder. */
export function parameters(...first: unknown[]): { values: unknown[]; place: Place } {
  const values = [...first];
  const place: Place = (value, cast) => {
    values.push(value);
    return `$${values.length}::${cast}`;
  };
  return { values, place };
}

function translate(condition: Condition, columns: FactColumns, place: Place): string {
  if (condition instanceof CompoundCondition) {
    const parts = condition.value.map((c) => translate(c as Condition, columns, place));
    switch (condition.operator) {
      case 'and':
        return parts.length === 0 ? 'TRUE' : `(${parts.join(' AND ')})`;
      case 'or':
        return parts.length === 0 ? 'FALSE' : `(${parts.join(' OR ')})`;
      case 'nor':
        return parts.length === 0 ? 'TRUE' : `((${parts.join(' OR ')}) IS NOT TRUE)`;
      case 'not':
        return `((${parts.join(' AND ')}) IS NOT TRUE)`;
      default:
        throw new Error(`row filter: unknown compound operator ${condition.operator}`);
    }
  }
  if (!(condition instanceof FieldCondition)) throw new Error(`row filter: unknown condition ${condition.operator}`);
  const column = columns[condition.field];
  if (!column) throw new Error(`row filter: ${condition.field} is not a fact column`);
  const { operator, value } = condition;
  if (column.kind === 'scalar') {
    switch (operator) {
      case 'eq':
        return value === null ? `${column.sql} IS NULL` : `(${column.sql} IS NOT DISTINCT FROM ${place(scalar(value), column.type)})`;
      case 'ne':
        return value === null ? `${column.sql} IS NOT NULL` : `(${column.sql} IS DISTINCT FROM ${place(scalar(value), column.type)})`;
      case 'in':
        return `(${column.sql} = ANY(${place(list(value), `${column.type}[]`)}) IS TRUE)`;
      case 'nin':
        return `((${column.sql} = ANY(${place(list(value), `${column.type}[]`)})) IS NOT TRUE)`;
      default:
        throw new Error(`row filter: unknown operator ${operator}`);
    }
  }
  const overlaps = (values: unknown[]): string =>
    column.kind === 'array' ? `(${column.sql} && ${place(values, `${column.type}[]`)})` : column.exists(place(values, `${column.type}[]`));
  switch (operator) {
    case 'in':
      return overlaps(list(value));
    case 'nin':
      return `(${overlaps(list(value))} IS NOT TRUE)`;
    case 'eq':
      return overlaps([scalar(value)]);
    default:
      throw new Error(`row filter: unknown operator ${operator} on a set`);
  }
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') throw new Error('row filter: a value must be a string');
  return value;
}

function list(value: unknown): string[] {
  if (!Array.isArray(value) || value.some((v) => typeof v !== 'string')) throw new Error('row filter: a list of strings expected');
  return value as string[];
}
