import {StatusProblem} from '../../src/core/errors.js';

type Step = Record<string, unknown> | Error;

/** A status source that returns a list of answers, then repeats the last one. Counts the requests. */
export class ScriptedSource {
  readonly #steps: Step[];
  requests = 0;
  signals: AbortSignal[] = [];

  constructor(...steps: Step[]) {
    this.#steps = steps;
  }

  readonly request = (_order: unknown, {signal}: {signal: AbortSignal}): Promise<unknown> => {
    this.requests++;
    this.signals.push(signal);
    const step = this.#steps.length > 1 ? this.#steps.shift() : this.#steps[0];
    return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
  };
}

export const outage = (retryAfterMs?: number): StatusProblem =>
  new StatusProblem({code: 'status-unreachable', message: 'answers 503', retryable: true}, retryAfterMs);
