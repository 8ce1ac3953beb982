import { Clock } from './clock.js';

describe('clock', () => {
  it('the system clock tells the machine time and cannot be moved', () => {
    const clock = new Clock();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1000);
    expect(() => clock.advance(new Date(Date.now() + 60_000))).toThrow(RangeError);
  });

  it('the demo clock starts at its instant and runs on', async () => {
    const start = new Date('2026-09-21T09:00:00+08:00');
    const clock = new Clock(start);
    const first = clock.now().getTime();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(first - start.getTime()).toBeLessThan(1000);
    expect(clock.now().getTime()).toBeGreaterThan(first);
  });

  it('the demo clock moves forward only', () => {
    const clock = new Clock(new Date('2026-09-21T09:00:00+08:00'));
    const later = new Date('2026-12-01T00:00:00+08:00');
    clock.advance(later);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(later.getTime());
    expect(() => clock.advance(new Date('2026-11-30T00:00:00+08:00'))).toThrow(RangeError);
    expect(() => clock.advance(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => new Clock(new Date(Number.NaN))).toThrow(RangeError);
  });
});
