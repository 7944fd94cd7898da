import type {Order} from '../order/order.js';

/** Asks the page's own backend about an order. Resolves with a status payload; a rejection is weather. */
export type StatusSource = (order: Order, options: {readonly signal: AbortSignal}) => Promise<unknown>;

/** Credentials mode of a question, as in `fetch`. */
export type Credentials = 'same-origin' | 'include' | 'omit';

/** One answer about an order, not read yet. */
export interface StatusAnswer {
  readonly payload: unknown;
  /** The server's clock when it answered, ms since epoch, where the transport knows it (the `Date` header). */
  readonly servedAt?: number | undefined;
  /** The payload is the one of an earlier answer (304), so a `serverTime` inside it is old. */
  readonly repeated?: boolean;
}

/** Asks once. Rejects with a `StatusProblem` or anything else; anything else is weather. */
export type AskStatus = (order: Order, signal: AbortSignal) => Promise<StatusAnswer>;
