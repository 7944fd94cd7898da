/**
 * The messages that PayBy sends to phones: how to pay in cash, and that a payment has been made. They are listed here
 * instead of sent. A number is kept in memory only, to send to it again, and shown masked.
 */
import type {Money} from 'payby-checkout/core';
import type {GatewayOrder} from './gateway-order.js';

export interface PhoneMessage {
  readonly kind: 'how-to-pay' | 'paid';
  /** The phone number, masked. */
  readonly to: string;
  readonly merchantOrderNo: string;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  /** When the order can no longer be paid, ms since epoch. */
  readonly expiredTime: number;
  /** Of a message about how to pay: the content of the code. */
  readonly tokenUrl: string | undefined;
  /** Ms since epoch. */
  readonly sentTime: number;
}

const MOST_MESSAGES = 50;
/** PayBy sends one guide a minute about an order; no document says it, but every payer would want it. */
const NEXT_GUIDE_MS = 60_000;

export class Messages {
  readonly #clock: {now(): number};
  readonly #list: PhoneMessage[] = [];
  /** By order: the number that asked for the guide last, and when. */
  readonly #guides = new Map<string, {readonly phone: string; readonly at: number}>();

  constructor(clock: {now(): number}) {
    this.#clock = clock;
  }

  /** Newest first. */
  get list(): readonly PhoneMessage[] {
    return this.#list;
  }

  /** Sends how to pay this order in cash. False when a message about it was sent less than a minute ago. */
  sendGuide(order: GatewayOrder, phone: string): boolean {
    const at = this.#clock.now();
    const last = this.#guides.get(order.merchantOrderNo);
    if (last && at < last.at + NEXT_GUIDE_MS) return false;
    this.#guides.set(order.merchantOrderNo, {phone, at});
    this.#add('how-to-pay', order, masked(phone));
    return true;
  }

  /** Tells that the order is paid: the phone that the guide went to, or else the customer's, given as PayBy masks it. */
  sendPaid(order: GatewayOrder, customersPhone: string): void {
    const guide = this.#guides.get(order.merchantOrderNo);
    this.#guides.delete(order.merchantOrderNo);
    this.#add('paid', order, guide ? masked(guide.phone) : customersPhone);
  }

  #add(kind: PhoneMessage['kind'], order: GatewayOrder, to: string): void {
    const {merchantOrderNo, subject, subjectAr, totalAmount, expiredTime} = order;
    this.#list.unshift({
      ...{kind, to, merchantOrderNo, subject, subjectAr, totalAmount, expiredTime},
      tokenUrl: kind === 'paid' ? undefined : order.tokenUrl,
      sentTime: this.#clock.now(),
    });
    this.#list.length = Math.min(this.#list.length, MOST_MESSAGES);
  }
}

/** A mobile number of the Emirates in E.164, from what a person has typed; `undefined` for everything else. */
export function uaeMobile(typed: string): string | undefined {
  const digits = typed.replace(/[\s().-]/g, '');
  const [, national] = /^(?:\+971|00971|971|0)?(5\d{8})$/.exec(digits) ?? [];
  return national === undefined ? undefined : `+971${national}`;
}

const masked = (phone: string): string => `+971 •• ••• ${phone.slice(-4)}`;
