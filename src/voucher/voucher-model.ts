/** The types of a voucher: what it is created with, what its views render, and what it exports. */
import type {ReactiveControllerHost} from 'lit';
import type {Clock} from '../core/clock.js';
import type {Order} from '../core/order/order.js';
import type {TrackedOrder} from '../core/order/tracked-order.js';
import type {QrImage} from '../core/qr/qr-path.js';
import type {VoucherText} from '../core/voucher/voucher-layout.js';
import type {CheckoutStrings, Message} from '../i18n/strings.js';
import type {BrandedTexts} from '../shared/branded-texts.js';
import type {LocaleController} from '../shared/locale-controller.js';
import type {Template} from '../shared/views/template.js';

/** What a voucher uses of `<payby-checkout>`. */
export interface VoucherHost extends ReactiveControllerHost, HTMLElement {
  order: unknown;
  readonly actions: string | null;
  readonly stores: unknown;
  readonly storesUrl: string | null;
  readonly statusUrl: string | null;
  readonly persist: string | null;
  refresh(): void;
}

export interface VoucherOptions {
  readonly host: VoucherHost;
  readonly order: TrackedOrder;
  readonly locale: LocaleController;
  readonly texts: BrandedTexts;
  readonly clock: Clock;
  /** The words of the element itself, in the payer's language. */
  readonly strings: () => CheckoutStrings;
  /** The code of a token URL, encoded once per token. */
  readonly encode: (tokenUrl: string) => QrImage;
}

/** What a voucher renders inside the element; the element renders itself what is `undefined`. */
export interface VoucherTemplates {
  /** Replaces the message of the phase. */
  readonly message: Message | undefined;
  /** Replaces the countdown below the code. */
  readonly voucher: Template | undefined;
  /** Replaces the order number at the bottom. */
  readonly guide: Template | undefined;
}

/** The cashier's instructions in one language. English and Arabic are rendered in every language of the payer. */
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

/** The last moment to pay, written for people; the zone is named where it could be misread. */
export interface PayBefore {
  /** By the device's clock: "Mon, 23 Nov 2026, 14:05". */
  readonly here: string;
  /** The same moment in UAE time, when the device uses another zone: "Mon, 23 Nov 2026, 14:05 UAE time". */
  readonly uae: string | undefined;
}

/** An order formatted for people: what the views render. */
export interface VoucherData {
  readonly order: Order;
  /** `undefined` for an order without a code, or one that can no longer be paid. */
  readonly qr: QrImage | undefined;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** "AED 25.00", as people of the language write it. */
  readonly amount: string;
  /** What is paid for, in the payer's language where the order has it. */
  readonly subject: string | undefined;
  /** `undefined` when the order has no end. The moment itself is `order.expiredTime`. */
  readonly payBefore: PayBefore | undefined;
  /** "23 Nov, 12:00", with the zone where the device has another one than the shop; for an order with a `requestTime`. */
  readonly orderTime: string | undefined;
  /** The code is another one than the payer may have saved. */
  readonly isReplaced: boolean;
  /** The steps of a payment in cash, in the payer's language. */
  readonly steps: readonly string[];
  /** What the payment of a top-up brings: "You’ll get: 500 coins". */
  readonly credited: string | undefined;
  /** English first, then Arabic. */
  readonly cashierCards: readonly CashierCard[];
}

/** A voucher as it leaves the page: as a picture, on paper or in a message. */
export interface VoucherSheet extends VoucherText {
  readonly qr: QrImage;
  /** None for an order that is not paid in cash. */
  readonly cashierCards: readonly CashierCard[];
}

/** What a dialog over the whole screen shows. */
export type FullScreenView = 'code' | 'cashier';

/** State of the last copy of the order number; `idle` again a few seconds later. */
export type CopyState = 'idle' | 'copied' | 'failed';

/** State of the partner stores; `none` when there is nothing to list. */
export type StoreListState = 'none' | 'loading' | 'ready' | 'unreachable';

/** Whether the stores are sorted by distance; `refused` by the payer or a policy, `unknown` when no position is found. */
export type Nearness = 'unsorted' | 'locating' | 'sorted' | 'refused' | 'unknown';

/** State of sending the guide; `unavailable` when the phone-number parser could not be loaded. */
export type SendStep = 'idle' | 'invalid' | 'sending' | 'sent' | 'failed' | 'unavailable';
