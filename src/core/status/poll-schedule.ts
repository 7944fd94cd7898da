/**
 * The delays between status requests. PayBy asks merchants to query every 2 to 6 seconds; inside that band we poll
 * fastest when payment is likeliest. A failing server gets longer delays, at random, so that the pages of a shop do not
 * all send their requests in the same second.
 */

/** Why the status is polled: an open order, its final status, its settlement, or a payment that may come late. */
export type PollPurpose = 'open' | 'final' | 'settlement' | 'grace';

export interface DelayOptions {
  readonly purpose: PollPurpose;
  readonly paySceneCode: string;
  /** Time since the first request about the order, since its code was scanned, or since this purpose began, ms. */
  readonly elapsedMs: number;
  /** Failed requests in a row. */
  readonly failures: number;
  /** The server's `Retry-After`, ms. */
  readonly retryAfterMs: number | undefined;
}

const MINUTE = 60_000;

/** An expired order is polled once a minute for a late payment, for this long, ms. */
export const GRACE_MS = 30 * MINUTE;
/** Coming back to a page fires several events at once; within this time they cause one request, ms. */
export const RETURN_GAP_MS = 2000;
/** A stream sends the status when it opens: no request is sent before it could, ms. */
export const STREAM_SENDS_WITHIN_MS = 1000;
/** Age of an order from which polling is fastest: most people pay from then on, ms. */
export const BRISK_FROM_MS = 8000;
/** Longest `Retry-After` that is obeyed: a payment must not stay unseen for ever, ms. */
export const MAX_RETRY_AFTER_MS = 10 * MINUTE;
/** Delay after a refusal (401, 403, 404, 410) of the status address, which the integrator may be fixing, ms. */
export const REFUSED_POLL_DELAY_MS = 30_000;
/** Delay after a refusal of the stream address: longer, because polling goes on without the stream, ms. */
export const REFUSED_STREAM_DELAY_MS = 60_000;

/** A payer waits for the settlement of a received payment; after this time it is not a matter of seconds, ms. */
const BRISK_SETTLEMENT_MS = 2 * MINUTE;
/** A leader that has failed so often in a row gives the lead away: other tabs may be answered. */
export const MAX_LEADER_FAILURES = 3;
/** So does one that has failed for so long, ms. */
export const MAX_LEADER_FAILING_MS = 15_000;
/**
 * A stream that sends nothing for so long is dead: the server sends a heartbeat every 15 s, so two in a row are missing.
 * While it is alive, the leader shares each heartbeat, ms.
 */
export const STREAM_SILENCE_MS = 30_000;

const BRISK_DELAY_MS = 2400;
const MAX_BACKOFF_MS = 15_000;

/**
 * The delay before the first request. A payment takes some seconds; an older order was shown before a reload,
 * and may be paid already.
 */
export const firstDelayMs = (ageMs: number, random: number): number =>
  ageMs > 15_000 ? 0 : around(4500, 0.1, random);

/** How long a tab waits for the first word of the one that leads, before it polls for itself, ms. */
export const LEADER_SENDS_WITHIN_MS = 20_000;

/**
 * How long a tab waits for the next word of the one that leads: a frozen page holds its lock, and says nothing.
 *
 * @param nextMs when the leader requests again, ms; its request may take until it is given up
 */
export const followerDelayMs = (nextMs: number, random: number): number =>
  Math.min(nextMs, MINUTE) + around(10_500, 0.1, random);

/** While a stream is alive, one request a minute makes sure that it has not fallen silent. */
export const safetyDelayMs = (random: number): number => around(MINUTE, 0.1, random);

/** @param random a number from 0 to 1, new for every call */
export function delayMs(options: DelayOptions, random: number): number {
  const {retryAfterMs, failures, purpose, paySceneCode, elapsedMs} = options;
  if (retryAfterMs !== undefined) return Math.min(Math.max(retryAfterMs, 1000), MAX_RETRY_AFTER_MS);
  if (failures > 0) return backoffMs(failures) * (0.6 + 0.4 * random);
  switch (purpose) {
    case 'final':
      return around(BRISK_DELAY_MS, 0.1, random);
    case 'settlement':
      return elapsedMs < BRISK_SETTLEMENT_MS ? around(4500, 0.3, random) : around(MINUTE, 0.1, random);
    case 'grace':
      return around(MINUTE, 0.1, random);
    case 'open':
      return paySceneCode === 'CASHTOPUP'
        ? around(5500, 0.08, random)
        : around(openDelayMs(elapsedMs), 0.1, random);
  }
}

/**
 * 4, 8 and then 15 seconds at most. Of that at least 60 %: jitter down to nothing would make the first requests of an
 * outage the densest of all, shorter than the 2 seconds that PayBy requires.
 */
const backoffMs = (failures: number): number => Math.min(4000 * 2 ** (failures - 1), MAX_BACKOFF_MS);

/** Shortest while most people pay, from second 8 to 60, then longer and longer up to the edge of the band. */
function openDelayMs(elapsedMs: number): number {
  if (elapsedMs < BRISK_FROM_MS) return Math.min(3500, Math.max(BRISK_DELAY_MS, BRISK_FROM_MS - elapsedMs));
  return Math.min(5400, BRISK_DELAY_MS * Math.max(1, elapsedMs / MINUTE) ** 0.7);
}

const around = (ms: number, spread: number, random: number): number => ms * (1 + spread * (2 * random - 1));
