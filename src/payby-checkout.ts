/** Registers `<payby-checkout>`. */
import {define} from './shared/define.js';
import {PaybyCheckout} from './checkout/payby-checkout.js';

define('payby-checkout', PaybyCheckout);

export {PaybyCheckout};
export type {PaybyActionEvent} from './shared/action-event.js';
export type {PaybyRedirectEvent} from './checkout/redirect/redirect-event.js';
export type {
  PaybyChangeEvent,
  PaybyErrorEvent,
  PaybyFailureEvent,
  PaybyReadyEvent,
  PaybySuccessEvent,
} from './checkout/checkout-events.js';
