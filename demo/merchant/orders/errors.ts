/**
 * What can go wrong by the merchant's own rules. None of these is PayBy's word: a refusal by PayBy is a `PaybyError`.
 * `http/error-mapping.ts` decides what a page gets to see of them.
 */

import type {LogFacts} from '../../http/json-app.js';
import {PaybyError} from '../../payby/payby-error.js';

/** No order with this number is stored. */
export class OrderNotFound extends Error {
  override readonly name = 'OrderNotFound';

  constructor() {
    super('There is no such order.');
  }
}

/** The order has no refund with this number. */
export class RefundNotFound extends Error {
  override readonly name = 'RefundNotFound';

  constructor() {
    super('There is no such refund.');
  }
}

export type ConflictCode =
  | 'order-number-taken'
  | 'order-paid'
  | 'order-settled'
  | 'order-closed'
  | 'order-revoked'
  | 'refund-number-taken'
  | 'refund-too-large';

/** What is stored about the order forbids the request; PayBy was not asked. */
export class OrderConflict extends Error {
  override readonly name = 'OrderConflict';
  readonly code: ConflictCode;

  constructor(code: ConflictCode) {
    super(`The request conflicts with the stored order: ${code}.`);
    this.code = code;
  }
}

/** PayBy rejected the code that the till scanned: the customer has to show a new one. */
export class AuthCodeRefused extends Error {
  override readonly name = 'AuthCodeRefused';

  constructor(cause: unknown) {
    super("PayBy rejected the customer's code.", {cause});
  }
}

/** Another process holds the right to query PayBy, and has stored no answer in time. */
export class QueryTimeout extends Error {
  override readonly name = 'QueryTimeout';

  constructor() {
    super('Another process has not stored an answer in time.');
  }
}

/** Pages have caused too many queries, so none was sent to PayBy: no answer, and no failure of another caller. */
export class TooManyQueries extends Error {
  override readonly name = 'TooManyQueries';

  constructor(cause?: unknown) {
    super('Pages have caused too many queries.', {cause});
  }
}

/** PayBy's answer is about another order, or another amount: nothing in it may be applied. */
export class MismatchedAnswer extends Error {
  override readonly name = 'MismatchedAnswer';
}

const types = [
  OrderNotFound,
  RefundNotFound,
  OrderConflict,
  AuthCodeRefused,
  QueryTimeout,
  TooManyQueries,
  MismatchedAnswer,
] as const;

/** One of the errors above; `name` tells them apart. */
export type OrderError = InstanceType<(typeof types)[number]>;

export const isOrderError = (error: unknown): error is OrderError =>
  types.some((type) => error instanceof type);

/** A code or an error's name for the log: never a message, which could quote what was sent. */
export const reasonOf = (error: unknown): string =>
  error instanceof PaybyError ? error.code : error instanceof Error ? error.name : 'unknown';

/** What a failed call is logged with. What an unsigned answer claimed is marked as untrusted. */
export function failureFacts(error: unknown): LogFacts {
  const why = reasonOf(error);
  if (!(error instanceof PaybyError)) return {why};
  const {traceCode, untrusted} = error;
  return {
    why,
    traceCode,
    untrustedCode: untrusted?.code,
    untrustedMsg: untrusted?.msg,
    untrustedTraceCode: untrusted?.traceCode,
  };
}
