// eslint-disable-next-line no-restricted-imports -- with a limit that is given
import {waitUntil as waitUntilWithin} from '@open-wc/testing';

/** Only so that a test which cannot succeed ends: a busy machine may be slow, and no test is about its speed. */
const TIMEOUT_MS = 40_000;

/**
 * Resolves once `isTrue()` is truthy. Rejects with `what` after 40 s. `speed` is how many times faster the timers of this
 * page run.
 */
export const waitUntil = (isTrue: () => unknown, what = 'it is so', speed = 1): Promise<void> =>
  waitUntilWithin(isTrue, what, {timeout: TIMEOUT_MS * speed, interval: 20 * speed});
