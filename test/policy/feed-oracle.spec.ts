import { LeadSource } from '#features/leads';
import { compilePolicy } from '#kernel/access';
import { feedDifferences } from '#kernel/database';
import { DEMO_PEOPLE } from '../../apps/ops/demo/cast.js';
import { openWorld, type World } from '../support/world.js';

/** The feed against its natural form: owner ∪ shares in force ∪ grants, for everybody of the demo. */
let world: World;
let source: LeadSource;
let all: string[];
beforeAll(async () => {
  world = await openWorld();
  source = new LeadSource(world.hub.kernel.keyring);
  all = (await world.database.sql<{ id: string }>('SELECT id FROM lead')).map((r) => r.id);
});
afterAll(() => world.close());

async function listed(username: string): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const { leads }: Page = await world.as(username).query<Page>(`query P($after: String) { leads(first: 7, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`, { after });
    ids.push(...leads.edges.map((e) => e.node.id));
    after = leads.pageInfo.hasNextPage ? leads.pageInfo.endCursor : null;
  } while (after !== null);
  return ids;
}
interface Page {
  leads: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

it('is equal row by row', async () => {
  const differences = await world.hub.kernel.database.transaction({ audiences: 'all', action: null, readOnly: true }, (c) => feedDifferences(c, 'Lead', 'lead'));
  expect(differences).toEqual([]);
});

it('says so when a row is missing, too many, or has another term', async () => {
  const [some] = await world.database.sql<{ record_id: string; audience_id: string }>('SELECT record_id, audience_id FROM feed LIMIT 1');
  const differences = () => world.hub.kernel.database.transaction({ audiences: 'all', action: null, readOnly: true }, (c) => feedDifferences(c, 'Lead', 'lead'));
  const spoilt = async (...statements: [string, unknown[]?][]) => {
    const [before] = [await world.database.sql('SELECT * FROM feed')];
    await world.database.change(...statements);
    const found = (await differences()).map((d) => d.found);
    await world.database.change(['DELETE FROM feed'], [`INSERT INTO feed SELECT * FROM jsonb_populate_recordset(NULL::feed, $1::jsonb)`, [JSON.stringify(before)]]);
    return found;
  };
  const where = [some!.record_id, some!.audience_id];
  expect(await spoilt(['DELETE FROM feed WHERE record_id = $1 AND audience_id = $2', where])).toEqual(['missing in feed']);
  expect(await spoilt([`UPDATE feed SET until = '2027-01-01' WHERE record_id = $1 AND audience_id = $2`, where])).toEqual(['term differs']);
  expect(await spoilt([`INSERT INTO feed SELECT gen_random_uuid(), record_type, record_id, sort_at, region_code, status, band, version, until FROM feed WHERE record_id = $1 AND audience_id = $2`, where])).toEqual(['feed only']);
  expect(await differences()).toEqual([]);
});

it.each(DEMO_PEOPLE.map(([username]) => username))('lists for %s what the natural tables give', async (username) => {
  const viewer = await world.viewer(username);
  const now = world.hub.kernel.clock.now();
  const natural = await world.hub.kernel.database.transaction({ audiences: 'all', action: null, readOnly: true }, async (c) => {
    const reach = await c.query<{ id: string; audiences: string[] }>(
      `SELECT l.id, array_agg(DISTINCT x.audience_id) FILTER (WHERE x.audience_id = ANY($1::uuid[])) AS audiences
         FROM lead l, LATERAL (SELECT l.owner_agency_id AS audience_id UNION ALL SELECT audience_id FROM record_reach v WHERE v.record_id = l.id AND (v.until IS NULL OR v.until > $2)) x GROUP BY l.id`,
      [viewer.audiences, now],
    );
    const audiencesOf = new Map(reach.map((r) => [r.id, r.audiences ?? []]));
    const compiled = compilePolicy(source.policy, viewer);
    return (await source.load(c, all, [], now)).filter((r) => compiled.sees({ ...r.facts, audiences: audiencesOf.get(r.id)! })).map((r) => r.id);
  });
  const found = await listed(username);
  expect(new Set(found).size).toBe(found.length);
  expect([...found].sort()).toEqual([...natural].sort());
});

it('shows the liaison of the story a page of leads, and the association none but its own', async () => {
  expect((await listed('li.lianluo')).length).toBeGreaterThan(20);
  expect((await listed('xu.shouli')).length).toBeGreaterThan(10);
  const own = await world.database.sql<{ id: string }>(`SELECT l.id FROM lead l JOIN agency a ON a.id = l.owner_agency_id WHERE a.code = 'ASN-990000'`);
  expect((await listed('ding.xiehui')).sort()).toEqual(own.map((r) => r.id).sort());
});
