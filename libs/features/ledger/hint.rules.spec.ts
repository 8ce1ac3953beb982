import { HINT_RULES, isOffHours, type Act, type HintCode, type PersonDay } from './hint.rules.js';

/** A Monday. */
const DAY = '2026-09-21';
let next = 0;
const act = (changes: Partial<Act> = {}): Act => {
  next += 1;
  return { index: String(next), at: new Date(`${DAY}T10:00:00+08:00`), action: 'lead.read', outcome: 'OK', records: 1, opened: null, reference: null, ...changes };
};
const acts = (n: number, changes: (i: number) => Partial<Act> = () => ({})): Act[] => Array.from({ length: n }, (_, i) => act(changes(i)));
const usual = (n: number, records: number, offHours = 0): PersonDay['before'] => Array.from({ length: n }, (_, i) => ({ day: `2026-09-${String(i + 1).padStart(2, '0')}`, records, offHours }));
const day = (changes: Partial<PersonDay>): PersonDay => ({ day: DAY, acts: [], before: [], quota: { used: 0, allowed: 20 }, ...changes });
const found = (facts: PersonDay): HintCode[] => HINT_RULES.flatMap((rule) => (rule.look(facts) ? [rule.code] : []));
const look = (code: HintCode, facts: PersonDay) => HINT_RULES.find((r) => r.code === code)!.look(facts);

it('says what it saw, on which entries, in both languages', () => {
  const busy = acts(150);
  expect(look('VOLUME', day({ acts: busy, before: usual(10, 20) }))).toEqual({
    zh: '当日触及 150 条记录，平日均值 20 条（10 日）',
    en: '150 records in the day; usually 20 (mean of 10 days)',
    evidence: busy.map((a) => a.index),
  });
});

it.each<[string, HintCode[], PersonDay]>([
  ['a day of nothing', [], day({})],
  ['an intake officer who reads much every day', [], day({ acts: acts(260), before: usual(20, 240) })],
  ['twice the usual', [], day({ acts: acts(200), before: usual(20, 100) })],
  ['four times the usual, but few', [], day({ acts: acts(80), before: usual(20, 20) })],
  ['more than three times the usual', ['VOLUME'], day({ acts: acts(301), before: usual(20, 100) })],
  ['exactly three times the usual', [], day({ acts: acts(300), before: usual(20, 100) })],
  ['a newcomer who settles in', [], day({ acts: acts(10, () => ({ records: 40 })), before: usual(2, 5) })],
  ['a newcomer who takes everything', ['VOLUME'], day({ acts: acts(6, () => ({ records: 100 })), before: [] })],
  ['one look in the evening', [], day({ acts: acts(4, () => ({ at: new Date(`${DAY}T22:10:00+08:00`) })) })],
  ['an evening of reading', ['OFF_HOURS'], day({ acts: acts(5, () => ({ at: new Date(`${DAY}T22:10:00+08:00`) })) })],
  ['the same by somebody on a duty roster', [], day({ acts: acts(20, () => ({ at: new Date(`${DAY}T22:10:00+08:00`) })), before: usual(12, 20, 3) })],
  ['signing in and looking at the home page at night', [], day({ acts: acts(30, () => ({ records: 0, action: 'viewer.read', at: new Date(`${DAY}T23:10:00+08:00`) })) })],
  ['records of the purpose’s own prefecture', [], day({ acts: acts(20, (i) => ({ reference: 'XS-990101-2026-000001', opened: { id: String(i), number: `XS-990102-2026-${String(i).padStart(6, '0')}` } })) })],
  ['the record of the purpose itself, again and again', [], day({ acts: acts(20, () => ({ reference: 'XS-990101-2026-000001', opened: { id: 'a', number: 'XS-990101-2026-000001' } })) })],
  ['four records elsewhere: suspects travel', [], day({ acts: acts(4, (i) => ({ reference: 'XS-990101-2026-000001', opened: { id: String(i), number: `XS-990301-2026-00000${i}` } })) })],
  ['one record elsewhere, opened twenty times', [], day({ acts: acts(20, () => ({ reference: 'XS-990101-2026-000001', opened: { id: 'a', number: 'XS-990301-2026-000002' } })) })],
  ['five records elsewhere', ['PURPOSE_MISMATCH'], day({ acts: acts(5, (i) => ({ reference: 'XS-990101-2026-000001', opened: { id: String(i), number: `XS-990301-2026-00000${i}` } })) })],
  ['a provincial purpose fits every prefecture', [], day({ acts: acts(20, (i) => ({ reference: 'XS-990000-2026-000001', opened: { id: String(i), number: `XS-990301-2026-${i}` } })) })],
  ['typing errors and stale pages', [], day({ acts: acts(40, (i) => ({ records: 0, outcome: i % 2 ? 'INVALID_INPUT' : 'STALE_VERSION' })) })],
  ['nine numbers not found', [], day({ acts: acts(9, () => ({ records: 0, outcome: 'NOT_FOUND' })) })],
  ['ten numbers not found', ['REFUSALS'], day({ acts: acts(10, () => ({ records: 0, outcome: 'NOT_FOUND' })) })],
  ['half the quota', [], day({ quota: { used: 10, allowed: 20 } })],
  ['eighteen of twenty', ['MATCH_QUOTA'], day({ quota: { used: 18, allowed: 20 } })],
  ['no quota at all', [], day({ quota: { used: 0, allowed: 0 } })],
])('%s -> %j', (_, expected, facts) => {
  expect(found(facts)).toEqual(expected);
});

it.each([
  ['2026-09-21T06:59:00+08:00', true],
  ['2026-09-21T07:00:00+08:00', false],
  ['2026-09-21T20:59:00+08:00', false],
  ['2026-09-21T21:00:00+08:00', true],
  ['2026-10-01T10:00:00+08:00', true],
  ['2026-09-19T10:00:00+08:00', true],
  ['2026-10-10T10:00:00+08:00', false],
])('%s outside working hours: %s', (at, expected) => {
  expect(isOffHours(new Date(at))).toBe(expected);
});
