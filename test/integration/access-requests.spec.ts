import { FIXED, openWorld, type Client, type World } from '../support/world.js';

/** 申请查看: own head, provider, grant, partial grant, refusal, escalation, expiry, revocation. */
let world: World;
let li: Client, yu: Client, kang: Client;
const onOwn = { code: 'VERIFICATION' as const, reference: FIXED.own };
beforeEach(async () => {
  world = await openWorld({ clock: '2026-09-22T09:00:00+08:00' });
  [li, yu, kang] = ['li.lianluo', 'yu.fuze', 'kang.fuze'].map((name) => world.as(name)) as [Client, Client, Client];
});
afterEach(() => world.close());

interface Request {
  id: string;
  version: number;
  status: string;
  fields: string[];
  grantedFields: string[];
  grantedUntil: string | null;
  due: string | null;
  decisionReason: string | null;
}
const FIELDS = 'id version status fields grantedFields grantedUntil due decisionReason';
const input = { recordNumber: FIXED.first, fields: ['narrative', 'subjects.phones'], legalBasis: '保险销售行为管理办法第三十九条', until: '2026-12-01T00:00:00+08:00', message: '核对同一电话' };
const make = async (who = li, changes: object = {}): Promise<Request> => (await who.query<{ requestAccess: Request }>(`mutation R($input: RequestAccessInput!) { requestAccess(input: $input) { ${FIELDS} } }`, { input: { ...input, ...changes } }, onOwn)).requestAccess;
const DECIDE = `mutation D($id: ID!, $version: Int!, $approve: Boolean!, $fields: [String!], $reason: String) { decide: decideAccessRequest(id: $id, version: $version, approve: $approve, fields: $fields, reason: $reason) { ${FIELDS} } }`;
const decide = async (who: Client, r: Request, approve: boolean, more: object = {}): Promise<Request> => (await who.query<{ decide: Request }>(DECIDE, { id: r.id, version: r.version, approve, ...more })).decide;
const refused = (who: Client, r: { id: string; version: number }, approve: boolean, more: object = {}): Promise<string> => who.refused(DECIDE, { id: r.id, version: r.version, approve, ...more });
const advance = (to: string) => li.query(`mutation A($to: DateTime!) { advanceDemoClock(to: $to) }`, { to });
const narrative = async (who = li, purpose: typeof onOwn | null = onOwn) => (await who.query<{ lead: { narrative: string | null; subjects: { name: string | null; phones: string[] | null }[] } }>(`{ lead(id: "${FIXED.first}") { narrative subjects { name phones } } }`, {}, purpose ?? undefined)).lead;
const mine = async (who = li): Promise<Request[]> => (await who.query<{ accessRequests: Request[] }>(`{ accessRequests { ${FIELDS} } }`)).accessRequests;

it('opens just the granted fields, to just that person, for just that purpose and term', async () => {
  const granted = await decide(kang, await decide(yu, await make(), true), true);
  expect(granted).toMatchObject({ status: 'GRANTED', grantedFields: ['narrative', 'subjects.phones'], grantedUntil: '2026-12-01T00:00:00+08:00' });
  const open = await narrative();
  expect(open.narrative).toContain('吴虚构');
  expect(open.subjects.flatMap((s) => s.phones ?? [])).toContain(FIXED.suspectPhone);
  // names were not asked for
  expect(open.subjects.every((s) => s.name === null)).toBe(true);
  // without a purpose an open cell is masked
  expect((await narrative(li, null)).narrative).not.toContain('吴虚构');
  expect(await yu.query(`{ lead(id: "${FIXED.first}") { narrative } }`)).toEqual({ lead: { narrative: null } });
  await advance('2026-12-01T00:00:01+08:00');
  expect((await narrative()).narrative).toBeNull();
  expect((await mine())[0]?.status).toBe('EXPIRED');
});

it('stops at once when it is revoked', async () => {
  const granted = await decide(kang, await decide(yu, await make(), true), true);
  const REVOKE = `mutation V($id: ID!, $version: Int!, $reason: String!) { revokeAccess(id: $id, version: $version, reason: $reason) { ${FIELDS} } }`;
  expect(await yu.refused(REVOKE, { id: granted.id, version: granted.version, reason: '越权' })).toBe('NOT_PERMITTED');
  expect(await kang.refused(REVOKE, { id: granted.id, version: granted.version, reason: ' ' })).toBe('INVALID_INPUT');
  await kang.query(REVOKE, { id: granted.id, version: granted.version, reason: '用途变更' });
  expect((await narrative()).narrative).toBeNull();
  expect((await mine())[0]).toMatchObject({ status: 'REVOKED', decisionReason: '用途变更' });
  expect(await kang.refused(REVOKE, { id: granted.id, version: granted.version + 1, reason: '再次' })).toBe('INVALID_STATE');
});

