/**
 * Takes the payer on to the merchant's page after an outcome; loaded when the element has a `success-url` or a
 * `failure-url`. An outcome comes from the server only, and so does a redirect.
 */
import type {ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import {hasOrder, type CheckoutState} from '../../core/order/checkout-machine.js';
import {redirectUrl} from '../../core/order/redirect-url.js';
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
  /** The page's own address. */
  readonly base: () => string;
  readonly navigate: (url: string) => void;
}

/** The payer reads the outcome, and may stay, ms. */
const PAUSE_MS = 3_000;

export class Redirect {
  readonly #options: RedirectOptions;
  /** The orders and outcomes after which the page was about to go. */
  readonly #followed = new Set<string>();
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
    const outcome = 'outcome' in state ? `${state.order.merchantOrderNo} ${state.phase}` : undefined;
    if (outcome === this.#outcome) return;
    this.#outcome = outcome;
    this.#pause?.abort();
    this.#target = undefined;
    const redirection = this.#redirectionOf(state);
    if (!outcome || !redirection) return;
    const isNew = !this.#followed.has(outcome);
    this.#followed.add(outcome);
    if (isNew && !this.#options.host.dispatchEvent(new PaybyRedirectEvent(redirection))) return;
    this.#target = redirection.url;
    if (isNew) void this.#leave(redirection.url);
    this.#options.host.requestUpdate();
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

  async #leave(url: string): Promise<void> {
    const pause = new AbortController();
    this.#pause = pause;
    await this.#options.clock.sleep(PAUSE_MS, pause.signal);
    if (this.#pause === pause) this.#pause = undefined;
    // A page that comes back from the browser's cache shows the outcome and the link
    this.#options.host.requestUpdate();
    if (!pause.signal.aborted) this.#options.navigate(url);
  }

  readonly #stay = (): void => {
    this.#pause?.abort();
  };

  #redirectionOf(state: CheckoutState): Redirection | undefined {
    if (!('outcome' in state)) return undefined;
    const {host, base} = this.#options;
    const {merchantOrderNo, orderNo = ''} = state.order;
    const template = state.phase === 'paid' ? host.successUrl : host.failureUrl;
    const values = {merchantOrderNo, orderNo, status: state.phase};
    const url = template === null ? undefined : redirectUrl(template, values, base());
    return url === undefined ? undefined : {url, merchantOrderNo, status: state.phase};
  }

  /** A wrong address is reported when the order is shown, not when it has been paid. */
  #checkAddresses(): void {
    const {order, host, base} = this.#options;
    if (!hasOrder(order.state)) return;
    const {merchantOrderNo} = order.state.order;
    const checked = JSON.stringify([merchantOrderNo, host.successUrl, host.failureUrl]);
    if (checked === this.#checked) return;
    this.#checked = checked;
    const values = {merchantOrderNo, orderNo: '', status: 'paid'};
    for (const [name, template] of [
      ['success-url', host.successUrl],
      ['failure-url', host.failureUrl],
    ] as const) {
      if (template === null || redirectUrl(template, values, base()) !== undefined) continue;
      const message = `The ${name} is neither on the page's own origin nor https. The page stays.`;
      order.reportProblem({code: 'redirect-invalid', message, retryable: false});
    }
  }
}
