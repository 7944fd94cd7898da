import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Calls back when the page is left, because the back/forward cache may restore it exactly as it was. */
export class PageHideController implements ReactiveController {
  readonly #onHide: () => void;

  constructor(host: ReactiveControllerHost, onHide: () => void) {
    this.#onHide = onHide;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('pagehide', this.#onHide);
  }

  hostDisconnected(): void {
    window.removeEventListener('pagehide', this.#onHide);
  }
}
