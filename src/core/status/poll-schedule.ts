/**
 * How long to rest before the next question. PayBy asks merchants to query every 2 to 6 seconds; inside that band
 * we are brisk when payment is likeliest. A failing server is given room, at random, so that all the pages of a
 * shop do not come back in the same second.
 */

/** What the questions are for: an open order, its last word, its settlement, or a payment that may come late. */
export type Watch = 'open' | 'last-word' | 'settlement' | 'grace';

export interface RestPlan {
  readonly watch: Watch;
  readonly paySceneCode: string;
  /** ms since the order was first asked about, or since it was scanned. */
  readonly elapsedMs: number;
  /** Failed questions in a row. */
  readonly failures: number;
  /** What the server asked for in `Retry-After`, ms. */
  readonly retryAfterMs: number | undefined;
}

/** The watch for a late payment: one question a minute, for half an hour. */
export const GRACE_MS = 30 * 60_000;

/** Coming back to a page fires several events at once; within this time they mean one question. */
export const RETURN_GAP_MS = 2000;
/** A broken stream is made up for by a question within this time, at random. */
export const FALLBACK_MS = 15_000;

/** Another tab asks for all and is heard every minute at least; if it falls silent, each asks for itself. */
export const followerRestMs = (random: number): number => around(90_000, 0.1, random);

/** A stream tells the status when it opens; if it has not opened by then, a question does it. */
export const STREAM_OPENS_WITHIN_MS = 3000;

const BRISK_MS = 2400;
const MINUTE = 60_000;
const MAX_BACKOFF_MS = 15_000;
const MAX_RETRY_AFTER_MS = 10 * MINUTE;

/**
 * The rest before the first question. Nobody pays in the first seconds of an order; one that is older has been shown
 * before (a reload), and may be paid already.
 */
export const firstRestMs = (ageMs: number, random: number): number =>
  ageMs > 15_000 ? 0 : around(4500, 0.1, random);

/** @param random a number from 0 to 1, new for every call */
export function restMs(plan: RestPlan, random: number): number {
  if (plan.retryAfterMs !== undefined) return Math.min(Math.max(plan.retryAfterMs, 1000), MAX_RETRY_AFTER_MS);
  if (plan.failures > 0) return backoffMs(plan.failures) * (0.6 + 0.4 * random);
  switch (plan.watch) {
    case 'last-word':
      return around(BRISK_MS, 0.1, random);
    case 'settlement':
    case 'grace':
      return around(MINUTE, 0.1, random);
    case 'open':
      return plan.paySceneCode === 'CASHTOPUP'
        ? around(5500, 0.08, random)
        : around(openRestMs(plan.elapsedMs), 0.1, random);
  }
}

/**
 * 4, 8 and then 15 seconds at most. Of that at least 60 %: jitter down to nothing would make an outage's first
 * questions the densest of all, beneath the 2 seconds that PayBy asks for.
 */
const backoffMs = (failures: number): number => Math.min(4000 * 2 ** (failures - 1), MAX_BACKOFF_MS);

/** While a stream is alive, a question a minute makes sure that it is not mute. */
export const safetyRestMs = (random: number): number => around(MINUTE, 0.1, random);

/** Densest while most people pay, from second 8 to 60, then slower and slower up to the edge of the band. */
function openRestMs(elapsedMs: number): number {
  if (elapsedMs < 8000) return Math.min(3500, Math.max(BRISK_MS, 8000 - elapsedMs));
  return Math.min(5400, BRISK_MS * Math.max(1, elapsedMs / MINUTE) ** 0.7);
}

const around = (ms: number, spread: number, random: number): number => ms * (1 + spread * (2 * random - 1));
