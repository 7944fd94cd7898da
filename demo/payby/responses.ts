/** What PayBy says, parsed at the door: `unknown` comes in, a trusted type or a {@link PaybyError} comes out. */
import {isJsonObject, type JsonObject} from './bytes.js';
import {parseMoney, type Money} from './money.js';
import {PaybyError} from './payby-error.js';
import {PaybyCode} from './result-codes.js';

/** PayBy's `acquireOrder`: what a merchant may act on, checked. */
export interface AcquireOrder {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
  /** PayBy's word as it came; new ones may appear any day. */
  readonly status: string;
  readonly totalAmount: Money;
  readonly expiredTime: number | undefined;
  readonly revoked: boolean;
  readonly failCode: string | undefined;
  readonly failDes: string | undefined;
  readonly payment: {readonly paidAmount: Money; readonly paidTime: number} | undefined;
  /** Everything as PayBy sent it: fees, member ids and fields newer than this client. Not for the payer's eyes. */
  readonly fields: JsonObject;
}

/** PayBy's `refundOrder`, checked. */
export interface RefundOrder {
  readonly refundMerchantOrderNo: string;
  readonly originMerchantOrderNo: string | undefined;
  /** PayBy's number of the refund. */
  readonly orderNo: string | undefined;
  /** `CREATED`, `REFUNDED_SETTLED`, `SUCCESS`, `FAILURE`, or a newer word. */
  readonly status: string;
  readonly amount: Money;
  readonly failCode: string | undefined;
  readonly failDes: string | undefined;
  /** Everything as PayBy sent it. */
  readonly fields: JsonObject;
}

export interface PlacedOrder {
  readonly acquireOrder: AcquireOrder;
  /** The whole text to draw as a QR code. Only while the order is open, and not in every scene. */
  readonly tokenUrl: string | undefined;
}

/** The body of a successful answer; a refusal in its head becomes a {@link PaybyError}, and a half of both as well. */
export function openAnswer(answer: unknown): JsonObject {
  const head = isJsonObject(answer) ? answer['head'] : undefined;
  if (!isJsonObject(answer) || !isJsonObject(head)) throw badAnswer('head');
  const {applyStatus, msg, traceCode} = head;
  const code = codeOf(head);
  if ((applyStatus === 'SUCCESS') !== (code === PaybyCode.SUCCESS))
    throw badAnswer('head: it says both yes and no');
  if (code !== PaybyCode.SUCCESS) {
    throw new PaybyError({
      code,
      message: typeof msg === 'string' ? msg : 'PayBy refused without a reason',
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

export function readPlacedOrder(body: JsonObject): PlacedOrder {
  const params = body['interActionParams'];
  return {
    acquireOrder: readAcquireOrder(body['acquireOrder']),
    tokenUrl: isJsonObject(params) ? optionalText(params, 'tokenUrl') : undefined,
  };
}

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

/** The payer's masked phone number once somebody has scanned the code. */
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

export function optionalTime(source: JsonObject, name: string): number | undefined {
  const value = Number(source[name]);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

const badAnswer = (field: string): PaybyError =>
  new PaybyError({code: 'BAD_ANSWER', message: `PayBy's answer has no usable ${field}`});
