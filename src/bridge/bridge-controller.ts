/** Connects an embedded `<payby-checkout>` with its host: events and state out, commands in. */
import {BRIDGE_VERSIONS, parseCommand} from '../core/bridge/commands.js';
import type {Clock} from '../core/clock.js';
import type {BridgeCommand, BridgeTheme, IgnoredReason, Insets} from '../core/bridge/commands.js';
import type {BridgeMessage} from '../core/bridge/messages.js';
import type {Phase} from '../core/order/checkout-machine.js';
import type {PaybyCheckout} from '../checkout/payby-checkout.js';
import type {PaybyActionEvent} from '../shared/action-event.js';
import {appHosts, frameHost, type Host, type HostWindow, type SentMessage} from './hosts.js';

export interface BridgeOptions {
  /**
   * Origins of pages that may embed this one in a frame, "https://game.example". This page's own origin always may. An
   * app around a web view needs none.
   */
  readonly origins?: readonly string[];
}

/** What a bridge changes on the page around the element. */
export interface BridgePage {
  /** The window that the checkout lives in. */
  readonly window: Window & HostWindow;
  readonly clock: Clock;
  setTheme(theme: BridgeTheme): void;
  setInsets(insets: Insets): void;
  /** Makes the document report that it is hidden, or visible again. */
  setVisible(isVisible: boolean): void;
  warn(message: string, cause: unknown): void;
}

/** A host that has not answered an action by then has refused it, ms. The payer may try again. */
const ANSWER_WITHIN_MS = 60_000;

const events = ['ready', 'change', 'success', 'failure', 'error'] as const;
/** Vuplex and flutter_inappwebview may put their interface on the window after the page's scripts have run. */
const readyEvents = ['vuplexready', 'flutterInAppWebViewPlatformReady'] as const;
const LOADED: SentMessage = {payby: 1, type: 'loaded', versions: BRIDGE_VERSIONS};
const openPhases: readonly Phase[] = ['waiting', 'scanned', 'confirming'];

interface Answering {
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: Error) => void;
}

export class BridgeController {
  readonly #checkout: PaybyCheckout;
  readonly #page: BridgePage;
  readonly #origins: ReadonlySet<string>;
  #appHosts: readonly Host[] = [];
  /** The page around the frame, once it is known. */
  #frame: Host | undefined;
  #opensUrls: boolean | undefined;
  readonly #ignored = new Map<IgnoredReason, number>();
  readonly #actions = new Map<number, Answering>();
  #lastAction = 0;
  #sizes: ResizeObserver | undefined;
  #height = 0;

  constructor(checkout: PaybyCheckout, page: BridgePage, {origins = []}: BridgeOptions = {}) {
    this.#checkout = checkout;
    this.#page = page;
    this.#origins = new Set([page.window.location.origin, ...origins]);
    this.#frame = this.#knownParent();
  }

  /** How many messages were ignored, by reason. */
  get ignored(): Readonly<Partial<Record<IgnoredReason, number>>> {
    return Object.fromEntries(this.#ignored);
  }

  connect(): void {
    const {window: page} = this.#page;
    page.addEventListener('message', this.#receiveEvent);
    for (const name of readyEvents) page.addEventListener(name, this.#meetApp);
    for (const name of events) this.#checkout.addEventListener(`payby-${name}`, this.#forward);
    this.#checkout.addEventListener('payby-action', this.#requestAction);
    this.#checkout.addEventListener('click', this.#openUrl);
    this.#sizes = new ResizeObserver(this.#sendSize);
    this.#sizes.observe(this.#checkout, {box: 'border-box'});
    this.#meetApp();
    this.#frame?.send(LOADED);
  }

  disconnect(): void {
    const {window: page} = this.#page;
    page.removeEventListener('message', this.#receiveEvent);
    page.vuplex?.removeEventListener?.('message', this.#receiveVuplex);
    for (const name of readyEvents) page.removeEventListener(name, this.#meetApp);
    for (const name of events) this.#checkout.removeEventListener(`payby-${name}`, this.#forward);
    this.#checkout.removeEventListener('payby-action', this.#requestAction);
    this.#checkout.removeEventListener('click', this.#openUrl);
    this.#sizes?.disconnect();
    this.#dropActions();
    this.#appHosts = [];
  }

  /** Tells each interface of an app that is new on the window that an order can be sent. */
  readonly #meetApp = (): void => {
    const {window: page} = this.#page;
    const known = this.#appHosts.map(({kind}) => kind);
    this.#appHosts = appHosts(page);
    for (const host of this.#appHosts.filter(({kind}) => !known.includes(kind))) {
      if (host.kind === 'vuplex') page.vuplex?.addEventListener?.('message', this.#receiveVuplex);
      host.send(LOADED);
    }
  };

  /** Takes a message of the app around the web view: an object, or its JSON. */
  receive(data: unknown): void {
    const parsed = parseCommand(data);
    if (parsed.ok) this.#execute(parsed.command);
    else if (parsed.reason !== 'foreign') this.#ignore(parsed.reason);
  }

  #execute(command: BridgeCommand): void {
    switch (command.type) {
      case 'hello':
        this.#welcome(command.versions);
        this.#opensUrls = command.opensUrls ?? this.#opensUrls;
        break;
      case 'show':
        Object.assign(this.#checkout, command.settings, {order: command.order});
        break;
      case 'locale':
        this.#checkout.locale = command.locale;
        break;
      case 'theme':
        this.#page.setTheme(command.theme);
        break;
      case 'cancel':
        this.#checkout.refresh();
        break;
      case 'close':
        this.#close();
        break;
      case 'back':
        this.#send({type: 'back', handled: this.#closeDialog()});
        break;
      case 'visibility':
        this.#page.setVisible(command.visible);
        break;
      case 'insets':
        this.#page.setInsets(command.insets);
        break;
      case 'answer':
        this.#takeAnswer(command);
    }
  }

  #welcome(versions: readonly number[]): void {
    const {phase, connection, result} = this.#checkout;
    const version = BRIDGE_VERSIONS.find((spoken) => versions.includes(spoken)) ?? null;
    this.#send({type: 'welcome', version, phase, connection, result});
  }

  #close(): void {
    const isOpen = openPhases.includes(this.#checkout.phase);
    this.#dropActions();
    this.#checkout.order = null;
    this.#send({type: 'closed', isOpen});
  }

  #closeDialog(): boolean {
    const dialog = this.#checkout.shadowRoot?.querySelector<HTMLDialogElement>('dialog[open]');
    dialog?.close();
    return Boolean(dialog);
  }

  readonly #forward = (event: Event & {readonly detail?: unknown}): void => {
    const type = event.type.slice('payby-'.length);
    this.#send({type, detail: event.detail} as BridgeMessage);
  };

  readonly #requestAction = (event: PaybyActionEvent): void => {
    const {action} = event.detail;
    if (action === 'send-guide') {
      event.preventDefault(); // a phone number is sent nowhere
      return;
    }
    this.#lastAction += 1;
    event.respondWith(this.#answerTo(this.#lastAction));
    this.#send({type: 'action', id: this.#lastAction, action});
  };

  async #answerTo(id: number): Promise<unknown> {
    const answered = new AbortController();
    const tooLate = this.#page.clock.sleep(ANSWER_WITHIN_MS, answered.signal).then(() => {
      throw new Error('The host has not answered within 60 seconds.');
    });
    const answer = new Promise((resolve, reject) => {
      this.#actions.set(id, {resolve, reject});
    });
    try {
      return await Promise.race([answer, tooLate]);
    } finally {
      this.#actions.delete(id);
      answered.abort();
      tooLate.catch(() => undefined); // the sleep ends by the abort, too
    }
  }

