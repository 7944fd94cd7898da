/** A partner store takes cash from the customer and pays the order from its own PayBy balance. */
import {fromFils, toFils} from '../../payby/money.js';

/** One order that the store paid. */
export interface CashPayment {
  readonly orderNo: string;
  readonly merchantOrderNo: string;
  /** "25.00" */
  readonly amount: string;
  /** In ms since epoch. */
  readonly paidTime: number;
}

/** The one partner store of the simulator. */
export class PartnerStore {
  readonly name = 'Al Waha Mini Mart';
  readonly currency = 'AED';
  /** The store as a payer, in the form in which PayBy shows payers to merchants. */
  readonly payer = {payerMid: '200000004410', phoneMask: '+971-4*10'};
  #fils = toFils('500.00');
  readonly #payments: CashPayment[] = [];

  /** The store's PayBy balance: "500.00". */
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

  /** Whether the balance covers this amount. */
  canPay(amount: string): boolean {
    return toFils(amount) <= this.#fils;
  }

  /** Takes the payment from the balance. */
  record(payment: CashPayment): void {
    this.#fils -= toFils(payment.amount);
    this.#payments.unshift(payment);
  }
}
