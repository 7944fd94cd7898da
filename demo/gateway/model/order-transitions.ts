/**
 * Every change of an order as a pure function: (order, request, moment) → order. A change that PayBy does not allow
 * throws a {@link Refusal} with PayBy's code.
 */
import {toFils} from '../../payby/money.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {
  leftToRefund,
  refundStatus,
  stateAt,
  orderStatus,
  type GatewayOrder,
  type GatewayRefund,
  type Moment,
  type Payer,
  type Payment,
} from './gateway-order.js';
import type {PaymentFailure} from './payment-failures.js';
import {invalid, Refusal} from './refusal.js';

/** How far from now an order's end can be moved: 15 days. */
const MAX_EXTENSION_MS = 15 * 24 * 60 * 60_000;

/** The order is bound to the payer who scanned its code first, and this is another one. */
export class OtherPayer extends Error {
  override readonly name = 'OtherPayer';
}

/** The payer scans the code, which may bind the order to them. */
export function scan(order: GatewayOrder, payer: Payer, moment: Moment): GatewayOrder {
  refuseUnlessOpen(order, moment);
  const {bindsPayer, scannedBy} = order;
  if (bindsPayer && scannedBy && scannedBy.payerMid !== payer.payerMid) throw new OtherPayer();
  return {...order, scannedBy: payer};
}

/** The payer pays, which implies that they scanned the code or that theirs was scanned. */
export function pay(
  order: GatewayOrder,
  payer: Payer,
  payChannel: Payment['payChannel'],
  moment: Moment,
): GatewayOrder {
  const payment = {paidTime: moment.now, payerMid: payer.payerMid, payChannel};
  return {...scan(order, payer, moment), state: {kind: 'paid', payment, revoked: false}};
}

/** The payer declines in the app. They may try again until the order ends, unless it allows one attempt only. */
export function refuseByPayer(order: GatewayOrder, payer: Payer, moment: Moment): GatewayOrder {
  const declined = scan(order, payer, moment);
  return order.isOneTime ? close(declined) : declined;
}

/**
 * PayBy refuses the payer's payment. An order that was placed with the payer's own code ends with it; one with a code to
 * scan stays open for another try, unless it allows one attempt only.
 */
export function failPayment(
  order: GatewayOrder,
  payer: Payer,
  failCode: PaymentFailure,
  moment: Moment,
): GatewayOrder {
  const failed = scan(order, payer, moment);
  return order.isOneTime || order.paySceneCode === 'QRPAY' ? close(failed, {failCode}) : failed;
}

/** The merchant closes an unpaid order. */
export function cancel(order: GatewayOrder, moment: Moment): GatewayOrder {
  refuseUnlessOpen(order, moment);
  return close(order);
}

/** The merchant closes an unpaid order or takes back a paid one. An order that is closed already stays as it is. */
export function revoke(order: GatewayOrder, {now}: Moment): GatewayOrder {
  const state = stateAt(order, now);
  switch (state.kind) {
    case 'open':
      return close(order, {revoked: true});
    case 'closed':
      return order;
    case 'paid':
      if (state.revoked) throw new Refusal(PaybyCode.ACQUIRE_ORDER_REVOKED);
      if (order.refunds.some((refund) => refundStatus(refund, now) !== 'FAILURE'))
        throw new Refusal(PaybyCode.ACQUIRE_ORDER_REFUNDED);
      return {...order, state: {...state, revoked: true}};
  }
}

/** The merchant refunds a part or all. The same refund number with the same parameters is the same refund. */
export function refund(order: GatewayOrder, made: GatewayRefund, {now}: Moment): GatewayOrder {
  const known = order.refunds.find((other) => other.refundMerchantOrderNo === made.refundMerchantOrderNo);
  if (known) {
    if (known.amount.amount !== made.amount.amount || known.reason !== made.reason)
      throw new Refusal(PaybyCode.REFUND_MERCHANT_ORDER_NO_EXIST);
    return order;
  }
  const state = stateAt(order, now);
  if (state.kind !== 'paid') throw new Refusal(PaybyCode.ORDER_NOT_PAID);
  if (state.revoked) throw new Refusal(PaybyCode.ACQUIRE_ORDER_REVOKED);
  if (made.amount.currency !== order.totalAmount.currency) throw invalid('amount.currency');
  if (toFils(made.amount.amount) > toFils(leftToRefund(order, now).amount))
    throw new Refusal(PaybyCode.REFUND_AMOUNT_EXCEEDED);
  return {...order, refunds: [...order.refunds, made]};
}

/** The merchant moves the end of an open order. */
export function moveExpiry(order: GatewayOrder, expiredTime: number, moment: Moment): GatewayOrder {
  refuseUnlessOpen(order, moment);
  if (expiredTime <= moment.now || expiredTime > moment.now + MAX_EXTENSION_MS)
    throw new Refusal(PaybyCode.INVALID_EXPIRED_TIME);
  return {...order, expiredTime};
}

function refuseUnlessOpen(order: GatewayOrder, {now, settleAfterMs}: Moment): void {
  const state = stateAt(order, now);
  switch (state.kind) {
    case 'open':
      return;
    case 'closed':
      throw new Refusal(PaybyCode.ORDER_FAILURE);
    case 'paid':
      if (state.revoked) throw new Refusal(PaybyCode.ACQUIRE_ORDER_REVOKED);
      throw new Refusal(
        orderStatus(state, now, settleAfterMs) === 'SETTLED' ? PaybyCode.ORDER_SETTLED : PaybyCode.ORDER_PAID,
      );
  }
}

interface Closing {
  readonly revoked?: boolean;
  readonly failCode?: PaymentFailure;
}

const close = (order: GatewayOrder, {revoked = false, failCode}: Closing = {}): GatewayOrder => ({
  ...order,
  state: {kind: 'closed', revoked, failCode},
});
