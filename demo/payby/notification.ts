/** What PayBy posts to our `notifyUrl`. The signature is checked over the exact bytes before anything is read. */
import type {KeyObject} from 'node:crypto';
import {
  optionalTime,
  readAcquireOrder,
  readRefundOrder,
  type AcquireOrder,
  type RefundOrder,
} from './responses.js';
import {isJsonObject, parseJson, type JsonObject} from './bytes.js';
import {PaybyError} from './payby-error.js';
import {verifyBytes} from './signature.js';

export type Notification = OrderNotification | RefundNotification;

export interface OrderNotification extends Envelope {
  readonly kind: 'order';
  readonly order: AcquireOrder;
}

export interface RefundNotification extends Envelope {
  readonly kind: 'refund';
  readonly originMerchantOrderNo: string | undefined;
  readonly refund: RefundOrder;
}

interface Envelope {
  /** The same notification comes under the same id, however often it is repeated. */
  readonly notifyId: string;
  /** When PayBy made it, in ms since epoch. A repetition comes up to a day later with the time of the first try. */
  readonly notifyTimestamp: number | undefined;
}

/** Throws {@link PaybyError}: `BAD_SIGNATURE` when PayBy did not sign these bytes, `BAD_ANSWER` when it makes no sense. */
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
    throw unusable('it is not JSON'); // the parser's own words would quote it
  }
  if (!isJsonObject(body)) throw unusable('it is not an object');
  return body;
}

const unusable = (why: string): PaybyError =>
  new PaybyError({code: 'BAD_ANSWER', message: `PayBy's notification cannot be used: ${why}`});
