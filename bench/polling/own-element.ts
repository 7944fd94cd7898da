/**
 * The element's polling, as `StatusController` and `CheckoutController` do it, on the project's own schedule: silent
 * while hidden, one request on return, longer delays for a failing server, one more request after the end, polling for
 * a late payment.
 */
import {
  firstDelayMs,
  GRACE_MS,
  delayMs,
  RETURN_GAP_MS,
  type PollPurpose,
} from '../../src/core/status/poll-schedule.js';
import type {Checkout} from './checkouts.js';
import {PageView} from './page-view.js';
import {send, type Policy, type PolicyOptions} from './policy.js';

/** The delays between requests; a variant can be measured before it goes into `src`. */
export interface Schedule {
  readonly firstDelayMs: typeof firstDelayMs;
  readonly delayMs: typeof delayMs;
}

export const projectSchedule: Schedule = {firstDelayMs, delayMs};

export function ownElement(name: string, schedule: Schedule = projectSchedule): Policy {
  return {
    name,
    play(checkout, options) {
      const firstAt = schedule.firstDelayMs(0, options.random());
      return pollUntilDetected(checkout, options, schedule, {from: 0, firstAt});
    },
  };
}

/**
 * Polls from `from` on, for the first time at `firstAt` or at the order's end, whichever is earlier. Returns when the
 * payment was detected.
 */
export function pollUntilDetected(
  {paySceneCode, paidAt, leavesAt, expiresAt, hidden}: Checkout,
  options: PolicyOptions,
  schedule: Schedule,
  {from, firstAt}: {readonly from: number; readonly firstAt: number},
): number | undefined {
  const view = new PageView(hidden);
  let purpose: PollPurpose = 'open';
  let since = 0; // from here the spacing counts
  let failures = 0;
  let waitingFrom = from;
  let requestedAt = -Infinity;
  let due = firstAt;
  for (;;) {
    // At the end the final status is requested at once, even on a hidden page
    const endAt = purpose === 'open' ? Math.max(expiresAt, waitingFrom) : Infinity;
    const at = nextRequestAt(view, {waitingFrom, requestedAt, due, endAt});
    if (at >= leavesAt) return undefined;
    const {servedAt, receivedAt, isGood} = send(at, 'poll', options);
    if (isGood && paidAt <= servedAt) return receivedAt;
    if (purpose === 'open' && at >= expiresAt) purpose = 'final';
    if (isGood && purpose === 'final') {
      purpose = 'grace';
      since = receivedAt;
    }
    if (purpose === 'grace' && receivedAt - since > GRACE_MS) return undefined;
    failures = isGood ? 0 : failures + 1;
    const plan = {purpose, paySceneCode, elapsedMs: receivedAt - since, failures, retryAfterMs: undefined};
    due = receivedAt + schedule.delayMs(plan, options.random());
    requestedAt = at;
    waitingFrom = receivedAt;
  }
}

interface Rest {
  readonly waitingFrom: number;
  readonly requestedAt: number;
  readonly due: number;
  readonly endAt: number;
}

function nextRequestAt(view: PageView, {waitingFrom, requestedAt, due, endAt}: Rest): number {
  for (let now = waitingFrom; now < Infinity;) {
    const period = view.hiddenPeriod(now);
    if (now < period.from) {
      const at = Math.min(Math.max(due, now), endAt);
      if (at < period.from) return at;
    }
    if (endAt < period.to) return endAt;
    if (period.to - requestedAt >= RETURN_GAP_MS) return period.to;
    now = period.to;
  }
  return Infinity;
}
