import { FIXED, openWorld, submitted, type Client, type World } from '../support/world.js';

/** Reading the ledger: who finds which entries, by which filter, and what reading itself leaves behind. */

interface Entry {
  index: string;
  action: string;
  actor: string | null;
  records: string[];
  fields: string[];
  purposeCode: string | null;
  purposeReference: string | null;
  outcome: string;
  covert: boolean;
  liftedAt: string | null;
}
interface Listed {
  auditEntries: { edges: { cursor: string; node: Entry }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const ENTRIES = `query Entries($filter: AuditFilter, $first: Int, $after: String) { auditEntries(first: $first, after: $after, filter: $filter) {
  edges { cursor node { index action actor records fields purposeCode purposeReference outcome covert liftedAt } } pageInfo { hasNextPage endCursor } } }`;
const LEAD = `query Lead($id: ID!) { lead(id: $id) { number title narrative subjects { phones } } }`;

let world: World;
let xu: Client;
let lin: Client;
let kang: Client;
let auditor: Client;

const entries = async (client: Client, filter: object = {}, first = 100): Promise<Entry[]> =>
  (await client.query<Listed>(ENTRIES, { filter, first })).auditEntries.edges.map((e) => e.node);

beforeAll(async () => {
  world = await openWorld();
  [xu, lin, kang, auditor] = ['xu.shouli', 'lin.diaocha', 'kang.fuze', 'shen.shenji'].map((name) => world.as(name)) as [Client, Client, Client, Client];
  await xu.working(FIXED.first).query(LEAD, { id: FIXED.first });
  await lin.query(LEAD, { id: FIXED.first });
  await world.as('zhou.zhencha').query(LEAD, { id: FIXED.first });
  await xu.ask(LEAD, { id: 'XS-990101-2026-999999' });
});
afterAll(() => world.close());

describe('filters', () => {
  it('finds a colleague’s accesses to our records by user name, and another agency’s people by none', async () => {
    const found = await entries(kang, { person: 'xu.shouli' });
    expect(found.length).toBeGreaterThan(0);
    for (const entry of found) expect(entry.actor).toBe('徐受理');
    expect(found.some((e) => e.action === 'lead.read' && e.records.includes(FIXED.first))).toBe(true);
    // a colleague's failed search touched no record of ours: it stays his own business
    expect(found.some((e) => e.outcome === 'NOT_FOUND')).toBe(false);
    expect(await entries(kang, { person: 'zhou.zhencha' })).toEqual([]);
    expect(await entries(kang, { person: 'nobody.here' })).toEqual([]);
    expect((await entries(xu, { person: 'xu.shouli', outcome: 'NOT_FOUND' })).length).toBe(1);
  });

  it('finds by record, field, purpose, outcome, action and time', async () => {
    expect((await entries(kang, { recordNumber: FIXED.first, action: 'lead.read' })).every((e) => e.records.includes(FIXED.first))).toBe(true);
    const narrative = await entries(kang, { field: 'narrative', action: 'lead.read' });
    expect(narrative.map((e) => e.actor)).toEqual(['徐受理']);
    expect((await entries(kang, { purposeCode: 'VERIFICATION', action: 'lead.read' })).map((e) => e.purposeReference)).toEqual([FIXED.first]);
    expect((await entries(kang, { action: 'lead.read', from: '2026-09-21T08:00:00+08:00', to: '2026-09-21T23:00:00+08:00' })).length).toBe(3);
    expect(await entries(kang, { action: 'lead.read', to: '2026-09-21T08:00:00+08:00' })).toEqual([]);
    expect(await kang.refused(ENTRIES, { filter: { from: '2026-09-21T08:00:00+08:00', to: '2026-09-20T08:00:00+08:00' } })).toBe('INVALID_INPUT');
    expect(await kang.refused(ENTRIES, { filter: { purposeCode: 'CURIOSITY' } })).toBe('INVALID_INPUT');
  });

  it('gives the auditor pseudonyms to filter by, and no way in by real names or numbers', async () => {
    const [read] = await entries(auditor, { action: 'lead.read', purposeCode: 'VERIFICATION' });
    expect(read).toMatchObject({ outcome: 'OK' });
    const byPerson = await entries(auditor, { person: read!.actor! });
    expect(byPerson.length).toBeGreaterThan(1);
    expect(new Set(byPerson.map((e) => e.actor))).toEqual(new Set([read!.actor]));
    const byRecord = await entries(auditor, { recordNumber: read!.records[0]!, action: 'lead.read' });
    expect(byRecord).toHaveLength(3);
    expect(await entries(auditor, { person: 'xu.shouli' })).toEqual([]);
    expect(await entries(auditor, { recordNumber: FIXED.first })).toEqual([]);
  });

  it('shows the system and the security administrator nothing, whatever they ask', async () => {
    for (const name of ['ji.xitong', 'an.anquan']) for (const filter of [{}, { mine: true }, { ownRecords: true }, { person: name }]) expect(await entries(world.as(name), filter)).toEqual([]);
  });

  it('names of another’s act only the records of the reader’s own agency', async () => {
    await world.as('lu.shouli').query(`{ leads(first: 100) { edges { node { number } } } }`);
    const lists = (await entries(world.as('yu.fuze'), { action: 'lead.list' })).filter((e) => e.actor !== '于负责');
    expect(lists.length).toBeGreaterThan(0);
    const owned = (await world.database.sql<{ number: string }>(`SELECT r.number FROM lead r JOIN agency a ON a.id = r.owner_agency_id WHERE a.code = 'INS-YI'`)).map((r) => r.number);
    for (const entry of lists) for (const number of entry.records) expect(owned).toContain(number);
  });

  it('pages by key without holes or doubles', async () => {
    for (let n = 0; n < 7; n += 1) await lin.query(LEAD, { id: FIXED.first });
    const whole = (await entries(lin, { action: 'lead.read' })).map((e) => e.index);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page: Listed = await lin.query<Listed>(ENTRIES, { filter: { action: 'lead.read' }, first: 3, after });
      paged.push(...page.auditEntries.edges.map((e) => e.node.index));
      after = page.auditEntries.pageInfo.hasNextPage ? page.auditEntries.pageInfo.endCursor : null;
    } while (after);
    expect(paged).toEqual(whole);
    expect([...paged].sort((a, b) => Number(b) - Number(a))).toEqual(paged);
  });

  it('is itself recorded', async () => {
    expect((await entries(lin, { mine: true }))[0]).toMatchObject({ action: 'audit.read', outcome: 'OK' });
  });
});

describe('saved investigations', () => {
  const SAVE = `mutation Save($input: SaveInvestigationInput!) { saveInvestigation(input: $input) { id name shared own filter { action outcome from recordNumber } } }`;
  const LIST = `{ savedInvestigations { id name own shared savedBy filter { action from } } }`;
  interface Saved {
    id: string;
    name: string;
    own: boolean;
  }

  it('keeps a filter under a name, replaces it by the same name, shares it in the agency and deletes it', async () => {
    const filter = { action: 'lead.read', from: '2026-09-01T00:00:00+08:00' };
    const first = (await kang.query<{ saveInvestigation: Saved }>(SAVE, { input: { name: '九月查阅', filter, shared: true } })).saveInvestigation;
    expect(first).toMatchObject({ name: '九月查阅', own: true, filter });
    const again = (await kang.query<{ saveInvestigation: Saved }>(SAVE, { input: { name: '九月查阅', filter: { action: 'lead.list' }, shared: true } })).saveInvestigation;
    expect(again.id).toBe(first.id);
    expect((await kang.query<{ savedInvestigations: Saved[] }>(LIST)).savedInvestigations).toMatchObject([{ name: '九月查阅', filter: { action: 'lead.list', from: null } }]);
    // another agency's head, and the auditor, see nothing of it; nor may they delete it
    for (const other of [world.as('yu.fuze'), auditor]) {
      expect((await other.query<{ savedInvestigations: Saved[] }>(LIST)).savedInvestigations).toEqual([]);
      expect(await other.refused(`mutation D($id: ID!) { deleteInvestigation(id: $id) }`, { id: first.id })).toBe('NOT_FOUND');
    }
    expect(await xu.refused(LIST)).toBe('NOT_PERMITTED');
    expect(await xu.refused(SAVE, { input: { name: 'x', filter: {} } })).toBe('NOT_PERMITTED');
    expect(await kang.refused(SAVE, { input: { name: ' ', filter: {} } })).toBe('INVALID_INPUT');
    await kang.query(`mutation D($id: ID!) { deleteInvestigation(id: $id) }`, { id: first.id });
    expect((await kang.query<{ savedInvestigations: Saved[] }>(LIST)).savedInvestigations).toEqual([]);
  });
});

describe('dissemination log', () => {
  const LOG = `query Log($recordNumber: String) { disseminations(recordNumber: $recordNumber) { lines { kind recordNumber agency { code } groupCode person fields reason handlingCode by byAgency { code } until status recalledAt acknowledgedAt ledgerIndex } pageInfo { hasNextPage } } }`;
  interface Line {
    kind: string;
    agency: { code: string } | null;
    groupCode: string | null;
    person: string | null;
    status: string;
    ledgerIndex: string | null;
  }
  const lines = async (client: Client, recordNumber: string | null): Promise<Line[]> => (await client.query<{ disseminations: { lines: Line[] } }>(LOG, { recordNumber })).disseminations.lines;

  it('tells the originator to whom a record went, why, under which code, until when, and where the act is in the ledger', async () => {
    const lead = await submitted(xu);
    await kang.query(`mutation S($input: ShareLeadInput!) { shareLead(input: $input) { id } }`, {
      input: { leadId: lead.id, agencyCodes: ['INS-JIA'], handlingCode: 'H1', reason: '客户涉及贵公司', expiresAt: '2026-12-31T00:00:00+08:00' },
    });
    const share = (await lines(kang, lead.number)).find((l) => l.agency?.code === 'INS-JIA');
    expect(share).toMatchObject({ kind: 'SHARE', reason: '客户涉及贵公司', handlingCode: 'H1', by: '康负责', until: '2026-12-31T00:00:00+08:00', status: 'ACTIVE', recalledAt: null });
    const [entry] = await entries(kang, { action: 'lead.share', recordNumber: lead.number });
    expect(share!.ledgerIndex).toBe(entry!.index);

    await world.as('kang.fuze').query(`mutation R($id: ID!) { recallShare(leadId: $id, agencyCode: "INS-JIA") { id } }`, { id: lead.id });
    expect((await lines(kang, lead.number)).find((l) => l.agency?.code === 'INS-JIA')).toMatchObject({ status: 'RECALLED', recalledAt: expect.any(String) as string, acknowledgedAt: null });
    // a preview sends nothing
    const before = (await lines(kang, lead.number)).length;
    await kang.query(`query P($id: ID!) { sharePreview(leadId: $id, agencyCode: "INS-YI", handlingCode: H1) { visible } }`, { id: lead.id });
    expect((await lines(kang, lead.number)).length).toBe(before);
  });

  it('has granted access in it, with the person, the fields and the entry of the decision', async () => {
    const li = world.as('li.lianluo').working(FIXED.own);
    const asked = (
      await li.query<{ requestAccess: { id: string; version: number } }>(`mutation R($input: RequestAccessInput!) { requestAccess(input: $input) { id version } }`, {
        input: { recordNumber: FIXED.first, fields: ['narrative'], legalBasis: '保险销售行为管理办法', until: '2026-12-31T00:00:00+08:00', message: '核对手法' },
      })
    ).requestAccess;
    const DECIDE = `mutation D($id: ID!, $version: Int!) { decideAccessRequest(id: $id, version: $version, approve: true) { id version } }`;
    const signed = (await world.as('yu.fuze').query<{ decideAccessRequest: { version: number } }>(DECIDE, { id: asked.id, version: asked.version })).decideAccessRequest;
    await kang.query(DECIDE, { id: asked.id, version: signed.version });
    const grant = (await lines(kang, FIXED.first)).find((l) => l.kind === 'ACCESS_GRANT');
    expect(grant).toMatchObject({ agency: { code: 'INS-YI' }, person: '李联络', fields: ['narrative'], reason: '核对手法', by: '康负责', status: 'GRANTED' });
    const [decided] = await entries(kang, { action: 'accessRequest.decide', person: 'kang.fuze' });
    expect(grant!.ledgerIndex).toBe(decided!.index);
  });

  it('is the originator’s: a receiver gets NOT_FOUND for the record and none of its lines', async () => {
    const li = world.as('li.lianluo');
    expect(await li.refused(LOG, { recordNumber: FIXED.first })).toBe('NOT_FOUND');
    expect((await lines(li, null)).some((l) => l.person === '李联络')).toBe(false);
    expect(await auditor.refused(LOG, { recordNumber: FIXED.first })).toBe('NOT_FOUND');
  });
});
