/** The events of `<payby-scan-input>`. A code is a payment credential: printing an event shows its last four characters. */
import {maskCode, type ScanRefusal} from '../core/scan-code.js';

const outward: EventInit = {bubbles: true, composed: true};

export interface ScanFacts {
  readonly source: 'wedge' | 'insert' | 'paste' | 'camera' | 'api';
  /** False when a script of the page made the key presses. */
  readonly trusted: boolean;
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

/** What was scanned. `code` is readable, but neither serialised nor printed. */
export class ScanDetail implements ScanFacts {
  readonly source: ScanFacts['source'];
  readonly trusted: boolean;
  readonly reading: ScanFacts['reading'];
  readonly corrected: readonly string[];
  readonly suffix: string | null;
  readonly keys: number;
  readonly medianGap: number | null;
  readonly #code: string;

  constructor(code: string, facts: ScanFacts) {
    this.#code = code;
    this.source = facts.source;
    this.trusted = facts.trusted;
    this.reading = facts.reading;
    this.corrected = facts.corrected;
    this.suffix = facts.suffix;
    this.keys = facts.keys;
    this.medianGap = facts.medianGap;
  }

  get code(): string {
    return this.#code;
  }

  toString(): string {
    return maskCode(this.#code);
  }

  toJSON(): object {
    const {source, trusted, reading, corrected, suffix, keys, medianGap} = this;
    return {code: this.toString(), source, trusted, reading, corrected, suffix, keys, medianGap};
  }
}

/** Fired for a usable code. Prevent it to refuse the code; `waitUntil` keeps the field busy meanwhile. */
export class PaybyScanEvent extends Event {
  static readonly eventName = 'payby-scan';
  readonly detail: ScanDetail;
  readonly #waits: Promise<unknown>[] = [];

  constructor(detail: ScanDetail) {
    super(PaybyScanEvent.eventName, {...outward, cancelable: true});
    this.detail = detail;
  }

  /** Fulfilled: the code was accepted. Rejected: refused, with the error's message shown to the cashier. */
  waitUntil(promise: Promise<unknown>): void {
    this.#waits.push(promise);
  }

  /** @internal What the listeners wait for, all of it; `undefined` when nobody waits. */
  waits(): Promise<unknown> | undefined {
    return this.#waits.length ? Promise.all(this.#waits) : undefined;
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

/** Fired for a scan that came while the last one was still in work. */
export class PaybyScanIgnoreEvent extends Event {
  static readonly eventName = 'payby-scan-ignore';
  readonly detail: {readonly reason: 'busy' | 'duplicate'};

  constructor(detail: PaybyScanIgnoreEvent['detail']) {
    super(PaybyScanIgnoreEvent.eventName, outward);
    this.detail = detail;
  }
}

declare global {
  interface HTMLElementEventMap {
    'payby-scan': PaybyScanEvent;
    'payby-scan-reject': PaybyScanRejectEvent;
    'payby-scan-ignore': PaybyScanIgnoreEvent;
  }
}
