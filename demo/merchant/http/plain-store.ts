/**
 * The store for browsers without JavaScript: a form places an order, and a page of this server shows it. The API takes
 * JSON, which no form can send; these routes take forms, and so the browser must say that the form is on a page of
 * this server. They know no session: whoever sends a form is a payer, and the catalogue decides the price.
 */
import {Hono, type Context} from 'hono';
import type {Clock} from 'payby-checkout/core';
import type {HttpError} from '../../http/http-error.js';
import {httpErrorOf, route, type Log} from '../../http/json-app.js';
import {bodyBytes} from '../../http/json-body.js';
import type {Random} from '../../payby/random.js';
import {OrderConflict, OrderNotFound} from '../orders/errors.js';
import {newNumber} from '../orders/order-number.js';
import {isPaid} from '../orders/order.js';
import type {OrderService} from '../orders/order-service.js';
import {StoreError} from '../orders/order-store.js';
import type {OrderSnapshot} from '../orders/status-queries.js';
import {admitted, type AdmissionOptions} from './admission.js';
import {clientAddress} from './client-address.js';
import {toHttpError} from './error-mapping.js';
import {orderPage, orderPath, problemPage, SHOP, shopPage, type Html} from './plain-store-view.js';
import type {PlainLanguage, PlainProblem} from './plain-store-texts.js';
import {merchantOrderNoIn, parseOrderRequest} from './request-parsing.js';
import {noStore} from './responses.js';
import {requireOwnForm} from './same-site.js';

export interface PlainStoreOptions extends AdmissionOptions {
  readonly orders: Pick<OrderService, 'place' | 'stored' | 'current' | 'cancel'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly log: Log;
  readonly publicUrl: string | undefined;
  /** See `MerchantAppOptions.shortestNumber`. */
  readonly shortestNumber: number;
}

export function plainStoreApp(options: PlainStoreOptions): Hono {
  const app = new Hono();
  app.onError((error, c) => showProblem(c, httpErrorOf(error, {log: options.log, toHttpError})));
  const number = (): string => newNumber(options.random);
  route(app, SHOP, {GET: (c) => show(c, shopPage(languageOf(c), number))});
  route(app, `${SHOP}/orders`, {POST: (c) => placeOrder(c, options)});
  const order = `${SHOP}/orders/:merchantOrderNo`;
  route(app, order, {
    GET: async (c) => {
      const {snapshot, isChecked} = await latest(merchantOrderNoIn(c), options);
      const refreshes = c.req.query('refresh') !== 'off';
      const language = languageOf(c);
      return show(c, orderPage({language, ...snapshot, isChecked, refreshes, newNumber: number}));
    },
  });
  route(app, `${order}/cancel`, {POST: (c) => cancelOrder(c, options)});
  return app;
}

async function placeOrder(c: Context, options: PlainStoreOptions): Promise<Response> {
  const {orders, limits, proxies, shortestNumber} = options;
  requireOwnForm(c, options);
  const form = new URLSearchParams(new TextDecoder().decode(await bodyBytes(c)));
  const request = parseOrderRequest(
    {
      paySceneCode: 'DYNQR',
      sku: form.get('sku') ?? undefined,
      merchantOrderNo: form.get('number') ?? undefined,
    },
    {by: 'payer', shortestNumber},
  );
  const {merchantOrderNo} = request;
  // A form that is sent once more, after "back" for example, leads to the order that it has placed.
  if (merchantOrderNo !== undefined && (await isPlaced(merchantOrderNo, options)))
    return seeOrder(c, merchantOrderNo);
  await limits.admit('order', 'visitor', {address: clientAddress(c, proxies)});
  const {order} = await orders.place(request, 'payer');
  return seeOrder(c, order.merchantOrderNo);
}

/** An order whose placing had no answer is not: placed again with the same number, it gets its code. */
const isPlaced = (merchantOrderNo: string, {orders}: PlainStoreOptions): Promise<boolean> =>
  orders.stored(merchantOrderNo).then(
    (order) => order.placement === 'placed' || order.revoked || isPaid(order),
    (error: unknown) => {
      if (error instanceof OrderNotFound) return false;
      throw error;
    },
  );

/** Whatever becomes of the cancel, the order's page shows the order as PayBy has it. */
async function cancelOrder(c: Context, options: PlainStoreOptions): Promise<Response> {
  requireOwnForm(c, options);
  const {merchantOrderNo} = ofThisStore(await admitted(c, 'cancel', options));
  await options.orders.cancel(merchantOrderNo, 'payer').catch((error: unknown) => {
    // Paid or closed meanwhile, or PayBy did not answer: the request is stored and repeated.
    if (error instanceof OrderConflict || isOfPayby(error)) return;
    throw error;
  });
  return seeOrder(c, merchantOrderNo);
}

interface Latest {
  readonly snapshot: OrderSnapshot;
  readonly isChecked: boolean;
}

/** The order as PayBy has it, or as it is stored when PayBy does not answer. */
async function latest(merchantOrderNo: string, {orders, clock}: PlainStoreOptions): Promise<Latest> {
  ofThisStore(await orders.stored(merchantOrderNo));
  try {
    return {snapshot: await orders.current(merchantOrderNo), isChecked: true};
  } catch (error) {
    if (!isOfPayby(error)) throw error;
    return {snapshot: {order: await orders.stored(merchantOrderNo), at: clock.now()}, isChecked: false};
  }
}

/** An order of the game or of the counter is none of this store's, whoever knows its number. */
function ofThisStore(order: OrderSnapshot['order']): OrderSnapshot['order'] {
  if (order.paySceneCode !== 'DYNQR') throw new OrderNotFound();
  return order;
}

/** PayBy refused, or its answer did not come: an expected error that is not the database's. */
const isOfPayby = (error: unknown): boolean =>
  !(error instanceof StoreError) && !(error instanceof OrderNotFound) && toHttpError(error) !== undefined;

const seeOrder = (c: Context, merchantOrderNo: string): Response =>
  c.body(null, 303, {...noStore, Location: `${orderPath(merchantOrderNo)}?lang=${languageOf(c)}`});

async function show(c: Context, page: Html, status: HttpError['status'] | 200 = 200): Promise<Response> {
  return c.body(String(await page), status, {...noStore, 'Content-Type': 'text/html; charset=utf-8'});
}

function showProblem(c: Context, {status, headers}: HttpError): Promise<Response> {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  const again = c.req.method === 'GET' ? new URL(c.req.url).pathname : undefined;
  return show(c, problemPage({language: languageOf(c), problem: problemOf(status), again}), status);
}

function problemOf(status: HttpError['status']): PlainProblem {
  switch (status) {
    case 403:
    case 415:
      return 'cross-site';
    case 404:
      return 'unknown-order';
    case 429:
      return 'too-many';
    case 500:
    case 502:
    case 503:
    case 504:
      return 'later';
    default:
      return 'refused';
  }
}

function languageOf(c: Context): PlainLanguage {
  const wanted = c.req.query('lang') ?? c.req.header('accept-language') ?? '';
  return wanted.toLowerCase().startsWith('ar') ? 'ar' : 'en';
}
