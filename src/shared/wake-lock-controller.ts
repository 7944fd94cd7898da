import type {ReactiveController, ReactiveControllerHost} from 'lit';

/**
 * Keeps the screen on while a code is shown: a phone whose screen turns off in the queue cannot be scanned. A refused
 * request is repeated when the page becomes visible again, not before: the browser prints an error for each.
 */
export class WakeLockController implements ReactiveController {
  readonly #isNeeded: () => boolean;
  readonly #request: () => Promise<WakeLockSentinel> | undefined;
  #lock: WakeLockSentinel | undefined;
  #isRequesting = false;
  #isRefused = false;
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
    document.addEventListener('visibilitychange', this.#forgetRefusal);
  }

  hostDisconnected(): void {
    this.#connected = false;
    document.removeEventListener('visibilitychange', this.#forgetRefusal);
    this.#release();
  }

  hostUpdated(): void {
    if (!this.#connected || !this.#isNeeded()) this.#release();
    else if (!this.#isRequesting && !this.#isRefused && (!this.#lock || this.#lock.released))
      void this.#acquire();
  }

  readonly #forgetRefusal = (): void => {
    this.#isRefused = false;
  };

  async #acquire(): Promise<void> {
    this.#isRequesting = true;
    // Refused on low battery or by policy: then the screen goes dark as on any page
    const lock = await this.#request()?.catch(() => {
      this.#isRefused = true;
      return undefined;
    });
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
