import {StatusProblem} from '../../src/core/errors.js';

type Step = Record<string, unknown> | Error;

/** A status source that plays a list and then repeats its last entry. Counts the questions. */
export class ScriptedSource {
  readonly #steps: Step[];
  questions = 0;
  signals: AbortSignal[] = [];

  constructor(...steps: Step[]) {
    this.#steps = steps;
  }

  readonly ask = (_order: unknown, {signal}: {signal: AbortSignal}): Promise<unknown> => {
    this.questions++;
    this.signals.push(signal);
    const step = this.#steps.length > 1 ? this.#steps.shift() : this.#steps[0];
    return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
  };
}

export const outage = (retryAfterMs?: number): StatusProblem =>
  new StatusProblem({code: 'status-unreachable', message: 'answers 503', retryable: true}, retryAfterMs);
