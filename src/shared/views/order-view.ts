import {html, nothing, type TemplateResult} from 'lit';
import type {Order} from '../../core/order/order.js';
import type {CheckoutStrings} from '../../i18n/strings.js';

/** What is being paid: the amount, large, and for what. */
export const orderView = (amount: string, subject: string | undefined): TemplateResult => html`
  <p part="amount" class="amount"><bdi>${amount}</bdi></p>
  ${subject ? html`<p class="subject muted" dir="auto">${subject}</p>` : nothing}
`;

/** The facts a payer reads out when something goes wrong. */
export const detailsView = (order: Order, strings: CheckoutStrings): TemplateResult => html`
  <p part="details" class="foot muted">${numberView(order, strings)}</p>
`;

export const numberView = ({merchantOrderNo}: Order, {orderNumber}: CheckoutStrings): TemplateResult =>
  html`${orderNumber} <bdi dir="ltr">${merchantOrderNo}</bdi>`;
