/** What a countdown shows, and when that changes next. */

export interface TimeLeft {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whole units, rounded up to the second, so that "0:00" is shown only when nothing is left. */
export function timeLeft(remainingMs: number): TimeLeft {
  const ms = Math.ceil(Math.max(0, remainingMs) / SECOND) * SECOND;
  return {
    days: Math.floor(ms / DAY),
    hours: Math.floor((ms % DAY) / HOUR),
    minutes: Math.floor((ms % HOUR) / MINUTE),
    seconds: (ms % MINUTE) / SECOND,
  };
}

/** How long until {@link timeLeft} shows something else: seconds under an hour, minutes above. */
export function nextChangeMs(remainingMs: number): number {
  if (remainingMs <= 0) return Infinity;
  const unit = remainingMs > HOUR ? MINUTE : SECOND;
  return remainingMs % unit || unit;
}
