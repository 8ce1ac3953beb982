import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { parse } from 'csv-parse/sync';
import { importFile, type ImportRunRow } from '#features/complaints';
import { feedDifferences } from '#kernel/database';
import { demoFile, sample, temporaryFile } from '../samples/files.js';
import { tokenOf } from '../support/database.js';
import { FIXED, leadInput, openWorld, type Client, type World } from '../support/world.js';

const RUN = `id status rowsRead recordsReady recordsCommitted recordsUnchanged rowsRefused message errorReportUrl columns { header field } preview { row values } problems { row column valueClass reasonZh reasonEn }`;

interface Run {
  id: string;
  status: string;
  rowsRead: number;
  recordsReady: number;
  recordsCommitted: number;
  recordsUnchanged: number;
  rowsRefused: number;
  message: string | null;
  errorReportUrl: string | null;
  columns: { header: string; field: string | null }[];
  preview: { row: number; values: string[] }[];
  problems: { row: number; column: string; valueClass: string; reasonZh: string; reasonEn: string }[];
}

let world: World;
let address: string;

beforeAll(async () => {
  world = await openWorld();
  await world.hub.app.listen(0, '127.0.0.1');
  address = `http://127.0.0.1:${(world.hub.app.getHttpServer().address() as AddressInfo).port}`;
}, 60_000);

afterAll(() => world.close());

const bearer = (username: string): Record<string, string> => ({ authorization: `Bearer ${tokenOf(username)}` });

function tus(method: string, path: string, username: string | null, headers: Record<string, string> = {}, body?: Buffer): Promise<Response> {
  return fetch(address + path, { method, headers: { 'tus-resumable': '1.0.0', ...(username ? bearer(username) : {}), ...headers }, ...(body ? { body: new Uint8Array(body) } : {}) });
}

