import type {LitElement, ReactiveController} from 'lit';

/**
 * Notifies of the width at which the code is laid out: for each code, and when the page gives it another width. To measure
 * it in an update would make the browser lay out the page each time, once a second.
 */
export class CodeWidthController implements ReactiveController {
  readonly #host: LitElement;
  readonly #code: () => unknown;
  readonly #onWidth: (width: number) => void;
  /** Needs no end: what it observes is inside the host, and has no width while that is off the page. */
  #observer: ResizeObserver | undefined;
  #observed: readonly [element: Element | null, code: unknown] = [null, undefined];

  /** @param code identifies the code that is shown; `undefined` for none */
  constructor(host: LitElement, code: () => unknown, onWidth: (width: number) => void) {
    this.#host = host;
    this.#code = code;
    this.#onWidth = onWidth;
    host.addController(this);
  }

  hostUpdated(): void {
    const code = this.#code();
    const element = code === undefined ? null : this.#host.renderRoot.querySelector('.plate > svg');
    if (element === this.#observed[0] && code === this.#observed[1]) return;
    this.#observed = [element, code];
    if (typeof ResizeObserver === 'undefined') return; // jsdom has none, and lays nothing out
    // Older browsers notify of the size of an SVG's drawing, in its own units, and not of a change of its box. The used
    // width is that of the layout: a page may open its dialog by scaling it up.
    this.#observer ??= new ResizeObserver(() => {
      const [svg] = this.#observed;
      if (svg) this.#onWidth(parseFloat(getComputedStyle(svg).width));
    });
    // Observed anew, an element is notified even if its width is the same
    this.#observer.disconnect();
    if (!element) return;
    this.#observer.observe(element);
    if (element.parentElement) this.#observer.observe(element.parentElement);
  }
}
