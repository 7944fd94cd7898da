/** A day without outages: the same checkouts under each policy, and what they cost. */
import {openMs, type MakeCheckout} from './checkouts.js';
import {detection, percentile} from './detection.js';
import type {Policy} from './policy.js';
import {randomFrom} from './random.js';

export interface Delays {
  readonly p50: number;
  readonly p95: number;
}

export interface SteadyCost {
  readonly name: string;
  readonly perOrder: number;
  readonly perOrderP95: number;
  /** Requests per second of all open checkouts together. */
  readonly perSecond: number;
  /** ms */
  readonly visible: Delays;
  readonly returned: Delays;
}

export interface SteadyPlan {
  readonly makeCheckout: MakeCheckout;
  readonly policies: readonly Policy[];
  readonly seed: number;
  readonly orders: number;
  /** Checkouts open at once, to which the sample is scaled. */
  readonly open: number;
}

export interface SteadyRun {
  readonly costs: readonly SteadyCost[];
  /** How long a checkout is open on average, ms. */
  readonly meanOpenMs: number;
  /** The share of its open time that a page is hidden. */
  readonly hiddenShare: number;
}

const NO_OUTAGE = {from: Infinity, to: Infinity};

export function steadyRun({makeCheckout, policies, seed, orders, open}: SteadyPlan): SteadyRun {
  const people = randomFrom(seed, 'people');
  const tallies = policies.map((policy) => new Tally(policy, seed));
  let openSum = 0;
  let hiddenSum = 0;
  for (let i = 0; i < orders; i++) {
    const checkout = makeCheckout(people);
    const end = openMs(checkout);
    openSum += end;
    for (const {from, to} of checkout.hidden) hiddenSum += Math.max(0, Math.min(to, end) - from);
    for (const tally of tallies) tally.play(checkout);
  }
  const perMs = open / openSum; // orders of the sample are open one after the other; `open` are at once
  return {
    costs: tallies.map((tally) => tally.cost(perMs * 1000)),
    meanOpenMs: openSum / orders,
    hiddenShare: hiddenSum / openSum,
  };
}

class Tally {
  readonly #policy: Policy;
  readonly #random;
  readonly #requests: number[] = [];
  readonly #visible: number[] = [];
  readonly #returned: number[] = [];

  constructor(policy: Policy, seed: number) {
    this.#policy = policy;
    this.#random = randomFrom(seed, policy.name);
  }

  play(checkout: ReturnType<MakeCheckout>): void {
    let requests = 0;
    const count = (): void => {
      requests++;
    };
    const detectedAt = this.#policy.play(checkout, {random: this.#random, outage: NO_OUTAGE, count});
    this.#requests.push(requests);
    if (detectedAt === undefined) return;
    const {kind, delayMs} = detection(checkout, detectedAt);
    (kind === 'visible' ? this.#visible : this.#returned).push(delayMs);
  }

  /** @param perRequest requests per second that one request in the sample stands for */
  cost(perRequest: number): SteadyCost {
    const sum = this.#requests.reduce((total, requests) => total + requests, 0);
    return {
      name: this.#policy.name,
      perOrder: sum / this.#requests.length,
      perOrderP95: percentile(this.#requests, 0.95),
      perSecond: sum * perRequest,
      visible: delays(this.#visible),
      returned: delays(this.#returned),
    };
  }
}

/** Fewer have no 95th percentile worth printing: hardly any cash is paid while its payer looks at the page. */
const ENOUGH = 200;

const delays = (values: readonly number[]): Delays =>
  values.length < ENOUGH
    ? {p50: NaN, p95: NaN}
    : {p50: percentile(values, 0.5), p95: percentile(values, 0.95)};
