/** Everything that can go wrong between us and PayBy, as one kind of error that says what to do next. */
import {isPaybyCode, PaybyCode} from './result-codes.js';

/** What went wrong before PayBy's own word could be read. */
export type TransportCode = 'TIMEOUT' | 'ABORTED' | 'NETWORK' | 'HTTP' | 'BAD_SIGNATURE' | 'BAD_ANSWER';

export interface PaybyProblem {
  /** PayBy's code ("62016"), or a {@link TransportCode}. */
  readonly code: string;
  readonly message: string;
  readonly traceCode?: string | undefined;
  readonly cause?: unknown;
}

const TRANSIENT: ReadonlySet<string> = new Set([
  'TIMEOUT',
  'NETWORK',
  'HTTP',
  PaybyCode.RATE_LIMIT_REJECT,
  PaybyCode.SERVICE_NOT_AVAILABLE,
  PaybyCode.SYSTEM_ERROR,
  PaybyCode.SERVICE_TIMEOUT,
  PaybyCode.REVOKE_FAILURE,
]);
/** PayBy spoke, and yet does not say what became of the call. */
const OUTCOME_UNCERTAIN: ReadonlySet<string> = new Set([
  PaybyCode.SYSTEM_ERROR,
  PaybyCode.SERVICE_TIMEOUT,
  PaybyCode.REVOKE_FAILURE,
]);

export class PaybyError extends Error {
  override readonly name = 'PaybyError';
  readonly code: string;
  /** PayBy's own mark of the call, to quote to its support. */
  readonly traceCode: string | undefined;

  constructor({code, message, traceCode, cause}: PaybyProblem) {
    super(message, {cause});
    this.code = code;
    this.traceCode = traceCode;
  }

  /** The same call may succeed a little later. */
  get retryable(): boolean {
    return TRANSIENT.has(this.code);
  }

  /**
   * PayBy may have done what was asked although we did not hear so: query before concluding anything. Only a refusal
   * that we know by its number is sure to have changed nothing; silence, garbage and new codes are not.
   */
  get outcomeUnknown(): boolean {
    return !isPaybyCode(this.code) || OUTCOME_UNCERTAIN.has(this.code);
  }
}
