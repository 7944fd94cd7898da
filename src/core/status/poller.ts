/** Polls: one request at a time, a delay before each, until stopped. */
import type {Clock} from '../clock.js';
import {isAborted} from '../is-aborted.js';

export type PollReport<T> =
  {readonly kind: 'value'; readonly value: T} | {readonly kind: 'failure'; readonly thrown: unknown};

export interface PollerOptions<T> {
  readonly clock: Clock;
  request(signal: AbortSignal): Promise<T>;
  /** The delay before the next request, ms; `undefined` stands for the time before the first. */
  delayMs(report: PollReport<T> | undefined): number;
  /** While true, no request is sent, unless by `requestNow()`. */
  isPaused(): boolean;
  onReport(report: PollReport<T>): void;
}

/** A request that is not answered by then is given up, ms. */
export const REQUEST_TIMEOUT_MS = 8000;

export class Poller<T> {
  readonly #options: PollerOptions<T>;
  readonly #lifetime = new AbortController();
  #report: PollReport<T> | undefined;
  #isRequesting = false;
  #isRequestWanted = false;
  /** When the next request is planned, ms since epoch. */
  #dueAt = 0;
  #delay: AbortController | undefined;

  constructor(options: PollerOptions<T>) {
    this.#options = options;
  }

  /** Runs until `stop()`. A late answer after that is dropped. */
  async run(): Promise<void> {
    const {signal} = this.#lifetime;
    while (!isAborted(signal)) {
      this.#dueAt = this.#options.clock.now() + this.#options.delayMs(this.#report);
      await this.#wait(signal);
      if (isAborted(signal)) return;
      this.#isRequesting = true;
      const report = await this.#request(signal);
      if (isAborted(signal)) return;
      this.#report = report;
      this.#options.onReport(report);
      this.#isRequesting = false;
    }
  }

  stop(): void {
    this.#lifetime.abort();
    this.#delay?.abort();
  }

  /** Ends the delay. While a request is under way, only `again` brings another one right after it. */
  requestNow({again = false} = {}): void {
    if (this.#isRequesting && !again) return;
    this.#isRequestWanted = true;
    this.#delay?.abort();
  }

  /**
   * `delayMs` would decide otherwise now: the delay under way lasts this share of the new one. After a failure the
   * planned delay stays, or a `Retry-After` would never end.
   */
  replan(share = 1): void {
    const report = this.#report;
    if (report?.kind !== 'failure') this.reschedule(this.#options.delayMs(report) * share);
  }

  /** The delay under way lasts `ms` from now on, whatever was planned. */
  reschedule(ms: number): void {
    this.#dueAt = this.#options.clock.now() + ms;
    this.#delay?.abort();
  }

  /** To be called when `isPaused()` has changed. */
  pauseChanged(): void {
    this.#delay?.abort();
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const {clock} = this.#options;
    while (!isAborted(signal) && !this.#isRequestWanted && !this.#isDue) {
      this.#delay = new AbortController();
      await clock.sleep(this.#options.isPaused() ? Infinity : this.#dueAt - clock.now(), this.#delay.signal);
    }
    this.#delay = undefined;
    this.#isRequestWanted = false;
  }

  get #isDue(): boolean {
    return !this.#options.isPaused() && this.#options.clock.now() >= this.#dueAt;
  }

  async #request(signal: AbortSignal): Promise<PollReport<T>> {
    const request = new AbortController();
    const timer = new AbortController();
    const giveUp = (): void => {
      request.abort();
      timer.abort();
    };
    signal.addEventListener('abort', giveUp, {once: true});
    try {
      const timeout = this.#options.clock.sleep(REQUEST_TIMEOUT_MS, timer.signal).then(() => {
        throw new Error(`No answer within ${REQUEST_TIMEOUT_MS} ms.`);
      });
      const value = await Promise.race([this.#options.request(request.signal), timeout]);
      // Not aborted: network panels and monitoring would count an answered request as cancelled
      return {kind: 'value', value};
    } catch (thrown) {
      giveUp();
      return {kind: 'failure', thrown};
    } finally {
      timer.abort();
      signal.removeEventListener('abort', giveUp);
    }
  }
}