  #takeAnswer({id, isOk, value}: Extract<BridgeCommand, {type: 'answer'}>): void {
    const answering = this.#actions.get(id);
    if (isOk) answering?.resolve(value);
    else answering?.reject(new Error('The host has refused.'));
  }

  #dropActions(): void {
    for (const {reject} of this.#actions.values()) reject(new Error('The checkout was closed.'));
  }

  /** Links into the app: a web view shows an error page for them, so its host opens them. */
  readonly #openUrl = (event: Event): void => {
    if (event.defaultPrevented || !this.#hostOpensUrls) return;
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (link?.download !== '' || !/^(https?|payby|botim|tel|geo|maps):$/.test(link.protocol)) return;
    event.preventDefault();
    this.#send({type: 'open-url', url: link.getAttribute('href') ?? link.href}); // as PayBy wrote it
  };

  get #hostOpensUrls(): boolean {
    return this.#opensUrls ?? this.#appHosts.some(({opensUrls}) => opensUrls);
  }

  readonly #sendSize = (): void => {
    const height = Math.ceil(this.#checkout.getBoundingClientRect().height);
    if (height === this.#height) return;
    this.#height = height;
    this.#send({type: 'size', height});
  };

  #send(message: BridgeMessage): void {
    for (const host of this.#hosts) host.send({payby: 1, ...message});
  }

  get #hosts(): readonly Host[] {
    return this.#frame ? [...this.#appHosts, this.#frame] : this.#appHosts;
  }

  readonly #receiveEvent = ({source, origin, data}: MessageEvent<unknown>): void => {
    const {window: page} = this.#page;
    const {parent} = page;
    if (parent === page || source !== parent) return;
    if (!this.#origins.has(origin)) {
      const parsed = parseCommand(data);
      if (parsed.ok || parsed.reason !== 'foreign') this.#ignore('origin', origin);
      return;
    }
    this.#frame ??= frameHost(parent, origin);
    this.receive(data);
  };

  readonly #receiveVuplex = ({data}: {readonly data: unknown}): void => {
    this.receive(data);
  };

  /** A frame knows who is around it from the referrer or its ancestors; where neither says it, by the first message. */
  #knownParent(): Host | undefined {
    const {window: page} = this.#page;
    if (page.parent === page) return undefined;
    const {ancestorOrigins} = page.location as {readonly ancestorOrigins?: DOMStringList}; // not in Firefox
    const origin = ancestorOrigins?.[0] ?? originOf(page.document.referrer);
    return origin !== undefined && this.#origins.has(origin) ? frameHost(page.parent, origin) : undefined;
  }

  #ignore(reason: IgnoredReason, origin?: string): void {
    const count = (this.#ignored.get(reason) ?? 0) + 1;
    this.#ignored.set(reason, count);
    if (count > 1) return;
    this.#page.warn(
      'A message of the host is ignored.',
      origin ? `${reasons[reason]}: ${origin}` : reasons[reason],
    );
    if (reason !== 'origin') this.#send({type: 'ignored', reason});
  }
}

const reasons: Readonly<Record<IgnoredReason, string>> = {
  'too-large': 'it is longer than 65,536 characters',
  malformed: 'it is malformed; dist/bridge.schema.json describes the messages',
  version: 'it is of another version than 1',
  origin: 'its origin is not in the list of origins',
};

function originOf(url: string): string | undefined {
  try {
    return new URL(url).origin;
  } catch {
    return undefined;
  }
}
