/**
 * Problems, in words for the integrator of the element. Each has a code from this list, one sentence, and for
 * an invalid input the paths of the issues. No secret enters a message: no token URL, auth code, phone number or number
 * of another order.
 */

/** The codes of `payby-error`. */
export type ErrorCode =
  | 'order-invalid' // the order given to the element cannot be shown
  | 'order-amount' // an order of the same number was set before with another amount or currency
  | 'order-expired' // the order had already expired when it was set
  | 'qr-too-dense' // the code has less than 3 device pixels a module: a camera may not read it
  | 'status-missing' // the order expired, and there is no source to poll for its outcome
  | 'watch-ended' // the order expired 30 minutes ago, and is no longer polled for a late payment
  | 'action-failed' // no listener handled payby-action, or its answer cannot be used
  | 'stores-invalid' // some partner stores cannot be shown; the others are
  | 'stores-unreachable' // the address of the partner stores does not return a list
  | 'script-unreachable' // a lazy part of the element cannot be loaded; it is retried
  | 'redirect-invalid' // success-url or failure-url is no address that a page may go to
  | 'stream-silent' // three streams in a row sent nothing: a proxy may hold them back; polling goes on
  | 'status-unreachable' // the status source fails several times in a row: a connection problem
  | 'status-refused' // the status address answers 401, 403, 404, 410 or another refusal
  | 'status-redirect' // the status address redirects
  | 'status-not-json' // an answer is HTML, empty or cut off
  | 'status-too-large' // an answer is far larger than any status
  | 'status-malformed' // an answer is JSON, but not a status
  | 'status-foreign' // a status is of another order
  | 'status-amount' // a status has another amount or currency
  | 'status-unknown' // a status word is unknown
  | 'time-invalid'; // a time is not in milliseconds since 1970, or contradicts the server's Date header; it is ignored

/** One thing that is wrong with an input. */
export interface Issue {
  /** Where: dotted, `totalAmount.amount`; empty for the input as a whole. */
  readonly path: string;
  /** Why: "is missing". */
  readonly message: string;
}

/** An integration error, or a connection problem that persists. Never an outcome. */
export interface Problem {
  /** What is wrong, for programs. */
  readonly code: ErrorCode;
  /** What is wrong, in one sentence for a developer. */
  readonly message: string;
  /** True when it may pass without a change by the integrator. */
  readonly retryable: boolean;
  /** What is wrong with an input, path by path. */
  readonly issues?: readonly Issue[];
  /** What was thrown, for the console; never in the detail of an event. */
  readonly cause?: unknown;
}

/** The detail of `payby-error`: a {@link Problem} without its cause, which may hold secrets. */
export type ProblemDetail = Omit<Problem, 'cause'>;

/** An answer that is not a status of the order, or that a status source refuses. */
export class StatusProblem extends Error {
  override readonly name = 'StatusProblem';
  readonly problem: Problem;
  /** The server's `Retry-After`, ms; `undefined` when it sent none. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, retryAfterMs?: number) {
    super(problem.message, 'cause' in problem ? {cause: problem.cause} : undefined);
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Times of the server that are ignored; each issue names the field and the unit. */
export function timeInvalid(issues: readonly Issue[]): Problem {
  const fields = issues.map(({path, message}) => `${path} ${message}`).join('; ');
  return {code: 'time-invalid', message: `A time is ignored: ${fields}.`, retryable: false, issues};
}

/** Any thrown value as a problem. What is not a {@link StatusProblem} counts as a connection problem. */
export function problemFrom(thrown: unknown): Problem {
  if (thrown instanceof StatusProblem) return thrown.problem;
  const message = 'The status source has failed several times in a row.';
  return {code: 'status-unreachable', message, retryable: true, cause: thrown};
}
