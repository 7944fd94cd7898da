/**
 * One order, one truth over tabs: of all tabs and elements of an origin that show the same order, one asks and the
 * others hear what it heard. Web Locks elect the one, a BroadcastChannel carries the answers. Where a browser lacks
 * or refuses either, each asks for itself.
 */
import type {StatusReport, StatusWord} from '../../core/order/order-status.js';
import {isPayload} from '../../core/order/payload.js';
import type {Exchange} from '../../core/status/clock-offset.js';
import type {Environment} from '../../shared/page-environment.js';

/** An answer, and when it was given on this device's clock. Plain data without a token or a phone number. */
export interface Heard extends Exchange {
  readonly report: StatusReport;
}

export interface SharedOrderListener {
  /** This one is to ask from now on, or no longer. */
  leadChanged(leads: boolean): void;
  /** Another one has told what it heard. */
  heard(message: Heard): void;
  /** This one leads, and somebody wants an answer now. */
  askWanted(): void;
}

/** What the tabs of one origin have in common. */
export interface Tabs {
  /**
   * Resolves when the lock is held, which it is until `signal` aborts. Rejects when that comes first, and where
   * there are no locks.
   */
  hold(name: string, signal: AbortSignal): Promise<void>;
  /** Hears what others post until `signal` aborts. Returns a way to post; throws where there are no channels. */
  talk(name: string, signal: AbortSignal, hear: (message: unknown) => void): (message: unknown) => void;
}

type Message =
  | {readonly version: typeof VERSION; readonly kind: 'ask'}
  | {readonly version: typeof VERSION; readonly kind: 'heard'; readonly heard: Heard};

/**
 * Of the messages. A next version needs another {@link PREFIX} too: behind a leader whose messages it ignores, a tab
 * would neither ask nor hear.
 */
const VERSION = 1;
const PREFIX = 'payby-checkout:';

export class SharedOrder {
  readonly #tabs: Tabs;
  readonly #environment: Environment;
  readonly #listener: SharedOrderListener;
  #name: string | undefined;
  #stay = new AbortController();
  #candidacy: AbortController | undefined;
  /** `undefined` where tabs cannot talk. */
  #post: ((message: Message) => void) | undefined;
  #leads = false;

  constructor(tabs: Tabs, environment: Environment, listener: SharedOrderListener) {
    this.#tabs = tabs;
    this.#environment = environment;
    this.#listener = listener;
  }

  /** True while this is the one to ask: never while the page is hidden. */
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
    const lookAround = (): void => {
      if (this.#environment.visible) this.#compete(PREFIX + name);
      else this.#giveBack();
    };
    this.#post = this.#talk(PREFIX + name, signal);
    signal.addEventListener('abort', this.#environment.observe(lookAround), {once: true});
    lookAround();
  }

  /** Ends all sharing, silently: the listener hears nothing after it, not even that it leads no longer. */
  leave(): void {
    this.#name = undefined;
    this.#post = undefined;
    this.#leads = false;
    this.#candidacy?.abort();
    this.#candidacy = undefined;
    this.#stay.abort();
  }

  /** Lets the others know what was heard here. */
  tell(heard: Heard): void {
    this.#post?.({version: VERSION, kind: 'heard', heard: copyOf(heard)});
  }

  /** Has the leader ask now, be it this one or another. */
  askForAnswer(): void {
    if (this.#leads) this.#listener.askWanted();
    else this.#post?.({version: VERSION, kind: 'ask'});
  }

  #talk(name: string, signal: AbortSignal): ((message: Message) => void) | undefined {
    try {
      return this.#tabs.talk(name, signal, (message) => {
        if (!signal.aborted) this.#hear(message);
      });
    } catch {
      return undefined; // an old browser, or one that keeps this page apart
    }
  }

  #compete(name: string): void {
    if (this.#candidacy) return;
    this.#candidacy = new AbortController();
    void this.#lead(name, this.#candidacy.signal);
  }

  async #lead(name: string, signal: AbortSignal): Promise<void> {
    // Who cannot hear a leader must not wait for one; and where there are no locks, there is none to wait for.
    await (this.#post && this.#tabs.hold(name, signal).catch(() => undefined));
    if (signal.aborted) return;
    this.#leads = true;
    this.#listener.leadChanged(true);
  }

  /** A hidden page does not ask, so one that somebody looks at shall be able to. */
  #giveBack(): void {
    this.#candidacy?.abort();
    this.#candidacy = undefined;
    if (!this.#leads) return;
    this.#leads = false;
    this.#listener.leadChanged(false);
  }

  #hear(message: unknown): void {
    if (!isMessage(message)) return;
    switch (message.kind) {
      case 'ask':
        if (this.#leads) this.#listener.askWanted();
        break;
      case 'heard':
        this.#listener.heard(copyOf(message.heard));
        break;
    }
  }
}

