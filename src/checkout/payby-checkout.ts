import {LitElement, adoptStyles, nothing, unsafeCSS, type CSSResultGroup, type PropertyValues} from 'lit';
import {newEnd, offeredActions, parseActions, type Action, type ActionNames} from '../core/order/actions.js';
import {
  hasOrder,
  isOpen,
  parseSuccessOn,
  type Failure,
  type Phase,
  type Success,
  type SuccessOn,
} from '../core/order/checkout-machine.js';
import type {Connection} from '../core/order/checkout-messages.js';
import type {Issue} from '../core/errors.js';
import {
  isNoOrder,
  keyOf,
  parseOrder,
  type CheckoutOrder,
  type CreateOrderAnswer,
} from '../core/order/order.js';
import {isPresent} from '../core/order/payload.js';
import type {PartnerStores} from '../core/voucher/stores.js';
import {qrMatrix} from '../core/qr/qr-matrix.js';
import {isTooDense, qrPath, type QrImage} from '../core/qr/qr-path.js';
import {parseCredentials, type Credentials, type StatusSource} from '../core/status/status-source.js';
import type {BrandNames} from '../i18n/brand.js';
import * as english from '../i18n/en.js';
import {askMerchant} from '../shared/ask-merchant.js';
import {AttributeWarnings} from '../shared/attribute-warnings.js';
import {warn} from '../shared/console-warning.js';
import {CustomState} from '../shared/custom-state.js';
import {VERSION} from '../shared/define.js';
import {FirstPaintController} from '../shared/first-paint-controller.js';
import {foundRoot} from '../shared/found-root.js';
import {LazyPart} from '../shared/lazy-part.js';
import {BrandedTexts} from '../shared/branded-texts.js';
import type {Template} from '../shared/views/template.js';
import {LocaleController} from '../shared/locale-controller.js';
import {browserEnvironment} from '../shared/page-environment.js';
import {accent} from '../shared/styles/accent.js';
import {systemClock} from '../shared/system-clock.js';
import {WakeLockController} from '../shared/wake-lock-controller.js';
import {VoucherLoader} from '../voucher/voucher-loader.js';
import type {Redirect} from './redirect/redirect.lazy.js';
import type {Voucher} from '../voucher/voucher.lazy.js';
import {ActionController} from './action-controller.js';
import {CheckoutController} from './checkout-controller.js';
import {CodeWidthController} from './code-width-controller.js';
import {dispatchMessage} from './dispatch-events.js';
import {LanguageChoiceController} from './language-choice-controller.js';
import {styles} from './payby-checkout.styles.js';
import {OrderScriptController} from './order-script-controller.js';
import {httpStatusSource} from './status/http-status-source.js';
import {browserTabs} from './status/tab-leader.js';
import {NO_PLACE, placeOf} from './place.js';
import {drawnCode, showsState, type ServerMarkup} from './server-markup.js';
import {checkoutView} from './views/checkout-view.js';
import {connectionView} from './views/connection-view.js';
import {countdownView} from './views/countdown-view.js';

