import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inLanes } from '../support/operations.js';
import { FIXED, leadInput, openWorld, SUBMIT, type Answer, type Client, type World } from '../support/world.js';

/** Whatever is sent is stored as it is or refused with its place: never a 500, never a stack. */
const NAUGHTY = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'samples', 'blns.json'), 'utf8')) as string[];
/** Beside the list: what JSON and Unicode can do to a parser or a database. */
const FURTHER = ['\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\u202e反向', '\ufeff标记', 'a'.repeat(199), '郑'.repeat(200), '👩‍👩‍👧‍👦', '\u0301\u0301', '\r\n\t', '1e400', '9007199254740993', '$1', '\\u0000'];

let world: World;
let li: Client;
beforeAll(async () => {
  world = await openWorld();
  li = world.as('li.lianluo').working(FIXED.own);
});
afterAll(() => world.close());

/** Refused before or during execution, but understood: never a fault of ours. */
function expectSound(answer: Answer, text: string): void {
  expect({ text, status: answer.status, internal: answer.code === 'INTERNAL' }).toEqual({ text, status: answer.status < 500 ? answer.status : 'below 500', internal: false });
  expect(answer.body).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules|QueryFailed|syntax error at or near/);
}
const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

it('has the whole list', () => {
  expect(NAUGHTY.length).toBeGreaterThan(500);
});

it('stores every string byte for byte as title and narrative, or says which field is wrong', async () => {
  const strings = [...NAUGHTY, ...FURTHER];
  const STORED = `mutation S($input: SubmitLeadInput!) { draftLead(input: $input) { title narrative } }`;
  const results = new Map<string, string>();
  await inLanes(strings, async (text) => {
    const answer = await li.ask<{ draftLead: { title: string; narrative: string } }>(STORED, { input: leadInput({ title: text, narrative: `${text}。`, subjects: [] }) });
    expectSound(answer, text);
    if (answer.code === null) {
      expect(Buffer.from(answer.data!.draftLead.title)).toEqual(Buffer.from(text));
      expect(Buffer.from(answer.data!.draftLead.narrative)).toEqual(Buffer.from(`${text}。`));
      results.set(text, 'stored');
    } else {
      expect(answer.code).toBe('INVALID_INPUT');
      expect(answer.errors[0]?.extensions.fields?.map((f) => f.field.replace(/^input\./, '')).every((field) => ['title', 'narrative'].includes(field))).toBe(true);
      expect(answer.errors[0]?.extensions.fields?.length).toBeGreaterThan(0);
      results.set(text, 'refused');
    }
  });
  const refused = [...results].filter(([, how]) => how === 'refused').map(([text]) => text);
  for (const text of refused) expect({ text, reason: text.trim() === '' || !isStorable(text) || [...text].length > 200 }).toEqual({ text, reason: true });
}, 120_000);

it('searches and filters by every string without a fault, and finds no lead by a string it does not hold', async () => {
  const SEARCH = `query S($text: String, $id: ID!) { byText: leads(filter: { text: $text }, first: 1) { edges { node { number } } } byOwner: leads(filter: { ownerAgencyCode: $text }, first: 1) { edges { node { number } } } lead(id: $id) { id } }`;
  const REGION = `query S($text: String) { leads(filter: { regionCode: $text }, first: 1) { edges { node { regionCode } } } }`;
  await inLanes([...NAUGHTY, ...FURTHER], async (text) => {
    const answer = await li.ask(SEARCH, { text, id: text });
    expectSound(answer, text);
    for (const error of answer.errors) expect({ text, code: error.extensions.code }).toEqual({ text, code: expect.stringMatching(/^(INVALID_INPUT|NOT_FOUND)$/) as unknown });
  });
  // an empty filter is none; whatever else is no region code is refused
  await inLanes([...NAUGHTY.filter((text, i) => text !== '' && i % 4 === 0), ...FURTHER, '99', '9901', '990101'], async (text) => {
    const answer = await li.ask(REGION, { text });
    expectSound(answer, text);
    expect({ text, refused: answer.code === 'INVALID_INPUT' }).toEqual({ text, refused: !/^\d{2}(\d{2}){0,2}$/.test(text) });
  });
}, 120_000);

