import {logFailure} from './api.js';

/**
 * Runs `task` again and again while the page is visible, and never twice at the same time.
 * @param {() => Promise<void>} task may reject: the next run makes good for it, since nothing here decides about money.
 * @param {number} delayMs between the end of one run and the start of the next
 * @returns {() => Promise<void>} runs it now
 */
export function repeatWhileVisible(task, delayMs) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isRunning = false;

  const run = async () => {
    clearTimeout(timer);
    if (isRunning || document.hidden) return;
    isRunning = true;
    try {
      await task();
    } catch (error) {
      logFailure(error);
    } finally {
      isRunning = false;
    }
    clearTimeout(timer);
    timer = setTimeout(run, delayMs);
  };

  document.addEventListener('visibilitychange', run);
  void run();
  return run;
}
