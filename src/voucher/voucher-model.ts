/** A voucher for cash in words, ready to be shown: what its views and its parts are drawn from. */
import type {Order} from '../core/order/order.js';
import type {QrImage} from '../core/qr/qr-path.js';

/** The cashier's instructions in one language. There is one in English and one in Arabic, whoever the payer is. */
export interface CashierCard {
  readonly language: 'en' | 'ar';
  readonly direction: 'ltr' | 'rtl';
  /** "For the cashier". */
  readonly title: string;
  /** "Open PayBy POS › E-ATM › Cash In", and so on; each a sentence. */
  readonly steps: readonly string[];
  /** "Your PayBy balance must cover AED 25.00." */
  readonly balance: string;
  /** Label and value: amount, order number, pay before (in UAE time). */
  readonly facts: readonly CashierFact[];
}

export interface CashierFact {
  readonly label: string;
  readonly value: string;
  /** Numbers read from left to right in every language; a date follows its words. */
  readonly direction: 'ltr' | 'auto';
}

/** The last moment to pay, written for people; the zone is named where it could be mistaken. */
export interface PayBefore {
  /** By the device's clock: "Mon, 23 Nov 2026, 14:05". */
  readonly here: string;
  /** The same moment in the Emirates, when the device lives in another zone: "Mon, 23 Nov 2026, 14:05 UAE time". */
  readonly uae: string | undefined;
}

/** All that is known of an order that may be paid now, ready to be shown. */
export interface CashFacts {
  readonly order: Order;
  /** `undefined` for an order without a code. */
  readonly qr: QrImage | undefined;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** "AED 25.00", as people of the language write it. */
  readonly amount: string;
  /** What is paid for, in the payer's language where the order has it. */
  readonly subject: string | undefined;
  /** `undefined` when the order has no end. The moment itself is `order.expiredTime`. */
  readonly payBefore: PayBefore | undefined;
  /** "23 Nov 2026, 12:00" by the device's clock, when the order tells it. */
  readonly orderTime: string | undefined;
  /** The steps of the guide, in the payer's language. */
  readonly steps: readonly string[];
  /** What the payment of a top-up brings: "You receive: 500 coins". */
  readonly credited: string | undefined;
  /** English first, then Arabic. */
  readonly cashier: readonly CashierCard[];
  /** The `actions` attribute as it is. */
  readonly actions: string | null;
  readonly stores: unknown;
  readonly storesUrl: string | null;
}
