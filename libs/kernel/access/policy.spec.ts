import { Refusal } from '#kernel/errors';
import { derived, row } from './cells.js';
import { assertMayDo, defineCommands, mayDo } from './commands.js';
import { allOf, always, anyOf, contributedByMyAgency, noneOf, withinMyReach, type RowFacts } from './conditions.js';
import { standardColumns } from './columns.js';
import { discloseValue, effectiveMode, opensFields, redactionOf } from './disclosure.js';
import { compilePolicy, definePolicy, requestableFields, type RecordPolicy } from './policy.js';
import { policyDocument, policyHash } from './policy-document.js';
import { externalPurpose, readPurpose } from './purpose.js';
import { parameters, toRowFilter, type FactColumns } from './row-filter.js';
import type { Role, Viewer } from './viewer.js';

const MINE = '00000000-0000-7000-8000-000000000001';
const THEIRS = '00000000-0000-7000-8000-000000000002';
const viewer = (changes: Partial<Viewer> & { role?: Role } = {}): Viewer => ({
  personId: 'p', username: 'p', displayName: '甲', pseudonym: 'x', agencyId: MINE, agencyCode: 'INS-X', agencyName: '甲公司', agencyKind: 'INSURER', regionCode: '990000',
  roles: new Set<Role>([changes.role ?? 'LIAISON']), audiences: [MINE], recusedFrom: [], grants: [], actingFor: [], sessionId: 's', requestId: 'r', purpose: null, ...changes,
});
const facts = (changes: Partial<RowFacts> = {}): RowFacts => ({ id: 'r1', ownerAgencyId: THEIRS, assignedAgencyId: null, assigneeId: null, insurerIds: [], audiences: [MINE], status: 'SUBMITTED', ...changes });
const policy = (changes: Partial<RecordPolicy> = {}): RecordPolicy =>
  definePolicy({
    record: 'Note', prefix: 'NT', identity: 'number', readers: ['LIAISON', 'REGISTRAR'], always: [], parts: {}, rawTextNeeds: [], mustNot: {}, worksOn: withinMyReach,
    columns: standardColumns({ caseRegulator: contributedByMyAgency, casePolice: contributedByMyAgency, owningInsurer: contributedByMyAgency, caseMarketRegulator: contributedByMyAgency }),
    fields: {
      number: row('F F F F F F F O/A O/A F H', { needsPurpose: false, requestable: false }),
      text: row('F M F O/M O H F O O R H', { mask: 'text' }),
      phone: row('F K F K O K R H H H H', { mask: 'phone' }),
      summary: derived('nothing of its own'),
    },
    ...changes,
  });

describe('a row of the table', () => {
  it('needs one cell for each column, in letters of the matrix', () => {
    expect(() => row('F F F')).toThrow('11 cells');
    expect(() => row('F F F F F F F F F F X')).toThrow('unknown policy cell');
    expect(row('O O/M F F F F F F F F H').cells.RC).toEqual({ own: 'full', other: 'hidden' });
    expect(row('O O/M F F F F F F F F H').cells.RL).toEqual({ own: 'full', other: 'masked' });
  });

  it('must stand for the field that decides about the whole row', () => {
    expect(() => policy({ identity: 'colour' })).toThrow('colour');
  });
});

