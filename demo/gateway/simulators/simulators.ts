/**
 * The people around PayBy, played without signatures: the customer with the app in the hand, and the cashier of a
 * partner store at the POS. Real ones are out of reach of a demo; what they cause is as real as the gateway.
 */
import type {Context, Hono} from 'hono';
import {HttpError} from '../../http/http-error.js';
import {jsonApp, route, type Log} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import type {JsonObject} from '../../payby/bytes.js';
import {parseAmount} from '../../payby/money.js';
import {customerNamed, type Customer} from '../model/customers.js';
import {headerFaults} from '../control/faults.js';
import {needsPassword, type Gateway} from '../model/gateway.js';
import type {Manner, Notifier} from '../wire/notifier.js';
import {stateAt, statusWord, type GatewayOrder} from '../model/gateway-order.js';
import {Refusal} from '../wire/refusal.js';
import {OtherPayer} from '../model/order-transitions.js';

const APP_PASSWORD = '123456';
const POS_PASSWORD = '4321';

export interface StandInOptions {
  readonly gateway: Gateway;
  readonly notifier: Notifier;
  readonly log: Log;
}

export function standInApp({gateway, notifier, log}: StandInOptions): Hono {
  const app = jsonApp({log, translate: inPlainWords});
  addCustomerApp(app, gateway, notifier);
  addStorePos(app, gateway, notifier);
  return app;
}

/** Customers may be named by `payer`; the first one is meant when nobody is. */
function addCustomerApp(app: Hono, gateway: Gateway, notifier: Notifier): void {
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
      const body = await bodyObject(c);
      const order = payable(gateway, appScene(scannedOrder(body, gateway)));
      return c.json({order: summary(gateway, gateway.scanFromApp(order, customerIn(body)))});
    },
  });
  route(app, '/app/pay', {
    POST: async (c) => {
      const body = await bodyObject(c);
      const order = payable(gateway, appScene(namedOrder(body, gateway)));
      // Whether somebody else may pay is told before anybody's password is asked for
      gateway.scanFromApp(order, customerIn(body));
      if (needsPassword(order.totalAmount) && body['password'] !== APP_PASSWORD) throw wrongPassword();
      const paid = notifier.inManner(askedManner(c), () => gateway.payFromApp(order, customerIn(body)));
      return c.json({order: summary(gateway, paid)});
    },
  });
  route(app, '/app/refuse', {
    POST: async (c) => {
      const body = await bodyObject(c);
      const order = payable(gateway, appScene(namedOrder(body, gateway)));
      const refused = notifier.inManner(askedManner(c), () => gateway.refuseByPayer(order, customerIn(body)));
      return c.json({order: summary(gateway, refused)});
    },
  });
  route(app, '/app/code', {
    POST: async (c) => c.json(gateway.authCodes.issue(customerIn(await bodyObject(c)))),
  });
}

function addStorePos(app: Hono, gateway: Gateway, notifier: Notifier): void {
  const {store} = gateway;
  route(app, '/pos', {
    GET: (c) => {
      const {name, balance, currency, payments} = store;
      return c.json({store: name, balance, currency, payments});
    },
  });
  route(app, '/pos/scan', {
    POST: async (c) => {
      const found = payable(gateway, cashScene(scannedOrder(await bodyObject(c), gateway)));
      // Whoever scanned it before may have taken the cash already: the cashier is told before taking any.
      const scannedBefore = found.scannedBy !== undefined;
      return c.json({order: summary(gateway, gateway.scanAtStore(found)), scannedBefore});
    },
  });
  route(app, '/pos/pay', {
    POST: async (c) => {
      const body = await bodyObject(c);
      const order = payable(gateway, cashScene(namedOrder(body, gateway)));
      if (body['password'] !== POS_PASSWORD) throw wrongPassword();
      if (!store.canPay(order.totalAmount.amount)) {
        throw new HttpError(409, 'balance-too-small', "The store's balance is too small for this order.");
      }
      const paid = notifier.inManner(askedManner(c), () => gateway.payWithCash(order));
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

function scannedOrder({tokenUrl}: JsonObject, gateway: Gateway): GatewayOrder {
  const order = typeof tokenUrl === 'string' ? gateway.findByTokenUrl(tokenUrl.trim()) : undefined;
  if (!order) throw new HttpError(404, 'unknown-code', 'This is not a code of PayBy.');
  return order;
}

const namedOrder = ({orderNo}: JsonObject, gateway: Gateway): GatewayOrder =>
  gateway.find({orderNo: typeof orderNo === 'string' ? orderNo : ''});

function customerIn({payer}: JsonObject): Customer {
  const customer = customerNamed(payer);
  if (!customer) throw new HttpError(404, 'unknown-payer', 'There is no such customer.');
  return customer;
}

/** How the caller wishes the merchant to be told, for a test of what happens then. */
const askedManner = (c: Context): Manner | undefined =>
  headerFaults(c).find(({manner}) => manner !== undefined)?.manner;

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
  if (error instanceof OtherPayer) {
    return new HttpError(409, 'other-payer', 'Somebody else has scanned this code and is paying.');
  }
  if (!(error instanceof Refusal)) return undefined;
  return new HttpError(404, 'unknown-order', 'There is no such order.');
}
