import {html, type TemplateResult} from 'lit';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {liveOrder} from './scripted-source.js';

/** A checkout with an order and, if given, one status. */
export function checkout(order: unknown, statusPayload?: unknown): TemplateResult {
  const element = document.createElement('payby-checkout');
  element.order = order as PaybyCheckout['order'];
  if (statusPayload) element.setStatus(statusPayload);
  return html`${element}`;
}

export const cashOrder = (): ReturnType<typeof liveOrder> =>
  liveOrder({
    paySceneCode: 'CASHTOPUP',
    subject: 'Sand Racer: 500 coins',
    subjectAr: 'متسابق الرمال: 500 عملة',
    expiredTime: Date.now() + 26 * 3_600_000,
  });
