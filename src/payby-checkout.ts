/** Registers `<payby-checkout>`. */
import {define} from './elements/define.js';
import {PaybyCheckout} from './elements/payby-checkout.js';

define('payby-checkout', PaybyCheckout);

export {PaybyCheckout};
export type {PaybyActionEvent} from './events/action-event.js';
export type {
  PaybyChangeEvent,
  PaybyErrorEvent,
  PaybyFailureEvent,
  PaybyReadyEvent,
  PaybySuccessEvent,
} from './events/checkout-events.js';
