/**
 * What can be wrong, in words for the person who integrates the element. Every problem has a code from this
 * list, one sentence, and where an input is at fault the paths of what is wrong. Never a secret: no token URL,
 * auth code, phone number or foreign order number enters a message.
 */

export type ErrorCode =
  | 'order-invalid' // the order given to the element cannot be shown
  | 'order-expired' // the order was already over when it was handed in
  | 'status-missing' // the order's time is up and there is nobody to ask
  | 'watch-ended' // the order expired long ago, and nobody asks any more whether it was paid late
  | 'action-failed' // the page did not answer a payby-action, or not as it should
  | 'stores-invalid' // partner stores that cannot be shown; the others are
  | 'stores-unreachable' // the address of the partner stores does not give a list
  | 'script-unreachable' // a lazy part of the element cannot be loaded; it is retried
  | 'status-unreachable' // the status source fails, again and again: weather
  | 'status-refused' // the status address answers 401, 403, 404, 410 or another final "no"
  | 'status-redirect' // the status address sends us elsewhere
  | 'status-not-json' // an answer that is HTML, empty or cut off
  | 'status-too-large' // an answer far beyond the size of any status
  | 'status-malformed' // JSON, but not a status
  | 'status-foreign' // a status of another order
  | 'status-amount' // a status with another amount or currency
  | 'status-unknown'; // a status word that we do not know

/** One thing that is wrong with an input: where, and why. `path` is dotted, empty for the input as a whole. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** A mistake to fix, or weather that lasts. The detail of `payby-error`. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  /** True when asking again may help without anyone changing anything. */
  readonly retryable: boolean;
  readonly issues?: readonly Issue[];
  /** What was thrown, for the console; never in the detail of an event. */
  readonly cause?: unknown;
}

/** A problem thrown by whoever asks for a status. */
export class StatusProblem extends Error {
  readonly problem: Problem;
  /** How long the server asks us to rest, ms. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, retryAfterMs?: number) {
    super(problem.message);
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Any thrown value as a problem: what is not ours is weather. */
export function problemFrom(thrown: unknown): Problem {
  return thrown instanceof StatusProblem
    ? thrown.problem
    : {code: 'status-unreachable', message: 'the status source does not answer', retryable: true};
}
