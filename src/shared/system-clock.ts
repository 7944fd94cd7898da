/** The browser's clock. All sleeps of all elements share one timer, set to the next one to end. */
import type {Clock} from '../core/clock.js';

/** `setTimeout` fires at once beyond this, so longer sleeps are taken in pieces. */
const LONGEST_MS = 2 ** 31 - 1;

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

class SystemClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  now(): number {
    return Date.now();
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        until: performance.now() + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = (): void => {
        sleeper.wake();
        this.#arm();
      };
      signal.addEventListener('abort', abort);
      this.#sleepers.add(sleeper);
      this.#arm();
    });
  }

  /** Sets the timer to the sleep that ends next. */
  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const next = Math.min(...Array.from(this.#sleepers, ({until}) => until));
    if (next === Infinity) return;
    const ms = Math.min(Math.max(0, next - performance.now()), LONGEST_MS);
    this.#timer = setTimeout(() => {
      this.#ring();
    }, Math.ceil(ms));
  }

  #ring(): void {
    const now = performance.now();
    const due = [...this.#sleepers].filter(({until}) => until <= now);
    for (const {wake} of due.sort((a, b) => a.until - b.until)) wake();
    this.#arm();
  }
}

export const systemClock: Clock = new SystemClock();
