import {html, nothing, svg, type SVGTemplateResult, type TemplateResult} from 'lit';
import type {CheckoutState} from '../../core/order/checkout-machine.js';
import {money, since} from '../../i18n/format.js';
import type {CheckoutStrings, Message, OutcomeStrings} from '../../i18n/strings.js';
import {numberView} from '../../shared/views/order-view.js';
import {tick} from '../../shared/views/qr-view.js';
import type {Template} from '../../shared/views/template.js';

type FinalState = Extract<CheckoutState, {readonly outcome: unknown}>;
type FinalPhase = FinalState['phase'];

export interface OutcomeModel {
  readonly strings: OutcomeStrings;
  /** ms since epoch, by the device. */
  readonly now: number;
  /** The payer had requested to cancel the order. */
  readonly isCancelRequested: boolean;
  /** An expired order is no longer polled. */
  readonly hasEnded: boolean;
  /** The way on to the merchant's page. */
  readonly redirect: Template | undefined;
}

/**
 * The outcome that the server has reported, with the merchant's own content below.
 * @param hasNumber the order number is told here, and nowhere else
 */
export function outcomeView(
  state: FinalState,
  model: OutcomeModel,
  checkout: CheckoutStrings,
  hasNumber: boolean,
): TemplateResult {
  const {phase, order} = state;
  const {title} = messageOf(state, model.strings);
  return html`
    <div part="outcome" class="outcome ${phase}">
      <svg
        aria-hidden="true"
        width="72"
        height="72"
        viewBox="0 0 48 48"
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <circle cx="24" cy="24" r="22" />
        ${mark(phase)}
      </svg>
      <p class="title">${title}</p>
      <p class="receipt">
        <span part="amount"><bdi>${money(checkout, order.totalAmount)}</bdi></span>
        ${
          phase === 'paid' && order.paidTime !== undefined
            ? html`<span><bdi>${since(checkout, order.paidTime, model.now)}</bdi></span>`
            : nothing
        }
      </p>
      ${hasNumber ? html`<p part="details">${numberView(order, checkout)}</p>` : nothing}
      <p class="muted">${textOf(state, model)}</p>
      <slot name=${phase === 'paid' ? 'success' : 'failure'}></slot>
      ${model.redirect ?? nothing}
    </div>
  `;
}

/** In cash the account that pays is the partner store's: its limits and balance are nothing that a customer can change. */
function messageOf(state: FinalState, strings: OutcomeStrings): Message {
  const cause =
    state.phase === 'failed' && state.order.paySceneCode !== 'CASHTOPUP' ? state.outcome.cause : undefined;
  return cause ? strings.causes[cause] : strings[state.phase];
}

function textOf(state: FinalState, {strings, isCancelRequested, hasEnded}: OutcomeModel): string {
  const {phase, order} = state;
  if (phase === 'paid' && isCancelRequested) return strings.paidBeforeCancel;
  if (phase === 'expired' && hasEnded) return strings.noLongerChecked;
  // An order that was reversed unpaid gives no money back
  if (phase === 'revoked' && !order.wasPaid) return strings.cancelled.text;
  return messageOf(state, strings).text;
}

function mark(phase: FinalPhase): SVGTemplateResult {
  switch (phase) {
    case 'paid':
      return tick;
    case 'expired':
      return svg`<path d="M24 13v12l8 5" />`;
    case 'revoked':
      return svg`<path d="M15 21h14a6 6 0 0 1 0 12h-8m-6-12 6-6m-6 6 6 6" />`;
    case 'failed':
    case 'cancelled':
      return svg`<path d="m16 16 16 16m0-16L16 32" />`;
  }
}
