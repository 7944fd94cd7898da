import {hasOrder, isOpen, type CheckoutState} from './checkout-machine.js';
import {keyOf} from './order.js';

/**
 * Identifies what a page shows of an order: phase, number, amount and code. A server writes it into its markup, and the
 * element keeps that markup only while it would show the same. It holds the token: never to be an attribute, nor logged.
 */
export const shownKey = (state: CheckoutState): string =>
  hasOrder(state) ? [state.phase, keyOf(state.order), isOpen(state) && state.order.tokenUrl].join() : '';
