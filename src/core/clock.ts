/** A clock that is passed as an option: the system's in a browser, a manual one in tests. */
export interface Clock {
  /** Milliseconds since epoch. */
  now(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts, whichever is first. Never rejects. `Infinity` is allowed. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
