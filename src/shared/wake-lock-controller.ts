import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Keeps the screen on while a code is shown: a phone whose screen turns off in the queue cannot be scanned. */
export class WakeLockController implements ReactiveController {
  readonly #isNeeded: () => boolean;
  readonly #request: () => Promise<WakeLockSentinel> | undefined;
  #lock: WakeLockSentinel | undefined;
  #isRequesting = false;
  #connected = false;

  /** @param request requests the lock; `undefined` where the browser has none */
  constructor(
    host: ReactiveControllerHost,
    isNeeded: () => boolean,
    request: () => Promise<WakeLockSentinel> | undefined = requestScreen,
  ) {
    this.#isNeeded = isNeeded;
    this.#request = request;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#release();
  }

  hostUpdated(): void {
    if (!this.#connected || !this.#isNeeded()) this.#release();
    else if (!this.#isRequesting && (!this.#lock || this.#lock.released)) void this.#acquire();
  }

  async #acquire(): Promise<void> {
    this.#isRequesting = true;
    // Refused on low battery or by policy: then the screen goes dark as on any page
    const lock = await this.#request()?.catch(() => undefined);
    this.#isRequesting = false;
    this.#lock = lock;
    if (!this.#connected || !this.#isNeeded()) this.#release();
  }

  #release(): void {
    void this.#lock?.release();
    this.#lock = undefined;
  }
}

function requestScreen(): Promise<WakeLockSentinel> | undefined {
  if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return undefined;
  return navigator.wakeLock.request('screen');
}
