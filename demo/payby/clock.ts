/** Time as an argument: the system's clock when the demo runs, a manual one in tests. */
import {setTimeout as wait} from 'node:timers/promises';
import type {Clock} from 'payby-checkout/core';

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, {signal}).catch(() => undefined),
};
