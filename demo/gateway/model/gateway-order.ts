/**
 * An order as the gateway keeps it, and how it reads at a moment. Nothing runs in the background: that an order has
 * expired or been settled follows from its times and the clock, so it is worked out whenever somebody looks.
 */
import type {JsonObject} from '../../payby/bytes.js';
import {fromFils, toFils, wireMoney, type Money} from '../../payby/money.js';
import type {RefundOutcome} from './settings.js';

export type Scene = 'DYNQR' | 'QRPAY' | 'CASHTOPUP';

export const isScene = (value: unknown): value is Scene =>
  value === 'DYNQR' || value === 'QRPAY' || value === 'CASHTOPUP';

export type OrderState =
  | {readonly kind: 'open'}
  | {readonly kind: 'paid'; readonly payment: Payment; readonly revoked: boolean}
  | {readonly kind: 'closed'; readonly failCode: string; readonly failDes: string};

export interface Payment {
  readonly paidTime: number;
  readonly payerMid: string;
  readonly payChannel: 'BALANCE' | 'CASH';
}

export interface GatewayRefund {
  readonly refundMerchantOrderNo: string;
  readonly orderNo: string;
  readonly amount: Money;
  readonly reason: string;
  readonly requestTime: number;
  /** Until then it is on its way; its end is decided already. */
  readonly doneAt: number;
  readonly outcome: RefundOutcome;
}

export interface GatewayOrder {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
  /** A digest of the parameters of placing it: the same number with other parameters is another order. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  readonly paySceneCode: Scene;
  readonly tokenUrl: string | undefined;
  readonly notifyUrl: string | undefined;
  readonly requestTime: number;
  readonly expiredTime: number;
  readonly state: OrderState;
  /** Whether the first payer who scans is the only one who may pay (PayBy's `changePayer`). */
  readonly bindsPayer: boolean;
  /** Whoever scanned the code last. */
  readonly scannedBy: Scanner | undefined;
  readonly accessoryContent: JsonObject | undefined;
  readonly reserved: string | undefined;
  readonly refunds: readonly GatewayRefund[];
}

/** The customer in the app, or in the cash scene the store's till. */
export interface Scanner {
  readonly payerMid: string;
  readonly phoneMask: string;
}

/** The state at a moment: an open order that reached its end is closed, whoever asks. */
export function stateAt({state, expiredTime}: GatewayOrder, now: number): OrderState {
  if (state.kind !== 'open' || now < expiredTime) return state;
  return {kind: 'closed', failCode: 'ORDER_EXPIRED', failDes: 'The order was not paid in time'};
}

export type StatusWord = 'CREATED' | 'PAID_SUCCESS' | 'SETTLED' | 'FAILURE';

export function statusWord(state: OrderState, now: number, settleAfterMs: number): StatusWord {
  switch (state.kind) {
    case 'open':
      return 'CREATED';
    case 'paid':
      return now >= state.payment.paidTime + settleAfterMs ? 'SETTLED' : 'PAID_SUCCESS';
    case 'closed':
      return 'FAILURE';
  }
}

export interface Moment {
  readonly now: number;
  /** How long after the payment the money is the merchant's. */
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
    status: statusWord(state, now, settleAfterMs),
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
    revoked: state.kind === 'paid' && state.revoked ? 'true' : 'false',
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
      return {failCode: state.failCode, failDes: state.failDes};
  }
}

export type RefundWord = 'CREATED' | RefundOutcome;

export const refundWord = ({doneAt, outcome}: GatewayRefund, now: number): RefundWord =>
  now < doneAt ? 'CREATED' : outcome;

/** What has been given back or is on its way: only a refund that failed frees its money for another one. */
export function refundedAmount({totalAmount, refunds}: GatewayOrder, now: number): Money {
  const fils = refunds
    .filter((refund) => refundWord(refund, now) !== 'FAILURE')
    .reduce((sum, {amount}) => sum + toFils(amount.amount), 0n);
  return {amount: fromFils(fils), currency: totalAmount.currency};
}

export function leftToRefund(order: GatewayOrder, now: number): Money {
  const fils = toFils(order.totalAmount.amount) - toFils(refundedAmount(order, now).amount);
  return {amount: fromFils(fils), currency: order.totalAmount.currency};
}

/** PayBy's `refundOrder`, ready for JSON. */
export function wireRefund(order: GatewayOrder, refund: GatewayRefund, now: number): object {
  const status = refundWord(refund, now);
  return {
    refundMerchantOrderNo: refund.refundMerchantOrderNo,
    orderNo: refund.orderNo,
    originMerchantOrderNo: order.merchantOrderNo,
    originOrderNo: order.orderNo,
    status,
    amount: wireMoney(refund.amount),
    reason: refund.reason,
    requestTime: refund.requestTime,
    ...(status === 'FAILURE' && {failCode: 'REFUND_FAILED', failDes: "The payer's account took no refund"}),
  };
}

/** PayBy's `refundSummary`, ready for JSON. */
export const wireRefundSummary = (order: GatewayOrder, now: number): object => ({
  acquireAmount: wireMoney(order.totalAmount),
  remainRefundAmount: wireMoney(leftToRefund(order, now)),
});