it('takes none of them as an enum, a date, a sum, an identifier or a cursor', async () => {
  await inLanes([...NAUGHTY.filter((_, i) => i % 5 === 0), ...FURTHER], async (text) => {
    const answers = await Promise.all([
      li.ask(`query S($filter: LeadFilter) { leads(filter: $filter) { edges { cursor } } }`, { filter: { submittedFrom: text } }),
      li.ask(`query S($after: String) { leads(after: $after) { edges { cursor } } }`, { after: text }),
      li.ask(`query S($filter: LeadFilter) { leads(filter: $filter) { edges { cursor } } }`, { filter: { status: [text] } }),
      li.ask(SUBMIT, { input: leadInput({ amountInvolved: text, subjects: [{ kind: 'PERSON', role: 'ORGANISER', name: '某甲', phones: [text], idNumber: text }] }) }),
    ]);
    answers.forEach((answer) => expectSound(answer, text));
    for (const answer of [answers[0]!, answers[2]!]) expect({ text, code: answer.code }).toEqual({ text, code: 'INVALID_INPUT' });
  });
}, 120_000);

it('keeps a purpose of any form from being a fault, and never drops one silently', async () => {
  for (const text of [...NAUGHTY.filter((_, i) => i % 7 === 0), ...FURTHER]) {
    const answer = await li.ask(`{ viewer { username } }`, {}, { code: 'VERIFICATION', reference: text });
    expectSound(answer, text);
    expect([null, 'INVALID_INPUT']).toContain(answer.code);
  }
  for (const purpose of ['x', 7, [], { code: 'VERIFICATION' }, { code: 'NOSY', reference: FIXED.own }, { code: 'VERIFICATION', reference: 7 }, { code: ['VERIFICATION'], reference: FIXED.own }]) {
    const answer = await li.ask(`{ viewer { username } }`, {}, purpose as never);
    expect({ purpose, status: answer.status, code: answer.code }).toEqual({ purpose, status: 400, code: 'INVALID_INPUT' });
  }
});

