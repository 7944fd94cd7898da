import {html, type TemplateResult} from 'lit';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {liveOrder} from './scripted-source.js';

/** A checkout that has heard one status, with the slots that a merchant would fill. */
export function checkout(order: unknown, said?: unknown): TemplateResult {
  const element = document.createElement('payby-checkout');
  element.order = order as PaybyCheckout['order'];
  if (said) element.setStatus(said);
  return html`${element}`;
}

export const cashOrder = (): ReturnType<typeof liveOrder> =>
  liveOrder({
    paySceneCode: 'CASHTOPUP',
    subject: 'Sand Racer: 500 coins',
    subjectAr: 'متسابق الرمال: 500 عملة',
    expiredTime: Date.now() + 26 * 3_600_000,
  });
