/** The auth codes that customers show at a counter: single use, valid for a minute. */
import type {Clock} from 'payby-checkout/core';
import {randomDigits, type Random} from '../../payby/random.js';
import type {Customer} from './customers.js';

const LIFETIME_MS = 60_000;

/** An auth code and its end, in ms since epoch. */
export interface AuthCode {
  readonly authCode: string;
  readonly expiresAt: number;
}

export type AuthCodeState = 'valid' | 'used' | 'expired';

interface IssuedCode {
  readonly expiresAt: number;
  readonly customer: Customer;
  readonly isUsed: boolean;
}

/** Issues auth codes and redeems each of them once. */
export class AuthCodes {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #random: Random;
  readonly #issued = new Map<string, IssuedCode>();

  constructor(clock: Pick<Clock, 'now'>, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new code of 19 characters, in the form of PayBy's published sample. */
  issue(customer: Customer): AuthCode {
    this.#removeExpired();
    const digits = randomDigits(this.#random, 17);
    const authCode = `${digits.slice(0, 8)}T${digits.slice(8)}F`;
    const expiresAt = this.#clock.now() + LIFETIME_MS;
    this.#issued.set(authCode, {expiresAt, customer, isUsed: false});
    return {authCode, expiresAt};
  }

  /** The customer of a valid code, which is used up by it. */
  redeem(authCode: string): Customer | undefined {
    this.#removeExpired();
    const issued = this.#issued.get(authCode);
    if (!issued || issued.isUsed) return undefined;
    this.#issued.set(authCode, {...issued, isUsed: true});
    return issued.customer;
  }

  /** A code that was never issued counts as expired. */
  stateOf(authCode: string): AuthCodeState {
    this.#removeExpired();
    const issued = this.#issued.get(authCode);
    if (!issued) return 'expired';
    return issued.isUsed ? 'used' : 'valid';
  }

  #removeExpired(): void {
    const now = this.#clock.now();
    for (const [code, {expiresAt}] of this.#issued) if (now >= expiresAt) this.#issued.delete(code);
  }
}
