/**
 * Brings a part of the program that the first paint does not need, once that has happened, and tries again until it
 * is there: without it nobody would learn that a payment arrived.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../core/clock.js';

const MAX_REST_MS = 15_000;

export class LateController<T> implements ReactiveController {
  readonly #clock: Clock;
  readonly #load: () => Promise<T>;
  readonly #arrived: (part: T) => void;
  readonly #failed: (failures: number) => void;
  #run: AbortController | undefined;
  #hasArrived = false;
  #arrival: Promise<void> | undefined;

  /**
   * @param arrived called once
   * @param failed called with the number of failures in a row
   */
  constructor(
    host: ReactiveControllerHost,
    clock: Clock,
    load: () => Promise<T>,
    arrived: (part: T) => void,
    failed: (failures: number) => void,
  ) {
    this.#clock = clock;
    this.#load = load;
    this.#arrived = arrived;
    this.#failed = failed;
    host.addController(this);
  }

  /** Settles when the part is there, or its host is gone. */
  get arrival(): Promise<void> | undefined {
    return this.#arrival;
  }

  hostConnected(): void {
    if (this.#hasArrived) return;
    this.#run = new AbortController();
    this.#arrival = this.#bring(this.#run.signal);
  }

  hostDisconnected(): void {
    this.#run?.abort();
  }

  async #bring(signal: AbortSignal): Promise<void> {
    const stopped = (): boolean => signal.aborted;
    await Promise.race([painted(), this.#clock.sleep(100, signal)]); // a hidden page paints nothing
    for (let failures = 1; !stopped(); failures++) {
      try {
        const part = await this.#load();
        if (stopped()) return;
        this.#hasArrived = true;
        this.#arrived(part);
        return;
      } catch {
        this.#failed(failures);
        await this.#clock.sleep(Math.min(1000 * 2 ** failures, MAX_REST_MS), signal);
      }
    }
  }
}

/** A frame's callbacks run just before it is painted, so a task of its own comes just after. */
const painted = (): Promise<unknown> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
