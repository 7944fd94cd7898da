/**
 * The merchant's server fails for a minute, while people go on opening pages and paying. All checkouts are played, not a
 * sample: the peak second of a scaled-up sample would mostly be its noise.
 */
import {openMs, type Checkout, type MakeCheckout} from './checkouts.js';
import {detection, percentile} from './detection.js';
import type {Policy, Request} from './policy.js';
import {exponential, randomFrom} from './random.js';

export interface OutageCost {
  readonly name: string;
  /** Requests per second in the minute before. */
  readonly steady: number;
  /** Requests per second during the outage, ÷ steady. */
  readonly during: number;
  /** The busiest second after it, ÷ steady. */
  readonly peak: number;
  /** The busiest second after it, streams alone: requests per second. */
  readonly streamPeak: number;
  /** Paid during the outage, seen all the while: from its end until detected, 95th percentile, ms. */
  readonly detectedP95: number;
}

export interface OutagePlan {
  readonly makeCheckout: MakeCheckout;
  readonly policies: readonly Policy[];
  readonly seed: number;
  readonly open: number;
  readonly meanOpenMs: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Every dynamic QR is over by then; the watch for late money after it, a request a minute of very few, is left out. */
const LONGEST_MS = 17 * MINUTE;

const BEFORE_MS = MINUTE;
const OUTAGE_MS = MINUTE;
const AFTER_MS = 2 * MINUTE;

export function outageRun({makeCheckout, policies, seed, open, meanOpenMs}: OutagePlan): OutageCost[] {
  const people = randomFrom(seed, 'people in an outage');
  const tallies = policies.map((policy) => new Tally(policy, seed));
  const gapMs = meanOpenMs / open;
  for (let opensAt = -LONGEST_MS; opensAt < OUTAGE_MS + AFTER_MS; opensAt += exponential(gapMs, people)) {
    const checkout = makeCheckout(people);
    if (opensAt + lastMs(checkout) < -BEFORE_MS) continue; // long gone when we begin to count
    for (const tally of tallies) tally.play(checkout, opensAt);
  }
  return tallies.map((tally) => tally.cost());
}

/** After that it is not polled: closed, or detected by the slowest policy and the last of the hidden periods. */
function lastMs(checkout: Checkout): number {
  if (openMs(checkout) === checkout.leavesAt) return checkout.leavesAt;
  if (openMs(checkout) === checkout.expiresAt) return Infinity;
  return Math.max(checkout.paidAt, checkout.hidden.at(-1)?.to ?? 0) + MINUTE;
}

/** Times are ms since the outage began. */
class Tally {
  readonly #policy: Policy;
  readonly #random;
  readonly #requests = new Seconds();
  readonly #streams = new Seconds();
  readonly #delays: number[] = [];

  constructor(policy: Policy, seed: number) {
    this.#policy = policy;
    this.#random = randomFrom(seed, `${policy.name} in an outage`);
  }

  play(checkout: Checkout, opensAt: number): void {
    const outage = {from: -opensAt, to: OUTAGE_MS - opensAt};
    const count = (at: number, request: Request): void => {
      this.#requests.add(opensAt + at);
      if (request === 'stream') this.#streams.add(opensAt + at);
    };
    const detectedAt = this.#policy.play(checkout, {random: this.#random, outage, count});
    const isPaidMeanwhile = checkout.paidAt >= outage.from && checkout.paidAt < outage.to;
    if (detectedAt === undefined || !isPaidMeanwhile || detection(checkout, detectedAt).kind === 'returned')
      return;
    this.#delays.push(Math.max(0, detectedAt - outage.to));
  }

  cost(): OutageCost {
    const steady = this.#requests.mean(-BEFORE_MS, 0);
    return {
      name: this.#policy.name,
      steady,
      during: this.#requests.mean(0, OUTAGE_MS) / steady,
      peak: this.#requests.peak(OUTAGE_MS, OUTAGE_MS + AFTER_MS) / steady,
      streamPeak: this.#streams.peak(OUTAGE_MS, OUTAGE_MS + AFTER_MS),
      detectedP95: percentile(this.#delays, 0.95),
    };
  }
}

/** How many happened in each second from the minute before the outage to two minutes after it. */
class Seconds {
  readonly #counts = new Float64Array((BEFORE_MS + OUTAGE_MS + AFTER_MS) / SECOND);

  add(at: number): void {
    const second = Math.floor((at + BEFORE_MS) / SECOND);
    const count = this.#counts[second];
    if (count !== undefined) this.#counts[second] = count + 1;
  }

  mean(from: number, to: number): number {
    const counts = this.#between(from, to);
    return counts.reduce((sum, count) => sum + count, 0) / counts.length;
  }

  peak(from: number, to: number): number {
    return Math.max(...this.#between(from, to));
  }

  #between(from: number, to: number): Float64Array {
    return this.#counts.subarray((from + BEFORE_MS) / SECOND, (to + BEFORE_MS) / SECOND);
  }
}
