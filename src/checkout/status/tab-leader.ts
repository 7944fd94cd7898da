/**
 * Of all tabs and elements of an origin that show the same order, one leads: it polls, and shares every status and every
 * failure with the others. Web Locks elect the leader, a BroadcastChannel carries what it shares. Where a browser lacks
 * or refuses either, each tab polls for itself.
 */
import {isMoment} from '../../core/order/moment.js';
import {isCause, isReason, knownStatusWord, type StatusReport} from '../../core/order/order-status.js';
import {isPayload} from '../../core/order/payload.js';
import type {Exchange} from '../../core/status/clock-offset.js';
import type {Environment} from '../../shared/page-environment.js';
import {listenUntil} from '../../shared/listen.js';

/** A parsed status with the times of its exchange. Plain data without a token or a phone number. */
export interface StatusUpdate extends Exchange {
  readonly report: StatusReport;
  /** It came with another token than the order had: the other tabs get that from their own server. */
  readonly hasNewToken?: boolean;
}

/** How a tab that polls for the others fares. */
export interface SharedState {
  /** Failed requests in a row. */
  readonly failures: number;
  /** Time within which it requests again, ms. */
  readonly nextMs: number;
}

export interface TabLeaderCallbacks {
  /** This tab leads from now on, or no longer. */
  onLeadChange(leads: boolean): void;
  /** Another tab has shared a status. */
  onStatus(update: StatusUpdate): void;
  /** Another tab shares how it fares, after its status if it has one. */
  onState(state: SharedState): void;
  /** This tab leads, and one of them wants the status now. */
  onRequest(): void;
}

/** What the tabs of one origin have in common. */
export interface Tabs {
  /**
   * Resolves when the lock is held, which it is until `signal` aborts. Rejects when that comes first, and where
   * there are no locks.
   */
  hold(name: string, signal: AbortSignal): Promise<void>;
  /**
   * Calls `receive` with what other tabs post, until `signal` aborts. Returns a function that posts. Throws where there
   * are no channels.
   */
  openChannel(
    name: string,
    signal: AbortSignal,
    receive: (message: unknown) => void,
  ): (message: unknown) => void;
}

type Message =
  | {readonly version: typeof VERSION; readonly kind: 'request'}
  | {readonly version: typeof VERSION; readonly kind: 'status'; readonly update: StatusUpdate}
  | {readonly version: typeof VERSION; readonly kind: 'state'; readonly state: SharedState};

/**
 * Of the messages. A next version needs another {@link PREFIX} too: behind a leader whose messages it ignores, a tab
 * would neither poll nor receive a status.
 */
const VERSION = 1;
const PREFIX = 'payby-checkout:';

export class TabLeader {
  readonly #tabs: Tabs;
  readonly #environment: Environment;
  readonly #callbacks: TabLeaderCallbacks;
  #name: string | undefined;
  #stay = new AbortController();
  #candidacy: AbortController | undefined;
  /** `undefined` where there are no channels. */
  #post: ((message: Message) => void) | undefined;
  #leads = false;

  constructor(tabs: Tabs, environment: Environment, callbacks: TabLeaderCallbacks) {
    this.#tabs = tabs;
    this.#environment = environment;
    this.#callbacks = callbacks;
  }

  /** True while this tab is to poll: never while the page is hidden. */
  get leads(): boolean {
    return this.#leads;
  }

