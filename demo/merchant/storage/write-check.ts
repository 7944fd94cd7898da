/** Whether the database takes writes, known from the last one: reading works on a full disk, too. */
import type {Clock} from 'payby-checkout/core';
import {StoreError, UnreadableOrder} from '../orders/order-store.js';

/** How long a write that succeeded says that the next one will, ms. */
const VALID_MS = 10_000;
/** Strangers may ask for the server's health: between two writes for it that fail, ms. */
const RETRY_MS = 1_000;

export interface WriteCheckOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Writes something small. */
  readonly write: () => Promise<unknown>;
}

export class WriteCheck {
  readonly #options: WriteCheckOptions;
  #succeededAt = -Infinity;
  #triedAt = -Infinity;
  #failure: StoreError | undefined;
  #trying: Promise<void> | undefined;

  constructor(options: WriteCheckOptions) {
    this.#options = options;
  }

  /**
   * Notes how a write ends. An error that is not the database's says nothing about it, and so does a success by which no
   * row changed: it needs no room on the disk.
   */
  async note<T>(write: Promise<T>, hasWritten: (result: T) => boolean): Promise<T> {
    try {
      const result = await write;
      if (hasWritten(result)) {
        this.#succeededAt = this.#options.clock.now();
        this.#failure = undefined;
      }
      return result;
    } catch (error) {
      if (error instanceof StoreError && !(error instanceof UnreadableOrder)) this.#failure = error;
      throw error;
    }
  }

  /** Rejects while writes fail. */
  async check(): Promise<void> {
    const now = this.#options.clock.now();
    if (!this.#failure && isWithin(VALID_MS, this.#succeededAt, now)) return;
    if (this.#failure && !this.#trying && isWithin(RETRY_MS, this.#triedAt, now)) throw this.#failure;
    this.#trying ??= this.#try(now).finally(() => (this.#trying = undefined));
    return this.#trying;
  }

  async #try(now: number): Promise<void> {
    this.#triedAt = now;
    await this.note(this.#options.write(), () => true);
  }
}

/** The clock may have been set back. */
const isWithin = (ms: number, then: number, now: number): boolean => Math.abs(now - then) < ms;
