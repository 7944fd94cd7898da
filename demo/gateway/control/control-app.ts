/**
 * The control page and its calls, under `/control`. Every call takes JSON and answers JSON. The page's own forms are
 * answered with the page again, so it needs no script.
 */
import type {Context, Hono} from 'hono';
import {isJsonObject, type JsonObject} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import {jsonApp, route, type Log} from '../../http/json-app.js';
import {bodyBytes} from '../../http/json-body.js';
import {parseJson} from '../../payby/bytes.js';
import {UnknownFault} from '../model/faults.js';
import type {DeliveryMode} from '../model/notifications.js';
import {logLine} from '../model/request-log.js';
import {isPaymentFailure} from '../model/payment-failures.js';
import {isRefusalForm, Refusal} from '../model/refusal.js';
import type {GatewaySettings} from '../model/settings.js';
import {isMerchantNumber, isScene} from '../model/types.js';
import {controlPage} from './control-page.js';
import type {GatewayControl} from './control.js';

/** The longest time that the clock can be advanced by, or a setting be set to: 400 days. */
const MAX_MS = 400 * 24 * 60 * 60_000;

/** The calls of {@link GatewayControl} over HTTP. */
export function controlApp(control: GatewayControl, log: Log): Hono {
  const app = jsonApp({log, toHttpError});
  const {notifications} = control;
  route(app, '/control', {
    GET: (c) => (acceptsHtml(c) ? c.html(controlPage(control)) : c.json(state(control))),
  });
  route(app, '/control/log', {
    GET: (c) => {
      const entries = control.log(c.req.query('merchantOrderNo'));
      const isText = c.req.query('format') === 'text';
      return isText ? c.text(`${entries.map(logLine).join('\n')}\n`) : c.json({entries});
    },
  });
  route(app, '/control/orders', {GET: (c) => c.json({orders: control.orders()})});
  const command = (path: string, act: (input: JsonObject) => object | Promise<object>): void => {
    route(app, `/control/${path}`, {POST: (c) => runCommand(c, act)});
  };
  command('clock', (input) => {
    control.advanceClock(wholeNumber(input, 'advanceMs', MAX_MS));
    return {now: control.clock.now()};
  });
  command('faults', (input) => {
    addFault(control, input);
    return {faults: control.faults};
  });
  command('reset', () => {
    control.reset();
    return {faults: control.faults};
  });
  command('notifications', (input) => {
    notifications.mode = readMode(input);
    return {delivery: notifications.mode};
  });
  command('release', async ({order}) => ({
    released: await notifications.release(order === 'newest-first' ? 'newest-first' : 'oldest-first'),
  }));
  command('repeat', async ({merchantOrderNo}) => {
    if (!isMerchantNumber(merchantOrderNo)) throw invalidField('merchantOrderNo');
    return {repeated: await notifications.repeat(merchantOrderNo)};
  });
  for (const what of ['chargeback', 'void'] as const) {
    command(what, ({merchantOrderNo}) => {
      if (!isMerchantNumber(merchantOrderNo)) throw invalidField('merchantOrderNo');
      control.notifyOf(what, merchantOrderNo);
      return {notified: merchantOrderNo};
    });
  }
  command('settings', (input) => {
    control.change(readSettings(input));
    return settingsOf(control);
  });
  return app;
}

async function runCommand(
  c: Context,
  act: (input: JsonObject) => object | Promise<object>,
): Promise<Response> {
  const isForm = c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
  const bytes = await bodyBytes(c);
  const answer = await act(isForm ? formObject(bytes) : jsonObject(bytes));
  return isForm ? c.body(null, 303, {Location: '../control'}) : c.json(answer);
}

function formObject(bytes: Uint8Array): JsonObject {
  const fields = new URLSearchParams(new TextDecoder().decode(bytes));
  const scenes = fields.getAll('products');
  const single = [...fields].filter(([name, value]) => name !== 'products' && value !== '');
  return {...Object.fromEntries(single), ...(scenes.length > 0 && {products: scenes})};
}

