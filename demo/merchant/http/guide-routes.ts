/**
 * Sends the guide of a cash top-up to the payer's phone. A shop hands the message to its text message service; the
 * demo lays it in an outbox that everyone in the room can read, and keeps of the number only what may be seen there.
 */
import type {Hono} from 'hono';
import {HttpError} from '../../http/http-error.js';
import {route, type Log} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import type {Clock} from '../../payby/clock.js';
import {shortOrderNo} from '../orders/order-recorder.js';
import type {Order} from '../orders/order.js';
import {parsePhone} from './request-parsing.js';
import {checkoutOrder} from './responses.js';

/** What the outbox shows of a message. */
export interface SentMessage {
  /** Where it went, masked: "+971 •• ••• 4567". */
  readonly to: string;
  readonly text: string;
  /** As a phone company counts it. */
  readonly parts: number;
  readonly sentTime: number;
}

export interface GuideOptions {
  readonly orders: {stored(merchantOrderNo: string): Promise<Order>};
  readonly clock: Clock;
  readonly log: Log;
  /** Where payers reach the pages, for the link in the message. */
  readonly origin: string;
  /** With real money there is no outbox to read, and nothing is called sent that nobody gets. */
  readonly hasOutbox: boolean;
}

const noStore = {'Cache-Control': 'no-store'};
/** Between two messages of one order, ms. */
const GAP_MS = 60_000;
const MOST_MESSAGES = 50;

export function addGuideRoutes(app: Hono, {orders, clock, log, origin, hasOutbox}: GuideOptions): void {
  const sentAt = new Map<string, number>();
  const outbox: SentMessage[] = [];

  const send = (order: Order, phone: string): void => {
    const now = clock.now();
    for (const [number, at] of sentAt) if (at + GAP_MS <= now) sentAt.delete(number);
    const waitMs = (sentAt.get(order.merchantOrderNo) ?? -Infinity) + GAP_MS - now;
    if (waitMs > 0) throw tooSoon(waitMs);
    sentAt.set(order.merchantOrderNo, now);
    const text = guideText(order, `${origin}/game?order=${encodeURIComponent(order.merchantOrderNo)}`);
    outbox.unshift({to: maskedPhone(phone), text, parts: messageParts(text), sentTime: now});
    outbox.splice(MOST_MESSAGES);
  };

  /** What the link in the message leads to: who knows the number of an order is its payer. */
  route(app, ORDER, {
    GET: async (c) => c.json(checkoutOrder(await orders.stored(numberOf(c.req.param()))), 200, noStore),
  });
  route(app, `${ORDER}/guide`, {
    POST: async (c) => {
      const order = await orders.stored(numberOf(c.req.param()));
      const phone = parsePhone(await bodyObject(c));
      if (!hasOutbox) throw new HttpError(503, 'no-message-service', 'This server sends no text messages.');
      refuseUnlessPayable(order, clock.now());
      send(order, phone);
      log('guide sent', {order: shortOrderNo(order.merchantOrderNo)});
      return c.json({sent: true}, 200, noStore);
    },
  });
  route(app, '/api/outbox', {
    GET: (c) => {
      if (!hasOutbox) throw new HttpError(404, 'no-outbox', 'There is no outbox here.');
      return c.json({messages: outbox}, 200, noStore);
    },
  });
}

const ORDER = '/api/orders/:merchantOrderNo';

const numberOf = (params: Readonly<Record<string, string>>): string => params['merchantOrderNo'] ?? '';

/** The country and the last four digits are enough to know one's own number, and no one else's. */
export const maskedPhone = (phone: string): string =>
  `${phone.startsWith('+971') ? '+971' : phone.slice(0, 3)} •• ••• ${phone.slice(-4)}`;

function refuseUnlessPayable({paySceneCode, status, revoked, expiredTime}: Order, now: number): void {
  if (paySceneCode !== 'CASHTOPUP')
    throw new HttpError(409, 'wrong-scene', 'Only a payment in cash has a guide.');
  if (status !== 'CREATED' || revoked || expiredTime <= now)
    throw new HttpError(409, 'order-closed', 'This order is already closed.');
}

const tooSoon = (waitMs: number): HttpError =>
  new HttpError(429, 'too-soon', 'One message a minute can be sent. Please try again shortly.', {
    'Retry-After': String(Math.ceil(waitMs / 1000)),
  });

/** For the payer and for the cashier, who may read different languages. Everyone's clock here is the UAE's. */
export function guideText({subject, subjectAr, totalAmount, ...order}: Order, link: string): string {
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
