/**
 * The people around PayBy, played without signatures: the customer with the app in the hand, and the cashier of a
 * partner store at the POS. Real ones are out of reach of a demo; what they cause is as real as the gateway.
 */
import type {Context, Hono} from 'hono';
import {HttpError} from '../http/http-error.js';
import {jsonApp, route, type Log} from '../http/json-app.js';
import {bodyObject} from '../http/json-body.js';
import {parseAmount} from '../payby/money.js';
import {needsPassword, type Gateway} from './gateway.js';
import {stateAt, statusWord, type GatewayOrder} from './order.js';
import {Refusal} from './refusal.js';

const APP_PASSWORD = '123456';
const POS_PASSWORD = '4321';

export function standInApp(gateway: Gateway, log: Log): Hono {
  const app = jsonApp({log, translate: inPlainWords});
  addCustomerApp(app, gateway);
  addStorePos(app, gateway);
  return app;
}

function addCustomerApp(app: Hono, gateway: Gateway): void {
  route(app, '/app/codes', {
    GET: (c) => c.json({codes: openOrders(gateway).flatMap((order) => codeOf(gateway, order))}),
  });
  route(app, '/app/requests', {
    GET: (c) => {
      const waiting = openOrders(gateway).filter(
        ({paySceneCode, totalAmount}) => paySceneCode === 'QRPAY' && needsPassword(totalAmount),
      );
      return c.json({orders: waiting.map((order) => summary(gateway, order))});
    },
  });
  route(app, '/app/scan', {
    POST: async (c) => {
      const order = gateway.scan(payable(gateway, appScene(await scannedOrder(c, gateway))));
      return c.json({order: summary(gateway, order)});
    },
  });
  route(app, '/app/pay', {
    POST: async (c) => {
      const {order, password} = await namedOrder(c, gateway);
      payable(gateway, appScene(order));
      if (needsPassword(order.totalAmount) && password !== APP_PASSWORD) throw wrongPassword();
      return c.json({order: summary(gateway, gateway.payFromApp(order))});
    },
  });
  route(app, '/app/refuse', {
    POST: async (c) => {
      const {order} = await namedOrder(c, gateway);
      payable(gateway, appScene(order));
      return c.json({order: summary(gateway, gateway.refuseByPayer(order))});
    },
  });
  route(app, '/app/code', {POST: (c) => c.json(gateway.authCodes.issue())});
}

function addStorePos(app: Hono, gateway: Gateway): void {
  const {store} = gateway;
  route(app, '/pos', {
    GET: (c) => {
      const {name, balance, currency, payments} = store;
      return c.json({store: name, balance, currency, payments});
    },
  });
  route(app, '/pos/scan', {
    POST: async (c) => {
      const found = payable(gateway, cashScene(await scannedOrder(c, gateway)));
      // Whoever scanned it before may have taken the cash already: the cashier is told before taking any.
      const scannedBefore = found.scannedBy !== undefined;
      return c.json({order: summary(gateway, gateway.scan(found)), scannedBefore});
    },
  });
  route(app, '/pos/pay', {
    POST: async (c) => {
      const {order, password} = await namedOrder(c, gateway);
      payable(gateway, cashScene(order));
      if (password !== POS_PASSWORD) throw wrongPassword();
      if (!store.canPay(order.totalAmount.amount)) {
        throw new HttpError(409, 'balance-too-small', "The store's balance is too small for this order.");
      }
      const paid = gateway.payWithCash(order);
      return c.json({order: summary(gateway, paid), balance: store.balance});
    },
  });
  route(app, '/pos/balance', {
    POST: async (c) => {
      const amount = parseAmount((await bodyObject(c))['amount']);
      if (amount === undefined) {
        throw new HttpError(400, 'bad-amount', 'Give the balance as an amount, such as 500.00.');
      }
      store.balance = amount;
      return c.json({balance: store.balance});
    },
  });
}

function openOrders(gateway: Gateway): readonly GatewayOrder[] {
  const {now} = gateway.moment;
  return gateway.newestFirst().filter((order) => stateAt(order, now).kind === 'open');
}

/** What a camera in the room could see; an order without a code shows none. */
function codeOf(gateway: Gateway, order: GatewayOrder): readonly object[] {
  if (order.tokenUrl === undefined) return [];
  const {merchantOrderNo, subject, amount, currency, paySceneCode, status, expiredTime} = summary(
    gateway,
    order,
  );
  return [
    {tokenUrl: order.tokenUrl, merchantOrderNo, subject, amount, currency, paySceneCode, status, expiredTime},
  ];
}

/** An order as the app and the POS show it. */
function summary(gateway: Gateway, order: GatewayOrder) {
  const {merchantOrderNo, orderNo, subject, totalAmount, paySceneCode, expiredTime} = order;
  const {now, settleAfterMs} = gateway.moment;
  return {
    merchantOrderNo,
    orderNo,
    subject,
    ...totalAmount,
    paySceneCode,
    status: statusWord(stateAt(order, now), now, settleAfterMs),
    expiredTime,
    // The POS asks its cashier for a password whatever the amount.
    needsPassword: paySceneCode === 'CASHTOPUP' || needsPassword(totalAmount),
  };
}

async function scannedOrder(c: Context, gateway: Gateway): Promise<GatewayOrder> {
  const {tokenUrl} = await bodyObject(c);
  const order = typeof tokenUrl === 'string' ? gateway.findByTokenUrl(tokenUrl.trim()) : undefined;
  if (!order) throw new HttpError(404, 'unknown-code', 'This is not a code of PayBy.');
  return order;
}

async function namedOrder(
  c: Context,
  gateway: Gateway,
): Promise<{readonly order: GatewayOrder; readonly password: unknown}> {
  const {orderNo, password} = await bodyObject(c);
  return {order: gateway.find({orderNo: typeof orderNo === 'string' ? orderNo : ''}), password};
}

function appScene(order: GatewayOrder): GatewayOrder {
  if (order.paySceneCode !== 'CASHTOPUP') return order;
  throw new HttpError(409, 'wrong-scene', 'Show this code at a partner store.');
}

function cashScene(order: GatewayOrder): GatewayOrder {
  if (order.paySceneCode === 'CASHTOPUP') return order;
  throw new HttpError(409, 'wrong-scene', 'This code is for the PayBy or BOTIM app, not for cash.');
}

function payable(gateway: Gateway, order: GatewayOrder): GatewayOrder {
  switch (stateAt(order, gateway.moment.now).kind) {
    case 'open':
      return order;
    case 'paid':
      throw new HttpError(409, 'already-paid', 'This order is already paid.');
    case 'closed':
      throw new HttpError(410, 'expired-code', 'This code is no longer valid. Ask for a new one.');
  }
}

const wrongPassword = (): HttpError =>
  new HttpError(403, 'wrong-password', 'The password is not right. Please try again.');

function inPlainWords(error: unknown): HttpError | undefined {
  if (!(error instanceof Refusal)) return undefined;
  return new HttpError(404, 'unknown-order', 'There is no such order.');
}