it('may be granted in part, and never beyond what was asked', async () => {
  const passed = await decide(yu, await make(), true);
  expect(await refused(kang, passed, true, { fields: ['title'] })).toBe('INVALID_INPUT');
  expect(await refused(kang, passed, true, { fields: [] })).toBe('INVALID_INPUT');
  expect(await decide(kang, passed, true, { fields: ['subjects.phones'] })).toMatchObject({ status: 'PARTLY_GRANTED', grantedFields: ['subjects.phones'] });
  const open = await narrative();
  expect(open.narrative).toBeNull();
  expect(open.subjects.flatMap((s) => s.phones ?? [])).toContain(FIXED.suspectPhone);
});

it('may be refused by either, with reasons', async () => {
  const first = await make();
  expect(await refused(yu, first, false)).toBe('INVALID_INPUT');
  expect(await decide(yu, first, false, { reason: '无必要' })).toMatchObject({ status: 'REFUSED', decisionReason: '无必要' });
  const second = await decide(yu, await make(), true);
  expect(await decide(kang, second, false, { reason: '案件敏感' })).toMatchObject({ status: 'REFUSED' });
  expect(await refused(kang, { id: second.id, version: second.version + 1 }, true)).toBe('INVALID_STATE');
  expect((await narrative()).narrative).toBeNull();
});

it('escalates when the provider is silent, and silence never consents', async () => {
  const passed = await decide(yu, await make(), true);
  expect(passed.due).toBe('2026-10-13T23:59:59+08:00');
  await advance('2026-10-13T23:59:00+08:00');
  expect((await mine())[0]?.status).toBe('PENDING_PROVIDER');
  await advance('2026-10-14T00:00:01+08:00');
  const late = (await mine())[0]!;
  expect(late.status).toBe('ESCALATED');
  expect((await narrative()).narrative).toBeNull();
  expect((await mine(world.as('gao.zuzhang'))).map((r) => r.id)).toEqual([late.id]);
  expect(await decide(kang, late, true)).toMatchObject({ status: 'GRANTED' });
});

it('is not decided by its maker, by strangers, out of turn or on an old version', async () => {
  const made = await make();
  expect(await refused(kang, made, true)).toBe('NOT_FOUND');
  expect(await refused(world.as('wang.baoguan'), made, true)).toBe('NOT_FOUND');
  expect(await refused(li, made, true)).toBe('SEPARATION_OF_DUTIES');
  expect(await refused(yu, { ...made, version: made.version + 1 }, true)).toBe('STALE_VERSION');
  const passed = await decide(yu, made, true);
  expect(await refused(yu, passed, true)).toBe('NOT_PERMITTED');
  // he holds the approver's role in his own agency, and still may not sign what he asked for himself
  const he = world.as('he.shijian').working(FIXED.first);
  const own = (await he.query<{ requestAccess: Request }>(`mutation R($input: RequestAccessInput!) { requestAccess(input: $input) { ${FIELDS} } }`, { input })).requestAccess;
  expect(await refused(world.as('he.shijian'), own, true)).toBe('SEPARATION_OF_DUTIES');
});

it('names wrong fields, terms and records precisely, and needs a purpose', async () => {
  const REQUEST = `mutation R($input: RequestAccessInput!) { requestAccess(input: $input) { id } }`;
  const ask = (changes: object) => li.ask(REQUEST, { input: { ...input, ...changes } }, onOwn);
  const wrong = await ask({ fields: ['narrative', 'subjects.role', 'id'], legalBasis: ' ', until: '2026-09-01T00:00:00+08:00' });
  expect(wrong.code).toBe('INVALID_INPUT');
  expect(wrong.errors[0]?.extensions.fields?.map((f) => f.field.replace(/^input\./, ''))).toEqual(expect.arrayContaining(['legalBasis', 'until']));
  expect((await ask({ recordNumber: FIXED.second })).code).toBe('NOT_FOUND');
  expect((await ask({ recordNumber: 'XS-990101-2026-777777' })).code).toBe('NOT_FOUND');
  expect((await li.ask(REQUEST, { input })).code).toBe('PURPOSE_REQUIRED');
  expect(await mine()).toEqual([]);
});

it('gives no right to a person recused since', async () => {
  await decide(kang, await decide(yu, await make(), true), true);
  await li.query(`mutation { declareRecusal(recordNumber: "${FIXED.first}", reason: "与当事人有亲属关系") { __typename } }`);
  expect(await li.refused(`{ lead(id: "${FIXED.first}") { id } }`)).toBe('NOT_FOUND');
});