/**
 * Shows a PayBy order that the merchant's server has created: the QR code of its `tokenUrl`, the amount, the time left.
 * Polls the merchant's status address and reports the outcome by events. Only a server answer decides an outcome;
 * silence, errors and the local clock never do.
 *
 * @tag payby-checkout
 *
 * @attr {string} order - The order as JSON: a CheckoutOrder, or PayBy's create-order answer as it came
 * @attr {string} status-url - Address of the status endpoint; `{merchantOrderNo}` and `{orderNo}` are replaced, URL-encoded
 * @attr {string} stream-url - Address of a Server-Sent Events stream with the same payloads; polling goes on at a slower pace
 * @attr {'same-origin' | 'include' | 'omit'} credentials - Credentials mode of the requests to `status-url` and
 *   `stream-url`; default `same-origin`
 * @attr {'paid' | 'settled'} success-on - Which status is the success: `PAID_SUCCESS` or `SETTLED`, or `SETTLED` only; default
 *   `paid`
 * @attr {string} success-url - Where to go after a success: an address of this origin or https; `{merchantOrderNo}`, `{orderNo}`
 *   and `{status}` (`paid`) are replaced, URL-encoded. The element shows a link, and goes there after three seconds unless the payer
 *   stays
 * @attr {string} failure-url - The same after a failure; `{status}` is `failed`, `cancelled`, `expired` or `revoked`. An expired
 *   order may still be paid late, which only a page that stays shows
 * @attr {string} locale - `en`, `ar`, `hi`, `ur`, `ml`, `bn`, `fil`, `ta` or `ne`; else the nearest `lang`, then the
 *   browser's languages. Sets the direction too
 * @attr {string} languages - Offers the payer a list of languages: any of those of `locale`, and those that were registered.
 *   What is chosen stands above `locale`; with `persist` this browser remembers it
 * @attr {string} brand - Other names than `PayBy`, `BOTIM` and `PayBy POS` in the texts, as JSON: `{"payby": "Botim Money"}`
 * @attr {string} actions - Which optional actions to offer: any of `open-app cancel extend renew copy save print share
 *   calendar send-guide`. Without the attribute: `open-app`, a link into the app on this device, on touch devices for
 *   DYNQR; `copy save print share calendar`, as the device can, for CASHTOPUP, and `open-app`, there a link to PayBy's
 *   own page with the code
 * @attr {string} stores-url - Address of the partner stores of a cash top-up, a JSON list
 * @attr {string} persist - Stores the voucher of an open CASHTOPUP over a reload, its `tokenUrl` included, in this
 *   browser's `localStorage`, until the order ends: by any outcome, at its `expiredTime`, or by another order or
 *   `null`. The value names the voucher (of one customer, for example); without one, `status-url` does. A page that comes
 *   back without an `order` shows it again as waiting, and requests its status at once. Without the attribute nothing
 *   is ever stored. An order without `expiredTime` is not stored
 *
 * @slot logo - Above everything
 * @slot header - Below the logo
 * @slot guide - Instead of the steps of a cash top-up, while it may be paid
 * @slot success - Below the text that the payment was received
 * @slot failure - Below the text that it failed, was cancelled, expired or was reversed
 * @slot footer - Below everything
 *
 * @event {PaybyReadyEvent} payby-ready - An order is shown
 * @event {PaybyChangeEvent} payby-change - The phase or the connection has changed
 * @event {PaybySuccessEvent} payby-success - The server reports the order as paid (or settled); once per order
 * @event {PaybyFailureEvent} payby-failure - Failed, cancelled, expired or revoked; once each
 * @event {PaybyActionEvent} payby-action - The payer requests an action of the merchant; answer with `respondWith()`
 * @event {PaybyRedirectEvent} payby-redirect - The page is about to go to `success-url` or `failure-url`; prevent it to stay
 * @event {PaybyErrorEvent} payby-error - An integration error, or a connection problem that persists. Never an
 *   outcome
 *
 * @csspart plate - The white plate under the code
 * @csspart qr - The code, an SVG
 * @csspart amount - The amount
 * @csspart details - Order number and the like
 * @csspart countdown - The time left
 * @csspart status - The live region around message and outcome
 * @csspart message - What the payer does now
 * @csspart outcome - The outcome that the server has reported
 * @csspart row - A row below a cash voucher, which opens: the steps, the partner stores, the exports
 * @csspart guide - The row with the steps of a cash top-up
 * @csspart step - One of them
 * @csspart cashier-card - What the cashier does and checks, in English and Arabic: over the whole screen, and on paper
 * @csspart stores - The row with the partner stores
 * @csspart store - One of them
 * @csspart language - The list of languages
 * @csspart actions - The row of optional actions
 * @csspart action - One of them
 *
 * @cssprop [--payby-surface=#fff] - Background
 * @cssprop [--payby-text=#14181f] - Text
 * @cssprop [--payby-muted=#5b6472] - Text of less weight
 * @cssprop [--payby-line=#dfe3e8] - Lines
 * @cssprop [--payby-accent=#1554d1] - The most important button, and the step that is next
 * @cssprop [--payby-on-accent] - Text on the accent; by default black or white, whichever can be read on it
 * @cssprop [--payby-good=#0a7a3f] - The mark of a success
 * @cssprop [--payby-bad=#b3261e] - The mark of a failure
 * @cssprop [--payby-radius=16px] - Corners
 * @cssprop [--payby-font=system-ui, sans-serif] - Font family
 * @cssprop [--payby-qr-size=270px] - Side of the code with its quiet zone, where there is room
 * @cssprop [--payby-max-width=720px] - Width of the whole, at most; from 520 px on the code is beside the rest
 *
 * @cssstate idle - No order yet
 * @cssstate waiting - The code is shown, or the customer is to confirm in the app
 * @cssstate scanned - The payer has scanned the code
 * @cssstate confirming - The time is up, or the payment is settling; the server's final status is awaited
 * @cssstate paid - The money has moved
 * @cssstate failed - The payment did not go through
 * @cssstate cancelled - The order was cancelled
 * @cssstate expired - Not paid in time
 * @cssstate revoked - The payment was reversed
 * @cssstate invalid - The order cannot be shown
 */
