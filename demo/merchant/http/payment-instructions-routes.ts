/**
 * Sends the payer of a cash top-up instructions by text message. A shop of yours passes the message to its text message
 * service; the demo lists it at `/outbox` with the phone number masked, and stores the number nowhere. Whoever has an
 * order may send a message to any phone of the chosen countries, so every word of it is the server's own, and the
 * limits count by order, phone, address and day.
 */
import type {Hono} from 'hono';
import type * as v from 'valibot';
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import {route, type Log} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {reasonOf} from '../orders/errors.js';
import {findSku, subjectsOf, UNNAMED} from '../orders/catalog.js';
import {isPaid, isPayable, isUnpaid, shortOrderNo, type Order} from '../orders/order.js';
import type {RequestLimits} from '../auth/request-limits.js';
import {clientAddress, type TrustedProxies} from './client-address.js';
import {merchantOrderNoIn, parsePhone} from './request-parsing.js';
import {noStore} from './responses.js';
import type * as schemas from './schemas.js';

export type SentMessage = v.InferOutput<typeof schemas.SentMessage>;

export interface PaymentInstructionsOptions {
  readonly orders: {
    stored(merchantOrderNo: string): Promise<Order>;
    listen(merchantOrderNo: string, listener: () => void): () => void;
  };
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: RequestLimits;
  readonly proxies: TrustedProxies;
  /** Country codes of the phones that messages are sent to: `971`. */
  readonly messageCountries: readonly string[];
  /** Where payers reach the pages, for the link in the message. */
  readonly origin: string;
  /** Lists messages instead of sending them. False with real money: a listed message is not a sent one. */
  readonly simulatesMessages: boolean;
}

const MOST_MESSAGES = 50;

export function addPaymentInstructionsRoutes(app: Hono, options: PaymentInstructionsOptions): void {
  const {orders, clock, log, limits, proxies, messageCountries, origin, simulatesMessages} = options;
  const messages: SentMessage[] = [];

  /** By order: the masked number that the instructions went to, which gets a message when the order is paid. */
  const waiting = new Map<string, string>();

  const list = (to: string, text: string): void => {
    messages.unshift({to, text, parts: messageParts(text), sentTime: clock.now()});
    messages.splice(MOST_MESSAGES);
  };

  const send = (order: Order, phone: string): void => {
    const {merchantOrderNo} = order;
    const link = `${origin}/game?order=${encodeURIComponent(merchantOrderNo)}`;
    list(maskedPhone(phone), instructionsText(order, link));
    const isWaiting = waiting.has(merchantOrderNo);
    waiting.set(merchantOrderNo, maskedPhone(phone));
    if (!isWaiting) confirmWhenPaid(merchantOrderNo);
  };

  /** In memory only: after a restart of the process no message follows, but the pages show the payment. */
  const confirmWhenPaid = (merchantOrderNo: string) => {
    const stop = orders.listen(merchantOrderNo, () => {
      confirm().catch((error: unknown) => {
        log('a message was not listed', {level: 'warn', why: reasonOf(error)});
      });
    });
    const confirm = async (): Promise<void> => {
      const order = await orders.stored(merchantOrderNo).catch(() => undefined); // the next change calls again
      const phone = waiting.get(merchantOrderNo);
      if (!order || phone === undefined || isUnpaid(order)) return;
      stop();
      waiting.delete(merchantOrderNo);
      if (isPaid(order)) list(phone, paidText(order));
    };
  };

  route(app, '/api/orders/:merchantOrderNo/guide', {
    POST: async (c) => {
      const order = await orders.stored(merchantOrderNoIn(c));
      const {merchantOrderNo} = order;
      const phone = parsePhone(await bodyObject(c));
      if (!simulatesMessages) {
        throw new HttpError(503, 'no-message-service', 'This server sends no text messages.');
      }
      if (!messageCountries.some((country) => phone.startsWith(`+${country}`))) throw phoneAbroad();
      refuseUnlessPayable(order, clock.now());
      await limits.admit('guide', 'visitor', {
        order: merchantOrderNo,
        phone,
        address: clientAddress(c, proxies),
      });
      send(order, phone);
      log('payment instructions sent', {order: shortOrderNo(merchantOrderNo)});
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

function refuseUnlessPayable(order: Order, now: number): void {
  if (order.paySceneCode !== 'CASHTOPUP')
    throw new HttpError(409, 'wrong-scene', 'Payment instructions exist for cash payments only.');
  if (!isPayable(order, now)) throw new HttpError(409, 'order-closed', 'This order is already closed.');
}

const phoneAbroad = (): HttpError =>
  new HttpError(400, 'phone-abroad', 'Messages cannot be sent to this country.');

/** For the payer and for the cashier, who may read different languages. The deadline is in UAE time. */
export function instructionsText({sku = '', totalAmount, ...order}: Order, link: string): string {
  const {amount} = totalAmount;
  const item = findSku(sku);
  const {subject, subjectAr} = item ? subjectsOf(item) : UNNAMED; // not the order's, which may be anybody's words
  const end = (locale: string): string =>
    new Intl.DateTimeFormat(locale, {
      ...{day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'},
      ...{hourCycle: 'h23', timeZone: 'Asia/Dubai'},
    }).format(order.expiredTime);
  return [
    `${subject}: pay AED ${amount} in cash before ${end('en-GB')} (UAE time).`,
    'At a PayBy partner store open the link, show the code, pay, and wait for the confirmation.',
    `${subjectAr}: ادفع ${amount} درهم نقدًا قبل ${end('ar-AE-u-nu-latn')} (توقيت الإمارات).`,
    'افتح الرابط لدى متجر شريك لـ PayBy وأظهر الرمز وادفع وانتظر التأكيد.',
    `Order / الطلب: ${order.merchantOrderNo}`,
    link,
  ].join('\n');
}

/** For the payer, once the money has arrived. */
function paidText({sku = '', totalAmount: {amount}, merchantOrderNo}: Order): string {
  const item = findSku(sku);
  const {subject, subjectAr} = item ? subjectsOf(item) : UNNAMED;
  return [
    `${subject}: AED ${amount} is paid. Thank you.`,
    `${subjectAr}: تم دفع ${amount} درهم. شكرًا لك.`,
    `Order / الطلب: ${merchantOrderNo}`,
  ].join('\n');
}

/** Arabic makes every character of a message take two bytes: 70 fit alone, 67 in each of several. */
export const messageParts = ({length}: string): number => (length <= 70 ? 1 : Math.ceil(length / 67));
