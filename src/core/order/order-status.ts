/**
 * PayBy's words about an order become ours. A status is read against the order it should belong to: one that
 * speaks of another order, amount or currency is refused, and a word that we do not know decides nothing.
 */
import {StatusProblem, type ErrorCode, type Issue} from '../errors.js';
import {parseMoney, sameMoney, type Money} from './money.js';
import {isPayload, openPayload, text, time, type Payload} from './payload.js';

/** PayBy's order status. `SETTLED_SUCCESS` of older material is read as `SETTLED`. */
export type StatusWord = 'CREATED' | 'PAID_SUCCESS' | 'SETTLED' | 'FAILURE';

/** What one server answer says about an order. Times are ms since epoch. */
export interface StatusReport {
  /** `undefined` when the server used a word that we do not know: {@link StatusReport.unknownWord}. */
  readonly word: StatusWord | undefined;
  readonly unknownWord: string | undefined;
  readonly revoked: boolean;
  readonly scanned: boolean;
  readonly orderNo: string | undefined;
  readonly failCode: string | undefined;
  readonly failDes: string | undefined;
  readonly expiredTime: number | undefined;
  readonly paidTime: number | undefined;
  readonly serverTime: number | undefined;
}

/** Reads a status payload in any of its shapes. Throws {@link StatusProblem} when it is not about this order. */
export function readStatus(
  input: unknown,
  order: {merchantOrderNo: string; totalAmount: Money},
): StatusReport {
  const opened = openPayload(input);
  if (!opened.ok) throw refused('status-malformed', 'the answer is not a status', opened.issues);
  const payload = opened.value;
  const number = text(payload['merchantOrderNo']);
  if (number === undefined || text(payload['status']) === undefined) {
    const path = number === undefined ? 'merchantOrderNo' : 'status';
    throw refused('status-malformed', 'the answer is not a status', [{path, message: 'is missing'}]);
  }
  if (number !== order.merchantOrderNo) {
    throw refused('status-foreign', 'the answer is about another order', [
      {path: 'merchantOrderNo', message: 'is not the one of the order shown'},
    ]);
  }
  refuseOtherMoney(payload, order.totalAmount);
  return reportFrom(payload);
}

/** The report inside a payload whose identity needs no check, such as the order itself. */
export function reportFrom(payload: Payload): StatusReport {
  const word = text(payload['status']) ?? 'CREATED';
  const known = knownWord(word);
  const paymentInfo = payload['paymentInfo'];
  const payer = payload['payer'];
  return {
    word: known,
    unknownWord: known ? undefined : word.slice(0, 40),
    revoked: payload['revoked'] === true || payload['revoked'] === 'true',
    scanned:
      payload['scanned'] === true || (isPayload(payer) && text(payer['mobileNumberMask']) !== undefined),
    orderNo: text(payload['orderNo']),
    failCode: text(payload['failCode']),
    failDes: text(payload['failDes']),
    expiredTime: time(payload['expiredTime']),
    paidTime: isPayload(paymentInfo) ? time(paymentInfo['paidTime']) : undefined,
    serverTime: time(payload['serverTime']),
  };
}

function knownWord(word: string): StatusWord | undefined {
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

function refuseOtherMoney(payload: Payload, expected: Money): void {
  const issues: Issue[] = [];
  if (payload['totalAmount'] !== undefined) {
    const total = parseMoney(payload['totalAmount'], 'totalAmount', issues);
    if (total && !sameMoney(total, expected)) {
      issues.push({path: 'totalAmount', message: 'is not the amount of the order shown'});
    }
  }
  const paid = isPayload(payload['paymentInfo']) ? payload['paymentInfo']['paidAmount'] : undefined;
  // Smaller than the total is fine: discounts. Another currency is not.
  if (isPayload(paid) && paid['currency'] !== expected.currency) {
    issues.push({path: 'paymentInfo.paidAmount.currency', message: 'is not the currency of the order shown'});
  }
  if (issues.length) throw refused('status-amount', 'the answer speaks of other money', issues);
}

const refused = (code: ErrorCode, message: string, issues: readonly Issue[]): StatusProblem =>
  new StatusProblem({code, message, retryable: false, issues});
