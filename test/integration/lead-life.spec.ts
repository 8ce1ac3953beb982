import { FIXED, leadInput, openWorld, submitted, type Client, type SubmittedLead, type World } from '../support/world.js';

/** The whole life of a lead, act by act, with who may not and what is refused on the way. */
let world: World;
let li: Client, xu: Client, lin: Client, kang: Client, lu: Client;
beforeAll(async () => {
  world = await openWorld();
  [li, xu, lin, kang, lu] = ['li.lianluo', 'xu.shouli', 'lin.diaocha', 'kang.fuze', 'lu.shouli'].map((name) => world.as(name)) as [Client, Client, Client, Client, Client];
});
afterAll(() => world.close());

interface Lead {
  id: string;
  version: number;
  status: string;
  conclusion: string | null;
  assignee: string | null;
  handlingCode: string;
  mergedInto: string | null;
  actions: string[];
}
const FIELDS = 'id version status conclusion assignee handlingCode mergedInto actions';
const ACTS = {
  return: `mutation A($id: ID!, $version: Int!, $reason: String!) { act: returnLead(id: $id, version: $version, reason: $reason) { ${FIELDS} } }`,
  reject: `mutation A($id: ID!, $version: Int!, $reason: String!) { act: rejectLead(id: $id, version: $version, reason: $reason) { ${FIELDS} } }`,
  merge: `mutation A($id: ID!, $version: Int!, $into: ID!) { act: mergeLead(id: $id, version: $version, intoId: $into) { ${FIELDS} } }`,
  assign: `mutation A($id: ID!, $version: Int!, $agency: String!, $username: String) { act: assignLead(id: $id, version: $version, agencyCode: $agency, username: $username) { ${FIELDS} } }`,
  accept: `mutation A($id: ID!, $version: Int!) { act: acceptLead(id: $id, version: $version) { ${FIELDS} } }`,
  refuse: `mutation A($id: ID!, $version: Int!, $reason: String!) { act: refuseLead(id: $id, version: $version, reason: $reason) { ${FIELDS} } }`,
  conclude: `mutation A($id: ID!, $version: Int!, $conclusion: LeadConclusion!, $note: String!) { act: concludeLead(id: $id, version: $version, conclusion: $conclusion, note: $note) { ${FIELDS} } }`,
  decide: `mutation A($id: ID!, $version: Int!, $outcome: LeadOutcome!, $reason: String!, $agency: String) { act: decideLead(id: $id, version: $version, outcome: $outcome, reason: $reason, agencyCode: $agency) { ${FIELDS} } }`,
  reopen: `mutation A($id: ID!, $version: Int!, $reason: String!) { act: reopenLead(id: $id, version: $version, reason: $reason) { ${FIELDS} } }`,
  revise: `mutation A($id: ID!, $version: Int!, $input: SubmitLeadInput!) { act: reviseLead(id: $id, version: $version, input: $input) { ${FIELDS} } }`,
  submitDraft: `mutation A($id: ID!, $version: Int!) { act: submitDraft(id: $id, version: $version) { ${FIELDS} } }`,
  draft: `mutation A($input: SubmitLeadInput!) { act: draftLead(input: $input) { ${FIELDS} } }`,
};
const act = async (who: Client, name: keyof typeof ACTS, lead: { id: string; version: number } | null, more: Record<string, unknown> = {}): Promise<Lead> =>
  (await who.query<{ act: Lead }>(ACTS[name], { ...(lead ? { id: lead.id, version: lead.version } : {}), ...more })).act;
const refused = (who: Client, name: keyof typeof ACTS, lead: { id: string; version: number }, more: Record<string, unknown> = {}): Promise<string> => who.refused(ACTS[name], { id: lead.id, version: lead.version, ...more });
const read = async (who: Client, id: string): Promise<Lead> => (await who.query<{ lead: Lead }>(`query L($id: ID!) { lead(id: $id) { ${FIELDS} } }`, { id })).lead;
const assigned = async (changes: Record<string, unknown> = {}): Promise<Lead> => {
  const lead = await submitted(li, changes);
  return act(xu, 'assign', lead, { agency: 'REG-990101', username: 'lin.diaocha' });
};
const concluded = async (): Promise<Lead> => {
  const accepted = await act(lin, 'accept', await assigned());
  return act(lin, 'conclude', accepted, { conclusion: 'SUBSTANTIATED', note: '已核查属实。' });
};

it('reaches the regulator of the longest matching region and the hub’s intake at once', async () => {
  const branch = await submitted(li, { regionCode: '990101' });
  const province = await submitted(li, { regionCode: '990202' });
  expect((await read(xu, branch.id)).status).toBe('SUBMITTED');
  expect((await read(lu, branch.id)).status).toBe('SUBMITTED');
  expect(await xu.refused(`{ lead(id: "${province.id}") { id } }`)).toBe('NOT_FOUND');
  expect((await read(world.as('mei.fazhi'), province.id)).status).toBe('SUBMITTED');
  expect(await world.as('wang.baoguan').refused(`{ lead(id: "${branch.id}") { id } }`)).toBe('NOT_FOUND');
});

