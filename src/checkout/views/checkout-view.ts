/**
 * The whole checkout as a function of what is known. The live region is always in the document, and only a change
 * of phase changes its text: the countdown stays outside of it, so that it is not read out every second.
 *
 * The order in the document is that of a phone: amount, state, link into the app, code. Where the code leads, CSS moves it.
 */
import {html, nothing, type TemplateResult} from 'lit';
import {listsAction} from '../../core/order/actions.js';
import {
  isOpen,
  type CheckoutState,
  type OpenState,
  type StateWithOrder,
} from '../../core/order/checkout-machine.js';
import type {QrImage} from '../../core/qr/qr-path.js';
import {money} from '../../i18n/format.js';
import type {CheckoutStrings, Message} from '../../i18n/strings.js';
import {detailsView, orderView} from '../../shared/views/order-view.js';
import {qrView} from '../../shared/views/qr-view.js';
import type {Template} from '../../shared/views/template.js';
import type {VoucherTemplates} from '../../voucher/voucher-model.js';
import type {Place} from '../place.js';
import {actionsView, cancelView, type ActionsModel} from './actions-view.js';
import {outcomeView, type OutcomeModel} from './outcome-view.js';

export interface CheckoutModel {
  readonly state: CheckoutState;
  readonly strings: CheckoutStrings;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** True while the strings are not yet those of `language`: the layout is rendered without texts. */
  readonly isLoading: boolean;
  readonly qr: QrImage | undefined;
  /** The time left of an open order. */
  readonly countdown: Template;
  /** `undefined` until an order needs a voucher and its code has been loaded. */
  readonly voucher: VoucherTemplates | undefined;
  readonly outcome: OutcomeModel;
  /** The place that the outcome takes. */
  readonly place: Place;
  /** Shown while an order is undecided. */
  readonly connection: Template;
  readonly actions: ActionsModel;
  /** The `actions` attribute; `null` for the default of scene and device. */
  readonly actionNames: string | null;
  /** Called when the payer taps the link into the app. */
  readonly expectApp: () => void;
  /** The list of languages, and nothing in its place until it is loaded; `undefined` where none is offered. */
  readonly languagePicker: Template | undefined;
  /** Called when the element's own children have changed. */
  readonly childrenChanged: () => void;
}

/** A code of more modules a side, quiet zone included, needs the whole width. */
const MAX_BESIDE = 100;

export function checkoutView(model: CheckoutModel): TemplateResult {
  const {state, strings, direction, language, isLoading, voucher, qr, place} = model;
  const order = 'order' in state ? state.order : undefined;
  const app = isOpen(state) ? openAppView(state, model) : nothing;
  const code = codeView(model);
  const isDone = 'outcome' in state;
  return html`
    <div
      class="card"
      role="group"
      dir=${direction}
      lang=${language}
      aria-label=${strings.label}
      aria-busy=${isLoading ? 'true' : 'false'}
    >
      <slot hidden @slotchange=${model.childrenChanged}></slot>
      <slot name="logo"></slot>
      <slot name="header"></slot>
      <div
        class="pay ${isDone ? 'ended' : ''} ${code === nothing || (qr && qr.size > MAX_BESIDE) ? '' : 'with-code'} ${app === nothing ? '' : 'with-app'}"
        .style=${`--_height:${place.height}px;--_top:${place.top}px;--_start:min(${place.start}px,60cqi)`}
      >
        ${order && !isDone ? topView(order, model) : nothing}
        <div part="status" class="status" role="status">
          ${isDone ? outcomeView(state, model.outcome, strings, !voucher?.voucher) : messageView(state, model, app !== nothing)}
        </div>
        ${app} ${code}
        <div class="more">
          ${order && !isDone ? model.connection : nothing} ${voucher?.voucher ?? nothing}
          ${actionsView(model.actions)}
          ${voucher?.guide ?? (order && !isDone ? detailsView(order, strings) : nothing)}
          ${cancelView(model.actions)}
        </div>
      </div>
      ${model.languagePicker && html`<div class="language">${model.languagePicker}</div>`}
      <slot name="footer"></slot>
    </div>
  `;
}

const topView = (order: StateWithOrder['order'], model: CheckoutModel): TemplateResult => {
  const {state, strings, language, voucher} = model;
  return html`<div class="top">
    ${orderView(money(strings, order.totalAmount), subjectIn(language, order))}
    ${isOpen(state) && !voucher?.voucher ? model.countdown : nothing}
  </div>`;
};

const subjectIn = (language: string, {subject, subjectAr}: StateWithOrder['order']): string | undefined =>
  language === 'ar' ? (subjectAr ?? subject) : (subject ?? subjectAr);

/** The QR, while the order is open; a moving mark while we wait without one. */
function codeView({state, qr, strings}: CheckoutModel): Template {
  if (isOpen(state) && qr)
    return qrView(qr, strings.qrLabel(money(strings, state.order.totalAmount)), state.phase === 'scanned');
  const isPending = isOpen(state) || state.phase === 'confirming' || state.phase === 'idle';
  return isPending ? html`<div class="pending"></div>` : nothing;
}

type UndecidedState = Exclude<CheckoutState, {readonly outcome: unknown}>;

/** @param hasApp on a phone the link into the app leads, and nobody scans the screen they look at */
function messageView(
  state: UndecidedState,
  {strings, voucher}: CheckoutModel,
  hasApp: boolean,
): readonly Template[] {
  const {title, text} = voucher?.message ?? message(state, strings);
  const isAppFirst = hasApp && state.phase === 'waiting';
  return [
    html`<div part="message" class=${isAppFirst ? 'for-code' : ''}>
      <p class="title">${title}</p>
      <p class="muted">${text}</p>
    </div>`,
    isAppFirst ? html`<p class="title for-app">${strings.waiting}</p>` : nothing,
  ];
}

function message(state: UndecidedState, strings: CheckoutStrings): Message {
  switch (state.phase) {
    case 'idle':
    case 'invalid':
      return strings[state.phase];
    case 'confirming':
      return strings[state.why];
    case 'scanned':
      return strings.scanned;
    case 'waiting':
      if (!state.order.tokenUrl) return strings.confirmInApp;
      return state.order.paySceneCode === 'CASHTOPUP' ? strings.cash : strings.scan;
  }
}

/**
 * A link to the token URL. By default CSS shows it on touch devices only, which cannot scan their own screen; there it
 * comes before the code.
 */
function openAppView({phase, order}: OpenState, model: CheckoutModel): Template {
  const {actionNames, strings, expectApp, actions} = model;
  const {paySceneCode, tokenUrl} = order;
  // The voucher of a cash payment links to the same address itself, by what it is: PayBy's page
  const isOffered =
    paySceneCode !== 'CASHTOPUP' && listsAction(actionNames, 'open-app', paySceneCode === 'DYNQR');
  if (!isOffered || !tokenUrl) return nothing;
  return html`<div part="actions" class="actions ${actionNames === null ? 'touch' : ''}">
    <a part="action" href=${tokenUrl} target="_blank" rel="noopener noreferrer" @click=${expectApp}
      >${strings.openApp}</a
    >
    ${actions.isAppMissing ? html`<p class="muted">${actions.strings.noApp}</p>` : nothing}
    ${phase === 'waiting' ? html`<p class="muted for-app">${strings.otherPhone}</p>` : nothing}
  </div>`;
}
