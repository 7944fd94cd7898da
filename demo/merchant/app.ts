/**
 * The merchant's HTTP interface, for its own pages and for PayBy. Pages have no session: who knows an order's number is
 * its payer. A real shop keeps refund, revoke and extend to its staff.
 */
import type {KeyObject} from 'node:crypto';
import type {Context, Hono} from 'hono';
import {HttpError} from '../http/http-error.js';
import {jsonApp, route, type Log} from '../http/json-app.js';
import {bodyBytes, bodyObject} from '../http/json-body.js';
import type {Clock} from '../payby/clock.js';
import {openNotification, type Notification} from '../payby/notification.js';
import {PaybyError} from '../payby/payby-error.js';
import {skus} from './catalog.js';
import {ForeignAnswer} from './order.js';
import type {OrderDesk, Standing} from './order-desk.js';
import {readNewEnd, readOrderWish, readRefundWish} from './order-input.js';
import {checkoutOrder, refundPayload, statusPayload, statusTag} from './payloads.js';
import {paybyTrouble} from './payby-trouble.js';
import {statusStream} from './status-stream.js';

export interface MerchantAppOptions {
  readonly desk: OrderDesk;
  readonly paybyPublicKey: KeyObject;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the event streams when the server closes. */
  readonly signal: AbortSignal;
}

const noStore = {'Cache-Control': 'no-store'};

export function merchantApp(options: MerchantAppOptions): Hono {
  const app = jsonApp({...options, translate: paybyTrouble});
  route(app, '/api/skus', {GET: (c) => c.json({skus})});
  route(app, '/api/orders', {POST: (c) => placeOrder(c, options)});
  route(app, `${ORDER}/status`, {GET: (c) => answerStatus(c, options)});
  route(app, `${ORDER}/events`, {GET: (c) => openEvents(c, options)});
  addCommands(app, options);
  route(app, '/payby/notify', {POST: (c) => takeNotification(c, options)});
  return app;
}

const ORDER = '/api/orders/:merchantOrderNo';

function addCommands(app: Hono, {desk}: MerchantAppOptions): void {
  route(app, `${ORDER}/cancel`, {POST: async (c) => standing(c, await desk.cancel(numberOf(c)))});
  route(app, `${ORDER}/revoke`, {POST: async (c) => standing(c, await desk.revoke(numberOf(c)))});
  route(app, `${ORDER}/refund`, {
    POST: async (c) => {
      const {order, refund} = await desk.refund(numberOf(c), readRefundWish(await bodyObject(c)));
      return c.json(refundPayload(order, refund), 200, noStore);
    },
  });
  route(app, `${ORDER}/extend`, {
    POST: async (c) => {
      const {merchantOrderNo, expiredTime} = await desk.known(numberOf(c));
      const extended = await desk.extend(merchantOrderNo, readNewEnd(await bodyObject(c), expiredTime));
      return c.json({expiredTime: extended.expiredTime}, 200, noStore);
    },
  });
}

async function placeOrder(c: Context, {desk}: MerchantAppOptions): Promise<Response> {
  const wish = readOrderWish(await bodyObject(c), c.req.header('merchantOrderNo'));
  const order = await desk.place(wish);
  const location = `/api/orders/${order.merchantOrderNo}/status`;
  return c.json(checkoutOrder(order), 201, {...noStore, Location: location});
}

async function answerStatus(c: Context, {desk}: MerchantAppOptions): Promise<Response> {
  const {order, at} = await desk.look(numberOf(c));
  const tag = statusTag(order);
  const headers = {...noStore, ETag: tag};
  return isKnown(tag, c.req.header('if-none-match'))
    ? c.body(null, 304, headers)
    : c.json(statusPayload(order, at), 200, headers);
}

async function openEvents(c: Context, options: MerchantAppOptions): Promise<Response> {
  const {merchantOrderNo} = await options.desk.known(numberOf(c));
  const headers = {...noStore, 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no'};
  // Nobody reads the body of a HEAD, so nothing would ever end the stream.
  return new Response(c.req.method === 'HEAD' ? null : statusStream(merchantOrderNo, options), {headers});
}

/** Anything but SUCCESS makes PayBy try again later, so only what is stored is answered with it. */
async function takeNotification(
  c: Context,
  {desk, paybyPublicKey, log}: MerchantAppOptions,
): Promise<Response> {
  const bytes = await bodyBytes(c);
  const notification = provenNotification(bytes, c.req.header('sign'), paybyPublicKey, log);
  try {
    await desk.notified(notification);
  } catch (error) {
    if (!(error instanceof ForeignAnswer)) throw error;
    log(`notification refused: it speaks of ${error.message}`);
    throw new HttpError(409, 'foreign-notification', 'This notification does not fit the order.');
  }
  return c.json({response: 'SUCCESS'});
}

function provenNotification(
  bytes: Uint8Array,
  signature: string | undefined,
  paybyPublicKey: KeyObject,
  log: Log,
): Notification {
  try {
    return openNotification(bytes, signature, paybyPublicKey);
  } catch (error) {
    if (!(error instanceof PaybyError)) throw error;
    log(`notification refused: ${error.message}`);
    throw error.code === 'BAD_SIGNATURE'
      ? new HttpError(401, 'bad-signature', 'This notification is not signed by PayBy.')
      : new HttpError(400, 'bad-notification', 'This notification cannot be read.');
  }
}

const standing = (c: Context, {order, at}: Standing): Response =>
  c.json(statusPayload(order, at), 200, noStore);

const numberOf = (c: Context): string => c.req.param('merchantOrderNo') ?? '';

/** If-None-Match compares weakly, and may name several tags. */
function isKnown(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (text: string): string => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((known) => known.trim() === '*' || opaque(known) === opaque(tag));
}
