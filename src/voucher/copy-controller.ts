import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../core/clock.js';
import {warn} from '../shared/console-warning.js';
import type {CopyState} from './voucher-model.js';

/** Time to read the notice, ms. */
const NOTICE_MS = 4000;

/** Copies a text, and shows for a few seconds whether that succeeded. */
export class CopyController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #clock: Clock;
  #state: CopyState = 'idle';
  #notice: AbortController | undefined;

  constructor(host: ReactiveControllerHost, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
    host.addController(this);
  }

  get state(): CopyState {
    return this.#state;
  }

  hostDisconnected(): void {
    this.#notice?.abort();
    this.#state = 'idle';
  }

  /** @param beside the pressed button: older browsers copy a selection, which must be rendered near it */
  async copy(text: string, beside: Element): Promise<void> {
    const isCopied = await copyText(text, beside);
    this.#notice?.abort();
    const notice = new AbortController();
    this.#notice = notice;
    this.#show(isCopied ? 'copied' : 'failed');
    await this.#clock.sleep(NOTICE_MS, notice.signal);
    if (!notice.signal.aborted) this.#show('idle');
  }

  #show(state: CopyState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}

/** By the clipboard; where it is missing or refused (in-app browsers, pages without https:) by a selection. */
async function copyText(text: string, beside: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (cause) {
    const isCopied = copySelected(text, beside);
    if (!isCopied) warn('The order number could not be copied.', cause);
    return isCopied;
  }
}

function copySelected(text: string, beside: Element): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true; // otherwise a phone opens its keyboard
  field.style.position = 'fixed';
  field.style.opacity = '0';
  field.ariaHidden = 'true';
  beside.after(field);
  field.select();
  // Deprecated, but the only way in older browsers
  const page: {execCommand?: (command: string) => boolean} = document;
  const isCopied = page.execCommand?.('copy') ?? false;
  field.remove();
  if (beside instanceof HTMLElement) beside.focus();
  return isCopied;
}
