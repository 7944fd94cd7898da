/**
 * Keeps one stream open while its host is on the page and the page is visible. A stream that breaks, or is silent for
 * too long, is opened again after a random delay, so that after an outage the pages of a shop do not reconnect in the
 * same second.
 */
import type {ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import {StatusProblem, type Problem} from '../../core/errors.js';
import {isAborted} from '../../core/is-aborted.js';
import {MAX_RETRY_AFTER_MS, REFUSED_STREAM_DELAY_MS} from '../../core/status/poll-schedule.js';
import type {StreamSignal} from '../../core/status/sse-parser.js';
import type {Environment} from '../../shared/page-environment.js';
import {whileConnected} from '../../shared/while-connected.js';

interface StreamOptions {
  readonly clock: Clock;
  readonly environment: Environment;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

export interface StreamCallbacks {
  /** Opens a stream, which is to end when `signal` aborts. */
  open(signal: AbortSignal): AsyncIterable<StreamSignal>;
  onAnswer(signal: Extract<StreamSignal, {kind: 'answer'}>): void;
  onAliveChange(isAlive: boolean): void;
  /** The address has refused the stream, or answers with something else. */
  onRefusal(problem: Problem): void;
}

interface Break {
  readonly kind: 'break';
  /** `undefined` when the stream ended or fell silent. */
  readonly thrown: unknown;
  /** Shortest delay before the next stream, ms. */
  readonly minDelayMs: number;
}

/** The server sends a heartbeat every 15 s: two in a row are missing, ms. */
const SILENCE_MS = 30_000;

/** A broken stream is opened again after a random delay between these two, ms. */
const MIN_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;

export class StreamController {
  readonly #options: StreamOptions;
  readonly #callbacks: StreamCallbacks;
  #isConnected = false;
  #isStarted = false;
  #isAlive = false;
  /** No stream is opened before then, by `Retry-After` or a refusal, ms since epoch. A return does not shorten it. */
  #notBefore = 0;
  #run: AbortController | undefined;

  constructor(host: ReactiveControllerHost, options: StreamOptions, callbacks: StreamCallbacks) {
    this.#options = options;
    this.#callbacks = callbacks;
    whileConnected(host, (signal) => {
      this.#connect(signal);
    });
  }

  /** True from the first heartbeat of a stream to its end. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Opens another stream. */
  start(): void {
    this.stop();
    this.#isStarted = true;
    this.#notBefore = 0;
    this.#openOrClose();
  }

  stop(): void {
    this.#isStarted = false;
    this.#openOrClose();
  }

  #connect(signal: AbortSignal): void {
    this.#isConnected = true;
    const unobserve = this.#options.environment.observe(this.#openOrClose);
    const disconnect = (): void => {
      this.#isConnected = false;
      unobserve();
      this.#openOrClose();
    };
    signal.addEventListener('abort', disconnect, {once: true});
    this.#openOrClose();
  }

  readonly #openOrClose = (): void => {
    const shouldRun = this.#isStarted && this.#isConnected && this.#options.environment.visible;
    if (shouldRun === Boolean(this.#run)) return;
    this.#run?.abort();
    this.#run = shouldRun ? new AbortController() : undefined;
    if (this.#run) void this.#listen(this.#run.signal);
    else this.#setAlive(false);
  };

  async #listen(run: AbortSignal): Promise<void> {
    for await (const signal of this.#streams(run)) {
      if (isAborted(run)) return;
      if (signal.kind === 'break') this.#notBefore = this.#options.clock.now() + signal.minDelayMs;
      this.#setAlive(signal.kind !== 'break');
      if (isAborted(run)) return; // by the callback
      if (signal.kind === 'answer') this.#callbacks.onAnswer(signal);
      else if (signal.kind === 'break' && isRefusal(signal.thrown))
        this.#callbacks.onRefusal(signal.thrown.problem);
    }
  }

  /** One stream after the other, with a delay after each. */
  async *#streams(run: AbortSignal): AsyncGenerator<StreamSignal | Break, void> {
    const {clock, random} = this.#options;
    const firstDelayMs = this.#notBefore - clock.now();
    if (firstDelayMs > 0) await clock.sleep(firstDelayMs, run);
    while (!isAborted(run)) {
      const thrown = yield* this.#stream(run);
      const minDelayMs = minDelayAfter(thrown);
      yield {kind: 'break', thrown, minDelayMs};
      await clock.sleep(minDelayMs + MIN_DELAY_MS + random() * (MAX_DELAY_MS - MIN_DELAY_MS), run);
    }
  }

  /** One stream, until it ends, breaks or falls silent. Returns what it broke with. */
  async *#stream(run: AbortSignal): AsyncGenerator<StreamSignal, unknown> {
    const stream = new AbortController();
    let silence = new AbortController();
    const close = (): void => {
      silence.abort();
      stream.abort();
    };
    run.addEventListener('abort', close, {once: true});
    try {
      const signals = this.#callbacks.open(stream.signal)[Symbol.asyncIterator]();
      for (;;) {
        const step = await Promise.race([
          signals.next(),
          this.#options.clock.sleep(SILENCE_MS, silence.signal),
        ]);
        silence.abort();
        if (!step || step.done) return undefined;
        silence = new AbortController();
        yield step.value;
      }
    } catch (thrown) {
      return thrown;
    } finally {
      run.removeEventListener('abort', close);
      close();
    }
  }

  #setAlive(isAlive: boolean): void {
    if (isAlive === this.#isAlive) return;
    this.#isAlive = isAlive;
    this.#callbacks.onAliveChange(isAlive);
  }
}

const isRefusal = (thrown: unknown): thrown is StatusProblem =>
  thrown instanceof StatusProblem && !thrown.problem.retryable;

function minDelayAfter(thrown: unknown): number {
  if (isRefusal(thrown)) return REFUSED_STREAM_DELAY_MS;
  const asked = thrown instanceof StatusProblem ? thrown.retryAfterMs : undefined;
  return Math.min(asked ?? 0, MAX_RETRY_AFTER_MS);
}
