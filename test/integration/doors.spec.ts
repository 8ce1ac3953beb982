import { leafHash } from '#kernel/crypto';
import { sequenceOnce } from '#kernel/audit';
import { FIXED, leadInput, openWorld, SUBMIT, submitted, type World } from '../support/world.js';

/** The two doors and the ledger, on a real database. */
let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const count = async (sql: string, params: unknown[] = []): Promise<number> => (await world.database.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, params))[0]!.n;
const outcomes = (): Promise<{ action: string; outcome: string }[]> => world.database.sql('SELECT action, outcome FROM ledger_intake ORDER BY seq');

describe('writes', () => {
  it('are refused by the database itself without an audit action', async () => {
    const { database } = world.hub.kernel;
    const tables = await world.database.sql<{ name: string }>(`SELECT DISTINCT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'require_audit_action' ORDER BY 1`);
    expect(tables.map((t) => t.name)).toEqual(expect.arrayContaining(['lead', 'lead_subject', 'share', 'access_request', 'person', 'role_grant', 'record_version']));
    for (const { name } of tables) {
      await expect(database.transaction({ audiences: 'all', action: null, readOnly: false }, (c) => c.query(`DELETE FROM ${name} WHERE false`))).rejects.toMatchObject({ code: '42501' });
    }
    await expect(world.database.sql('DELETE FROM lead WHERE false')).rejects.toMatchObject({ code: '42501' });
  });

  it('carry their entry in the same transaction, and no write without its entry', async () => {
    const lead = await submitted(world.as('li.lianluo'));
    const [entry] = await world.database.sql<{ action: string; outcome: string; record_ids: string[]; same: boolean }>(
      `SELECT i.action, i.outcome, i.record_ids, i.xid::text = l.xmin::text AS same FROM ledger_intake i, lead l WHERE l.id = $1 AND i.record_ids @> ARRAY[$1::uuid] AND i.action = 'lead.submit'`,
      [lead.id],
    );
    expect(entry).toMatchObject({ action: 'lead.submit', outcome: 'OK', record_ids: [lead.id], same: true });
  });

  it('do not commit when the command never asks whether it is permitted', async () => {
    const viewer = await world.viewer('li.lianluo');
    const work = world.hub.kernel.unitOfWork.run(viewer, 'lead.submit', async (tx) => {
      await tx.query(`INSERT INTO number_series (prefix, last) VALUES ('PROBE', 1)`);
    });
    await expect(work).rejects.toThrow('never asked permit()');
    expect(await count(`number_series WHERE prefix = 'PROBE'`)).toBe(0);
    await expect(world.hub.kernel.unitOfWork.run(viewer, 'lead.invented', () => Promise.resolve())).rejects.toThrow('no command');
  });

  it('leave an entry when they are refused, and nothing else', async () => {
    const before = await count('lead');
    expect(await world.as('wang.baoguan').refused(SUBMIT, { input: leadInput({ sourceGrade: 9 }) })).toBe('INVALID_INPUT');
    expect(await world.as('gao.zuzhang').refused(SUBMIT, { input: leadInput() })).toBe('NOT_PERMITTED');
    expect(await world.as('wang.baoguan').refused(`mutation { acceptLead(id: "${FIXED.first}", version: 2) { id } }`)).toBe('NOT_PERMITTED');
    expect(await world.as('wang.baoguan').refused(`mutation { acceptLead(id: "${FIXED.own}", version: 2) { id } }`)).toBe('NOT_FOUND');
    expect(await count('lead')).toBe(before);
    const found = await outcomes();
    expect(found).toEqual(expect.arrayContaining([
      { action: 'lead.submit', outcome: 'INVALID_INPUT' },
      { action: 'lead.submit', outcome: 'NOT_PERMITTED' },
      { action: 'lead.accept', outcome: 'NOT_PERMITTED' },
      { action: 'lead.accept', outcome: 'NOT_FOUND' },
    ]));
  });

  it('happen once per key and person: the same body again answers the same lead, another body is refused, another person is not told', async () => {
    const li = world.as('li.lianluo');
    const input = leadInput({ idempotencyKey: '一次' });
    const submit = async (client = li, changes = {}) => client.ask<{ submitLead: { id: string; number: string } }>(SUBMIT, { input: { ...input, ...changes } });
    const [first, again, parallel] = await Promise.all([submit(), submit(), submit()]);
    expect(new Set([first, again, parallel].map((a) => a?.data?.submitLead.id))).toHaveProperty('size', 1);
    expect((await submit(li, { title: '另一份' })).code).toBe('INVALID_INPUT');
    expect((await submit(li, { title: '另一份' })).errors[0]?.extensions.fields?.[0]?.field).toMatch(/idempotencyKey$/);
    const wang = await submit(world.as('wang.baoguan'));
    expect(wang.data?.submitLead.id).not.toBe(first?.data?.submitLead.id);
    expect(await count('lead WHERE title = $1', [input['title']])).toBe(2);
  });
});

