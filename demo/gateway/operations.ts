/** The signed calls by path: what each one reads from its `bizContent` and what it answers. */
import type {JsonObject} from '../payby/bytes.js';
import {wireMoney} from '../payby/money.js';
import type {Gateway, OrderName} from './gateway.js';
import {stateAt, wireRefund, type GatewayOrder} from './order.js';
import {
  optionalText,
  readMerchantOrderNo,
  readPlaceRequest,
  readPositive,
  readTime,
} from './place-request.js';
import {invalid, Refusal} from './refusal.js';
import {refundedAmount} from './rules.js';

/** Answers the `body`, or throws a {@link Refusal}. */
type Operation = (gateway: Gateway, biz: JsonObject, requestTime: number) => object;

export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['/acquire2/placeOrder', placeOrder],
  ['/acquire2/getOrder', (gateway, biz) => ({acquireOrder: gateway.describe(named(gateway, biz))})],
  [
    '/acquire2/cancelOrder',
    (gateway, biz) => ({acquireOrder: gateway.describe(gateway.cancel(named(gateway, biz)))}),
  ],
  [
    '/acquire2/revokeOrder',
    (gateway, biz) => ({acquireOrder: gateway.describe(gateway.revoke(named(gateway, biz)))}),
  ],
  ['/acquire2/updateExpiredTime', updateExpiredTime],
  ['/acquire2/refund/placeOrder', placeRefund],
  ['/acquire2/refund/getOrder', getRefund],
  ['/acquire2/getCashierUrlInfo', getCashierUrlInfo],
]);

function placeOrder(gateway: Gateway, biz: JsonObject, requestTime: number): object {
  const order = gateway.place(readPlaceRequest(biz, requestTime));
  const isOpen = stateAt(order, gateway.moment.now).kind === 'open';
  const {tokenUrl} = order;
  return {
    acquireOrder: gateway.describe(order),
    ...(isOpen && tokenUrl !== undefined ? {interActionParams: {tokenUrl}} : {}),
  };
}

function updateExpiredTime(gateway: Gateway, biz: JsonObject): object {
  const order = named(gateway, biz);
  return {
    acquireOrder: gateway.describe(gateway.moveExpiry(order, readTime(biz['expiredTime'], 'expiredTime'))),
  };
}

function placeRefund(gateway: Gateway, biz: JsonObject, requestTime: number): object {
  const order = gateway.find(orderName(biz, 'originMerchantOrderNo', 'originOrderNo'));
  const refundMerchantOrderNo = readMerchantOrderNo(biz['refundMerchantOrderNo']);
  const amount = readPositive(biz['amount'], 'amount');
  const reason = optionalText(biz, 'reason', 200) ?? '';
  const refunded = gateway.refund(
    order,
    {refundMerchantOrderNo, amount, reason, requestTime},
    optionalText(biz, 'notifyUrl', 200),
  );
  return refundAnswer(refunded, refundMerchantOrderNo);
}

function getRefund(gateway: Gateway, biz: JsonObject): object {
  const {order, refund} = gateway.findRefund(readMerchantOrderNo(biz['refundMerchantOrderNo']));
  return {refundOrder: wireRefund(order, refund)};
}

function getCashierUrlInfo(gateway: Gateway, biz: JsonObject): object {
  const {tokenUrl} = biz;
  if (typeof tokenUrl !== 'string') throw invalid('tokenUrl');
  const order = gateway.findByTokenUrl(tokenUrl);
  if (!order) throw new Refusal('62082');
  return order.scannedBy === undefined ? {} : {payer: {mobileNumberMask: order.scannedBy}};
}

function refundAnswer(order: GatewayOrder, refundMerchantOrderNo: string): object {
  const refund = order.refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
  if (!refund) throw new Refusal('62007');
  return {
    refundOrder: wireRefund(order, refund),
    refundSummary: {totalRefundedAmount: wireMoney(refundedAmount(order))},
  };
}

const named = (gateway: Gateway, biz: JsonObject): GatewayOrder =>
  gateway.find(orderName(biz, 'merchantOrderNo', 'orderNo'));

function orderName(biz: JsonObject, merchantField: string, paybyField: string): OrderName {
  const merchantOrderNo = biz[merchantField];
  if (typeof merchantOrderNo === 'string') return {merchantOrderNo};
  const orderNo = biz[paybyField];
  if (typeof orderNo === 'string') return {orderNo};
  throw invalid(merchantField);
}
