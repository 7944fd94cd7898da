/**
 * An order as the merchant stores it, and how PayBy's answers change it. Statuses have weights and only a heavier one
 * is applied: an answer that is older, or comes out of order, never moves a paid order back.
 */
import {knownStatusWord, type Money, sameMoney, type StatusWord} from 'payby-checkout/core';
import type {AcquireOrder, PlacedOrder, RefundOrder} from '../../payby/responses.js';
import {codeName, isPaybyCode} from '../../payby/result-codes.js';
import {toFils} from '../../payby/money.js';
import type {Scene} from './catalog.js';
import {MismatchedAnswer} from './errors.js';

/** PayBy's rule for the numbers of orders and refunds. */
export const ORDER_NUMBER = /^[A-Za-z0-9_-]{1,64}$/;

export const isOrderNumber = (text: string): boolean => ORDER_NUMBER.test(text);

/** Enough to tell orders apart in a log; a client with the whole number can act as the payer. */
export const shortOrderNo = (merchantOrderNo: string): string => `${merchantOrderNo.slice(0, 6)}…`;

/**
 * How far the order has been placed. `pending`: the call to PayBy is under way, or the process died during it.
 * `unknown`: PayBy's answer was lost. `found`: the answer was lost, but a later query found the order; no payer was
 * shown its code. `placed`: PayBy accepted it. `refused`: PayBy refused it. `absent`: the answer was lost, and PayBy
 * does not know the order.
 */
export type Placement = 'pending' | 'unknown' | 'found' | 'placed' | 'refused' | 'absent';

export interface Order {
  /** 80 random bits: payers have no accounts here, so a client with the number is treated as the payer. */
  readonly merchantOrderNo: string;
  readonly paySceneCode: Scene;
  /** What was bought, and what is to be delivered; `undefined` when a till has named an amount. */
  readonly sku: string | undefined;
  /** For whom the coins are; `undefined` when nobody was named, and for everything but coins. */
  readonly player: string | undefined;
  /** How many coins were bought; `undefined` for everything else, and in rows from before the ledger. */
  readonly coins: number | undefined;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  /** From the request to the expiry, as first requested, ms. */
  readonly lifeMs: number;
  readonly requestTime: number;
  readonly expiredTime: number;
  /** PayBy's number; unknown until PayBy has answered. */
  readonly orderNo: string | undefined;
  /** Only while the order is open: the code of a closed order is not stored. */
  readonly tokenUrl: string | undefined;
  readonly status: StatusWord;
  readonly revoked: boolean;
  readonly failCode: string | undefined;
  readonly failDes: string | undefined;
  /** Why the order ended unpaid. Counts only while the status is `FAILURE`. */
  readonly reason: EndReason | undefined;
  readonly payment: AcquireOrder['payment'];
  /** The masked phone number of the payer who scanned the code. */
  readonly payerMask: string | undefined;
  readonly refunds: readonly Refund[];
  readonly placement: Placement;
  /** When PayBy was last called to place it, ms since epoch. */
  readonly placedAt: number;
  readonly followUp: FollowUp;
}

/** Why an order ended unpaid, as payers are told. PayBy does not say it: an expired and a cancelled order look alike. */
export type EndReason = 'cancelled' | 'expired' | 'failed';

/** What the next step depends on besides the order itself; stored, so that a new process can continue. */
export interface FollowUp {
  /** When PayBy was last queried about it, ms since epoch; 0 for never. */
  readonly queriedAt: number;
  /** How many queries in a row had no answer. */
  readonly failures: number;
  /** A requested cancel that PayBy has neither accepted nor refused. */
  readonly cancel: CancelRequest | undefined;
  /** When PayBy last refused a cancel because nothing was left to cancel, though no query has found out why yet. */
  readonly cancelRefusedAt?: number | undefined;
  /** When an answer about it was lost; 0 for never. For some time after, it is queried whatever its status. */
  readonly uncertainSince: number;
  /** When its expiry was last moved; an answer to an older query does not move it back. */
  readonly extendedAt: number;
  /** When the token is renewed; `undefined` without a token, and in rows from before tokens were renewed. */
  readonly token: TokenRenewal | undefined;
}

