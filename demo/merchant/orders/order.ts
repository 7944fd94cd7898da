/**
 * An order as the merchant keeps it, and what a word of PayBy makes of it. What is known about money only grows
 * heavier: an answer that is older, or comes out of order, never moves a paid order back.
 */
import type {AcquireOrder, PlacedOrder, RefundOrder} from '../../payby/responses.js';
import {codeName, isPaybyCode} from '../../payby/result-codes.js';
import {sameMoney, toFils, type Money} from '../../payby/money.js';
import type {Scene} from './catalog.js';
import {MismatchedAnswer} from './errors.js';

export type StatusWord = 'CREATED' | 'PAID_SUCCESS' | 'SETTLED' | 'FAILURE';

/**
 * How far placing has come. `pending`: PayBy is being asked, or we died while it was. `unknown`: its answer was lost.
 * `found`: the answer was lost, but a later question found the order there; nobody was ever shown its code. `placed`:
 * PayBy's answer arrived. `refused`: it said no. `absent`: its answer was lost, and asked later it knows no such order.
 */
export type Placement = 'pending' | 'unknown' | 'found' | 'placed' | 'refused' | 'absent';

export interface Order {
  /** At least 120 random bits: whoever knows it is the payer, since payers have no accounts here. */
  readonly merchantOrderNo: string;
  readonly paySceneCode: Scene;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  readonly lifeMs: number;
  readonly requestTime: number;
  readonly expiredTime: number;
  /** PayBy's number; unknown until PayBy has answered. */
  readonly orderNo: string | undefined;
  /** Only while the order is open: what can no longer be paid need not be kept. */
  readonly tokenUrl: string | undefined;
  readonly status: StatusWord;
  readonly revoked: boolean;
  readonly failCode: string | undefined;
  readonly failDes: string | undefined;
  readonly payment: AcquireOrder['payment'];
  /** The masked phone number of whoever scanned the code. */
  readonly payerMask: string | undefined;
  readonly refunds: readonly Refund[];
  readonly placement: Placement;
  /** When PayBy was last asked to take it. */
  readonly placedAt: number;
  readonly followUp: FollowUp;
}

/** What must be remembered from one look at an order to the next, so that a new process can go on with it. */
export interface FollowUp {
  /** When PayBy was last queried about it, ms since epoch; 0 for never. */
  readonly queriedAt: number;
  /** How many questions in a row went without an answer. */
  readonly failures: number;
  /** Somebody wants it closed, and PayBy has not said yet that it is. */
  readonly cancel: CancelRequest | undefined;
  /** When an answer about it was lost; 0 for never. For some time after, it is asked about whatever its state. */
  readonly uncertainSince: number;
  /** When its end was last moved; an answer to an older question does not move it back. */
  readonly extendedAt: number;
}

export interface CancelRequest {
  readonly by: Actor;
  readonly tries: number;
  readonly lastTryAt: number;
}

/** Who caused something: PayBy itself, the people of the shop, the payer, or the reconciler. */
export type Actor = 'payby' | 'staff' | 'till' | 'payer' | 'reconciler';

export interface Refund {
  readonly refundMerchantOrderNo: string;
  readonly amount: Money;
  readonly reason: string | undefined;
  /** `REQUESTED` until PayBy has answered, `REFUSED` when it said no, else PayBy's own word. */
  readonly status: string;
  readonly requestedAt: number;
  /** Queries since its answer was lost or still open. */
  readonly tries: number;
  readonly nextAt: number;
}

/** More can still happen that only PayBy knows of. A paid order is open until it is settled. */
export const isOpen = ({status, revoked}: Order): boolean =>
  !revoked && (status === 'CREATED' || status === 'PAID_SUCCESS');

/** It can still be paid. */
export const isUnpaid = ({status, revoked}: Order): boolean => !revoked && status === 'CREATED';

export const isPaid = ({status, revoked}: Order): boolean =>
  !revoked && (status === 'PAID_SUCCESS' || status === 'SETTLED');

