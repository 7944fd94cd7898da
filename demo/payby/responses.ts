/** Parses PayBy's answers: each function turns `unknown` into a checked type or throws a {@link PaybyError}. */
import {isJsonObject, tokenProblem, type JsonObject, type Money} from 'payby-checkout/core';
import {parseMoney} from './money.js';
import {PaybyError, type UntrustedHead} from './payby-error.js';
import {PaybyCode} from './result-codes.js';

/** How much of an unsigned answer's text is kept, characters. */
const MAX_UNTRUSTED_TEXT = 200;

/** PayBy's longest number, status or code, characters. A longer one is none of PayBy's. */
const MAX_WORD = 64;
/** Of a sentence of PayBy's, so much is kept, characters. */
const MAX_SENTENCE = 256;

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

/**
 * The body of a successful answer: `applyStatus` is `SUCCESS` and the code is "0". Every other code is a refusal,
 * whatever the `applyStatus`: the page of every call documents `FAIL`, `ERROR`, and `SUCCESS` with another code. Throws
 * a {@link PaybyError} with that code, or `BAD_ANSWER` for a head without a code or with "0" and no `SUCCESS`.
 */
export function openAnswer(answer: unknown): JsonObject {
  const head = headOf(answer);
  if (!isJsonObject(answer) || !head) throw badAnswer('head');
  const code = codeOf(head);
  if (code === undefined) throw badAnswer('code');
  const {applyStatus, msg, traceCode} = head;
  if (code !== PaybyCode.SUCCESS) {
    throw new PaybyError({
      code,
      message: typeof msg === 'string' ? msg.slice(0, MAX_SENTENCE) : 'PayBy refused the call without a msg',
      traceCode: typeof traceCode === 'string' ? traceCode.slice(0, MAX_WORD) : undefined,
    });
  }
  if (applyStatus !== 'SUCCESS') throw badAnswer('head: applyStatus and code contradict each other');
  return isJsonObject(answer['body']) ? answer['body'] : {};
}

/** What an unsigned answer says, if it is an `ERROR` with a code. `clean` removes secrets from a text. */
export function readUntrustedHead(
  answer: unknown,
  clean: (text: string) => string,
): UntrustedHead | undefined {
  const head = headOf(answer);
  const code = head && codeOf(head);
  if (code === undefined || head?.['applyStatus'] !== 'ERROR') return undefined;
  const loggable = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== ''
      ? clean(value)
          .replace(/\p{Cc}+/gu, ' ')
          .slice(0, MAX_UNTRUSTED_TEXT)
      : undefined;
  return {code: loggable(code), msg: loggable(head['msg']), traceCode: loggable(head['traceCode'])};
}

function headOf(answer: unknown): JsonObject | undefined {
  const head = isJsonObject(answer) ? answer['head'] : undefined;
  return isJsonObject(head) ? head : undefined;
}

/** "0" and 0 are the same code. */
function codeOf({code}: JsonObject): string | undefined {
  if (typeof code === 'number') return String(code);
  return typeof code === 'string' && code !== '' && code.length <= MAX_WORD ? code : undefined;
}

/** Parses the body of `placeOrder`. The token stands in one of several places, by the age of the API. */
export function readPlacedOrder(body: JsonObject): PlacedOrder {
  const acquireOrder = readAcquireOrder(body['acquireOrder']);
  const holders = [body, acquireOrder.fields];
  const params = holders.flatMap((holder) => [holder['interActionParams'], holder['interactionParams']]);
  const tokenUrls = params.filter(isJsonObject).map((one) => readTokenUrl(one));
  return {acquireOrder, tokenUrl: tokenUrls.find((tokenUrl) => tokenUrl !== undefined)};
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
    failCode: optionalText(value, 'failCode')?.slice(0, MAX_WORD),
    failDes: optionalText(value, 'failDes')?.slice(0, MAX_SENTENCE),
    payment: readPayment(value['paymentInfo']),
    fields: value,
  };
}

/** Parses a `refundOrder`. */
export function readRefundOrder(value: unknown): RefundOrder {
  if (!isJsonObject(value)) throw badAnswer('refundOrder');
  return {
    refundMerchantOrderNo: text(value, 'refundMerchantOrderNo'),
    originMerchantOrderNo: optionalWord(value, 'originMerchantOrderNo'),
    orderNo: optionalWord(value, 'orderNo'),
    status: text(value, 'status'),
    amount: money(value, 'amount'),
    failCode: optionalText(value, 'failCode')?.slice(0, MAX_WORD),
    failDes: optionalText(value, 'failDes')?.slice(0, MAX_SENTENCE),
    fields: value,
  };
}

/** The payer's masked phone number once the code was scanned. */
export function readPayerMask(body: JsonObject): string | undefined {
  const payer = body['payer'];
  return isJsonObject(payer) ? optionalText(payer, 'mobileNumberMask')?.slice(0, MAX_WORD) : undefined;
}

function readPayment(value: unknown): AcquireOrder['payment'] {
  if (!isJsonObject(value)) return undefined;
  const paidTime = optionalTime(value, 'paidTime');
  const paidAmount = parseMoney(value['paidAmount']);
  return paidTime !== undefined && paidAmount ? {paidAmount, paidTime} : undefined;
}

function text(source: JsonObject, name: string): string {
  const value = optionalWord(source, name);
  if (value === undefined) throw badAnswer(name);
  return value;
}

function money(source: JsonObject, name: string): Money {
  const value = parseMoney(source[name]);
  if (!value) throw badAnswer(name);
  return value;
}

/** Numbers and statuses are compared, never shortened: a longer one is refused. */
export function optionalWord(source: JsonObject, name: string): string | undefined {
  const value = optionalText(source, name);
  if (value !== undefined && value.length > MAX_WORD) throw badAnswer(name);
  return value;
}

/** By the element's own rule, so that no order waits for a code that no page would show. */
function readTokenUrl(params: JsonObject): string | undefined {
  const tokenUrl = optionalText(params, 'tokenUrl');
  if (tokenUrl !== undefined && tokenProblem(tokenUrl) !== undefined) throw badAnswer('tokenUrl');
  return tokenUrl;
}

/** A text that is not empty, or `undefined`. */
export function optionalText(source: JsonObject, name: string): string | undefined {
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