function jsonObject(bytes: Uint8Array): JsonObject {
  let parsed: unknown;
  try {
    parsed = bytes.length === 0 ? {} : parseJson(bytes);
  } catch {
    parsed = undefined; // refused below, without the parser's message, which quotes the body
  }
  if (isJsonObject(parsed)) return parsed;
  throw new HttpError(400, 'bad-json', 'The request is not a JSON object.');
}

function addFault(control: GatewayControl, input: JsonObject): void {
  const {fault, operation, merchantOrderNo} = input;
  control.addFault({
    fault: typeof fault === 'string' ? fault : '',
    operation: typeof operation === 'string' ? operation : undefined,
    merchantOrderNo: typeof merchantOrderNo === 'string' ? merchantOrderNo : undefined,
    times: input['times'] === undefined ? 1 : wholeNumber(input, 'times', 1_000_000),
  });
}

function readMode({delivery = 'send', copies = 1}: JsonObject): DeliveryMode {
  if (delivery === 'hold' || delivery === 'lose') return {kind: delivery};
  const count = Number(copies);
  if (delivery !== 'send') throw invalidField('delivery');
  if (!Number.isInteger(count) || count < 1 || count > 9) throw invalidField('copies');
  return {kind: delivery, copies: count};
}

function readSettings(input: JsonObject): Partial<GatewaySettings> {
  const {qrpayTokenUrl, refundOutcome, refusalForm, paymentFailure, products} = input;
  const time = (
    name: 'settleAfterMs' | 'tokenLifeMs' | 'refundAfterMs' | 'refundSettledForMs',
  ): Partial<GatewaySettings> =>
    input[name] === undefined ? {} : {[name]: wholeNumber(input, name, MAX_MS)};
  if (refundOutcome !== undefined && refundOutcome !== 'SUCCESS' && refundOutcome !== 'FAILURE') {
    throw invalidField('refundOutcome');
  }
  if (refusalForm !== undefined && !isRefusalForm(refusalForm)) throw invalidField('refusalForm');
  if (paymentFailure !== undefined && paymentFailure !== 'none' && !isPaymentFailure(paymentFailure)) {
    throw invalidField('paymentFailure');
  }
  if (products !== undefined && !(Array.isArray(products) && products.every(isScene))) {
    throw invalidField('products');
  }
  return {
    ...time('settleAfterMs'),
    ...time('tokenLifeMs'),
    ...time('refundAfterMs'),
    ...time('refundSettledForMs'),
    ...(qrpayTokenUrl !== undefined && {qrpayTokenUrl: qrpayTokenUrl === true || qrpayTokenUrl === 'true'}),
    ...(refundOutcome !== undefined && {refundOutcome}),
    ...(paymentFailure !== undefined && {
      paymentFailure: paymentFailure === 'none' ? undefined : paymentFailure,
    }),
    ...(refusalForm !== undefined && {refusalForm}),
    ...(products !== undefined && {products: new Set(products)}),
  };
}

function wholeNumber(input: JsonObject, name: string, max: number): number {
  const value = input[name];
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 && count <= max) return count;
  throw invalidField(name);
}

const settingsOf = ({settings}: GatewayControl): object => ({...settings, products: [...settings.products]});

const state = (control: GatewayControl): object => ({
  now: control.clock.now(),
  aheadMs: control.clock.aheadMs,
  faults: control.faults,
  notifications: {...control.notifications.mode, held: control.notifications.held},
  settings: settingsOf(control),
});

const acceptsHtml = (c: Context): boolean => c.req.header('accept')?.includes('text/html') ?? false;

const invalidField = (field: string): HttpError =>
  new HttpError(400, 'invalid-field', `The gateway cannot use this ${field}.`);

function toHttpError(error: unknown): HttpError | undefined {
  if (error instanceof UnknownFault) return invalidField('fault');
  return error instanceof Refusal ? invalidField('merchantOrderNo') : undefined;
}
