/**
 * A voucher as text for `localStorage`: what its rendering needs, without a status, which only the server knows. It is
 * valid until the order expires; an order without an end is not stored.
 */
import {parseMoment} from '../order/moment.js';
import {isPayload} from '../order/payload.js';
import type {CheckoutOrder, Order} from '../order/order.js';

/** `undefined` for an order without an end or without a code. */
export function serializeVoucher(order: Order): string | undefined {
  const {merchantOrderNo, orderNo, paySceneCode, tokenUrl, totalAmount} = order;
  const {subject, subjectAr, expiredTime, requestTime, businessType} = order;
  if (expiredTime === undefined || tokenUrl === undefined) return undefined;
  return JSON.stringify({
    ...{merchantOrderNo, orderNo, paySceneCode, tokenUrl, totalAmount},
    ...{subject, subjectAr, expiredTime, requestTime, businessType},
  });
}

export interface StoredVoucher {
  /** To be set as the element's `order`, which is parsed like any other. */
  readonly order: CheckoutOrder;
  /** ms since epoch. */
  readonly expiredTime: number;
}

/** `undefined` if the text is missing, or not a stored voucher. */
export function parseStoredVoucher(text: string | null): StoredVoucher | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return undefined; // nothing is stored, or another program stored it
  }
  const expiredTime = isPayload(value) ? parseMoment(value['expiredTime'], '', []) : undefined;
  return expiredTime === undefined ? undefined : {order: value as CheckoutOrder, expiredTime};
}
