/**
 * What a voucher renders below its code: the deadline, the buttons for the cashier, and the facts of the order. Only the
 * facts remain once the order can no longer be paid.
 */
import {html, nothing, type TemplateResult} from 'lit';
import type {CheckoutStrings, VoucherStrings} from '../../i18n/strings.js';
import type {CopyState, FullScreenView, VoucherData} from '../voucher-model.js';
import type {Template} from '../../shared/views/template.js';
import {cashierIcon, checkIcon, clockIcon, copyIcon, enlargeIcon, icon} from '../../shared/views/icons.js';

export interface VoucherModel {
  readonly checkout: CheckoutStrings;
  readonly strings: VoucherStrings;
  readonly data: VoucherData;
  /** "1 d 2 h" or "14:59"; `undefined` for an order without an end. */
  readonly timeLeft: string | undefined;
  readonly isOpen: boolean;
  readonly isFullScreenOffered: boolean;
  /** Whether the order number has a copy button. */
  readonly isCopyOffered: boolean;
  readonly copyState: CopyState;
  readonly copy: (event: Event) => void;
  readonly open: (view: FullScreenView) => void;
}

/** Two templates, so that an outcome brings new elements: the same ones would move, which counts as a layout shift. */
export const voucherView = (model: VoucherModel): TemplateResult =>
  model.isOpen
    ? html`<div class="voucher">${deadlineView(model)} ${presentView(model)} ${orderFactsView(model)}</div>`
    : html`<div class="voucher">${orderFactsView(model)}</div>`;

function deadlineView({data: {payBefore}, strings, checkout, timeLeft}: VoucherModel): Template {
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

/** Buttons that present the code to the cashier. */
function presentView({data: {qr}, strings, isFullScreenOffered, open}: VoucherModel): Template {
  if (!qr || !isFullScreenOffered) return nothing;
  return html`<div part="actions" class="present">
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
  const {data, strings, checkout, isCopyOffered} = model;
  return html`<dl part="details" class="facts">
    <div>
      <dt>${checkout.orderNumber}</dt>
      <dd>
        <bdi class="number" dir="ltr">${data.order.merchantOrderNo}</bdi>
        ${isCopyOffered ? copyView(model) : nothing}
      </dd>
    </div>
    ${
      data.orderTime
        ? html`<div>
            <dt>${strings.orderTime}</dt>
            <dd>${data.orderTime}</dd>
          </div>`
        : nothing
    }
  </dl>`;
}

const copyView = ({strings, copyState, copy}: VoucherModel): TemplateResult => html`
  <button
    part="action"
    class="copy"
    type="button"
    aria-label=${strings.copy}
    title=${strings.copy}
    @click=${copy}
  >
    ${icon(copyState === 'copied' ? checkIcon : copyIcon)}
  </button>
  <span class="copied" role="status">${copyNotice(strings, copyState)}</span>
`;

function copyNotice(strings: VoucherStrings, state: CopyState): string {
  switch (state) {
    case 'idle':
      return '';
    case 'copied':
      return strings.copied;
    case 'failed':
      return strings.notCopied;
  }
}
