/**
 * Reads the status of an order. A status is checked against the order it should belong to: one of another order,
 * amount or currency is refused, and a status word that we do not know decides nothing.
 */
import {StatusProblem, type ErrorCode, type Issue} from '../errors.js';
import {parseMoment} from './moment.js';
import {parseMoney, sameMoney, type Money} from './money.js';
import {isPayload, isPresent, numeral, openPayload, text, type Payload} from './payload.js';
import {isToken} from './token.js';

/** PayBy's order status. `SETTLED_SUCCESS` of older material is read as `SETTLED`. */
export type StatusWord = 'CREATED' | 'PAID_SUCCESS' | 'SETTLED' | 'FAILURE';

/** Why `FAILURE`, in the words of the merchant's server, which knows. */
export type StatusReason = 'expired' | 'cancelled' | 'failed';

/**
 * What a payment has failed for, where the merchant's server knows: PayBy or the bank declined it, the balance is too small,
 * a limit of the customer is reached, the customer's identity is not verified. A server sends it as the `reason`.
 */
export type FailureCause = 'declined' | 'balance' | 'limit' | 'identity';

/** One status of an order, parsed. Times are ms since epoch; missing fields are `undefined`. */
export interface StatusReport {
  /** `undefined` when the server used a word that we do not know: {@link StatusReport.unknownWord}. */
  readonly word: StatusWord | undefined;
  /** The first 40 characters of a status word that we do not know. */
  readonly unknownWord: string | undefined;
  /** The payment was reversed. */
  readonly revoked: boolean;
  /** A payer has scanned the code. */
  readonly scanned: boolean;
  /** PayBy's number of the order. */
  readonly orderNo: string | undefined;
  /** PayBy's reason for `FAILURE`, as a code. */
  readonly failCode: string | undefined;
  /** PayBy's reason for `FAILURE`, in words. */
  readonly failDes: string | undefined;
  /** Why `FAILURE`; `undefined` when the server does not tell. Never read out of the two texts above. */
  readonly reason: StatusReason | undefined;
  /** More than `failed`: the server's `reason` where it is one of these words. */
  readonly cause: FailureCause | undefined;
  /** The present text of the code: PayBy may replace it while the order is open. */
  readonly tokenUrl: string | undefined;
  /** When the order expires. */
  readonly expiredTime: number | undefined;
  /** When the payer has paid. */
  readonly paidTime: number | undefined;
  /** The server's clock when it answered. */
  readonly serverTime: number | undefined;
  /** Moments that cannot be one: they are ignored, the rest of the status is not. `undefined` when there are none. */
  readonly issues: readonly Issue[] | undefined;
}

/**
 * Reads a status payload in any of its shapes: PayBy's get-order answer, a bare `acquireOrder`, a notification, the small
 * form `{merchantOrderNo, status}`, or any of them as JSON. Throws a {@link StatusProblem} when it is not about this order.
 */
export function readStatus(
  input: unknown,
  order: {merchantOrderNo: string; totalAmount: Money},
): StatusReport {
  const opened = openPayload(input);
  if (!opened.ok) throw refused('status-malformed', 'The payload is not a status.', opened.issues);
  const payload = opened.value;
  const number = numeral(payload['merchantOrderNo']);
  // A reversed payment is one whatever the status word is
  if (number === undefined || (text(payload['status']) === undefined && !flag(payload['revoked']))) {
    const path = number === undefined ? 'merchantOrderNo' : 'status';
    throw refused('status-malformed', 'The payload is not a status.', [{path, message: 'is missing'}]);
  }
  if (number !== order.merchantOrderNo) {
    throw refused('status-foreign', 'The status is of another order.', [
      {path: 'merchantOrderNo', message: 'is not the one of the order shown'},
    ]);
  }
  refuseOtherMoney(payload, order.totalAmount);
  return reportFrom(payload);
}

/** The report inside a payload whose identity needs no check, such as the order itself. */
export function reportFrom(payload: Payload): StatusReport {
  const issues: Issue[] = [];
  const word = text(payload['status']) ?? 'CREATED';
  const known = knownStatusWord(word);
  const {paymentInfo, payer, reason, tokenUrl} = payload;
  const cause = isCause(reason) ? reason : undefined;
  return {
    word: known,
    unknownWord: known ? undefined : word.slice(0, 40),
    revoked: flag(payload['revoked']),
    scanned: flag(payload['scanned']) || (isPayload(payer) && text(payer['mobileNumberMask']) !== undefined),
    orderNo: numeral(payload['orderNo']),
    failCode: numeral(payload['failCode']),
    failDes: text(payload['failDes']),
    reason: cause ? 'failed' : isReason(reason) ? reason : undefined,
    cause,
    tokenUrl: isToken(tokenUrl) ? tokenUrl : undefined, // the code that is shown stays if this one cannot be drawn
    expiredTime: parseMoment(payload['expiredTime'], 'expiredTime', issues),
    paidTime: isPayload(paymentInfo)
      ? parseMoment(paymentInfo['paidTime'], 'paymentInfo.paidTime', issues)
      : undefined,
    serverTime: parseMoment(payload['serverTime'], 'serverTime', issues),
    issues: issues.length ? issues : undefined,
  };
}

/** Whether the payer has paid by then, even if the payment has been reversed since. */
export const reportsPayment = ({word, paidTime}: StatusReport): boolean =>
  word === 'PAID_SUCCESS' || word === 'SETTLED' || paidTime !== undefined;

export const isReason = (value: unknown): value is StatusReason =>
  value === 'expired' || value === 'cancelled' || value === 'failed';

export const isCause = (value: unknown): value is FailureCause =>
  value === 'declined' || value === 'balance' || value === 'limit' || value === 'identity';

/** PayBy writes its booleans as text. */
const flag = (value: unknown): boolean => value === true || value === 'true';

/** A status word as PayBy writes it; `undefined` for one that decides nothing because we do not know it. */
export function knownStatusWord(word: string): StatusWord | undefined {
  switch (word) {
    case 'CREATED':
    case 'PAID_SUCCESS':
    case 'SETTLED':
    case 'FAILURE':
      return word;
    case 'SETTLED_SUCCESS':
      return 'SETTLED';
    default: // AUTHORIZATION and VOID belong to pre-authorisation, which is none of our scenes
      return undefined;
  }
}

/** Only what is present can contradict the order. */
function refuseOtherMoney({totalAmount, paymentInfo}: Payload, expected: Money): void {
  const issues: Issue[] = [];
  if (isPresent(totalAmount)) {
    const total = parseMoney(totalAmount, 'totalAmount', issues, expected);
    if (total && !sameMoney(total, expected)) {
      issues.push({path: 'totalAmount', message: 'is not the amount of the order shown'});
    }
  }
  const paid = isPayload(paymentInfo) ? paymentInfo['paidAmount'] : undefined;
  const currency = isPayload(paid) ? paid['currency'] : undefined;
  // Smaller than the total is fine: discounts. Another currency is not.
  if (isPresent(currency) && currency !== expected.currency) {
    issues.push({path: 'paymentInfo.paidAmount.currency', message: 'is not the currency of the order shown'});
  }
  if (issues.length)
    throw refused('status-amount', 'The status has a different amount or currency than the order.', issues);
}

const refused = (code: ErrorCode, message: string, issues: readonly Issue[]): StatusProblem =>
  new StatusProblem({code, message, retryable: false, issues});
