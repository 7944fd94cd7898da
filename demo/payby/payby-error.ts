/** One kind of error for every failed call to PayBy: whether to retry it, and whether its outcome is known. */
import {isPaybyCode, PaybyCode} from './result-codes.js';

/** Why there is no code of PayBy's: no answer, or one that is not PayBy's or cannot be read. */
export type TransportCode = 'TIMEOUT' | 'ABORTED' | 'NETWORK' | 'HTTP' | 'BAD_SIGNATURE' | 'BAD_ANSWER';

/** What a {@link PaybyError} is made of. */
export interface PaybyProblem {
  /** PayBy's code ("62016"), or a {@link TransportCode}. */
  readonly code: string;
  /** PayBy's `msg`, or our own sentence. It is logged, so it must hold no secret. */
  readonly message: string;
  /** PayBy's number of the call, to quote to its support. */
  readonly traceCode?: string | undefined;
  readonly untrusted?: UntrustedHead | undefined;
  readonly cause?: unknown;
}

/**
 * The head of an unsigned answer with `applyStatus` `ERROR`. PayBy answers so when it does not accept the caller (wrong
 * key, Partner-Id or address), but anyone on the way can: it is for the log, and nothing may be concluded from it.
 */
export interface UntrustedHead {
  readonly code: string | undefined;
  readonly msg: string | undefined;
  readonly traceCode: string | undefined;
}

/** Codes of failures that may be over a moment later. */
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
/** PayBy's codes that do not say whether the call was carried out. */
const OUTCOME_UNCERTAIN: ReadonlySet<string> = new Set([
  PaybyCode.SYSTEM_ERROR,
  PaybyCode.SERVICE_TIMEOUT,
  PaybyCode.REVOKE_FAILURE,
]);

/** A call to PayBy failed. */
export class PaybyError extends Error {
  override readonly name = 'PaybyError';
  /** PayBy's code ("62016"), or a {@link TransportCode}. */
  readonly code: string;
  /** PayBy's number of the call, to quote to its support. */
  readonly traceCode: string | undefined;
  /** What an unsigned answer said. For the log only. */
  readonly untrusted: UntrustedHead | undefined;

  constructor({code, message, traceCode, untrusted, cause}: PaybyProblem) {
    super(message, {cause});
    this.code = code;
    this.traceCode = traceCode;
    this.untrusted = untrusted;
  }

  /** Whether the same call may succeed a little later. */
  get retryable(): boolean {
    return TRANSIENT.has(this.code);
  }

  /**
   * Whether PayBy may have carried the call out all the same: query before concluding anything. Only a refusal with a
   * known code is sure to have changed nothing; a time-out, an unreadable answer or a new code is not.
   */
  get outcomeUnknown(): boolean {
    return !isPaybyCode(this.code) || OUTCOME_UNCERTAIN.has(this.code);
  }
}
