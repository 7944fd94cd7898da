/** The codes that a customer shows at a counter: single use, and short-lived. */
import type {Clock} from '../../payby/clock.js';
import {randomDigits, type Random} from '../../payby/random.js';
import type {Customer} from './customers.js';

const LIFE_MS = 60_000;

export interface AuthCode {
  readonly authCode: string;
  readonly expiresAt: number;
}

interface Issued {
  readonly expiresAt: number;
  readonly customer: Customer;
}

export class AuthCodes {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #random: Random;
  readonly #issued = new Map<string, Issued>();

  constructor(clock: Pick<Clock, 'now'>, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new code of 19 characters, in the shape of the real ones. */
  issue(customer: Customer): AuthCode {
    this.#forgetExpired();
    const digits = randomDigits(this.#random, 17);
    const authCode = `${digits.slice(0, 8)}T${digits.slice(8)}F`;
    const expiresAt = this.#clock.now() + LIFE_MS;
    this.#issued.set(authCode, {expiresAt, customer});
    return {authCode, expiresAt};
  }

  /** Whose code it is, once, while it is fresh. */
  redeem(authCode: string): Customer | undefined {
    this.#forgetExpired();
    const issued = this.#issued.get(authCode);
    this.#issued.delete(authCode);
    return issued?.customer;
  }

  #forgetExpired(): void {
    const now = this.#clock.now();
    for (const [code, {expiresAt}] of this.#issued) if (now >= expiresAt) this.#issued.delete(code);
  }
}
