/**
 * Every error behind the API as an HTTP response: a status and a code for the page, and a sentence for
 * a person. The tables are exhaustive: an error or a PayBy code that is added without a row does not compile.
 */
import {HttpError, type ErrorStatus} from '../../http/http-error.js';
import {PaybyError, type TransportCode} from '../../payby/payby-error.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {FAILURE_SENTENCES} from '../orders/failure-sentences.js';
import {isOrderError, type ConflictCode, type OrderError} from '../orders/errors.js';
import {StoreError} from '../orders/order-store.js';

/** `undefined` for an unexpected error: a bug, answered as 500. */
export function toHttpError(error: unknown): HttpError | undefined {
  if (error instanceof StoreError) return httpError(DATABASE_UNAVAILABLE);
  if (isOrderError(error)) return fromOrderError(error);
  if (error instanceof PaybyError) return httpError(rowOf(error.code), error.code);
  return undefined;
}

/** The code is PayBy's own where the row has none. */
interface Row {
  readonly status: ErrorStatus;
  readonly code?: string;
  readonly message: string;
}

/** When to try again, in seconds. */
const RETRY_AFTER: Readonly<Partial<Record<ErrorStatus, string>>> = {429: '5', 503: '3', 504: '3'};

function httpError({status, code, message}: Row, paybyCode = ''): HttpError {
  const retryAfter = RETRY_AFTER[status];
  return new HttpError(
    status,
    code ?? paybyCode,
    message,
    retryAfter === undefined ? {} : {'Retry-After': retryAfter},
  );
}

const DATABASE_UNAVAILABLE: Row = {
  status: 503,
  code: 'store-unavailable',
  message: 'The order database is unavailable. Please try again shortly.',
};
const PAYBY_TIMEOUT: Row = {
  status: 504,
  code: 'payby-timeout',
  message: 'PayBy has not answered yet. Please try again shortly.',
};
const TOO_MANY_QUERIES: Row = {
  status: 429,
  code: 'too-many-requests',
  message: 'This was asked too often. Please try again later.',
};
const PAYBY_UNAVAILABLE: Row = {
  status: 503,
  code: 'payby-unavailable',
  message: 'PayBy cannot be reached. Please try again shortly.',
};
/** It may have been done, so it must not read as a refusal. */
const OUTCOME_UNKNOWN: Row = {
  status: 503,
  code: 'payby-unknown',
  message: 'PayBy did not say what became of this. Please check again shortly.',
};
const PAYBY_UNTRUSTED: Row = {
  status: 502,
  code: 'payby-untrusted',
  message: "PayBy's answer could not be verified, so nothing was concluded.",
};
const INVALID_REQUEST: Row = {
  status: 422,
  code: 'payby-refused',
  message: 'PayBy did not accept this. Please check it and try again.',
};
const ORDER_REFUSED: Row = {status: 422, message: 'PayBy did not accept this order.'};
const ORDER_UNKNOWN_TO_PAYBY: Row = {status: 404, message: 'PayBy does not know this order.'};
const EXPIRY_REFUSED: Row = {status: 400, message: 'The order cannot end at that time.'};
const conflict = (message: string): Row => ({status: 409, message});
const payerRefused = (code: keyof typeof FAILURE_SENTENCES): Row => ({
  status: 422,
  message: FAILURE_SENTENCES[code],
});

/** What the order's stored state forbids; PayBy was not called. */
const CONFLICTS: Readonly<Record<ConflictCode, string>> = {
  'order-number-taken': 'This order number is taken by another order.',
  'order-paid': 'This order is already paid.',
  'order-settled': 'This order is already paid.',
  'order-closed': 'This order is already closed.',
  'order-revoked': 'This order has been revoked.',
  'refund-number-taken': 'This refund number is taken by another refund.',
  'refund-too-large': 'That is more than is left to refund.',
};

function fromOrderError(error: OrderError): HttpError {
  switch (error.name) {
    case 'OrderNotFound':
      return new HttpError(404, 'unknown-order', 'There is no such order.');
    case 'RefundNotFound':
      return new HttpError(404, 'unknown-refund', 'There is no such refund.');
    case 'OrderConflict':
      return new HttpError(409, error.code, CONFLICTS[error.code]);
    case 'AuthCodeRefused':
      return new HttpError(
        422,
        'auth-code-refused',
        "PayBy did not accept the customer's code. Ask for a new one and scan again.",
      );
    case 'QueryTimeout':
      return httpError(PAYBY_TIMEOUT);
    case 'TooManyQueries':
      return error.cause instanceof HttpError ? error.cause : httpError(TOO_MANY_QUERIES);
    case 'MismatchedAnswer':
      return new HttpError(502, 'payby-mismatch', 'PayBy answered about another order.');
  }
}

