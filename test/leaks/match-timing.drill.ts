import { FIXED, openWorld, type World } from '../support/world.js';

/**
 * Whether a hit can be told from a miss by its time. Answers leave on a fixed grid; this prints both distributions and a
 * rank statistic. Timings of a loaded machine decide no test: it fails only if the answers themselves differ in form.
 */
const SAMPLES = process.env['XIECHA_DRILL_SHORT'] ? 40 : 1000;
let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.database.change([`UPDATE agency SET match_quota = 1000000`]);
});
afterAll(() => world.close());

it('prints how hits and misses of matchIdentifier differ in time', async () => {
  const li = world.as('li.lianluo').working(FIXED.own);
  const time = async (value: string): Promise<number> => {
    const started = performance.now();
    const answer = await li.ask<{ matchIdentifier: { hit: boolean } }>(`query M($value: String!) { matchIdentifier(kind: PHONE, value: $value) { hit } }`, { value });
    expect(answer.data?.matchIdentifier.hit).toBe(value === FIXED.suspectPhone);
    return performance.now() - started;
  };
  const hits: number[] = [];
  const misses: number[] = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    const both = [async () => hits.push(await time(FIXED.suspectPhone)), async () => misses.push(await time('12911112222'))];
    for (const one of n % 2 ? both : both.reverse()) await one();
  }
  const median = (all: number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
  // Mann-Whitney: 0.5 means that neither can be told from the other
  const wins = hits.reduce((sum, h) => sum + misses.reduce((s, m) => s + (h > m ? 1 : h === m ? 0.5 : 0), 0), 0) / (hits.length * misses.length);
  process.stdout.write(`match-timing: ${SAMPLES} each, median hit ${median(hits).toFixed(2)} ms, miss ${median(misses).toFixed(2)} ms, probability that a hit takes longer ${wins.toFixed(3)} (0.5 = not separable)\n`);
}, 300_000);
