/** The events of `<payby-scan-input>`. A code is a payment credential: printing an event shows its last four characters. */
import {maskCode, type ScanRefusal} from '../core/scan/payment-code.js';

const outward: EventInit = {bubbles: true, composed: true};

/** Where Node and its test runners look when they print an object. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/** What the element tells the world: will a scan land right now, and what became of the last one? */
export type ScanState = 'armed' | 'blind' | 'receiving' | 'accepted' | 'rejected' | 'busy';

export interface ScanFacts {
  readonly source: 'wedge' | 'insert' | 'paste' | 'camera' | 'api';
  /** False when a script of the page made the key presses. */
  readonly trusted: boolean;
  /** Whether the characters were read from the keys' letters, or from the keys' places (a gun that speaks US). */
  readonly reading: 'key' | 'code';
  /** What had to be put right while reading. */
  readonly corrected: readonly string[];
  /** The key that ended the scan. */
  readonly suffix: string | null;
  /** Key presses, without the suffix. */
  readonly keys: number;
  /** Median time between key presses, ms. */
  readonly medianGap: number | null;
}

/** A code that can be read, but is neither serialised nor printed. */
export class EntryDetail {
  readonly #code: string;

  constructor(code: string) {
    this.#code = code;
  }

  get code(): string {
    return this.#code;
  }

  toString(): string {
    return maskCode(this.#code);
  }

  /** All that the object says of itself: its own fields, and the masked code. */
  toJSON(): object {
    return Object.assign({code: this.toString()}, this);
  }

  [inspect](): object {
    return this.toJSON();
  }
}

/** What was scanned, and how it was read. */
export class ScanDetail extends EntryDetail implements ScanFacts {
  readonly source: ScanFacts['source'];
  readonly trusted: boolean;
  readonly reading: ScanFacts['reading'];
  readonly corrected: readonly string[];
  readonly suffix: string | null;
  readonly keys: number;
  readonly medianGap: number | null;

  constructor(code: string, facts: ScanFacts) {
    super(code);
    this.source = facts.source;
    this.trusted = facts.trusted;
    this.reading = facts.reading;
    this.corrected = facts.corrected;
    this.suffix = facts.suffix;
    this.keys = facts.keys;
    this.medianGap = facts.medianGap;
  }
}

/** A code for the page to judge: prevent it to refuse, or let the field wait for the server's answer. */
class EntryEvent<Detail extends EntryDetail> extends Event {
  readonly detail: Detail;
  readonly #waits: Promise<unknown>[] = [];

  constructor(name: string, detail: Detail) {
    super(name, {...outward, cancelable: true});
    this.detail = detail;
  }

  /**
   * Keeps the field busy until the promise settles. Fulfilled: the code was accepted. Rejected: refused, with the
   * error's message shown to the cashier. Throws when the event is over, because the field has judged by then.
   */
  waitUntil(promise: unknown): void {
    if (this.eventPhase === 0) {
      const why = 'waitUntil() has to be called while the event is being dispatched, before any await';
      throw new DOMException(why, 'InvalidStateError');
    }
    this.#waits.push(Promise.resolve(promise));
  }

  /**
   * @internal Settles when all promises given to `waitUntil` have: with what some of them were rejected with, in order.
   * `undefined` when none was given.
   */
  rejections(): Promise<readonly unknown[]> | undefined {
    if (this.#waits.length === 0) return undefined;
    return Promise.allSettled(this.#waits).then((results) =>
      results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])),
    );
  }
}

/** Fired for a usable code. Prevent it to refuse the code; `waitUntil` keeps the field busy meanwhile. */
export class PaybyScanEvent extends EntryEvent<ScanDetail> {
  static readonly eventName = 'payby-scan';

  constructor(detail: ScanDetail) {
    super(PaybyScanEvent.eventName, detail);
  }
}

/** Fired for a code that a person has typed and entered. Answered like a scan, but never reported as one. */
export class PaybyManualEvent extends EntryEvent<EntryDetail> {
  static readonly eventName = 'payby-manual';

  constructor(detail: EntryDetail) {
    super(PaybyManualEvent.eventName, detail);
  }
}

/** Fired for a scan that cannot be a payment code. Carries no code. */
export class PaybyScanRejectEvent extends Event {
  static readonly eventName = 'payby-scan-reject';
  readonly detail: {readonly reason: ScanRefusal; readonly length: number};

  constructor(detail: PaybyScanRejectEvent['detail']) {
    super(PaybyScanRejectEvent.eventName, outward);
    this.detail = detail;
  }
}

/** Fired for a scan that came while the last one was still in work, or for the last code once more. */
export class PaybyScanIgnoreEvent extends Event {
  static readonly eventName = 'payby-scan-ignore';
  readonly detail: {readonly reason: 'busy' | 'duplicate'};

  constructor(detail: PaybyScanIgnoreEvent['detail']) {
    super(PaybyScanIgnoreEvent.eventName, outward);
    this.detail = detail;
  }
}

/** Fired when the lamp changes. */
export class PaybyScanStateEvent extends Event {
  static readonly eventName = 'payby-scan-state';
  readonly detail: {readonly state: ScanState};

  constructor(detail: PaybyScanStateEvent['detail']) {
    super(PaybyScanStateEvent.eventName, outward);
    this.detail = detail;
  }
}

declare global {
  interface HTMLElementEventMap {
    'payby-scan': PaybyScanEvent;
    'payby-manual': PaybyManualEvent;
    'payby-scan-reject': PaybyScanRejectEvent;
    'payby-scan-ignore': PaybyScanIgnoreEvent;
    'payby-scan-state': PaybyScanStateEvent;
  }
}
