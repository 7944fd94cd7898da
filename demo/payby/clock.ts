/** Time as an argument: the system's clock when the demo runs, a manual one in tests. */
import {setTimeout as wait} from 'node:timers/promises';
import type {Clock} from 'payby-checkout/core';

/** The wall clock when this process started, ms since epoch. */
const STARTED_AT = Date.now() - performance.now();

/**
 * The clock of this machine as it was when the process started, and from then on by a clock that nobody can set. When
 * somebody sets the machine's clock, no order expires and no session ends by it. A machine that slept is late until
 * PayBy's answers have corrected it: see `payby-clock.ts`.
 */
export const systemClock: Clock = {
  now: () => Math.round(STARTED_AT + performance.now()),
  sleep: (ms, signal) => wait(ms, undefined, {signal}).catch(() => undefined),
};
