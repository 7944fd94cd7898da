/**
 * PayBy's time, estimated from the `Date` headers of its answers. PayBy refuses a request whose time is more than 15
 * minutes off, and the clock of a merchant's machine may be off by more.
 */
import type {Clock} from 'payby-checkout/core';

/** A `Date` header has whole seconds: the true time may be this much later, ms. */
const DATE_RESOLUTION_MS = 999;

/** A clock that follows PayBy's. */
export class PaybyClock {
  readonly #clock: Pick<Clock, 'now'>;
  #aheadMs = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** PayBy's time in ms since epoch. */
  now(): number {
    return this.#clock.now() + this.#aheadMs;
  }

  /**
   * Corrects the clock by the `Date` header of an answer. `sentAt` and `receivedAt` are our own clock's times of the
   * call, in ms since epoch. The correction stays while the headers do not contradict it, so the time does not jitter.
   * Returns whether it changed.
   */
  adjust(date: string | null, sentAt: number, receivedAt: number): boolean {
    const serverTime = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(serverTime)) return false;
    const least = serverTime - receivedAt;
    const most = serverTime + DATE_RESOLUTION_MS - sentAt;
    const fits = [this.#aheadMs, 0].find((aheadMs) => aheadMs >= least && aheadMs <= most);
    const next = fits ?? Math.round((least + most) / 2);
    const hasMoved = next !== this.#aheadMs;
    this.#aheadMs = next;
    return hasMoved;
  }
}
