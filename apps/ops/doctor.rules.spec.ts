import { HolidayCalendar, publishedTables } from '#kernel/clocks';
import { findings, type DatabaseSymptoms, type Symptoms } from './doctor.rules.js';

const database: DatabaseSymptoms = {
  version: 180_004,
  login: { superuser: false, bypassesRowSecurity: false, ownsTables: false },
  chineseTrigrams: true,
  encoding: 'UTF8',
  clockDifferenceMs: -40,
  tablesWithoutTrigger: [],
  migrated: true,
  feedDifferences: 0,
  demoAccounts: 0,
  vacantAdministrators: [],
  mixedRoles: 0,
};
const healthy: Symptoms = {
  demo: false,
  embedded: false,
  host: '127.0.0.1',
  secondFactorRequired: true,
  privateFiles: [{ path: '/etc/xiecha/root.key', isPrivate: true }],
  freeBytes: 10 * 1024 ** 3,
  now: new Date('2026-09-21T09:00:00+08:00'),
  database,
};
const calendar = new HolidayCalendar(publishedTables.filter((t) => t.year <= 2026));
const of = (changes: Partial<Symptoms>): string[] => findings({ ...healthy, ...changes }, calendar).map((f) => `${f.level} ${f.en}`);
const inDatabase = (changes: Partial<DatabaseSymptoms>): string[] => of({ database: { ...database, ...changes } });

describe('doctor', () => {
  it('finds nothing where nothing is', () => {
    expect(of({})).toEqual([]);
  });

  it.each<[string, () => string[], RegExp]>([
    ['a readable key', () => of({ privateFiles: [{ path: 'root.key', isPrivate: false }] }), /^SERIOUS root\.key can be read by others/],
    ['a missing key', () => of({ privateFiles: [{ path: 'root.key', isPrivate: null }] }), /^SERIOUS root\.key is missing/],
    ['demo on a real server', () => of({ demo: true }), /^SERIOUS demo mode on a database/],
    ['no second factor', () => of({ secondFactorRequired: false }), /^SERIOUS no second factor/],
    ['demo', () => of({ demo: true, embedded: true }), /^WARNING demo mode/],
    ['an open address', () => of({ host: '0.0.0.0' }), /^WARNING listens on a network address/],
    ['a full disk', () => of({ freeBytes: 1024 ** 3 - 1 }), /^SERIOUS less than 1 GB/],
    ['no holiday table', () => of({ now: new Date('2026-12-01T00:00:00+08:00') }), /^SERIOUS the holiday table of 2027/],
    ['no database', () => of({ database: null }), /^SERIOUS the database cannot be reached/],
    ['an old server', () => inDatabase({ version: 140_011 }), /^SERIOUS PostgreSQL 14/],
    ['a new server', () => inDatabase({ version: 190_000 }), /^SERIOUS PostgreSQL 19/],
    ['a superuser', () => inDatabase({ login: { ...database.login, superuser: true } }), /superuser/],
    ['a login above row-level security', () => inDatabase({ login: { ...database.login, bypassesRowSecurity: true } }), /bypasses row-level security/],
    ['an owner', () => inDatabase({ login: { ...database.login, ownsTables: true } }), /owns the tables/],
    ['a locale without Chinese', () => inDatabase({ chineseTrigrams: false }), /breaks Chinese search/],
    ['no trigrams', () => inDatabase({ chineseTrigrams: null }), /pg_trgm is missing/],
    ['another encoding', () => inDatabase({ encoding: 'SQL_ASCII' }), /not UTF8/],
    ['clocks apart', () => inDatabase({ clockDifferenceMs: -5001 }), /clocks .* differ/],
    ['a table without trigger', () => inDatabase({ tablesWithoutTrigger: ['lead'] }), /tables without the audit trigger: lead/],
    ['an old schema', () => inDatabase({ migrated: false }), /not that of this release/],
    ['a feed that differs', () => inDatabase({ feedDifferences: 2 }), /differs .* in 2 places/],
    ['demo accounts outside demo mode', () => inDatabase({ demoAccounts: 27 }), /27 demo accounts/],
    ['a vacant office', () => inDatabase({ vacantAdministrators: ['AUDITOR'] }), /^WARNING nobody holds AUDITOR/],
    ['mixed roles', () => inDatabase({ mixedRoles: 1 }), /must be apart/],
  ])('says %s', (_, look, words) => {
    expect(look()).toEqual([expect.stringMatching(words)]);
  });
});