/** PayBy's tokens may die before their order: no document says when. Times are ms since epoch. */
export interface TokenRenewal {
  /** When the present token was first received. */
  readonly since: number;
  readonly dueAt: number;
  /** When a renewal was last tried; 0 for never. */
  readonly triedAt: number;
  /** How many renewals in a row have failed. */
  readonly failures: number;
  /** PayBy no longer knows the token, and the order cannot be placed again. */
  readonly isLost: boolean;
}

export interface CancelRequest {
  readonly by: Actor;
  readonly tries: number;
  /** When the last try was answered or given up; before the first, when the cancel was requested. */
  readonly lastTryAt: number;
  /** While a process sends a try: since when. */
  readonly sentAt?: number | undefined;
}

/** Who caused a change: PayBy, the people of the shop, the payer, or the reconciler. */
export type Actor = 'payby' | 'staff' | 'till' | 'payer' | 'reconciler';

/** Whose business an order is: one at the counter is the till's, whichever page asks about it. */
export type OrderOwner = 'till' | 'visitor';

export const ownerOf = ({paySceneCode}: Pick<Order, 'paySceneCode'>): OrderOwner =>
  paySceneCode === 'QRPAY' ? 'till' : 'visitor';

export interface Refund {
  readonly refundMerchantOrderNo: string;
  readonly amount: Money;
  readonly reason: string | undefined;
  /** `REQUESTED` until PayBy has answered, `REFUSED` when it refused, else PayBy's own status. */
  readonly status: string;
  readonly requestedAt: number;
  /** Queries since its answer was lost or still open. */
  readonly tries: number;
  /** How many requests about it in a row had no answer. */
  readonly failures: number;
  readonly nextAt: number;
}

/** PayBy may still change the order's status. A paid order is open until it is settled. */
export const isOpen = ({status, revoked}: Order): boolean =>
  !revoked && (status === 'CREATED' || status === 'PAID_SUCCESS');

/** The order can still be paid. */
export const isUnpaid = ({status, revoked}: Order): boolean => !revoked && status === 'CREATED';

/** The same, and its time is not over: only then may a payer be shown its code. */
export const isPayable = (order: Order, now: number): boolean => isUnpaid(order) && order.expiredTime > now;

export const isPaid = ({status, revoked}: Order): boolean =>
  !revoked && (status === 'PAID_SUCCESS' || status === 'SETTLED');

/** The order after an answer or a notification of PayBy. Throws {@link MismatchedAnswer}. */
export function applyAnswer(order: Order, answer: AcquireOrder): Order {
  if (answer.merchantOrderNo !== order.merchantOrderNo) throw new MismatchedAnswer('another order');
  if (order.orderNo !== undefined && answer.orderNo !== order.orderNo)
    throw new MismatchedAnswer('another order number of PayBy');
  if (!sameMoney(answer.totalAmount, order.totalAmount))
    throw new MismatchedAnswer('another amount or currency');
  const answered = knownStatusWord(answer.status);
  const status = answered && weight[answered] > weight[order.status] ? answered : order.status;
  const isFailure = status === 'FAILURE' && answered === 'FAILURE';
  const hasEnded = answer.revoked || (answered !== undefined && answered !== 'CREATED');
  const next: Order = {
    ...order,
    orderNo: order.orderNo ?? answer.orderNo,
    status,
    revoked: order.revoked || answer.revoked,
    failCode: isFailure ? (answer.failCode ?? order.failCode) : order.failCode,
    failDes: isFailure ? (answer.failDes ?? order.failDes) : order.failDes,
    payment: order.payment ?? answer.payment,
    placement: order.placement === 'placed' ? 'placed' : 'found',
    followUp: {...order.followUp, cancel: hasEnded ? undefined : cancelRequestAfter(order)},
  };
  return isUnpaid(next) ? next : {...next, tokenUrl: undefined};
}

/** The order with the reason of its end, if this change has ended it unpaid. `at` is the time of the change. */
export function withEndReason(before: Order, after: Order, at: number): Order {
  const hasJustEnded = after.status === 'FAILURE' && before.status !== 'FAILURE';
  if (!hasJustEnded) return after;
  return {...after, reason: after.reason ?? endReason(before, after, at)};
}

function endReason({followUp}: Order, {revoked, failCode, expiredTime}: Order, at: number): EndReason {
  // PayBy sends no failCode for a cancelled or an expired order, as far as its documents tell.
  if (revoked || (followUp.cancel && failCode === undefined)) return 'cancelled';
  return failCode === undefined && at >= expiredTime ? 'expired' : 'failed';
}

