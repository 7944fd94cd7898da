/** How many wrong passwords are listened to: a few from one address, and not many from all of them together. */
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';

const WINDOW_MS = 5 * 60_000;
const MOST_PER_ADDRESS = 5;
const MOST_IN_ALL = 50;

export class LoginLimit {
  readonly #clock: Clock;
  #failures: readonly {readonly at: number; readonly address: string}[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws while there have been too many. */
  admit(address: string): void {
    const now = this.#clock.now();
    this.#failures = this.#failures.filter(({at}) => at > now - WINDOW_MS);
    const own = this.#failures.filter((failure) => failure.address === address);
    const tooMany =
      own.length >= MOST_PER_ADDRESS
        ? own
        : this.#failures.length >= MOST_IN_ALL
          ? this.#failures
          : undefined;
    const [first] = tooMany ?? [];
    if (!first) return;
    const seconds = Math.max(1, Math.ceil((first.at + WINDOW_MS - now) / 1000));
    throw new HttpError(429, 'too-many-logins', 'Too many wrong passwords. Please wait a few minutes.', {
      'Retry-After': String(seconds),
    });
  }

  count(address: string): void {
    this.#failures = [...this.#failures, {at: this.#clock.now(), address}];
  }

  forget(address: string): void {
    this.#failures = this.#failures.filter((failure) => failure.address !== address);
  }
}
