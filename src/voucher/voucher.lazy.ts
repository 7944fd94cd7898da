/**
 * The voucher of a payment in cash: the deadline, the steps, the card for the cashier, the partner stores, and what
 * exports it. All of it is in this one file, so that it works without a network from then on: on the way to the shop.
 */
import {html, nothing, type ReactiveController} from 'lit';
import {hasOrder, isOpen, type StateWithOrder} from '../core/order/checkout-machine.js';
import {listsAction} from '../core/order/actions.js';
import {keyOf, type Order} from '../core/order/order.js';
import * as english from '../i18n/en.js';
import {remaining} from '../i18n/format.js';
import type {CheckoutStrings} from '../i18n/strings.js';
import {adoptStyles} from '../shared/styles/adopt-styles.js';
import {detailsView} from '../shared/views/order-view.js';
import type {Template} from '../shared/views/template.js';
import {CopyController} from './copy-controller.js';
import {FullScreenController, isFullScreenOffered} from './full-screen-controller.js';
import type {SendGuide} from './send-guide/send-guide.lazy.js';
import {StoredVoucherController} from './stored-voucher-controller.js';
import {StoreList} from './stores/store-list.js';
import {cashierCardsView} from './views/cashier-cards-view.js';
import {fullScreenView} from './views/full-screen-view.js';
import {paymentStepsView, stepsDoneView} from './views/payment-steps-view.js';
import {voucherView} from './views/voucher-view.js';
import {cashMessage, currentStep} from './cash-state.js';
import {voucherData} from './voucher-data.js';
import type {FullScreenView, VoucherData, VoucherOptions, VoucherTemplates} from './voucher-model.js';
import {VoucherTools} from './voucher-tools.js';
import {voucherStyles} from './voucher.styles.js';

const noTemplates: VoucherTemplates = {message: undefined, voucher: undefined, guide: undefined};

export class Voucher implements ReactiveController {
  readonly #options: VoucherOptions;
  readonly #sendGuide: () => SendGuide | undefined;
  readonly #tools: VoucherTools;
  readonly #stores: StoreList;
  readonly #copy: CopyController;
  readonly #screen: FullScreenController<FullScreenView>;
  readonly #stored: StoredVoucherController;
  /** The code with which an order was first shown: the payer may have saved it. */
  #firstToken: string | null | undefined;
  #firstKey: string | undefined;
  /** As of the last update; `undefined` without an order. */
  #data: VoucherData | undefined;
  /** What {@link #data} was computed from. */
  #inputs: readonly unknown[] = [];

  /** @param sendGuide the form that sends the guide, once it has been loaded */
  constructor(options: VoucherOptions, sendGuide: () => SendGuide | undefined) {
    const {host, order, clock} = options;
    this.#options = options;
    this.#sendGuide = sendGuide;
    if (host.shadowRoot) adoptStyles(host.shadowRoot, voucherStyles);
    this.#stored = new StoredVoucherController(host, () => order.state, clock);
    this.#copy = new CopyController(host, clock);
    const selectors = {dialog: 'dialog.full', opener: '.plate', status: '[part=status]'};
    this.#screen = new FullScreenController<FullScreenView>(host, selectors, 'code', () => this.#isPayable);
    this.#tools = new VoucherTools(options, () => this.#payableData());
    this.#stores = new StoreList(options);
    host.addController(this);
  }

