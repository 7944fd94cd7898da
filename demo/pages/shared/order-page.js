// A page that an outcome leads to. Its address names the order, and anybody can type an address: what such a page says
// comes from the server.
import {orderFromServer} from './open-order.js';

/** @import {CreatedOrder} from './api-types.js' */

/**
 * `unpaid` is closed without a payment, `returned` paid and given back, `unknown` no order of this server.
 * @typedef {'asking' | 'paid' | 'open' | 'unpaid' | 'returned' | 'unknown'} OrderPageState
 */
/** @typedef {{readonly state: OrderPageState, readonly order: CreatedOrder | null}} OrderOnPage */

/** Between two requests for an order that is still open, ms. */
const POLL_MS = 2000;

/**
 * The order that the address names with `?order=`. The number gives access to the order: it does not stay in the address,
 * and the entry of the history keeps it for a reload.
 * @returns {string | undefined}
 */
export function orderFromAddress() {
  const address = new URL(location.href);
  const named = address.searchParams.get('order') ?? history.state?.order;
  address.searchParams.delete('order');
  history.replaceState({order: named}, '', address);
  return typeof named === 'string' ? named : undefined;
}

/**
 * Shows the order, and again until it is no longer open.
 * @param {string | undefined} merchantOrderNo
 * @param {(seen: OrderOnPage) => void} show
 */
export async function watchOrder(merchantOrderNo, show) {
  for (;;) {
    const order = merchantOrderNo === undefined ? null : await orderFromServer(merchantOrderNo);
    const state = stateOf(order);
    show({state, order});
    if (state !== 'open') return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/**
 * @param {CreatedOrder | null} order
 * @returns {OrderPageState}
 */
function stateOf(order) {
  if (order === null) return 'unknown';
  if (order.revoked) return 'returned';
  switch (order.status) {
    case 'PAID_SUCCESS':
    case 'SETTLED':
      return 'paid';
    case 'FAILURE':
      return 'unpaid';
    default:
      return 'open';
  }
}