it('is assigned, accepted, concluded and decided, by the right hands only', async () => {
  const lead = await submitted(li);
  expect(await refused(li, 'assign', lead, { agency: 'REG-990101' })).toBe('NOT_PERMITTED');
  expect(await refused(xu, 'assign', lead, { agency: 'INS-JIA' })).toBe('INVALID_INPUT');
  expect(await refused(xu, 'assign', lead, { agency: 'REG-990101', username: 'kang.fuze' })).toBe('INVALID_INPUT');
  const given = await act(xu, 'assign', lead, { agency: 'REG-990101', username: 'lin.diaocha' });
  expect(given).toMatchObject({ status: 'ASSIGNED' });
  expect(await refused(world.as('luo.diaocha'), 'accept', given)).toBe('NOT_PERMITTED');
  expect(await refused(lin, 'conclude', given, { conclusion: 'SUBSTANTIATED', note: '未受理先结论' })).toBe('INVALID_STATE');
  const accepted = await act(lin, 'accept', given);
  expect(accepted).toMatchObject({ status: 'VERIFYING', version: given.version + 1 });
  expect(await refused(lin, 'accept', given)).toBe('STALE_VERSION');
  expect(await refused(lin, 'accept', accepted)).toBe('INVALID_STATE');
  expect(await refused(lin, 'conclude', accepted, { conclusion: 'SUBSTANTIATED', note: ' ' })).toBe('INVALID_INPUT');
  const done = await act(lin, 'conclude', accepted, { conclusion: 'SUBSTANTIATED', note: '已核查属实。' });
  expect(done.status).toBe('PENDING_REVIEW');
  expect(await refused(xu, 'decide', done, { outcome: 'ARCHIVE', reason: '办结' })).toBe('NOT_PERMITTED');
  expect(await refused(world.as('fang.fuze'), 'decide', done, { outcome: 'ARCHIVE', reason: '办结' })).toBe('NOT_FOUND');
  expect(await act(kang, 'decide', done, { outcome: 'ARCHIVE', reason: '办结' })).toMatchObject({ status: 'ARCHIVED' });
  expect(await refused(kang, 'decide', await read(kang, lead.id), { outcome: 'CONVERT', reason: '再议' })).toBe('INVALID_STATE');
  const again = await act(kang, 'reopen', await read(kang, lead.id), { reason: '发现新事实' });
  expect(again.status).toBe('VERIFYING');
});

it.each([
  { outcome: 'CONVERT', status: 'CONVERTED' },
  { outcome: 'SEND_BACK', status: 'VERIFYING' },
  { outcome: 'TRANSFER', status: 'TRANSFERRED' },
])('ends by $outcome as $status', async ({ outcome, status }) => {
  const decided = await act(kang, 'decide', await concluded(), { outcome, reason: '按权限处理', ...(outcome === 'TRANSFER' ? { agency: 'SAMR-990100' } : {}) });
  expect(decided.status).toBe(status);
  if (outcome === 'TRANSFER') expect((await act(world.as('peng.shijian'), 'accept', await read(world.as('peng.shijian'), decided.id))).status).toBe('VERIFYING');
});

it('is never decided by the hand that concluded it, whatever roles that hand holds', async () => {
  // he.shijian is investigator and approver of the market regulator
  const he = world.as('he.shijian');
  const lead = await act(xu, 'assign', await submitted(li), { agency: 'SAMR-990100', username: 'he.shijian' });
  const done = await act(he, 'conclude', await act(he, 'accept', lead), { conclusion: 'UNSUBSTANTIATED', note: '查无实据。' });
  expect(await refused(he, 'decide', done, { outcome: 'ARCHIVE', reason: '自己批准' })).toBe('SEPARATION_OF_DUTIES');
});

it('is returned, revised and submitted again by its contributor', async () => {
  const lead = await submitted(li, { handling: 'P', handlingCode: 'H1' });
  expect(await refused(xu, 'return', lead, { reason: '' })).toBe('INVALID_INPUT');
  const back = await act(xu, 'return', lead, { reason: '请补充联系电话' });
  expect(back.status).toBe('RETURNED');
  expect(await refused(world.as('wang.baoguan'), 'revise', back, { input: leadInput() })).toBe('NOT_FOUND');
  expect(await refused(li, 'revise', back, { input: leadInput({ handlingCode: 'H0' }) })).toBe('INVALID_INPUT');
  const revised = await act(li, 'revise', back, { input: leadInput({ handlingCode: 'H1', title: '补充后的标题' }) });
  expect((await act(li, 'submitDraft', revised)).status).toBe('SUBMITTED');
});

