/**
 * An order as the gateway stores it, and what it is at a moment. No timer runs: whether an order has expired or been
 * settled is computed from its times and the clock whenever it is read.
 */
import type {JsonObject, Money} from 'payby-checkout/core';
import {fromFils, toFils, wireMoney} from '../../payby/money.js';
import {failDesOf, type PaymentFailure} from './payment-failures.js';
import type {RefundOutcome, Scene} from './types.js';

/** What has happened to an order. An open one may have expired: see {@link stateAt}. */
export type OrderState =
  | {readonly kind: 'open'}
  | {readonly kind: 'paid'; readonly payment: Payment; readonly revoked: boolean}
  | {readonly kind: 'closed'; readonly revoked: boolean; readonly failCode: PaymentFailure | undefined};

/** How an order was paid. */
export interface Payment {
  /** In ms since epoch. */
  readonly paidTime: number;
  /** PayBy's member id of the payer. */
  readonly payerMid: string;
  readonly payChannel: 'BALANCE' | 'CASH';
}

/** A refund as the gateway stores it. */
export interface GatewayRefund {
  readonly refundMerchantOrderNo: string;
  /** PayBy's number of the refund. */
  readonly orderNo: string;
  readonly amount: Money;
  readonly reason: string;
  /** When the merchant sent the request, in ms since epoch. */
  readonly requestTime: number;
  /** When it leaves `CREATED`: the amount is taken from the merchant. In ms since epoch. */
  readonly settledAt: number;
  /** When it has its outcome, in ms since epoch. */
  readonly endsAt: number;
  readonly outcome: RefundOutcome;
}

/** An order as the gateway stores it. */
export interface GatewayOrder {
  readonly merchantOrderNo: string;
  /** PayBy's number of the order. */
  readonly orderNo: string;
  /** A digest of the parameters of `placeOrder`: the same number with other parameters is another order. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  readonly paySceneCode: Scene;
  readonly tokenUrl: string | undefined;
  /** When the token was made, in ms since epoch. */
  readonly tokenMadeAt: number;
  readonly notifyUrl: string | undefined;
  /** When the merchant sent the request, in ms since epoch. */
  readonly requestTime: number;
  /** When the unpaid order closes, in ms since epoch. */
  readonly expiredTime: number;
  readonly state: OrderState;
  /** Whether the first payer who scans is the only one who may pay (PayBy's `changePayer`). */
  readonly bindsPayer: boolean;
  /** Whether a failed attempt to pay closes the order (PayBy's `oneTimePayment`). */
  readonly isOneTime: boolean;
  /** Who scanned the code last. */
  readonly scannedBy: Payer | undefined;
  readonly accessoryContent: JsonObject | undefined;
  readonly reserved: string | undefined;
  readonly refunds: readonly GatewayRefund[];
}

/** Who scans and pays: the customer with the app, or the partner store in the cash scene. */
export interface Payer {
  /** PayBy's member id. */
  readonly payerMid: string;
  /** The phone number as PayBy shows it to merchants. */
  readonly phoneMask: string;
}

/** The state at `now`: an open order that has expired is closed. PayBy does not say why: no document gives it a failCode. */
export function stateAt({state, expiredTime}: GatewayOrder, now: number): OrderState {
  if (state.kind !== 'open' || now < expiredTime) return state;
  return {kind: 'closed', revoked: false, failCode: undefined};
}

/** PayBy's status of an order. */
export type OrderStatus = 'CREATED' | 'PAID_SUCCESS' | 'SETTLED' | 'FAILURE';

/** PayBy's status of this state at `now`. */
export function orderStatus(state: OrderState, now: number, settleAfterMs: number): OrderStatus {
  switch (state.kind) {
    case 'open':
      return 'CREATED';
    case 'paid':
      if (state.revoked) return 'FAILURE'; // as in PayBy's sample of a revoked order, which keeps its paymentInfo
      return now >= state.payment.paidTime + settleAfterMs ? 'SETTLED' : 'PAID_SUCCESS';
    case 'closed':
      return 'FAILURE';
  }
}

/** When an order is read or changed. */
export interface Moment {
  /** In ms since epoch. */
  readonly now: number;
  /** How long after the payment an order is `SETTLED`, in ms. */
  readonly settleAfterMs: number;
}

/** PayBy's `acquireOrder`, ready for JSON. */
export function wireOrder(order: GatewayOrder, payeeMid: string, {now, settleAfterMs}: Moment): object {
  const state = stateAt(order, now);
  const {merchantOrderNo, orderNo, expiredTime, notifyUrl, subject, subjectAr, requestTime} = order;
  const {accessoryContent, reserved} = order;
  return {
    merchantOrderNo,
    orderNo,
    status: orderStatus(state, now, settleAfterMs),
    product: 'Basic Payment Gateway',
    totalAmount: wireMoney(order.totalAmount),
    payeeMid,
    expiredTime,
    notifyUrl,
    subject,
    subjectAr,
    requestTime,
    paySceneCode: order.paySceneCode,
    accessoryContent,
    reserved,
    revoked: state.kind !== 'open' && state.revoked ? 'true' : 'false',
    ...wireOutcome(order.totalAmount, state),
  };
}

function wireOutcome(totalAmount: Money, state: OrderState): object {
  switch (state.kind) {
    case 'open':
      return {};
    case 'paid': {
      const {paidTime, payerMid, payChannel} = state.payment;
      const paidAmount = wireMoney(totalAmount);
      return {paymentInfo: {paidAmount, paidTime, payerMid, payChannel, settlementAmount: paidAmount}};
    }
    case 'closed':
      return state.failCode === undefined
        ? {}
        : {failCode: state.failCode, failDes: failDesOf(state.failCode)};
  }
}

/** PayBy's status of a refund. */
export type RefundStatus = 'CREATED' | 'REFUNDED_SETTLED' | RefundOutcome;

/** PayBy's status of the refund at `now`. */
export function refundStatus({settledAt, endsAt, outcome}: GatewayRefund, now: number): RefundStatus {
  if (now < settledAt) return 'CREATED';
  return now < endsAt ? 'REFUNDED_SETTLED' : outcome;
}

/** The sum of all refunds but those that failed. */
export function refundedAmount({totalAmount, refunds}: GatewayOrder, now: number): Money {
  const fils = refunds
    .filter((refund) => refundStatus(refund, now) !== 'FAILURE')
    .reduce((sum, {amount}) => sum + toFils(amount.amount), 0n);
  return {amount: fromFils(fils), currency: totalAmount.currency};
}

/** What can still be refunded. */
export function leftToRefund(order: GatewayOrder, now: number): Money {
  const fils = toFils(order.totalAmount.amount) - toFils(refundedAmount(order, now).amount);
  return {amount: fromFils(fils), currency: order.totalAmount.currency};
}

/** PayBy's `refundOrder`, ready for JSON. */
export function wireRefund(order: GatewayOrder, refund: GatewayRefund, now: number): object {
  return {
    refundMerchantOrderNo: refund.refundMerchantOrderNo,
    orderNo: refund.orderNo,
    originMerchantOrderNo: order.merchantOrderNo,
    originOrderNo: order.orderNo,
    status: refundStatus(refund, now),
    amount: wireMoney(refund.amount),
    reason: refund.reason,
    requestTime: refund.requestTime,
  };
}

/** PayBy's `refundSummary`, ready for JSON. */
export const wireRefundSummary = (order: GatewayOrder, now: number): object => ({
  acquireAmount: wireMoney(order.totalAmount),
  remainRefundAmount: wireMoney(leftToRefund(order, now)),
});