/** Creates an upload and sends the whole of it; answers its path. */
async function uploaded(username: string, name: string, bytes: Buffer): Promise<string> {
  const created = await tus('POST', '/uploads', username, { 'upload-length': String(bytes.length), 'upload-metadata': `filename ${Buffer.from(name).toString('base64')}` });
  expect(created.status).toBe(201);
  const path = new URL(created.headers.get('location')!, address).pathname;
  const sent = await tus('PATCH', path, username, { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, bytes);
  expect(sent.status).toBe(204);
  return path;
}

async function until(client: Client, id: string, ...statuses: string[]): Promise<Run> {
  for (let i = 0; i < 300; i += 1) {
    const { importRun } = await client.query<{ importRun: Run }>(`query($id: ID!) { importRun(id: $id) { ${RUN} } }`, { id });
    if (statuses.includes(importRun.status)) return importRun;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the run never became ${statuses.join(' or ')}`);
}

async function started(client: Client, name: string, bytes: Buffer, profile: string): Promise<Run> {
  const path = await uploaded(client.username, name, bytes);
  const { startImport } = await client.query<{ startImport: Run }>(`mutation($u: ID!, $p: ImportProfile!) { startImport(uploadId: $u, profile: $p) { ${RUN} } }`, { u: path.split('/').at(-1), p: profile });
  return until(client, startImport.id, 'CHECKED', 'FAILED');
}

const act = (client: Client, mutation: string, id: string): Promise<Record<string, Run>> => client.query(`mutation($id: ID!) { ${mutation}(id: $id) { ${RUN} } }`, { id });

async function committed(client: Client, run: Run): Promise<Run> {
  await act(client, 'commitImport', run.id);
  return until(client, run.id, 'DONE', 'FAILED');
}

interface Listed {
  id: string;
  number: string;
  version: number;
  externalNumber: string;
  [field: string]: unknown;
}

async function listed(client: Client, filter: Record<string, unknown> | null, fields = ''): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let after: string | null = null; ; ) {
    const page: { complaints: { edges: { node: Listed }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } = await client.query(
      `query($f: ComplaintFilter, $a: String) { complaints(filter: $f, first: 100, after: $a) { edges { node { id number version externalNumber ${fields} } } pageInfo { hasNextPage endCursor } } }`,
      { f: filter, a: after },
    );
    found.push(...page.complaints.edges.map((e) => e.node));
    if (!page.complaints.pageInfo.hasNextPage) return found;
    after = page.complaints.pageInfo.endCursor;
  }
}

const byCommandLine = (path: string, agencyCode: string, profile = 'connecticut-complaints', signal = new AbortController().signal, onProgress: (run: ImportRunRow) => void = () => undefined) =>
  importFile(world.hub.kernel, { path, profile, agencyCode, username: null, encoding: null }, signal, onProgress);

describe('uploads', () => {
  it('are refused without a session, and are nothing to anybody but their person', async () => {
    expect((await tus('POST', '/uploads', null, { 'upload-length': '3' })).status).toBe(401);
    const path = await uploaded('wang.baoguan', 'a.csv', Buffer.from('abc'));
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      expect((await tus(method, path, 'li.lianluo', { 'upload-offset': '3', 'content-type': 'application/offset+octet-stream' })).status).toBe(404);
    }
    expect((await tus('HEAD', path, 'wang.baoguan')).headers.get('upload-offset')).toBe('3');
    expect((await fetch(address + path, { headers: bearer('wang.baoguan') })).status).toBe(404);
    const start = `mutation($u: ID!) { startImport(uploadId: $u, profile: INSURER_COMPLAINTS) { id } }`;
    expect(await world.as('li.lianluo').refused(start, { u: path.split('/').at(-1) })).toBe('INVALID_INPUT');
    expect((await tus('DELETE', path, 'wang.baoguan')).status).toBe(204);
    expect(await world.as('wang.baoguan').refused(start, { u: path.split('/').at(-1) })).toBe('INVALID_INPUT');
  });

  it('have a largest size, and cannot be bound to somebody else by their metadata', async () => {
    expect((await tus('POST', '/uploads', 'wang.baoguan', { 'upload-length': String(512 * 1024 * 1024 + 1) })).status).toBe(413);
    const forged = await tus('POST', '/uploads', 'wang.baoguan', { 'upload-length': '1', 'upload-metadata': `person ${Buffer.from('x').toString('base64')}`, 'x-uploading-person': 'x' });
    expect((await tus('HEAD', new URL(forged.headers.get('location')!, address).pathname, 'wang.baoguan')).status).toBe(200);
  });
});

describe('the 46 complaints of 示例人寿甲', () => {
  const wang = (): Client => world.as('wang.baoguan');
  let run: Run;
  let ringComplaint: Listed;

  it('are checked, previewed to their submitter, committed and listed', async () => {
    run = await started(wang(), '投诉 九月.xlsx', readFileSync(demoFile('complaints-ins-jia.xlsx')), 'INSURER_COMPLAINTS');
    expect(run).toMatchObject({ status: 'CHECKED', rowsRead: 46, recordsReady: 46, rowsRefused: 0, message: null, errorReportUrl: null });
    expect(run.preview.length).toBeGreaterThan(0);
    expect(await committed(wang(), run)).toMatchObject({ status: 'DONE', recordsCommitted: 46, recordsUnchanged: 0 });
    const complaints = await listed(wang(), null, 'respondent respondentAgency { code } importedFrom');
    expect(complaints).toHaveLength(46);
    expect(complaints[0]!.number).toMatch(/^TS-INS-JIA-2026-0000\d\d$/);
    expect(complaints.every((c) => c['importedFrom'] === '投诉 九月.xlsx' && (c['respondentAgency'] as { code: string }).code === 'INS-JIA')).toBe(true);
  });

  it('change nothing when they come again', async () => {
    const again = await started(wang(), 'again.xlsx', readFileSync(demoFile('complaints-ins-jia.xlsx')), 'INSURER_COMPLAINTS');
    expect(await committed(wang(), again)).toMatchObject({ recordsCommitted: 0, recordsUnchanged: 46 });
    expect((await listed(wang(), null)).every((c) => c.version === 1)).toBe(true);
  });

  it('keep identifiers sealed, in the database and in staging', async () => {
    const stored = await world.database.sql(`SELECT c::text AS row FROM complaint c WHERE profile = 'INSURER_COMPLAINTS' UNION ALL SELECT r::text FROM import_row r UNION ALL SELECT i::text FROM import_run i`);
    expect(stored.some(({ row }) => (row as string).includes(FIXED.suspectPhone))).toBe(false);
  });

  it('are masked without a purpose and whole with one', async () => {
    const fields = 'complainantName complainantPhone policyNumber text mailOrigin redactions { field mode needsPurpose }';
    const [plain] = await listed(wang(), null, fields);
    expect(plain!['complainantName']).toMatch(/^.\*\*$/);
    const [whole] = await listed(wang().working(plain!.number), null, fields);
    expect(whole!['complainantName']).not.toContain('*');
    expect(whole!['text']).not.toBeNull();
    const found = await listed(wang().working(plain!.number), { text: FIXED.suspectPhone }, 'complainantPhone');
    expect(found).toHaveLength(12);
    expect(found.every((c) => c['complainantPhone'] === FIXED.suspectPhone)).toBe(true);
    expect(await listed(wang(), { text: FIXED.suspectPhone })).toHaveLength(0);
    ringComplaint = found[0]!;
  });

  it('are matched against leads without counting, and a lead is proposed of one, once', async () => {
    const ask = `query($id: ID!) { complaint(id: $id) { proposedLead possibleLeads { agency { code } leadNumber } } }`;
    const { complaint } = await wang().query<{ complaint: { possibleLeads: { agency: { code: string } }[]; proposedLead: string | null } }>(ask, { id: ringComplaint.id });
    expect(complaint.possibleLeads.map((h) => h.agency.code)).toEqual(expect.arrayContaining(['INS-JIA']));
    const propose = `mutation($c: ID!, $i: SubmitLeadInput!) { proposeLeadFromComplaint(complaintId: $c, input: $i) { number handlingCode } }`;
    const { proposeLeadFromComplaint: lead } = await wang().query<{ proposeLeadFromComplaint: { number: string } }>(propose, { c: ringComplaint.id, i: leadInput() });
    expect((await wang().query<{ complaint: { proposedLead: string } }>(ask, { id: ringComplaint.number })).complaint.proposedLead).toBe(lead.number);
    expect(await wang().refused(propose, { c: ringComplaint.id, i: leadInput() })).toBe('INVALID_STATE');
    expect(await world.as('li.lianluo').refused(propose, { c: ringComplaint.id, i: leadInput() })).toBe('NOT_FOUND');
  });

  it('do not exist for another insurer, a regulator or an administrator', async () => {
    for (const username of ['li.lianluo', 'xu.shouli', 'zhou.zhencha', 'ding.xiehui', 'su.xiaobao', 'shen.shenji', 'tang.dengji']) {
      const other = world.as(username);
      expect((await listed(other, { openedFrom: '2026-01-01' })).filter((c) => c.number.startsWith('TS-INS-JIA'))).toEqual([]);
      expect(await other.refused(`query($id: ID!) { complaint(id: $id) { id } }`, { id: ringComplaint.id })).toBe('NOT_FOUND');
      expect(await other.refused(`query($id: ID!) { importRun(id: $id) { id } }`, { id: run.id })).toBe('NOT_FOUND');
      expect((await other.query<{ importRuns: unknown[] }>(`{ importRuns { id } }`)).importRuns).toEqual([]);
    }
  });

  it('leave the feed equal to owners and shares, and one ledger entry for at most 200', async () => {
    const differences = await world.hub.kernel.database.transaction({ audiences: 'all', action: null, readOnly: true }, (c) => feedDifferences(c, 'Complaint', 'complaint'));
    expect(differences).toEqual([]);
    const entries = await world.database.sql<{ n: number }>(`SELECT cardinality(record_ids) AS n FROM ledger_intake WHERE action = 'complaint.import' AND outcome = 'OK'`);
    expect(entries.map((e) => e.n)).toEqual(expect.arrayContaining([46]));
  });
});

describe('cells of a complaint given to others', () => {
  const WHOLE = 'number category respondent text complainantName complainantPhone complainantIdNumber policyNumber mailOrigin demandAmount isProxy redactions { field mode }';
  let complaint: Listed;

  beforeAll(async () => {
    const wang = world.as('wang.baoguan');
    complaint = (await listed(wang.working((await listed(wang, null))[0]!.number), { text: FIXED.suspectPhone }))[0]!;
    // As a share would put it there: the row opens, never a cell.
    const receivers = ['INS-YI', 'POL-990101', 'SAMR-990100', 'CON-990000', 'HUB-990000'];
    await world.database.change([
      `INSERT INTO feed (audience_id, record_type, record_id, sort_at, region_code, status, band, version)
       SELECT a.id, 'Complaint', $1, f.sort_at, f.region_code, f.status, f.band, f.version FROM feed f, agency a WHERE f.record_id = $1 AND a.code = ANY($2)`,
      [complaint.id, receivers],
    ]);
  });

  const asked = async (username: string): Promise<Listed | null> => {
    const client = world.as(username);
    const { data, code } = await client.ask<{ complaint: Listed }>(`query($id: ID!) { complaint(id: $id) { ${WHOLE} } }`, { id: complaint.id }, { code: 'VERIFICATION', reference: complaint.number });
    return code === 'NOT_FOUND' ? null : data!.complaint;
  };

  it('another insurer sees that it is there, and may match; nothing of text or customer', async () => {
    const seen = (await asked('li.lianluo'))!;
    expect(seen).toMatchObject({ number: complaint.number, text: null, complainantName: null, complainantPhone: null, complainantIdNumber: null, policyNumber: null, mailOrigin: null, demandAmount: null, respondent: null, isProxy: null });
    expect((seen['redactions'] as { field: string; mode: string }[]).map((r) => `${r.field} ${r.mode}`).sort()).toEqual(['mailOrigin MATCH_ONLY', 'policyNumber MATCH_ONLY']);
    const working = world.as('li.lianluo').working(complaint.number);
    for (const text of [FIXED.suspectPhone, '明衡', '示例人寿甲']) expect(await listed(working, { text })).toEqual([]);
    expect(await listed(working, { respondent: '示例人寿甲' })).toEqual([]);
  });

  it('police see masks', async () => {
    const seen = (await asked('zhou.zhencha'))!;
    expect(seen['complainantName']).toMatch(/^.\*\*$/);
    expect(seen['policyNumber']).toMatch(/^\*\*\*\*/);
    expect(seen['text']).not.toContain(FIXED.suspectPhone);
    expect(seen).toMatchObject({ complainantPhone: null, complainantIdNumber: null, demandAmount: null });
  });

  it('the consumer association reads no foreign complaint, whatever it was given', async () => {
    expect(await asked('su.xiaobao')).toBeNull();
  });
});

describe('what is wrong with a file', () => {
  const HEADER = '投诉编号,投诉渠道,受理日期,投诉人姓名,投诉人电话,被投诉机构,投诉内容\n';
  const wang = (): Client => world.as('wang.baoguan');

  it('stands in a report of the same format, for the submitter only, without values in what others read', async () => {
    const rows = ['W-1,电话,2026-08-01,吴虚构,12900000002,示例人寿甲,内容一', 'W-2,电话,2026-02-30,吴虚构,12900000002,示例人寿甲,内容二', 'W-3,鸽子,2026-08-01,,129,示例人寿甲,=内容三'];
    const run = await started(wang(), 'w.csv', Buffer.from(HEADER + rows.join('\n')), 'INSURER_COMPLAINTS');
    expect(run).toMatchObject({ status: 'CHECKED', recordsReady: 1, rowsRefused: 2 });
    expect(run.problems.map((p) => `${p.row} ${p.column}`)).toEqual(['3 受理日期', '4 投诉渠道', '4 投诉人姓名', '4 投诉人电话']);
    expect(JSON.stringify(run.problems)).not.toContain('鸽子');
    const report = await fetch(address + run.errorReportUrl!, { headers: bearer('wang.baoguan') });
    expect(report.headers.get('content-type')).toContain('text/csv');
    const text = await report.text();
    expect(text).toContain('W-2');
    expect(text).toContain("'=内容三");
    expect(text).not.toContain('W-1');
    expect((await fetch(address + run.errorReportUrl!, { headers: bearer('li.lianluo') })).status).toBe(404);
    expect((await fetch(address + run.errorReportUrl!)).status).toBe(401);
  });

  it('a missing column is told, and mended by mapping', async () => {
    const run = await started(wang(), 'x.csv', Buffer.from('投诉编号,投诉渠道,受理日期,来信人,被投诉机构,投诉内容\nX-1,电话,2026-08-01,吴虚构,示例人寿甲,内容'), 'INSURER_COMPLAINTS');
    expect(run.status).toBe('FAILED');
    expect(run.message).toContain('投诉人姓名');
    await wang().query(`mutation($id: ID!, $m: [ImportMapping!]!) { mapImportColumns(id: $id, mapping: $m) { id } }`, { id: run.id, m: [{ header: '来信人', field: 'complainantName' }] });
    expect(await until(wang(), run.id, 'CHECKED', 'FAILED')).toMatchObject({ status: 'CHECKED', recordsReady: 1 });
    await act(wang(), 'cancelImport', run.id);
    expect(await wang().refused(`mutation($id: ID!) { commitImport(id: $id) { id } }`, { id: run.id })).toBe('INVALID_STATE');
    await act(wang(), 'resumeImport', run.id);
    expect(await committed(wang(), await until(wang(), run.id, 'CHECKED'))).toMatchObject({ status: 'DONE', recordsCommitted: 1 });
  });

  it('naughty strings are stored as they are but for outer blanks and line ends, or their row is refused', async () => {
    const strings = JSON.parse(readFileSync(sample('blns.json'), 'utf8')) as string[];
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const rows = strings.map((text, i) => `B-${i},电话,2026-08-01,吴虚构,,示例人寿甲,${quoted(text)}`);
    const run = await started(wang(), 'blns.csv', Buffer.from(HEADER + rows.join('\n')), 'INSURER_COMPLAINTS');
    expect(run.recordsReady + run.rowsRefused).toBe(strings.length);
    expect(await committed(wang(), run)).toMatchObject({ status: 'DONE', recordsCommitted: run.recordsReady });
    const stored = new Map((await world.database.sql<{ external_number: string; text: string }>(`SELECT external_number, text FROM complaint WHERE external_number LIKE 'B-%'`)).map((c) => [c.external_number, c.text]));
    for (const [i, text] of strings.entries()) {
      if (stored.has(`B-${i}`)) expect(stored.get(`B-${i}`)).toBe(text.trim().replace(/\r\n?/g, '\n'));
    }
    for (const text of strings.filter((_, i) => i % 12 === 0)) {
      const { code, status } = await wang().ask(`query($f: ComplaintFilter) { complaints(filter: $f) { edges { node { id } } } }`, { f: { text } });
      expect([null, 'INVALID_INPUT']).toContain(code);
      expect(status).toBe(200);
    }
  }, 60_000);
});

describe('files of the Connecticut form', () => {
  it('count money once per complaint, and the same file twice changes nothing', async () => {
    const rows = parse(readFileSync(sample('ct-traps.csv')), { columns: true, bom: true }) as Record<string, string>[];
    const most = new Map<string, number>();
    for (const row of rows) most.set(row['File No.']!, Math.max(most.get(row['File No.']!) ?? 0, Math.round(Number(row['Recovery']) * 100)));
    const first = await byCommandLine(sample('ct-traps.csv'), 'REG-990000');
    expect(first).toMatchObject({ status: 'DONE', records_committed: most.size, rows_refused: 0 });
    const stored = await world.database.sql<{ external_number: string; amount_returned: string | null; lines: unknown[] }>(
      `SELECT c.external_number, c.amount_returned, c.lines FROM complaint c JOIN agency a ON a.id = c.owner_agency_id WHERE a.code = 'REG-990000'`,
    );
    expect(stored).toHaveLength(most.size);
    for (const c of stored) expect(Number(c.amount_returned ?? 0)).toBe(most.get(c.external_number));
    expect(stored.some((c) => c.lines.length > 1)).toBe(true);
    expect(await byCommandLine(sample('ct-traps.csv'), 'REG-990000')).toMatchObject({ status: 'DONE', records_committed: 0, records_unchanged: most.size });
  });

  it('a changed complaint becomes its next version', async () => {
    const text = readFileSync(sample('ct-traps.csv'), 'utf8').trimEnd().split(/\r?\n/);
    const [{ 'File No.': number }] = parse(text.slice(0, 2).join('\n'), { columns: true, bom: true }) as [{ 'File No.': string }];
    const [, extra] = parse(text.slice(0, 2).join('\n'), { bom: true }) as [string[], string[]];
    extra[7] = 'Another sub-reason';
    const changed = temporaryFile('.csv', [...text, extra.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')].join('\n'));
    expect(await byCommandLine(changed, 'REG-990000')).toMatchObject({ status: 'DONE', records_committed: 1 });
    const [c] = await world.database.sql<{ version: number; number: string }>(`SELECT version, number FROM complaint c JOIN agency a ON a.id = c.owner_agency_id WHERE a.code = 'REG-990000' AND external_number = $1`, [number]);
    expect(c!.version).toBe(2);
  });

  it('an interrupted import goes on after its last complaint and doubles none', async () => {
    const header = 'Company,File No.,Opened,Closed,Coverage,SubCoverage,Reason,SubReason,Disposition,Conclusion,Recovery,Status';
    const lines = Array.from({ length: 3000 }, (_, i) => `Example Life,${String(8_000_000 + (i % 1500))},02/15/2022,03/10/2022,Individual Life,Universal,Reason ${i},Sub,,,0.00,Closed`);
    const path = temporaryFile('.csv', [header, ...lines].join('\n'));
    const stop = new AbortController();
    const broken = await byCommandLine(path, 'POL-990100', 'connecticut-complaints', stop.signal, (run) => run.status === 'COMMITTING' && run.records_committed > 0 && stop.abort());
    expect(broken.status).toBe('COMMITTING');
    expect(broken.records_committed).toBeGreaterThan(0);
    expect(broken.records_committed).toBeLessThan(1500);
    const whole = await byCommandLine(path, 'POL-990100');
    expect(whole).toMatchObject({ id: broken.id, status: 'DONE', records_committed: 1500, records_unchanged: 0 });
    const [stored] = await world.database.sql<{ n: number; last: string; lines: number }>(
      `SELECT count(*)::int AS n, max(c.number) AS last, sum(json_array_length(c.lines))::int AS lines FROM complaint c JOIN agency a ON a.id = c.owner_agency_id WHERE a.code = 'POL-990100'`,
    );
    expect(stored).toEqual({ n: 1500, last: 'TS-POL-990100-2026-001500', lines: 3000 });
    const [most] = await world.database.sql<{ n: number }>(`SELECT max(cardinality(record_ids)) AS n FROM ledger_intake WHERE action = 'complaint.import'`);
    expect(most!.n).toBeLessThanOrEqual(200);
  });

  it('a run that a killed hub left behind is taken up by the next one', async () => {
    const xu = world.as('xu.shouli');
    const run = await started(xu, 'ct.csv', readFileSync(sample('ct-traps.csv')), 'CONNECTICUT_COMPLAINTS');
    await world.database.change([`UPDATE import_run SET status = 'COMMITTING', lease_holder = gen_random_uuid(), lease_until = clock_timestamp() + interval '1 second' WHERE id = $1`, [run.id]]);
    expect((await until(xu, run.id, 'DONE')).recordsCommitted).toBe(run.recordsReady);
  });

  const full = process.env['XIECHA_DATA_SETS'];
  it('the whole published file, where it is at hand', async () => {
    if (full === undefined) return;
    const begun = performance.now();
    const run = await byCommandLine(join(full, 'complaints', 'ct_complaints_closed_2018-2024.csv.gz'), 'ASN-990000');
    expect(run).toMatchObject({ status: 'DONE', rows_read: 46_739, records_committed: 14_262 });
    const [sum] = await world.database.sql<{ sum: string }>(`SELECT sum(amount_returned) AS sum FROM complaint c JOIN agency a ON a.id = c.owner_agency_id WHERE a.code = 'ASN-990000'`);
    expect(sum!.sum).toBe('1775238482');
    process.stdout.write(`${Math.round(46_739 / ((performance.now() - begun) / 1000))} rows/s\n`);
  }, 120_000);
});
