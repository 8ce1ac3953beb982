import { generateSync } from 'otplib';
import { tokenOf } from '../support/database.js';
import { openWorld, clientOf, FIXED, type Client, type World } from '../support/world.js';

const GRANT = `{ id version username displayName role status startsAt endsAt requestedBy decidedBy mayDecide }`;
const PROPOSE = `mutation P($username: String!, $role: Role!, $endsAt: DateTime!, $startsAt: DateTime) { proposeRoleGrant(username: $username, role: $role, endsAt: $endsAt, startsAt: $startsAt) ${GRANT} }`;
const DECIDE = `mutation D($id: ID!, $version: Int!, $approve: Boolean!, $reason: String) { decideRoleGrant(id: $id, version: $version, approve: $approve, reason: $reason) ${GRANT} }`;
const REVOKE = `mutation R($id: ID!, $version: Int!) { revokeRoleGrant(id: $id, version: $version, reason: "调离") ${GRANT} }`;
const CREATE = `mutation C($agencyCode: String!, $username: String!, $displayName: String!) { createPerson(agencyCode: $agencyCode, username: $username, displayName: $displayName) { initialPassword person { username active mustChangePassword secondFactor roleGrants { id } } } }`;
const DEPUTY = `mutation N($username: String!, $endsAt: DateTime!) { nameDeputy(username: $username, endsAt: $endsAt) { id head deputy } }`;
const SIGN_IN = `mutation S($username: String!, $password: String!, $code: String) { signIn(username: $username, password: $password, oneTimeCode: $code) { token viewer { roles mustChangePassword mustEnrolSecondFactor } } }`;
const CHANGE = `mutation C($current: String!, $next: String!) { changePassword(currentPassword: $current, newPassword: $next) }`;
const YEAR = '2027-09-21T00:00:00+08:00';

interface Grant {
  id: string;
  version: number;
  status: string;
  decidedBy: string | null;
  mayDecide: boolean;
}

interface SignedIn {
  signIn: { token: string; viewer: { roles: string[]; mustChangePassword: boolean; mustEnrolSecondFactor: boolean } };
}

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

const as = (username: string): Client => world.as(username);
const propose = async (username: string, role: string, more: Record<string, unknown> = {}): Promise<Grant> =>
  (await as('an.anquan').query<{ proposeRoleGrant: Grant }>(PROPOSE, { username, role, endsAt: YEAR, ...more })).proposeRoleGrant;
const confirm = async (by: string, grant: Grant): Promise<Grant> => (await as(by).query<{ decideRoleGrant: Grant }>(DECIDE, { id: grant.id, version: grant.version, approve: true })).decideRoleGrant;
const rolesOf = async (username: string): Promise<string[]> => (await as(username).query<{ viewer: { roles: string[] } }>(`{ viewer { roles } }`)).viewer.roles;
const tokenFor = async (username: string, password: string): Promise<Client> => clientOf(world.hub, username, (await world.anybody.query<SignedIn>(SIGN_IN, { username, password })).signIn.token);

