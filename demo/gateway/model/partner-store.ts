/** A partner store takes cash from the customer and pays the order from its own PayBy balance. */
import {fromFils, toFils} from '../../payby/money.js';

export interface CashPayment {
  readonly orderNo: string;
  readonly merchantOrderNo: string;
  readonly amount: string;
  readonly paidTime: number;
}

export class PartnerStore {
  readonly name = 'Al Waha Mini Mart';
  readonly currency = 'AED';
  /** The store's own till, as PayBy tells merchants whoever scans a code. */
  readonly till = {payerMid: '200000004410', phoneMask: '+971-4*10'};
  #fils = toFils('500.00');
  readonly #payments: CashPayment[] = [];

  get balance(): string {
    return fromFils(this.#fils);
  }

  set balance(amount: string) {
    this.#fils = toFils(amount);
  }

  /** Newest first. */
  get payments(): readonly CashPayment[] {
    return this.#payments;
  }

  canPay(amount: string): boolean {
    return toFils(amount) <= this.#fils;
  }

  record(payment: CashPayment): void {
    this.#fils -= toFils(payment.amount);
    this.#payments.unshift(payment);
  }
}
