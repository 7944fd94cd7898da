/** The browser's clock for who sleeps once or twice in a life: a timer each, and few bytes. See `system-clock`. */
import type {Clock} from '../core/clock.js';

export const plainClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, signal.aborted ? 0 : ms);
      signal.addEventListener('abort', wake);
    }),
};