describe('reads', () => {
  it('are in the ledger before the answer leaves', async () => {
    await world.as('wang.baoguan').query(`{ lead(id: "${FIXED.first}") { number narrative riskBand } }`);
    const [entry] = await world.database.sql<{ bytes: Buffer }>(`SELECT bytes FROM ledger_intake WHERE action = 'lead.read' ORDER BY seq DESC LIMIT 1`);
    const leaf = JSON.parse(entry!.bytes.toString('utf8')) as Record<string, unknown>;
    expect(leaf).toMatchObject({ v: 1, action: 'lead.read', object: 'Lead', outcome: 'OK', fields: ['number', 'riskBand'], masked: ['narrative'] });
    // neither names nor values stand in the leaf
    for (const plain of ['王保管', 'wang.baoguan', '吴虚构', FIXED.first]) expect(entry!.bytes.toString('utf8')).not.toContain(plain);
  });

  it('give nothing when the ledger cannot be written', async () => {
    await world.database.sql('REVOKE INSERT ON ledger_intake FROM xiecha_app');
    const wang = world.as('wang.baoguan');
    for (const query of [`{ lead(id: "${FIXED.first}") { number narrative } }`, `{ leads { edges { node { number } } } }`, `{ agencies { code } }`, `{ accessRequests { id } }`]) {
      const answer = await wang.ask(query);
      expect(answer.code).toBe('UNAVAILABLE');
      expect(answer.body).not.toContain('XS-');
      expect(Object.values(answer.data ?? {}).every((v) => v === null)).toBe(true);
    }
    const before = await count('lead');
    expect((await wang.ask(SUBMIT, { input: leadInput() })).data).toBeNull();
    expect(await count('lead')).toBe(before);
    await world.database.sql('GRANT INSERT ON ledger_intake TO xiecha_app');
    expect((await wang.ask(`{ lead(id: "${FIXED.first}") { number } }`)).code).toBeNull();
  });

  it('that are refused are entries too', async () => {
    expect(await world.as('li.lianluo').refused(`{ leads(orderBy: { field: RISK_SCORE, direction: DESC }) { edges { node { id } } } }`)).toBe('FIELD_NOT_ALLOWED');
    expect(await world.as('li.lianluo').refused(`{ lead(id: "${FIXED.second}") { id } }`)).toBe('NOT_FOUND');
    expect(await outcomes()).toEqual(expect.arrayContaining([{ action: 'lead.list', outcome: 'FIELD_NOT_ALLOWED' }, { action: 'lead.read', outcome: 'NOT_FOUND' }]));
  });
});

