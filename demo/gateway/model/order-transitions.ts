/** What may happen to an order and what PayBy says when it may not: (order, wish, now) → order, or a {@link Refusal}. */
import {toFils} from '../../payby/money.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {
  leftToRefund,
  refundWord,
  stateAt,
  statusWord,
  type GatewayOrder,
  type GatewayRefund,
  type Moment,
  type Payment,
  type Scanner,
} from './gateway-order.js';
import {invalid, Refusal} from '../wire/refusal.js';

const LONGEST_EXTENSION_MS = 15 * 24 * 60 * 60_000;

/** Somebody else has scanned the code first, and the order is theirs to pay. */
export class OtherPayer extends Error {
  override readonly name = 'OtherPayer';
}

/** Somebody holds a camera before the code. */
export function scan(order: GatewayOrder, scanner: Scanner, moment: Moment): GatewayOrder {
  refuseUnlessOpen(order, moment);
  const {bindsPayer, scannedBy} = order;
  if (bindsPayer && scannedBy && scannedBy.payerMid !== scanner.payerMid) throw new OtherPayer();
  return {...order, scannedBy: scanner};
}

/** Nobody pays what they have not scanned, or had scanned off their own phone. */
export function pay(
  order: GatewayOrder,
  scanner: Scanner,
  payChannel: Payment['payChannel'],
  moment: Moment,
): GatewayOrder {
  const payment = {paidTime: moment.now, payerMid: scanner.payerMid, payChannel};
  return {...scan(order, scanner, moment), state: {kind: 'paid', payment, revoked: false}};
}

/** The customer said no in the app. */
export function refuseByPayer(order: GatewayOrder, scanner: Scanner, moment: Moment): GatewayOrder {
  return close(scan(order, scanner, moment), 'PAYER_REFUSED', 'The customer declined the payment');
}

export function cancel(order: GatewayOrder, moment: Moment): GatewayOrder {
  refuseUnlessOpen(order, moment);
  return close(order, 'ORDER_CANCELLED', 'The merchant cancelled the order');
}

/** For doubt, so it may be repeated: an order that is closed already is as its merchant wants it. */
export function revoke(order: GatewayOrder, {now}: Moment): GatewayOrder {
  const state = stateAt(order, now);
  switch (state.kind) {
    case 'open':
      return close(order, 'ORDER_REVOKED', 'The merchant revoked the order before it was paid');
    case 'closed':
      return order;
    case 'paid':
      if (state.revoked) throw new Refusal(PaybyCode.ACQUIRE_ORDER_REVOKED);
      if (order.refunds.some((refund) => refundWord(refund, now) !== 'FAILURE'))
        throw new Refusal(PaybyCode.ACQUIRE_ORDER_REFUNDED);
      return {...order, state: {...state, revoked: true}};
  }
}

/** The same refund number with the same parameters is the same refund, as with orders. */
export function refund(order: GatewayOrder, wish: GatewayRefund, {now}: Moment): GatewayOrder {
  const known = order.refunds.find((other) => other.refundMerchantOrderNo === wish.refundMerchantOrderNo);
  if (known) {
    if (known.amount.amount !== wish.amount.amount || known.reason !== wish.reason)
      throw new Refusal(PaybyCode.REFUND_MERCHANT_ORDER_NO_EXIST);
    return order;
  }
  const state = stateAt(order, now);
  if (state.kind !== 'paid') throw new Refusal(PaybyCode.ORDER_NOT_PAID);
  if (state.revoked) throw new Refusal(PaybyCode.ACQUIRE_ORDER_REVOKED);
  if (wish.amount.currency !== order.totalAmount.currency) throw invalid('amount.currency');
  if (toFils(wish.amount.amount) > toFils(leftToRefund(order, now).amount))
    throw new Refusal(PaybyCode.REFUND_AMOUNT_EXCEEDED);
  return {...order, refunds: [...order.refunds, wish]};
}

export function moveExpiry(order: GatewayOrder, expiredTime: number, moment: Moment): GatewayOrder {
  refuseUnlessOpen(order, moment);
  if (expiredTime <= moment.now) throw new Refusal(PaybyCode.EXPIREDTIME_LESS_THAN_REQUESTTIME);
  if (expiredTime > moment.now + LONGEST_EXTENSION_MS) throw new Refusal(PaybyCode.EXPIREDTIME_TOO_LATER);
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
        statusWord(state, now, settleAfterMs) === 'SETTLED' ? PaybyCode.ORDER_SETTLED : PaybyCode.ORDER_PAID,
      );
  }
}

const close = (order: GatewayOrder, failCode: string, failDes: string): GatewayOrder => ({
  ...order,
  state: {kind: 'closed', failCode, failDes},
});
