/** The signed calls by path: what each reads from its `bizContent` and returns as its `body`. */
import type {JsonObject} from 'payby-checkout/core';
import {PaybyCode} from '../../payby/result-codes.js';
import type {Gateway} from '../model/gateway.js';
import {stateAt, wireRefund, wireRefundSummary, type GatewayOrder} from '../model/gateway-order.js';
import {invalid, Refusal} from '../model/refusal.js';
import type {OrderName} from '../model/types.js';
import {
  optionalText,
  optionalUrl,
  readMerchantOrderNo,
  readPlaceRequest,
  readPositive,
  readTime,
} from './place-request.js';

/** Returns the `body` of the answer, or throws a {@link Refusal}. `requestTime` is in ms since epoch. */
type Operation = (gateway: Gateway, biz: JsonObject, requestTime: number) => object;

/** The operation of every path. */
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
  const refundMerchantOrderNo = readMerchantOrderNo(biz['refundMerchantOrderNo'], 'refundMerchantOrderNo');
  const refunded = gateway.refund(order, {
    refundMerchantOrderNo,
    amount: readPositive(biz['amount'], 'amount'),
    reason: optionalText(biz, 'reason', 64) ?? '',
    requestTime,
    notifyUrl: optionalUrl(biz, 'notifyUrl'),
  });
  const {refund} = gateway.findRefund({refundMerchantOrderNo});
  const {now} = gateway.moment;
  return {
    refundOrder: wireRefund(refunded, refund, now),
    refundSummary: wireRefundSummary(refunded, now),
  };
}

function getRefund(gateway: Gateway, biz: JsonObject): object {
  const name = oneName(biz, 'refundMerchantOrderNo', 'orderNo');
  const {order, refund} = gateway.findRefund(
    name.isMerchants ? {refundMerchantOrderNo: name.value} : {orderNo: name.value},
  );
  return {refundOrder: wireRefund(order, refund, gateway.moment.now)};
}

function getCashierUrlInfo(gateway: Gateway, biz: JsonObject): object {
  const tokenUrl = optionalUrl(biz, 'tokenUrl');
  if (tokenUrl === undefined) throw invalid('tokenUrl');
  const order = gateway.findByTokenUrl(tokenUrl);
  if (!order || !gateway.isAlive(tokenUrl, order)) throw new Refusal(PaybyCode.TOKEN_URL_NOT_EXIST);
  return order.scannedBy ? {payer: {mobileNumberMask: order.scannedBy.phoneMask}} : {};
}

const named = (gateway: Gateway, biz: JsonObject): GatewayOrder =>
  gateway.find(orderName(biz, 'merchantOrderNo', 'orderNo'));

function orderName(biz: JsonObject, merchantField: string, paybyField: string): OrderName {
  const {isMerchants, value} = oneName(biz, merchantField, paybyField);
  return isMerchants ? {merchantOrderNo: value} : {orderNo: value};
}

/** Exactly one of the merchant's number and PayBy's must be given. */
function oneName(
  biz: JsonObject,
  merchantField: string,
  paybyField: string,
): {readonly isMerchants: boolean; readonly value: string} {
  const merchants = biz[merchantField];
  const paybys = optionalText(biz, paybyField, 32);
  if (paybys === undefined) return {isMerchants: true, value: readMerchantOrderNo(merchants, merchantField)};
  if (merchants !== undefined && merchants !== null) throw invalid(`${merchantField} or ${paybyField}`);
  return {isMerchants: false, value: paybys};
}
