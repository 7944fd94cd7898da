/**
 * How long a login has to wait after wrong passwords. A wait grows and passes, so nobody can lock anybody out: each
 * browser that has logged in before is counted by itself, and everybody else by address. Only a staff login ends a wait:
 * with a till's password, somebody could guess the staff's without end otherwise.
 */
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';

/** Without a further failure in this time, earlier ones are forgotten, ms. */
const FORGOTTEN_AFTER_MS = 15 * 60_000;
/** As many wrong passwords as a person may mistype cost no time. */
const FREE_FAILURES = 3;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

export class LoginDelays {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws 429 with `Retry-After` while this caller has to wait. */
  admit(caller: string): void {
    const now = this.#clock.now();
    for (const [other, {lastAt}] of this.#failures) {
      if (lastAt > now - FORGOTTEN_AFTER_MS) break; // in the order of their last failure
      this.#failures.delete(other);
    }
    const failures = this.#failures.get(caller);
    const delay = failures ? delayMs(failures.count) : 0;
    // At most the delay: the clock may have been corrected backwards since.
    const waitMs = failures ? Math.min(failures.lastAt - now, 0) + delay : 0;
    if (waitMs > 0) throw tooManyLogins(waitMs);
  }

  count(caller: string): void {
    const count = (this.#failures.get(caller)?.count ?? 0) + 1;
    this.#failures.delete(caller); // and to the end of the list
    this.#failures.set(caller, {count, lastAt: this.#clock.now()});
  }

  forget(caller: string): void {
    this.#failures.delete(caller);
  }
}

/** The delay after so many wrong passwords, ms: none, then 1 s, 2 s, 4 s … up to a minute. */
export const delayMs = (failures: number): number =>
  failures < FREE_FAILURES ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (failures - FREE_FAILURES), LONGEST_DELAY_MS);

export const tooManyLogins = (waitMs: number): HttpError =>
  new HttpError(429, 'too-many-logins', 'Too many wrong passwords. Please wait a moment.', {
    'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))),
  });
