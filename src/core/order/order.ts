/** Parses an order: `unknown` in, a trusted {@link Order} out, or the list of what is wrong with it. */
import {isHttps} from '../is-https.js';
import type {Issue} from '../errors.js';
import {parseMoney, type Money} from './money.js';
import {reportFrom, type StatusReport} from './order-status.js';
import {isPayload, openPayload, text, time, type Parsed, type Payload} from './payload.js';

/** An order as a merchant's page sets it. Times are ms since epoch. */
export interface CheckoutOrder {
  /** The merchant's number of the order. */
  readonly merchantOrderNo: string;
  /** PayBy's number of the order. */
  readonly orderNo?: string;
  /** PayBy's scene. An unknown one with a `tokenUrl` is shown as a plain QR. */
  readonly paySceneCode: 'DYNQR' | 'QRPAY' | 'CASHTOPUP' | (string & {});
  /** The `https:` address in the QR code, at most 2,048 bytes. Needed while the order is open, but for `QRPAY`. */
  readonly tokenUrl?: string;
  /** More than zero, at most 12 digits before and 2 after the point; the currency is a code such as "AED". */
  readonly totalAmount: {readonly amount: string | number; readonly currency: string};
  /** What is paid for. */
  readonly subject?: string;
  /** The same in Arabic. */
  readonly subjectAr?: string;
  /** When the order expires. Without it there is no countdown. */
  readonly expiredTime?: number;
  /** When the order was created. */
  readonly requestTime?: number;
  /** PayBy's status word; `CREATED` by default. */
  readonly status?: string;
  /** `true` or "true" when the payment was reversed. */
  readonly revoked?: boolean | string;
  /** What a cash top-up is for: with `GAME_TOP_UP` the payer sees what will be credited. */
  readonly businessType?: string;
  /** The same as PayBy's create-order request has it. */
  readonly paySceneParams?: {readonly businessType?: string};
}

/** PayBy's create-order answer as it came, with or without its envelope. */
export type CreateOrderAnswer =
  | {readonly head: object; readonly body?: object}
  | {readonly acquireOrder: object; readonly interActionParams?: object};

/** An order that has been parsed. Times are ms since epoch; missing fields are `undefined`. */
export interface Order {
  readonly merchantOrderNo: string;
  readonly orderNo: string | undefined;
  readonly paySceneCode: string;
  readonly tokenUrl: string | undefined;
  readonly totalAmount: Money;
  readonly subject: string | undefined;
  readonly subjectAr: string | undefined;
  readonly expiredTime: number | undefined;
  readonly requestTime: number | undefined;
  /** What a cash top-up pays for, PayBy's word: `GAME_TOP_UP`. */
  readonly businessType: string | undefined;
  /** The status inside the order: it came from the server too. */
  readonly report: StatusReport;
}

/** At most this many bytes of token: a version 40 code at level M holds 2,331. */
const MAX_TOKEN_BYTES = 2048;
/** Smaller times are probably seconds: as ms they lie before March 1973. */
const EARLIEST_MS = 100_000_000_000;

/**
 * Parses an order in any of its shapes: a {@link CheckoutOrder}, PayBy's create-order answer with or without its
 * envelope, or any of them as JSON. Never throws; each {@link Issue} has the path of what is wrong.
 */
export function parseOrder(input: unknown): Parsed<Order> {
  const opened = openPayload(input);
  if (!opened.ok) return opened;
  const payload = opened.value;
  const issues: Issue[] = [];
  const merchantOrderNo = text(payload['merchantOrderNo']);
  if (!merchantOrderNo) issues.push({path: 'merchantOrderNo', message: 'is missing'});
  const paySceneCode = text(payload['paySceneCode']);
  if (!paySceneCode) issues.push({path: 'paySceneCode', message: 'is missing'});
  const totalAmount = parseMoney(payload['totalAmount'], 'totalAmount', issues);
  const report = reportFrom(payload);
  const tokenUrl = parseToken(payload, paySceneCode, report, issues);
  const expiredTime = parseTime(payload, 'expiredTime', issues);
  const requestTime = parseTime(payload, 'requestTime', issues);
  if (issues.length || !merchantOrderNo || !paySceneCode || !totalAmount) return {ok: false, issues};
  return {
    ok: true,
    value: {
      merchantOrderNo,
      orderNo: text(payload['orderNo']),
      paySceneCode,
      tokenUrl,
      totalAmount,
      subject: text(payload['subject']),
      subjectAr: text(payload['subjectAr']),
      expiredTime,
      requestTime,
      businessType: businessTypeOf(payload),
      report,
    },
  };
}

/** Identifies one attempt at one payment. The same number with another code is another attempt, after a failure. */
export const keyOf = ({merchantOrderNo, tokenUrl, totalAmount: {amount, currency}}: Order): string =>
  JSON.stringify([merchantOrderNo, tokenUrl, amount, currency]);

/** `null`, and the empty text of an attribute that was removed or never filled. */
export const isNoOrder = (input: unknown): boolean => input === null || input === undefined || input === '';

/** A token is needed while the order is open and its scene has one; PayBy stops sending it afterwards. */
function parseToken(
  payload: Payload,
  scene: string | undefined,
  report: StatusReport,
  issues: Issue[],
): string | undefined {
  const token = payload['tokenUrl'];
  if (token === undefined || token === null || token === '') {
    const isOpen = report.word === 'CREATED' && !report.revoked;
    if (scene && scene !== 'QRPAY' && isOpen)
      issues.push({path: 'tokenUrl', message: `is missing: ${scene} needs it`});
    return undefined;
  }
  if (typeof token !== 'string' || !isHttpsToken(token)) {
    issues.push({path: 'tokenUrl', message: 'is not an https: address'});
    return undefined;
  }
  if (new TextEncoder().encode(token).length > MAX_TOKEN_BYTES) {
    issues.push({path: 'tokenUrl', message: `is longer than ${MAX_TOKEN_BYTES} bytes`});
    return undefined;
  }
  return token;
}

/** In `paySceneParams`, as PayBy's request has it, or beside the other fields. */
const businessTypeOf = ({businessType, paySceneParams}: Payload): string | undefined =>
  text(isPayload(paySceneParams) ? paySceneParams['businessType'] : undefined) ?? text(businessType);

/** The text is drawn byte for byte, so blanks that `URL` would quietly remove are refused first. */
const isHttpsToken = (token: string): boolean => /^https:\/\/[^\s\\@]+$/i.test(token) && isHttps(token);

function parseTime(
  payload: Payload,
  name: 'expiredTime' | 'requestTime',
  issues: Issue[],
): number | undefined {
  const value = payload[name];
  if (value === undefined || value === null) return undefined;
  const ms = time(value);
  if (ms !== undefined && ms >= EARLIEST_MS) return ms;
  issues.push({path: name, message: 'is not a time in milliseconds since 1970'});
  return undefined;
}
