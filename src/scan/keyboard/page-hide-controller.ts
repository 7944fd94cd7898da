import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Tells a host that its page goes away: it may come back from the back/forward cache just as it was left. */
export class PageHideController implements ReactiveController {
  readonly #hidden: () => void;

  constructor(host: ReactiveControllerHost, hidden: () => void) {
    this.#hidden = hidden;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('pagehide', this.#hidden);
  }

  hostDisconnected(): void {
    window.removeEventListener('pagehide', this.#hidden);
  }
}
