import {LitElement, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import {LateController} from '../shared/late-controller.js';
import {LocaleController} from '../shared/locale-controller.js';
import {systemClock} from '../shared/system-clock.js';
import type {Connection} from '../core/order/checkout-messages.js';
import {
  hasOrder,
  isOpen,
  type CheckoutState,
  type Failure,
  type Phase,
  type Success,
  type SuccessOn,
} from '../core/order/checkout-machine.js';
import type {CheckoutOrder, CreateOrderAnswer} from '../core/order/order.js';
import {opening} from '../core/order/initial-state.js';
import {qrMatrix} from '../core/qr/qr-matrix.js';
import {qrPath, type QrImage} from '../core/qr/qr-path.js';
import type {Credentials, StatusSource} from '../core/status/status-source.js';
import {checkout} from '../i18n/en.js';
import type {CheckoutStrings} from '../i18n/strings.js';
import {announceProblem} from './dispatch-events.js';
import type {CheckoutLate} from './checkout-engine.js';
import {VERSION} from '../shared/define.js';
import {OutwardState} from '../shared/custom-state.js';
import {styles} from './payby-checkout.styles.js';
import {checkoutView} from './views/checkout-view.js';

const sources = ['statusUrl', 'streamUrl', 'statusSource', 'credentials'] as const;

/**
 * Shows a PayBy order that the merchant's server created: the QR of its `tokenUrl`, the amount, the time left. Asks
 * the merchant's status address and tells the page what became of the money. Only a server answer decides an
 * outcome; silence, errors and the local clock never do.
 *
 * @tag payby-checkout
 *
 * @attr {string} order - The order as JSON: a CheckoutOrder, or PayBy's create-order answer as it came
 * @attr {string} status-url - Where to ask; `{merchantOrderNo}` and `{orderNo}` are replaced, URL-encoded
 * @attr {string} stream-url - An event stream of the same payloads; polling stays the safety net
 * @attr {'same-origin' | 'include' | 'omit'} credentials - Of the question to `status-url`
 * @attr {'paid' | 'settled'} success-on - Which of PayBy's words is the success
 * @attr {string} locale - `en`, `ar`, `ur` or `ml`; else the nearest `lang`, then the browser's languages. Sets the
 *   direction too
 * @attr {string} actions - Which optional actions to offer: any of `open-app cancel extend renew copy save print share
 *   calendar send-guide`. Without the attribute: `open-app`, a link into the app on this device, on touch devices for
 *   DYNQR; `copy save print share calendar`, as the device can, for CASHTOPUP
 * @attr {string} stores-url - Address of the partner stores of a cash top-up, a JSON list
 * @attr {string} persist - Keeps the voucher of an open CASHTOPUP over a reload, its `tokenUrl` included, in this
 *   browser's `localStorage`, until the order ends: by any outcome, at its `expiredTime`, or by another order or
 *   `null`. The value names the voucher (of one customer, say); without one, `status-url` does. A page that comes
 *   back without an `order` shows it again as waiting, and asks about it at once. Without the attribute nothing is
 *   ever stored. An order without `expiredTime` is not kept
 *
 * @slot logo - Above everything
 * @slot header - Below the logo
 * @slot guide - Instead of the steps of a cash top-up, while it may be paid
 * @slot success - Below the words that the payment was received
 * @slot failure - Below the words that it failed, was cancelled, expired or was reversed
 * @slot footer - Below everything
 *
 * @event {PaybyReadyEvent} payby-ready - An order is shown
 * @event {PaybyChangeEvent} payby-change - The phase or the connection has changed
 * @event {PaybySuccessEvent} payby-success - The server says that it is paid (or settled); once per order
 * @event {PaybyFailureEvent} payby-failure - Failed, cancelled, expired or revoked; once each
 * @event {PaybyActionEvent} payby-action - The payer asks for something; answer with `respondWith()`
 * @event {PaybyErrorEvent} payby-error - A mistake to fix, or weather that lasts; never an outcome
 *
 * @csspart plate - The white plate under the code
 * @csspart qr - The code, an SVG
 * @csspart amount - The amount
 * @csspart details - Order number and the like
 * @csspart countdown - The time left
 * @csspart status - The live region around message and outcome
 * @csspart message - What is to be done now
 * @csspart outcome - What the server has decided
 * @csspart guide - The steps of a cash top-up
 * @csspart step - One of them
 * @csspart cashier-card - What the cashier does and checks, in English and Arabic
 * @csspart stores - The partner stores
 * @csspart store - One of them
 * @csspart actions - The row of optional actions
 * @csspart action - One of them
 *
 * @cssprop [--payby-surface=#fff] - Background
 * @cssprop [--payby-text=#14181f] - Text
 * @cssprop [--payby-muted=#5b6472] - Text of less weight
 * @cssprop [--payby-line=#dfe3e8] - Lines
 * @cssprop [--payby-accent=#1554d1] - Actions, focus
 * @cssprop [--payby-on-accent=#fff] - Text on the accent
 * @cssprop [--payby-good=#0a7a3f] - The mark of a success
 * @cssprop [--payby-bad=#b3261e] - The mark of a failure
 * @cssprop [--payby-radius=16px] - Corners
 * @cssprop [--payby-font=system-ui, sans-serif] - Font family
 * @cssprop [--payby-qr-size=270px] - Side of the code with its quiet zone, where there is room
 * @cssprop [--payby-max-width=400px] - Width of the whole
 *
 * @cssstate idle - No order yet
 * @cssstate waiting - The code is shown, or the customer is to confirm in the app
 * @cssstate scanned - Somebody has scanned the code
 * @cssstate confirming - Time is up, or the payment is settling; the server's last word is awaited
 * @cssstate paid - The money has moved
 * @cssstate failed - The payment did not go through
 * @cssstate cancelled - The order was cancelled
 * @cssstate expired - Not paid in time
 * @cssstate revoked - The payment was reversed
 * @cssstate invalid - The order cannot be shown
 */
export class PaybyCheckout extends LitElement {
  static readonly version: string = VERSION;
  static override readonly styles: CSSResultGroup = styles;
  static override readonly properties = {
    order: {noAccessor: true},
    statusUrl: {attribute: 'status-url'},
    streamUrl: {attribute: 'stream-url'},
    credentials: {},
    statusSource: {attribute: false},
    successOn: {attribute: 'success-on'},
    locale: {},
    actions: {},
    stores: {attribute: false},
    storesUrl: {attribute: 'stores-url'},
    persist: {},
  };

  /** Address of the merchant's status endpoint; `{merchantOrderNo}` and `{orderNo}` are replaced. */
  declare statusUrl: string | null;
  /** Address of the merchant's event stream (Server-Sent Events), same placeholders, same payload. */
  declare streamUrl: string | null;
  /** Credentials mode of the question to `statusUrl`. */
  declare credentials: Credentials;
  /** Asked instead of `statusUrl`. */
  declare statusSource: StatusSource | null;
  /** Which of PayBy's words is the success. */
  declare successOn: SuccessOn;
  /** Language tag; else the nearest `lang`. */
  declare locale: string | null;
  /** Names of the optional actions to offer, separated by blanks; `null` for the default of scene and device. */
  declare actions: string | null;
  /** Partner stores for a cash top-up: `[{name, address?, phone?, hours?, latitude?, longitude?, mapUrl?}]`. */
  declare stores: unknown;
  /** Address of the same list as JSON, instead of `stores`. */
  declare storesUrl: string | null;
  /** Keeps a cash voucher over a reload, under this name; `null` keeps nothing. */
  declare persist: string | null;

  readonly #locale = new LocaleController(this, () => this.locale);
  readonly #outward = new OutwardState(this);
  readonly #fetching = new LateController(
    this,
    systemClock,
    () => import('./checkout-engine.js'),
    ({CheckoutLate}) => {
      this.#arrive(new CheckoutLate(this, this.#locale, systemClock));
    },
    (failures) => {
      this.#noteLateness(failures);
    },
  );
  /** Watches over the order. Until it is there, {@link #opening} is what is known. */
  #late: CheckoutLate | undefined;
  #opening: CheckoutState = {phase: 'idle'};
  /** What the page asked for before there was a watch. */
  readonly #requests: ((late: CheckoutLate) => void)[] = [];
  #order: CheckoutOrder | CreateOrderAnswer | string | null = null;
  #isOrderNew = false;
  /** The code of {@link #drawnToken}: encoding is the one costly step, and is done once per token. */
  #qr: QrImage | undefined;
  #drawnToken: string | undefined;

  constructor() {
    super();
    this.statusUrl = null;
    this.streamUrl = null;
    this.credentials = 'same-origin';
    this.statusSource = null;
    this.successOn = 'paid';
    this.locale = null;
    this.actions = null;
    this.stores = null;
    this.storesUrl = null;
    this.persist = null;
  }

  /**
   * The order to show: a CheckoutOrder, PayBy's create-order answer as it came, or either as JSON. Another order
   * ends all work for the one before; `null` clears. Never throws: what is wrong is told by `payby-error`.
   */
  get order(): CheckoutOrder | CreateOrderAnswer | string | null {
    return this.#order;
  }
  set order(order: CheckoutOrder | CreateOrderAnswer | string | null) {
    this.#order = order;
    this.#isOrderNew = true;
    this.requestUpdate();
  }

  /** Where the order stands. */
  get phase(): Phase {
    this.#admitOrder();
    return this.#state.phase;
  }

  /** The detail of the last `payby-success` or `payby-failure`, for those who listen late. */
  get result(): Success | Failure | null {
    this.#admitOrder();
    return this.#late?.watch.result ?? null;
  }

  /** Time until the order ends on the server's clock, ms, never below 0; `null` when it has no end. */
  get remaining(): number | null {
    this.#admitOrder();
    return this.#remaining ?? null;
  }

  /** `retrying` when the last question failed, `offline` when the browser says so. */
  get connection(): Connection {
    return this.#late?.watch.connection ?? 'steady';
  }

  /** Asks the status source now. */
  refresh(): void {
    this.#request(({watch}) => {
      watch.askNow();
    });
  }

  /** Takes a status payload that the page has heard itself, over a WebSocket say. */
  setStatus(payload: unknown): void {
    this.#request(({watch}) => {
      watch.setStatus(payload);
    });
  }

  /** Prints the voucher of an open order, from a document of its own. Rejects when there is none. */
  print(): Promise<void> {
    return this.#whenLate((late) => late.print());
  }

  /** Makes the voucher of an open order as a PNG and hands it to the payer. Rejects when there is none. */
  saveImage(): Promise<Blob> {
    return this.#whenLate((late) => late.saveImage());
  }

  /** Opens the device's share sheet with the voucher of an open order. Rejects when there is none. */
  share(): Promise<void> {
    return this.#whenLate((late) => late.share());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (sources.some((name) => changed.has(name))) {
      this.#late?.watch.sourceChanged();
    }
    this.#admitOrder();
    this.#encode();
  }

  protected override updated(): void {
    this.#outward.show(this.#state.phase);
    this.#late?.updated();
  }

  /** Also waits for the watch: who awaits an update wants to see what is true then. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#fetching.arrival;
    await this.#late?.arrival;
    return super.getUpdateComplete();
  }

  get #state(): CheckoutState {
    return this.#late?.watch.state ?? this.#opening;
  }

  get #remaining(): number | undefined {
    if (this.#late) return this.#late.watch.remaining;
    const end = hasOrder(this.#opening) ? this.#opening.order.expiredTime : undefined;
    return end === undefined ? undefined : Math.max(0, end - systemClock.now());
  }

  #request(request: (late: CheckoutLate) => void): void {
    this.#admitOrder();
    if (this.#late) request(this.#late);
    else this.#requests.push(request);
  }

  #whenLate<T>(ask: (late: CheckoutLate) => Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      this.#request((late) => {
        resolve(ask(late));
      });
    });
  }

  #arrive(late: CheckoutLate): void {
    this.#late = late;
    this.#isOrderNew = this.#order !== null;
    this.#admitOrder();
    for (const request of this.#requests.splice(0)) request(late);
    this.requestUpdate();
  }

  #noteLateness(failures: number): void {
    if (failures !== 3) return;
    const message = 'a part of payby-checkout cannot be fetched; trying on';
    announceProblem(this, {code: 'status-unreachable', message, retryable: true});
  }

  /** An order is taken in as late as possible, so that all attributes are known, but before anyone looks. */
  #admitOrder(): void {
    if (!this.#isOrderNew) return;
    this.#isOrderNew = false;
    if (this.#late) this.#late.setOrder(this.#order);
    else this.#opening = opening(this.#order, systemClock.now());
  }

  #encode(): void {
    const token = isOpen(this.#state) ? this.#state.order.tokenUrl : undefined;
    if (token === this.#drawnToken) return;
    this.#drawnToken = token;
    this.#qr = token === undefined ? undefined : qrPath(qrMatrix(token));
  }

  readonly #readScript = (): void => {
    const script = this.querySelector(':scope > script[type="application/json"]');
    if (script && this.#order === null) this.order = script.textContent;
  };

  get #strings(): CheckoutStrings {
    return this.#locale.part('checkout', checkout);
  }

  readonly #appWanted = (): void => {
    void this.#late?.actions.appWanted();
  };

  protected override render(): TemplateResult {
    const {language, direction, isLoading} = this.#locale;
    return checkoutView({
      state: this.#state,
      strings: this.#strings,
      language,
      direction,
      isLoading,
      qr: this.#qr,
      remainingMs: this.#remaining,
      actions: this.actions,
      extras: this.#late?.draw(this.#strings, this.#qr),
      appWanted: this.#appWanted,
      childrenChanged: this.#readScript,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'payby-checkout': PaybyCheckout;
  }
}