describe('role grants', () => {
  it('wait for a head of that agency, and for nobody else', async () => {
    const grant = await propose('tang.dengji', 'CUSTODIAN');
    expect(grant).toMatchObject({ status: 'PENDING', requestedBy: '安安全', mayDecide: false });
    expect(await rolesOf('tang.dengji')).toEqual(['REGISTRAR']);
    const decide = { id: grant.id, version: grant.version, approve: true };
    expect(await as('an.anquan').refused(DECIDE, decide)).toBe('SEPARATION_OF_DUTIES');
    expect(await as('tang.dengji').refused(DECIDE, decide)).toBe('SEPARATION_OF_DUTIES');
    expect(await as('yu.fuze').refused(DECIDE, decide)).toBe('NOT_FOUND');
    expect(await as('gao.zuzhang').refused(DECIDE, decide)).toBe('NOT_PERMITTED');
    expect(await as('ji.xitong').refused(DECIDE, decide)).toBe('NOT_PERMITTED');
    expect((await as('qi.fuze').query<{ roleGrantsWaiting: Grant[] }>(`{ roleGrantsWaiting { id mayDecide } }`)).roleGrantsWaiting).toEqual([{ id: grant.id, mayDecide: true }]);
    expect((await as('yu.fuze').query<{ roleGrantsWaiting: Grant[] }>(`{ roleGrantsWaiting { id } }`)).roleGrantsWaiting).toEqual([]);
    expect(await confirm('qi.fuze', grant)).toMatchObject({ status: 'ACTIVE', decidedBy: '祁负责' });
    expect(await rolesOf('tang.dengji')).toEqual(['CUSTODIAN', 'REGISTRAR']);
  });

  it('stop at the next request when revoked', async () => {
    const grant = await confirm('qi.fuze', await propose('tang.dengji', 'PUBLICITY'));
    expect(await rolesOf('tang.dengji')).toContain('PUBLICITY');
    expect(await as('yu.fuze').refused(REVOKE, { id: grant.id, version: grant.version })).toBe('NOT_FOUND');
    await as('qi.fuze').query(REVOKE, { id: grant.id, version: grant.version });
    expect(await rolesOf('tang.dengji')).not.toContain('PUBLICITY');
    expect(await as('qi.fuze').refused(REVOKE, { id: grant.id, version: grant.version + 1 })).toBe('INVALID_STATE');
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ['an investigator at an insurer', 'tang.dengji', { role: 'INVESTIGATOR' }, 'INVALID_INPUT'],
    ['a leader outside the hub office', 'kang.fuze', { role: 'LEADER' }, 'INVALID_INPUT'],
    ['an administrator outside the hub office', 'kang.fuze', { role: 'AUDITOR' }, 'INVALID_INPUT'],
    ['an administrator with business', 'ji.xitong', { role: 'LIAISON' }, 'SEPARATION_OF_DUTIES'],
    ['two administrators in one', 'ji.xitong', { role: 'AUDITOR' }, 'SEPARATION_OF_DUTIES'],
    ['a business person as administrator', 'lu.shouli', { role: 'SYSADMIN' }, 'SEPARATION_OF_DUTIES'],
    ['report handler and reward officer', 'bai.zhuanban', { role: 'REWARD_OFF' }, 'SEPARATION_OF_DUTIES'],
    ['oneself', 'an.anquan', { role: 'LIAISON' }, 'SEPARATION_OF_DUTIES'],
    ['more than two years', 'tang.dengji', { role: 'LIAISON', endsAt: '2028-09-22T00:00:00+08:00' }, 'INVALID_INPUT'],
    ['the past', 'tang.dengji', { role: 'LIAISON', startsAt: '2026-09-20T00:00:00+08:00' }, 'INVALID_INPUT'],
    ['a stranger', 'nobody.here', { role: 'LIAISON' }, 'NOT_FOUND'],
  ])('are not proposed for %s', async (_, username, changes, code) => {
    const answer = await as('an.anquan').ask(PROPOSE, { username, endsAt: YEAR, ...changes });
    expect(answer.code).toBe(code);
    expect(answer.errors[0]!.message).toMatch(/\p{Script=Han}/u);
  });

  it('are proposed by the security administrator only', async () => {
    for (const username of ['qi.fuze', 'gao.zuzhang', 'ji.xitong', 'shen.shenji']) {
      expect(await as(username).refused(PROPOSE, { username: 'tang.dengji', role: 'LIAISON', endsAt: YEAR })).toBe('NOT_PERMITTED');
    }
    expect(await as('an.anquan').refused(`mutation { proposeRoleGrant(username: "tang.dengji", role: LIAISON) { id } }`)).toBe('INVALID_INPUT');
  });

  it('of the only head go to a leader, of the only leader to the system administrator', async () => {
    const forHead = await propose('qi.fuze', 'LIAISON');
    expect(await as('qi.fuze').refused(DECIDE, { id: forHead.id, version: forHead.version, approve: true })).toBe('SEPARATION_OF_DUTIES');
    expect((await confirm('gao.zuzhang', forHead)).status).toBe('ACTIVE');
    const forLeader = await propose('gao.zuzhang', 'PLANNER');
    expect(await as('gao.zuzhang').refused(DECIDE, { id: forLeader.id, version: forLeader.version, approve: true })).toBe('SEPARATION_OF_DUTIES');
    expect((await confirm('ji.xitong', forLeader)).status).toBe('ACTIVE');
  });

  it('check the separation again when confirmed', async () => {
    const first = await propose('lu.shouli', 'REPORT_OFF', { startsAt: '2026-10-01T00:00:00+08:00', endsAt: '2026-12-01T00:00:00+08:00' });
    const second = await propose('lu.shouli', 'REWARD_OFF', { startsAt: '2026-12-01T00:00:00+08:00', endsAt: '2027-01-01T00:00:00+08:00' });
    await confirm('gao.zuzhang', first);
    await world.database.change([`UPDATE role_grant SET ends_at = '2026-12-05T00:00:00+08:00' WHERE id = $1`, [first.id]]);
    expect(await as('gao.zuzhang').refused(DECIDE, { id: second.id, version: second.version, approve: true })).toBe('SEPARATION_OF_DUTIES');
  });

  it('never leave the hub without one of its administrators', async () => {
    const people = (await as('an.anquan').query<{ people: { username: string; roleGrants: (Grant & { role: string })[] }[] }>(`{ people(agencyCode: "HUB-990000") { username roleGrants { id version role } } }`)).people;
    const auditor = people.find((p) => p.username === 'shen.shenji')!.roleGrants[0]!;
    expect(await as('an.anquan').refused(REVOKE, { id: auditor.id, version: auditor.version })).toBe('INVALID_STATE');
    expect(await as('an.anquan').refused(`mutation { deactivatePerson(username: "shen.shenji") { id } }`)).toBe('INVALID_STATE');
  });
});

