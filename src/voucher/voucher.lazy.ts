/**
 * The voucher for a payment in cash, below its code: until when, the steps, the card for the cashier. It is fetched
 * right after the first paint of a cash top-up, and with it what a payer keeps of a voucher: from then on all of it
 * works without the network, on the walk to the shop.
 */
import {html, nothing, type ReactiveController} from 'lit';
import type {CheckoutController} from '../checkout/checkout-controller.js';
import {CopyController} from './copy-controller.js';
import {FullScreenController} from './full-screen-controller.js';
import {KeptVoucherController} from './stored-voucher-controller.js';
import {LateController} from '../shared/late-controller.js';
import type {LocaleController} from '../shared/locale-controller.js';
import {hasOrder, isOpen, type CheckoutState, type StateWithOrder} from '../core/order/checkout-machine.js';
import type {Clock} from '../core/clock.js';
import type {QrImage} from '../core/qr/qr-path.js';
import * as english from '../i18n/en.js';
import {remaining} from '../i18n/format.js';
import type {CheckoutStrings, Message, VoucherStrings} from '../i18n/strings.js';
import {cashFacts} from './voucher-data.js';
import {cashStyles} from './voucher.styles.js';
import type {CashFacts, CashHost, KeepDrawn, KeepPart} from './voucher-seam.js';
import {addStyles} from '../shared/styles/adopt-styles.js';
import {cashierCardView} from './views/cashier-card-view.js';
import type {Extras} from '../checkout/views/checkout-view.js';
import type {Template} from '../shared/views/template.js';
import {fullScreenView} from './views/full-screen-view.js';
import {guideDoneView, guideView} from './views/payment-steps-view.js';
import {detailsView} from '../shared/views/order-view.js';
import {voucherView, type FullScreenView} from './views/voucher-view.js';

export interface CashLateHost extends CashHost {
  refresh(): void;
}

type CashExtras = Pick<Extras, 'message' | 'voucher' | 'guide'>;

/** The element draws what it always does. */
const plain: CashExtras = {message: undefined, voucher: undefined, guide: undefined};

export class CashLate implements ReactiveController {
  readonly #host: CashLateHost;
  readonly #watch: CheckoutController;
  readonly #locale: LocaleController;
  readonly #copy: CopyController;
  readonly #screen: FullScreenController<FullScreenView>;
  readonly #fetching: {readonly arrival: Promise<void> | undefined};
  #keep: KeepPart | undefined;
  /** What the page asked for before there was a part to keep things with. */
  readonly #requests: ((keep: KeepPart) => void)[] = [];
  /** As they are shown; made anew when what they are made from has changed. */
  #facts: CashFacts | undefined;
  #madeFrom: readonly unknown[] = [];

  constructor(host: CashLateHost, watch: CheckoutController, locale: LocaleController, clock: Clock) {
    this.#host = host;
    this.#watch = watch;
    this.#locale = locale;
    if (host.shadowRoot) addStyles(host.shadowRoot, cashStyles);
    new KeptVoucherController(host, () => watch.state, clock);
    this.#copy = new CopyController(host, clock);
    const places = {dialog: 'dialog.full', opener: '.plate', news: '[part=status]'};
    this.#screen = new FullScreenController<FullScreenView>(host, places, 'code', () => this.#isPayable);
    this.#fetching = new LateController(
      host,
      clock,
      () => import('./voucher-tools.js'),
      ({Keep}) => {
        const facts = (): CashFacts | undefined => (isOpen(watch.state) ? this.#facts : undefined);
        const complain = watch.reportProblem.bind(watch);
        const keep = new Keep({host, clock, locale, facts, complain});
        this.#keep = keep;
        for (const request of this.#requests.splice(0)) request(keep);
        host.requestUpdate();
      },
      () => undefined, // it is tried again, and the voucher can be paid without it
    );
    host.addController(this);
  }

  /** Settles when the part to keep things with is there. */
  get arrival(): Promise<void> | undefined {
    return this.#fetching.arrival;
  }

  hostUpdate(): void {
    if (!isOpen(this.#watch.state)) this.#keep?.withdraw();
  }

  draw(checkout: CheckoutStrings, qr: QrImage | undefined): CashExtras {
    const {state, remaining: left} = this.#watch;
    if (!hasOrder(state)) return plain;
    const strings = this.#locale.part('voucher', english.voucher);
    const facts = this.#factsOf(state, checkout, strings, qr);
    const kept = isOpen(state) ? this.#keep?.draw(facts) : undefined;
    if (state.order.paySceneCode !== 'CASHTOPUP')
      return kept ? this.#plainWith(kept, state, checkout) : plain;
    return {
      message: messageOf(state, strings, facts),
      voucher: voucherView({
        ...{checkout, strings, facts, isOpen: isOpen(state), row: kept?.row ?? nothing},
        timeLeft: left === undefined ? undefined : remaining(checkout, left),
        mayCopy: /\bcopy\b/.test(facts.actions ?? 'copy'),
        copied: this.#copy.state,
        copy: this.#copyNumber,
        open: this.#screen.open,
      }),
      guide: [
        this.#guide(state, facts),
        this.#below(state, facts, kept),
        this.#fullScreen(facts, checkout, strings),
      ],
    };
  }

  print(): Promise<void> {
    return this.#whenKeep((keep) => keep.print());
  }
  saveImage(): Promise<Blob> {
    return this.#whenKeep((keep) => keep.saveImage());
  }
  share(): Promise<void> {
    return this.#whenKeep((keep) => keep.share());
  }

  get #isPayable(): boolean {
    const {state} = this.#watch;
    return isOpen(state) && state.order.tokenUrl !== undefined && state.order.paySceneCode === 'CASHTOPUP';
  }

  #whenKeep<T>(ask: (keep: KeepPart) => Promise<T>): Promise<T> {
    if (this.#keep) return ask(this.#keep);
    return new Promise((resolve) => {
      this.#requests.push((keep) => {
        resolve(ask(keep));
      });
    });
  }

