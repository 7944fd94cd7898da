import {html, type TemplateResult} from 'lit';
import '../../src/payby-checkout.js';
import type {CheckoutOrder, PaybyCheckout} from '../../src/pure.js';
import {cashOrder as kitOrder, type Step} from '../../src/testing.js';
import {payloadOf} from '../../src/testing/status-script.js';

type Settings = Partial<Pick<PaybyCheckout, 'actions' | 'languages' | 'stores'>>;

/** A checkout with an order and, if given, what the merchant's server says of it. */
export function checkout(order: CheckoutOrder | null, step?: Step, settings: Settings = {}): TemplateResult {
  const element = Object.assign(document.createElement('payby-checkout'), settings, {order});
  // Before it is on the page: the outcome has the page to itself, as after a reload
  if (order && step) element.setStatus(payloadOf(step, order));
  return html`${element}`;
}

export const cashOrder: typeof kitOrder = (fields) =>
  kitOrder({subject: 'Sand Racer: 500 coins', subjectAr: 'متسابق الرمال: 500 عملة', ...fields});
