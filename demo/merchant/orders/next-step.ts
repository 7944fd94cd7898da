/**
 * What an order needs next, and when: a pure function of what is stored about it, so that a process that starts anew
 * goes on where the last one ended. PayBy's rules for it: ask every 2–6 s while an order is fresh, close an order at
 * the counter 20–120 s after placing it, repeat a cancel every 3–10 s until it succeeds.
 */
import {isOpen, isPending, isUnpaid, type Order, type Refund} from './order.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A call may take the client's ten seconds; before that, its answer is still to come. */
export const CALL_ENDS_WITHIN_MS = 12 * SECOND;
/** With the reconciler's tick on top, a fresh order is asked about every 4–5 s. */
const SHORTEST_DELAY_MS = 4 * SECOND;
const LONGEST_DELAY_MS = 5 * MINUTE;
const LONGEST_PAID_DELAY_MS = 60 * MINUTE;
/** PayBy closes an order at its end; asked right then it might say so a moment too early. */
const AFTER_END_MS = SECOND;
/** When to close an order whose placing was never answered: after several questions, 20–120 s after placing. */
const CLOSE_UNANSWERED_MS = 30 * SECOND;
/** An order at the counter is closed that long before its end, which is at most two minutes after placing. */
const BEFORE_END_MS = 30 * SECOND;
const COUNTER_LIMIT_MS = 120 * SECOND;
const EARLIEST_CLOSE_MS = 20 * SECOND;
const CANCEL_DELAY_MS = 5 * SECOND;
const MANY_TRIES = 60;
/** PayBy takes a request for 15 minutes: until then, one that seemed lost may still arrive. */
export const UNCERTAIN_MS = 16 * MINUTE;

/** After that many failures in a row, a person is told. */
export const ALERT_AFTER = 3;
const ALERT_AGAIN_EVERY = 50;

export const shouldAlert = (failures: number): boolean =>
  failures === ALERT_AFTER || (failures > 0 && failures % ALERT_AGAIN_EVERY === 0);

export type Step =
  | {readonly kind: 'query'; readonly at: number}
  | {readonly kind: 'cancel'; readonly at: number}
  | {readonly kind: 'refund'; readonly at: number; readonly refund: Refund};

/** The order's next step, or `undefined` when PayBy has said its last word about everything. */
export function nextStep(order: Order): Step | undefined {
  const steps: readonly (Step | undefined)[] = [
    cancelStep(order),
    queryStep(order),
    ...order.refunds.map(refundStep),
  ];
  return steps.filter((step) => step !== undefined).sort((a, b) => a.at - b.at)[0];
}

function queryStep(order: Order): Step | undefined {
  const {placement, placedAt, followUp} = order;
  if (placement === 'pending') return {kind: 'query', at: placedAt + CALL_ENDS_WITHIN_MS};
  const isUncertain =
    followUp.uncertainSince > 0 && followUp.queriedAt < followUp.uncertainSince + UNCERTAIN_MS;
  return isOpen(order) || isUncertain ? {kind: 'query', at: nextQueryAt(order)} : undefined;
}

function nextQueryAt(order: Order): number {
  const last = Math.max(order.followUp.queriedAt, order.placedAt);
  const next = last + delayMs(order, last);
  const end = order.expiredTime + AFTER_END_MS;
  return isUnpaid(order) && last < end ? Math.min(next, end) : next;
}

/** The older the last news at the last question, the longer the rest after it. */
function delayMs(order: Order, last: number): number {
  const {placedAt, expiredTime, payment, followUp} = order;
  const {failures, extendedAt, uncertainSince} = followUp;
  if (failures > 0) return between(SHORTEST_DELAY_MS * 1.3 ** (failures - ALERT_AFTER), LONGEST_DELAY_MS);
  if (payment)
    return between((last - Math.max(payment.paidTime, uncertainSince)) / 10, LONGEST_PAID_DELAY_MS);
  const news = Math.max(placedAt, extendedAt, uncertainSince, last >= expiredTime ? expiredTime : 0);
  return between((last - news) / 20, LONGEST_DELAY_MS);
}

const between = (ms: number, longest: number): number =>
  Math.round(Math.min(Math.max(ms, SHORTEST_DELAY_MS), longest));

function cancelStep(order: Order): Step | undefined {
  const {cancel} = order.followUp;
  const at = cancel ? cancel.lastTryAt + cancelDelayMs(cancel.tries) : closingTime(order);
  return at === undefined ? undefined : {kind: 'cancel', at};
}

function cancelDelayMs(tries: number): number {
  if (tries === 0) return CALL_ENDS_WITHIN_MS; // whoever wished it is trying right now
  return tries <= MANY_TRIES ? CANCEL_DELAY_MS : LONGEST_DELAY_MS;
}

/** When the order is closed by ourselves, if ever. */
function closingTime(order: Order): number | undefined {
  const {paySceneCode, placement, placedAt, requestTime, expiredTime, followUp} = order;
  if (!isUnpaid(order)) return undefined;
  switch (placement) {
    case 'pending':
    case 'refused':
    case 'absent':
      return undefined;
    case 'unknown':
      return placedAt + CLOSE_UNANSWERED_MS;
    case 'found':
      if (paySceneCode !== 'QRPAY') return placedAt + CLOSE_UNANSWERED_MS; // nobody was shown its code
      break;
    case 'placed':
      if (paySceneCode !== 'QRPAY') return undefined; // the payer may take until its end
  }
  const limit = followUp.extendedAt > 0 ? expiredTime : Math.min(expiredTime, requestTime + COUNTER_LIMIT_MS);
  return Math.max(limit - BEFORE_END_MS, requestTime + EARLIEST_CLOSE_MS);
}

function refundStep(refund: Refund): Step | undefined {
  if (!isPending(refund)) return undefined;
  // While it is being asked for, its answer is still to come.
  const isRequestPending = refund.status === 'REQUESTED' && refund.tries === 0;
  return {
    kind: 'refund',
    at: isRequestPending ? refund.requestedAt + CALL_ENDS_WITHIN_MS : refund.nextAt,
    refund,
  };
}
