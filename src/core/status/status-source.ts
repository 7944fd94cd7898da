import {parseWord, type ReportIssue} from '../attributes.js';
import type {Order} from '../order/order.js';

/**
 * Requests the status of an order from the page's own backend. Resolves with a status payload in any of its shapes. A
 * rejection counts as a connection problem: the request is retried.
 */
export type StatusSource = (order: Order, options: {readonly signal: AbortSignal}) => Promise<unknown>;

/** Credentials mode of the requests, as in `fetch`. */
export type Credentials = 'same-origin' | 'include' | 'omit';

export const parseCredentials = (value: string | null | undefined, report?: ReportIssue): Credentials =>
  parseWord('credentials', value, ['same-origin', 'include', 'omit'], report);

/** One answer about an order, not parsed yet. */
export interface StatusAnswer {
  readonly payload: unknown;
  /** The server's clock when it answered, ms since epoch, where the transport knows it (the `Date` header). */
  readonly servedAt?: number | undefined;
  /** The payload is the one of an earlier answer (304), so a `serverTime` inside it is old. */
  readonly repeated?: boolean;
}

/** Requests once. Rejects with a `StatusProblem`, or with anything else for a connection problem. */
export type RequestStatus = (order: Order, signal: AbortSignal) => Promise<StatusAnswer>;
