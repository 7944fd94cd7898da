/** Notifications that PayBy posts to the `notifyUrl`. The signature is verified over the exact bytes before they are read. */
import type {KeyObject} from 'node:crypto';
import {isJsonObject, type JsonObject, type Money} from 'payby-checkout/core';
import {
  optionalText,
  optionalWord,
  readAcquireOrder,
  readRefundOrder,
  type AcquireOrder,
  type RefundOrder,
} from './responses.js';
import {parseJson} from './bytes.js';
import {parseMoney} from './money.js';
import {PaybyError} from './payby-error.js';
import {verifyBytes} from './signature.js';

/** Characters; PayBy's have 32. */
const MAX_NOTIFY_ID = 128;
/** PayBy's limit, characters. */
const MAX_CASE_TYPE = 200;

/** A verified notification. */
export type Notification = OrderNotification | RefundNotification | OtherNotification;

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

/**
 * A payment was charged back by the payer's bank, or an order was voided. The merchant's orders do not change by it: a
 * person has to be told. No public document says whether every field is always sent.
 */
export interface OtherNotification extends Envelope {
  readonly kind: 'chargeback' | 'void';
  readonly merchantOrderNo: string | undefined;
  readonly orderNo: string | undefined;
  /** What was charged back. */
  readonly amount: Money | undefined;
  /** The kind of dispute, as PayBy words it. */
  readonly caseType: string | undefined;
}

interface Envelope {
  /** Every repetition of a notification has the same id. */
  readonly notifyId: string;
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
  if (notifyId.length > MAX_NOTIFY_ID) throw unusable('its notify_id is too long');
  const envelope = {notifyId};
  const {acquireChargeback, voidOrder} = body;
  if (isJsonObject(acquireChargeback))
    return {...envelope, kind: 'chargeback', ...readOther(acquireChargeback)};
  if (isJsonObject(voidOrder)) return {...envelope, kind: 'void', ...readOther(voidOrder)};
  if (!isJsonObject(body['refundOrder'])) {
    return {...envelope, kind: 'order', order: readAcquireOrder(body['acquireOrder'])};
  }
  const refund = readRefundOrder(body['refundOrder']);
  return {...envelope, kind: 'refund', originMerchantOrderNo: refund.originMerchantOrderNo, refund};
}

const readOther = (subject: JsonObject): Omit<OtherNotification, 'kind' | keyof Envelope> => ({
  merchantOrderNo: optionalWord(subject, 'merchantOrderNo'),
  orderNo: optionalWord(subject, 'orderNo'),
  amount: parseMoney(subject['chargebackAmount']),
  caseType: optionalText(subject, 'caseType')?.slice(0, MAX_CASE_TYPE),
});

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
