import { LeadSource } from '#features/leads';
import { compilePolicy, toRowFilter, parameters, type CompiledPolicy, type Mode, type Purpose, type Viewer } from '#kernel/access';
import { FIXED, openWorld, submitted, type World } from '../support/world.js';

/**
 * Who sees what of a lead, written out for the demo's cast and asked three ways: in memory, in SQL, over GraphQL. The
 * letters are those of the matrix on the domain page, section 5: F full, M masked, K match only, R on request,
 * H hidden, A aggregate only. The first line of each table is the cell; a purpose decides whether an F opens.
 */
const OWN_FIELDS = ['number', 'title', 'narrative', 'conclusion', 'conclusionNote', 'assignee', 'riskScore', 'amountInvolved', 'policyNumbers', 'insurers'] as const;
const NEEDS_NO_PURPOSE = new Set(['number']);
const PARTS = {
  suspectPerson: ['name', 'role', 'idNumber', 'phones', 'bankAccounts'],
  suspectOrganisation: ['name', 'unifiedCreditCode'],
  consumer: ['name', 'role', 'idNumber', 'phones', 'bankAccounts'],
} as const;

interface Expected {
  own: string;
  suspectPerson: string;
  suspectOrganisation: string;
  consumer: string;
}
/** Letters in the order of the field lists above. */
const seen = (own: string, suspectPerson: string, suspectOrganisation: string, consumer: string): Expected => ({ own, suspectPerson, suspectOrganisation, consumer });

const CASE_REGULATOR = seen('FFFFFFFFFF', 'FFFFR', 'FF', 'FFRRR');
const OTHER_REGULATOR = seen('FMMMHHFAMF', 'MMKKH', 'FF', 'MMHHH');
const CASE_POLICE = seen('FFFFRFFFFF', 'FFFFF', 'FF', 'FFFFF');
const POLICE_LIAISON = seen('FMMMHHMAMF', 'MMKKR', 'FF', 'MMHHH');
const OWN_INSURER = seen('FFFFHHFFFF', 'FFFFF', 'FF', 'FFFFF');
const CUSTOMERS_INSURER = seen('FMMMHHHHHF', 'MMKHH', 'FF', 'HHHHH');
const OTHER_INSURER = seen('FHHHHHMAKH', 'KKKKH', 'KK', 'HHHHH');
const CASE_MARKET_REGULATOR = seen('FFFFHFFFMF', 'FFRRH', 'FF', 'MMHRH');
const OWN_ASSOCIATION = seen('FFFFHHMFFF', 'FFFFF', 'FF', 'FFFFF');
const OWN_CONSUMER_ASSOCIATION = seen('FFFFHHHFFF', 'FFFFF', 'FF', 'FFFFF');
const LEADER = seen('FRRRRFAFHF', 'MMHHH', 'FF', 'HHHHH');

type Cast = Record<string, Expected | null>;
const NOBODY: Cast = { 'ji.xitong': null, 'an.anquan': null, 'shen.shenji': null, 'tang.dengji': null, 'bai.zhuanban': null };

/** null: the lead is not there for this person. */
const TABLE: Record<string, Cast> = {
  first: {
    ...NOBODY,
    'li.lianluo': OTHER_INSURER,
    'wang.baoguan': CUSTOMERS_INSURER,
    'xu.shouli': CASE_REGULATOR,
    'lin.diaocha': CASE_REGULATOR,
    'kang.fuze': CASE_REGULATOR,
    'zhou.zhencha': POLICE_LIAISON,
    'he.shijian': OTHER_REGULATOR,
    'ding.xiehui': null,
    'su.xiaobao': null,
    'lu.shouli': null,
    'gao.zuzhang': null,
    'chen.cehua': null,
    'mei.fazhi': null,
    'ren.zhidui': null,
  },
  second: {
    ...NOBODY,
    'li.lianluo': null,
    'wang.baoguan': OWN_INSURER,
    'xu.shouli': null,
    'lin.diaocha': null,
    'kang.fuze': null,
    'zhou.zhencha': null,
    'he.shijian': null,
    'ding.xiehui': null,
    'su.xiaobao': null,
    'lu.shouli': null,
    'gao.zuzhang': null,
    'chen.cehua': null,
  },
  own: {
    ...NOBODY,
    'li.lianluo': OWN_INSURER,
    'wang.baoguan': null,
    'xu.shouli': null,
    'zhou.zhencha': null,
    'he.shijian': null,
    'ding.xiehui': null,
    'su.xiaobao': null,
    'lu.shouli': OTHER_REGULATOR,
    'gao.zuzhang': LEADER,
    'chen.cehua': OTHER_REGULATOR,
    'mei.fazhi': OTHER_REGULATOR,
  },
  withPolice: { 'li.lianluo': OWN_INSURER, 'zhou.zhencha': CASE_POLICE, 'qin.duizhang': CASE_POLICE, 'xu.shouli': OTHER_REGULATOR, 'ren.zhidui': null, 'wang.baoguan': null, 'gao.zuzhang': LEADER, 'shen.shenji': null },
  withMarketRegulator: { 'li.lianluo': OWN_INSURER, 'he.shijian': CASE_MARKET_REGULATOR, 'peng.shijian': CASE_MARKET_REGULATOR, 'zhou.zhencha': null, 'xu.shouli': OTHER_REGULATOR },
  ofAssociation: { 'ding.xiehui': OWN_ASSOCIATION, 'su.xiaobao': null, 'xu.shouli': OTHER_REGULATOR, 'li.lianluo': null },
  ofConsumerAssociation: { 'su.xiaobao': OWN_CONSUMER_ASSOCIATION, 'ding.xiehui': null, 'lu.shouli': OTHER_REGULATOR },
};

