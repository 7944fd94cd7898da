/**
 * The merchant's HTTP interface, for its own pages and for PayBy. Payers have no session: a client that knows an
 * order's number is its payer, and may read, extend and cancel that order. Charging a customer's code needs a till's
 * session, and giving money back a staff session.
 */
import type {Context, Hono} from 'hono';
import {jsonApp, route, type Log} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {allowOrigins, refuseOtherSites, requireOwnPage} from './same-site.js';
import {addAdminRoutes} from './admin-routes.js';
import {skus} from '../orders/catalog.js';
import {
  addPaymentInstructionsRoutes,
  type PaymentInstructionsOptions,
} from './payment-instructions-routes.js';
import {addQrRoutes} from './qr-routes.js';
import {receiveNotification, type NotificationOptions} from './notification-route.js';
import {merchantOrderNoIn, parseNewExpiry, parseOrderRequest, parseRefundRequest} from './request-parsing.js';
import {checkoutOrder, noStore, refundResponse, statusResponse, statusTag} from './responses.js';
import {toHttpError} from './error-mapping.js';
import type {OrderSnapshot} from '../orders/status-queries.js';
import {addSessionRoutes} from './session-routes.js';
import type {Sessions} from '../auth/sessions.js';
import {statusStream} from './status-stream.js';

export interface MerchantAppOptions
  extends NotificationOptions, Pick<PaymentInstructionsOptions, 'origin' | 'simulatesMessages'> {
  readonly sessions: Sessions;
  readonly log: Log;
  /** Ends the event streams when the server closes. */
  readonly signal: AbortSignal;
  readonly allowedOrigins: readonly string[];
  readonly publicUrl: string | undefined;
  /** The fewest characters of an order number that a caller chooses: 22 of them can hold 128 random bits. */
  readonly shortestNumber: number;
}

const ORDER = '/api/orders/:merchantOrderNo';

export function merchantApp(options: MerchantAppOptions): Hono {
  const app = jsonApp({...options, toHttpError});
  if (options.allowedOrigins.length > 0) app.use('/api/*', allowOrigins(options));
  app.use('/api/*', refuseOtherSites(options));
  route(app, '/healthz', {GET: (c) => answerHealth(c, options)});
  route(app, '/api/skus', {GET: (c) => c.json({skus})});
  addSessionRoutes(app, options);
  addPayerRoutes(app, options);
  addPaymentInstructionsRoutes(app, options);
  addQrRoutes(app, options);
  addStaffRoutes(app, options);
  addAdminRoutes(app, options);
  // Not under /api, since PayBy is no browser: its signature identifies it.
  route(app, '/payby/notify', {POST: (c) => receiveNotification(c, options)});
  return app;
}

/** Routes that need an order's number and no session. */
function addPayerRoutes(app: Hono, options: MerchantAppOptions): void {
  const {orders} = options;
  route(app, '/api/orders', {POST: (c) => placeOrder(c, options)});
  route(app, ORDER, {
    GET: async (c) => c.json(checkoutOrder(await orders.stored(merchantOrderNoIn(c))), 200, noStore),
  });
  route(app, `${ORDER}/status`, {GET: (c) => answerStatus(c, options)});
  route(app, `${ORDER}/events`, {GET: (c) => openEvents(c, options)});
  route(app, `${ORDER}/cancel`, {
    POST: async (c) => snapshot(c, await orders.cancel(merchantOrderNoIn(c), 'payer')),
  });
  route(app, `${ORDER}/extend`, {
    POST: async (c) => {
      const {merchantOrderNo, expiredTime} = await orders.stored(merchantOrderNoIn(c));
      const newExpiry = parseNewExpiry(await bodyObject(c), expiredTime);
      const extended = await orders.extend(merchantOrderNo, newExpiry, 'payer');
      return c.json({expiredTime: extended.expiredTime}, 200, noStore);
    },
  });
}

/** Giving money back needs a staff session. */
function addStaffRoutes(app: Hono, options: MerchantAppOptions): void {
  const {orders, sessions} = options;
  route(app, `${ORDER}/revoke`, {
    POST: async (c) => {
      requireOwnPage(c, options);
      await sessions.require(c, 'staff');
      return snapshot(c, await orders.revoke(merchantOrderNoIn(c), 'staff'));
    },
  });
  route(app, `${ORDER}/refund`, {
    POST: async (c) => {
      requireOwnPage(c, options);
      await sessions.require(c, 'staff');
      const request = parseRefundRequest(await bodyObject(c));
      const {order, refund} = await orders.refund(merchantOrderNoIn(c), request, 'staff');
      // PayBy's answer was lost: the refund may have been made, and PayBy is queried until it is known.
      const status = refund.status === 'REQUESTED' ? 202 : 200;
      return c.json(refundResponse(order, refund), status, noStore);
    },
  });
}

async function placeOrder(c: Context, options: MerchantAppOptions): Promise<Response> {
  const {orders, sessions, shortestNumber} = options;
  const body = await bodyObject(c);
  const isAtTill = body['paySceneCode'] === 'QRPAY';
  if (isAtTill) {
    requireOwnPage(c, options);
    await sessions.require(c, 'till');
  }
  const request = parseOrderRequest(body, c.req.header('merchantOrderNo'), shortestNumber);
  const {order, isCertain} = await orders.place(request, isAtTill ? 'till' : 'payer');
  const location = `/api/orders/${order.merchantOrderNo}/status`;
  // 202: PayBy's answer was lost. The page shows the order as open, and its status follows.
  return c.json(checkoutOrder(order), isCertain ? 201 : 202, {...noStore, Location: location});
}

async function answerStatus(c: Context, {orders}: MerchantAppOptions): Promise<Response> {
  const {order, at} = await orders.current(merchantOrderNoIn(c));
  const tag = statusTag(order);
  const headers = {...noStore, ETag: tag};
  return isKnown(tag, c.req.header('if-none-match'))
    ? c.body(null, 304, headers)
    : c.json(statusResponse(order, at), 200, headers);
}

async function openEvents(c: Context, options: MerchantAppOptions): Promise<Response> {
  const {merchantOrderNo} = await options.orders.stored(merchantOrderNoIn(c));
  const headers = {...noStore, 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no'};
  // The body of a HEAD is never read, so nothing would end the stream.
  return new Response(c.req.method === 'HEAD' ? null : statusStream(merchantOrderNo, options), {headers});
}

/** For monitoring: 200 while the server runs and reaches its database. */
async function answerHealth(c: Context, {store, signal}: MerchantAppOptions): Promise<Response> {
  const isReachable = await store.ping().then(
    () => true,
    () => false, // which is the answer
  );
  const status = signal.aborted ? 'closing' : isReachable ? 'ok' : 'failing';
  const body = {status, store: isReachable ? 'reachable' : 'unreachable'};
  return c.json(body, status === 'ok' ? 200 : 503, noStore);
}

const snapshot = (c: Context, {order, at}: OrderSnapshot): Response =>
  c.json(statusResponse(order, at), 200, noStore);

/** If-None-Match compares weakly, and may name several tags. */
function isKnown(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (text: string): string => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((known) => known.trim() === '*' || opaque(known) === opaque(tag));
}
