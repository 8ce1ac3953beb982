import { Inject, Injectable } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import { compilePolicy, defineCommands, type CompiledPolicy, type Viewer } from '#kernel/access';
import { hubDay } from '#kernel/clocks';
import { Keyring, matchToken } from '#kernel/crypto';
import { Records, UnitOfWork, type Connection, type RecordRow } from '#kernel/database';
import { fieldNotAllowed, invalidInput, purposeRequired, Refusal, type FieldProblem } from '#kernel/errors';
import { checkIdentifier, type IdentifierKind } from '#kernel/identifiers';
import type { Config } from '#kernel/config';
import { CONFIG } from '#kernel/runtime';

export interface IdentifierHolder {
  agency: Agency;
  contact: string | null;
  leadNumber: string | null;
  riskBand: string | null;
  conductTypes: string[] | null;
}

export interface IdentifierMatch {
  hit: boolean;
  holders: IdentifierHolder[];
  quotaRemaining: number;
}

export const matchingCommands = defineCommands({
  'identifier.match': { mutation: null, roles: ['LIAISON', 'INTAKE', 'INVESTIGATOR', 'POL_REQ'] },
});

/** The cell that decides about each kind: on suspects, where the matrix has its K cells. */
const CELL_OF: Record<IdentifierKind, { field: string; part?: { part: string; variant: string } }> = {
  PHONE: { field: 'phones', part: { part: 'Subject', variant: 'suspectPerson' } },
  RESIDENT_ID: { field: 'idNumber', part: { part: 'Subject', variant: 'suspectPerson' } },
  UNIFIED_CREDIT_CODE: { field: 'unifiedCreditCode', part: { part: 'Subject', variant: 'suspectOrganisation' } },
  BANK_ACCOUNT: { field: 'bankAccounts', part: { part: 'Subject', variant: 'suspectPerson' } },
  SOCIAL_HANDLE: { field: 'phones', part: { part: 'Subject', variant: 'suspectPerson' } },
  POLICY_NUMBER: { field: 'policyNumbers' },
};

const MATCHABLE = new Set(['full', 'masked', 'match', 'request']);
const MOST_VALUES = 50;
/** Answers leave on a fixed grid, coarser than the difference in work, so that a hit takes no longer than a miss. */
const GRID_MS = 100;

interface TokenRow {
  token: Buffer;
  record_type: string;
  record_id: string;
  part: string | null;
  variant: string | null;
  field: string;
}

/**
 * Hit or no hit on keyed tokens across all agencies. A hit tells whom to ask; number, band and conduct only where the row
 * is visible to the viewer anyway. Each new value counts against the person's quota of the day.
 */
