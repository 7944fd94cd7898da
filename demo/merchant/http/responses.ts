/** What pages get to see of an order: no fees, no member ids, and times that let them correct their own clock. */
import {createHash} from 'node:crypto';
import {fromFils} from '../../payby/money.js';
import {refundedFils, type Order, type Refund} from '../orders/order.js';

/** The order that a page hands to its checkout. */
export const checkoutOrder = (order: Order): object => ({
  merchantOrderNo: order.merchantOrderNo,
  orderNo: order.orderNo,
  paySceneCode: order.paySceneCode,
  tokenUrl: order.tokenUrl,
  totalAmount: order.totalAmount,
  subject: order.subject,
  subjectAr: order.subjectAr,
  expiredTime: order.expiredTime,
  requestTime: order.requestTime,
  status: order.status,
  revoked: String(order.revoked), // "true" or "false", in PayBy's own way
});

/** The status without the moment at which it was told, so that it is the same as long as nothing happens. */
export interface StatusFacts {
  readonly merchantOrderNo: string;
  readonly [fact: string]: unknown;
}

export const statusFacts = (order: Order): StatusFacts => ({
  merchantOrderNo: order.merchantOrderNo,
  orderNo: order.orderNo,
  status: order.status,
  totalAmount: order.totalAmount,
  revoked: String(order.revoked),
  failCode: order.failCode,
  failDes: order.failDes,
  expiredTime: order.expiredTime,
  paymentInfo: order.payment,
  payer: order.payerMask === undefined ? undefined : {mobileNumberMask: order.payerMask},
  scanned: order.payerMask !== undefined,
});

export const statusPayload = (order: Order, serverTime: number): object => ({
  ...statusFacts(order),
  serverTime,
});

/** Weak, since `serverTime` makes no two answers the same bytes. */
export function statusTag(order: Order): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(statusFacts(order)))
    .digest('base64url');
  return `W/"${digest.slice(0, 22)}"`;
}

export const refundPayload = (order: Order, refund: Refund): object => ({
  merchantOrderNo: order.merchantOrderNo,
  refundMerchantOrderNo: refund.refundMerchantOrderNo,
  status: refund.status,
  ...refund.amount,
  refundedAmount: fromFils(refundedFils(order)),
});