  /** Shares the order of this name from now on, and no other. */
  join(name: string): void {
    if (name === this.#name) return;
    this.leave();
    this.#name = name;
    this.#stay = new AbortController();
    const {signal} = this.#stay;
    const competeOrYield = (): void => {
      if (this.#environment.visible) this.#compete(PREFIX + name);
      else this.#yield();
    };
    this.#post = this.#openChannel(PREFIX + name, signal);
    signal.addEventListener('abort', this.#environment.observe(competeOrYield), {once: true});
    competeOrYield();
  }

  /** Ends all sharing. No callback follows, not even for a lost lead. */
  leave(): void {
    this.#name = undefined;
    this.#post = undefined;
    this.#leads = false;
    this.#candidacy?.abort();
    this.#candidacy = undefined;
    this.#stay.abort();
  }

  /** Shares a status with the other tabs. */
  share(update: StatusUpdate): void {
    this.#post?.({version: VERSION, kind: 'status', update: copyOf(update)});
  }

  /** Shares how this tab fares. */
  shareState({failures, nextMs}: SharedState): void {
    this.#post?.({version: VERSION, kind: 'state', state: {failures, nextMs}});
  }

  /** Gives the lead to the tab that has waited longest. It comes back to this tab where there is no other. */
  passLead(): void {
    if (!this.#leads || this.#name === undefined) return;
    this.#yield();
    this.#compete(PREFIX + this.#name);
  }

  /** Has the leader, be it this tab or another, request the status now. */
  requestStatus(): void {
    if (this.#leads) this.#callbacks.onRequest();
    else this.#post?.({version: VERSION, kind: 'request'});
  }

  #openChannel(name: string, signal: AbortSignal): ((message: Message) => void) | undefined {
    try {
      return this.#tabs.openChannel(name, signal, (message) => {
        if (!signal.aborted) this.#receive(message);
      });
    } catch {
      return undefined; // an old browser, or one that isolates this page
    }
  }

  #compete(name: string): void {
    if (this.#candidacy) return;
    this.#candidacy = new AbortController();
    void this.#lead(name, this.#candidacy.signal);
  }

  async #lead(name: string, signal: AbortSignal): Promise<void> {
    // A tab without a channel must not wait for a leader; and where there are no locks, there is none.
    await (this.#post && this.#tabs.hold(name, signal).catch(() => undefined));
    if (signal.aborted) return;
    this.#leads = true;
    this.#callbacks.onLeadChange(true);
  }

  /** A hidden page does not poll, so it leaves the lead to one that is visible. */
  #yield(): void {
    this.#candidacy?.abort();
    this.#candidacy = undefined;
    if (!this.#leads) return;
    this.#leads = false;
    this.#callbacks.onLeadChange(false);
  }

  #receive(message: unknown): void {
    if (!isMessage(message)) return;
    switch (message.kind) {
      case 'request':
        if (this.#leads) this.#callbacks.onRequest();
        break;
      case 'status':
        this.#callbacks.onStatus(copyOf(message.update));
        break;
      case 'state':
        this.#callbacks.onState(message.state);
        break;
    }
  }
}

// Stryker disable all: Node has no tabs, and the test of these runs in browsers
/**
 * Web Locks and BroadcastChannel. A page in the back/forward cache must hold no lock and no open channel, or some
 * browsers do not cache it. The lock is free by then, because such a page is hidden first. The channel is closed on
 * `pagehide`, not whenever the page is hidden, because a tab in the background must show the outcome as well.
 */
export const browserTabs: Tabs = {
  hold: (name, signal) =>
    new Promise((resolve, reject) => {
      // Where `locks` is missing, this throws and thereby rejects.
      navigator.locks
        .request(name, {signal}, () => {
          resolve();
          return aborted(signal);
        })
        .catch(reject);
    }),

  openChannel(name, signal, receive) {
    let channel: BroadcastChannel | undefined;
    const open = (): BroadcastChannel => {
      if (channel) return channel;
      channel = new BroadcastChannel(name);
      channel.onmessage = ({data}) => receive(data);
      return channel;
    };
    const close = (): void => {
      channel?.close();
      channel = undefined;
    };
    open();
    listenUntil(signal, window, 'pagehide', close);
    listenUntil(signal, window, 'pageshow', open);
    signal.addEventListener('abort', close, {once: true});
    // A page that comes back is visible, and may want to post, before its `pageshow`.
    return (message) => open().postMessage(message);
  },
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), {once: true});
  });

// Stryker restore all
const isText = (value: unknown): boolean => typeof value === 'string';
const isTime = (value: unknown): boolean => Number.isFinite(value);
const isSwitch = (value: unknown): boolean => typeof value === 'boolean';
const isIssue = (value: unknown): boolean =>
  isPayload(value) && isText(value['path']) && isText(value['message']);
const orNone =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === undefined || check(value);

type PostedField = Exclude<keyof StatusReport, 'tokenUrl'>;

/**
 * The fields of a report, each with its check: no other field is posted or received. Not the token, which can be paid:
 * each tab gets it from its own server, when {@link StatusUpdate.hasNewToken}.
 */
const REPORT: Readonly<Record<PostedField, (value: unknown) => boolean>> = {
  word: orNone((word) => isText(word) && knownStatusWord(String(word)) === word),
  unknownWord: orNone(isText),
  revoked: isSwitch,
  scanned: isSwitch,
  orderNo: orNone(isText),
  failCode: orNone(isText),
  failDes: orNone(isText),
  reason: orNone(isReason),
  cause: orNone(isCause),
  expiredTime: orNone(isMoment),
  paidTime: orNone(isMoment),
  serverTime: orNone(isMoment),
  issues: orNone((issues) => Array.isArray(issues) && issues.every(isIssue)),
};
const REPORT_FIELDS = Object.keys(REPORT) as PostedField[];

const copyOf = ({
  report,
  hasNewToken = false,
  requestedAt,
  receivedAt,
  servedAt,
}: StatusUpdate): StatusUpdate => ({
  report: Object.fromEntries(REPORT_FIELDS.map((name) => [name, report[name]])) as unknown as StatusReport,
  hasNewToken,
  requestedAt,
  receivedAt,
  servedAt,
});

const isMessage = (value: unknown): value is Message =>
  isPayload(value) &&
  value['version'] === VERSION &&
  (value['kind'] === 'request' ||
    (value['kind'] === 'status' && isUpdate(value['update'])) ||
    (value['kind'] === 'state' && isState(value['state'])));

const isState = (value: unknown): value is SharedState =>
  isPayload(value) && isTime(value['failures']) && isTime(value['nextMs']);

const isUpdate = (value: unknown): value is StatusUpdate =>
  isPayload(value) &&
  isReport(value['report']) &&
  isTime(value['requestedAt']) &&
  isTime(value['receivedAt']) &&
  orNone(isMoment)(value['servedAt']) &&
  orNone(isSwitch)(value['hasNewToken']);

/** A report has either a known word or an unknown one. */
const isReport = (value: unknown): value is StatusReport =>
  isPayload(value) &&
  REPORT_FIELDS.every((name) => REPORT[name](value[name])) &&
  (value['word'] === undefined) !== (value['unknownWord'] === undefined);