  hostUpdate(): void {
    this.#updateData();
    if (isOpen(this.#options.order.state)) return;
    this.#tools.close();
    this.#sendGuide()?.close();
  }

  render(): VoucherTemplates {
    const {state} = this.#options.order;
    const data = this.#data;
    if (!hasOrder(state) || !data) return noTemplates;
    const strings = this.#options.strings();
    const tools = isOpen(state) ? this.#tools.render(data) : nothing;
    if (state.order.paySceneCode !== 'CASHTOPUP') {
      // An order that is not paid in cash, but may be exported
      return tools === nothing
        ? noTemplates
        : {...noTemplates, guide: html`${tools} ${detailsView(state.order, strings)}`};
    }
    return this.#renderCash(state, data, strings, tools);
  }

  /** Opens the browser's print dialog with the voucher. Rejects without an open order. */
  print(): Promise<void> {
    return this.#tools.print();
  }
  /** Saves the voucher as a PNG. Rejects without an open order. */
  saveImage(): Promise<Blob> {
    return this.#tools.saveImage();
  }
  /** Opens the device's share sheet with the voucher. Rejects without an open order. */
  async share(): Promise<void> {
    await this.#tools.share();
  }

  get #isPayable(): boolean {
    const {state} = this.#options.order;
    return isOpen(state) && state.order.tokenUrl !== undefined && state.order.paySceneCode === 'CASHTOPUP';
  }

  /** The data of an open order as of now, which an update may not have rendered yet. */
  #payableData(): VoucherData | undefined {
    this.#updateData();
    return isOpen(this.#options.order.state) ? this.#data : undefined;
  }

  #updateData(): void {
    const {order, locale, texts, clock, strings, encode} = this.#options;
    const {state} = order;
    const checkout = strings();
    const inputs = [state, checkout, locale.language];
    if (inputs.every((input, index) => input === this.#inputs[index])) return;
    this.#inputs = inputs;
    if (!hasOrder(state)) {
      this.#data = undefined;
      return;
    }
    const {uaeTime} = locale.part('voucher', english.voucher);
    const guide = locale.part('guide', english.guide);
    const {tokenUrl} = state.order;
    this.#data = voucherData({
      order: state.order,
      qr: isOpen(state) && tokenUrl !== undefined ? encode(tokenUrl) : undefined,
      isReplaced: this.#isReplaced(state.order),
      language: locale.language,
      brand: texts.names,
      direction: locale.direction,
      now: clock.now(),
      strings: {checkout, guide, uaeTime},
    });
  }

  #isReplaced(order: Order): boolean {
    const {merchantOrderNo, tokenUrl} = order;
    const key = keyOf(order);
    if (key !== this.#firstKey) this.#firstToken = this.#stored.tokenOf(merchantOrderNo);
    this.#firstKey = key;
    return (this.#firstToken ??= tokenUrl) !== tokenUrl;
  }

  #renderCash(
    state: StateWithOrder,
    data: VoucherData,
    checkout: CheckoutStrings,
    tools: Template,
  ): VoucherTemplates {
    const {order, host, locale} = this.#options;
    const strings = locale.part('voucher', english.voucher);
    const {view, open, close, closed} = this.#screen;
    return {
      message: cashMessage(state, strings, data.amount),
      voucher: voucherView({
        ...{checkout, strings, data, isOpen: isOpen(state)},
        timeLeft: order.remaining === undefined ? undefined : remaining(checkout, order.remaining),
        isFullScreenOffered: isFullScreenOffered(),
        isCopyOffered: listsAction(host.actions, 'copy', true),
        copyState: this.#copy.state,
        copy: this.#copyOrderNumber,
        open,
      }),
      guide: [
        this.#renderSteps(state, data),
        isOpen(state) ? this.#renderHelp(data, tools) : nothing,
        fullScreenView({view, data, checkout, strings, close, closed}),
      ],
    };
  }

  #renderSteps(state: StateWithOrder, {steps, credited}: VoucherData): Template {
    const {host, locale} = this.#options;
    const strings = locale.part('guide', english.guide);
    const hasOwnGuide = host.querySelector(':scope > [slot=guide]') !== null;
    if (state.phase === 'paid') return hasOwnGuide ? nothing : stepsDoneView({strings, steps});
    const current = currentStep(state);
    return current === undefined ? nothing : paymentStepsView({strings, steps, credited, current});
  }

  /** Below the steps: the partner stores, the exports, the guide by message, and on paper what the cashier does. */
  #renderHelp({cashierCards}: VoucherData, tools: Template): Template {
    const sendGuide = listsAction(this.#options.host.actions, 'send-guide')
      ? this.#sendGuide()?.render()
      : nothing;
    return html`${this.#stores.render()} ${tools} ${sendGuide ?? nothing} ${cashierCardsView(cashierCards)}`;
  }

  readonly #copyOrderNumber = ({currentTarget}: Event): void => {
    const number = this.#data?.order.merchantOrderNo;
    if (number !== undefined && currentTarget instanceof Element) void this.#copy.copy(number, currentTarget);
  };
}
