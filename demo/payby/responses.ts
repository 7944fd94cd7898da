/** Parses PayBy's answers: each function turns `unknown` into a checked type or throws a {@link PaybyError}. */
import {isJsonObject, type JsonObject, type Money} from 'payby-checkout/core';
import {parseMoney} from './money.js';
import {PaybyError} from './payby-error.js';
import {PaybyCode} from './result-codes.js';

/** PayBy's `acquireOrder`, with the fields checked that a merchant acts on. */
export interface AcquireOrder {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
  /** PayBy's status, unchecked: new ones may appear any day. */
  readonly status: string;
  readonly totalAmount: Money;
  /** When the unpaid order closes, in ms since epoch. */
  readonly expiredTime: number | undefined;
  readonly revoked: boolean;
  readonly failCode: string | undefined;
  readonly failDes: string | undefined;
  /** `paidTime` is in ms since epoch. */
  readonly payment: {readonly paidAmount: Money; readonly paidTime: number} | undefined;
  /** All fields as PayBy sent them: fees, member ids and fields newer than this client. Not for the payer. */
  readonly fields: JsonObject;
}

/** PayBy's `refundOrder`, with the fields checked that a merchant acts on. */
export interface RefundOrder {
  readonly refundMerchantOrderNo: string;
  readonly originMerchantOrderNo: string | undefined;
  /** PayBy's number of the refund. */
  readonly orderNo: string | undefined;
  /** `CREATED`, `REFUNDED_SETTLED`, `SUCCESS`, `FAILURE`, or a newer one. */
  readonly status: string;
  readonly amount: Money;
  readonly failCode: string | undefined;
  readonly failDes: string | undefined;
  /** All fields as PayBy sent them. */
  readonly fields: JsonObject;
}

/** The answer to `placeOrder`. */
export interface PlacedOrder {
  readonly acquireOrder: AcquireOrder;
  /** The text to draw as a QR code. Only while the order is open, and not in every scene. */
  readonly tokenUrl: string | undefined;
}

/** The body of a successful answer. Throws a {@link PaybyError} for a refusal, and for a head that contradicts itself. */
export function openAnswer(answer: unknown): JsonObject {
  const head = isJsonObject(answer) ? answer['head'] : undefined;
  if (!isJsonObject(answer) || !isJsonObject(head)) throw badAnswer('head');
  const {applyStatus, msg, traceCode} = head;
  const code = codeOf(head);
  if ((applyStatus === 'SUCCESS') !== (code === PaybyCode.SUCCESS))
    throw badAnswer('head: applyStatus and code contradict each other');
  if (code !== PaybyCode.SUCCESS) {
    throw new PaybyError({
      code,
      message: typeof msg === 'string' ? msg : 'PayBy refused the call without a msg',
      traceCode: typeof traceCode === 'string' ? traceCode : undefined,
    });
  }
  return isJsonObject(answer['body']) ? answer['body'] : {};
}

/** "0" and 0 are the same code. */
function codeOf({code}: JsonObject): string {
  if (typeof code === 'number') return String(code);
  if (typeof code === 'string' && code !== '') return code;
  throw badAnswer('code');
}

/** Parses the body of `placeOrder`. */
export function readPlacedOrder(body: JsonObject): PlacedOrder {
  const params = body['interActionParams'];
  return {
    acquireOrder: readAcquireOrder(body['acquireOrder']),
    tokenUrl: isJsonObject(params) ? optionalText(params, 'tokenUrl') : undefined,
  };
}

/** Parses an `acquireOrder`. */
export function readAcquireOrder(value: unknown): AcquireOrder {
  if (!isJsonObject(value)) throw badAnswer('acquireOrder');
  return {
    merchantOrderNo: text(value, 'merchantOrderNo'),
    orderNo: text(value, 'orderNo'),
    status: text(value, 'status'),
    totalAmount: money(value, 'totalAmount'),
    expiredTime: optionalTime(value, 'expiredTime'),
    revoked: value['revoked'] === 'true' || value['revoked'] === true,
    failCode: optionalText(value, 'failCode'),
    failDes: optionalText(value, 'failDes'),
    payment: readPayment(value['paymentInfo']),
    fields: value,
  };
}

/** Parses a `refundOrder`. */
export function readRefundOrder(value: unknown): RefundOrder {
  if (!isJsonObject(value)) throw badAnswer('refundOrder');
  return {
    refundMerchantOrderNo: text(value, 'refundMerchantOrderNo'),
    originMerchantOrderNo: optionalText(value, 'originMerchantOrderNo'),
    orderNo: optionalText(value, 'orderNo'),
    status: text(value, 'status'),
    amount: money(value, 'amount'),
    failCode: optionalText(value, 'failCode'),
    failDes: optionalText(value, 'failDes'),
    fields: value,
  };
}

/** The payer's masked phone number once the code was scanned. */
export function readPayerMask(body: JsonObject): string | undefined {
  const payer = body['payer'];
  return isJsonObject(payer) ? optionalText(payer, 'mobileNumberMask') : undefined;
}

function readPayment(value: unknown): AcquireOrder['payment'] {
  if (!isJsonObject(value)) return undefined;
  const paidTime = optionalTime(value, 'paidTime');
  const paidAmount = parseMoney(value['paidAmount']);
  return paidTime !== undefined && paidAmount ? {paidAmount, paidTime} : undefined;
}

function text(source: JsonObject, name: string): string {
  const value = optionalText(source, name);
  if (value === undefined) throw badAnswer(name);
  return value;
}

function money(source: JsonObject, name: string): Money {
  const value = parseMoney(source[name]);
  if (!value) throw badAnswer(name);
  return value;
}

function optionalText(source: JsonObject, name: string): string | undefined {
  const value = source[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A time in ms since epoch, or `undefined` when the field holds none. */
export function optionalTime(source: JsonObject, name: string): number | undefined {
  const value = Number(source[name]);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

const badAnswer = (field: string): PaybyError =>
  new PaybyError({code: 'BAD_ANSWER', message: `PayBy's answer has no usable ${field}`});
