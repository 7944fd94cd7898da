/** What PayBy posts to our `notifyUrl`. The signature is checked over the exact bytes before anything is read. */
import type {KeyObject} from 'node:crypto';
import {readAcquireOrder, readRefundOrder, type AcquireOrder, type RefundOrder} from './answers.js';
import {isJsonObject, parseJson, type JsonObject} from './bytes.js';
import {PaybyError} from './payby-error.js';
import {verifyBytes} from './signature.js';

export type Notification =
  | {readonly kind: 'order'; readonly notifyId: string; readonly order: AcquireOrder}
  | {
      readonly kind: 'refund';
      readonly notifyId: string;
      readonly originMerchantOrderNo: string | undefined;
      readonly refund: RefundOrder;
    };

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
  const refund = body['refundOrder'];
  if (!isJsonObject(refund)) return {kind: 'order', notifyId, order: readAcquireOrder(body['acquireOrder'])};
  const origin = refund['originMerchantOrderNo'];
  return {
    kind: 'refund',
    notifyId,
    originMerchantOrderNo: typeof origin === 'string' ? origin : undefined,
    refund: readRefundOrder(refund),
  };
}

function parseObject(bytes: Uint8Array): JsonObject {
  let body: unknown;
  try {
    body = parseJson(bytes);
  } catch (cause) {
    throw unusable('it is not JSON', cause);
  }
  if (!isJsonObject(body)) throw unusable('it is not an object');
  return body;
}

const unusable = (why: string, cause?: unknown): PaybyError =>
  new PaybyError({code: 'BAD_ANSWER', message: `PayBy's notification cannot be used: ${why}`, cause});