/** A record each of them works on. */
const WORKS_ON: Record<string, string> = {
  'li.lianluo': 'own', 'wang.baoguan': 'first', 'xu.shouli': 'first', 'lin.diaocha': 'first', 'kang.fuze': 'first', 'zhou.zhencha': 'first', 'he.shijian': 'first', 'lu.shouli': 'own',
  'gao.zuzhang': 'own', 'ding.xiehui': 'ofAssociation', 'su.xiaobao': 'ofConsumerAssociation', 'qin.duizhang': 'withPolice', 'peng.shijian': 'withMarketRegulator',
};

const MODE: Record<string, Mode> = { F: 'full', M: 'masked', K: 'match', R: 'request', A: 'aggregate', H: 'hidden' };
const MODES: readonly Mode[] = ['full', 'masked', 'match', 'request', 'aggregate'];
const RICH = {
  insurerCodes: ['INS-YI'],
  policyNumbers: ['YI-7777'],
  amountInvolved: '1234500',
  subjects: [
    { kind: 'PERSON', role: 'ORGANISER', name: '何示范', idNumber: '990101199211301041', phones: ['12877770001'], bankAccounts: ['6299990000000000012'] },
    { kind: 'ORGANISATION', role: 'LEGAL_CONSULTANCY', name: '云州明衡法务咨询有限公司', unifiedCreditCode: '91990101MA0DEM001L' },
    { kind: 'PERSON', role: 'VICTIM', name: '施样例', idNumber: '990101198503120010', phones: ['12877770002'], bankAccounts: ['6299990000000000012'] },
  ],
};

let world: World;
let source: LeadSource;
const numbers: Record<string, string> = { first: FIXED.first, second: FIXED.second, own: FIXED.own };
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openWorld();
  source = new LeadSource(world.hub.kernel.keyring);
  const xu = world.as('xu.shouli');
  const ASSIGN = `mutation A($id: ID!, $version: Int!, $agency: String!, $user: String) { assignLead(id: $id, version: $version, agencyCode: $agency, username: $user) { id } }`;
  const police = await submitted(world.as('li.lianluo'), RICH);
  await xu.query(ASSIGN, { id: police.id, version: police.version, agency: 'POL-990101', user: 'zhou.zhencha' });
  const market = await submitted(world.as('li.lianluo'), RICH);
  await xu.query(ASSIGN, { id: market.id, version: market.version, agency: 'SAMR-990100', user: 'peng.shijian' });
  numbers['withPolice'] = police.number;
  numbers['withMarketRegulator'] = market.number;
  numbers['ofAssociation'] = (await submitted(world.as('ding.xiehui'), RICH)).number;
  numbers['ofConsumerAssociation'] = (await submitted(world.as('su.xiaobao'), { ...RICH, regionCode: '990102' })).number;
  for (const row of await world.database.sql<{ id: string; number: string }>('SELECT id, number FROM lead WHERE number = ANY($1)', [Object.values(numbers)])) {
    ids[Object.keys(numbers).find((key) => numbers[key] === row.number)!] = row.id;
  }
});
afterAll(() => world.close());

const cases = Object.entries(TABLE).flatMap(([lead, cast]) => Object.entries(cast).map(([person, expected]) => ({ lead, person, expected })));

