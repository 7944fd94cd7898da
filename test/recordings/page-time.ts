/** The page's clocks and timers in the hands of a test: a second passes when it says so. */
import {settle} from '../helpers/manual-clock.js';

interface Timer {
  readonly due: number;
  readonly ring: () => void;
}

export class PageTime {
  readonly #timers = new Map<number, Timer>();
  readonly #real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    performanceNow: performance.now.bind(performance),
    dateNow: Date.now.bind(Date),
  };
  readonly #epoch = Date.now() - performance.now();
  #now = 0;
  #last = 1_000_000; // far from the numbers of real timers

  get now(): number {
    return this.#now;
  }

  /** From here on the page has this time, until `release`. It never goes back: take the same one again. */
  take(): this {
    this.#now = Math.ceil(Math.max(this.#now, this.#real.performanceNow()) / 1000) * 1000;
    globalThis.setTimeout = ((ring: () => void, ms = 0) => {
      this.#timers.set(++this.#last, {due: this.#now + Math.max(0, ms), ring});
      return this.#last;
    }) as unknown as typeof setTimeout;
    globalThis.clearTimeout = ((id?: number) => {
      if (id !== undefined && !this.#timers.delete(id)) this.#real.clearTimeout.call(globalThis, id);
    }) as typeof clearTimeout;
    performance.now = () => this.#now;
    Date.now = () => Math.floor(this.#epoch + this.#now);
    return this;
  }

  release(): void {
    globalThis.setTimeout = this.#real.setTimeout;
    globalThis.clearTimeout = this.#real.clearTimeout;
    performance.now = this.#real.performanceNow;
    Date.now = this.#real.dateNow;
  }

  /** Lets the time pass until then; every timer rings at its own moment. */
  async until(end: number): Promise<void> {
    for (;;) {
      const next = [...this.#timers].sort(([, a], [, b]) => a.due - b.due)[0];
      if (!next || next[1].due > end) break;
      this.#timers.delete(next[0]);
      this.#now = Math.max(this.#now, next[1].due);
      next[1].ring();
      await settle();
    }
    this.#now = Math.max(this.#now, end);
    await settle();
  }

  /** The page is busy until then: time passes, and nothing rings. */
  block(end: number): void {
    this.#now = Math.max(this.#now, end);
  }
}
