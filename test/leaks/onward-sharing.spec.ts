import { FIXED, leadInput, openWorld, submitted, type Client, type World } from '../support/world.js';

/** Ways in which a receiver, a contributor or a group's owner could once get round the originator. Each was found open. */
const SHARE = `mutation S($i: ShareLeadInput!) { shareLead(input: $i) { number shares { agency { code } status handlingCode } } }`;
const RECALL = `mutation R($id: ID!, $code: String!) { recallShare(leadId: $id, agencyCode: $code) { number } }`;
const SEEN = `query L($id: ID!) { lead(id: $id) { number handlingCode } }`;
const MATCH = `query M($kind: IdentifierKind!, $value: String!) { matchIdentifier(kind: $kind, value: $value) { hit quotaRemaining } }`;

let world: World;
let li: Client, yu: Client, zhou: Client, wang: Client, xu: Client, lu: Client, kang: Client;
beforeAll(async () => {
  world = await openWorld();
  [li, yu, zhou, wang, xu, lu, kang] = ['li.lianluo', 'yu.fuze', 'zhou.zhencha', 'wang.baoguan', 'xu.shouli', 'lu.shouli', 'kang.fuze'].map((name) => world.as(name)) as [Client, Client, Client, Client, Client, Client, Client];
});
afterAll(() => world.close());

const to = (leadId: string, agencyCode: string, handlingCode: string) => ({ i: { leadId, agencyCodes: [agencyCode], handlingCode, reason: '协同核查' } });

it('binds a receiver to the code under which a record reached him, not only to the record’s own', async () => {
  const lead = await submitted(li);
  await yu.query(SHARE, to(lead.id, 'POL-990101', 'H2'));
  expect((await zhou.query<{ lead: { handlingCode: string } }>(SEEN, { id: lead.id })).lead.handlingCode).toBe('H2');
  expect(await zhou.refused(SHARE, to(lead.id, 'INS-JIA', 'H0'))).toBe('INVALID_INPUT');
  await zhou.query(SHARE, to(lead.id, 'INS-JIA', 'H2'));
  expect(await wang.refused(SEEN, { id: lead.id })).toBe('NOT_FOUND');
});

it('lets a receiver cut off nobody: neither by sharing anew nor by recalling', async () => {
  const lead = await submitted(li);
  await li.query(SHARE, to(lead.id, 'POL-990101', 'H0'));
  await zhou.query(SHARE, to(lead.id, 'REG-990101', 'H0'));
  await zhou.query(RECALL, { id: lead.id, code: 'REG-990101' });
  expect((await xu.query<{ lead: { number: string } }>(SEEN, { id: lead.id })).lead.number).toBe(lead.number);
});

it('keeps what reached intake by procedure from being recalled', async () => {
  const lead = await submitted(li);
  for (const code of ['REG-990101', 'HUB-990000']) expect(await li.refused(RECALL, { id: lead.id, code })).toBe('INVALID_STATE');
  expect((await lu.query<{ lead: { number: string } }>(SEEN, { id: lead.id })).lead.number).toBe(lead.number);
});

it('does not tell a receiver with whom else a record is shared', async () => {
  const answers = await Promise.all(['INS-YI', 'SAMR-990100', 'REG-990000'].map((code) => zhou.query<{ shareLead: { shares: { status: string }[] } }>(SHARE, to(FIXED.first, code, 'H2'))));
  for (const { shareLead } of answers) expect(shareLead.shares.some((s) => s.status === 'PENDING_CONSENT')).toBe(true);
});

it('lets no group grow that holds records of others, or records under H2 or H3', async () => {
  const SAVE = `mutation G($code: String!, $members: [String!]!) { saveSharingGroup(code: $code, name: "协会联络组", memberCodes: $members) { code } }`;
  expect(await xu.refused(SAVE, { code: 'GRP-XIEHUI', members: ['ASN-990000', 'CON-990000', 'POL-990100'] })).toBe('INVALID_STATE');
  expect(await world.as('ren.zhidui').refused(SEEN, { id: FIXED.first })).toBe('NOT_FOUND');
});

it('answers no match to what stands in a draft, and counts it as any other value', async () => {
  const DRAFT = `mutation D($input: SubmitLeadInput!) { draftLead(input: $input) { id version possibleDuplicates { agency { code } } } }`;
  const input = leadInput({ subjects: [{ kind: 'PERSON', role: 'ORGANISER', name: '某甲', phones: ['12900000001'] }] });
  const { draftLead } = await li.query<{ draftLead: { id: string; version: number; possibleDuplicates: unknown[] } }>(DRAFT, { input });
  expect(draftLead.possibleDuplicates).toEqual([]);
  const before = await li.working(FIXED.own).query<{ matchIdentifier: { quotaRemaining: number } }>(MATCH, { kind: 'PHONE', value: '12900000001' });
  expect(before.matchIdentifier.quotaRemaining).toBe(19);
  const SUBMIT_DRAFT = `mutation S($id: ID!, $version: Int!) { submitDraft(id: $id, version: $version) { possibleDuplicates { agency { code } } } }`;
  const { submitDraft } = await li.query<{ submitDraft: { possibleDuplicates: { agency: { code: string } }[] } }>(SUBMIT_DRAFT, { id: draftLead.id, version: draftLead.version });
  expect(submitDraft.possibleDuplicates.map((d) => d.agency.code)).toContain('REG-990101');
});

