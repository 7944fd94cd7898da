/**
 * PayBy's time, estimated from the `Date` headers of its answers. PayBy refuses a request whose time is more than 15
 * minutes off, and the clock of a merchant's machine may be off by more. The header is not part of what PayBy signs, so
 * a proxy on the way could set it: one answer never moves the time by much.
 */
import type {Clock} from 'payby-checkout/core';

/** A `Date` header has whole seconds: the true time may be this much later, ms. */
const DATE_RESOLUTION_MS = 999;
/** A correction up to this is followed at once, ms. */
const SMALL_MS = 60_000;
/** A larger one is followed once that many answers in a row agree. */
export const AGREEING_ANSWERS = 3;

/** What an answer did: `waiting` when it speaks for a large correction that further answers have to agree on. */
export type Correction = 'none' | 'waiting' | 'made';

export interface PaybyClockOptions {
  readonly clock: Pick<Clock, 'now'>;
  /**
   * Called when PayBy's clock has come to be more than a minute from ours, in one correction or in several small ones,
   * and when it jumps further; with the difference in ms. Not when it returns.
   */
  readonly onJump?: ((aheadMs: number) => void) | undefined;
}

/** What a verified answer says about the time. */
export interface DatedAnswer {
  /** The `Date` header. */
  readonly date: string | null;
  /** Our own clock's times of the call, ms since epoch. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** The least and the most that PayBy's clock can be ahead of ours, ms. */
interface Range {
  readonly least: number;
  readonly most: number;
}

/** A clock that follows PayBy's. */
export class PaybyClock {
  readonly #options: PaybyClockOptions;
  #aheadMs = 0;
  /** The large corrections that the last answers in a row agree on. */
  #jump: Range | undefined;
  #agreeing = 0;
  #isFar = false;

  constructor(options: PaybyClockOptions) {
    this.#options = options;
  }

  /** PayBy's time in ms since epoch. */
  now(): number {
    return this.#options.clock.now() + this.#aheadMs;
  }

  /**
   * Corrects the clock. The correction stays while the headers do not contradict it, so the time does not jitter. That
   * PayBy signed that it refuses our time proves nothing about the header: such an answer can be played again.
   */
  adjust({date, sentAt, receivedAt}: DatedAnswer): Correction {
    const serverTime = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(serverTime)) return 'none';
    const range = {least: serverTime - receivedAt, most: serverTime + DATE_RESOLUTION_MS - sentAt};
    const fits = [this.#aheadMs, 0].find((aheadMs) => aheadMs >= range.least && aheadMs <= range.most);
    const next = fits ?? Math.round((range.least + range.most) / 2);
    const isJump = Math.abs(next - this.#aheadMs) > SMALL_MS;
    if (isJump && !this.#isAgreed(range)) return 'waiting';
    this.#jump = undefined;
    const hasMoved = next !== this.#aheadMs;
    this.#aheadMs = next;
    this.#tellOfDistance(next, isJump);
    return hasMoved ? 'made' : 'none';
  }

  #tellOfDistance(aheadMs: number, isJump: boolean): void {
    const distance = Math.abs(aheadMs);
    const isFar = distance > SMALL_MS;
    if (isFar && (isJump || !this.#isFar)) this.#options.onJump?.(aheadMs);
    // Only once it is near again, so that a difference of about a minute is told once.
    if (isFar || distance < SMALL_MS / 2) this.#isFar = isFar;
  }

  /** Whether enough answers in a row, this one included, agree on where PayBy's clock is. */
  #isAgreed({least, most}: Range): boolean {
    const common = this.#jump && {
      least: Math.max(least, this.#jump.least),
      most: Math.min(most, this.#jump.most),
    };
    const agrees = common !== undefined && common.least <= common.most;
    this.#jump = agrees ? common : {least, most};
    this.#agreeing = agrees ? this.#agreeing + 1 : 1;
    return this.#agreeing >= AGREEING_ANSWERS;
  }
}
