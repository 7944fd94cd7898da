/**
 * Keeps asking while its host is on the page: one question at a time, silent while the page is hidden, one question
 * at once when somebody comes back. A move within the document is not a removal.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import {poll, type PollPlan, type Report} from '../../core/status/poller.js';
import {RETURN_GAP_MS} from '../../core/status/poll-schedule.js';
import type {Environment} from '../../shared/page-environment.js';

export interface Questions<T> {
  load(signal: AbortSignal): Promise<T>;
  /** How long to rest after a report; `undefined` stands for the time before the first question. */
  restMs(report: Report<T> | undefined): number;
  heard(report: Report<T>): void;
  environmentChanged(): void;
  /** Whether a return to the page is to be followed by a question at once. */
  asksOnReturn(): boolean;
}

export class StatusController<T> implements ReactiveController {
  readonly #clock: Clock;
  readonly #environment: Environment;
  readonly #questions: Questions<T>;
  #wanted = false;
  #connected = false;
  #askedAt = -Infinity;
  /** When the next question is planned. */
  #due = 0;
  #isAsking = false;
  #shouldRun = false;
  #run: AbortController | undefined;
  #nap: AbortController | undefined;
  #unobserve: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, clock: Clock, environment: Environment, questions: Questions<T>) {
    this.#clock = clock;
    this.#environment = environment;
    this.#questions = questions;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#unobserve ??= this.#environment.observe(this.#lookAround);
    if (this.#shouldRun && !this.#run) this.start();
  }

  hostDisconnected(): void {
    this.#connected = false;
    // A move within the document connects again before this microtask.
    queueMicrotask(() => {
      if (this.#connected) return;
      this.#run?.abort();
      this.#run = undefined;
      this.#unobserve?.();
      this.#unobserve = undefined;
    });
  }

  /** Begins anew: whatever was asked before is forgotten. */
  start(): void {
    this.stop();
    this.#shouldRun = true;
    if (!this.#connected) return;
    this.#run = new AbortController();
    void this.#listen(this.#run.signal);
  }

  stop(): void {
    this.#shouldRun = false;
    this.#wanted = false;
    this.#run?.abort();
    this.#run = undefined;
  }

  /** Ends the rest. While a question is on its way, only `again` brings another one right after it. */
  askNow({again = false} = {}): void {
    if (this.#isAsking && !again) return;
    this.#wanted = true;
    this.#nap?.abort();
  }

  /** The rest under way lasts `ms` from now on, whatever was planned. */
  restAnew(ms: number): void {
    this.#due = this.#clock.now() + ms;
    this.#nap?.abort();
  }

  readonly #lookAround = (): void => {
    this.#questions.environmentChanged();
    const isReturn = this.#environment.visible && this.#questions.asksOnReturn();
    if (isReturn && this.#clock.now() - this.#askedAt >= RETURN_GAP_MS) this.askNow();
    else this.#nap?.abort(); // hidden now, or back so soon that the planned rest goes on
  };

  async #listen(signal: AbortSignal): Promise<void> {
    const plan: PollPlan<T> = {
      load: async (question) => {
        this.#askedAt = this.#clock.now();
        this.#isAsking = true;
        return this.#questions.load(question);
      },
      rest: (report) => this.#rest(report, signal),
    };
    for await (const report of poll(plan, this.#clock, signal)) this.#questions.heard(report);
  }

  async #rest(report: Report<T> | undefined, signal: AbortSignal): Promise<void> {
    this.#isAsking = false;
    this.#due = this.#clock.now() + this.#questions.restMs(report);
    const isOver = (): boolean =>
      signal.aborted || this.#wanted || (this.#environment.visible && this.#clock.now() >= this.#due);
    while (!isOver()) {
      const nap = new AbortController();
      const wake = (): void => {
        nap.abort();
      };
      this.#nap = nap;
      signal.addEventListener('abort', wake, {once: true});
      await this.#clock.sleep(
        this.#environment.visible ? this.#due - this.#clock.now() : Infinity,
        nap.signal,
      );
      signal.removeEventListener('abort', wake);
    }
    if (signal.aborted) return; // what follows belongs to the run after this one
    this.#nap = undefined;
    this.#wanted = false;
  }
}