describe('accounts', () => {
  it('are made by the security administrator, with nothing open but a new password', async () => {
    expect(await as('qi.fuze').refused(CREATE, { agencyCode: 'INS-JIA', username: 'xin.ren', displayName: '辛仁' })).toBe('NOT_PERMITTED');
    const { createPerson } = await as('an.anquan').query<{ createPerson: { initialPassword: string; person: unknown } }>(CREATE, { agencyCode: 'INS-JIA', username: 'Xin.Ren', displayName: '辛仁' });
    expect(createPerson.person).toEqual({ username: 'xin.ren', active: true, mustChangePassword: true, secondFactor: false, roleGrants: [] });
    await confirm('qi.fuze', await propose('xin.ren', 'LIAISON'));

    const first = await tokenFor('xin.ren', createPerson.initialPassword);
    expect((await first.query<{ viewer: unknown }>(`{ viewer { roles mustChangePassword } }`)).viewer).toEqual({ roles: ['LIAISON'], mustChangePassword: true });
    const refused = await first.ask(`{ leads(first: 1) { pageInfo { hasNextPage } } }`);
    expect(refused.code).toBe('NOT_PERMITTED');
    expect(refused.errors[0]!.message).toContain('初始密码');
    expect(await first.refused(`query A { viewer { id } } query B { agencies { code } }`)).toBe('NOT_PERMITTED');
    expect(await first.refused(`{ viewer { id } agencies { code } }`)).toBe('NOT_PERMITTED');
    expect(await first.refused(`{ ...F } fragment F on Query { agencies { code } }`)).toBe('NOT_PERMITTED');

    const other = await tokenFor('xin.ren', createPerson.initialPassword);
    expect(await first.refused(CHANGE, { current: createPerson.initialPassword, next: 'xin.ren12345' })).toBe('INVALID_INPUT');
    expect(await first.refused(CHANGE, { current: createPerson.initialPassword, next: createPerson.initialPassword })).toBe('INVALID_INPUT');
    await first.query(CHANGE, { current: createPerson.initialPassword, next: '风雨同舟三十年不改其初衷' });
    expect((await first.ask(`{ agencies { code } }`)).code).toBeNull();
    expect(await other.refused(`{ viewer { id } }`)).toBe('UNAUTHENTICATED');
    expect(await world.anybody.refused(SIGN_IN, { username: 'xin.ren', password: createPerson.initialPassword })).toBe('UNAUTHENTICATED');
  });

  it('lose everything at once when closed, and begin again with nothing', async () => {
    await world.hub.kernel.sequencer.catchUp();
    const { createPerson } = await as('an.anquan').query<{ createPerson: { initialPassword: string } }>(CREATE, { agencyCode: 'INS-YI', username: 'jiu.ren', displayName: '旧人' });
    await confirm('yu.fuze', await propose('jiu.ren', 'LIAISON'));
    const client = await tokenFor('jiu.ren', createPerson.initialPassword);
    await client.query(CHANGE, { current: createPerson.initialPassword, next: '一个足够长的新密码呀呀x7' });
    expect(await as('yu.fuze').refused(`mutation { deactivatePerson(username: "jiu.ren") { active } }`)).toBe('NOT_PERMITTED');
    await as('an.anquan').query(`mutation { deactivatePerson(username: "jiu.ren") { active } }`);
    expect(await client.refused(`{ viewer { id } }`)).toBe('UNAUTHENTICATED');
    const again = await as('an.anquan').query<{ reactivatePerson: unknown }>(`mutation { reactivatePerson(username: "jiu.ren") { active roleGrants { status } } }`);
    expect(again.reactivatePerson).toEqual({ active: true, roleGrants: [{ status: 'ENDED' }] });
  });

  it('are listed to the security administrator and to heads of the own agency', async () => {
    const codes = async (username: string): Promise<string[]> => [...new Set((await as(username).query<{ people: { agency: { code: string } }[] }>(`{ people { agency { code } } }`)).people.map((p) => p.agency.code))];
    expect((await codes('an.anquan')).length).toBe(10);
    expect(await codes('kang.fuze')).toEqual(['REG-990101']);
    for (const username of ['li.lianluo', 'ji.xitong', 'shen.shenji']) expect(await as(username).refused(`{ people { id } }`)).toBe('NOT_PERMITTED');
    expect((await as('kang.fuze').query<{ people: unknown[] }>(`{ people(agencyCode: "INS-JIA") { id } }`)).people).toEqual([]);
  });

  it('need an agency, which the security administrator creates', async () => {
    const create = `mutation A($code: String!, $region: String!) { createAgency(code: $code, name: "示例人寿丙", kind: INSURER, regionCode: $region) { code kind } }`;
    expect(await as('gao.zuzhang').refused(create, { code: 'INS-BING', region: '990000' })).toBe('NOT_PERMITTED');
    expect(await as('an.anquan').refused(create, { code: 'INS-BING', region: '980000' })).toBe('INVALID_INPUT');
    expect((await as('an.anquan').query<{ createAgency: unknown }>(create, { code: 'ins-bing', region: '990000' })).createAgency).toEqual({ code: 'INS-BING', kind: 'INSURER' });
    expect(await as('an.anquan').refused(create, { code: 'INS-BING', region: '990000' })).toBe('INVALID_INPUT');
    await as('an.anquan').query(CREATE, { agencyCode: 'INS-BING', username: 'bing.fuze', displayName: '丙负责' });
    const first = await propose('bing.fuze', 'APPROVER');
    expect(await as('qi.fuze').refused(DECIDE, { id: first.id, version: first.version, approve: true })).toBe('NOT_FOUND');
    expect((await confirm('gao.zuzhang', first)).status).toBe('ACTIVE');
  });
});