@Injectable()
export class MatchingService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(Records) private readonly records: Records,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async match(viewer: Viewer, kind: IdentifierKind, values: readonly string[], path: (i: number) => string): Promise<IdentifierMatch[]> {
    const started = performance.now();
    try {
      return await this.unitOfWork.run(viewer, 'identifier.match', async (tx) => {
        if (values.length < 1 || values.length > MOST_VALUES) throw invalidInput([{ field: 'values', zh: `一次应为 1 至 ${MOST_VALUES} 个值`, en: `must have 1 to ${MOST_VALUES} values` }]);
        const problems: FieldProblem[] = [];
        const normalised = values.map((value, i) => {
          const checked = checkIdentifier(kind, value, { demo: this.config.demo, today: tx.now });
          if (!checked.ok) problems.push({ field: path(i), zh: checked.zh, en: checked.en });
          return checked.ok ? checked.normalised : '';
        });
        if (problems.length > 0) throw invalidInput(problems);
        const lead = compilePolicy(this.records.ofType('Lead').policy, viewer);
        const cell = CELL_OF[kind];
        if (!MATCHABLE.has(lead.strangerMode(cell.field, cell.part))) throw fieldNotAllowed('您无权比对此类标识', 'You may not match identifiers of this kind');
        if (!viewer.purpose) throw purposeRequired();
        tx.permit();
        const tokens = normalised.map((value) => matchToken(this.keyring, kind, value));
        const remaining = await this.countAgainstQuota(tx, viewer, tokens, viewer.purpose.reference, tx.now);
        const found = await this.holdersOf(tx, viewer, tokens, tx.now);
        tx.note({ object: 'Lead', records: found.flatMap((f) => f.records), fields: [cell.part ? `subjects.${cell.field}` : cell.field] });
        return found.map(({ holders }) => ({ hit: holders.length > 0, holders, quotaRemaining: remaining }));
      });
    } finally {
      const elapsed = performance.now() - started;
      await new Promise((resolve) => setTimeout(resolve, Math.ceil(elapsed / GRID_MS) * GRID_MS - elapsed));
    }
  }

  /** Other records sharing an identifier with this one: duplicate hints at entry, not counted. */
  async duplicatesOf(connection: Connection, viewer: Viewer, recordId: string, now: Date): Promise<{ holders: IdentifierHolder[]; records: { id: string; ownerAgencyId: string }[] }> {
    const tokens = await connection.query<{ token: Buffer }>(`SELECT DISTINCT token FROM match_token WHERE record_id = $1`, [recordId]);
    const found = await this.holdersOf(connection, viewer, tokens.map((t) => t.token), now);
    const seen = new Map<string, { holder: IdentifierHolder; record: { id: string; ownerAgencyId: string } }>();
    for (const f of found) f.records.forEach((record, i) => record.id !== recordId && seen.set(record.id, { holder: f.holders[i]!, record }));
    // The records go into the reader's ledger entry: the owner of a hit lead sees that it was hit.
    return { holders: [...seen.values()].map((s) => s.holder), records: [...seen.values()].map((s) => s.record) };
  }

  private async countAgainstQuota(connection: Connection, viewer: Viewer, tokens: readonly Buffer[], reference: string, now: Date): Promise<number> {
    // One person's matches are counted one after the other, however many requests he sends at once.
    await connection.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 1))`, [viewer.personId]);
    const day = hubDay(now);
    const [quota] = await connection.query<{ allowed: number; used: number }>(
      `SELECT a.match_quota AS allowed, (SELECT count(*)::int FROM match_query q WHERE q.person_id = $2 AND q.day = $3) AS used FROM agency a WHERE a.id = $1`,
      [viewer.agencyId, viewer.personId, day],
    );
    const distinct = [...new Map(tokens.map((t) => [t.toString('base64'), t])).values()];
    const free = await connection.query<{ token: Buffer }>(
      `SELECT t.token FROM unnest($1::bytea[]) AS t (token)
        WHERE EXISTS (SELECT 1 FROM match_token m WHERE m.token = t.token AND m.owner_agency_id = $2)
           OR EXISTS (SELECT 1 FROM match_query q WHERE q.person_id = $3 AND q.token = t.token AND q.reference = $4 AND q.at > $5::timestamptz - interval '24 hours')`,
      [distinct, viewer.agencyId, viewer.personId, reference, now],
    );
    const freeOnes = new Set(free.map((f) => f.token.toString('base64')));
    const counted = distinct.filter((t) => !freeOnes.has(t.toString('base64')));
    const left = quota!.allowed - quota!.used;
    if (counted.length > left) {
      throw new Refusal('QUOTA_EXCEEDED', {
        zh: `今日比对额度为 ${quota!.allowed} 个值，剩余 ${Math.max(0, left)} 个，不足以比对这 ${counted.length} 个新值`,
        en: `Today’s quota is ${quota!.allowed} values; ${Math.max(0, left)} are left, which is not enough for these ${counted.length} new ones`,
      });
    }
    if (counted.length > 0) {
      await connection.query(`INSERT INTO match_query (person_id, day, token, reference, at) SELECT $1, $2, unnest($3::bytea[]), $4, $5`, [viewer.personId, day, counted, reference, now]);
    }
    return left - counted.length;
  }

  private async holdersOf(connection: Connection, viewer: Viewer, tokens: readonly Buffer[], now: Date): Promise<{ holders: IdentifierHolder[]; records: { id: string; ownerAgencyId: string }[] }[]> {
    const rows = await connection.query<TokenRow>(`SELECT token, record_type, record_id, part, variant, field FROM match_token WHERE token = ANY($1::bytea[]) AND record_type = 'Lead'`, [tokens]);
    const source = this.records.ofType('Lead');
    const compiled = compilePolicy(source.policy, viewer);
    const cells = compilePolicy(source.policy, viewer, 'matching');
    const loaded = new Map((await source.load(connection, [...new Set(rows.map((r) => r.record_id))], viewer.audiences, now)).map((r) => [r.id, r]));
    const agencies = await agenciesById(connection, [viewer.agencyId, ...[...loaded.values()].map((r) => r.facts.ownerAgencyId)]);
    return tokens.map((token) => {
      const hits = new Map<string, RecordRow>();
      for (const row of rows) {
        const record = loaded.get(row.record_id);
        if (record && row.token.equals(token) && matchable(cells, record, row)) hits.set(record.id, record);
      }
      const sorted = [...hits.values()].sort((a, b) => Number(compiled.sees(b.facts)) - Number(compiled.sees(a.facts)) || a.number.localeCompare(b.number));
      return {
        records: sorted.map((r) => ({ id: r.id, ownerAgencyId: r.facts.ownerAgencyId })),
        holders: sorted.map((r) => {
          const visible = compiled.sees(r.facts);
          const agency = agencies.get(r.facts.ownerAgencyId)!;
          return {
            agency,
            contact: agency.contact,
            leadNumber: visible ? r.number : null,
            riskBand: visible ? (source.value(r, 'riskBand') as string | null) : null,
            conductTypes: visible ? (source.value(r, 'conductTypes') as string[]) : null,
          };
        }),
      };
    });
  }
}

/** Whether the viewer's cell for this identifier on this record allows a match, within his reach or not. */
function matchable(cells: CompiledPolicy, record: RecordRow, token: TokenRow): boolean {
  if (record.facts.status === 'DRAFT') return false;
  const modes = token.part && token.variant ? cells.partModes(record.facts, token.part, token.variant) : cells.fieldModes(record.facts);
  return MATCHABLE.has(modes.get(token.field) ?? 'hidden');
}
