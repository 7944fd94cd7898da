/**
 * The next step of an order and when it is due: a pure function of the stored order, so that a new process continues
 * where the last one ended. PayBy's rules: query every 2–6 s while an order is fresh, close an order at the counter
 * 20–120 s after placing it, repeat a cancel every 3–10 s until it succeeds.
 */
import {
  isOpen,
  isPending,
  isRenewable,
  isUnpaid,
  RENEW_TOKEN_AT_MS,
  type CancelRequest,
  type FollowUp,
  type Order,
  type Refund,
} from './order.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The client gives up a call after ten seconds; until then, its answer may come. */
export const CALL_ENDS_WITHIN_MS = 12 * SECOND;
/** With the reconciler's tick on top, a fresh order is queried every 4–5 s. */
const SHORTEST_DELAY_MS = 4 * SECOND;
const LONGEST_DELAY_MS = 5 * MINUTE;
const LONGEST_PAID_DELAY_MS = 60 * MINUTE;
/** PayBy closes an order at its expiry; a query at that very moment could be too early. */
const AFTER_EXPIRY_MS = SECOND;
/** After placing, when an order whose placing had no answer is closed: after several queries, 20–120 s. */
const CLOSE_UNANSWERED_MS = 30 * SECOND;
/** An order at the counter is closed this long before its expiry, which is at most two minutes after placing. */
const BEFORE_EXPIRY_MS = 30 * SECOND;
const COUNTER_LIMIT_MS = 120 * SECOND;
const EARLIEST_CLOSE_MS = 20 * SECOND;
/** From the answer to a cancel until the next one: with the reconciler's tick on top, every 4–5 s. */
const CANCEL_DELAY_MS = 4 * SECOND;
/** PayBy's rule: no cancel sooner after the last, whoever asks for it. */
const SHORTEST_CANCEL_DELAY_MS = 3 * SECOND;
const MANY_TRIES = 60;
/** PayBy accepts a request for 15 minutes: until then, one that seemed lost may still arrive. */
export const UNCERTAIN_MS = 16 * MINUTE;

/** After this many failures in a row, staff are alerted. */
export const ALERT_AFTER = 3;
const ALERT_AGAIN_EVERY = 50;

export const shouldAlert = (failures: number): boolean =>
  failures === ALERT_AFTER || (failures > 0 && failures % ALERT_AGAIN_EVERY === 0);

export type Step =
  | {readonly kind: 'query'; readonly at: number}
  | {readonly kind: 'cancel'; readonly at: number}
  | {readonly kind: 'renew'; readonly at: number}
  | {readonly kind: 'refund'; readonly at: number; readonly refund: Refund};

/** The order's next step, or `undefined` when everything about it is final. */
export function nextStep(order: Order): Step | undefined {
  const steps: readonly (Step | undefined)[] = [
    cancelStep(order),
    queryStep(order),
    renewStep(order),
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
  const next = last + queryDelayMs(order, last);
  const end = order.expiredTime + AFTER_EXPIRY_MS;
  return isUnpaid(order) && last < end ? Math.min(next, end) : next;
}

/** The longer nothing had changed at the last query, the longer the delay until the next one. */
function queryDelayMs(order: Order, last: number): number {
  const {placedAt, expiredTime, payment, followUp} = order;
  const {failures, extendedAt, uncertainSince} = followUp;
  if (failures > 0) return between(SHORTEST_DELAY_MS * 1.3 ** (failures - ALERT_AFTER), LONGEST_DELAY_MS);
  if (payment) {
    return between((last - Math.max(payment.paidTime, uncertainSince)) / 10, LONGEST_PAID_DELAY_MS);
  }
  const lastChange = Math.max(placedAt, extendedAt, uncertainSince, last >= expiredTime ? expiredTime : 0);
  return between((last - lastChange) / 20, LONGEST_DELAY_MS);
}

const between = (ms: number, longest: number): number =>
  Math.round(Math.min(Math.max(ms, SHORTEST_DELAY_MS), longest));

function cancelStep(order: Order): Step | undefined {
  const {cancel} = order.followUp;
  const at = cancel ? nextCancelAt(cancel) : closingTime(order);
  return at === undefined ? undefined : {kind: 'cancel', at};
}

function nextCancelAt({tries, lastTryAt, sentAt}: CancelRequest): number {
  // Until then a process is sending it, or will in a moment
  if (sentAt !== undefined || tries === 0) return (sentAt ?? lastTryAt) + CALL_ENDS_WITHIN_MS;
  return lastTryAt + (tries <= MANY_TRIES ? CANCEL_DELAY_MS : LONGEST_DELAY_MS);
}

/** False while another cancel of the order may be on its way to PayBy, or was answered less than 3 s ago. */
export function mayCancel(
  {cancel, cancelRefusedAt}: Pick<FollowUp, 'cancel' | 'cancelRefusedAt'>,
  now: number,
): boolean {
  if (cancelRefusedAt !== undefined && now < cancelRefusedAt + SHORTEST_CANCEL_DELAY_MS) return false;
  if (!cancel) return true;
  const {tries, lastTryAt, sentAt} = cancel;
  if (sentAt !== undefined && now < sentAt + CALL_ENDS_WITHIN_MS) return false;
  return tries === 0 || now >= lastTryAt + SHORTEST_CANCEL_DELAY_MS;
}

/** When the server closes the order of its own accord, if ever. */
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
      if (paySceneCode !== 'QRPAY') return placedAt + CLOSE_UNANSWERED_MS; // no payer was shown its code
      break;
    case 'placed':
      if (paySceneCode !== 'QRPAY') return undefined; // the payer has time until the expiry
  }
  const limit = followUp.extendedAt > 0 ? expiredTime : Math.min(expiredTime, requestTime + COUNTER_LIMIT_MS);
  return Math.max(limit - BEFORE_EXPIRY_MS, requestTime + EARLIEST_CLOSE_MS);
}

/** An open order is placed again before its token may die, unless it is being cancelled or PayBy would refuse it. */
function renewStep(order: Order): Step | undefined {
  const {tokenUrl, placement, placedAt, expiredTime, followUp} = order;
  if (!isUnpaid(order) || tokenUrl === undefined || placement !== 'placed' || followUp.cancel)
    return undefined;
  const at = followUp.token?.dueAt ?? placedAt + RENEW_TOKEN_AT_MS;
  return at < expiredTime && isRenewable(order, at) ? {kind: 'renew', at} : undefined;
}

function refundStep(refund: Refund): Step | undefined {
  if (!isPending(refund)) return undefined;
  // While the request is under way, its answer may come.
  const isUnderWay = refund.status === 'REQUESTED' && refund.tries === 0;
  return {kind: 'refund', at: isUnderWay ? refund.requestedAt + CALL_ENDS_WITHIN_MS : refund.nextAt, refund};
}
