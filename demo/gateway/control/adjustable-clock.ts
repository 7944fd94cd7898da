/** The gateway's clock: another clock that can be advanced, so that hours pass at once in a test or a demo. */
import type {Clock} from 'payby-checkout/core';

export class AdjustableClock implements Clock {
  readonly #base: Clock;
  #aheadMs = 0;
  #advanced = new AbortController();

  constructor(base: Clock) {
    this.#base = base;
  }

  /** How far this clock is ahead of its base, in ms. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  now(): number {
    return this.#base.now() + this.#aheadMs;
  }

  /** Advances the clock by `ms`, and every sleep with it. A negative number changes nothing. */
  advance(ms: number): void {
    this.#aheadMs += Math.max(0, ms);
    const before = this.#advanced;
    this.#advanced = new AbortController();
    before.abort();
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const due = this.now() + ms;
    for (let left = ms; left > 0 && !isAborted(signal); left = due - this.now()) {
      await this.#base.sleep(left, AbortSignal.any([signal, this.#advanced.signal]));
    }
  }
}

/** A function, because the compiler assumes that `aborted` does not change across an `await`. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