export class PaybyCheckout extends LitElement {
  /** Version of the package: "0.1.0". */
  static readonly version: string = VERSION;
  static override readonly styles: CSSResultGroup = [unsafeCSS(accent), styles];
  static override readonly properties = {
    order: {noAccessor: true},
    statusUrl: {attribute: 'status-url'},
    streamUrl: {attribute: 'stream-url'},
    credentials: {},
    statusSource: {attribute: false},
    successOn: {attribute: 'success-on'},
    successUrl: {attribute: 'success-url'},
    failureUrl: {attribute: 'failure-url'},
    locale: {},
    languages: {},
    brand: {type: Object},
    actions: {},
    stores: {attribute: false},
    storesUrl: {attribute: 'stores-url'},
    persist: {},
  };

  /**
   * Address of the merchant's status endpoint, absolute or relative to the page; `{merchantOrderNo}` and `{orderNo}` are
   * replaced, URL-encoded. `null` by default: nothing is polled.
   */
  declare statusUrl: string | null;
  /**
   * Address of the merchant's stream (Server-Sent Events), with the placeholders and payloads of `statusUrl`. `null` by
   * default: no stream.
   */
  declare streamUrl: string | null;
  /** Credentials mode of the requests to `statusUrl` and `streamUrl`, as in `fetch`; `same-origin` by default. */
  declare credentials: Credentials;
  /** A function that is called instead of a request to `statusUrl`; `null` by default. */
  declare statusSource: StatusSource | null;
  /** Which status is the success: `paid` (`PAID_SUCCESS` or `SETTLED`, the default) or `settled` (`SETTLED` only). */
  declare successOn: SuccessOn;
  /**
   * Where to go after a success: an https address or one of this origin, absolute or relative to the page. `{merchantOrderNo}`,
   * `{orderNo}` and `{status}` are replaced, URL-encoded. `null`, the default, for nowhere.
   */
  declare successUrl: string | null;
  /** The same after `payby-failure`. */
  declare failureUrl: string | null;
  /** Language tag; `null`, the default, for the nearest `lang`, then the browser's languages. */
  declare locale: string | null;
  /** Tags of the languages that the payer may choose from, separated by blanks; `null`, the default, for no choice. */
  declare languages: string | null;
  /**
   * The names that payers and cashiers know PayBy by, where they are not "PayBy", "BOTIM" and "PayBy POS":
   * `{payby?, botim?, pos?}`, each of at most 40 characters. `null` by default.
   */
  declare brand: Partial<BrandNames> | null;
  /** Names of the optional actions to offer, separated by blanks; `null`, the default, by scene and device. */
  declare actions: ActionNames | null;
  /**
   * Partner stores of a cash top-up: a list of `PartnerStore`, `{name, address?, phone?, hours?, latitude?, longitude?,
   * mapUrl?}`, or such a list as JSON. `null` by default.
   */
  declare stores: PartnerStores | null;
  /** Address of the same list as JSON, instead of `stores`; `null` by default. */
  declare storesUrl: string | null;
  /** Stores a cash voucher over a reload under this name, in `localStorage`; `null`, the default, stores nothing. */
  declare persist: string | null;

