import { Inject, Injectable } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import { hasRole, type Viewer } from '#kernel/access';
import { hubDay, isDay, shiftDay, startOfHubDay, type Day } from '#kernel/clocks';
import { Records, ScopedRead, type Connection } from '#kernel/database';
import { invalidInput, notPermitted } from '#kernel/errors';
import { HINT_RULES, isOffHours, type Act, type HintCode, type PersonDay } from './hint.rules.js';
import { ReadingIndex } from './reading-index.js';

export interface AccessHint {
  code: HintCode;
  title: string;
  titleEn: string;
  rule: string;
  ruleEn: string;
  finding: string;
  findingEn: string;
  day: Day;
  /** Name for the head of his agency, pseudonym for AUDITOR. */
  actor: string;
  agency: Agency;
  evidence: string[];
  evidenceCount: number;
}

interface Person {
  id: string;
  pseudonym: string;
  display_name: string;
  agency_id: string;
  quota: number;
  used: number;
}

interface ActRow {
  index: string;
  person_id: string;
  at: Date;
  action: string;
  outcome: string;
  record_ids: string[];
  purpose_reference: string | null;
}

const DAYS_BEFORE = 30;
const MOST_EVIDENCE = 200;

/** Runs the rules over one day, for AUDITOR over everybody under pseudonyms, for an approver over his own agency's people. */
@Injectable()
export class HintsService {
  constructor(
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(Records) private readonly records: Records,
    @Inject(ReadingIndex) private readonly index: ReadingIndex,
  ) {}

  async hints(viewer: Viewer, wanted: string | null): Promise<AccessHint[]> {
    await this.index.catchUp();
    return this.read.run(viewer, 'audit.readHints', async (c, now) => {
      const auditor = hasRole(viewer, 'AUDITOR');
      if (!auditor && !hasRole(viewer, 'APPROVER')) throw notPermitted();
      const day = wanted ?? hubDay(now);
      if (!isDay(day) || day > hubDay(now)) throw invalidInput([{ field: 'day', zh: '应为不晚于今日的日期', en: 'must be a day up to today' }]);
      // Nobody is judge of his own day.
      const people = await c.query<Person>(
        `SELECT p.id, p.pseudonym, p.display_name, p.agency_id, a.match_quota AS quota, (SELECT count(*)::int FROM match_query q WHERE q.person_id = p.id AND q.day = $3) AS used
           FROM person p JOIN agency a ON a.id = p.agency_id WHERE ($1 OR p.agency_id = $2) AND p.id <> $4`,
        [auditor, viewer.agencyId, day, viewer.personId],
      );
      const days = await this.daysOf(c, people, day);
      const agencies = await agenciesById(c, people.map((p) => p.agency_id));
      const value = people.flatMap((person) =>
        HINT_RULES.flatMap((rule): AccessHint[] => {
          const hint = rule.look(days.get(person.id)!);
          if (!hint) return [];
          return [
            {
              code: rule.code, title: rule.zh, titleEn: rule.en, rule: rule.ruleZh, ruleEn: rule.ruleEn, finding: hint.zh, findingEn: hint.en, day,
              actor: auditor ? person.pseudonym : person.display_name, agency: agencies.get(person.agency_id)!, evidence: hint.evidence.slice(0, MOST_EVIDENCE), evidenceCount: hint.evidence.length,
            },
          ];
        }),
      );
      return { value, object: 'AccessHint', records: [], fields: ['actor', 'evidence'] };
      // As the hub: the regions of all records read, whoever owns them, are compared; none of them leaves.
    }, 'all');
  }

  private async daysOf(c: Connection, people: readonly Person[], day: Day): Promise<Map<string, PersonDay>> {
    const ids = people.map((p) => p.id);
    const begins = startOfHubDay(day);
    const acts = await c.query<ActRow>(
      `SELECT index, person_id, at, action, outcome, record_ids, purpose_reference FROM ledger_reading WHERE at >= $1 AND at < $2 AND person_id = ANY($3::uuid[]) ORDER BY index`,
      [begins, startOfHubDay(shiftDay(day, 1)), ids],
    );
    const hours = await c.query<{ person_id: string; hour: Date; entries: number; records: number }>(
      `SELECT person_id, date_trunc('hour', at) AS hour, count(*)::int AS entries, sum(cardinality(record_ids))::int AS records FROM ledger_reading
        WHERE at >= $1 AND at < $2 AND person_id = ANY($3::uuid[]) AND cardinality(record_ids) > 0 GROUP BY person_id, date_trunc('hour', at)`,
      [startOfHubDay(shiftDay(day, -DAYS_BEFORE)), begins, ids],
    );
    const numbers = await this.numbersOf(c, acts.flatMap((a) => (a.record_ids.length === 1 ? a.record_ids : [])));
    const days = new Map<string, PersonDay & { acts: Act[]; before: { day: Day; records: number; offHours: number }[] }>(people.map((p) => [p.id, { day, acts: [], before: [], quota: { used: p.used, allowed: p.quota } }]));
    for (const a of acts) {
      const number = a.record_ids.length === 1 ? numbers.get(a.record_ids[0]!) : undefined;
      const reference = a.purpose_reference?.startsWith('EXT:') ? null : a.purpose_reference;
      days.get(a.person_id)!.acts.push({ index: a.index, at: a.at, action: a.action, outcome: a.outcome, records: a.record_ids.length, opened: number ? { id: a.record_ids[0]!, number } : null, reference });
    }
    for (const h of hours) {
      const { before } = days.get(h.person_id)!;
      const on = hubDay(h.hour);
      let entry = before.find((d) => d.day === on);
      if (!entry) before.push((entry = { day: on, records: 0, offHours: 0 }));
      entry.records += h.records;
      if (isOffHours(h.hour)) entry.offHours += h.entries;
    }
    return days;
  }

  /** Numbers inside the rules only; they do not leave. */
  private async numbersOf(c: Connection, ids: readonly string[]): Promise<Map<string, string>> {
    const numbers = new Map<string, string>();
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return numbers;
    for (const source of this.records.all()) {
      for (const row of await c.query<{ id: string; number: string }>(`SELECT r.id, r.number FROM ${source.table} r WHERE r.id = ANY($1::uuid[])`, [wanted])) numbers.set(row.id, row.number);
    }
    return numbers;
  }
}