describe('a compiled policy', () => {
  it('takes the first column that fits, and none beside it', () => {
    const other = compilePolicy(policy(), viewer());
    expect(other.columns).toEqual(['IO', 'IX']);
    expect(other.fieldModes(facts()).get('phone')).toBe('match');
    expect(other.fieldModes(facts()).has('text')).toBe(false);
    const own = facts({ ownerAgencyId: MINE });
    expect(other.fieldModes(own).get('phone')).toBe('full');
  });

  it('shows nothing beyond reach, to nobody without a reader’s role, and to no administrator', () => {
    expect(compilePolicy(policy(), viewer()).sees(facts({ audiences: [THEIRS] }))).toBe(false);
    const outsider = compilePolicy(policy(), viewer({ role: 'CUSTODIAN' }));
    expect(outsider.rowCondition()).toBeNull();
    expect(outsider.sees(facts({ ownerAgencyId: MINE }))).toBe(false);
    for (const role of ['SYSADMIN', 'SECADMIN', 'AUDITOR'] as const) expect(compilePolicy(policy({ readers: ['LIAISON', role] }), viewer({ role })).sees(facts({ ownerAgencyId: MINE }))).toBe(false);
  });

  it('hides the row where its identity cell is aggregate, unless it is the viewer’s own', () => {
    const association = compilePolicy(policy(), viewer({ agencyKind: 'INDUSTRY_ASSOCIATION' }));
    expect(association.sees(facts())).toBe(false);
    expect(association.fieldModes(facts()).size).toBe(0);
    expect(association.sees(facts({ ownerAgencyId: MINE }))).toBe(true);
  });

  it('lets a "must not" win over every other role', () => {
    const both = viewer({ roles: new Set<Role>(['LIAISON', 'REGISTRAR']) });
    const compiled = compilePolicy(policy({ mustNot: { REGISTRAR: ['text'] } }), both);
    expect(compiled.fieldModes(facts({ ownerAgencyId: MINE })).has('text')).toBe(false);
    const granted = compilePolicy(policy({ mustNot: { REGISTRAR: ['text'] } }), { ...both, grants: [{ recordId: 'r1', fields: ['text', 'phone'] }] });
    expect(granted.fieldModes(facts()).has('text')).toBe(false);
    expect(granted.fieldModes(facts()).get('phone')).toBe('full');
  });

  it('takes a recused person’s row away, grants included', () => {
    const recused = compilePolicy(policy(), viewer({ recusedFrom: ['r1'], grants: [{ recordId: 'r1', fields: ['text'] }] }));
    expect(recused.sees(facts())).toBe(false);
    expect(recused.fieldModes(facts()).size).toBe(0);
  });

  it('opens by a grant the named field of the named record, and no field it does not know', () => {
    const compiled = compilePolicy(policy(), viewer({ grants: [{ recordId: 'r1', fields: ['text', 'colour', 'subjects.phones'] }] }));
    expect(compiled.fieldModes(facts()).get('text')).toBe('full');
    expect(compiled.fieldModes(facts({ id: 'r2' })).has('text')).toBe(false);
  });

  it('judges a record by its type mark: no rule speaks for an unmarked object', () => {
    const compiled = compilePolicy(policy(), viewer());
    expect(compiled.rules.every((rule) => rule.inverted !== true && rule.subject !== 'all' && rule.action !== 'manage')).toBe(true);
  });

  it('says how a field stands for strangers, and whether it is full in every column', () => {
    const compiled = compilePolicy(policy(), viewer());
    expect(compiled.strangerMode('phone')).toBe('match');
    expect(compiled.strangerMode('text')).toBe('hidden');
    expect(compiled.fullEverywhere('number')).toBe(true);
    expect(compiled.fullEverywhere('text')).toBe(false);
    expect(() => compiled.strangerMode('colour')).toThrow('no field');
  });

  it('offers for request what has a cell and a value', () => {
    expect(requestableFields(policy())).toEqual(['text', 'phone']);
  });
});

describe('disclosure', () => {
  const rule = row('F M K R A H F F F F F', { mask: 'name' });
  const purpose = { code: 'VERIFICATION' as const, reference: 'NT-1', external: false };

  it('masks a full cell until a purpose of the hub’s own is stated', () => {
    expect(effectiveMode(rule, 'full', null)).toBe('masked');
    expect(effectiveMode(rule, 'full', { ...purpose, external: true })).toBe('masked');
    expect(effectiveMode(rule, 'full', purpose)).toBe('full');
    expect(effectiveMode({ ...rule, needsPurpose: false }, 'full', null)).toBe('full');
    expect(effectiveMode(rule, undefined, purpose)).toBe('hidden');
    expect(opensFields(null)).toBe(false);
  });

  it('gives the value, its mask, or nothing', () => {
    expect(discloseValue(rule, 'full', '郑示例')).toBe('郑示例');
    expect(discloseValue(rule, 'masked', '郑示例')).toBe('郑**');
    expect(discloseValue(rule, 'masked', ['郑示例', '钱样本'])).toEqual(['郑**', '钱**']);
    for (const mode of ['match', 'request', 'aggregate', 'hidden'] as const) expect(discloseValue(rule, mode, '郑示例')).toBeNull();
    expect(discloseValue({ ...rule, mask: 'text' }, 'masked', '原文', '脱敏文')).toBe('脱敏文');
    expect(discloseValue({ ...rule, mask: 'text' }, 'masked', '原文')).toBeNull();
    expect(discloseValue({ ...rule, mask: 'none' }, 'masked', '原文')).toBeNull();
  });

  it('tells of masked, match-only and requestable cells, never of hidden ones, whether or not a value is there', () => {
    expect(redactionOf('name', rule, 'full', null)).toEqual({ field: 'name', mode: 'MASKED', requestable: false, needsPurpose: true });
    expect(redactionOf('name', rule, 'masked', purpose)).toMatchObject({ mode: 'MASKED', requestable: true });
    expect(redactionOf('name', rule, 'match', purpose)).toMatchObject({ mode: 'MATCH_ONLY' });
    expect(redactionOf('name', rule, 'request', purpose)).toMatchObject({ mode: 'ON_REQUEST' });
    for (const mode of ['full', 'hidden', 'aggregate', undefined] as const) expect(redactionOf('name', rule, mode, purpose)).toBeNull();
  });
});