  readonly #warnings = new AttributeWarnings(this);
  readonly #languageChoice = new LanguageChoiceController(this, this.#warnings.report);
  readonly #locale = new LocaleController(this, () => this.#languageChoice.chosen ?? this.locale, {
    reportProblem: (problem) => {
      this.#checkout.reportProblem(problem);
    },
  });
  readonly #texts = new BrandedTexts(this.#locale, () => this.brand);
  readonly #customState = new CustomState(this);
  readonly #firstPaint = new FirstPaintController(this, () => isOpen(this.#checkout.state));
  readonly #checkout = new CheckoutController(this, {
    clock: systemClock,
    environment: browserEnvironment,
    tabs: browserTabs,
    httpSource: httpStatusSource,
    loadStream: () => import('./status/status-stream.lazy.js'),
    random: Math.random,
  });
  readonly #orderScript = new OrderScriptController(this, {
    // An object that a framework has written as text is none
    isWanted: () => isNoOrder(this.#order) || this.#order === '[object Object]',
    take: (json) => {
      this.order = json;
    },
  });
  readonly #actions = new ActionController(this, systemClock, browserEnvironment, {
    request: (action) => this.#requestAction(action),
    apply: (action, answer) => this.#applyAnswer(action, answer),
    rejected: (action, cause) => {
      warn(`The promise given to respondWith() for payby-action '${action}' was rejected.`, cause);
    },
    failed: (action) => {
      // The cancellation may have come after the payment, or its answer may be lost: the status decides.
      if (action === 'cancel') this.#checkout.requestStatus();
    },
  });
  readonly #voucher = new VoucherLoader({
    host: this,
    order: this.#checkout,
    locale: this.#locale,
    clock: systemClock,
    texts: this.#texts,
    strings: () => this.#texts.part('checkout', english.checkout),
    encode: (tokenUrl) => this.#encode(tokenUrl),
  });
  readonly #redirect = new LazyPart<typeof import('./redirect/redirect.lazy.js'), Redirect>(this, {
    clock: systemClock,
    file: 'redirect.lazy.js',
    load: () => import('./redirect/redirect.lazy.js'),
    create: ({Redirect}) => {
      this.requestUpdate();
      return new Redirect({
        host: this,
        order: this.#checkout,
        locale: this.#locale,
        clock: systemClock,
        base: () => document.baseURI,
        origin: () => location.origin,
        navigate: (url) => {
          location.assign(url);
        },
      });
    },
    reportProblem: (problem) => {
      this.#checkout.reportProblem(problem);
    },
  });
  readonly #languagePicker = new LazyPart(this, {
    clock: systemClock,
    file: 'language-picker.lazy.js',
    load: () => import('./language-picker.lazy.js'),
    create: ({languagePickerView}) => {
      this.requestUpdate();
      return languagePickerView;
    },
    reportProblem: (problem) => {
      this.#checkout.reportProblem(problem);
    },
  });
  #order: CheckoutOrder | CreateOrderAnswer | string | null = null;
  #isOrderNew = false;
  /** The payer has requested to cancel this order, accepted or not. */
  #isCancelRequested = false;
  /** The code that is shown; `undefined` when there is nothing to pay. */
  #qr: QrImage | undefined;
  /** Encoding is the one costly step, and is done once per token. */
  #encoded: {readonly tokenUrl: string; readonly qr: QrImage} | undefined;
  /** Of a server; gone as soon as the element has rendered itself. */
  #markup: ServerMarkup;
  #isDone = false;
  #place = NO_PLACE;

  constructor() {
    super();
    this.statusUrl = null;
    this.streamUrl = null;
    this.credentials = 'same-origin';
    this.statusSource = null;
    this.successOn = 'paid';
    this.successUrl = null;
    this.failureUrl = null;
    this.locale = null;
    this.languages = null;
    this.actions = null;
    this.brand = null;
    this.stores = null;
    this.storesUrl = null;
    this.persist = null;
    new CodeWidthController(
      this,
      () => this.#qr,
      (width) => {
        this.#checkDensity(width);
      },
    );
    new WakeLockController(
      this,
      () => isOpen(this.#checkout.state) && Boolean(this.#checkout.state.order.tokenUrl),
    );
  }

  /**
   * The order to show: a CheckoutOrder, PayBy's create-order answer as it came, or either as JSON. Another order
   * ends all work for the previous one; `null`, the default, clears. Never throws: an invalid order dispatches
   * `payby-error`.
   */
  get order(): CheckoutOrder | CreateOrderAnswer | string | null {
    return this.#order;
  }
  set order(order: CheckoutOrder | CreateOrderAnswer | string | null) {
    this.#order = order;
    this.#isOrderNew = true;
    this.requestUpdate();
  }

  /** Phase of the order. Reading it parses an order that was set just before. */
  get phase(): Phase {
    this.#admitOrder();
    return this.#checkout.state.phase;
  }

  /**
   * The detail of the last `payby-success` or `payby-failure` of this order, for listeners that were added late;
   * `null` before. Reading it parses an order that was set just before.
   */
  get result(): Success | Failure | null {
    this.#admitOrder();
    return this.#checkout.result;
  }

  /**
   * Time until the order expires on the server's clock, ms, never below 0; `null` when it has no end. Reading it parses
   * an order that was set just before.
   */
  get remaining(): number | null {
    this.#admitOrder();
    return this.#checkout.remaining ?? null;
  }

  /** `steady`; `retrying` when the last status request failed; `offline` when the browser is. */
  get connection(): Connection {
    return this.#checkout.connection;
  }

  /** Requests the status from `statusSource` or `status-url` now. */
  refresh(): void {
    this.#admitOrder();
    this.#checkout.requestStatus();
  }

  /** Takes a status payload that the page has received itself, over a WebSocket for example. */
  setStatus(payload: unknown): void {
    this.#admitOrder();
    this.#checkout.setStatus(payload);
  }

  /**
   * Prints the voucher of an open order, from a document of its own. Rejects when there is no open order, and in a
   * sandboxed frame without `allow-modals`.
   */
  print(): Promise<void> {
    return this.#export((voucher) => voucher.print());
  }

  /**
   * Creates the voucher of an open order as a PNG and saves it. Rejects when there is no open order, and in a sandboxed
   * frame without `allow-downloads`.
   */
  saveImage(): Promise<Blob> {
    return this.#export((voucher) => voucher.saveImage());
  }

  /** Opens the device's share sheet with the voucher of an open order. Rejects when there is no open order. */
  share(): Promise<void> {
    return this.#export((voucher) => voucher.share());
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const {shadowRoot} = this;
    this.#markup = shadowRoot?.getElementById('server');
    if (!shadowRoot || !this.#markup) return foundRoot(this) ?? super.createRenderRoot();
    this.#firstPaint.isDone = true;
    adoptStyles(shadowRoot, PaybyCheckout.elementStyles);
    return shadowRoot;
  }

  /** False in a test environment that has closed its window: an update would throw without a `document`. */
  protected override shouldUpdate(): boolean {
    return 'document' in globalThis;
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.#orderScript.read();
    if (this.languages !== null) this.#languagePicker.start();
    parseActions(this.actions, this.#warnings.report);
    parseCredentials(this.credentials, this.#warnings.report);
    parseSuccessOn(this.successOn, this.#warnings.report);
    this.#checkout.checkSources();
    this.#admitOrder();
    if (this.successUrl !== null || this.failureUrl !== null) this.#redirect.start();
    const {state} = this.#checkout;
    const tokenUrl = isOpen(state) ? state.order.tokenUrl : undefined;
    this.#qr = tokenUrl === undefined ? undefined : this.#encode(tokenUrl);
    this.#keepPlace();
  }

  /** Replaces a server's markup in one step. What has the focus there is a link, and the first one is a way to pay. */
  protected override update(changed: PropertyValues<this>): void {
    const isIncomplete = this.#locale.isLoading || this.#voucher.isMissing;
    const isKept = isIncomplete && showsState(this.#markup, this.#checkout.state);
    const wasFocused = !isKept && this.#markup && this.shadowRoot?.activeElement;
    if (!isKept) {
      this.#markup?.remove();
      this.#markup = null;
    }
    super.update(changed);
    if (wasFocused) this.shadowRoot.querySelector('a')?.focus();
  }

  /** Dispatches the queued events only now, after the element has rendered the state that they report. */
  protected override updated(): void {
    this.#customState.show(this.#checkout.state.phase);
    for (const message of this.#checkout.takeMessages()) dispatchMessage(this, message);
    this.#redirect.part?.update();
  }

  /** Also waits for the voucher, if the order needs one and it can be loaded. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#voucher.ready;
    return super.getUpdateComplete();
  }

  /** Parses an order that was set: after all attributes of an update are known, but before a getter returns its state. */
  #admitOrder(): void {
    if (!this.#isOrderNew) return;
    this.#isOrderNew = false;
    if (!this.#checkout.setOrder(this.#order)) return;
    this.#isCancelRequested = false;
    this.#actions.reset();
  }

  /** An outcome takes the place that the code had, so that nothing below the element moves. */
  #keepPlace(): void {
    const wasDone = this.#isDone;
    this.#isDone = 'outcome' in this.#checkout.state;
    if (this.#isDone && wasDone) return;
    this.#place = this.#isDone ? placeOf(this.shadowRoot, this.#locale.direction) : NO_PLACE;
  }

  #encode(tokenUrl: string): QrImage {
    if (this.#encoded?.tokenUrl !== tokenUrl)
      this.#encoded = {
        tokenUrl,
        qr: drawnCode(this.#markup, this.#checkout.state) ?? qrPath(qrMatrix(tokenUrl)),
      };
    return this.#encoded.qr;
  }

  /** @param width of the code, CSS px; 0 or NaN while it is not laid out */
  #checkDensity(width: number): void {
    if (!this.#qr || !isTooDense(this.#qr, width, devicePixelRatio)) return;
    const message =
      'The code has less than 3 device pixels a module: give it more width, or a shorter tokenUrl.';
    this.#checkout.reportProblem({code: 'qr-too-dense', message, retryable: false});
  }

  async #export<R>(fn: (voucher: Voucher) => Promise<R>): Promise<R> {
    this.#admitOrder();
    if (!isOpen(this.#checkout.state)) throw new Error('There is no open order to print, save or share.');
    return this.#voucher.use(fn);
  }

  #requestAction(action: Action): Promise<unknown> | undefined {
    if (action === 'cancel') this.#isCancelRequested = true;
    return askMerchant(this, action, (problem) => {
      this.#checkout.reportProblem(problem);
    });
  }

  #applyAnswer(action: Action, answer: unknown): boolean {
    switch (action) {
      case 'cancel':
        this.#checkout.acceptCancel();
        if (isPresent(answer)) this.#checkout.setStatus(answer);
        if (!this.result) this.#checkout.requestStatus();
        return true;
      case 'extend':
        return this.#extend(answer);
      case 'renew':
        return this.#renew(answer);
    }
  }

  #extend(answer: unknown): boolean {
    const expiredTime = newEnd(answer);
    const why =
      expiredTime === undefined
        ? 'is not a time in milliseconds since 1970'
        : this.#checkout.extend(expiredTime)
          ? undefined
          : 'lies in the past';
    return why === undefined || this.#refuseAnswer('extend', [{path: 'expiredTime', message: why}]);
  }

  #renew(answer: unknown): boolean {
    const parsed = parseOrder(answer);
    if (!parsed.ok) return this.#refuseAnswer('renew', parsed.issues);
    const {state} = this.#checkout;
    if (hasOrder(state) && keyOf(state.order) === keyOf(parsed.value)) {
      return this.#refuseAnswer('renew', [
        {path: 'merchantOrderNo', message: 'is the one of the order shown'},
      ]);
    }
    this.order = answer as CheckoutOrder;
    return true;
  }

  #refuseAnswer(action: Action, issues: readonly Issue[]): false {
    const message = `The answer to payby-action '${action}' cannot be used.`;
    this.#checkout.reportProblem({code: 'action-failed', message, retryable: false, issues});
    return false;
  }

  /** A pressed button may be replaced by others: keyboard focus moves on to those. */
  async #restoreFocus(): Promise<void> {
    await this.updateComplete;
    const {shadowRoot} = this;
    if (shadowRoot?.activeElement) return;
    const next = ['.last button', '.actions button'].map((buttons) => shadowRoot?.querySelector(buttons));
    (next.find(Boolean) as HTMLElement | undefined)?.focus();
  }

  readonly #expectApp = (): void => {
    void this.#actions.expectApp();
  };

  readonly #chooseAction = (action: Action): void => {
    this.#actions.choose(action);
    void this.#restoreFocus();
  };

  readonly #dismissAction = (): void => {
    this.#actions.dismiss();
    void this.#restoreFocus();
  };

  readonly #checkNow = (): void => {
    if (this.#actions.takeCheck()) this.#checkout.requestStatus();
  };

  protected override render(): Template {
    if (this.#markup) return nothing;
    const {language, direction, isLoading} = this.#locale;
    const {state, connection, isConnectionPoor, hasEnded, remaining, silenceMs} = this.#checkout;
    const strings = this.#texts.part('checkout', english.checkout);
    return checkoutView({
      state,
      strings,
      language,
      direction,
      isLoading,
      qr: this.#qr,
      countdown: countdownView({
        strings,
        expiredTime: hasOrder(state) ? state.order.expiredTime : undefined,
        remainingMs: remaining,
        isPainted: this.#firstPaint.isDone,
      }),
      voucher: this.#voucher.render(),
      outcome: {
        strings: this.#locale.part('outcomes', english.outcomes),
        now: systemClock.now(),
        isCancelRequested: this.#isCancelRequested,
        hasEnded,
        redirect: this.#redirect.part?.render(),
      },
      place: this.#place,
      connection: connectionView({
        strings: this.#locale.part('connection', english.connection),
        isOffline: connection === 'offline',
        isPoor: isConnectionPoor,
        silenceMs,
        mayCheck: this.#actions.mayCheck,
        check: this.#checkNow,
      }),
      actions: {
        strings: this.#texts.part('actions', english.actions),
        offered: offeredActions(this.actions, state, remaining),
        state: this.#actions.state,
        hasFailed: state.phase === 'failed',
        isAppMissing: this.#actions.isAppMissing && isOpen(state),
        choose: this.#chooseAction,
        dismiss: this.#dismissAction,
      },
      actionNames: this.actions,
      expectApp: this.#expectApp,
      languagePicker:
        this.#languageChoice.offered.length > 0
          ? (this.#languagePicker.part?.({
              locale: this.#locale,
              languages: this.#languageChoice.offered,
              choose: this.#languageChoice.choose,
            }) ?? nothing)
          : undefined,
      childrenChanged: this.#orderScript.read,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'payby-checkout': PaybyCheckout;
  }
}
