import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../core/clock.js';
import {isAborted} from '../core/is-aborted.js';
import {nextChangeMs} from '../core/order/countdown.js';

/** Updates its host whenever the time left changes on the screen, and calls back when it has run out. */
export class CountdownController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #clock: Clock;
  readonly #remaining: () => number | undefined;
  readonly #onEnd: () => void;
  #connected = false;
  #run: AbortController | undefined;

  /** @param remaining ms left, `undefined` when nothing is to be counted */
  constructor(
    host: ReactiveControllerHost,
    clock: Clock,
    remaining: () => number | undefined,
    onEnd: () => void,
  ) {
    this.#host = host;
    this.#clock = clock;
    this.#remaining = remaining;
    this.#onEnd = onEnd;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    this.restart();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#run?.abort();
  }

  /** To be called when what is counted has changed. */
  restart(): void {
    this.#run?.abort();
    if (!this.#connected) return;
    this.#run = new AbortController();
    void this.#count(this.#run.signal);
  }

  async #count(signal: AbortSignal): Promise<void> {
    for (let left = this.#remaining(); left !== undefined && !isAborted(signal); left = this.#remaining()) {
      if (left <= 0) {
        this.#onEnd();
        return;
      }
      await this.#clock.sleep(nextChangeMs(left), signal);
      if (!isAborted(signal)) this.#host.requestUpdate();
    }
  }
}
