import { FIXED, openWorld, submitted, type Client, type SubmittedLead, type World } from '../support/world.js';

/** Shares: consent, onward sharing, terms, recall, groups, and the view as a partner. */
let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

interface Share {
  id: string;
  version: number;
  status: string;
  handlingCode: string;
  agency: { code: string } | null;
  group: { code: string; name: string; members: { code: string }[] } | null;
  acknowledgedAt: string | null;
}
const SHARE = `id version status handlingCode agency { code } group { code name members { code } } acknowledgedAt`;
const share = (who: Client, leadId: string, input: Record<string, unknown>) =>
  who.ask<{ shareLead: { shares: Share[] } }>(`mutation S($input: ShareLeadInput!) { shareLead(input: $input) { shares { ${SHARE} } } }`, { input: { leadId, reason: '协同核查', handlingCode: 'H0', ...input } });
const sees = async (who: Client, id: string): Promise<boolean> => (await who.ask<{ lead: unknown }>(`query L($id: ID!) { lead(id: $id) { id } }`, { id })).data?.lead != null;
const sharesOf = async (who: Client, id: string): Promise<Share[]> => (await who.query<{ lead: { shares: Share[] } }>(`query L($id: ID!) { lead(id: $id) { shares { ${SHARE} } } }`, { id })).lead.shares;
const decide = (who: Client, s: Share, approve: boolean, reason: string | null = null) =>
  who.ask<{ decideShare: Share }>(`mutation D($id: ID!, $version: Int!, $approve: Boolean!, $reason: String) { decideShare(id: $id, version: $version, approve: $approve, reason: $reason) { ${SHARE} } }`, { id: s.id, version: s.version, approve, reason });
const waiting = async (who: Client) => (await who.query<{ sharesWaiting: { consents: (Share & { recordNumber: string })[]; recalls: (Share & { recordNumber: string })[] } }>(`{ sharesWaiting { consents { ${SHARE} recordNumber } recalls { ${SHARE} recordNumber } } }`)).sharesWaiting;
const advance = (to: string) => world.as('li.lianluo').query(`mutation A($to: DateTime!) { advanceDemoClock(to: $to) }`, { to });
const ofLi = (): Promise<SubmittedLead> => submitted(world.as('li.lianluo'));

it('opens the row at once under H0 and H1, and never a cell', async () => {
  const lead = await ofLi();
  const wang = world.as('wang.baoguan');
  expect(await sees(wang, lead.id)).toBe(false);
  expect((await share(world.as('li.lianluo'), lead.id, { agencyCodes: ['INS-JIA'], handlingCode: 'H1' })).code).toBeNull();
  const answer = await wang.query<{ lead: Record<string, unknown> }>(`query L($id: ID!) { lead(id: $id) { number narrative title subjects { name phones } } }`, { id: lead.id });
  expect(answer.lead).toEqual({ number: lead.number, narrative: null, title: null, subjects: [{ name: null, phones: null }] });
});

it('waits under H2 for an approver of the originator, who is another person', async () => {
  const zhou = world.as('zhou.zhencha');
  const ren = world.as('ren.zhidui');
  const made = await share(zhou, FIXED.first, { agencyCodes: ['POL-990100'], handlingCode: 'H2' });
  const pending = made.data!.shareLead.shares.find((s) => s.agency?.code === 'POL-990100')!;
  expect(pending.status).toBe('PENDING_CONSENT');
  expect(await sees(ren, FIXED.first)).toBe(false);
  // approvers of other agencies do not stand in for the originator
  expect((await decide(zhou, pending, true)).code).toBe('SEPARATION_OF_DUTIES');
  expect((await decide(world.as('qin.duizhang'), pending, true)).code).toBe('NOT_PERMITTED');
  expect((await decide(ren, pending, true)).code).toBe('NOT_FOUND');
  expect((await decide(world.as('xu.shouli'), pending, true)).code).toBe('NOT_PERMITTED');
  const kang = world.as('kang.fuze');
  expect((await waiting(kang)).consents.map((s) => s.recordNumber)).toEqual([FIXED.first]);
  expect((await decide(kang, { ...pending, version: 9 }, true)).code).toBe('STALE_VERSION');
  expect((await decide(kang, pending, true)).data?.decideShare.status).toBe('ACTIVE');
  expect(await sees(ren, FIXED.first)).toBe(true);
  expect((await decide(kang, { ...pending, version: pending.version + 1 }, false, '改变主意')).code).toBe('INVALID_STATE');
});