it('is the contributor’s own business while it is a draft', async () => {
  const draft = await act(li, 'draft', null, { input: leadInput() });
  expect(draft.status).toBe('DRAFT');
  for (const other of [xu, lu, world.as('wang.baoguan')]) expect(await other.refused(`{ lead(id: "${draft.id}") { id } }`)).toBe('NOT_FOUND');
  expect(await li.refused(`mutation S($input: ShareLeadInput!) { shareLead(input: $input) { id } }`, { input: { leadId: draft.id, agencyCodes: ['INS-JIA'], handlingCode: 'H0', reason: '过早' } })).toBe('INVALID_STATE');
  const sent = await act(li, 'submitDraft', draft);
  expect((await read(xu, sent.id)).status).toBe('SUBMITTED');
});

it('is rejected with a reason and stays where it is', async () => {
  const lead = await act(xu, 'reject', await submitted(li), { reason: '不属于受理范围' });
  expect(lead.status).toBe('REJECTED');
  expect(await refused(xu, 'assign', lead, { agency: 'REG-990101' })).toBe('INVALID_STATE');
});

it('merges into another, which takes the stricter handling code', async () => {
  const strict = await submitted(li, { handling: 'C', handlingCode: 'H3' });
  const target = await submitted(li, { handlingCode: 'H1', handling: 'P' });
  expect(await refused(xu, 'merge', strict, { into: strict.id })).toBe('INVALID_INPUT');
  expect(await refused(xu, 'merge', strict, { into: FIXED.second })).toBe('NOT_FOUND');
  const merged = await act(xu, 'merge', strict, { into: target.id });
  expect(merged).toMatchObject({ status: 'MERGED', mergedInto: target.number });
  expect(await read(xu, target.id)).toMatchObject({ handlingCode: 'H3', version: target.version + 1 });
});

it('may be refused by the receiver once; the hub’s next assignment is final', async () => {
  const first = await act(lu, 'assign', await submitted(li), { agency: 'SAMR-990100' });
  const he = world.as('he.shijian');
  const back = await act(he, 'refuse', await read(he, first.id), { reason: '不属于本机关管辖' });
  expect(back).toMatchObject({ status: 'SUBMITTED' });
  const again = await act(lu, 'assign', await read(lu, first.id), { agency: 'SAMR-990100' });
  expect(await refused(he, 'refuse', again, { reason: '再次退回' })).toBe('INVALID_STATE');
});

it('tells each person the acts open to him, and no more', async () => {
  const lead = await submitted(li);
  expect((await read(xu, lead.id)).actions).toEqual(expect.arrayContaining(['return', 'reject', 'merge', 'assign']));
  expect((await read(li, lead.id)).actions).not.toContain('assign');
  expect((await read(li, lead.id)).actions).toEqual(expect.arrayContaining(['share']));
});

it('keeps every version, read under today’s rules', async () => {
  const lead = await assigned({ title: '何示范自称可全额退保' });
  const HISTORY = `query H($id: ID!) { lead(id: $id) { history { version action actor agency { code } changes { field before after mode } } } }`;
  const history = async (who: Client, purpose?: { code: 'VERIFICATION'; reference: string }) =>
    (await who.query<{ lead: { history: { version: number; action: string; actor: string | null; changes: { field: string; before: string | null; after: string | null; mode: string | null }[] }[] } }>(HISTORY, { id: lead.id }, purpose)).lead.history;
  const own = await history(li, { code: 'VERIFICATION', reference: FIXED.own });
  expect(own.map((v) => v.action)).toEqual(['lead.assign', 'lead.submit']);
  expect(own[1]?.changes.find((c) => c.field === 'title')).toMatchObject({ after: '何示范自称可全额退保', mode: null });
  // colleagues are named inside their own agency only
  expect(own.map((v) => v.actor)).toEqual([null, '李联络']);
  // without a purpose the old title is as masked as today's
  const masked = (await history(li))[1]?.changes.find((c) => c.field === 'title');
  expect(masked?.mode).toBe('MASKED');
  expect(masked?.after).not.toContain('何示范');
  // assignee is hidden from the insurer: its change is not mentioned
  expect(own.flatMap((v) => v.changes).map((c) => c.field)).not.toContain('assignee');
});

it('lets one of two simultaneous acts through', async () => {
  const lead: SubmittedLead = await submitted(li);
  const answers = await Promise.all(['RETURN', 'REJECT', 'ASSIGN'].map((_, i) =>
    i === 0 ? xu.ask(ACTS.return, { id: lead.id, version: lead.version, reason: '补充' }) : i === 1 ? lu.ask(ACTS.reject, { id: lead.id, version: lead.version, reason: '不受理' }) : xu.ask(ACTS.assign, { id: lead.id, version: lead.version, agency: 'REG-990101' }),
  ));
  expect(answers.filter((a) => a.code === null)).toHaveLength(1);
  expect(answers.map((a) => a.code).filter((c) => c !== null)).toEqual(['STALE_VERSION', 'STALE_VERSION']);
});
