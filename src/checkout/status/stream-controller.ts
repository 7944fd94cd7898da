/**
 * Keeps one stream open while its host is on the page and the page is visible. A stream is alive when it sends something, not when
 * it opens: common proxies pass the headers and hold the body. A stream that breaks, or is silent for too long, is opened
 * again after a random delay, so that after an outage the pages of a shop do not reconnect in the same second.
 */
import type {ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import {StatusProblem, type Problem} from '../../core/errors.js';
import {isAborted} from '../../core/is-aborted.js';
import {
  MAX_RETRY_AFTER_MS,
  REFUSED_STREAM_DELAY_MS,
  STREAM_SILENCE_MS,
} from '../../core/status/poll-schedule.js';
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
  /**
   * Returns false when the answer is refused.
   *
   * @param openedAt device time, ms since epoch: a proxy may have held the answer since then
   */
  onAnswer(payload: unknown, openedAt: number): boolean;
  /** A heartbeat of a stream that is alive. */
  onBeat(): void;
  onAliveChange(isAlive: boolean): void;
  /** The address has refused the stream or answers with something else, or its streams are silent. */
  onProblem(problem: Problem): void;
  /**
   * True while there is no answer to other requests either, because the server does not answer them or none are sent: a
   * silent stream is then no reason to give up.
   */
  isOutage(): boolean;
}

/** How a stream ended. */
interface End {
  readonly kind: 'end';
  /** `undefined` when the stream ended or fell silent. */
  readonly thrown: unknown;
  readonly isSilent: boolean;
}

/** A signal, with the age of its stream, ms. */
type TimedSignal = StreamSignal & {readonly ageMs: number};

/** A stream that ends without a byte after this counts as silent, not as refused by a server that is down, ms. */
const NO_BYTE_FROM_MS = 5000;
/** A signal of a stream of this age was sent while the stream was open: no proxy holds them back, ms. */
const PROOF_AGE_MS = 10_000;
/** Silent streams in a row after which none is opened any more. */
const MAX_SILENT = 3;

/** A broken stream is opened again after a random delay between these two, ms. */
const MIN_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;

export class StreamController {
  readonly #options: StreamOptions;
  readonly #callbacks: StreamCallbacks;
  #isConnected = false;
  #isStarted = false;
  #isAlive = false;
  /** What the stream is about: what is known below about its streams is true for this only. */
  #subject = '';
  /** No stream is opened before then, by `Retry-After` or a refusal, ms since epoch. A return does not shorten it. */
  #notBefore = 0;
  #silentStreams = 0;
  /** The last stream sent something when it opened, and nothing more: the next one has to prove that it is better. */
  #isProofNeeded = false;
  /** The last answer of this stream was refused: its heartbeats do not make it useful. */
  #isRefused = false;
  #run: AbortController | undefined;

  constructor(host: ReactiveControllerHost, options: StreamOptions, callbacks: StreamCallbacks) {
    this.#options = options;
    this.#callbacks = callbacks;
    whileConnected(host, (signal) => {
      this.#connect(signal);
    });
  }

  /** True from the first byte of a stream to its end, unless its answers are refused. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Opens another stream. @param subject names the order and its sources */
  start(subject: string): void {
    this.stop();
    this.#isStarted = true;
    if (subject !== this.#subject) {
      this.#subject = subject;
      this.#notBefore = this.#silentStreams = 0;
      this.#isProofNeeded = false;
    }
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
    const isWanted = this.#isStarted && this.#silentStreams < MAX_SILENT;
    const shouldRun = isWanted && this.#isConnected && this.#options.environment.visible;
    if (shouldRun === Boolean(this.#run)) return;
    this.#run?.abort();
    this.#run = shouldRun ? new AbortController() : undefined;
    if (this.#run) void this.#listen(this.#run.signal);
    else this.#setAlive(false);
  };

  async #listen(run: AbortSignal): Promise<void> {
    for await (const event of this.#streams(run)) {
      if (isAborted(run)) return;
      if (event.kind === 'end') this.#noteEnd(event);
      else this.#handleSignal(event, run);
    }
  }

  #handleSignal(event: TimedSignal, run: AbortSignal): void {
    if (event.ageMs >= PROOF_AGE_MS) this.#isProofNeeded = false;
    if (!this.#isProofNeeded) this.#silentStreams = 0;
    const isAccepted =
      event.kind === 'alive' ||
      this.#callbacks.onAnswer(event.payload, this.#options.clock.now() - event.ageMs);
    if (event.kind === 'answer') this.#isRefused = !isAccepted;
    if (isAborted(run)) return; // by the callback
    this.#setAlive(!this.#isRefused && !this.#isProofNeeded);
    if (event.kind === 'alive' && this.#isAlive) this.#callbacks.onBeat();
  }

  #noteEnd({thrown, isSilent}: End): void {
    this.#isRefused = false;
    this.#notBefore = this.#options.clock.now() + minDelayAfter(thrown);
    if (isSilent && !this.#callbacks.isOutage()) this.#silentStreams++;
    this.#setAlive(false);
    if (isRefusal(thrown)) this.#callbacks.onProblem(thrown.problem);
    if (this.#silentStreams < MAX_SILENT) return;
    const message = 'The stream address sends nothing: a proxy may hold the stream back. Polling goes on.';
    this.#callbacks.onProblem({code: 'stream-silent', message, retryable: true});
    this.#openOrClose();
  }

  /** One stream after the other, with a delay after each. */
  async *#streams(run: AbortSignal): AsyncGenerator<TimedSignal | End, void> {
    const {clock, random} = this.#options;
    const firstDelayMs = this.#notBefore - clock.now();
    if (firstDelayMs > 0) await clock.sleep(firstDelayMs, run);
    while (!isAborted(run)) {
      yield yield* this.#stream(run);
      const restMs = MIN_DELAY_MS + random() * (MAX_DELAY_MS - MIN_DELAY_MS);
      await clock.sleep(this.#notBefore - clock.now() + restMs, run);
    }
  }

  /** One stream, until it ends, breaks or falls silent. Returns how it ended. */
  async *#stream(run: AbortSignal): AsyncGenerator<TimedSignal, End> {
    const {clock} = this.#options;
    const openedAt = clock.now();
    const ageMs = (): number => clock.now() - openedAt;
    const stream = new AbortController();
    let silence = new AbortController();
    let lastAtMs = 0;
    let hasByte = false;
    const close = (): void => {
      silence.abort();
      stream.abort();
    };
    const end = (thrown: unknown, isSilent: boolean): End => ({kind: 'end', thrown, isSilent});
    const hasNoByte = (): boolean => !hasByte && ageMs() >= NO_BYTE_FROM_MS;
    run.addEventListener('abort', close, {once: true});
    try {
      const signals = this.#callbacks.open(stream.signal)[Symbol.asyncIterator]();
      for (;;) {
        const step = await Promise.race([signals.next(), clock.sleep(STREAM_SILENCE_MS, silence.signal)]);
        silence.abort();
        if (!step) {
          const isSilent = !isAborted(run) && lastAtMs < PROOF_AGE_MS;
          if (isSilent && hasByte) this.#isProofNeeded = true;
          return end(undefined, isSilent);
        }
        if (step.done) return end(undefined, hasNoByte());
        silence = new AbortController();
        hasByte = true;
        lastAtMs = ageMs();
        yield {...step.value, ageMs: lastAtMs};
      }
    } catch (thrown) {
      return end(thrown, !(thrown instanceof StatusProblem) && hasNoByte());
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