it('is at once when the originator’s approver shares himself, and not when its liaison does', async () => {
  expect((await share(world.as('xu.shouli'), FIXED.first, { agencyCodes: ['POL-990100'], handlingCode: 'H2' })).data!.shareLead.shares.find((s) => s.agency?.code === 'POL-990100')?.status).toBe('PENDING_CONSENT');
  expect((await share(world.as('kang.fuze'), FIXED.first, { agencyCodes: ['POL-990100'], handlingCode: 'H3' })).data!.shareLead.shares.filter((s) => s.agency?.code === 'POL-990100' && s.status === 'ACTIVE')).toHaveLength(1);
  expect(await sees(world.as('ren.zhidui'), FIXED.first)).toBe(true);
});

it('may be refused, with a reason; then nothing was shared', async () => {
  const made = await share(world.as('zhou.zhencha'), FIXED.first, { agencyCodes: ['POL-990100'], handlingCode: 'H2' });
  const pending = made.data!.shareLead.shares.find((s) => s.agency?.code === 'POL-990100')!;
  expect((await decide(world.as('kang.fuze'), pending, false)).code).toBe('INVALID_INPUT');
  expect((await decide(world.as('kang.fuze'), pending, false, '与对方无关')).data?.decideShare.status).toBe('REFUSED');
  expect(await sees(world.as('ren.zhidui'), FIXED.first)).toBe(false);
});

it('never loosens the handling code, and passes nothing on that one only matches', async () => {
  expect((await share(world.as('kang.fuze'), FIXED.first, { agencyCodes: ['POL-990100'], handlingCode: 'H1' })).code).toBe('INVALID_INPUT');
  expect((await share(world.as('li.lianluo'), FIXED.first, { agencyCodes: ['POL-990100'], handlingCode: 'H2' })).code).toBe('NOT_PERMITTED');
  expect((await share(world.as('li.lianluo'), FIXED.second, { agencyCodes: ['POL-990100'] })).code).toBe('NOT_FOUND');
  expect((await share(world.as('lin.diaocha'), FIXED.own, { agencyCodes: ['POL-990100'] })).code).toBe('NOT_FOUND');
});

it('ends by itself on its day', async () => {
  const lead = await ofLi();
  const wang = world.as('wang.baoguan');
  expect((await share(world.as('li.lianluo'), lead.id, { agencyCodes: ['INS-JIA'], expiresAt: '2026-09-20T00:00:00+08:00' })).code).toBe('INVALID_INPUT');
  await share(world.as('li.lianluo'), lead.id, { agencyCodes: ['INS-JIA'], expiresAt: '2026-09-25T18:00:00+08:00' });
  await advance('2026-09-25T17:59:00+08:00');
  expect(await sees(wang, lead.id)).toBe(true);
  await advance('2026-09-25T18:00:01+08:00');
  expect(await sees(wang, lead.id)).toBe(false);
  expect((await sharesOf(world.as('li.lianluo'), lead.id)).find((s) => s.agency?.code === 'INS-JIA')?.status).toBe('EXPIRED');
  expect(await world.database.sql(`SELECT outcome FROM ledger_intake WHERE action = 'share.expire'`)).toEqual([{ outcome: 'OK' }]);
});

it('is gone between two pages, and from the list, once it is recalled', async () => {
  const lead = await ofLi();
  const wang = world.as('wang.baoguan');
  await share(world.as('li.lianluo'), lead.id, { agencyCodes: ['INS-JIA'] });
  const page = async (after: string | null) => (await wang.query<{ leads: { edges: { node: { id: string } }[]; pageInfo: { endCursor: string } } }>(`query P($after: String) { leads(first: 1, after: $after) { edges { node { id } } pageInfo { endCursor } } }`, { after })).leads;
  const first = await page(null);
  expect(first.edges[0]?.node.id).toBe(lead.id);
  await world.as('li.lianluo').query(`mutation R($id: ID!) { recallShare(leadId: $id, agencyCode: "INS-JIA") { id } }`, { id: lead.id });
  expect((await page(null)).edges[0]?.node.id).not.toBe(lead.id);
  expect((await page(first.pageInfo.endCursor)).edges.map((e) => e.node.id)).not.toContain(lead.id);
});

