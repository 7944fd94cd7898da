/** Everything that can go wrong between us and PayBy, as one kind of error. */

/** What went wrong before PayBy's own word could be read. */
export type TransportCode = 'TIMEOUT' | 'NETWORK' | 'HTTP' | 'BAD_SIGNATURE' | 'BAD_ANSWER';

export interface PaybyProblem {
  /** PayBy's code ("62016"), or a {@link TransportCode}. */
  readonly code: string;
  readonly message: string;
  readonly traceCode?: string | undefined;
  readonly cause?: unknown;
}

const WEATHER: ReadonlySet<string> = new Set(['TIMEOUT', 'NETWORK', 'HTTP', '402', '404', '500', '504']);
const SILENCE: ReadonlySet<string> = new Set([
  'TIMEOUT',
  'NETWORK',
  'HTTP',
  'BAD_SIGNATURE',
  'BAD_ANSWER',
  '500',
  '504',
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
    return WEATHER.has(this.code);
  }

  /** PayBy may have done what was asked although we did not hear so: ask before concluding anything. */
  get inDoubt(): boolean {
    return SILENCE.has(this.code);
  }
}
