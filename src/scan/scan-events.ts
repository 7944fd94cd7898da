/** The events of `<payby-scan-input>`. A code is a payment credential, so a printed event shows only its last four characters. */
import {maskCode, type ScanRefusal} from '../core/scan/payment-code.js';

/** The method that Node and its test runners call to print an object. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/** State of the element: whether a scan would be received now (`armed`, `blind`), is being received or processed, or was accepted or refused. */
export type ScanState = 'armed' | 'blind' | 'receiving' | 'accepted' | 'rejected' | 'busy';

/** How a code was read. */
export interface ScanFacts {
  /** A keyboard scanner (`wedge`), text inserted in one piece, a paste, the camera, or `accept()`. */
  readonly source: 'wedge' | 'insert' | 'paste' | 'camera' | 'api';
  /** False if a script of the page dispatched the key events. */
  readonly trusted: boolean;
  /** Read from the characters of the keys (`key`), or from the physical keys (`code`: a scanner set to US layout). */
  readonly reading: 'key' | 'code';
  /** What was corrected: `caps`, `layout`, `aim` (identifier stripped), `control` (characters stripped). */
  readonly corrected: readonly string[];
  /** Name of the key that ended the scan; `null`: a pause did. */
  readonly suffix: string | null;
  /** Number of key presses, without the suffix. */
  readonly keys: number;
  /** Number of those that reached the page, because they came before the scan was recognised. */
  readonly leaked: number;
  /** Median time between key presses, ms; `null` without key presses. */
  readonly medianGap: number | null;
}

/** In no field, not even a private one: dist/cdn has ordinary properties instead (scripts/rollup/plain-private.mjs). */
const codes = new WeakMap<EntryDetail, string>();

/** The detail of `payby-manual`: a code that can be read, but is masked when it is serialised or printed. */
export class EntryDetail {
  constructor(code: string) {
    codes.set(this, code);
  }

  /** The code itself. */
  get code(): string {
    return codes.get(this) ?? '';
  }

  /** The masked code. */
  toString(): string {
    return maskCode(this.code);
  }

  /** Its own fields and the masked code. */
  toJSON(): object {
    return Object.assign({code: this.toString()}, this);
  }

  [inspect](): object {
    return this.toJSON();
  }
}

/** The detail of `payby-scan`: a code and how it was read. */
export class ScanDetail extends EntryDetail implements ScanFacts {
  declare readonly source: ScanFacts['source'];
  declare readonly trusted: boolean;
  declare readonly reading: ScanFacts['reading'];
  declare readonly corrected: readonly string[];
  declare readonly suffix: string | null;
  declare readonly keys: number;
  declare readonly leaked: number;
  declare readonly medianGap: number | null;

  constructor(code: string, facts: ScanFacts) {
    super(code);
    Object.assign(this, facts);
  }
}

/** An event of the element; each class has its own name. */
class ScanInputEvent<Detail> extends Event {
  static readonly eventName: string;
  readonly detail: Detail;

  constructor(detail: Detail, cancelable = false) {
    super(new.target.eventName, {bubbles: true, composed: true, cancelable});
    this.detail = detail;
  }
}

/** A code for the page to accept or refuse: prevent the event to refuse, or call `waitUntil` with the server's answer. */
class EntryEvent<Detail extends EntryDetail> extends ScanInputEvent<Detail> {
  readonly #waits: Promise<unknown>[] = [];

  constructor(detail: Detail) {
    super(detail, true);
  }

  /**
   * Keeps the field busy until the promise settles. Fulfilled: the code is accepted. Rejected: it is refused, the
   * error's message is shown to the cashier, and the error is logged without the code. Throws an `InvalidStateError`
   * after the event has been dispatched.
   */
  waitUntil(promise: unknown): void {
    if (this.eventPhase === 0) {
      const why = 'Call waitUntil() while the event is being dispatched, before any await.';
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

/** Dispatched for a valid code. Prevent it to refuse the code; `waitUntil` keeps the field busy meanwhile. */
export class PaybyScanEvent extends EntryEvent<ScanDetail> {
  static override readonly eventName = 'payby-scan';
}

/** Dispatched for a valid code that a person has typed and entered. Answered like a scan, but never reported as one. */
export class PaybyManualEvent extends EntryEvent<EntryDetail> {
  static override readonly eventName = 'payby-manual';
}

/** Dispatched for a scan that cannot be a payment code, with the reason and the length in characters. Holds no code. */
export class PaybyScanRejectEvent extends ScanInputEvent<{
  readonly reason: ScanRefusal;
  readonly length: number;
}> {
  static override readonly eventName = 'payby-scan-reject';
}

/** Dispatched for a scan while the last code is being processed, or for the last code again. Holds no code. */
export class PaybyScanIgnoreEvent extends ScanInputEvent<{readonly reason: 'busy' | 'duplicate'}> {
  static override readonly eventName = 'payby-scan-ignore';
}

/**
 * Dispatched before a scan is accepted, refused or ignored, if its first keys reached the page: take back what the
 * page's own key listeners did at them. Fields are restored already.
 */
export class PaybyScanLeakEvent extends ScanInputEvent<{
  /** Number of those keys. */
  readonly leaked: number;
  /** `event.timeStamp` of the first key, ms. */
  readonly startedAt: number;
}> {
  static override readonly eventName = 'payby-scan-leak';
}

/** Dispatched when the status indicator changes. */
export class PaybyScanStateEvent extends ScanInputEvent<{readonly state: ScanState}> {
  static override readonly eventName = 'payby-scan-state';
}

declare global {
  interface GlobalEventHandlersEventMap {
    'payby-scan': PaybyScanEvent;
    'payby-manual': PaybyManualEvent;
    'payby-scan-reject': PaybyScanRejectEvent;
    'payby-scan-ignore': PaybyScanIgnoreEvent;
    'payby-scan-leak': PaybyScanLeakEvent;
    'payby-scan-state': PaybyScanStateEvent;
  }
}
