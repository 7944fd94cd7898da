/**
 * What a voucher adds below its code: until when, the way to the cashier, and the facts of the order. They stay when
 * the order has been decided; everything that helps to pay goes.
 */
import {html, nothing, type TemplateResult} from 'lit';
import type {CheckoutStrings, VoucherStrings} from '../../i18n/strings.js';
import type {CashFacts} from '../voucher-model.js';
import type {Template} from '../../shared/views/template.js';
import {cashierIcon, checkIcon, clockIcon, copyIcon, enlargeIcon, icon} from '../../shared/views/icons.js';

export type FullScreenView = 'code' | 'cashier';

export interface VoucherModel {
  readonly checkout: CheckoutStrings;
  readonly strings: VoucherStrings;
  readonly facts: CashFacts;
  /** "1 d 2 h" or "14:59"; `undefined` when nothing is counted. */
  readonly timeLeft: string | undefined;
  readonly isOpen: boolean;
  /** Whether to offer a copy of the order number. */
  readonly mayCopy: boolean;
  readonly copied: 'rest' | 'copied' | 'failed';
  /** The row of what can be kept. */
  readonly row: Template;
  readonly copy: (event: Event) => void;
  readonly open: (view: FullScreenView) => void;
}

export const voucherView = (model: VoucherModel): TemplateResult => html`
  <div class="voucher">
    ${model.isOpen ? [deadlineView(model), waysView(model), model.row] : nothing} ${orderFactsView(model)}
  </div>
`;

function deadlineView({facts: {payBefore}, strings, checkout, timeLeft}: VoucherModel): Template {
  if (!payBefore || timeLeft === undefined) return nothing;
  return html`<div class="deadline">
    ${icon(clockIcon)}
    <div>
      <p>
        <span class="muted">${strings.payBefore}</span> <strong>${payBefore.here}</strong>
        ${payBefore.uae ? html`<small class="muted">${payBefore.uae}</small>` : nothing}
      </p>
      <p part="countdown" class="countdown">
        <small class="muted">${checkout.timeLeft}</small> <bdi role="timer">${timeLeft}</bdi>
      </p>
    </div>
  </div>`;
}

function waysView({facts: {qr}, strings, open}: VoucherModel): Template {
  if (!qr) return nothing;
  return html`<div part="actions" class="ways">
    <button
      part="action"
      class="primary"
      type="button"
      @click=${() => {
        open('cashier');
      }}
    >
      ${icon(cashierIcon)} ${strings.showCashier}
    </button>
    <button
      part="action"
      type="button"
      @click=${() => {
        open('code');
      }}
    >
      ${icon(enlargeIcon)} ${strings.enlarge}
    </button>
  </div>`;
}

function orderFactsView(model: VoucherModel): TemplateResult {
  const {facts, strings, checkout, mayCopy} = model;
  return html`<dl part="details" class="facts">
    <div>
      <dt>${checkout.orderNumber}</dt>
      <dd>
        <bdi class="number" dir="ltr">${facts.order.merchantOrderNo}</bdi>
        ${mayCopy ? copyView(model) : nothing}
      </dd>
    </div>
    ${
      facts.orderTime
        ? html`<div>
            <dt>${strings.orderTime}</dt>
            <dd>${facts.orderTime}</dd>
          </div>`
        : nothing
    }
  </dl>`;
}

const copyView = ({strings, copied, copy}: VoucherModel): TemplateResult => html`
  <button
    part="action"
    class="copy"
    type="button"
    aria-label=${strings.copy}
    title=${strings.copy}
    @click=${copy}
  >
    ${icon(copied === 'copied' ? checkIcon : copyIcon)}
  </button>
  <span class="copied" role="status">${copyNews(strings, copied)}</span>
`;

function copyNews(strings: VoucherStrings, copied: VoucherModel['copied']): string {
  switch (copied) {
    case 'rest':
      return '';
    case 'copied':
      return strings.copied;
    case 'failed':
      return strings.notCopied;
  }
}
