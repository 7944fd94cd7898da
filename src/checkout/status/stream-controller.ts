/**
 * Keeps one stream open while its host is on the page and somebody is looking. A stream that breaks, or is silent for
 * too long, is opened again after a rest at random, so that after an outage the pages of a shop do not come back in
 * the same second. A move within the document is not a removal.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import {StatusProblem} from '../../core/errors.js';
import type {StreamSignal} from '../../core/status/sse-parser.js';
import type {Environment} from '../../shared/page-environment.js';

interface Surroundings {
  readonly clock: Clock;
  readonly environment: Environment;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

export interface StreamListener {
  /** The stream is to end when `signal` aborts: nobody listens any more. */
  open(signal: AbortSignal): AsyncIterable<StreamSignal>;
  heard(signal: Extract<StreamSignal, {kind: 'answer'}>): void;
  aliveChanged(isAlive: boolean): void;
  /** Something is wrong that opening it again does not mend. */
  refused(thrown: unknown): void;
}

type News = StreamSignal | Break;

interface Break {
  readonly kind: 'break';
  /** `undefined` when the stream ended or fell silent. */
  readonly thrown: unknown;
  /** How long the server is to be left alone at least, ms. */
  readonly askedMs: number;
}

/** The server sends a heartbeat every 15 s: two in a row are missing, ms. */
const SILENCE_MS = 30_000;

const MIN_REST_MS = 500;
const MAX_REST_MS = 15_000;
/** After a refusal, ms. */
const REFUSED_REST_MS = 60_000;
const MAX_RETRY_AFTER_MS = 10 * 60_000;

export class StreamController implements ReactiveController {
  readonly #surroundings: Surroundings;
  readonly #listener: StreamListener;
  #isConnected = false;
  #isStarted = false;
  #isAlive = false;
  /** The server has asked to be left alone until then, ms since epoch. A return does not shorten it. */
  #restUntil = 0;
  #run: AbortController | undefined;
  #unobserve: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, surroundings: Surroundings, listener: StreamListener) {
    this.#surroundings = surroundings;
    this.#listener = listener;
    host.addController(this);
  }

  /** True from the first sign of life of a stream to its end. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#unobserve ??= this.#surroundings.environment.observe(this.#openOrClose);
    this.#openOrClose();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    // A move within the document connects again before this microtask.
    queueMicrotask(() => {
      if (this.#isConnected) return;
      this.#unobserve?.();
      this.#unobserve = undefined;
      this.#openOrClose();
    });
  }

  /** Begins anew, with another stream. */
  start(): void {
    this.stop();
    this.#isStarted = true;
    this.#restUntil = 0;
    this.#openOrClose();
  }

  stop(): void {
    this.#isStarted = false;
    this.#openOrClose();
  }

  readonly #openOrClose = (): void => {
    const shouldRun = this.#isStarted && this.#isConnected && this.#surroundings.environment.visible;
    if (shouldRun === Boolean(this.#run)) return;
    this.#run?.abort();
    this.#run = shouldRun ? new AbortController() : undefined;
    if (this.#run) void this.#listen(this.#run.signal);
    else this.#setAlive(false);
  };

  async #listen(run: AbortSignal): Promise<void> {
    for await (const news of this.#streams(run)) {
      if (isOver(run)) return;
      if (news.kind === 'break') this.#restUntil = this.#surroundings.clock.now() + news.askedMs;
      this.#setAlive(news.kind !== 'break');
      if (isOver(run)) return; // by whoever was told
      if (news.kind === 'answer') this.#listener.heard(news);
      else if (news.kind === 'break' && isRefusal(news.thrown)) this.#listener.refused(news.thrown);
    }
  }

  /** One stream after the other, with a rest after each. */
  async *#streams(run: AbortSignal): AsyncGenerator<News, void> {
    const {clock, random} = this.#surroundings;
    const leaveAlone = this.#restUntil - clock.now();
    if (leaveAlone > 0) await clock.sleep(leaveAlone, run);
    while (!isOver(run)) {
      const thrown = yield* this.#stream(run);
      const askedMs = askedRestMs(thrown);
      yield {kind: 'break', thrown, askedMs};
      await clock.sleep(askedMs + MIN_REST_MS + random() * (MAX_REST_MS - MIN_REST_MS), run);
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
      const signals = this.#listener.open(stream.signal)[Symbol.asyncIterator]();
      for (;;) {
        const step = await Promise.race([
          signals.next(),
          this.#surroundings.clock.sleep(SILENCE_MS, silence.signal),
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
    this.#listener.aliveChanged(isAlive);
  }
}

// A function, because the compiler would narrow `run.aborted` across the calls.
const isOver = (run: AbortSignal): boolean => run.aborted;

const isRefusal = (thrown: unknown): boolean => thrown instanceof StatusProblem && !thrown.problem.retryable;

function askedRestMs(thrown: unknown): number {
  if (!(thrown instanceof StatusProblem)) return 0;
  return isRefusal(thrown) ? REFUSED_REST_MS : Math.min(thrown.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
}
