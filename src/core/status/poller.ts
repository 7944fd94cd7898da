/** Asks, reports, rests: one question at a time, until it is told to stop. */
import type {Clock} from '../clock.js';

export type Report<T> =
  | {readonly kind: 'value'; readonly value: T; readonly failures: 0}
  /** `failures` counts those in a row, this one included. */
  | {readonly kind: 'failure'; readonly thrown: unknown; readonly failures: number};

export interface PollPlan<T> {
  load(signal: AbortSignal): Promise<T>;
  /** Resolves when it is time for the next question; `undefined` stands for the time before the first. */
  rest(report: Report<T> | undefined, signal: AbortSignal): Promise<void>;
}

/** A question that is not answered by then is given up, ms. */
export const QUESTION_TIMEOUT_MS = 8000;

/** Runs until `signal` aborts. A late answer after that is dropped. */
export async function* poll<T>(
  plan: PollPlan<T>,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Report<T>, void> {
  // A function, because the compiler would narrow `signal.aborted` across the `await`s.
  const stopped = (): boolean => signal.aborted;
  let report: Report<T> | undefined;
  for (;;) {
    await plan.rest(report, signal);
    if (stopped()) return;
    report = await ask(plan, clock, report?.failures ?? 0, signal);
    if (stopped()) return;
    yield report;
  }
}

async function ask<T>(
  plan: PollPlan<T>,
  clock: Clock,
  failures: number,
  signal: AbortSignal,
): Promise<Report<T>> {
  const question = new AbortController();
  const giveUp = (): void => {
    question.abort();
  };
  signal.addEventListener('abort', giveUp, {once: true});
  try {
    const tooLate = clock.sleep(QUESTION_TIMEOUT_MS, question.signal).then(() => {
      giveUp();
      throw new Error('no answer in time');
    });
    return {kind: 'value', value: await Promise.race([plan.load(question.signal), tooLate]), failures: 0};
  } catch (thrown) {
    return {kind: 'failure', thrown, failures: failures + 1};
  } finally {
    giveUp(); // ends the time-out's sleep too
    signal.removeEventListener('abort', giveUp);
  }
}
