/** The simulator of the customer's PayBy or BOTIM app, under `/app`. */
import type {Hono} from 'hono';
import type {JsonObject} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import {route} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {customerNamed, type Customer} from '../model/customers.js';
import {stateAt, type GatewayOrder} from '../model/gateway-order.js';
import {needsPassword, type Gateway} from '../model/gateway.js';
import {barcodePicture, qrPicture} from './code-pictures.js';
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

const PASSWORD = '123456';

/** `payer` names the customer in every call; the first customer is meant without it. */
export function customerApp({gateway, notifications, log}: SimulatorOptions): Hono {
  const app = simulatorApp(log);
  route(app, '/app/codes', {
    GET: (c) => c.json({codes: openOrders(gateway).flatMap((order) => visibleCode(order, gateway))}),
  });
  route(app, '/app/requests', {
    GET: (c) => {
      const waiting = openOrders(gateway).filter(
        ({paySceneCode, totalAmount}) => paySceneCode === 'QRPAY' && needsPassword(totalAmount),
      );
      return c.json({orders: waiting.map((order) => orderSummary(gateway, order))});
    },
  });
  route(app, '/app/scan', {
    POST: async (c) => {
      const body = await bodyObject(c);
      const order = requirePayable(requireAppScene(findScanned(body, gateway)), gateway);
      return c.json({order: orderSummary(gateway, gateway.scanFromApp(order, customerIn(body)))});
    },
  });
  route(app, '/app/pay', {
    POST: async (c) => {
      const body = await bodyObject(c);
      const customer = customerIn(body);
      const order = requirePayable(requireAppScene(findNamed(body, gateway)), gateway);
      // Refuses another payer before it checks the password
      gateway.scanFromApp(order, customer);
      if (needsPassword(order.totalAmount) && body['password'] !== PASSWORD) throw wrongPassword();
      const paid = notifications.withDelivery(deliveryModeOf(c), () => gateway.payFromApp(order, customer));
      if (paid.state.kind !== 'paid') {
        throw new HttpError(409, 'payment-failed', 'PayBy did not allow this payment. Nothing was taken.');
      }
      return c.json({order: orderSummary(gateway, paid)});
    },
  });
  route(app, '/app/refuse', {
    POST: async (c) => {
      const body = await bodyObject(c);
      const order = requirePayable(requireAppScene(findNamed(body, gateway)), gateway);
      const refused = notifications.withDelivery(deliveryModeOf(c), () =>
        gateway.refuseByPayer(order, customerIn(body)),
      );
      return c.json({order: orderSummary(gateway, refused)});
    },
  });
  route(app, '/app/messages', {GET: (c) => c.json({messages: gateway.messages.list})});
  route(app, '/app/code', {
    POST: async (c) => {
      const issued = gateway.authCodes.issue(customerIn(await bodyObject(c)));
      const {authCode} = issued;
      return c.json({...issued, barcode: barcodePicture(authCode), qr: await qrPicture(authCode)});
    },
  });
  route(app, '/app/code/state', {
    POST: async (c) => {
      const {authCode} = await bodyObject(c);
      return c.json({state: gateway.authCodes.stateOf(String(authCode))});
    },
  });
  return app;
}

function openOrders(gateway: Gateway): readonly GatewayOrder[] {
  const {now} = gateway.moment;
  return gateway.newestFirst().filter((order) => stateAt(order, now).kind === 'open');
}

/** What the camera of the app would see on the merchant's page; nothing for an order without a code. */
function visibleCode(order: GatewayOrder, gateway: Gateway): readonly object[] {
  const {tokenUrl} = order;
  if (tokenUrl === undefined) return [];
  const {merchantOrderNo, subject, amount, currency, paySceneCode, status, expiredTime} = orderSummary(
    gateway,
    order,
  );
  return [{tokenUrl, merchantOrderNo, subject, amount, currency, paySceneCode, status, expiredTime}];
}

function customerIn({payer}: JsonObject): Customer {
  const customer = customerNamed(payer);
  if (!customer) throw new HttpError(404, 'unknown-payer', 'There is no such customer.');
  return customer;
}

function requireAppScene(order: GatewayOrder): GatewayOrder {
  if (order.paySceneCode !== 'CASHTOPUP') return order;
  throw new HttpError(409, 'wrong-scene', 'Show this code at a partner store.');
}
