/**
 * PayBy's time, as far as its answers tell it. A request whose time is more than 15 minutes off is refused, and a
 * merchant's machine may be off by more; the `Date` header of each answer says by how much.
 */
import type {Clock} from './clock.js';

const DATE_STEP_MS = 999; // a Date header is cut to whole seconds

export class PaybyClock {
  readonly #clock: Pick<Clock, 'now'>;
  #aheadMs = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Milliseconds since epoch where PayBy is. */
  now(): number {
    return this.#clock.now() + this.#aheadMs;
  }

  /**
   * Takes in the `Date` header of an answer to a call that began at `askedAt` and ended at `answeredAt` by our own
   * clock. What is believed stays as long as the header does not contradict it, so the time does not jitter. True when
   * it had to move.
   */
  learn(date: string | null, askedAt: number, answeredAt: number): boolean {
    const said = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(said)) return false;
    const least = said - answeredAt;
    const most = said + DATE_STEP_MS - askedAt;
    const fits = [this.#aheadMs, 0].find((aheadMs) => aheadMs >= least && aheadMs <= most);
    const next = fits ?? Math.round((least + most) / 2);
    const hasMoved = next !== this.#aheadMs;
    this.#aheadMs = next;
    return hasMoved;
  }
}
