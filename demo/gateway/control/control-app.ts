/**
 * The control page and its calls, under `/control`. Every call takes JSON, and answers JSON; the page's own forms are
 * answered with the page again, so it needs no script.
 */
import type {Context, Hono} from 'hono';
import {HttpError} from '../../http/http-error.js';
import {jsonApp, route, type Log} from '../../http/json-app.js';
import {bodyBytes} from '../../http/json-body.js';
import {isJsonObject, parseJson, type JsonObject} from '../../payby/bytes.js';
import type {GatewayControl} from './control.js';
import {controlPage} from './control-page.js';
import {journalLine} from './request-log.js';
import {AS_USUAL, type Manner} from '../wire/notifier.js';
import {isScene} from '../model/gateway-order.js';
import {isMerchantNumber} from '../wire/place-request.js';
import type {GatewaySettings} from '../model/settings.js';

const MOST_MS = 400 * 24 * 60 * 60_000;

export function controlApp(control: GatewayControl, log: Log): Hono {
  const app = jsonApp({log});
  route(app, '/control', {
    GET: (c) => (wantsPage(c) ? c.html(controlPage(control)) : c.json(state(control))),
  });
  route(app, '/control/log', {
    GET: (c) => {
      const entries = control.log(c.req.query('merchantOrderNo'));
      const isText = c.req.query('format') === 'text';
      return isText ? c.text(`${entries.map(journalLine).join('\n')}\n`) : c.json({entries});
    },
  });
  route(app, '/control/orders', {GET: (c) => c.json({orders: control.orders()})});
  const change = (path: string, act: (wish: JsonObject) => object | Promise<object>): void => {
    route(app, `/control/${path}`, {POST: (c) => changed(c, act)});
  };
  change('clock', (wish) => {
    control.advanceClock(wholeNumber(wish, 'advanceMs', MOST_MS));
    return {now: control.clock.now()};
  });
  change('faults', (wish) => {
    addFault(control, wish);
    return {faults: control.faults()};
  });
  change('calm', () => {
    control.clearFaults();
    control.manner = AS_USUAL;
    return {faults: control.faults()};
  });
  change('notifications', (wish) => {
    control.manner = readManner(wish);
    return {manner: control.manner};
  });
  change('release', async ({order}) => ({
    released: await control.release(order === 'newest-first' ? 'newest-first' : 'oldest-first'),
  }));
  change('repeat', async ({merchantOrderNo}) => {
    if (!isMerchantNumber(merchantOrderNo)) throw unusable('merchantOrderNo');
    return {repeated: await control.repeat(merchantOrderNo)};
  });
  change('settings', (wish) => {
    control.change(readSettings(wish));
    return settingsOf(control);
  });
  return app;
}

async function changed(c: Context, act: (wish: JsonObject) => object | Promise<object>): Promise<Response> {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  if (site !== 'none' && site !== 'same-origin') {
    throw new HttpError(403, 'cross-site', 'This page can be used from its own address only.');
  }
  const isForm = c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
  const text = await bodyBytes(c);
  const wish = isForm ? formObject(text) : jsonObject(text);
  const answer = await act(wish);
  return isForm ? c.body(null, 303, {Location: '../control'}) : c.json(answer);
}

function formObject(bytes: Uint8Array): JsonObject {
  const fields = new URLSearchParams(new TextDecoder().decode(bytes));
  const scenes = fields.getAll('products');
  const single = [...fields].filter(([name, value]) => name !== 'products' && value !== '');
  return {...Object.fromEntries(single), ...(scenes.length > 0 && {products: scenes})};
}

function jsonObject(bytes: Uint8Array): JsonObject {
  try {
    const parsed = bytes.length === 0 ? {} : parseJson(bytes);
    if (isJsonObject(parsed)) return parsed;
  } catch {
    // said below
  }
  throw new HttpError(400, 'bad-json', 'The request is not a JSON object.');
}

function addFault(control: GatewayControl, wish: JsonObject): void {
  const {fault, operation, merchantOrderNo} = wish;
  try {
    control.addFault({
      fault: typeof fault === 'string' ? fault : '',
      operation: typeof operation === 'string' ? operation : undefined,
      merchantOrderNo: typeof merchantOrderNo === 'string' ? merchantOrderNo : undefined,
      times: wish['times'] === undefined ? 1 : wholeNumber(wish, 'times', 1_000_000),
    });
  } catch (error) {
    throw error instanceof RangeError ? unusable('fault') : error;
  }
}

function readManner({manner = 'send', copies = 1}: JsonObject): Manner {
  if (manner === 'hold' || manner === 'lose') return {kind: manner};
  const count = Number(copies);
  if (manner !== 'send' || !Number.isInteger(count) || count < 1 || count > 9) throw unusable('manner');
  return {kind: manner, copies: count};
}

function readSettings(wish: JsonObject): Partial<GatewaySettings> {
  const {qrpayTokenUrl, refundOutcome, products} = wish;
  const time = (name: 'settleAfterMs' | 'refundAfterMs'): Partial<GatewaySettings> =>
    wish[name] === undefined ? {} : {[name]: wholeNumber(wish, name, MOST_MS)};
  if (refundOutcome !== undefined && refundOutcome !== 'REFUNDED_SETTLED' && refundOutcome !== 'FAILURE') {
    throw unusable('refundOutcome');
  }
  if (products !== undefined && !(Array.isArray(products) && products.every(isScene))) {
    throw unusable('products');
  }
  return {
    ...time('settleAfterMs'),
    ...time('refundAfterMs'),
    ...(qrpayTokenUrl !== undefined && {qrpayTokenUrl: qrpayTokenUrl === true || qrpayTokenUrl === 'true'}),
    ...(refundOutcome !== undefined && {refundOutcome}),
    ...(products !== undefined && {products: new Set(products)}),
  };
}

function wholeNumber(wish: JsonObject, name: string, most: number): number {
  const value = wish[name];
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 && count <= most) return count;
  throw unusable(name);
}

const settingsOf = ({settings}: GatewayControl): object => ({...settings, products: [...settings.products]});

const state = (control: GatewayControl): object => ({
  now: control.clock.now(),
  aheadMs: control.clock.aheadMs,
  faults: control.faults(),
  notifications: {...control.manner, held: control.held},
  settings: settingsOf(control),
});

const wantsPage = (c: Context): boolean => c.req.header('accept')?.includes('text/html') ?? false;

const unusable = (field: string): HttpError =>
  new HttpError(400, 'bad-wish', `The gateway cannot use this ${field}.`);
