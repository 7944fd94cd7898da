/** The codes that a customer shows at a counter: single use, and short-lived. */
import type {Clock} from '../payby/clock.js';
import {randomDigits, type Random} from '../payby/random.js';

const LIFE_MS = 60_000;

export interface AuthCode {
  readonly authCode: string;
  readonly expiresAt: number;
}

export class AuthCodes {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #expiresAt = new Map<string, number>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new code of 19 characters, in the shape of the real ones. */
  issue(): AuthCode {
    this.#forgetExpired();
    const digits = randomDigits(this.#random, 17);
    const authCode = `${digits.slice(0, 8)}T${digits.slice(8)}F`;
    const expiresAt = this.#clock.now() + LIFE_MS;
    this.#expiresAt.set(authCode, expiresAt);
    return {authCode, expiresAt};
  }

  /** True once for a code that is known and still fresh. */
  redeem(authCode: string): boolean {
    this.#forgetExpired();
    return this.#expiresAt.delete(authCode);
  }

  #forgetExpired(): void {
    const now = this.#clock.now();
    for (const [code, expiresAt] of this.#expiresAt) if (now >= expiresAt) this.#expiresAt.delete(code);
  }
}