describe('over HTTP', () => {
  const signedIn = { authorization: 'Bearer session-of-the-tests-li-lianluo' };
  const post = (payload: string, headers: Record<string, string> = {}) => world.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json', ...signedIn, ...headers }, payload });
  const query = (text: string) => post(JSON.stringify({ query: text }));
  const codeOf = (body: string): unknown => (JSON.parse(body) as { errors?: { extensions?: { code?: string } }[] }).errors?.[0]?.extensions?.code;

  it('refuses malformed documents before execution', async () => {
    for (const text of ['{', '{ viewer { }', 'nonsense', '', '{ viewer }', '{ lead { id } }', 'subscription { viewer { id } }', '{ viewer { id } } { viewer { id } }', '{ viewer { id(x: 1) } }', 'query A { viewer { id } } query B { viewer { id } }', `{ lead(id: "${FIXED.first}") { ...F } } fragment F on Lead { ...F }`]) {
      const answer = await query(text);
      expect({ text, status: answer.statusCode }).toEqual({ text, status: 400 });
      expect({ text, code: codeOf(answer.body) }).toEqual({ text, code: 'INVALID_INPUT' });
    }
  });

  it('refuses what costs too much before execution', async () => {
    const aliases = (n: number): string => `{ ${Array.from({ length: n }, (_, i) => `a${i}: viewer { id }`).join(' ')} }`;
    // each step multiplies the answer by the size of the schema
    const nested = '{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }';
    const fragments = `{ viewer { ...F0 } } ${Array.from({ length: 20 }, (_, i) => `fragment F${i} on Viewer { agency { id } ...F${i + 1} }`).join(' ')} fragment F20 on Viewer { id }`;
    const costly = {
      '100 aliases': aliases(100), '31 aliases': aliases(31), 'depth 20': `${'{ viewer '.repeat(20)}{ id }${' }'.repeat(20)}`, 'introspection in circles': nested,
      '1000 repeated fields': `{ viewer { ${'id '.repeat(1000)} } }`, '1000 directives': `{ viewer { id ${'@include(if: true) '.repeat(1000)} } }`, '10,000 tokens': `{ viewer { ${'id,'.repeat(10_000)} } }`,
    };
    for (const [what, text] of Object.entries(costly)) {
      const started = performance.now();
      const answer = await query(text);
      expect({ what, status: answer.statusCode, fast: performance.now() - started < 2000 }).toEqual({ what, status: 400, fast: true });
      // graphql-js itself refuses to walk in circles through the introspection
      const code = what === 'introspection in circles' ? /^INVALID_INPUT$/ : /^TOO_COMPLEX$/;
      expect({ what, code: codeOf(answer.body) }).toEqual({ what, code: expect.stringMatching(code) as unknown });
    }
    expect((await query(aliases(30))).statusCode).toBe(200);
    expect((await query(fragments)).statusCode).toBeLessThan(500);
  });

  it('answers 413 to a body over 1 MB, 400 to a batch, a form and broken JSON, 405 or 400 to GET', async () => {
    for (const size of [1024 * 1024 + 1, 10 * 1024 * 1024]) expect((await post(JSON.stringify({ query: '{ viewer { id } }', pad: 'x'.repeat(size) }))).statusCode).toBe(413);
    expect((await post(JSON.stringify([{ query: '{ viewer { id } }' }, { query: '{ viewer { id } }' }]))).statusCode).toBe(400);
    expect([400, 415]).toContain((await post('query=%7Bviewer%7Bid%7D%7D', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode);
    expect([400, 415]).toContain((await post('{ viewer { id } }', { 'content-type': 'text/plain' })).statusCode);
    for (const broken of ['{', '{"query": "{ viewer { id } }"', 'null', '7', '"x"', '{"query": null}', '{"query": 7}', '{}', '{"query":"{ viewer { id } }","variables":7}', '{"query":"{ viewer { id } }","variables":"x"}']) {
      const answer = await post(broken);
      expect({ broken, status: answer.statusCode }).toEqual({ broken, status: 400 });
      expect(answer.body).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules/);
    }
    const get = await world.inject({ method: 'GET', url: `/graphql?query=${encodeURIComponent('mutation { signOut }')}`, headers: { ...signedIn, 'apollo-require-preflight': '1' } });
    expect([400, 404, 405]).toContain(get.statusCode);
    expect((await query('{ viewer { id } }')).statusCode).toBe(200);
  });

  it('survives deep JSON, huge numbers, duplicate keys and odd charsets', async () => {
    const deepJson = `{"query":"{ viewer { id } }","variables":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
    for (const body of [deepJson, `{"query":"query Q($f: Int) { leads(first: $f) { edges { cursor } } }","variables":{"f":1e400}}`, `{"query":"query Q($f: Int) { leads(first: $f) { edges { cursor } } }","variables":{"f":9007199254740993}}`, `{"query":"{ viewer { id } }","query":"{ nonsense }"}`]) {
      const answer = await post(body);
      expect({ start: body.slice(0, 60), status: answer.statusCode < 500 }).toEqual({ start: body.slice(0, 60), status: true });
    }
    for (const charset of ['utf-7', 'utf-16', 'x-nonsense']) {
      const answer = await post(JSON.stringify({ query: '{ viewer { id } }' }), { 'content-type': `application/json; charset=${charset}` });
      expect(answer.statusCode).toBeLessThan(500);
    }
  });

  it('answers 401 to no, a wrong and an ended session, before it says anything about the request', async () => {
    for (const authorization of ['', 'Bearer', 'Bearer x', `Bearer ${'x'.repeat(43)}`, 'Basic bGk6eA==', `Bearer ${'A'.repeat(5000)}`]) {
      for (const text of ['{ viewer { id } }', '{ nonsense }', '{', `{ lead(id: "${FIXED.first}") { id } }`]) {
        const answer = await world.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json', authorization }, payload: JSON.stringify({ query: text }) });
        expect({ authorization: authorization.slice(0, 12), text, status: answer.statusCode, code: codeOf(answer.body) }).toEqual({ authorization: authorization.slice(0, 12), text, status: 401, code: 'UNAUTHENTICATED' });
      }
    }
  });
});
