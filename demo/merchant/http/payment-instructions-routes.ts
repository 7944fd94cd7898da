/**
 * Sends the payer of a cash top-up instructions by text message. A shop of yours passes the message to its text message
 * service; the demo lists it at `/outbox` with the phone number masked, and stores the number nowhere.
 */
import type {Hono} from 'hono';
import type * as v from 'valibot';
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import {route, type Log} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {shortOrderNo} from '../orders/order.js';
import type {Order} from '../orders/order.js';
import {merchantOrderNoIn, parsePhone} from './request-parsing.js';
import {noStore} from './responses.js';
import type * as schemas from './schemas.js';

export type SentMessage = v.InferOutput<typeof schemas.SentMessage>;

export interface PaymentInstructionsOptions {
  readonly orders: {stored(merchantOrderNo: string): Promise<Order>};
  readonly clock: Clock;
  readonly log: Log;
  /** Where payers reach the pages, for the link in the message. */
  readonly origin: string;
  /** Lists messages instead of sending them. False with real money: a listed message is not a sent one. */
  readonly simulatesMessages: boolean;
}

/** Between two messages of one order, ms. */
const GAP_MS = 60_000;
const MOST_MESSAGES = 50;

export function addPaymentInstructionsRoutes(app: Hono, options: PaymentInstructionsOptions): void {
  const {orders, clock, log, origin, simulatesMessages} = options;
  const sentAt = new Map<string, number>();
  const messages: SentMessage[] = [];

  const send = (order: Order, phone: string): void => {
    const now = clock.now();
    for (const [number, at] of sentAt) if (at + GAP_MS <= now) sentAt.delete(number);
    const waitMs = (sentAt.get(order.merchantOrderNo) ?? -Infinity) + GAP_MS - now;
    if (waitMs > 0) throw tooSoon(waitMs);
    sentAt.set(order.merchantOrderNo, now);
    const link = `${origin}/game?order=${encodeURIComponent(order.merchantOrderNo)}`;
    const text = instructionsText(order, link);
    messages.unshift({to: maskedPhone(phone), text, parts: messageParts(text), sentTime: now});
    messages.splice(MOST_MESSAGES);
  };

  route(app, '/api/orders/:merchantOrderNo/guide', {
    POST: async (c) => {
      const order = await orders.stored(merchantOrderNoIn(c));
      const phone = parsePhone(await bodyObject(c));
      if (!simulatesMessages) {
        throw new HttpError(503, 'no-message-service', 'This server sends no text messages.');
      }
      refuseUnlessPayable(order, clock.now());
      send(order, phone);
      log('payment instructions sent', {order: shortOrderNo(order.merchantOrderNo)});
      return c.json({sent: true}, 200, noStore);
    },
  });
  route(app, '/api/outbox', {
    GET: (c) => {
      if (!simulatesMessages) {
        throw new HttpError(404, 'no-outbox', 'This server lists no text messages.');
      }
      return c.json({messages}, 200, noStore);
    },
  });
}

/** The country and the last four digits are enough to know one's own number, and no one else's. */
export const maskedPhone = (phone: string): string =>
  `${phone.startsWith('+971') ? '+971' : phone.slice(0, 3)} •• ••• ${phone.slice(-4)}`;

function refuseUnlessPayable({paySceneCode, status, revoked, expiredTime}: Order, now: number): void {
  if (paySceneCode !== 'CASHTOPUP')
    throw new HttpError(409, 'wrong-scene', 'Payment instructions exist for cash payments only.');
  if (status !== 'CREATED' || revoked || expiredTime <= now)
    throw new HttpError(409, 'order-closed', 'This order is already closed.');
}

const tooSoon = (waitMs: number): HttpError =>
  new HttpError(429, 'too-soon', 'One message a minute can be sent. Please try again shortly.', {
    'Retry-After': String(Math.ceil(waitMs / 1000)),
  });

/** For the payer and for the cashier, who may read different languages. The deadline is in UAE time. */
export function instructionsText({subject, subjectAr, totalAmount, ...order}: Order, link: string): string {
  const {amount} = totalAmount;
  const end = (locale: string): string =>
    new Intl.DateTimeFormat(locale, {
      ...{day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'},
      ...{hourCycle: 'h23', timeZone: 'Asia/Dubai'},
    }).format(order.expiredTime);
  return [
    `${subject}: pay AED ${amount} in cash before ${end('en-GB')} (UAE time).`,
    'At a PayBy partner store open the link, show the code, pay, and wait for the confirmation.',
    `${subjectAr ?? subject}: ادفع ${amount} درهم نقدًا قبل ${end('ar-AE-u-nu-latn')} (توقيت الإمارات).`,
    'افتح الرابط لدى متجر شريك لـ PayBy وأظهر الرمز وادفع وانتظر التأكيد.',
    `Order / الطلب: ${order.merchantOrderNo}`,
    link,
  ].join('\n');
}

/** Arabic makes every character of a message take two bytes: 70 fit alone, 67 in each of several. */
export const messageParts = ({length}: string): number => (length <= 70 ? 1 : Math.ceil(length / 67));
