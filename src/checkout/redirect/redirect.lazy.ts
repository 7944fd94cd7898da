/**
 * Takes the payer on to the merchant's page after an outcome; loaded when the element has a `success-url` or a
 * `failure-url`. An outcome comes from the server only, and so does a redirect.
 */
import type {ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import {hasOrder, type CheckoutState} from '../../core/order/checkout-machine.js';
import {keyOf} from '../../core/order/order.js';
import {redirectUrl, type RedirectValues} from '../../core/order/redirect-url.js';
import type {TrackedOrder} from '../../core/order/tracked-order.js';
import {redirect as english} from '../../i18n/en.js';
import type {LocaleController} from '../../shared/locale-controller.js';
import type {Template} from '../../shared/views/template.js';
import {whileConnected} from '../../shared/while-connected.js';
import {PaybyRedirectEvent, type Redirection} from './redirect-event.js';
import {redirectView} from './redirect-view.js';

/** What it uses of `<payby-checkout>`. */
export interface RedirectHost extends ReactiveControllerHost, EventTarget {
  readonly successUrl: string | null;
  readonly failureUrl: string | null;
}

export interface RedirectOptions {
  readonly host: RedirectHost;
  readonly order: Pick<TrackedOrder, 'state' | 'reportProblem'>;
  readonly locale: Pick<LocaleController, 'part'>;
  readonly clock: Clock;
  /** What a relative address is relative to. */
  readonly base: () => string;
  /** The page's own. */
  readonly origin: () => string;
  readonly navigate: (url: string) => void;
}

/** The payer reads the outcome, and may stay, ms. */
const PAUSE_MS = 3_000;

export class Redirect {
  readonly #options: RedirectOptions;
  /** The orders and outcomes after which the page was about to go. */
  readonly #followed = new Set<string>();
  /** Those of them after which the page has refused to go. */
  readonly #prevented = new Set<string>();
  #outcome: string | undefined;
  #target: string | undefined;
  #pause: AbortController | undefined;
  /** The addresses that were checked last. */
  #checked: string | undefined;

  constructor(options: RedirectOptions) {
    this.#options = options;
    whileConnected(options.host, (signal) => {
      signal.addEventListener('abort', this.#stay, {once: true});
    });
  }

  /** Call it after the events of an update have been dispatched. */
  update(): void {
    this.#checkAddresses();
    const {state} = this.#options.order;
    const outcome = 'outcome' in state ? keyOf(state.order) + state.phase : undefined;
    const redirection = this.#redirectionOf(state);
    if (outcome !== this.#outcome || !redirection) this.#pause?.abort();
    this.#outcome = outcome;
    const isNew = outcome !== undefined && redirection !== undefined && !this.#followed.has(outcome);
    if (isNew) {
      this.#followed.add(outcome);
      const isPrevented = !this.#options.host.dispatchEvent(new PaybyRedirectEvent(redirection));
      if (isPrevented) this.#prevented.add(outcome);
    }
    const isPrevented = outcome !== undefined && this.#prevented.has(outcome);
    const target = isPrevented ? undefined : redirection?.url;
    const isLeaving = isNew && !isPrevented;
    const isChanged = isLeaving || target !== this.#target;
    this.#target = target;
    if (isLeaving) void this.#leave();
    // Not within the update under way: its listeners have decided what the next one shows
    if (isChanged) queueMicrotask(() => this.#options.host.requestUpdate());
  }

  render(): Template | undefined {
    if (this.#target === undefined) return undefined;
    return redirectView({
      strings: this.#options.locale.part('redirect', english),
      url: this.#target,
      isLeaving: this.#pause !== undefined,
      stay: this.#stay,
    });
  }

  /** Goes to the address as it is after the pause: it may have changed meanwhile. */
  async #leave(): Promise<void> {
    const pause = new AbortController();
    this.#pause = pause;
    await this.#options.clock.sleep(PAUSE_MS, pause.signal);
    if (this.#pause === pause) this.#pause = undefined;
    // A page that comes back from the browser's cache shows the outcome and the link
    this.#options.host.requestUpdate();
    if (!pause.signal.aborted && this.#target !== undefined) this.#options.navigate(this.#target);
  }

  readonly #stay = (): void => {
    this.#pause?.abort();
  };

  #redirectionOf(state: CheckoutState): Redirection | undefined {
    if (!('outcome' in state)) return undefined;
    const {host} = this.#options;
    const {merchantOrderNo, orderNo = ''} = state.order;
    const template = state.phase === 'paid' ? host.successUrl : host.failureUrl;
    const values = {merchantOrderNo, orderNo, status: state.phase};
    const url = template === null ? undefined : this.#urlOf(template, values);
    return url === undefined ? undefined : {url, merchantOrderNo, status: state.phase};
  }

  #urlOf(template: string, values: RedirectValues): string | undefined {
    const {base, origin} = this.#options;
    return redirectUrl(template, values, base(), origin());
  }

  /** A wrong address is reported when the order is shown, not when it has been paid. */
  #checkAddresses(): void {
    const {order, host} = this.#options;
    if (!hasOrder(order.state)) return;
    const checked = JSON.stringify([keyOf(order.state.order), host.successUrl, host.failureUrl]);
    if (checked === this.#checked) return;
    this.#checked = checked;
    const {merchantOrderNo} = order.state.order;
    const values = {merchantOrderNo, orderNo: '', status: 'paid'};
    const addresses = {'success-url': host.successUrl, 'failure-url': host.failureUrl};
    const issues = Object.entries(addresses)
      .filter(([, template]) => template !== null && this.#urlOf(template, values) === undefined)
      .map(([path]) => ({path, message: "is neither on the page's own origin nor https"}));
    if (issues.length === 0) return;
    const names = issues.map(({path}) => path).join(' and ');
    const message = `The page cannot go to ${names}, and stays: only to its own origin or https.`;
    order.reportProblem({code: 'redirect-invalid', message, retryable: false, issues});
  }
}
