/**
 * `POST /payby/notify`: a notification from PayBy. Its signature is verified over the exact bytes before anything is
 * read, then whether it fits the stored order. Its age does not matter: PayBy may be late, and one that comes again is
 * applied once. SUCCESS is returned only once the change is on the disk:
 * after any other answer PayBy repeats the notification.
 */
import type {KeyObject} from 'node:crypto';
import type {Context} from 'hono';
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import type {Log} from '../../http/json-app.js';
import {bodyBytes} from '../../http/json-body.js';
import {openNotification, type Notification} from '../../payby/notification.js';
import {PaybyError} from '../../payby/payby-error.js';
import {MismatchedAnswer, OrderNotFound} from '../orders/errors.js';
import {isOther, otherAlert, type OrderService} from '../orders/order-service.js';
import {shortOrderNo} from '../orders/order.js';
import type {NewAlert, OrderStore} from '../orders/order-store.js';

export interface NotificationOptions {
  readonly orders: OrderService;
  readonly store: OrderStore;
  readonly paybyPublicKey: KeyObject;
  readonly clock: Clock;
  readonly log: Log;
}

export async function receiveNotification(c: Context, options: NotificationOptions): Promise<Response> {
  const {orders, log} = options;
  const notification = verified(await bodyBytes(c), c.req.header('sign'), options);
  try {
    const isNew = await orders.applyNotification(notification);
    log(isNew ? 'notification applied' : 'notification repeated', factsOf(notification));
  } catch (error) {
    if (!(error instanceof OrderNotFound) || !isOther(notification)) {
      throw await refusal(error, notification, options);
    }
    // A person has to read it, and PayBy has nothing to repeat.
    await alert(otherAlert(notification, undefined, options.clock.now()), notification, options);
  }
  return c.json({response: 'SUCCESS'});
}

function verified(
  bytes: Uint8Array,
  signature: string | undefined,
  {paybyPublicKey, log}: NotificationOptions,
): Notification {
  try {
    return openNotification(bytes, signature, paybyPublicKey);
  } catch (error) {
    if (!(error instanceof PaybyError)) throw error;
    log('notification refused', {level: 'warn', why: error.code});
    throw error.code === 'BAD_SIGNATURE'
      ? new HttpError(401, 'bad-signature', 'The notification is not signed by PayBy.')
      : new HttpError(400, 'bad-notification', 'The notification cannot be read.');
  }
}

async function refusal(
  error: unknown,
  notification: Notification,
  options: NotificationOptions,
): Promise<unknown> {
  const isUnknown = error instanceof OrderNotFound;
  if (!isUnknown && !(error instanceof MismatchedAnswer)) return error;
  const why = isUnknown ? 'unknown order' : error.message;
  options.log('notification refused', {level: 'warn', why, ...factsOf(notification)});
  await alert(mismatchAlert(notification, why, isUnknown, options.clock.now()), notification, options);
  return isUnknown
    ? error
    : new HttpError(409, 'mismatched-notification', 'The notification does not match the order.');
}

/** Logged as well as stored: whoever watches the log is woken, too. */
async function alert(
  raised: NewAlert,
  notification: Notification,
  {store, log}: NotificationOptions,
): Promise<void> {
  log(raised.message, {level: 'alert', kind: raised.kind, ...factsOf(notification)});
  await store.raise(raised);
}

const mismatchAlert = (
  notification: Notification,
  why: string,
  isUnknown: boolean,
  raisedAt: number,
): NewAlert => ({
  key: `mismatched-notification ${merchantOrderNoOf(notification)}`,
  kind: 'mismatched-notification',
  merchantOrderNo: isUnknown ? undefined : merchantOrderNoOf(notification),
  message: `PayBy sent a signed notification that does not match (${shortOrderNo(merchantOrderNoOf(notification))}): ${why}.`,
  raisedAt,
});

function merchantOrderNoOf(notification: Notification): string {
  switch (notification.kind) {
    case 'order':
      return notification.order.merchantOrderNo;
    case 'refund':
      return notification.originMerchantOrderNo ?? notification.refund.refundMerchantOrderNo;
    case 'chargeback':
    case 'void':
      return notification.merchantOrderNo ?? notification.orderNo ?? '';
  }
}

const factsOf = (notification: Notification): Readonly<Record<string, string>> => ({
  notifyId: notification.notifyId,
  about: notification.kind,
  order: shortOrderNo(merchantOrderNoOf(notification)),
});
