/** Parses an order: `unknown` in, a trusted {@link Order} out, or the list of what is wrong with it. */
import type {Issue} from '../errors.js';
import {parseMoment} from './moment.js';
import {parseMoney, sameMoney, type Money} from './money.js';
import {reportFrom, reportsPayment, type StatusReport} from './order-status.js';
import {isPayload, isPresent, numeral, openPayload, text, type Parsed, type Payload} from './payload.js';
import {tokenProblem} from './token.js';

/** An order as a merchant's page sets it. Times are ms since epoch; a field that is `null` is not given. */
export interface CheckoutOrder {
  /** The merchant's number of the order. */
  readonly merchantOrderNo: string;
  /** PayBy's number of the order. */
  readonly orderNo?: string | null;
  /** PayBy's scene. An unknown one with a `tokenUrl` is shown as a plain QR. */
  readonly paySceneCode: 'DYNQR' | 'QRPAY' | 'CASHTOPUP' | (string & {});
  /** The `https:` address in the QR code, at most 2,048 bytes. Needed while the order is open, but for `QRPAY`. */
  readonly tokenUrl?: string | null;
  /** More than zero, at most 12 digits before and 2 after the point; the currency is a code such as "AED". */
  readonly totalAmount: {readonly amount: string | number; readonly currency: string};
  /** What is paid for. */
  readonly subject?: string | null;
  /** The same in Arabic. */
  readonly subjectAr?: string | null;
  /** When the order expires. Without it there is no countdown. */
  readonly expiredTime?: number | null;
  /** When the order was created. */
  readonly requestTime?: number | null;
  /** PayBy's status word; `CREATED` by default. */
  readonly status?: string | null;
  /** `true` or "true" when the payment was reversed. */
  readonly revoked?: boolean | string | null;
  /** What a cash top-up is for: with `GAME_TOP_UP` the payer sees what will be credited. */
  readonly businessType?: string | null;
  /** The same as PayBy's create-order request has it. */
  readonly paySceneParams?: {readonly businessType?: string | null} | null;
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
  /** When the payer has paid, by any status so far. */
  readonly paidTime: number | undefined;
  /** Any status so far has reported that the payer has paid: `paidTime` is not in each that does. */
  readonly wasPaid: boolean;
  /** What a cash top-up pays for, PayBy's word: `GAME_TOP_UP`. */
  readonly businessType: string | undefined;
  /** The status inside the order: it came from the server too. */
  readonly report: StatusReport;
}

/** PayBy's limit for an order number, characters. */
const MAX_NUMBER = 64;

/** PayBy allows 64 characters, and 200 in Arabic: what is longer is cut, so that it cannot push the code off the screen. */
const MAX_SUBJECT = 200;
const subjectOf = (value: unknown): string | undefined => text(value)?.slice(0, MAX_SUBJECT);

/**
 * Parses an order in any of its shapes: a {@link CheckoutOrder}, PayBy's create-order answer with or without its
 * envelope, or any of them as JSON. Never throws; each {@link Issue} has the path of what is wrong.
 *
 * @param find an order of this number that is known already: it stands in for what is missing
 */
export function parseOrder(
  input: unknown,
  find: (merchantOrderNo: string) => Order | undefined = () => undefined,
): Parsed<Order> {
  const opened = openPayload(input);
  if (!opened.ok) return opened;
  const payload = opened.value;
  const issues: Issue[] = [];
  const merchantOrderNo = numeral(payload['merchantOrderNo']);
  if (!merchantOrderNo) issues.push({path: 'merchantOrderNo', message: 'is missing'});
  else if (merchantOrderNo.length > MAX_NUMBER)
    issues.push({path: 'merchantOrderNo', message: `is longer than ${MAX_NUMBER} characters`});
  const found = merchantOrderNo === undefined ? undefined : find(merchantOrderNo);
  const moneyIssues: Issue[] = [];
  const totalAmount = parseMoney(payload['totalAmount'], 'totalAmount', moneyIssues, found?.totalAmount);
  // Another amount is another order: the code of the one must not stand under the amount of the other
  const known = found && totalAmount && sameMoney(found.totalAmount, totalAmount) ? found : undefined;
  const paySceneCode = text(payload['paySceneCode']) ?? known?.paySceneCode;
  if (!paySceneCode) issues.push({path: 'paySceneCode', message: 'is missing'});
  issues.push(...moneyIssues);
  const report = reportFrom(payload);
  const moments = [...(report.issues ?? [])];
  const requestTime = parseMoment(payload['requestTime'], 'requestTime', moments) ?? known?.requestTime;
  const isOpen = report.word === 'CREATED' && !report.revoked;
  const tokenUrl = parseToken(payload, isOpen ? paySceneCode : undefined, issues, known);
  // A new order is refused as a whole; what is known, or decided, must not be lost over the unit of a time
  if (isOpen && !known) issues.push(...moments);
  if (issues.length || !merchantOrderNo || !paySceneCode || !totalAmount) return {ok: false, issues};
  return {
    ok: true,
    value: {
      merchantOrderNo,
      orderNo: report.orderNo ?? known?.orderNo,
      paySceneCode,
      tokenUrl,
      totalAmount,
      subject: subjectOf(payload['subject']) ?? known?.subject,
      subjectAr: subjectOf(payload['subjectAr']) ?? known?.subjectAr,
      expiredTime: report.expiredTime ?? known?.expiredTime,
      requestTime,
      paidTime: report.paidTime ?? known?.paidTime,
      wasPaid: reportsPayment(report) || known?.wasPaid === true,
      businessType: businessTypeOf(payload) ?? known?.businessType,
      report: moments.length ? {...report, issues: moments} : report,
    },
  };
}

/**
 * Identifies an order: by its number, and by amount and currency, so that a contradiction is not overlooked. Its token may
 * change, and PayBy stops sending it.
 */
export const keyOf = ({merchantOrderNo, totalAmount: {amount, currency}}: Order): string =>
  JSON.stringify([merchantOrderNo, amount, currency]);

/** `null`, and the empty text of an attribute that was removed or never filled; also as JSON. */
export const isNoOrder = (input: unknown): boolean =>
  input === null || input === undefined || (typeof input === 'string' && /^\s*(null)?\s*$/.test(input));

/**
 * A token is needed while the order is open and its scene has one; PayBy stops sending it afterwards.
 *
 * @param openScene the scene of an open order
 */
function parseToken(
  {tokenUrl: token}: Payload,
  openScene: string | undefined,
  issues: Issue[],
  known: Order | undefined,
): string | undefined {
  if (!isPresent(token)) {
    // An order that was set before without one was decided then, and stays so
    if (!known && openScene && openScene !== 'QRPAY')
      issues.push({path: 'tokenUrl', message: `is missing: ${openScene} needs it`});
    return known?.tokenUrl;
  }
  const message = tokenProblem(token);
  if (message === undefined) return token as string;
  issues.push({path: 'tokenUrl', message});
  return undefined;
}

/** In `paySceneParams`, as PayBy's request has it, or beside the other fields. */
const businessTypeOf = ({businessType, paySceneParams}: Payload): string | undefined =>
  text(isPayload(paySceneParams) ? paySceneParams['businessType'] : undefined) ?? text(businessType);
