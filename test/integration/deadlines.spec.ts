import { newId } from '#kernel/crypto';
import { setDeadline } from '#kernel/jobs';
import { openWorld, type World } from '../support/world.js';

/** Deadlines fire by the hub's clock, once each, in the transaction of their effect. */
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const due = (kind: string, at: string) => world.hub.kernel.unitOfWork.runAsHub('probe.arrange', (tx) => setDeadline(tx, kind, newId(), new Date(at)));
const advance = (to: string) => world.as('li.lianluo').query(`mutation A($to: DateTime!) { advanceDemoClock(to: $to) }`, { to });

it('fires what falls due on the way, also while another round is under way', async () => {
  const fired: string[] = [];
  let letGo!: () => void;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  world.hub.kernel.deadlines.on('probe.first', async (_tx, _id, at) => {
    fired.push(at.toISOString());
    await held;
  });
  world.hub.kernel.deadlines.on('probe.second', (_tx, _id, at) => Promise.resolve(void fired.push(at.toISOString())));
  await due('probe.first', '2026-09-21T00:00:00Z');
  await due('probe.first', '2026-09-23T00:00:00Z');
  await due('probe.second', '2026-09-22T00:00:00Z');
  const round = world.hub.kernel.deadlines.fireDue();
  while (fired.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  // the clock moves while the round waits in the middle of an act
  const moved = advance('2026-09-25T09:00:00+08:00');
  setTimeout(letGo, 50);
  await Promise.all([round, moved]);
  expect(fired.sort()).toEqual(['2026-09-21T00:00:00.000Z', '2026-09-22T00:00:00.000Z', '2026-09-23T00:00:00.000Z']);
});

it('leaves one whose act fails open for the next round', async () => {
  let tries = 0;
  world.hub.kernel.deadlines.on('probe.failing', () => {
    tries += 1;
    return tries < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve();
  });
  await due('probe.failing', '2026-09-21T00:00:00Z');
  while (tries < 2) await world.hub.kernel.deadlines.fireDue().catch(() => undefined);
  expect(await world.database.sql(`SELECT fired_at IS NOT NULL AS fired FROM deadline WHERE kind = 'probe.failing'`)).toEqual([{ fired: true }]);
});

it('never moves the clock backwards', async () => {
  expect(await world.as('li.lianluo').refused(`mutation { advanceDemoClock(to: "2026-09-01T00:00:00+08:00") }`)).toBe('INVALID_INPUT');
});
