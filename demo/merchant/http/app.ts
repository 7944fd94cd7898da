/**
 * The merchant's HTTP interface, for its own pages and for PayBy. Payers have no session: a client that knows an
 * order's number is its payer, and may read, extend and cancel that order. Charging a customer's code needs a till's
 * session, and giving money back a staff session.
 */
import type {Context, Hono, MiddlewareHandler} from 'hono';
import type * as v from 'valibot';
import type {Clock} from 'payby-checkout/core';
import type {JsonObject} from 'payby-checkout/core';
import {jsonApp, route, type Log} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {isOwnPage} from '../../http/own-origin.js';
import {allowOrigins, refuseOtherSites, requireOwnPage} from './same-site.js';
import {addAdminRoutes} from './admin-routes.js';
import {admitted} from './admission.js';
import {addCoinRoutes} from './coin-routes.js';
import {skus} from '../orders/catalog.js';
import type {CoinLedger} from '../orders/coin-ledger.js';
import type {OrderStore} from '../orders/order-store.js';
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
import type {RequestLimits} from '../auth/request-limits.js';
import type {Role, Sessions} from '../auth/sessions.js';
import {clientAddress, type TrustedProxies} from './client-address.js';
import {disconnect} from './loopback.js';
import type * as schemas from './schemas.js';
import type {StatusStreams} from './status-streams.js';

export interface MerchantAppOptions
  extends
    NotificationOptions,
    Pick<PaymentInstructionsOptions, 'origin' | 'simulatesMessages' | 'messageCountries'> {
  readonly store: OrderStore & CoinLedger;
  readonly sessions: Sessions;
  readonly limits: RequestLimits;
  readonly streams: StatusStreams;
  readonly proxies: TrustedProxies;
  readonly log: Log;
  /** Aborts when the server closes. */
  readonly signal: AbortSignal;
  readonly allowedOrigins: readonly string[];
  readonly publicUrl: string | undefined;
  /** See `SessionRoutesOptions.autoLoginTill`. */
  readonly autoLoginTill: boolean;
  /** The fewest characters of an order number that a caller chooses: 19, written as the server's own, hold 80 random bits. */
  readonly shortestNumber: number;
}

const ORDER = '/api/orders/:merchantOrderNo';
/** A database that answers later is none: balancers do not wait long. */
const HEALTH_WITHIN_MS = 2_000;

export function merchantApp(options: MerchantAppOptions): Hono {
  const app = jsonApp({...options, toHttpError});
  if (options.allowedOrigins.length > 0) app.use('/api/*', allowOrigins(options));
  app.use('/api/*', refuseOtherSites(options));
  app.use('/api/*', datedBy(options.clock));
  route(app, '/healthz', {GET: (c) => answerHealth(c, options)});
  route(app, '/api/skus', {GET: (c) => c.json({skus})});
  addSessionRoutes(app, options);
  addPayerRoutes(app, options);
  addPaymentInstructionsRoutes(app, options);
  addQrRoutes(app, options);
  addCoinRoutes(app, options);
  addStaffRoutes(app, options);
  addAdminRoutes(app, options);
  // Not under /api, since PayBy is no browser: its signature identifies it.
  route(app, '/payby/notify', {POST: (c) => receiveNotification(c, options)});
  return app;
}

/** One time in a response: a 304 has no `serverTime`, and a page compares the two. */
const datedBy =
  (clock: Pick<Clock, 'now'>): MiddlewareHandler =>
  async (c, next) => {
    await next();
    c.header('Date', new Date(clock.now()).toUTCString());
  };

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
    POST: async (c) => {
      const {merchantOrderNo} = await admitted(c, 'cancel', options);
      return snapshot(c, await orders.cancel(merchantOrderNo, 'payer'));
    },
  });
  route(app, `${ORDER}/extend`, {
    POST: async (c) => {
      const {merchantOrderNo, expiredTime} = await admitted(c, 'extend', options);
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
  const {orders, shortestNumber, limits, proxies} = options;
  const body = await bodyObject(c);
  const by = await placerOf(c, body, options);
  const request = parseOrderRequest(body, {by, chosenNo: c.req.header('merchantOrderNo'), shortestNumber});
  await limits.admit('order', by === 'payer' ? 'visitor' : by, {address: clientAddress(c, proxies)});
  const {order, isCertain} = await orders.place(request, by);
  const location = `/api/orders/${order.merchantOrderNo}/status`;
  // 202: PayBy's answer was lost. The page shows the order as open, and its status follows.
  return c.json(checkoutOrder(order), isCertain ? 201 : 202, {...noStore, Location: location});
}

/** A till's session is needed to charge a customer's code, and to name an amount; a visitor buys from the catalogue. */
async function placerOf(
  c: Context,
  {paySceneCode, amount}: JsonObject,
  options: MerchantAppOptions,
): Promise<'payer' | Role> {
  const {sessions} = options;
  if (paySceneCode === 'QRPAY' || amount !== undefined) {
    requireOwnPage(c, options);
    return sessions.require(c, 'till');
  }
  return isOwnPage(c, options) ? ((await sessions.role(c)) ?? 'payer') : 'payer';
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
  const {merchantOrderNo} = await admitted(c, 'stream', options);
  const headers = {...noStore, 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no'};
  // The body of a HEAD is never read, so nothing would end the stream.
  if (c.req.method === 'HEAD') return new Response(null, {headers});
  const client = {address: clientAddress(c, options.proxies), disconnect: () => disconnect(c)};
  return new Response(options.streams.open(merchantOrderNo, client), {headers});
}

/** For monitoring: 200 while the server runs, reaches its database and can write to it. */
async function answerHealth(c: Context, options: MerchantAppOptions): Promise<Response> {
  const {store, clock, signal} = options;
  const answered = new AbortController();
  const tooLate = clock.sleep(HEALTH_WITHIN_MS, answered.signal).then(() => false);
  const succeeds = (check: Promise<void>): Promise<boolean> =>
    Promise.race([
      check.then(
        () => true,
        () => false, // which is the answer
      ),
      tooLate,
    ]);
  const [isReachable, isWritable] = await Promise.all([
    succeeds(store.ping()),
    succeeds(store.checkWritable()),
  ]);
  answered.abort();
  const isWell = isReachable && isWritable;
  const status = signal.aborted ? 'closing' : isWell ? 'ok' : 'failing';
  const body: v.InferOutput<typeof schemas.Health> = {
    status,
    store: !isReachable ? 'unreachable' : isWritable ? 'reachable' : 'not-writable',
  };
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
