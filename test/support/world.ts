import { loadViewer } from '#features/people';
import type { Purpose, PurposeCode, Viewer } from '#kernel/access';
import { newId } from '#kernel/crypto';
import { createHub, type RunningHub } from '../../apps/hub/start.js';
import { CLOCK, cloneDatabase, testConfig, tokenOf, untilSequenced, type TestDatabase } from './database.js';

/** What `extensions.purpose` says. */
export interface StatedPurpose {
  code: PurposeCode;
  reference: string;
}

export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; messageEn: string; fields?: { field: string; zh: string; en: string }[]; reference?: string };
}

/** An answer as it came over HTTP: `body` is its exact text. */
export interface Answer<Data = Record<string, unknown>> {
  status: number;
  headers: Record<string, string>;
  body: string;
  data: Data | null;
  errors: GraphqlError[];
  /** Code of the first error. */
  code: string | null;
}

/** A signed-in person's browser, without one. */
export interface Client {
  username: string;
  /** Whatever the answer is. */
  ask<Data = Record<string, unknown>>(document: string, variables?: Record<string, unknown>, purpose?: StatedPurpose): Promise<Answer<Data>>;
  /** The data; throws when there is any error. */
  query<Data>(document: string, variables?: Record<string, unknown>, purpose?: StatedPurpose): Promise<Data>;
  /** The code with which it is refused; throws when it is not. */
  refused(document: string, variables?: Record<string, unknown>, purpose?: StatedPurpose): Promise<string>;
  /** The same person, always stating this purpose. */
  working(on: string, code?: PurposeCode): Client;
}

/** A running hub on a database of its own. */
export interface World {
  database: TestDatabase;
  hub: RunningHub;
  as(username: string): Client;
  anybody: Client;
  /** Raw HTTP, no session unless headers carry one. */
  inject: RunningHub['app']['inject'];
  /** The person as the policy sees him now. */
  viewer(username: string, purpose?: Purpose | null): Promise<Viewer>;
  /** Waits until everything committed has its index. */
  sequenced(): Promise<void>;
  close(): Promise<void>;
}

/** A clone of the demo world and a hub on it; answers over injected HTTP, no port. */
export async function openWorld(settings: { clock?: string; env?: Record<string, string>; from?: TestDatabase } = {}): Promise<World> {
  return hubFor(await cloneDatabase(settings.from), settings);
}

export async function hubFor(database: TestDatabase, settings: { clock?: string; env?: Record<string, string> } = {}): Promise<World> {
  const hub = await createHub(testConfig(database.directory, { XIECHA_CLOCK: settings.clock ?? CLOCK, ...settings.env }), database.requestUrl);
  await hub.app.getHttpAdapter().getInstance().ready();
  const inject = hub.app.inject.bind(hub.app) as World['inject'];
  return {
    database,
    hub,
    inject,
    as: (username) => clientOf(hub, username, tokenOf(username)),
    anybody: clientOf(hub, '', null),
    viewer: (username, purpose = null) => viewerOf(hub, username, purpose),
    sequenced: () => untilSequenced(database, () => hub.kernel.sequencer.catchUp()),
    close: async () => {
      await hub.close();
      await database.drop();
    },
  };
}

export function clientOf(hub: Pick<RunningHub, 'app'>, username: string, token: string | null, always?: StatedPurpose): Client {
  const ask = async <Data>(document: string, variables: Record<string, unknown> = {}, purpose = always): Promise<Answer<Data>> => {
    const response = await hub.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      payload: JSON.stringify({ query: document, variables, ...(purpose ? { extensions: { purpose } } : {}) }),
    });
    const parsed = JSON.parse(response.body) as { data?: Data | null; errors?: GraphqlError[] };
    const errors = parsed.errors ?? [];
    return {
      status: response.statusCode,
      headers: response.headers as Record<string, string>,
      body: response.body,
      data: parsed.data ?? null,
      errors,
      code: errors[0]?.extensions.code ?? null,
    };
  };
  return {
    username,
    ask,
    query: async <Data>(document: string, variables?: Record<string, unknown>, purpose?: StatedPurpose) => {
      const answer = await ask<Data>(document, variables, purpose);
      if (answer.errors.length > 0 || !answer.data) throw new Error(`${username || 'nobody'}: ${answer.body}`);
      return answer.data;
    },
    refused: async (document, variables, purpose) => {
      const answer = await ask(document, variables, purpose);
      if (!answer.code) throw new Error(`${username || 'nobody'} was not refused: ${answer.body}`);
      return answer.code;
    },
    working: (on, code = 'VERIFICATION') => clientOf(hub, username, token, { code, reference: on }),
  };
}

async function viewerOf(hub: RunningHub, username: string, purpose: Purpose | null): Promise<Viewer> {
  const viewer = await hub.kernel.database.transaction({ audiences: [], action: null, readOnly: true }, async (c) => {
    const [person] = await c.query<{ id: string }>('SELECT id FROM person WHERE username = $1', [username]);
    return loadViewer(c, person!.id, hub.kernel.clock.now(), { sessionId: newId(), requestId: newId() });
  });
  return { ...viewer!, purpose };
}

/** Numbers and values of the fixed records (demo-world.md). */
export const FIXED = {
  first: 'XS-990101-2026-000017',
  second: 'XS-990102-2026-000009',
  own: 'XS-990102-2026-000021',
  suspectPhone: '12900000001',
  victimPhone: '12900000101',
  suspectId: '990101199211301041',
  victimId: '990101198503120010',
  victimCard: '6299990000000000012',
} as const;

let serial = 0;

/** A valid SubmitLeadInput of invented people; every call has its own phone. */
export function leadInput(changes: Record<string, unknown> = {}): Record<string, unknown> {
  serial += 1;
  return {
    title: `测试线索 ${serial}`,
    narrative: '客户反映有人自称可办理全额退保。',
    source: 'COMPLAINT',
    regionCode: '990101',
    conductTypes: ['ILLEGAL_SOLICITATION'],
    sourceGrade: 2,
    informationGrade: 'B',
    handling: 'P',
    handlingCode: 'H0',
    subjects: [{ kind: 'PERSON', role: 'ORGANISER', name: '何示范', phones: [`128${String(10_000_000 + serial)}`] }],
    ...changes,
  };
}

export const SUBMIT = `mutation Submit($input: SubmitLeadInput!) { submitLead(input: $input) { id number version status } }`;

export interface SubmittedLead {
  id: string;
  number: string;
  version: number;
  status: string;
}

/** Submits a lead as this person. */
export async function submitted(client: Client, changes: Record<string, unknown> = {}): Promise<SubmittedLead> {
  return (await client.query<{ submitLead: SubmittedLead }>(SUBMIT, { input: leadInput(changes) })).submitLead;
}
