/** PayBy's refusals and silences, said to a page: a status that tells what to do, and a sentence for a person. */
import {HttpError} from '../../http/http-error.js';
import {PaybyError} from '../../payby/payby-error.js';
import {
  AuthCodeRefused,
  MismatchedAnswer,
  OrderConflict,
  OrderNotFound,
  QueryTimeout,
  RefundNotFound,
  type ConflictCode,
} from '../orders/errors.js';
import {StoreError} from '../storage/order-store.js';

/** What the order's stored state forbids, by the codes of {@link OrderConflict}. */
const OWN_CONFLICTS: Readonly<Record<ConflictCode, string>> = {
  'order-number-taken': 'This order number is taken by another order.',
  'order-paid': 'This order is already paid.',
  'order-settled': 'This order is already paid.',
  'order-closed': 'This order is already closed.',
  'order-revoked': 'This order has been revoked.',
  'refund-number-taken': 'This refund number is taken by another refund.',
  'refund-too-large': 'That is more than is left to refund.',
};

/** What PayBy refuses because of the order's state, by its result codes. */
const CONFLICTS: Readonly<Record<string, string>> = {
  '62001': 'This order is already paid.',
  '62002': 'This order is already closed.',
  '62003': 'This order is already paid.',
  '62006': 'That is more than is left to refund.',
  '62015': 'This order is not paid, so there is nothing to refund.',
  '62016': 'This order number is taken by another order.',
  '62017': 'This refund number is taken by another refund.',
  '62039': 'The order could not be revoked. Please try again.',
  '62040': 'This order has been revoked.',
  '62041': 'This order has been refunded.',
  '62045': 'PayBy did not allow this refund.',
  '62046': 'PayBy did not allow this order to be revoked.',
};

/** What went wrong behind the merchant's server. Whoever hears it learns that nothing was concluded. */
export function merchantTrouble(error: unknown): HttpError | undefined {
  if (error instanceof StoreError) {
    return new HttpError(
      503,
      'store-unavailable',
      'We cannot look into our books. Please try again in a moment.',
      {
        'Retry-After': '3',
      },
    );
  }
  if (error instanceof OrderNotFound) return new HttpError(404, 'unknown-order', error.message);
  if (error instanceof RefundNotFound) return new HttpError(404, 'unknown-refund', error.message);
  if (error instanceof OrderConflict) return new HttpError(409, error.code, OWN_CONFLICTS[error.code]);
  if (error instanceof AuthCodeRefused) {
    return new HttpError(
      422,
      'auth-code-refused',
      "PayBy did not accept the customer's code. Ask for a new one and scan again.",
    );
  }
  if (error instanceof QueryTimeout) return paybyTimeout();
  if (error instanceof MismatchedAnswer) {
    return new HttpError(502, 'payby-mismatch', 'PayBy answered about another order.');
  }
  if (!(error instanceof PaybyError)) return undefined;
  const {code} = error;
  const conflict = CONFLICTS[code];
  if (conflict !== undefined) return new HttpError(409, code, conflict);
  switch (code) {
    case '62004':
    case '62035':
      return new HttpError(404, code, 'PayBy does not know this order.');
    case '62008':
    case '62009':
    case '62089':
      return new HttpError(400, code, 'The order cannot end at that time.');
    case '400':
    case '62033':
      return new HttpError(422, 'payby-refused', 'PayBy did not accept this. Please check it and try again.');
    case '402':
      return new HttpError(429, 'payby-busy', 'PayBy is busy. Please try again in a moment.', {
        'Retry-After': '5',
      });
    case 'BAD_SIGNATURE':
    case 'BAD_ANSWER':
      return new HttpError(
        502,
        'payby-untrusted',
        "PayBy's answer could not be trusted, so nothing was concluded.",
      );
    case 'TIMEOUT':
      return paybyTimeout();
    default:
      if (error.retryable) {
        return new HttpError(
          503,
          'payby-unavailable',
          'PayBy cannot be reached. Please try again in a moment.',
          {
            'Retry-After': '3',
          },
        );
      }
      // Given up while waiting, or a code that is new to us: it may have been done, so it must not read as a refusal.
      return error.outcomeUnknown
        ? new HttpError(
            503,
            'payby-unknown',
            'PayBy did not say what became of this. Please look again in a moment.',
            {
              'Retry-After': '3',
            },
          )
        : new HttpError(422, code, 'PayBy did not accept this order.');
  }
}

const paybyTimeout = (): HttpError =>
  new HttpError(504, 'payby-timeout', 'PayBy has not answered yet. Please try again in a moment.', {
    'Retry-After': '3',
  });