describe('deputies', () => {
  const REQUEST = `mutation A($input: RequestAccessInput!) { requestAccess(input: $input) { id version } }`;
  const input = { recordNumber: FIXED.first, fields: ['narrative'], legalBasis: '行政处罚法', until: '2026-10-21T00:00:00+08:00', message: '核查需要' };
  const DECIDE_REQUEST = `mutation D($id: ID!, $version: Int!) { decideAccessRequest(id: $id, version: $version, approve: true) { status } }`;
  const purpose = { code: 'VERIFICATION', reference: 'EXT:SAMR-2026-0001' } as const;

  it('act for the head, and are counted as both', async () => {
    const requests: { id: string; version: number }[] = [];
    for (const username of ['he.shijian', 'peng.shijian']) requests.push((await as(username).query<{ requestAccess: { id: string; version: number } }>(REQUEST, { input }, purpose)).requestAccess);
    const [byHead, byDeputy] = requests;
    expect(await as('peng.shijian').refused(DECIDE_REQUEST, byHead)).toBe('NOT_PERMITTED');
    await as('he.shijian').query(DEPUTY, { username: 'peng.shijian', endsAt: '2026-10-01T00:00:00+08:00' });
    expect((await as('peng.shijian').query<{ viewer: unknown }>(`{ viewer { roles actingFor mayApprove } }`)).viewer).toEqual({ roles: ['APPROVER', 'INVESTIGATOR'], actingFor: ['何市监'], mayApprove: true });
    expect(await as('peng.shijian').refused(DECIDE_REQUEST, byHead)).toBe('SEPARATION_OF_DUTIES');
    expect(await as('peng.shijian').refused(DECIDE_REQUEST, byDeputy)).toBe('SEPARATION_OF_DUTIES');
    expect((await as('he.shijian').query<{ decideAccessRequest: unknown }>(DECIDE_REQUEST, byDeputy)).decideAccessRequest).toEqual({ status: 'PENDING_PROVIDER' });
  });

  it('show for whom they acted, in the act and in the ledger', async () => {
    await as('an.anquan').query(CREATE, { agencyCode: 'SAMR-990100', username: 'chu.shijian', displayName: '储市监' });
    const grant = await propose('chu.shijian', 'LEGAL');
    expect(await confirm('peng.shijian', grant)).toMatchObject({ status: 'ACTIVE', decidedBy: '彭市监（代何市监）' });
    const { auditEntries } = await as('peng.shijian').query<{ auditEntries: { edges: { node: { actor: string } }[] } }>(`{ auditEntries(first: 5, filter: { mine: true, action: "roleGrant.decide", outcome: "OK" }) { edges { node { actor } } } }`);
    expect(auditEntries.edges.map((e) => e.node.actor)).toEqual(['彭市监（代何市监）']);
  });

  it('may not confirm a role of the head, nor name a deputy', async () => {
    const grant = await propose('he.shijian', 'LEGAL');
    expect(await as('peng.shijian').refused(DECIDE, { id: grant.id, version: grant.version, approve: true })).toBe('SEPARATION_OF_DUTIES');
    expect(await as('peng.shijian').refused(DEPUTY, { username: 'chu.shijian', endsAt: '2026-10-01T00:00:00+08:00' })).toBe('NOT_PERMITTED');
  });

  it.each<[string, string, string, string]>([
    ['another agency', 'kang.fuze', 'li.lianluo', 'INVALID_INPUT'],
    ['himself', 'kang.fuze', 'kang.fuze', 'INVALID_INPUT'],
    ['an administrator', 'gao.zuzhang', 'ji.xitong', 'SEPARATION_OF_DUTIES'],
    ['a second one for the same time', 'he.shijian', 'chu.shijian', 'INVALID_STATE'],
  ])('are not %s', async (_, head, username, code) => {
    expect(await as(head).refused(DEPUTY, { username, endsAt: '2026-10-01T00:00:00+08:00' })).toBe(code);
  });

  it('end when the head revokes, at the next request', async () => {
    const { deputies } = await as('he.shijian').query<{ deputies: { id: string; deputy: string }[] }>(`{ deputies { id deputy } }`);
    expect(deputies.map((d) => d.deputy)).toEqual(['彭市监']);
    expect(await as('kang.fuze').refused(`mutation R($id: ID!) { revokeDeputy(id: $id) { id } }`, { id: deputies[0]!.id })).toBe('NOT_FOUND');
    await as('he.shijian').query(`mutation R($id: ID!) { revokeDeputy(id: $id) { revokedAt } }`, { id: deputies[0]!.id });
    expect(await rolesOf('peng.shijian')).toEqual(['INVESTIGATOR']);
  });
});

