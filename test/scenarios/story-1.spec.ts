import { FIXED, openWorld, type Client, type World } from '../support/world.js';

/** Domain page, section 8, story 1: a liaison queries shared leads. The tests tell it in order. */

interface Match {
  hit: boolean;
  quotaRemaining: number;
  holders: { agency: { code: string }; contact: string | null; leadNumber: string | null; riskBand: string | null; conductTypes: string[] | null }[];
}
interface Request {
  id: string;
  version: number;
  status: string;
  due: string | null;
  mayDecide: boolean;
}
interface Entry {
  action: string;
  actor: string | null;
  records: string[];
  fields: string[];
  maskedFields: string[];
  purposeCode: string | null;
  purposeReference: string | null;
  outcome: string;
}

const MATCH = `query Match($value: String!) { matchIdentifier(kind: PHONE, value: $value) { hit quotaRemaining holders { agency { code } contact leadNumber riskBand conductTypes } } }`;
const REQUEST = `mutation Request($input: RequestAccessInput!) { requestAccess(input: $input) { id version status due mayDecide } }`;
const REQUESTS = `{ accessRequests { id version status due mayDecide recordNumber fields requester } }`;
const ENTRIES = `query Entries($filter: AuditFilter) { auditEntries(first: 100, filter: $filter) { edges { node { action actor records fields maskedFields purposeCode purposeReference outcome } } } }`;
const LEAD = `query Lead($id: ID!) { lead(id: $id) { number title narrative riskBand conductTypes ownerAgency { code } policyNumbers insurers { code } amountInvolved
  subjects { name role idNumber phones bankAccounts } redactions { field mode requestable } } }`;

let world: World;
let li: Client;
const purpose = { code: 'VERIFICATION' as const, reference: FIXED.own };
const match = async (value: string, stated = purpose): Promise<Match> => (await li.query<{ matchIdentifier: Match }>(MATCH, { value }, stated)).matchIdentifier;
const entries = async (client: Client, filter: object = {}): Promise<Entry[]> =>
  (await client.query<{ auditEntries: { edges: { node: Entry }[] } }>(ENTRIES, { filter })).auditEntries.edges.map((e) => e.node);

beforeAll(async () => {
  world = await openWorld({ clock: '2026-09-21T09:00:00+08:00' });
  li = world.as('li.lianluo');
});
afterAll(() => world.close());

it('asks for a purpose before anything is matched', async () => {
  expect(await li.refused(MATCH, { value: FIXED.suspectPhone })).toBe('PURPOSE_REQUIRED');
  expect(await li.refused(MATCH, { value: FIXED.suspectPhone }, { code: 'VERIFICATION', reference: 'XS-990101-2026-999999' })).toBe('PURPOSE_REQUIRED');
});

it('hits two leads: of the shared one its number, conduct, band and owner, of the other only whom to ask', async () => {
  const found = await match(FIXED.suspectPhone);
  expect(found).toMatchObject({ hit: true, quotaRemaining: 19 });
  expect(found.holders).toHaveLength(2);
  expect(found.holders[0]).toMatchObject({ agency: { code: 'REG-990101' }, leadNumber: FIXED.first, riskBand: 'HIGH', conductTypes: ['ILLEGAL_SOLICITATION', 'COACHED_FABRICATION'] });
  expect(found.holders[1]).toMatchObject({ agency: { code: 'INS-JIA' }, leadNumber: null, riskBand: null, conductTypes: null });
});

it('shows of the shared lead no name, no text and no policy of another insurer, whatever the purpose', async () => {
  for (const stated of [undefined, purpose]) {
    const answer = await li.ask<{ lead: Record<string, unknown> & { subjects: Record<string, unknown>[]; redactions: { field: string; mode: string }[] } }>(LEAD, { id: FIXED.first }, stated);
    expect(answer.data?.lead).toMatchObject({ number: FIXED.first, title: null, narrative: null, riskBand: 'HIGH', ownerAgency: { code: 'REG-990101' }, policyNumbers: null, amountInvolved: null });
    for (const subject of answer.data!.lead.subjects) expect(subject).toEqual({ name: null, role: null, idNumber: null, phones: null, bankAccounts: null });
    expect(answer.data!.lead.redactions).toContainEqual({ field: 'policyNumbers', mode: 'MATCH_ONLY', requestable: true });
    for (const value of ['吴虚构', '郑示例', 'JIA-0001', FIXED.suspectPhone, FIXED.victimPhone, FIXED.suspectId, '明衡']) expect(answer.body).not.toContain(value);
  }
  expect(await li.refused(LEAD, { id: FIXED.second }, purpose)).toBe('NOT_FOUND');
});

it('counts the same value under the same reference once within 24 hours, and a value on a record of the own agency not at all', async () => {
  expect((await match(FIXED.suspectPhone)).quotaRemaining).toBe(19);
  expect((await match('+86 129 0000 0001')).quotaRemaining).toBe(19);
  expect((await match('12900000404')).quotaRemaining).toBe(19);
});

