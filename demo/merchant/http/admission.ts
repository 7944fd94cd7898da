/** Admits what a payer asks about an order, by the limits of that order's budget. */
import type {Context} from 'hono';
import type {LimitedAction, RequestLimits} from '../auth/request-limits.js';
import {ownerOf, type Order} from '../orders/order.js';
import {clientAddress, type TrustedProxies} from './client-address.js';
import {merchantOrderNoIn} from './request-parsing.js';

export interface AdmissionOptions {
  readonly orders: {stored(merchantOrderNo: string): Promise<Order>};
  readonly limits: Pick<RequestLimits, 'admit'>;
  readonly proxies: TrustedProxies;
}

/** The stored order, if its payer may do this now. Throws a 429 otherwise. */
export async function admitted(
  c: Context,
  action: LimitedAction,
  {orders, limits, proxies}: AdmissionOptions,
): Promise<Order> {
  const order = await orders.stored(merchantOrderNoIn(c));
  const counted = {address: clientAddress(c, proxies), order: order.merchantOrderNo};
  await limits.admit(action, ownerOf(order), counted);
  return order;
}