describe('recusal', () => {
  const READ = `query L($id: ID!) { lead(id: $id) { id number assignee } }`;
  const number = (client: Client): Promise<unknown> => client.ask<{ lead: { number: string } | null }>(READ, { id: FIXED.first }).then((a) => a.data?.lead?.number ?? a.code);

  it('closes the record on every path from the next request on, and frees it of its handler', async () => {
    expect(await number(as('lin.diaocha'))).toBe(FIXED.first);
    const assignee = async (): Promise<string | null> => (await as('kang.fuze').working(FIXED.first).query<{ lead: { assignee: string | null } }>(READ, { id: FIXED.first })).lead.assignee;
    expect(await assignee()).toBe('林调查');
    await as('lin.diaocha').query(`mutation R($n: String!) { declareRecusal(recordNumber: $n, reason: "系当事人近亲属") { recordNumber declaredBy } }`, { n: FIXED.first });
    expect(await number(as('lin.diaocha'))).not.toBe(FIXED.first);
    const listed = (await as('lin.diaocha').query<{ leads: { edges: { node: { number: string } }[] } }>(`{ leads(first: 100) { edges { node { number } } } }`)).leads.edges.map((e) => e.node.number);
    expect(listed.length).toBeGreaterThan(0);
    expect(listed).not.toContain(FIXED.first);
    expect((await as('lin.diaocha').query<{ leads: { edges: unknown[] } }>(`{ leads(first: 5, filter: { text: "${FIXED.first}" }) { edges { cursor } } }`)).leads.edges).toEqual([]);
    expect(await assignee()).toBeNull();
    expect(await as('lin.diaocha').refused(`mutation R($n: String!) { declareRecusal(recordNumber: $n, reason: "x") { recordNumber } }`, { n: FIXED.first })).toBe('NOT_FOUND');
  });

  it('is ordered and lifted by a head of the own agency', async () => {
    const ORDER = `mutation R($u: String!, $n: String!) { recusePerson(username: $u, recordNumber: $n, reason: "与当事人有利害关系") { declaredBy username } }`;
    expect(await as('luo.diaocha').refused(ORDER, { u: 'lin.diaocha', n: FIXED.first })).toBe('NOT_PERMITTED');
    expect(await as('kang.fuze').refused(ORDER, { u: 'li.lianluo', n: FIXED.first })).toBe('INVALID_INPUT');
    expect(await as('kang.fuze').refused(ORDER, { u: 'luo.diaocha', n: 'XS-990101-2026-999999' })).toBe('NOT_FOUND');
    expect((await as('kang.fuze').query<{ recusePerson: unknown }>(ORDER, { u: 'luo.diaocha', n: FIXED.first })).recusePerson).toEqual({ declaredBy: '康负责', username: 'luo.diaocha' });
    expect(await number(as('luo.diaocha'))).not.toBe(FIXED.first);
    expect((await as('kang.fuze').query<{ recusals: { username: string }[] }>(`{ recusals { username } }`)).recusals.map((r) => r.username).sort()).toEqual(['lin.diaocha', 'luo.diaocha']);
    expect((await as('luo.diaocha').query<{ recusals: { username: string }[] }>(`{ recusals { username } }`)).recusals).toEqual([{ username: 'luo.diaocha' }]);
    const LIFT = `mutation L($u: String!, $n: String!) { liftRecusal(username: $u, recordNumber: $n, reason: "误报") }`;
    expect(await as('luo.diaocha').refused(LIFT, { u: 'luo.diaocha', n: FIXED.first })).toBe('SEPARATION_OF_DUTIES');
    await as('kang.fuze').query(LIFT, { u: 'luo.diaocha', n: FIXED.first });
    expect(await number(as('luo.diaocha'))).toBe(FIXED.first);
  });
});

