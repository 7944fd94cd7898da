/** Notifications that PayBy posts to the `notifyUrl`. The signature is verified over the exact bytes before they are read. */
import type {KeyObject} from 'node:crypto';
import {isJsonObject, type JsonObject} from 'payby-checkout/core';
import {
  optionalTime,
  readAcquireOrder,
  readRefundOrder,
  type AcquireOrder,
  type RefundOrder,
} from './responses.js';
import {parseJson} from './bytes.js';
import {PaybyError} from './payby-error.js';
import {verifyBytes} from './signature.js';

/** A verified notification of an order or a refund. */
export type Notification = OrderNotification | RefundNotification;

/** An order has changed. */
export interface OrderNotification extends Envelope {
  readonly kind: 'order';
  readonly order: AcquireOrder;
}

/** A refund has changed. */
export interface RefundNotification extends Envelope {
  readonly kind: 'refund';
  readonly originMerchantOrderNo: string | undefined;
  readonly refund: RefundOrder;
}

interface Envelope {
  /** Every repetition of a notification has the same id. */
  readonly notifyId: string;
  /** When PayBy first sent it, in ms since epoch. A repetition, up to a day later, has the same time. */
  readonly notifyTimestamp: number | undefined;
}

/**
 * Verifies and parses a notification. Throws a {@link PaybyError}: `BAD_SIGNATURE` when PayBy did not sign these bytes,
 * `BAD_ANSWER` when they cannot be read.
 */
export function openNotification(
  bytes: Uint8Array,
  signature: string | null | undefined,
  paybyPublicKey: KeyObject,
): Notification {
  if (!verifyBytes(bytes, signature, paybyPublicKey)) {
    throw new PaybyError({code: 'BAD_SIGNATURE', message: 'PayBy did not sign this notification'});
  }
  const body = parseObject(bytes);
  const notifyId = body['notify_id'];
  if (typeof notifyId !== 'string' || notifyId === '') throw unusable('it has no notify_id');
  const envelope = {notifyId, notifyTimestamp: optionalTime(body, 'notify_timestamp')};
  if (!isJsonObject(body['refundOrder'])) {
    return {...envelope, kind: 'order', order: readAcquireOrder(body['acquireOrder'])};
  }
  const refund = readRefundOrder(body['refundOrder']);
  return {...envelope, kind: 'refund', originMerchantOrderNo: refund.originMerchantOrderNo, refund};
}

function parseObject(bytes: Uint8Array): JsonObject {
  let body: unknown;
  try {
    body = parseJson(bytes);
  } catch {
    throw unusable('it is not JSON'); // the parser's message would quote it
  }
  if (!isJsonObject(body)) throw unusable('it is not an object');
  return body;
}

const unusable = (why: string): PaybyError =>
  new PaybyError({code: 'BAD_ANSWER', message: `PayBy's notification cannot be used: ${why}`});