/** Every expected letter with the place it stands on. */
function lettersOf(expected: Expected): { part: keyof typeof PARTS | null; field: string; mode: Mode }[] {
  const parts = Object.entries(PARTS) as [keyof typeof PARTS, readonly string[]][];
  return [
    ...OWN_FIELDS.map((field, i) => ({ part: null, field, mode: MODE[expected.own[i]!]! })),
    ...parts.flatMap(([part, fields]) => fields.map((field, i) => ({ part, field, mode: MODE[expected[part][i]!]! }))),
  ];
}

describe.each(cases)('$lead for $person', ({ lead, person, expected }) => {
  let viewer: Viewer;
  let compiled: CompiledPolicy;
  beforeAll(async () => {
    viewer = await world.viewer(person);
    compiled = compilePolicy(source.policy, viewer);
  });

  const inTransaction = <T>(work: Parameters<World['hub']['kernel']['database']['transaction']>[1]): Promise<T> =>
    world.hub.kernel.database.transaction({ audiences: viewer.audiences, action: null, readOnly: true }, work) as Promise<T>;

  it('in memory', async () => {
    const [row] = await world.hub.kernel.database.transaction({ audiences: 'all', action: null, readOnly: true }, (c) => source.load(c, [ids[lead]!], viewer.audiences, world.hub.kernel.clock.now()));
    expect(compiled.sees(row!.facts)).toBe(expected !== null);
    const own = compiled.fieldModes(row!.facts);
    if (!expected) {
      expect(own.size).toBe(0);
      for (const part of Object.keys(PARTS)) expect(compiled.partModes(row!.facts, 'Subject', part).size).toBe(0);
      return;
    }
    const found = lettersOf(expected).map(({ part, field }) => ({ part, field, mode: (part ? compiled.partModes(row!.facts, 'Subject', part) : own).get(field) ?? 'hidden' }));
    expect(found).toEqual(lettersOf(expected));
  });

  it('in SQL', async () => {
    // every question in one statement: the row itself, then each field in each mode
    const asked = expected ? lettersOf(expected).flatMap((at) => MODES.map((mode) => ({ ...at, asked: mode }))) : [];
    const conditions = [compiled.rowCondition(), ...asked.map((a) => compiled.whereDisclosed(a.field, [a.asked], a.part ? { part: 'Subject', variant: a.part } : undefined))];
    const answers = await inTransaction<boolean[]>(async (c) => {
      const { values, place } = parameters(ids[lead], world.hub.kernel.clock.now());
      const filters = conditions.map((condition) => toRowFilter(condition, source.facts, place)).map((f) => (f.kind === 'none' ? 'FALSE' : f.sql));
      const rows = await c.query<{ answers: boolean[] }>(`SELECT ARRAY[${filters.map((f) => `(${f})`).join(',')}] AS answers FROM lead r WHERE r.id = $1::uuid AND $2::timestamptz IS NOT NULL`, values);
      // row-level security may hide the whole row, which is an answer too
      return rows[0]?.answers ?? conditions.map(() => false);
    });
    expect(answers[0]).toBe(expected !== null);
    expect(asked.filter((_, i) => answers[i + 1]).map(({ part, field, asked: mode }) => ({ part, field, mode }))).toEqual(
      expected ? lettersOf(expected).filter(({ mode }) => mode !== 'hidden') : [],
    );
  });

  it('over GraphQL, without a purpose, with one, and with an outside number', async () => {
    const reference = WORKS_ON[person];
    const ways: { purpose: Pick<Purpose, 'code' | 'reference'> | undefined; opens: boolean }[] = [
      { purpose: undefined, opens: false },
      { purpose: { code: 'VERIFICATION', reference: 'EXT:示例投诉0007' }, opens: false },
      { purpose: { code: 'VERIFICATION', reference: 'XS-990101-2026-888888' }, opens: false },
      ...(reference ? [{ purpose: { code: 'VERIFICATION' as const, reference: numbers[reference]! }, opens: true }] : []),
    ];
    const raw = await rawLead(lead);
    for (const { purpose, opens } of ways) {
      const answer = await world.as(person).ask<{ lead: GraphqlLead }>(QUERY, { id: numbers[lead] }, purpose);
      const list = await world.as(person).ask<{ leads: { edges: { node: GraphqlLead }[] } }>(LIST, { text: numbers[lead] }, purpose);
      expect(list.data!.leads.edges.map((e) => e.node.number)).toEqual(expected ? [numbers[lead]] : []);
      if (!expected) {
        expect(answer.data).toEqual({ lead: null });
        expect(answer.code).toBe('NOT_FOUND');
        continue;
      }
      const effective = (field: string, mode: Mode): Mode => (mode === 'full' && !opens && !NEEDS_NO_PURPOSE.has(field) ? 'masked' : mode);
      const given = answer.data!.lead;
      expect(list.data!.leads.edges[0]!.node).toEqual(given);
      OWN_FIELDS.forEach((field, i) => check(field, effective(field, MODE[expected.own[i]!]!), given[field], raw.own[field], given.redactions));
      const shown = (Object.keys(PARTS) as (keyof typeof PARTS)[]).filter((part) => raw.parts[part] && !/^[AH]+$/.test(expected[part]));
      expect(given.subjects).toHaveLength(shown.length);
      shown.forEach((part, n) => {
        const subject = given.subjects[n]!;
        PARTS[part].forEach((field, i) => check(`${part}.${field}`, effective(field, MODE[expected[part][i]!]!), subject[field], raw.parts[part]![field], subject.redactions, field));
      });
    }
  });
});

