/**
 * Loads a code-split part of an element (`*.lazy.ts`) and keeps trying with backoff while the element is on the page.
 * Only a failed download is retried. An error thrown while the part is created is a bug of the part: callers are
 * rejected with it, and it reaches the console as an uncaught error. A `URIError` is final too: a file of dist/cdn is
 * not at an address of its own, so what lies beside it is not ours (scripts/rollup/lazy-imports.mjs).
 */
import type {ReactiveControllerHost} from 'lit';
import type {Clock} from '../core/clock.js';
import type {Problem} from '../core/errors.js';
import {whileConnected} from './while-connected.js';

/** Failed downloads in a row after which callers are rejected and the page is notified. */
const FAILURES_PER_ROUND = 3;
/** Longest delay between two downloads, ms. */
const MAX_DELAY_MS = 15_000;

export interface LazyPartOptions<Module, Part> {
  /** Name of the file, for messages: `voucher.lazy.js`. */
  readonly file: string;
  /** Imports the file. The CDN build adds `?retry=n` after a failure; bundlers load their chunks themselves. */
  readonly load: () => Promise<Module>;
  /** Called once, when the file has been loaded. */
  readonly create: (module: Module) => Part;
  readonly clock: Clock;
  /** Receives `script-unreachable` after every third failure in a row. */
  readonly reportProblem: (problem: Problem) => void;
}

interface Caller<Part> {
  readonly resolve: (part: Part) => void;
  readonly reject: (cause: unknown) => void;
}

export class LazyPart<Module, Part> {
  readonly #options: LazyPartOptions<Module, Part>;
  #callers: Caller<Part>[] = [];
  #isStarted = false;
  #isLoading = false;
  #part: Part | undefined;
  /** What creating the part has thrown, or that its address is unknown. */
  #bug: {readonly thrown: unknown} | undefined;
  #connection: AbortSignal | undefined;
  #delay: AbortController | undefined;

  constructor(host: ReactiveControllerHost, options: LazyPartOptions<Module, Part>) {
    this.#options = options;
    whileConnected(host, (signal) => {
      this.#connection = signal;
      signal.addEventListener('abort', () => this.#delay?.abort(), {once: true});
      void this.#load();
    });
  }

  /** The part, once it has been loaded. */
  get part(): Part | undefined {
    return this.#part;
  }

  /** Settles when the part has been loaded, or the third download in a row has failed; at once if nothing was started. */
  get ready(): Promise<void> {
    if (!this.#isStarted) return Promise.resolve();
    return this.#whenLoaded().then(
      () => undefined,
      () => undefined,
    );
  }

  /** Starts loading in this task, or as soon as the element is connected, and does not stop until it succeeds. */
  start(): void {
    this.#isStarted = true;
    void this.#load();
  }

  /** Calls `fn` with the part: in this task if it is there, else once it is. Rejects after the third failure in a row. */
  async use<R>(fn: (part: Part) => R | Promise<R>): Promise<R> {
    return fn(this.#part ?? (await this.#whenLoaded()));
  }

  #whenLoaded(): Promise<Part> {
    if (this.#part !== undefined) return Promise.resolve(this.#part);
    return new Promise((resolve, reject) => {
      this.#callers.push({resolve, reject});
      if (this.#bug) this.#rejectCallers(this.#bug.thrown);
      this.#delay?.abort(); // a caller waits: try now
      void this.#load();
    });
  }

  #isNeeded(): boolean {
    if (this.#part !== undefined || this.#bug) return false;
    const isConnected = this.#connection?.aborted === false;
    return (this.#isStarted && isConnected) || this.#callers.length > 0;
  }

  async #load(): Promise<void> {
    if (this.#isLoading || !this.#isNeeded()) return;
    this.#isLoading = true;
    for (let failures = 1; this.#isNeeded(); failures++) {
      const module = await this.#download(failures);
      if (module) this.#create(module.value);
    }
    this.#isLoading = false;
  }

  async #download(failures: number): Promise<{readonly value: Module} | undefined> {
    try {
      return {value: await this.#options.load()};
    } catch (cause) {
      this.#handleFailure(failures, cause);
      this.#delay = new AbortController();
      const delayMs = Math.min(1000 * 2 ** failures, MAX_DELAY_MS);
      if (this.#isNeeded()) await this.#options.clock.sleep(delayMs, this.#delay.signal);
      this.#delay = undefined;
      return undefined;
    }
  }

  #handleFailure(failures: number, cause: unknown): void {
    const retryable = !(cause instanceof URIError);
    const message = `Could not load ${this.#options.file}${retryable ? '; retrying.' : `. ${cause.message}`}`;
    if (failures === 1) console.warn(`payby-checkout: ${message}`, cause);
    if (!retryable) this.#bug = {thrown: cause};
    else if (failures % FAILURES_PER_ROUND !== 0) return;
    this.#options.reportProblem({code: 'script-unreachable', message, retryable, cause});
    this.#rejectCallers(new Error(`Could not load ${this.#options.file}.`, {cause}));
  }

  #create(module: Module): void {
    try {
      this.#part = this.#options.create(module);
      for (const {resolve} of this.#callers.splice(0)) resolve(this.#part);
    } catch (thrown) {
      this.#bug = {thrown};
      this.#rejectCallers(thrown);
      queueMicrotask(() => {
        throw thrown; // uncaught on purpose, so that the console shows the stack
      });
    }
  }

  #rejectCallers(cause: unknown): void {
    for (const {reject} of this.#callers.splice(0)) reject(cause);
  }
}
