import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Keeps the screen lit while there is a code to be scanned; a phone that goes dark in the queue is a payment lost. */
export class WakeLockController implements ReactiveController {
  readonly #isWanted: () => boolean;
  readonly #request: () => Promise<WakeLockSentinel> | undefined;
  #lock: WakeLockSentinel | undefined;
  #isAsking = false;
  #connected = false;

  /** @param request asks for the lock; `undefined` where there is no such thing */
  constructor(
    host: ReactiveControllerHost,
    isWanted: () => boolean,
    request: () => Promise<WakeLockSentinel> | undefined = requestScreen,
  ) {
    this.#isWanted = isWanted;
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
    if (!this.#connected || !this.#isWanted()) this.#release();
    else if (!this.#isAsking && (!this.#lock || this.#lock.released)) void this.#acquire();
  }

  async #acquire(): Promise<void> {
    this.#isAsking = true;
    // Refused on low battery or by policy: then the screen goes dark as it always did
    const lock = await this.#request()?.catch(() => undefined);
    this.#isAsking = false;
    this.#lock = lock;
    if (!this.#connected || !this.#isWanted()) this.#release();
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
