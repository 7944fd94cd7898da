/**
 * What pages get to see of an order: no fees, no member ids, and times that let them correct their own clock. The
 * types are those of the schemas that `openapi.json` is generated from.
 */
import {createHash} from 'node:crypto';
import type * as v from 'valibot';
import {fromFils} from '../../payby/money.js';
import {causeFor, sentenceFor} from '../orders/failure-sentences.js';
import {isReversed, refundedFils, type Order, type Refund} from '../orders/order.js';
import type * as schemas from './schemas.js';

/** A header of every response about an order, a session or staff. */
export const noStore = {'Cache-Control': 'no-store'};

/** The order that a page hands to its checkout. */
export const checkoutOrder = (order: Order): v.InferOutput<typeof schemas.CheckoutOrder> => ({
  merchantOrderNo: order.merchantOrderNo,
  orderNo: order.orderNo,
  paySceneCode: order.paySceneCode,
  sku: order.sku,
  player: order.player,
  tokenUrl: order.tokenUrl,
  totalAmount: order.totalAmount,
  subject: order.subject,
  subjectAr: order.subjectAr,
  expiredTime: order.expiredTime,
  requestTime: order.requestTime,
  status: order.status,
  revoked: isReversed(order),
  ...failureFacts(order),
});

/** Why the order ended unpaid, if it did. */
const failureFacts = (order: Order) => ({
  reason: order.status === 'FAILURE' && !isReversed(order) ? toldReason(order) : undefined,
  failCode: order.failCode,
  failDes: sentenceFor(order.failCode) ?? order.failDes,
});

/** PayBy's code may say what a failed payment failed for. */
const toldReason = ({reason, failCode}: Order) =>
  reason === 'failed' ? (causeFor(failCode) ?? reason) : reason;

const statusFacts = (order: Order): v.InferOutput<typeof schemas.StatusFacts> => ({
  merchantOrderNo: order.merchantOrderNo,
  orderNo: order.orderNo,
  status: order.status,
  totalAmount: order.totalAmount,
  revoked: isReversed(order),
  ...failureFacts(order),
  expiredTime: order.expiredTime,
  tokenUrl: order.tokenUrl,
  paymentInfo: order.payment,
  payer: order.payerMask === undefined ? undefined : {mobileNumberMask: order.payerMask},
  scanned: order.payerMask !== undefined,
});

export const statusResponse = (order: Order, serverTime: number): v.InferOutput<typeof schemas.Status> => ({
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

export const refundResponse = (order: Order, refund: Refund): v.InferOutput<typeof schemas.Refund> => ({
  merchantOrderNo: order.merchantOrderNo,
  refundMerchantOrderNo: refund.refundMerchantOrderNo,
  status: refund.status,
  ...refund.amount,
  refundedAmount: fromFils(refundedFils(order)),
});
