/**
 * The one source of "now" for rules, deadlines and records. Code that asks `Date` directly cannot be told in a test or
 * in the demo what day it is.
 */
export class Clock {
  /** True when the clock was started at an instant and may be moved. */
  readonly demo: boolean;
  /** Added to the machine's clock; 0 for the system clock. */
  #aheadMs: number;

  /**
   * Without `start`: the machine's own time. With it: a demo clock that reads `start` now and runs on with real time.
   * Throws RangeError for an invalid date.
   */
  constructor(start?: Date) {
    this.demo = start !== undefined;
    this.#aheadMs = start ? start.getTime() - Date.now() : 0;
    if (Number.isNaN(this.#aheadMs)) throw new RangeError('the demo clock needs an instant to start at');
  }

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /**
   * Sets the demo clock to a later instant, from which it runs on. RangeError for an earlier instant (entries of the
   * ledger and numbers already given would lie in the future) and for the system clock, which nobody moves.
   */
  advance(to: Date): void {
    if (!this.demo) throw new RangeError('only the demo clock can be moved');
    // `!(a >= b)` rather than `a < b`: an invalid date must be refused too
    if (!(to.getTime() >= this.now().getTime())) throw new RangeError('the demo clock only moves forward');
    this.#aheadMs = to.getTime() - Date.now();
  }
}
