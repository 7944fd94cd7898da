/**
 * Returns the focus to a field when nothing else needs it: when nothing was pressed or touched for a while, and the
 * focus is not on another field, on a button reached by keyboard or in a frame.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import {focusPath} from './key-target.js';

/** Without activity for this long the page is idle, ms: enough to press Tab again, or for a second tap. */
const IDLE_MS = 700;
const ACTIVITY_EVENTS = ['focusin', 'focusout', 'focus', 'keydown', 'pointerdown', 'pointerup'] as const;
const capture = {capture: true, passive: true};

export interface KeepFocusCallbacks {
  readonly isWanted: () => boolean;
  /** A scan is being received, for example. */
  readonly mustWait: () => boolean;
  readonly takeFocus: () => void;
}

export class KeepFocusController implements ReactiveController {
  readonly #clock: Clock;
  readonly #callbacks: KeepFocusCallbacks;
  #isConnected = false;
  #isListening = false;
  #idleTimer: AbortController | undefined;

  constructor(host: ReactiveControllerHost, clock: Clock, callbacks: KeepFocusCallbacks) {
    this.#clock = clock;
    this.#callbacks = callbacks;
    host.addController(this);
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.hostUpdated();
  }

  /** A host may still be updated once after it was removed. */
  hostUpdated(): void {
    const isWanted = this.#isConnected && this.#callbacks.isWanted();
    if (isWanted === this.#isListening) return;
    if (isWanted) this.#start();
    else this.#stop();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#stop();
  }

  #start(): void {
    this.#isListening = true;
    for (const type of ACTIVITY_EVENTS) window.addEventListener(type, this.#restart, capture);
    this.#restart();
  }

  #stop(): void {
    this.#isListening = false;
    for (const type of ACTIVITY_EVENTS) window.removeEventListener(type, this.#restart, capture);
    this.#idleTimer?.abort();
  }

  readonly #restart = (): void => {
    this.#idleTimer?.abort();
    this.#idleTimer = new AbortController();
    void this.#takeWhenIdle(this.#idleTimer.signal);
  };

  async #takeWhenIdle(signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(IDLE_MS, signal);
    if (signal.aborted) return;
    if (this.#callbacks.mustWait()) this.#restart();
    else if (document.hasFocus() && isFree(focusPath(document).slice(-1)[0])) this.#callbacks.takeFocus();
  }
}

/** A clicked button does not need the focus; one that was reached by keyboard does. */
function isFree(active: Element | undefined): boolean {
  if (!active || active === document.body || active === document.documentElement) return true;
  return (
    active.matches('button, a[href], summary, [tabindex]:not(iframe)') && !active.matches(':focus-visible')
  );
}