/** PayBy gives the money back. A revoked order that was not paid was only closed. */
export const isReversed = ({revoked, status, payment}: Order): boolean =>
  revoked && (payment !== undefined || status === 'PAID_SUCCESS' || status === 'SETTLED');

/** An order that was given up and that PayBy has after all is cancelled, so that no payer pays it by accident. */
const cancelRequestAfter = ({placement, followUp}: Order): CancelRequest | undefined =>
  placement === 'absent' ? {by: 'reconciler', tries: 0, lastTryAt: 0} : followUp.cancel;

/** The order before it is placed once more: an earlier refusal counts no longer. */
export function beforePlacingAgain(order: Order, now: number): Order {
  const {placement} = order;
  const isGivenUp = placement === 'refused' || placement === 'absent';
  const before: Order = isGivenUp
    ? {...order, status: 'CREATED', failCode: undefined, failDes: undefined, reason: undefined}
    : order;
  return {...before, placement: afterAnotherTry(placement), placedAt: now};
}

/** An earlier call may have reached PayBy although its answer was lost: a refusal of the next one proves nothing. */
function afterAnotherTry(placement: Placement): Placement {
  switch (placement) {
    case 'refused':
      return 'pending';
    case 'pending':
    case 'unknown':
    case 'absent':
      return 'unknown';
    case 'found':
    case 'placed':
      return placement;
  }
}

/**
 * Whether the order can be placed again for a new token. PayBy compares the parameters, so the first expiry is sent
 * again, and after it PayBy refuses them, however far the order was extended. A till's customer has no code to scan.
 */
export const isRenewable = (
  {paySceneCode, requestTime, lifeMs}: Pick<Order, 'paySceneCode' | 'requestTime' | 'lifeMs'>,
  at: number,
): boolean => paySceneCode !== 'QRPAY' && at < requestTime + lifeMs;

/** The order after PayBy accepted it, for the first time or again. Only this answer has the token URL. */
export function afterPlacing(order: Order, {acquireOrder, tokenUrl}: PlacedOrder, now: number): Order {
  const next: Order = {...applyAnswer(order, acquireOrder), placement: 'placed'};
  if (!isUnpaid(next)) return next;
  const token = tokenUrl ?? order.tokenUrl;
  return {
    ...next,
    tokenUrl: token,
    followUp: {...next.followUp, token: token === undefined ? undefined : renewalAfter(order, token, now)},
  };
}

function renewalAfter({tokenUrl, followUp}: Order, token: string, now: number): TokenRenewal {
  const tried = {triedAt: now, failures: 0, isLost: false};
  if (token !== tokenUrl) return {since: now, dueAt: now + RENEW_TOKEN_AT_MS, ...tried};
  // PayBy may give the same token until it has died. One that outlived an hour lives on.
  const since = followUp.token?.since ?? now;
  const afterAnHour = since + RENEW_SAME_TOKEN_AT_MS;
  return {since, dueAt: now < afterAnHour ? afterAnHour : now + RENEW_TOKEN_AT_MS, ...tried};
}

/** The order after PayBy no longer knows its token. */
export function afterTokenDied(order: Order, now: number): Order {
  const token = order.followUp.token ?? neverRenewed(now);
  const {dueAt, triedAt, failures} = token;
  const soonest = Math.max(now, triedAt + retryTokenMs(failures));
  const isLost = order.paySceneCode !== 'QRPAY' && !isRenewable(order, now);
  return {
    ...order,
    followUp: {...order.followUp, token: {...token, dueAt: Math.min(dueAt, soonest), isLost}},
  };
}

/** The order after it could not be renewed: it keeps the token that it has. */
export function afterFailedRenewal(order: Order, now: number): Order {
  const token = order.followUp.token ?? neverRenewed(now);
  const tried = {dueAt: now + retryTokenMs(token.failures + 1), triedAt: now, failures: token.failures + 1};
  return {...order, followUp: {...order.followUp, token: {...token, ...tried}}};
}

/** In rows from before tokens were renewed. */
const neverRenewed = (now: number): TokenRenewal => ({
  ...{since: now, dueAt: now, triedAt: 0},
  ...{failures: 0, isLost: false},
});

/** After a failed renewal, ms: a minute, then longer each time. */
const retryTokenMs = (failures: number): number =>
  Math.min(RETRY_TOKEN_MS * 2 ** Math.max(0, failures - 1), LONGEST_RETRY_TOKEN_MS);

