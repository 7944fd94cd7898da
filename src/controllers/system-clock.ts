import type {Clock} from '../core/clock.js';

/** `setTimeout` fires at once beyond this, so longer sleeps are taken in pieces. */
const LONGEST_MS = 2 ** 31 - 1;

/** The browser's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const until = Date.now() + ms;
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const nap = (): ReturnType<typeof setTimeout> =>
        setTimeout(
          () => {
            if (Date.now() >= until || ms <= LONGEST_MS) wake();
            else timer = nap();
          },
          Math.min(ms, LONGEST_MS),
        );
      let timer = nap();
      signal.addEventListener('abort', wake);
    }),
};
