/** The gateway's own time: another clock that can be put forward, so that hours of waiting pass in a test or a demo. */
import type {Clock} from '../../payby/clock.js';

export class AdjustableClock implements Clock {
  readonly #base: Clock;
  #aheadMs = 0;
  #movedOn = new AbortController();

  constructor(base: Clock) {
    this.#base = base;
  }

  get aheadMs(): number {
    return this.#aheadMs;
  }

  now(): number {
    return this.#base.now() + this.#aheadMs;
  }

  /** Whoever sleeps looks at the clock again. Time does not go back. */
  advance(ms: number): void {
    this.#aheadMs += Math.max(0, ms);
    const before = this.#movedOn;
    this.#movedOn = new AbortController();
    before.abort();
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const due = this.now() + ms;
    for (let left = ms; left > 0 && !isOver(signal); left = due - this.now()) {
      await this.#base.sleep(left, AbortSignal.any([signal, this.#movedOn.signal]));
    }
  }
}

/** A function, because the compiler believes that `aborted` stays as it was across an `await`. */
const isOver = (signal: AbortSignal): boolean => signal.aborted;
