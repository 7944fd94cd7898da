/** The simulator of a partner store's POS, where customers pay with cash, under `/pos`. */
import type {Hono} from 'hono';
import {HttpError} from '../../http/http-error.js';
import {route} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {parseAmount} from '../../payby/money.js';
import type {GatewayOrder} from '../model/gateway-order.js';
import {
  deliveryModeOf,
  findNamed,
  findScanned,
  orderSummary,
  requirePayable,
  simulatorApp,
  wrongPassword,
  type SimulatorOptions,
} from './simulator.js';

const PASSWORD = '4321';

export function storePos({gateway, notifications, log}: SimulatorOptions): Hono {
  const app = simulatorApp(log);
  const {store} = gateway;
  route(app, '/pos', {
    GET: (c) => {
      const {name, balance, currency, payments} = store;
      return c.json({store: name, balance, currency, payments});
    },
  });
  route(app, '/pos/scan', {
    POST: async (c) => {
      const found = requirePayable(requireCashScene(findScanned(await bodyObject(c), gateway)), gateway);
      // An earlier scan may mean that the cash was taken already: the POS warns its cashier.
      const scannedBefore = found.scannedBy !== undefined;
      return c.json({order: orderSummary(gateway, gateway.scanAtStore(found)), scannedBefore});
    },
  });
  route(app, '/pos/pay', {
    POST: async (c) => {
      const body = await bodyObject(c);
      const order = requirePayable(requireCashScene(findNamed(body, gateway)), gateway);
      if (body['password'] !== PASSWORD) throw wrongPassword();
      if (!store.canPay(order.totalAmount.amount)) {
        throw new HttpError(409, 'balance-too-small', "The store's balance is too small for this order.");
      }
      const paid = notifications.withDelivery(deliveryModeOf(c), () => gateway.payWithCash(order));
      return c.json({order: orderSummary(gateway, paid), balance: store.balance});
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
  return app;
}

function requireCashScene(order: GatewayOrder): GatewayOrder {
  if (order.paySceneCode === 'CASHTOPUP') return order;
  throw new HttpError(409, 'wrong-scene', 'This code is for the PayBy or BOTIM app, not for cash.');
}
