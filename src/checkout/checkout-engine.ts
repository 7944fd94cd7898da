/**
 * The half of the checkout that is fetched after the first paint: all that watches over an order, what a payer may
 * ask, and the words for what becomes of it. A code can be shown without it, and nobody pays in the first second.
 */
import {nothing} from 'lit';
import {ActionController} from './action-controller.js';
import {CheckoutController, type CheckoutHost} from './checkout-controller.js';
import {browserEnvironment} from '../shared/page-environment.js';
import {LateController} from '../shared/late-controller.js';
import type {LocaleController} from '../shared/locale-controller.js';
import {browserTabs} from './status/tab-leader.js';
import {WakeLockController} from '../shared/wake-lock-controller.js';
import {newEnd, offeredActions, type Action} from '../core/order/actions.js';
import {hasOrder, isOpen} from '../core/order/checkout-machine.js';
import type {Clock} from '../core/clock.js';
import {keyOf} from '../core/order/order.js';
import type {QrImage} from '../core/qr/qr-path.js';
import {PaybyActionEvent} from '../shared/action-event.js';
import * as english from '../i18n/en.js';
import type {CheckoutStrings} from '../i18n/strings.js';
import {httpStatusSource} from './status/http-status-source.js';
import {streamStatusSource} from './status/sse-status-source.js';
import {announce} from './dispatch-events.js';
import type {CashLate} from '../voucher/voucher.lazy.js';
import type {CashHost} from '../voucher/voucher-seam.js';
import {actionsView} from './views/actions-view.js';
import type {Extras} from './views/checkout-view.js';
import type {Template} from '../shared/views/template.js';
import {outcomeView} from './views/outcome-view.js';
import {weatherView} from './views/connection-view.js';

export interface LateHost extends CheckoutHost, CashHost {
  refresh(): void;
}

/** What the element draws itself. */
const without = {message: undefined, voucher: undefined, guide: undefined};

export class CheckoutLate {
  readonly watch: CheckoutController;
  readonly actions: ActionController;
  readonly #host: LateHost;
  readonly #locale: LocaleController;
  readonly #clock: Clock;
  #fetching: {readonly arrival: Promise<void> | undefined} | undefined;
  #cash: CashLate | undefined;
  /** What the page asked for before the part for cash was there. */
  readonly #requests: ((cash: CashLate) => void)[] = [];
  /** The payer has wished to cancel this order, whatever became of that. */
  #isCancelWished = false;

  constructor(host: LateHost, locale: LocaleController, clock: Clock) {
    this.#host = host;
    this.#locale = locale;
    this.#clock = clock;
    this.watch = new CheckoutController(host, {
      clock,
      environment: browserEnvironment,
      tabs: browserTabs,
      httpSource: httpStatusSource,
      streamSource: streamStatusSource,
      random: Math.random,
    });
    this.actions = new ActionController(host, clock, browserEnvironment, {
      ask: (action) => this.#ask(action),
      take: (action, answer) => this.#take(action, answer),
      failed: (action) => {
        // The wish may have come too late, or its answer may have been lost: the server knows.
        if (action === 'cancel') this.watch.askNow();
      },
    });
    new WakeLockController(host, () => isOpen(this.watch.state) && Boolean(this.watch.state.order.tokenUrl));
  }

  setOrder(order: unknown): void {
    const before = this.watch.state;
    this.watch.setOrder(order);
    const after = this.watch.state;
    if (hasOrder(before) && hasOrder(after) && keyOf(before.order) === keyOf(after.order)) return;
    this.#isCancelWished = false;
    this.actions.begin();
  }

