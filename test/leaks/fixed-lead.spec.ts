import { FIXED } from '../support/world.js';
import { LIAISON, openSweep, WHO_SEE_NOTHING, type Sweep } from './sweep.js';

/** The sweep for three people; `npm run drill -- leak-sweep` asks for everybody. */
let sweep: Sweep;
beforeAll(async () => {
  sweep = await openSweep();
});
afterAll(() => sweep.close());

it('generates something of every query', () => {
  expect(sweep.operations.length).toBeGreaterThan(100);
});

it.each([LIAISON, ...WHO_SEE_NOTHING.filter(({ person }) => ['ding.xiehui', 'shen.shenji'].includes(person))])('nothing for $person', async (kept) => {
  expect(await sweep.run(kept)).toEqual({ leaks: [], faults: [] });
}, 60_000);

it('has the same canaries for those whose cell is F, so that the sweep is not blind', async () => {
  const purposes = [{ code: 'VERIFICATION' as const, reference: FIXED.first }];
  const secrets = [FIXED.suspectPhone, FIXED.victimPhone, FIXED.suspectId, '吴虚构', '郑示例'];
  const { leaks } = await sweep.run({ person: 'xu.shouli', secrets, purposes });
  for (const secret of secrets) expect(leaks.some((leak) => leak.startsWith('lead#0') && leak.endsWith(secret))).toBe(true);
});