interface Redacted {
  field: string;
  mode: string;
}
type GraphqlLead = Record<string, unknown> & { number: string; redactions: Redacted[]; subjects: (Record<string, unknown> & { redactions: Redacted[] })[] };

const SELECTION = `number title narrative conclusion conclusionNote assignee riskScore amountInvolved policyNumbers insurers { code } redactions { field mode }
  subjects { name role idNumber unifiedCreditCode phones bankAccounts redactions { field mode } }`;
const QUERY = `query L($id: ID!) { lead(id: $id) { ${SELECTION} } }`;
const LIST = `query L($text: String!) { leads(filter: { text: $text }) { edges { node { ${SELECTION} } } } }`;
const REDACTION: Partial<Record<Mode, string>> = { masked: 'MASKED', match: 'MATCH_ONLY', request: 'ON_REQUEST' };

function check(place: string, mode: Mode, value: unknown, raw: unknown, redactions: readonly Redacted[], field = place): void {
  const told = redactions.find((r) => r.field === field)?.mode ?? null;
  expect({ place, told }).toEqual({ place, told: REDACTION[mode] ?? null });
  if (mode === 'full') expect({ place, value }).toEqual({ place, value: raw });
  else if (mode !== 'masked') expect({ place, value: isNothing(value) }).toEqual({ place, value: true });
  else if (raw !== null && typeof raw === 'string' && ['name', 'idNumber'].includes(field)) expect({ place, value }).toEqual({ place, value: MASKED[raw] ?? null });
  else if (place === 'title' || place === 'narrative') expect({ place, secrets: SECRETS.filter((secret) => String(value).includes(secret)) }).toEqual({ place, secrets: [] });
  else if (field === 'phones' || field === 'bankAccounts' || field === 'policyNumbers') expect({ place, value }).toEqual({ place, value: (raw as string[]).map((v) => MASKED[v]) });
}
const isNothing = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** The masks of the domain page, by hand; names of firms have none, so a masked one shows nothing. */
const MASKED: Record<string, string> = {
  吴虚构: '吴**', 何示范: '何**', 郑示例: '郑**', 钱样本: '钱**', 孙演示: '孙**', 冯假设: '冯**', 施样例: '施**',
  '990101199211301041': '990*************41', '990101198503120010': '990*************10', '990101197907250028': '990*************28', '990102199001010031': '990*************31', '99020119680818015X': '990*************5X',
  '12900000001': '129****0001', '12900000101': '129****0101', '12900000202': '129****0202', '12900000303': '129****0303', '12900000404': '129****0404', '12877770001': '128****0001', '12877770002': '128****0002',
  '6299990000000000012': '****0012', 'JIA-0001': '****0001', 'JIA-0002': '****0002', 'YI-0103': '****0103', 'YI-7777': '****7777',
};

/** Persons and identifiers that a redacted text may not hold. */
const SECRETS = ['吴虚构', '郑示例', '钱样本', '孙演示', '冯假设', '12900000001', '12900000101', '6299990000000000012', 'JIA-0001'];

/** What really stands in the lead, read by the owner of the tables and opened with the key. */
async function rawLead(lead: string): Promise<{ own: Record<string, unknown>; parts: Partial<Record<keyof typeof PARTS, Record<string, unknown>>> }> {
  const [row] = await world.hub.kernel.database.transaction({ audiences: 'all', action: null, readOnly: true }, (c) => source.load(c, [ids[lead]!], [], world.hub.kernel.clock.now()));
  const own = Object.fromEntries(OWN_FIELDS.map((f) => [f, f === 'insurers' ? row!.insurers.map((a) => ({ code: a.code })) : source.value(row!, f)]));
  const parts = Object.fromEntries(row!.subjects.map((s) => [s.variant, Object.fromEntries(PARTS[s.variant as keyof typeof PARTS].map((f) => [f, source.partValue(row!, 'subjects', s, f)]))]));
  return { own, parts };
}
