/** Reads an order from a child `<script type="application/json">`, as a server writes it into a page. */
import type {ReactiveController, ReactiveControllerHost} from 'lit';

export interface OrderScriptOptions {
  /** Whether the page has given no order in another way. */
  readonly isWanted: () => boolean;
  readonly take: (json: string) => void;
}

export class OrderScriptController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: OrderScriptOptions;
  /** The one that was read: an order that the page has cleared does not return with the next child. */
  #script: Element | undefined;
  #waitsForPage = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: OrderScriptOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostDisconnected(): void {
    if (!this.#waitsForPage) return;
    this.#waitsForPage = false;
    this.#host.ownerDocument.removeEventListener('DOMContentLoaded', this.read);
  }

  /** To be called when the children have changed. */
  readonly read = (): void => {
    const script = this.#host.querySelector(':scope > script[type="application/json"]');
    if (!script || script === this.#script || !this.#options.isWanted()) return;
    const json = script.textContent;
    const {ownerDocument} = this.#host;
    // A page arrives in pieces, and the parser may be inside of the script
    if (ownerDocument.readyState === 'loading' && !isJson(json)) {
      this.#waitsForPage = true;
      ownerDocument.addEventListener('DOMContentLoaded', this.read);
      return;
    }
    this.#script = script;
    this.#options.take(json);
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
