import type { RecordVersion } from '../../graphql/leads.types.js';
import { compareVersions } from './compare-versions.js';

function step(version: number, ...changes: [field: string, before: string | null, after: string | null, masked?: true][]): RecordVersion {
  return {
    version, at: '2026-09-21T09:00:00+08:00', action: 'lead.revise', agency: null, actor: null,
    changes: changes.map(([field, before, after, masked]) => ({ field, before, after, mode: masked === true ? 'MASKED' : null })),
  };
}

// The hub answers newest first.
const history = [step(4, ['title', 'c', 'a']), step(3, ['title', 'b', 'c'], ['name', '郑**', '郑**', true]), step(2, ['title', 'a', 'b'], ['status', 'DRAFT', 'SUBMITTED']), step(1)];

describe('compareVersions', () => {
  it('joins the steps between two versions', () => {
    expect(compareVersions(history, 1, 3)).toEqual([
      { field: 'title', before: 'a', after: 'c', mode: null },
      { field: 'status', before: 'DRAFT', after: 'SUBMITTED', mode: null },
      { field: 'name', before: '郑**', after: '郑**', mode: 'MASKED' },
    ]);
  });

  it('leaves out what came back to where it was, but never a masked change', () => {
    expect(compareVersions(history, 1, 4).map(({ field }) => field)).toEqual(['status', 'name']);
  });

  it('takes only the steps after the first version', () => {
    expect(compareVersions(history, 3, 4)).toEqual([{ field: 'title', before: 'c', after: 'a', mode: null }]);
  });
});
