/** What the order page without JavaScript says about an order: only what PayBy's answers say, never a guess. */
import {isReversed, type EndReason, type Order} from '../orders/order.js';

/**
 * `preparing`: there is no code yet, since PayBy's answer to placing the order was lost. `cancelling`: the payer has
 * cancelled, and PayBy has not confirmed it. `confirming`: the time is over, and PayBy has not said how it ended.
 */
export type PlainOrderState =
  'preparing' | 'waiting' | 'scanned' | 'cancelling' | 'confirming' | 'paid' | 'returned' | EndReason;

/** The state at a time of PayBy's clock, ms since epoch. Time alone never ends an order: it only withdraws the code. */
export function plainOrderState(order: Order, at: number): PlainOrderState {
  if (isReversed(order)) return 'returned';
  if (order.revoked) return 'cancelled';
  switch (order.status) {
    case 'PAID_SUCCESS':
    case 'SETTLED':
      return 'paid';
    case 'FAILURE':
      return order.reason ?? 'failed';
    case 'CREATED':
      return openState(order, at);
  }
}

function openState({followUp, expiredTime, tokenUrl, payerMask}: Order, at: number): PlainOrderState {
  if (followUp.cancel) return 'cancelling';
  if (at >= expiredTime) return 'confirming';
  if (tokenUrl === undefined) return 'preparing';
  return payerMask === undefined ? 'waiting' : 'scanned';
}

/** The states that PayBy's next answer may change: the page asks again. */
export const isStillOpen = (state: PlainOrderState): boolean => OPEN.has(state);

const OPEN: ReadonlySet<PlainOrderState> = new Set([
  'preparing',
  'waiting',
  'scanned',
  'cancelling',
  'confirming',
]);
