/** Whether a signal has aborted. A function, because the compiler narrows `signal.aborted` across an `await`. */
export const isAborted = (signal: AbortSignal): boolean => signal.aborted;