it('refuses the 21st new value of the day', async () => {
  for (let n = 2; n <= 20; n += 1) expect(await match(`129009000${String(n).padStart(2, '0')}`)).toMatchObject({ hit: false, holders: [], quotaRemaining: 20 - n });
  expect(await li.refused(MATCH, { value: '12900900021' }, purpose)).toBe('QUOTA_EXCEEDED');
  expect((await match(FIXED.suspectPhone)).quotaRemaining).toBe(0);
});

it('carries the request for the narrative over the own head to the owner, due in ten working days', async () => {
  const input = { recordNumber: FIXED.first, fields: ['narrative'], legalBasis: '保险销售行为管理办法第三十九条', until: '2026-12-31T23:59:59+08:00', message: '与本公司线索同一联系电话，需核对手法' };
  expect(await li.refused(REQUEST, { input })).toBe('PURPOSE_REQUIRED');
  const made = (await li.query<{ requestAccess: Request }>(REQUEST, { input }, purpose)).requestAccess;
  expect(made).toMatchObject({ status: 'PENDING_OWN_HEAD', due: null });
  const kang = world.as('kang.fuze');
  expect((await kang.query<{ accessRequests: Request[] }>(REQUESTS)).accessRequests).toEqual([]);

  await world.as('yu.fuze').query(`mutation { advanceDemoClock(to: "2026-09-22T10:00:00+08:00") }`);
  const DECIDE = `mutation Decide($id: ID!, $version: Int!) { decideAccessRequest(id: $id, version: $version, approve: true) { id version status due mayDecide } }`;
  expect(await li.refused(DECIDE, { id: made.id, version: made.version })).toBe('SEPARATION_OF_DUTIES');
  const signed = (await world.as('yu.fuze').query<{ decideAccessRequest: Request }>(DECIDE, { id: made.id, version: made.version })).decideAccessRequest;
  expect(signed).toMatchObject({ status: 'PENDING_PROVIDER', due: '2026-10-13T23:59:59+08:00' });
  expect((await kang.query<{ accessRequests: Request[] }>(REQUESTS)).accessRequests).toMatchObject([{ id: made.id, status: 'PENDING_PROVIDER', mayDecide: true, recordNumber: FIXED.first, fields: ['narrative'] }]);
});

it('starts a new quota on the new day', async () => {
  // the search of yesterday 09:00 lies more than 24 hours back
  await world.as('li.lianluo').query(`mutation { advanceDemoClock(to: "2026-09-22T12:00:00+08:00") }`);
  expect((await match(FIXED.suspectPhone)).quotaRemaining).toBe(19);
});

it('leaves reader, fields, masks and purpose in the audit, for the reader and for the owner', async () => {
  const mine = await entries(li, { mine: true });
  const hit = mine.find((e) => e.action === 'identifier.match' && e.outcome === 'OK' && e.records.length > 0);
  expect(hit).toMatchObject({ actor: '李联络', records: [FIXED.first], fields: ['subjects.phones'], purposeCode: 'VERIFICATION', purposeReference: FIXED.own });
  const read = mine.find((e) => e.action === 'lead.read' && e.purposeCode === 'VERIFICATION' && e.outcome === 'OK');
  expect(read?.fields).toEqual(expect.arrayContaining(['number', 'riskBand']));
  expect(read?.fields).not.toContain('narrative');
  expect(mine.some((e) => e.action === 'identifier.match' && e.outcome === 'QUOTA_EXCEEDED')).toBe(true);

  const owner = await entries(world.as('kang.fuze'), { ownRecords: true });
  expect(owner.some((e) => e.action === 'identifier.match' && e.records.includes(FIXED.first))).toBe(true);
  // the owner of the hidden lead learns that it was hit, though not by whom in person
  const jia = await entries(world.as('wang.baoguan'), { ownRecords: true });
  const seenByJia = jia.find((e) => e.action === 'identifier.match' && e.records.includes(FIXED.second));
  expect(seenByJia).toBeDefined();
  expect(seenByJia?.actor).not.toBe('李联络');
});

it('keeps the administrators out: two see nothing, the auditor the entry under a pseudonym and never the lead', async () => {
  for (const name of ['ji.xitong', 'an.anquan', 'shen.shenji']) {
    const administrator = world.as(name);
    expect(await administrator.refused(LEAD, { id: FIXED.first })).toBe('NOT_FOUND');
    expect(await administrator.query(`{ leads(first: 100) { edges { node { id } } } }`)).toEqual({ leads: { edges: [] } });
    expect(['FIELD_NOT_ALLOWED', 'NOT_PERMITTED']).toContain(await administrator.refused(MATCH, { value: FIXED.suspectPhone }, { code: 'SUPERVISION', reference: 'EXT:审计001' }));
  }
  for (const name of ['ji.xitong', 'an.anquan']) expect(await entries(world.as(name))).toEqual([]);

  const seen = await entries(world.as('shen.shenji'), { action: 'identifier.match' });
  const hit = seen.find((e) => e.outcome === 'OK' && e.records.length === 2);
  expect(hit).toMatchObject({ fields: ['subjects.phones'], purposeCode: 'VERIFICATION' });
  const whole = await world.as('shen.shenji').ask(ENTRIES, {});
  for (const plain of [FIXED.first, FIXED.second, FIXED.own, '李联络', 'li.lianluo', FIXED.suspectPhone, '吴虚构']) expect(whole.body).not.toContain(plain);
});
