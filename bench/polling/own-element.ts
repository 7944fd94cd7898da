/**
 * The element's asking, as `StatusController` and `CheckoutController` do it, on the project's own schedule: silent
 * while hidden, one question on return, room for a failing server, a last word after the end, polling for a late payment.
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
import {send, type Policy, type Surroundings} from './policy.js';

/** How long to rest; a variant of it can be measured before it goes into `src`. */
export interface Schedule {
  readonly firstDelayMs: typeof firstDelayMs;
  readonly delayMs: typeof delayMs;
}

export const projectSchedule: Schedule = {firstDelayMs, delayMs};

export function ownElement(name: string, schedule: Schedule = projectSchedule): Policy {
  return {
    name,
    play(checkout, surroundings) {
      const firstAt = schedule.firstDelayMs(0, surroundings.random());
      return askUntilTold(checkout, surroundings, schedule, {from: 0, firstAt});
    },
  };
}

/**
 * Asks from `from` on, for the first time at `firstAt` or at the order's end, whichever is earlier. Returns when the
 * payment was told.
 */
export function askUntilTold(
  {paySceneCode, paidAt, leavesAt, expiresAt, hidden}: Checkout,
  surroundings: Surroundings,
  schedule: Schedule,
  {from, firstAt}: {readonly from: number; readonly firstAt: number},
): number | undefined {
  const view = new PageView(hidden);
  let purpose: PollPurpose = 'open';
  let since = 0; // from here the spacing counts
  let failures = 0;
  let restingFrom = from;
  let askedAt = -Infinity;
  let due = firstAt;
  for (;;) {
    // The end asks for the last word at once, even on a hidden page
    const endAt = purpose === 'open' ? Math.max(expiresAt, restingFrom) : Infinity;
    const at = nextQuestionAt(view, {restingFrom, askedAt, due, endAt});
    if (at >= leavesAt) return undefined;
    const {servedAt, heardAt, isGood} = send(at, 'question', surroundings);
    if (isGood && paidAt <= servedAt) return heardAt;
    if (purpose === 'open' && at >= expiresAt) purpose = 'final';
    if (isGood && purpose === 'final') {
      purpose = 'grace';
      since = heardAt;
    }
    if (purpose === 'grace' && heardAt - since > GRACE_MS) return undefined;
    failures = isGood ? 0 : failures + 1;
    const plan = {purpose, paySceneCode, elapsedMs: heardAt - since, failures, retryAfterMs: undefined};
    due = heardAt + schedule.delayMs(plan, surroundings.random());
    askedAt = at;
    restingFrom = heardAt;
  }
}

interface Rest {
  readonly restingFrom: number;
  readonly askedAt: number;
  readonly due: number;
  readonly endAt: number;
}

function nextQuestionAt(view: PageView, {restingFrom, askedAt, due, endAt}: Rest): number {
  for (let now = restingFrom; now < Infinity;) {
    const spell = view.hiddenSpell(now);
    if (now < spell.from) {
      const at = Math.min(Math.max(due, now), endAt);
      if (at < spell.from) return at;
    }
    if (endAt < spell.to) return endAt;
    if (spell.to - askedAt >= RETURN_GAP_MS) return spell.to;
    now = spell.to;
  }
  return Infinity;
}
