/** Where the counters of {@link RequestLimits} are stored, so that all instances count together. */
export interface LimitStore {
  /**
   * Adds `points` to the counter of `key`, which starts again from nothing once its window has ended; also when it ends
   * later than a window from now, as after a correction of the clock.
   */
  countUp(counted: CountUp): Promise<StoredCount>;
  /** Removes the counters whose window has ended by `now`. */
  removeEndedCounters(now: number): Promise<void>;
}

export interface CountUp {
  readonly key: string;
  readonly points: number;
  readonly now: number;
  readonly windowMs: number;
}

export interface StoredCount {
  readonly points: number;
  /** When the window ends, ms since epoch. */
  readonly endsAt: number;
}