const PAYBY_ERRORS: Readonly<Record<PaybyCode | TransportCode, Row>> = {
  TIMEOUT: PAYBY_TIMEOUT,
  NETWORK: PAYBY_UNAVAILABLE,
  HTTP: PAYBY_UNAVAILABLE,
  ABORTED: OUTCOME_UNKNOWN,
  BAD_SIGNATURE: PAYBY_UNTRUSTED,
  BAD_ANSWER: PAYBY_UNTRUSTED,

  [PaybyCode.SERVICE_NOT_AVAILABLE]: PAYBY_UNAVAILABLE,
  [PaybyCode.SYSTEM_ERROR]: PAYBY_UNAVAILABLE,
  [PaybyCode.SERVICE_TIMEOUT]: PAYBY_UNAVAILABLE,
  [PaybyCode.RATE_LIMIT_REJECT]: {
    status: 429,
    code: 'payby-busy',
    message: 'PayBy is busy. Please try again shortly.',
  },

  [PaybyCode.ORDER_PAID]: conflict('This order is already paid.'),
  [PaybyCode.ORDER_SETTLED]: conflict('This order is already paid.'),
  [PaybyCode.ORDER_FAILURE]: conflict('This order is already closed.'),
  [PaybyCode.ORDER_NOT_PAID]: conflict('This order is not paid, so there is nothing to refund.'),
  [PaybyCode.MERCHANT_ORDER_NO_EXIST]: conflict('This order number is taken by another order.'),
  [PaybyCode.ACQUIRE_ORDER_REVOKED]: conflict('This order has been revoked.'),
  [PaybyCode.ACQUIRE_ORDER_REFUNDED]: conflict('This order has been refunded.'),
  [PaybyCode.REFUND_AMOUNT_EXCEEDED]: conflict('That is more than is left to refund.'),
  [PaybyCode.REFUND_MERCHANT_ORDER_NO_EXIST]: conflict('This refund number is taken by another refund.'),
  [PaybyCode.REFUND_REJECTED]: conflict(
    'PayBy did not allow this refund. Pay the payer back another way, or ask PayBy.',
  ),
  [PaybyCode.REVOKE_REJECTED]: conflict(
    'PayBy did not allow this order to be revoked. If it is paid, refund it instead.',
  ),
  [PaybyCode.REVOKE_FAILURE]: conflict('The order could not be revoked. Please try again.'),

  [PaybyCode.MERCHANT_ORDER_NO_NOT_EXIST]: ORDER_UNKNOWN_TO_PAYBY,
  [PaybyCode.ORDER_NO_NOT_EXIST]: ORDER_UNKNOWN_TO_PAYBY,

  [PaybyCode.EXPIREDTIME_LESS_THAN_REQUESTTIME]: EXPIRY_REFUSED,
  [PaybyCode.EXPIREDTIME_TOO_LATER]: EXPIRY_REFUSED,
  [PaybyCode.INVALID_EXPIRED_TIME]: EXPIRY_REFUSED,

  [PaybyCode.INVALID_PARAMETER]: INVALID_REQUEST,
  [PaybyCode.MISSING_AUTHCODE]: INVALID_REQUEST,
  [PaybyCode.SUCCESS]: ORDER_REFUSED,
  [PaybyCode.UNAUTHORIZED]: ORDER_REFUSED,
  [PaybyCode.RISK_FAIL]: payerRefused(PaybyCode.RISK_FAIL),
  [PaybyCode.PAYER_NOT_IDENTIFIED]: payerRefused(PaybyCode.PAYER_NOT_IDENTIFIED),
  [PaybyCode.RISK_CONTROL_REJECTION]: payerRefused(PaybyCode.RISK_CONTROL_REJECTION),
  [PaybyCode.AMOUNT_LIMIT_EXCEEDED]: payerRefused(PaybyCode.AMOUNT_LIMIT_EXCEEDED),
  [PaybyCode.COUNT_LIMIT_EXCEEDED]: payerRefused(PaybyCode.COUNT_LIMIT_EXCEEDED),
  [PaybyCode.PAYER_NOT_VERIFIED]: payerRefused(PaybyCode.PAYER_NOT_VERIFIED),
  [PaybyCode.CHANNEL_REJECTION]: payerRefused(PaybyCode.CHANNEL_REJECTION),
  [PaybyCode.REFUND_MERCHANT_ORDER_NO_NOT_EXIST]: ORDER_REFUSED,
  [PaybyCode.PAYSCENECODE_ILLEGAL]: ORDER_REFUSED,
  [PaybyCode.PRODUCT_IS_NOT_APPLIED]: ORDER_REFUSED,
  [PaybyCode.MISSING_BUSINESS_TYPE]: ORDER_REFUSED,
  [PaybyCode.INVALID_BUSINESS_TYPE]: ORDER_REFUSED,
  [PaybyCode.TOKEN_URL_NOT_EXIST]: ORDER_REFUSED,
};

const ROWS: ReadonlyMap<string, Row> = new Map(Object.entries(PAYBY_ERRORS));

/** An unknown code is no refusal: PayBy may have carried out the request. */
const rowOf = (code: string): Row => ROWS.get(code) ?? OUTCOME_UNKNOWN;
