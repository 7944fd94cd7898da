/**
 * Gives the focus back to a field that nobody has taken it from for something better. A till is idle when nothing was
 * pressed or touched for a while; a field somebody fills in, a button reached by keyboard and a frame keep the focus.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';

/** Long enough to press Tab once more, or for the second tap. */
const IDLE_MS = 700;
const SIGNS_OF_LIFE = ['focusin', 'focusout', 'focus', 'keydown', 'pointerdown', 'pointerup'] as const;
const capture = {capture: true, passive: true};

export interface KeptFocus {
  readonly isWanted: () => boolean;
  /** In the middle of a scan, say. */
  readonly isBadMoment: () => boolean;
  readonly take: () => void;
}

export class KeepFocusController implements ReactiveController {
  readonly #clock: Clock;
  readonly #focus: KeptFocus;
  #isConnected = false;
  #isListening = false;
  #wait: AbortController | undefined;

  constructor(host: ReactiveControllerHost, clock: Clock, focus: KeptFocus) {
    this.#clock = clock;
    this.#focus = focus;
    host.addController(this);
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.hostUpdated();
  }

  /** A host may still be updated once after it was removed. */
  hostUpdated(): void {
    const isWanted = this.#isConnected && this.#focus.isWanted();
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
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, this.#restart, capture);
    this.#restart();
  }

  #stop(): void {
    this.#isListening = false;
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, this.#restart, capture);
    this.#wait?.abort();
  }

  readonly #restart = (): void => {
    this.#wait?.abort();
    this.#wait = new AbortController();
    void this.#takeWhenIdle(this.#wait.signal);
  };

  async #takeWhenIdle(signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(IDLE_MS, signal);
    if (signal.aborted) return;
    if (this.#focus.isBadMoment()) this.#restart();
    else if (document.hasFocus() && isFree(deepActive())) this.#focus.take();
  }
}

/** What has the focus, through open shadow roots. */
function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** A clicked button keeps the focus for nothing; one that was reached by keyboard has it on purpose. */
function isFree(active: Element | null): boolean {
  if (!active || active === document.body || active === document.documentElement) return true;
  return (
    active.matches('button, a[href], summary, [tabindex]:not(iframe)') && !active.matches(':focus-visible')
  );
}