/** The order after a word of PayBy. Throws {@link MismatchedAnswer}. */
export function applyAnswer(order: Order, answer: AcquireOrder): Order {
  if (answer.merchantOrderNo !== order.merchantOrderNo) throw new MismatchedAnswer('another order');
  if (!sameMoney(answer.totalAmount, order.totalAmount))
    throw new MismatchedAnswer('another amount or currency');
  const said = statusWord(answer.status);
  const status = said && weight[said] > weight[order.status] ? said : order.status;
  const isFailure = status === 'FAILURE' && said === 'FAILURE';
  const hasEnded = answer.revoked || (said !== undefined && said !== 'CREATED');
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

/** An order that we have given up, and that PayBy turns out to have after all, must not be paid by accident. */
const cancelRequestAfter = ({placement, followUp}: Order): CancelRequest | undefined =>
  placement === 'absent' ? {by: 'reconciler', tries: 0, lastTryAt: 0} : followUp.cancel;

/** Before PayBy is asked to take an order that we know already: whatever was refused counts no longer. */
export function placingAgain(order: Order, now: number): Order {
  const {placement} = order;
  const isGivenUp = placement === 'refused' || placement === 'absent';
  const before: Order = isGivenUp
    ? {...order, status: 'CREATED', failCode: undefined, failDes: undefined}
    : order;
  return {...before, placement: afterAnotherTry(placement), placedAt: now};
}

/** An earlier try may have arrived unheard: then a refusal of the next one proves nothing. */
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

/** The order after PayBy took it. This is the one answer that brings the code to show. */
export function placed(order: Order, {acquireOrder, tokenUrl}: PlacedOrder): Order {
  const next: Order = {...applyAnswer(order, acquireOrder), placement: 'placed'};
  return isUnpaid(next) ? {...next, tokenUrl: tokenUrl ?? order.tokenUrl} : next;
}

/** The order after PayBy refused to take it: it exists with us only, and may be placed again. */
export function notPlaced(order: Order, code: string): Order {
  // An earlier try may have arrived all the same: its number decides, or the next question.
  if (order.placement !== 'pending') return order;
  return {
    ...order,
    status: 'FAILURE',
    failCode: NOT_PLACED,
    failDes: isPaybyCode(code) ? codeName(code) : 'PayBy did not take this order',
    placement: 'refused',
  };
}

/** The order after the answer to placing it was lost. */
export const placingLost = (order: Order): Order =>
  order.placement === 'pending' ? {...order, placement: 'unknown'} : order;

/** The order after PayBy, asked in good time, does not know it: nobody can have paid it. */
export const absent = (order: Order): Order => ({
  ...order,
  status: order.status === 'CREATED' ? 'FAILURE' : order.status,
  failCode: order.failCode ?? NOT_PLACED,
  failDes: order.failDes ?? 'The order never reached PayBy',
  placement: 'absent',
  followUp: {...order.followUp, cancel: undefined, uncertainSince: order.placedAt},
});

const NOT_PLACED = 'NOT_PLACED';

/** The order after a word of PayBy about one of its refunds. Throws {@link MismatchedAnswer}. */
export function applyRefundAnswer(order: Order, answer: RefundOrder, now: number): Order {
  const {refundMerchantOrderNo, amount, status} = answer;
  const known = order.refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
  if (amount.currency !== order.totalAmount.currency || (known && !sameMoney(known.amount, amount))) {
    throw new MismatchedAnswer('another amount or currency of a refund');
  }
  // One that we never asked for was made in PayBy's own portal.
  const before = known ?? {refundMerchantOrderNo, amount, reason: undefined, requestedAt: now, tries: 0};
  const isHeavier = !known || refundWeight(status) > refundWeight(known.status);
  const next = {...before, status: isHeavier ? status : known.status};
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

/** PayBy has not said its last word about this refund. */
export const isPending = ({status}: Refund): boolean => refundWeight(status) < 2;

/** 4 s, and ever longer, up to ten minutes. */
export const refundDelayMs = (tries: number): number => Math.min(4_000 * 1.5 ** tries, 600_000);

/** What has been given back, or may be on its way back. */
export const refundedFils = ({refunds}: Order): bigint =>
  refunds.reduce(
    (sum, {amount, status}) =>
      status === 'FAILURE' || status === 'REFUSED' ? sum : sum + toFils(amount.amount),
    0n,
  );

/** A word that we do not know is "not yet". */
function refundWeight(status: string): number {
  switch (status) {
    case 'REQUESTED':
      return 0;
    case 'REFUSED':
    case 'FAILURE':
      return 2;
    case 'REFUNDED_SETTLED':
      return 3;
    case 'SUCCESS':
      return 4;
    default:
      return 1;
  }
}

/** A late "paid" weighs more than "failed": the money has moved. */
const weight: Readonly<Record<StatusWord, number>> = {CREATED: 0, FAILURE: 1, PAID_SUCCESS: 2, SETTLED: 3};

/** `undefined` for a word that we do not know, which then changes nothing. */
function statusWord(word: string): StatusWord | undefined {
  switch (word) {
    case 'CREATED':
    case 'PAID_SUCCESS':
    case 'SETTLED':
    case 'FAILURE':
      return word;
    case 'SETTLED_SUCCESS': // of older material
      return 'SETTLED';
    default:
      return undefined;
  }
}