/**
 * The browser's own. A page that is kept for going back must hold no lock and no open channel, or some browsers do
 * not keep it. Its lock it has given back: a page that is put away is hidden first. Its channel is closed only then,
 * not whenever the page is hidden, because a tab in the background is to show the outcome as well.
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

  talk(name, signal, hear) {
    let channel: BroadcastChannel | undefined;
    const open = (): BroadcastChannel => {
      if (channel) return channel;
      channel = new BroadcastChannel(name);
      channel.onmessage = ({data}) => hear(data);
      return channel;
    };
    const close = (): void => {
      channel?.close();
      channel = undefined;
    };
    open();
    window.addEventListener('pagehide', close, {signal});
    window.addEventListener('pageshow', open, {signal});
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

/** Field by field, so that nothing else ever gets on the channel or off it. */
const copyOf = ({report, askedAt, receivedAt, servedAt}: Heard): Heard => ({
  report: {
    word: report.word,
    unknownWord: report.unknownWord,
    revoked: report.revoked,
    scanned: report.scanned,
    orderNo: report.orderNo,
    failCode: report.failCode,
    failDes: report.failDes,
    expiredTime: report.expiredTime,
    paidTime: report.paidTime,
    serverTime: report.serverTime,
  },
  askedAt,
  receivedAt,
  servedAt,
});

const isMessage = (value: unknown): value is Message =>
  isPayload(value) &&
  value['version'] === VERSION &&
  (value['kind'] === 'ask' || (value['kind'] === 'heard' && isHeard(value['heard'])));

const isHeard = (value: unknown): value is Heard =>
  isPayload(value) &&
  isReport(value['report']) &&
  isTime(value['askedAt']) &&
  isTime(value['receivedAt']) &&
  isTimeOrNone(value['servedAt']);

const isReport = (value: unknown): value is StatusReport =>
  isPayload(value) &&
  (isWord(value['word'])
    ? value['unknownWord'] === undefined
    : value['word'] === undefined && typeof value['unknownWord'] === 'string') &&
  typeof value['revoked'] === 'boolean' &&
  typeof value['scanned'] === 'boolean' &&
  isTextOrNone(value['orderNo']) &&
  isTextOrNone(value['failCode']) &&
  isTextOrNone(value['failDes']) &&
  isTimeOrNone(value['expiredTime']) &&
  isTimeOrNone(value['paidTime']) &&
  isTimeOrNone(value['serverTime']);

const WORDS: Readonly<Record<StatusWord, true>> = {
  CREATED: true,
  PAID_SUCCESS: true,
  SETTLED: true,
  FAILURE: true,
};

const isWord = (value: unknown): boolean => typeof value === 'string' && Object.hasOwn(WORDS, value);
const isTime = (value: unknown): boolean => Number.isFinite(value);
const isTimeOrNone = (value: unknown): boolean => value === undefined || isTime(value);
const isTextOrNone = (value: unknown): boolean => value === undefined || typeof value === 'string';
