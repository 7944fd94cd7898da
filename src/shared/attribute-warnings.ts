/** Prints what is wrong with the attributes of an element: once per element, attribute and value. */
import type {AttributeIssue} from '../core/attributes.js';

export class AttributeWarnings {
  readonly #host: HTMLElement;
  readonly #printed = new Set<string>();

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  readonly report = ({name, value, message}: AttributeIssue): void => {
    const key = JSON.stringify([name, value, message]);
    if (this.#printed.has(key)) return;
    this.#printed.add(key);
    console.warn(`payby-checkout: ${message}`, this.#host);
  };
}