  draw(strings: CheckoutStrings, qr: QrImage | undefined): Extras {
    return {
      outcome: this.#outcome(),
      weather: this.#weather(),
      wishes: this.#wishes(),
      ...(this.#cash?.draw(strings, qr) ?? without),
    };
  }

  /** To be called when the element shows what is true: only then the page is told. */
  updated(): void {
    if (this.#needsCash()) this.#fetchCash();
    for (const announcement of this.watch.takeAnnouncements()) announce(this.#host, announcement);
  }

  /** Settles when the parts for cash are there, if they are needed. */
  get arrival(): Promise<void> | undefined {
    return this.#fetching?.arrival?.then(() => this.#cash?.arrival);
  }

  print(): Promise<void> {
    return this.#whenCash((cash) => cash.print());
  }
  saveImage(): Promise<Blob> {
    return this.#whenCash((cash) => cash.saveImage());
  }
  share(): Promise<void> {
    return this.#whenCash((cash) => cash.share());
  }

  /** All that concerns a voucher: of a top-up in cash, one kept over a reload, or what a payer may keep of an order. */
  #needsCash(): boolean {
    const {state} = this.watch;
    const {persist, actions} = this.#host;
    const isCash = hasOrder(state) && state.order.paySceneCode === 'CASHTOPUP';
    return isCash || persist !== null || /\b(copy|save|print|share|calendar)\b/.test(actions ?? '');
  }

  #fetchCash(): void {
    this.#fetching ??= new LateController(
      this.#host,
      this.#clock,
      () => import('../voucher/voucher.lazy.js'),
      ({CashLate}) => {
        const cash = new CashLate(this.#host, this.watch, this.#locale, this.#clock);
        this.#cash = cash;
        for (const request of this.#requests.splice(0)) request(cash);
        this.#host.requestUpdate();
      },
      (failures) => {
        if (failures !== 3) return;
        const message = 'the part of payby-checkout for cash cannot be fetched; trying on';
        this.watch.complain({code: 'status-unreachable', message, retryable: true});
      },
    );
  }

  #whenCash<T>(ask: (cash: CashLate) => Promise<T>): Promise<T> {
    if (this.#cash) return ask(this.#cash);
    this.#fetchCash();
    return new Promise((resolve) => {
      this.#requests.push((cash) => {
        resolve(ask(cash));
      });
    });
  }

  #ask(action: Action): Promise<unknown> | undefined {
    if (action === 'cancel') this.#isCancelWished = true;
    const event = new PaybyActionEvent({action});
    this.#host.dispatchEvent(event);
    const answer = event.answer();
    if (!answer && !event.defaultPrevented)
      this.#complain(`nobody answered payby-action ${action}: call respondWith()`);
    return answer;
  }

  #take(action: Action, answer: unknown): boolean {
    switch (action) {
      case 'cancel':
        this.watch.acceptCancel();
        if (answer === undefined) this.watch.askNow();
        else this.watch.setStatus(answer);
        return true;
      case 'extend': {
        const end = newEnd(answer);
        if (end === undefined) this.#complain('the answer to payby-action extend is no time in milliseconds');
        else this.watch.extend(end);
        return end !== undefined;
      }
      case 'renew':
        this.#host.order = answer;
        return true;
    }
  }

  /** A pressed button may give way to others: who came by keyboard goes on there. */
  async #keepFocus(): Promise<void> {
    await this.#host.updateComplete;
    const {shadowRoot} = this.#host;
    if (!shadowRoot?.activeElement) shadowRoot?.querySelector<HTMLElement>('.actions button')?.focus();
  }

  #complain(message: string): void {
    this.watch.complain({code: 'action-failed', message, retryable: false});
  }

  #outcome(): Template {
    const {state, hasEnded} = this.watch;
    if (!('outcome' in state)) return nothing;
    const strings = this.#locale.part('outcomes', english.outcomes);
    const {paidBeforeCancel, noLongerChecked} = strings;
    if (state.phase === 'paid' && this.#isCancelWished) return outcomeView(state.phase, strings, paidBeforeCancel);
    return outcomeView(state.phase, strings, state.phase === 'expired' && hasEnded ? noLongerChecked : undefined);
  }

  #weather(): Template {
    const {state, connection, hasLastingTrouble, silenceMs} = this.watch;
    const isOffline = connection === 'offline';
    if ('outcome' in state || !hasOrder(state) || !(isOffline || hasLastingTrouble)) return nothing;
    return weatherView({
      strings: this.#locale.part('connection', english.connection),
      isOffline,
      silenceMs,
      mayCheck: this.actions.mayCheck,
      check: () => {
        if (this.actions.takeCheck()) this.watch.askNow();
      },
    });
  }

  #wishes(): Template {
    const {state, remaining} = this.watch;
    return actionsView({
      strings: this.#locale.part('actions', english.actions),
      offered: offeredActions(this.#host.actions, state, remaining),
      state: this.actions.state,
      isAppMissing: this.actions.isAppMissing && isOpen(state),
      choose: (action) => {
        this.actions.choose(action);
        void this.#keepFocus();
      },
      dismiss: () => {
        this.actions.dismiss();
        void this.#keepFocus();
      },
    });
  }
}