it('is recalled by whom it came from, and the receiver acknowledges', async () => {
  const lead = await ofLi();
  const [li, wang] = [world.as('li.lianluo'), world.as('wang.baoguan')];
  await share(li, lead.id, { agencyCodes: ['INS-JIA'] });
  const RECALL = `mutation R($id: ID!, $code: String!) { recallShare(leadId: $id, agencyCode: $code) { id } }`;
  expect(await wang.refused(RECALL, { id: lead.id, code: 'INS-JIA' })).toBe('NOT_PERMITTED');
  expect(await li.refused(RECALL, { id: lead.id, code: 'POL-990100' })).toBe('INVALID_STATE');
  await li.query(RECALL, { id: lead.id, code: 'INS-JIA' });
  expect(await sees(wang, lead.id)).toBe(false);
  const { recalls } = await waiting(wang);
  expect(recalls).toMatchObject([{ recordNumber: lead.number, status: 'RECALLED', acknowledgedAt: null }]);
  const ACKNOWLEDGE = `mutation K($id: ID!) { acknowledgeRecall(shareId: $id) { acknowledgedAt } }`;
  expect(await world.as('zhou.zhencha').refused(ACKNOWLEDGE, { id: recalls[0]!.id })).toBe('NOT_FOUND');
  await wang.query(ACKNOWLEDGE, { id: recalls[0]!.id });
  expect((await waiting(wang)).recalls).toEqual([]);
  expect((await sharesOf(li, lead.id)).find((s) => s.agency?.code === 'INS-JIA')).toMatchObject({ status: 'RECALLED', acknowledgedAt: expect.stringContaining('2026-09-21') as unknown });
});

it('hides from those outside a group that it exists and who is in it', async () => {
  const groups = async (who: Client) => (await who.query<{ sharingGroups: { code: string; members: { code: string }[] }[] }>(`{ sharingGroups { code members { code } } }`)).sharingGroups;
  const [known] = await groups(world.as('xu.shouli'));
  expect(known?.members.map((m) => m.code)).toEqual(['ASN-990000', 'CON-990000']);
  expect((await groups(world.as('ding.xiehui'))).map((g) => g.code)).toEqual([known!.code]);
  for (const outside of ['li.lianluo', 'zhou.zhencha', 'wang.baoguan']) {
    expect(await groups(world.as(outside))).toEqual([]);
    const seen = await world.as(outside).ask(`query L($id: ID!) { lead(id: $id) { shares { ${SHARE} } } }`, { id: FIXED.first });
    for (const word of [known!.code, '协会', 'ASN-990000']) expect(seen.body).not.toContain(word);
  }
  // another's group and none at all are answered alike
  const [foreign, none] = await Promise.all([known!.code, 'NO-SUCH'].map((code) => share(world.as('wang.baoguan'), FIXED.second, { groupCodes: [code], handlingCode: 'H1' })));
  expect(foreign!.code).toBe('INVALID_INPUT');
  expect(foreign!.body).toBe(none!.body);
});

it('reaches every member of a group, but opens nothing where each cell is aggregate', async () => {
  const SAVE = `mutation G($code: String!, $name: String!, $members: [String!]!) { saveSharingGroup(code: $code, name: $name, memberCodes: $members) { code } }`;
  await world.as('li.lianluo').query(SAVE, { code: 'YI-DIAOCHA', name: '核查联络', members: ['POL-990101', 'POL-990100', 'ASN-990000'] });
  const lead = await ofLi();
  const made = await share(world.as('li.lianluo'), lead.id, { groupCodes: ['YI-DIAOCHA'] });
  expect(made.data?.shareLead.shares.find((s) => s.group)?.status).toBe('ACTIVE');
  expect(await sees(world.as('zhou.zhencha'), lead.id)).toBe(true);
  expect(await sees(world.as('ren.zhidui'), lead.id)).toBe(true);
  expect(await sees(world.as('ding.xiehui'), lead.id)).toBe(false);
  await world.as('li.lianluo').query(SAVE, { code: 'YI-DIAOCHA', name: '核查联络', members: ['POL-990101'] });
  expect(await sees(world.as('ren.zhidui'), lead.id)).toBe(false);
  expect(await world.as('wang.baoguan').refused(SAVE, { code: 'YI-DIAOCHA', name: '借用', members: ['INS-JIA'] })).toBe('NOT_PERMITTED');
});

