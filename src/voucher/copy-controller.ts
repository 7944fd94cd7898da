import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../core/clock.js';

/** What is said of a copy, for so long that it can be read, ms. */
const SAID_FOR_MS = 4000;

/** Copies a text, and knows for a moment how that went. */
export class CopyController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #clock: Clock;
  #state: 'rest' | 'copied' | 'failed' = 'rest';
  #rest: AbortController | undefined;

  constructor(host: ReactiveControllerHost, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
    host.addController(this);
  }

  get state(): 'rest' | 'copied' | 'failed' {
    return this.#state;
  }

  hostDisconnected(): void {
    this.#rest?.abort();
    this.#state = 'rest';
  }

  /** @param beside where the person is: an older browser copies what is selected, and selects only what is shown */
  async copy(text: string, beside: Element): Promise<void> {
    const isCopied = await copyText(text, beside);
    this.#rest?.abort();
    const rest = new AbortController();
    this.#rest = rest;
    this.#show(isCopied ? 'copied' : 'failed');
    await this.#clock.sleep(SAID_FOR_MS, rest.signal);
    if (!rest.signal.aborted) this.#show('rest');
  }

  #show(state: 'rest' | 'copied' | 'failed'): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}

/** By the clipboard; where it is missing or refused (in-app browsers, pages without https) by selection. */
async function copyText(text: string, beside: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text, beside);
  }
}

function copySelected(text: string, beside: Element): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true; // else a phone shows its keyboard
  field.style.position = 'fixed';
  field.style.opacity = '0';
  field.ariaHidden = 'true';
  beside.after(field);
  field.select();
  // Not a promise of any standard, but all that older browsers have
  const page: {execCommand?: (command: string) => boolean} = document;
  const isCopied = page.execCommand?.('copy') ?? false;
  field.remove();
  if (beside instanceof HTMLElement) beside.focus();
  return isCopied;
}
