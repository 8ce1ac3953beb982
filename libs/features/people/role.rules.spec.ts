import { ADMINISTRATOR_ROLES, AGENCY_KINDS, ROLES, type Role } from '#kernel/access';
import { confirmerOf, deputyTermProblems, grantTermProblems, HEAD_ROLES, kindProblem, ROLE_KINDS, separationConflict, type RoleTerm } from './role.rules.js';

const now = new Date('2026-09-21T09:00:00+08:00');
const at = (text: string): Date => new Date(`${text}T00:00:00+08:00`);
const term = (role: Role, from = '2026-09-21', to = '2027-09-21'): RoleTerm => ({ role, startsAt: at(from), endsAt: at(to) });

describe('roles and kinds of agency', () => {
  it.each<[Role, string]>([
    ['INTAKE', 'HUB_OFFICE REGULATOR'],
    ['INVESTIGATOR', 'MARKET_REGULATOR POLICE REGULATOR'],
    ['LEGAL', 'MARKET_REGULATOR REGULATOR'],
    ['POL_REQ', 'POLICE'],
    ['POL_HEAD_COUNTY', 'POLICE'],
    ['CUSTODIAN', 'INSURER MARKET_REGULATOR REGULATOR'],
    ['ANALYST', 'HUB_OFFICE INDUSTRY_ASSOCIATION POLICE REGULATOR'],
    ['PLANNER', 'HUB_OFFICE POLICE REGULATOR'],
    ['REPORT_OFF', 'HUB_OFFICE REGULATOR'],
    ['REGISTRAR', 'INDUSTRY_ASSOCIATION INSURER REGULATOR'],
    ['LEADER', 'HUB_OFFICE'],
    ['SECADMIN', 'HUB_OFFICE'],
  ])('%s only at %s', (role, kinds) => {
    expect([...ROLE_KINDS[role]].sort().join(' ')).toBe(kinds);
    for (const kind of AGENCY_KINDS) expect(kindProblem(role, kind) === null).toBe(kinds.split(' ').includes(kind));
  });

  it.each(['LIAISON', 'APPROVER', 'PUBLICITY'] as const)('%s everywhere', (role) => {
    expect(AGENCY_KINDS.every((kind) => kindProblem(role, kind) === null)).toBe(true);
  });
});

describe('separation of roles', () => {
  it('keeps every administrator apart from every other role, whichever came first', () => {
    for (const administrator of ADMINISTRATOR_ROLES) {
      for (const other of ROLES.filter((r) => r !== administrator)) {
        expect(separationConflict(term(administrator), [term(other)], [])).not.toBeNull();
        expect(separationConflict(term(other), [term(administrator)], [])).not.toBeNull();
      }
      expect(separationConflict(term(administrator), [term(administrator)], [])).toBeNull();
    }
  });

  it('keeps report handler and reward officer apart, and nothing else among business roles', () => {
    const business = ROLES.filter((r) => !(ADMINISTRATOR_ROLES as readonly Role[]).includes(r));
    const apart = business.flatMap((a) => business.filter((b) => separationConflict(term(a), [term(b)], []) !== null).map((b) => `${a} ${b}`));
    expect(apart.sort()).toEqual(['REPORT_OFF REWARD_OFF', 'REWARD_OFF REPORT_OFF']);
  });

  it('looks at the same time only', () => {
    expect(separationConflict(term('REWARD_OFF', '2027-09-21', '2028-01-01'), [term('REPORT_OFF')], [])).toBeNull();
    expect(separationConflict(term('REWARD_OFF', '2027-09-20', '2028-01-01'), [term('REPORT_OFF')], [])).not.toBeNull();
  });

  it('refuses an administrator who stands in for a head', () => {
    const standsIn = [{ startsAt: at('2026-10-01'), endsAt: at('2026-10-08') }];
    expect(separationConflict(term('AUDITOR'), [], standsIn)).not.toBeNull();
    expect(separationConflict(term('LIAISON'), [], standsIn)).toBeNull();
  });

  it('lets a deputy take over no role that would clash', () => {
    expect(HEAD_ROLES.some((r) => (ADMINISTRATOR_ROLES as readonly Role[]).includes(r) || r === 'REPORT_OFF' || r === 'REWARD_OFF')).toBe(false);
  });
});

describe('terms', () => {
  const fields = (from: string, to: string, check = grantTermProblems): string[] => check({ startsAt: new Date(from), endsAt: new Date(to) }, now).map((p) => p.field);

  it('takes two years to the day and no more', () => {
    expect(fields('2026-09-21T00:00:00+08:00', '2028-09-21T23:59:59+08:00')).toEqual([]);
    expect(fields('2026-09-21T00:00:00+08:00', '2028-09-22T00:00:00+08:00')).toEqual(['endsAt']);
    expect(fields('2026-09-22T00:00:00+08:00', '2027-09-22T00:00:00+08:00', deputyTermProblems)).toEqual(['endsAt']);
  });

  it('refuses the past and an end before the start', () => {
    expect(fields('2026-09-20T23:59:59+08:00', '2027-01-01T00:00:00+08:00')).toEqual(['startsAt']);
    expect(fields('2026-09-21T00:00:00+08:00', '2026-09-21T08:00:00+08:00')).toEqual(['endsAt']);
    expect(fields('2026-10-02T00:00:00+08:00', '2026-10-01T00:00:00+08:00')).toEqual(['endsAt']);
  });
});

describe('who confirms a grant', () => {
  it('is the head of the agency, never the person himself', () => {
    expect(confirmerOf('person', 'secadmin', ['head'], ['leader'])).toBe('APPROVER');
    expect(confirmerOf('head', 'secadmin', ['head'], ['leader'])).toBe('LEADER');
    expect(confirmerOf('head', 'secadmin', ['head', 'second'], ['leader'])).toBe('APPROVER');
    expect(confirmerOf('person', 'secadmin', [], ['leader'])).toBe('LEADER');
    expect(confirmerOf('leader', 'secadmin', [], ['leader'])).toBe('SYSADMIN');
    expect(confirmerOf('person', 'secadmin', [], [])).toBe('SYSADMIN');
  });
});
