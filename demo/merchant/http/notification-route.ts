/**
 * `POST /payby/notify`: PayBy tells us. Its signature is checked over the exact bytes before anything is read, then
 * its age, then whether it fits our row. SUCCESS is answered only once the row is on the disk: anything else makes
 * PayBy try again later, which is what we want then.
 */
import type {KeyObject} from 'node:crypto';
import type {Context} from 'hono';
import {HttpError} from '../../http/http-error.js';
import type {Log} from '../../http/json-app.js';
import {bodyBytes} from '../../http/json-body.js';
import type {Clock} from '../../payby/clock.js';
import {openNotification, type Notification} from '../../payby/notification.js';
import {PaybyError} from '../../payby/payby-error.js';
import {MismatchedAnswer, OrderNotFound} from '../orders/errors.js';
import type {OrderService} from '../orders/order-service.js';
import {shortOrderNo} from '../orders/order-recorder.js';
import type {NewAlert, OrderStore} from '../storage/order-store.js';

const MINUTE_MS = 60_000;
/** PayBy's clock and ours need not agree to the minute. */
const CLOCKS_DIFFER_MS = 15 * MINUTE_MS;
/** The last retry comes 2+10+10+60+120+360+900 minutes after the first try, each of which may have been slow. */
const OLDEST_MS = 1_462 * MINUTE_MS + CLOCKS_DIFFER_MS;

export interface NotifyOptions {
  readonly orders: OrderService;
  readonly store: OrderStore;
  readonly paybyPublicKey: KeyObject;
  readonly clock: Clock;
  readonly log: Log;
}

export async function takeNotification(c: Context, options: NotifyOptions): Promise<Response> {
  const {orders, log} = options;
  const notification = opened(await bodyBytes(c), c.req.header('sign'), options);
  requireFresh(notification, options);
  try {
    const isNew = await orders.applyNotification(notification);
    log(isNew ? 'notification taken' : 'notification known already', factsOf(notification));
  } catch (error) {
    throw await refusal(error, notification, options);
  }
  return c.json({response: 'SUCCESS'});
}

function opened(
  bytes: Uint8Array,
  signature: string | undefined,
  {paybyPublicKey, log}: NotifyOptions,
): Notification {
  try {
    return openNotification(bytes, signature, paybyPublicKey);
  } catch (error) {
    if (!(error instanceof PaybyError)) throw error;
    log('notification refused', {level: 'warn', why: error.code});
    throw error.code === 'BAD_SIGNATURE'
      ? new HttpError(401, 'bad-signature', 'This notification is not signed by PayBy.')
      : new HttpError(400, 'bad-notification', 'This notification cannot be read.');
  }
}

/** Somebody may have recorded it long ago. What it says is learned by asking PayBy, if it is still true. */
function requireFresh(notification: Notification, {clock, log}: NotifyOptions): void {
  const {notifyTimestamp} = notification;
  const age = notifyTimestamp === undefined ? Number.NaN : clock.now() - notifyTimestamp;
  if (age <= OLDEST_MS && age >= -CLOCKS_DIFFER_MS) return;
  log('notification refused', {level: 'warn', why: 'stale', ...factsOf(notification)});
  throw new HttpError(400, 'stale-notification', 'This notification is not of this day.');
}

async function refusal(error: unknown, notification: Notification, options: NotifyOptions): Promise<unknown> {
  const isUnknown = error instanceof OrderNotFound;
  if (!isUnknown && !(error instanceof MismatchedAnswer)) return error;
  const why = isUnknown ? 'unknown order' : error.message;
  options.log('notification refused', {level: 'warn', why, ...factsOf(notification)});
  await options.store.raise(mismatchAlert(notification, why, isUnknown, options.clock.now()));
  return isUnknown
    ? error
    : new HttpError(409, 'mismatched-notification', 'This notification does not fit the order.');
}

const mismatchAlert = (
  notification: Notification,
  why: string,
  isUnknown: boolean,
  raisedAt: number,
): NewAlert => ({
  key: `mismatched-notification ${numberOf(notification)}`,
  kind: 'mismatched-notification',
  merchantOrderNo: isUnknown ? undefined : numberOf(notification),
  message: `PayBy sent a signed notification that does not fit (${shortOrderNo(numberOf(notification))}): ${why}.`,
  raisedAt,
});

const numberOf = (notification: Notification): string =>
  notification.kind === 'order'
    ? notification.order.merchantOrderNo
    : (notification.originMerchantOrderNo ?? notification.refund.refundMerchantOrderNo);

const factsOf = (notification: Notification): Readonly<Record<string, string>> => ({
  notifyId: notification.notifyId,
  about: notification.kind,
  order: shortOrderNo(numberOf(notification)),
});
