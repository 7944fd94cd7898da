/** Time as something that is handed in: the system's when the demo runs, a manual one in tests. */
import {setTimeout as wait} from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since epoch. */
  now(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts, whichever is first. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, {signal}).catch(() => undefined),
};
