/** What the customer's app and the store's POS have in common. They play people, so nothing is signed. */
import type {Context, Hono} from 'hono';
import type {JsonObject} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import {jsonApp, type Log} from '../../http/json-app.js';
import {parseFaults, UnknownFault} from '../model/faults.js';
import {orderStatus, stateAt, type GatewayOrder} from '../model/gateway-order.js';
import {needsPassword, type Gateway} from '../model/gateway.js';
import type {DeliveryMode, Notifications} from '../model/notifications.js';
import {OtherPayer} from '../model/order-transitions.js';
import {Refusal} from '../model/refusal.js';

export interface SimulatorOptions {
  readonly gateway: Gateway;
  readonly notifications: Notifications;
  readonly log: Log;
}

/** An app that answers the gateway's errors in sentences that a customer or a cashier can be shown. */
export const simulatorApp = (log: Log): Hono => jsonApp({log, toHttpError});

/** An order as the app and the POS show it. */
export function orderSummary(gateway: Gateway, order: GatewayOrder) {
  const {merchantOrderNo, orderNo, subject, totalAmount, paySceneCode, expiredTime} = order;
  const {now, settleAfterMs} = gateway.moment;
  return {
    merchantOrderNo,
    orderNo,
    subject,
    ...totalAmount,
    paySceneCode,
    status: orderStatus(stateAt(order, now), now, settleAfterMs),
    expiredTime,
    // The POS asks its cashier for a password whatever the amount.
    needsPassword: paySceneCode === 'CASHTOPUP' || needsPassword(totalAmount),
  };
}

/** The order whose code was scanned. */
export function findScanned({tokenUrl}: JsonObject, gateway: Gateway): GatewayOrder {
  const scanned = typeof tokenUrl === 'string' ? tokenUrl.trim() : '';
  const order = gateway.findByTokenUrl(scanned);
  if (!order) throw new HttpError(404, 'unknown-code', 'This is not a code of PayBy.');
  const isOpen = stateAt(order, gateway.moment.now).kind === 'open';
  if (isOpen && !gateway.isAlive(scanned, order)) {
    throw new HttpError(410, 'replaced-code', 'This code is too old. The page of the order shows a new one.');
  }
  return order;
}

/** The order that `orderNo` names. */
export const findNamed = ({orderNo}: JsonObject, gateway: Gateway): GatewayOrder =>
  gateway.find({orderNo: typeof orderNo === 'string' ? orderNo : ''});

/** The order itself, if it can still be paid. */
export function requirePayable(order: GatewayOrder, gateway: Gateway): GatewayOrder {
  switch (stateAt(order, gateway.moment.now).kind) {
    case 'open':
      return order;
    case 'paid':
      throw new HttpError(409, 'already-paid', 'This order is already paid.');
    case 'closed':
      throw new HttpError(410, 'expired-code', 'This code is no longer valid. Ask for a new one.');
  }
}

/** How the notification of this call is to be delivered, by the header `x-gateway-fault`. */
export const deliveryModeOf = (c: Context): DeliveryMode | undefined =>
  parseFaults(c.req.header('x-gateway-fault')).find(({delivery}) => delivery !== undefined)?.delivery;

/** The app's or the POS's password is wrong. */
export const wrongPassword = (): HttpError =>
  new HttpError(403, 'wrong-password', 'The password is not right. Please try again.');

function toHttpError(error: unknown): HttpError | undefined {
  if (error instanceof OtherPayer) {
    return new HttpError(409, 'other-payer', 'Another customer has scanned this code and is paying.');
  }
  if (error instanceof UnknownFault) {
    return new HttpError(400, 'unknown-fault', 'x-gateway-fault names a fault that does not exist.');
  }
  return error instanceof Refusal
    ? new HttpError(404, 'unknown-order', 'There is no such order.')
    : undefined;
}