  #factsOf(
    {order}: StateWithOrder,
    checkout: CheckoutStrings,
    {uaeTime}: VoucherStrings,
    qr: QrImage | undefined,
  ): CashFacts {
    const {language, direction} = this.#locale;
    const {actions, stores, storesUrl} = this.#host;
    const from = [order, checkout, qr, actions, stores, storesUrl];
    if (this.#facts && from.every((one, index) => one === this.#madeFrom[index])) return this.#facts;
    const guide = this.#locale.part('guide', english.guide);
    const rest = {qr, language, direction, actions, stores, storesUrl};
    this.#madeFrom = from;
    this.#facts = cashFacts(order, order.businessType, {checkout, guide, uaeTime}, rest);
    return this.#facts;
  }

  #guide(state: StateWithOrder, {steps, credited}: CashFacts): Template {
    const strings = this.#locale.part('guide', english.guide);
    const hasOwnGuide = this.#host.querySelector(':scope > [slot=guide]') !== null;
    const current = currentStep(state);
    if (state.phase === 'paid') return hasOwnGuide ? nothing : guideDoneView({strings, steps});
    if (current === undefined) return nothing;
    return guideView({strings, steps, credited, current});
  }

  #below(state: StateWithOrder, {cashier}: CashFacts, kept: KeepDrawn | undefined): Template {
    return isOpen(state) ? html`${kept?.more} ${cashierCardView(cashier)}` : nothing;
  }

  #fullScreen(facts: CashFacts, checkout: CheckoutStrings, strings: VoucherStrings): Template {
    const {view, close, closed} = this.#screen;
    return fullScreenView({view, facts, checkout, strings, close, closed});
  }

  /** An order that is not for cash, of which the merchant lets the payer keep something. */
  #plainWith({row, more}: KeepDrawn, {order}: StateWithOrder, checkout: CheckoutStrings): CashExtras {
    return {...plain, guide: html`${row} ${more} ${detailsView(order, checkout)}`};
  }

  readonly #copyNumber = ({currentTarget}: Event): void => {
    const number = this.#facts?.order.merchantOrderNo;
    if (number !== undefined && currentTarget instanceof Element) void this.#copy.copy(number, currentTarget);
  };
}

/** A code in a shop is not scanned by the payer, and the end of its time is no reason to hand over cash. */
function messageOf(state: CheckoutState, strings: VoucherStrings, {amount}: CashFacts): Message | undefined {
  if (state.phase === 'scanned') return strings.scanned(amount);
  return state.phase === 'confirming' && state.why === 'ended' ? strings.ended : undefined;
}

/** The step to take now, from 0. What the payer does before the code is scanned is not ours to know. */
function currentStep(state: StateWithOrder): number | undefined {
  switch (state.phase) {
    case 'waiting':
      return 0;
    case 'scanned':
      return 2;
    case 'confirming':
      return state.why === 'settling' ? 3 : undefined;
    case 'paid':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'revoked':
      return undefined;
  }
}
