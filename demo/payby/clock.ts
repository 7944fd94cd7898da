/** Time as an argument: the system's clock when the demo runs, a manual one in tests. */
import {setTimeout as wait} from 'node:timers/promises';

/** Tells the time and waits. */
export interface Clock {
  /** The time in ms since epoch. */
  now(): number;
  /** Resolves after `ms` or when `signal` aborts, whichever comes first. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, {signal}).catch(() => undefined),
};