it('finds no consumer by a credit code that the reader may only ask for', async () => {
  const lead = await submitted(xu, { subjects: [{ kind: 'ORGANISATION', role: 'VICTIM', name: '云州演示商贸有限公司', unifiedCreditCode: '91990101MA0DEM001L' }] });
  const found = await xu.working(lead.number).query<{ leads: { edges: { node: { number: string } }[] } }>(`query S($text: String) { leads(filter: { text: $text }, first: 50) { edges { node { number } } } }`, { text: '91990101MA0DEM001L' });
  expect(found.leads.edges.map((e) => e.node.number)).not.toContain(lead.number);
});

it('keeps a consumer of whom the reader may know nothing out of preview and history', async () => {
  const preview = await li.refused(`query P($id: ID!) { sharePreview(leadId: $id, agencyCode: "SAMR-990100", handlingCode: H2) { visible } }`, { id: FIXED.first });
  expect(preview).toBe('NOT_PERMITTED');
  const { lead } = await li.query<{ lead: { subjects: unknown[]; history: { changes: { field: string; after: string | null }[] }[] } }>(`query H($id: ID!) { lead(id: $id) { subjects { id } history { changes { field after } } } }`, { id: FIXED.first });
  const told = lead.history.flatMap((v) => v.changes).find((c) => c.field === 'subjects');
  expect(told?.after).toBe(String(lead.subjects.length));
});

it('matches a K cell of an association although it can list no lead', async () => {
  const hit = await world.as('ding.xiehui').ask<{ matchIdentifier: { hit: boolean } }>(MATCH, { kind: 'UNIFIED_CREDIT_CODE', value: '91990101MA0DEM001L' }, { code: 'VERIFICATION', reference: 'EXT:YZXH-2026-015' });
  expect(hit.data?.matchIdentifier.hit).toBe(true);
  expect(await world.as('ding.xiehui').refused(SEEN, { id: FIXED.first })).toBe('NOT_FOUND');
});

it('takes requests and consents on a record away from a head who is recused from it', async () => {
  const REQUEST = `mutation Q($i: RequestAccessInput!) { requestAccess(input: $i) { id version } }`;
  const DECIDE = `mutation D($id: ID!, $v: Int!) { decideAccessRequest(id: $id, version: $v, approve: true) { id version status } }`;
  const input = { recordNumber: FIXED.first, fields: ['narrative'], legalBasis: '政务数据共享条例第二十一条', until: '2026-10-31T00:00:00+08:00', message: '核查' };
  const { requestAccess } = await li.working(FIXED.own).query<{ requestAccess: { id: string; version: number } }>(REQUEST, { i: input });
  await yu.query(DECIDE, { id: requestAccess.id, v: requestAccess.version });
  await kang.query(`mutation R($n: String!) { declareRecusal(recordNumber: $n, reason: "亲属关系") { recordNumber } }`, { n: FIXED.first });
  expect((await kang.query<{ accessRequests: { id: string }[] }>(`{ accessRequests { id } }`)).accessRequests).toEqual([]);
  expect(await kang.refused(DECIDE, { id: requestAccess.id, v: 2 })).toBe('NOT_FOUND');
});

it('gives a granted text without the identifiers on which the reader has K or H', async () => {
  const REQUEST = `mutation Q($i: RequestAccessInput!) { requestAccess(input: $i) { id version } }`;
  const DECIDE = `mutation D($id: ID!, $v: Int!) { decideAccessRequest(id: $id, version: $v, approve: true) { version status } }`;
  const other = await openWorld();
  try {
    const reader = other.as('li.lianluo').working(FIXED.own);
    const input = { recordNumber: FIXED.first, fields: ['narrative'], legalBasis: '政务数据共享条例第二十一条', until: '2026-10-31T00:00:00+08:00', message: '核查' };
    const { requestAccess } = await reader.query<{ requestAccess: { id: string; version: number } }>(REQUEST, { i: input });
    for (const [who, v] of [['yu.fuze', 1], ['kang.fuze', 2]] as const) await other.as(who).query(DECIDE, { id: requestAccess.id, v });
    const { lead } = await reader.query<{ lead: { title: string | null; narrative: string | null } }>(`query L($id: ID!) { lead(id: $id) { title narrative } }`, { id: FIXED.first });
    expect(lead.title).toBeNull();
    expect(lead.narrative).toContain('内容高度雷同');
    for (const secret of [FIXED.suspectPhone, FIXED.victimPhone, FIXED.victimCard, '吴虚构', '郑示例', 'JIA-0001']) expect(lead.narrative).not.toContain(secret);
    for (const text of [FIXED.victimPhone, '郑示例', '名义招揽']) {
      const { leads } = await reader.query<{ leads: { edges: unknown[] } }>(`query S($text: String) { leads(filter: { text: $text }) { edges { cursor } } }`, { text });
      expect({ text, found: leads.edges.length }).toEqual({ text, found: 0 });
    }
  } finally {
    await other.close();
  }
});

it('tells the owner of a lead that a duplicate hint has hit it', async () => {
  const lead = await submitted(li, { subjects: [{ kind: 'PERSON', role: 'ORGANISER', name: '某乙', phones: ['12900000001'] }] });
  await li.query(`query D($id: ID!) { lead(id: $id) { possibleDuplicates { agency { code } } } }`, { id: lead.id });
  const { auditEntries } = await world.as('qi.fuze').query<{ auditEntries: { edges: { node: { action: string; records: string[] } }[] } }>(`{ auditEntries(first: 50, filter: { ownRecords: true, action: "lead.findDuplicates" }) { edges { node { action records } } } }`);
  expect(auditEntries.edges.map((e) => e.node.records)).toContainEqual([FIXED.second]);
});
