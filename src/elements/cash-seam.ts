/**
 * Where the parts of the cash voucher meet. Types only: each part is a file of its own on a CDN, and what one of
 * them imports from here costs nothing.
 *
 * `cash-late.ts` draws the voucher and fetches `cash-keep.ts` right after it, so that all of it works without the
 * network. Parts are drawn only while the order may be paid; `withdraw()` ends what a part has put elsewhere.
 */
import type {ReactiveControllerHost} from 'lit';
import type {LocaleController} from '../controllers/locale-controller.js';
import type {Clock} from '../core/clock.js';
import type {Problem} from '../core/errors.js';
import type {Order} from '../core/order.js';
import type {QrImage} from '../core/qr-path.js';
import type {Drawn} from './views/checkout-view.js';

/** What the parts see of `<payby-checkout>`. */
export interface CashHost extends ReactiveControllerHost, HTMLElement {
  order: unknown;
  readonly actions: string | null;
  readonly stores: unknown;
  readonly storesUrl: string | null;
  readonly statusUrl: string | null;
  readonly persist: string | null;
}

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
  /** English first, then Arabic. */
  readonly cashier: readonly CashierCard[];
  /** The `actions` attribute as it is. */
  readonly actions: string | null;
  readonly stores: unknown;
  readonly storesUrl: string | null;
}

/** What every part of the voucher is given. */
export interface CashSurroundings {
  readonly host: CashHost;
  readonly clock: Clock;
  /** `locale.part('keep', english.keep)` are the words of the payer's language. */
  readonly locale: LocaleController;
  /** As of now; `undefined` when there is nothing to be paid. */
  readonly facts: () => CashFacts | undefined;
  /** Tells the page what is wrong, by `payby-error`: each code once per order. */
  readonly complain: (problem: Problem) => void;
}

/** What a part of the voucher does. Buttons that act on the facts ask for them anew: they may have changed. */
export interface KeepPart {
  /** Called on each update while the order may be paid. Only reads. */
  draw(facts: CashFacts): KeepDrawn;
  /** Called when the order may no longer be paid: closes, stops and removes all that shows its code. */
  withdraw(): void;
  /** The methods of the element. They reject when there is nothing to be paid. */
  print(): Promise<void>;
  saveImage(): Promise<Blob>;
  share(): Promise<void>;
}

export interface KeepDrawn {
  /** Below the code: save, print, share, calendar. */
  readonly row: Drawn;
  /** Below the guide: partner stores, and the form that sends the guide. */
  readonly more: Drawn;
}

/** `cash-keep.ts` exports `class Keep` with this shape. */
export type KeepClass = new (surroundings: CashSurroundings) => KeepPart;
