/** What a policy is: a way to learn of a payment, played against one checkout, its network and its server. */
import type {Checkout, Period} from './checkouts.js';
import {logNormal, type Random} from './random.js';

export type Request = 'poll' | 'stream';

export interface PolicyOptions {
  readonly random: Random;
  /** When the merchant's server fails every request at once, in the checkout's own time. */
  readonly outage: Period;
  readonly count: (at: number, request: Request) => void;
}

export interface Policy {
  readonly name: string;
  /** Lives through the checkout; returns when the page showed the payment, `undefined` if it never did. */
  play(checkout: Checkout, options: PolicyOptions): number | undefined;
}

/** One request: when it is at the server, when its answer is on the page, and whether it is a good one. */
export interface Exchange {
  readonly servedAt: number;
  readonly receivedAt: number;
  readonly isGood: boolean;
}

/** From the page to the server, or back: a mobile network. */
export const oneWayMs = (random: Random): number => logNormal(90, 0.25, random);

export const isWithin = ({from, to}: Period, at: number): boolean => at >= from && at < to;

export function send(at: number, request: Request, {random, outage, count}: PolicyOptions): Exchange {
  count(at, request);
  const servedAt = at + oneWayMs(random);
  return {servedAt, receivedAt: servedAt + oneWayMs(random), isGood: !isWithin(outage, servedAt)};
}
