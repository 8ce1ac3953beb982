import { LIAISON, openSweep, WHO_SEE_NOTHING, WHO_SEE_SOME, type Sweep } from './sweep.js';

/** Everybody of the demo whose cell of the fixed lead's identifiers is K or H, over every generated operation. */
let sweep: Sweep;
beforeAll(async () => {
  sweep = await openSweep();
});
afterAll(() => sweep.close());

const everybody = [LIAISON, ...WHO_SEE_SOME, ...WHO_SEE_NOTHING];
it.each(process.env['XIECHA_DRILL_SHORT'] ? WHO_SEE_SOME : everybody)('nothing for $person', async (kept) => {
  expect(await sweep.run(kept)).toEqual({ leaks: [], faults: [] });
}, 120_000);