describe('sign-in', () => {
  const failures = async (username: string, times: number): Promise<string[]> => {
    const codes: string[] = [];
    for (let i = 0; i < times; i += 1) codes.push(await world.anybody.refused(SIGN_IN, { username, password: `wrong-${i}` }));
    return codes;
  };
  const locked = [...Array<string>(5).fill('UNAUTHENTICATED'), 'QUOTA_EXCEEDED', 'QUOTA_EXCEEDED'];

  it('locks a known and an unknown name alike after five failures, and opens again after 15 minutes', async () => {
    const known = await failures('yan.juzhang', 7);
    const unknown = await failures('no.such.person', 7);
    expect(known).toEqual(locked);
    expect(unknown).toEqual(locked);
    expect(await world.anybody.refused(SIGN_IN, { username: ' YAN.juzhang', password: 'xiecha-demo' })).toBe('QUOTA_EXCEEDED');
    await world.database.sql(`UPDATE sign_in_failure SET at = at - interval '15 minutes'`);
    expect((await world.anybody.ask<SignedIn>(SIGN_IN, { username: 'yan.juzhang', password: 'xiecha-demo' })).code).toBeNull();
  });

  it('gives forty guesses at once no more than five', async () => {
    const codes = await Promise.all(Array.from({ length: 40 }, (_, i) => world.anybody.refused(SIGN_IN, { username: 'ren.zhidui', password: `guess-${i}` })));
    expect(codes.filter((c) => c === 'UNAUTHENTICATED')).toHaveLength(5);
    expect(codes.filter((c) => c === 'QUOTA_EXCEEDED')).toHaveLength(35);
  });

  it('answers known and unknown names with the same words and in like time', async () => {
    const bodies = new Set<string>();
    const times: Record<string, number[]> = { 'su.xiaobao': [], 'nobody.at.all': [] };
    for (let i = 0; i < 30; i += 1) {
      for (const username of Object.keys(times)) {
        await world.database.sql('DELETE FROM sign_in_failure');
        const started = performance.now();
        bodies.add((await world.anybody.ask(SIGN_IN, { username, password: 'wrong' })).body);
        times[username]!.push(performance.now() - started);
      }
    }
    expect(bodies.size).toBe(1);
    const median = (values: number[]): number => values.toSorted((a, b) => a - b)[15]!;
    const [a, b] = [median(times['su.xiaobao']!), median(times['nobody.at.all']!)];
    expect(Math.abs(a - b) / Math.max(a, b)).toBeLessThan(0.5);
  });

  it('takes nobody’s word for who he is', async () => {
    const { viewer: me } = await as('li.lianluo').query<{ viewer: { id: string } }>(`{ viewer { id } }`);
    const { viewer: other } = await as('gao.zuzhang').query<{ viewer: { id: string } }>(`{ viewer { id } }`);
    const claims = { 'x-user-id': other.id, 'x-username': 'gao.zuzhang', 'x-role': 'LEADER', 'x-on-behalf-of': other.id, 'x-forwarded-user': 'gao.zuzhang', cookie: `person=${other.id}` };
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${tokenOf('li.lianluo')}`, ...claims };
    const response = await world.inject({ method: 'POST', url: '/graphql', headers, payload: JSON.stringify({ query: '{ viewer { id roles } }', variables: { personId: other.id }, extensions: { viewer: other, roles: ['LEADER'] } }) });
    expect((JSON.parse(response.body) as { data: unknown }).data).toEqual({ viewer: { id: me.id, roles: ['LIAISON'] } });
    const unsigned = await world.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json', ...claims }, payload: JSON.stringify({ query: '{ viewer { id } }' }) });
    expect(unsigned.statusCode).toBe(401);
  });

  it('keeps tokens as their hash only, and sessions end at the next request', async () => {
    const here = await tokenFor('mei.fazhi', 'xiecha-demo');
    const { token } = (await world.anybody.query<SignedIn>(SIGN_IN, { username: 'mei.fazhi', password: 'xiecha-demo' })).signIn;
    const stored = await world.database.sql<{ n: number }>(`SELECT count(*)::int AS n FROM session WHERE token_hash = sha256($1::bytea)`, [Buffer.from(token)]);
    expect(stored[0]!.n).toBe(1);
    expect(await world.database.sql(`SELECT 1 FROM session s WHERE position($1 in s::text) > 0`, [token])).toEqual([]);
    await here.query(`mutation { signOutEverywhere }`);
    for (const client of [here, clientOf(world.hub, 'mei.fazhi', token), world.as('mei.fazhi')]) expect(await client.refused(`{ viewer { id } }`)).toBe('UNAUTHENTICATED');
  });
});

describe('where a second factor is required', () => {
  let strict: World;
  beforeAll(async () => {
    strict = await openWorld({ env: { XIECHA_SECOND_FACTOR: 'required' } });
  }, 60_000);
  afterAll(() => strict.close());

  it('a person without one signs in to enrol, and to nothing else', async () => {
    const signIn = (code?: string): Promise<SignedIn> => strict.anybody.query<SignedIn>(SIGN_IN, { username: 'xu.shouli', password: 'xiecha-demo', code });
    const first = await signIn();
    expect(first.signIn.viewer.mustEnrolSecondFactor).toBe(true);
    const client = clientOf(strict.hub, 'xu.shouli', first.signIn.token);
    const second = clientOf(strict.hub, 'xu.shouli', (await signIn()).signIn.token);
    expect(await client.refused(`{ leads(first: 1) { pageInfo { hasNextPage } } }`)).toBe('NOT_PERMITTED');
    expect(await client.refused(`mutation { confirmSecondFactor(code: "123456") }`)).toBe('INVALID_STATE');
    expect(await client.refused(`mutation { beginSecondFactor(currentPassword: "wrong") }`)).toBe('INVALID_INPUT');
    const { beginSecondFactor } = await client.query<{ beginSecondFactor: string }>(`mutation { beginSecondFactor(currentPassword: "xiecha-demo") }`);
    const secret = new URL(beginSecondFactor).searchParams.get('secret')!;
    const code = (ahead = 0): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + ahead });
    expect(await client.refused(`mutation { confirmSecondFactor(code: "000000") }`)).toBe('INVALID_INPUT');
    await client.query(`mutation C($code: String!) { confirmSecondFactor(code: $code) }`, { code: code() });
    expect((await client.ask(`{ leads(first: 1) { pageInfo { hasNextPage } } }`)).code).toBeNull();
    expect(await second.refused(`{ viewer { id } }`)).toBe('UNAUTHENTICATED');

    expect(await strict.anybody.refused(SIGN_IN, { username: 'xu.shouli', password: 'xiecha-demo' })).toBe('UNAUTHENTICATED');
    expect(await strict.anybody.refused(SIGN_IN, { username: 'xu.shouli', password: 'xiecha-demo', code: code() })).toBe('UNAUTHENTICATED');
    const later = await signIn(code(30));
    expect(later.signIn.viewer.mustEnrolSecondFactor).toBe(false);
    expect((await clientOf(strict.hub, 'xu.shouli', later.signIn.token).ask(`{ leads(first: 1) { pageInfo { hasNextPage } } }`)).code).toBeNull();
    expect(await strict.database.sql(`SELECT 1 FROM person p WHERE position($1 in p::text) > 0`, [secret])).toEqual([]);
  });
});
