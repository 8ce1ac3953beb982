import { compilePolicy, externalPurpose, parameters, toRowFilter, type Purpose, type StatedPurpose, type Viewer } from '#kernel/access';
import type { Connection } from './database.js';
import type { RecordRow, RecordSource } from './scoped-read.js';

/** The record types of the hub by business-number prefix: what a purpose may refer to and an access request may name. */
export class Records {
  private readonly sources = new Map<string, RecordSource>();

  register<Row extends RecordRow>(source: RecordSource<Row>): void {
    if (this.sources.has(source.policy.prefix)) throw new Error(`prefix ${source.policy.prefix} is taken`);
    this.sources.set(source.policy.prefix, source as unknown as RecordSource);
  }

  all(): RecordSource[] {
    return [...this.sources.values()];
  }

  /** The type a business number belongs to, e.g. XS-990101-2026-000017 -> leads. */
  ofNumber(number: string): RecordSource | null {
    return this.sources.get(number.split('-')[0] ?? '') ?? null;
  }

  ofType(recordType: string): RecordSource {
    const source = this.all().find((s) => s.policy.record === recordType);
    if (!source) throw new Error(`no record type ${recordType}`);
    return source;
  }

  /**
   * Checks a stated purpose: "EXT:" numbers by form, hub numbers by whether the viewer works on that record. An unknown
   * or unrelated reference counts as no purpose (contract.graphql).
   */
  async resolvePurpose(connection: Connection, viewer: Viewer, stated: StatedPurpose | null, now: Date): Promise<Purpose | null> {
    if (!stated) return null;
    if (stated.reference.startsWith('EXT:')) return externalPurpose(stated);
    const source = this.ofNumber(stated.reference);
    if (!source || !(await worksOn(connection, viewer, source, stated.reference, now))) return null;
    return { code: stated.code, reference: stated.reference, external: false };
  }
}

async function worksOn(connection: Connection, viewer: Viewer, source: RecordSource, number: string, now: Date): Promise<boolean> {
  const { values, place } = parameters(number, now);
  const filter = toRowFilter(compilePolicy(source.policy, viewer).worksOnCondition(), source.facts, place);
  if (filter.kind === 'none') return false;
  const rows = await connection.query(`SELECT 1 FROM ${source.table} r WHERE r.number = $1 AND $2::timestamptz IS NOT NULL AND ${filter.sql}`, values);
  return rows.length > 0;
}