describe('the ledger', () => {
  const app = (sql: string) => world.hub.kernel.database.transaction({ audiences: 'all', action: 'probe', readOnly: false }, (c) => c.query(sql));

  it('cannot be changed, by the request login nor by the owner of the tables', async () => {
    await world.as('wang.baoguan').query(`{ agencies { code } }`);
    await world.sequenced();
    for (const statement of [`UPDATE ledger_intake SET outcome = 'OK'`, 'DELETE FROM ledger_intake', 'UPDATE ledger_leaf SET index = index + 1', 'DELETE FROM ledger_leaf', 'TRUNCATE ledger_leaf']) {
      await expect(app(statement)).rejects.toMatchObject({ code: '42501' });
      await expect(world.database.sql(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('gives a gapless index with the RFC 6962 leaf hash of the exact bytes, while many write', async () => {
    const people = ['li.lianluo', 'wang.baoguan', 'xu.shouli', 'zhou.zhencha', 'ding.xiehui'];
    await Promise.all(people.map(async (name) => {
      for (let n = 0; n < 8; n += 1) await (n % 2 ? world.as(name).ask(`{ agencies { code } }`) : submitted(world.as(name)));
    }));
    await world.sequenced();
    const leaves = await world.database.sql<{ index: string; leaf_hash: Buffer; bytes: Buffer }>('SELECT l.index, l.leaf_hash, i.bytes FROM ledger_leaf l JOIN ledger_intake i ON i.id = l.entry_id ORDER BY l.index');
    expect(leaves.map((l) => Number(l.index))).toEqual(leaves.map((_, i) => i));
    expect(leaves.length).toBe(await count('ledger_intake'));
    for (const leaf of leaves) expect(leaf.leaf_hash.equals(leafHash(leaf.bytes))).toBe(true);
    expect(leaves.length).toBeGreaterThan(people.length * 8);
  });

  it('never puts an entry that commits late behind a published index', async () => {
    const { database } = world.hub.kernel;
    const sequence = () => sequenceOnce((work) => database.transaction({ audiences: [], action: 'ledger.sequence', readOnly: false }, (c) => work({ rows: (sql, params) => c.query(sql, params) })));
    await world.sequenced();
    const published = await count('ledger_leaf');
    // a transaction that has its id and waits: everything after it waits for its index, too
    const viewer = await world.viewer('li.lianluo');
    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    let begun!: () => void;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const slow = world.hub.kernel.unitOfWork.run(viewer, 'lead.submit', async (tx) => {
      await tx.query(`INSERT INTO number_series (prefix, last) VALUES ('SLOW', 1)`);
      begun();
      await held;
      tx.permit();
    });
    await hasBegun;
    await world.as('wang.baoguan').query(`{ agencies { code } }`);
    await sequence();
    expect(await count('ledger_leaf')).toBe(published);
    release();
    await slow;
    await world.sequenced();
    const order = await world.database.sql<{ index: string; xid: string; action: string }>(`SELECT l.index, i.xid::text AS xid, i.action FROM ledger_leaf l JOIN ledger_intake i ON i.id = l.entry_id WHERE l.index >= $1 ORDER BY l.index`, [published]);
    expect(order.map((o) => Number(o.index))).toEqual(order.map((_, i) => published + i));
    const xids = order.map((o) => BigInt(o.xid));
    expect(xids).toEqual(xids.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    expect(order[0]?.action).toBe('lead.submit');
  });

  it('keeps its proofs when a personal part is erased', async () => {
    await world.as('wang.baoguan').query(`{ agencies { code } }`);
    const [entry] = await world.database.sql<{ id: string; bytes: Buffer }>(`SELECT id, bytes FROM ledger_intake WHERE action = 'agency.list' ORDER BY seq DESC LIMIT 1`);
    await world.database.sql('DELETE FROM ledger_personal WHERE entry_id = $1', [entry!.id]);
    await world.sequenced();
    const [leaf] = await world.database.sql<{ leaf_hash: Buffer }>('SELECT leaf_hash FROM ledger_leaf WHERE entry_id = $1', [entry!.id]);
    expect(leaf!.leaf_hash.equals(leafHash(entry!.bytes))).toBe(true);
  });
});

it('lets a pooled connection carry nothing to the next borrower', async () => {
  const { database } = world.hub.kernel;
  const viewer = await world.viewer('xu.shouli');
  await database.transaction({ audiences: viewer.audiences, action: 'probe', readOnly: false }, (c) => c.query('SELECT count(*) FROM lead'));
  const [left] = await database.transaction({ audiences: [], action: null, readOnly: true }, (c) => c.query<{ audiences: string; action: string; rows: number }>(`SELECT current_setting('xiecha.audiences', true) AS audiences, current_setting('xiecha.action', true) AS action, (SELECT count(*)::int FROM lead) AS rows`));
  expect(left).toEqual({ audiences: '', action: '', rows: 0 });
});
