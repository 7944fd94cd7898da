/**
 * A voucher as text that outlives a reload: the facts that its drawing needs, and no word about its status, which only
 * the server knows. It lives as long as the order; one without an end is not kept.
 */
import {isPayload, time} from '../order/payload.js';
import type {CheckoutOrder, Order} from '../order/order.js';

export function keptText(order: Order, businessType: string | undefined): string | undefined {
  const {merchantOrderNo, orderNo, paySceneCode, tokenUrl, totalAmount} = order;
  const {subject, subjectAr, expiredTime, requestTime} = order;
  if (expiredTime === undefined || tokenUrl === undefined) return undefined;
  return JSON.stringify({
    ...{merchantOrderNo, orderNo, paySceneCode, tokenUrl, totalAmount},
    ...{subject, subjectAr, expiredTime, requestTime, businessType},
  });
}

export interface Kept {
  /** To be handed in as an order, which is looked over like any other. */
  readonly order: CheckoutOrder;
  readonly expiredTime: number;
}

/** `undefined` when it is not a voucher that we kept. */
export function readKept(kept: string | null): Kept | undefined {
  let value: unknown;
  try {
    value = JSON.parse(kept ?? '');
  } catch {
    return undefined; // nothing there, or not ours
  }
  const expiredTime = isPayload(value) ? time(value['expiredTime']) : undefined;
  return expiredTime === undefined ? undefined : {order: value as CheckoutOrder, expiredTime};
}