describe('a row filter', () => {
  const columns: FactColumns = { ownerAgencyId: { kind: 'scalar', sql: 'r.owner', type: 'uuid' }, status: { kind: 'scalar', sql: 'r.status', type: 'text' }, audiences: { kind: 'set', type: 'uuid', exists: (p) => `reach(${p})` } };
  const filterOf = (condition: Record<string, unknown>) => {
    const { values, place } = parameters();
    const compiled = compilePolicy(policy({ readers: ['LIAISON'], always: [() => condition], columns: [{ column: 'RC', viewer: () => true, row: () => always }] }), viewer({ audiences: [] }));
    return { filter: toRowFilter(compiled.rowCondition(), { ...columns, id: columns['status']! }, place), values };
  };

  it('is tagged: nothing at all is not an empty condition', () => {
    expect(toRowFilter(null, columns, () => '')).toEqual({ kind: 'none' });
  });

  it('puts every value into a parameter', () => {
    const { filter, values } = filterOf({ status: { $in: ["'; DROP TABLE lead; --"] } });
    expect(filter.kind === 'where' && filter.sql).not.toContain('DROP');
    expect(values).toContainEqual(["'; DROP TABLE lead; --"]);
  });

  it('refuses facts, operators and values it does not know', () => {
    expect(() => filterOf({ colour: 'red' })).toThrow('not a fact column');
    expect(() => filterOf({ status: { $in: [7] } })).toThrow('strings');
    expect(() => filterOf({ status: 7 })).toThrow('string');
    expect(() => filterOf({ status: undefined })).toThrow();
    expect(() => filterOf({ status: { $regex: 'x' } })).toThrow();
  });

  it('keeps its vocabulary closed under and, or and nor', () => {
    expect(allOf()).toEqual(always);
    expect(allOf(always, { a: 1 })).toEqual({ a: 1 });
    expect(noneOf([])).toEqual(always);
    expect(anyOf({ a: 1 }, { b: 2 })).toEqual({ $or: [{ a: 1 }, { b: 2 }] });
  });
});

describe('a purpose', () => {
  it('is read strictly: malformed is an error, never no purpose', () => {
    expect(readPurpose(undefined)).toBeNull();
    expect(readPurpose({ code: 'VERIFICATION', reference: ' XS－990101 ' })).toEqual({ code: 'VERIFICATION', reference: 'XS-990101' });
    for (const wrong of ['x', 7, {}, { code: 'NOSY', reference: 'x' }, { code: 'VERIFICATION' }, { code: 'VERIFICATION', reference: ' ' }, { code: 'VERIFICATION', reference: 'x'.repeat(121) }]) {
      expect(() => readPurpose(wrong)).toThrow(Refusal);
    }
  });

  it('of an outside number needs letters or digits after EXT:', () => {
    expect(externalPurpose({ code: 'EVIDENCE', reference: 'EXT:云中公(经)受字〔2026〕0031号' })?.external).toBe(true);
    for (const reference of ['EXT:', 'EXT: ', 'EXT:ab', 'EXT:---', 'XS-990101-2026-000017']) expect(externalPurpose({ code: 'EVIDENCE', reference })).toBeNull();
  });
});

describe('commands', () => {
  const { 'note.write': write } = defineCommands({ 'note.write': { mutation: 'writeNote', roles: ['LIAISON'], kinds: ['INSURER'] } });
  it('ask for a role, and for a kind of agency where they say so', () => {
    expect(mayDo(viewer(), write)).toBe(true);
    expect(mayDo(viewer({ agencyKind: 'POLICE' }), write)).toBe(false);
    expect(() => assertMayDo(viewer({ role: 'INTAKE' }), write)).toThrow(Refusal);
  });
});

it('has a document that changes with any cell, and a hash of it', () => {
  const before = policyDocument([policy()], []);
  expect(before).toContain('| phone | F | K | F | K | O | K | R | H | H | H | H | phone | yes | yes |');
  const changed = policyDocument([policy({ fields: { ...policy().fields, phone: row('F K F K O H R H H H H', { mask: 'phone' }) } })], []);
  expect(policyHash(changed)).not.toBe(policyHash(before));
});