const MINUTE_MS = 60_000;
/** A secondary account says that a token lives for an hour. */
export const RENEW_TOKEN_AT_MS = 55 * MINUTE_MS;
const RENEW_SAME_TOKEN_AT_MS = 61 * MINUTE_MS;
const RETRY_TOKEN_MS = MINUTE_MS;
const LONGEST_RETRY_TOKEN_MS = 10 * MINUTE_MS;

/** The order after PayBy refused it: it exists here only, and may be placed again. */
export function afterRefusedPlacing(order: Order, code: string): Order {
  // An earlier call may have reached PayBy: the next query decides.
  if (order.placement !== 'pending') return order;
  return {
    ...order,
    status: 'FAILURE',
    failCode: NOT_PLACED,
    failDes: isPaybyCode(code) ? codeName(code) : 'PayBy refused this order',
    placement: 'refused',
  };
}

/** The order after the answer to placing it was lost. */
export const afterLostPlacing = (order: Order): Order =>
  order.placement === 'pending' ? {...order, placement: 'unknown'} : order;

/** The order after PayBy, queried late enough, does not know it: it cannot have been paid. */
export const asAbsent = (order: Order): Order => ({
  ...order,
  status: order.status === 'CREATED' ? 'FAILURE' : order.status,
  failCode: order.failCode ?? NOT_PLACED,
  failDes: order.failDes ?? 'The order never reached PayBy',
  placement: 'absent',
  followUp: {...order.followUp, cancel: undefined, uncertainSince: order.placedAt},
});

const NOT_PLACED = 'NOT_PLACED';

/** The order after PayBy's answer about one of its refunds. Throws {@link MismatchedAnswer}. */
export function applyRefundAnswer(order: Order, answer: RefundOrder, now: number): Order {
  const {refundMerchantOrderNo, originMerchantOrderNo = order.merchantOrderNo, amount, status} = answer;
  if (originMerchantOrderNo !== order.merchantOrderNo)
    throw new MismatchedAnswer('a refund of another order');
  const known = order.refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
  if (amount.currency !== order.totalAmount.currency || (known && !sameMoney(known.amount, amount))) {
    throw new MismatchedAnswer('another amount or currency of a refund');
  }
  // A refund without a request of ours was made in PayBy's portal.
  const before = known ?? {refundMerchantOrderNo, amount, reason: undefined, requestedAt: now, tries: 0};
  const isHeavier = !known || refundWeight(status) > refundWeight(known.status);
  const next = {...before, status: isHeavier ? status : known.status, failures: 0};
  return withRefund(order, {...next, nextAt: now + refundDelayMs(next.tries)});
}

export const withRefund = (order: Order, refund: Refund): Order => ({
  ...order,
  refunds: order.refunds.some((other) => other.refundMerchantOrderNo === refund.refundMerchantOrderNo)
    ? order.refunds.map((other) =>
        other.refundMerchantOrderNo === refund.refundMerchantOrderNo ? refund : other,
      )
    : [...order.refunds, refund],
});

/**
 * PayBy has not answered its last word about this refund. `REFUNDED_SETTLED` is not the last: the amount is taken from
 * the merchant, and the refund can still fail.
 */
export const isPending = ({status}: Refund): boolean => refundWeight(status) < 3;

/** The delay before the next query, ms: 4 s, then longer each time, up to an hour. */
export const refundDelayMs = (tries: number): number => Math.min(4_000 * 1.5 ** tries, 3_600_000);

/** The sum of all refunds that were made or may still be made. */
export const refundedFils = ({refunds}: Order): bigint =>
  refunds.reduce(
    (sum, {amount, status}) =>
      status === 'FAILURE' || status === 'REFUSED' ? sum : sum + toFils(amount.amount),
    0n,
  );

/** An unknown status is not final. */
function refundWeight(status: string): number {
  switch (status) {
    case 'REQUESTED':
      return 0;
    case 'REFUNDED_SETTLED':
      return 2;
    case 'REFUSED':
    case 'FAILURE':
      return 3;
    case 'SUCCESS':
      return 4;
    default:
      return 1;
  }
}

/** "Paid" outweighs "failed": the money has moved. */
const weight: Readonly<Record<StatusWord, number>> = {CREATED: 0, FAILURE: 1, PAID_SUCCESS: 2, SETTLED: 3};