it('cannot be widened behind the originator’s back by adding a member to a group', async () => {
  const SAVE = `mutation G($members: [String!]!) { saveSharingGroup(code: "POL-GROUP", name: "警方联络", memberCodes: $members) { code } }`;
  await world.as('qin.duizhang').query(SAVE, { members: ['POL-990100'] });
  const made = await share(world.as('zhou.zhencha'), FIXED.first, { groupCodes: ['POL-GROUP'], handlingCode: 'H2' });
  await decide(world.as('kang.fuze'), made.data!.shareLead.shares.find((s) => s.group?.code === 'POL-GROUP')!, true);
  expect(await sees(world.as('ren.zhidui'), FIXED.first)).toBe(true);
  expect(await world.as('qin.duizhang').refused(SAVE, { members: ['POL-990100', 'INS-YI'] })).toBe('INVALID_STATE');
});

it.each([
  { agency: 'INS-YI', person: 'li.lianluo', reference: FIXED.own },
  { agency: 'INS-JIA', person: 'wang.baoguan', reference: FIXED.second },
  { agency: 'POL-990101', person: 'zhou.zhencha', reference: FIXED.first },
  { agency: 'SAMR-990100', person: 'he.shijian', reference: FIXED.first },
])('shows before sharing exactly what $person would get', async ({ agency, person, reference }) => {
  const PREVIEW = `query P($agency: String!) { sharePreview(leadId: "${FIXED.first}", agencyCode: $agency, handlingCode: H2) { visible withPurpose { field mode value } warnings } }`;
  const { sharePreview } = await world.as('xu.shouli').query<{ sharePreview: { visible: boolean; withPurpose: { field: string; mode: string; value: string | null }[] } }>(PREVIEW, { agency }, { code: 'VERIFICATION', reference: FIXED.first });
  expect(sharePreview.visible).toBe(true);
  const { lead } = await world.as(person).query<{ lead: Record<string, unknown> & { redactions: { field: string; mode: string }[]; subjects: unknown[] } }>(
    `{ lead(id: "${FIXED.first}") { number title narrative riskBand amountInvolved policyNumbers conclusion riskScore redactions { field mode } subjects { name } } }`, {}, { code: 'VERIFICATION', reference },
  );
  const MODE: Record<string, string> = { MASKED: 'MASKED', MATCH_ONLY: 'MATCH_ONLY', ON_REQUEST: 'ON_REQUEST' };
  for (const field of ['number', 'title', 'narrative', 'riskBand', 'amountInvolved', 'policyNumbers', 'conclusion', 'riskScore']) {
    const previewed = sharePreview.withPurpose.find((f) => f.field === field)!;
    const told = lead.redactions.find((r) => r.field === field)?.mode;
    expect({ field, mode: previewed.mode }).toEqual({ field, mode: told ? MODE[told] : lead[field] === null && !['conclusion'].includes(field) ? 'HIDDEN' : previewed.mode });
    if (typeof lead[field] === 'string') expect({ field, value: previewed.value }).toEqual({ field, value: lead[field] });
    if (lead[field] === null) expect({ field, value: previewed.value }).toEqual({ field, value: null });
  }
});

it('tells before sharing that associations would see nothing', async () => {
  const { sharePreview } = await world.as('xu.shouli').query<{ sharePreview: { visible: boolean; withPurpose: { mode: string }[]; warnings: string[] } }>(
    `{ sharePreview(leadId: "${FIXED.first}", agencyCode: "ASN-990000", handlingCode: H2) { visible withPurpose { mode } warnings } }`, {}, { code: 'VERIFICATION', reference: FIXED.first },
  );
  expect(sharePreview.visible).toBe(false);
  expect(new Set(sharePreview.withPurpose.map((f) => f.mode))).toEqual(new Set(['HIDDEN']));
  expect(sharePreview.warnings.length).toBeGreaterThan(0);
});
