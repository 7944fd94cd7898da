import type {ReactiveController, ReactiveControllerHost} from 'lit';

/**
 * Knows whether what the host shows has been painted once, and then updates it: what takes long and can wait is left
 * out of the first render.
 */
export class FirstPaintController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #isShown: () => boolean;
  #frame = 0;
  /** Set by a host whose first paint a server has rendered. */
  isDone = false;

  /** @param isShown whether the last update rendered what is waited for */
  constructor(host: ReactiveControllerHost, isShown: () => boolean) {
    this.#host = host;
    this.#isShown = isShown;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.isDone || !this.#isShown()) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      // A frame is painted after its callbacks, and before the next task
      setTimeout(() => {
        this.isDone = true;
        this.#host.requestUpdate();
      });
    });
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
  }
}
