/** jsdom has `ElementInternals` without states. */
type States = Partial<Pick<ElementInternals, 'states'>>;

/** Shows one state of several to the page's CSS: `:state(paid)`, or `[data-phase="paid"]` in older browsers. */
export class CustomState {
  readonly #host: HTMLElement;
  readonly #internals: States | undefined;
  #current = '';
  #names = true;

  constructor(host: HTMLElement, internals: States | undefined = attach(host)) {
    this.#host = host;
    this.#internals = internals;
  }

  show(state: string): void {
    if (state === this.#current) return;
    try {
      this.#internals?.states?.delete(this.#current);
      this.#internals?.states?.add(state);
    } catch {
      this.#names = false; // browsers before `:state()` have no such set, or want names with dashes
    }
    if (!this.#internals?.states || !this.#names) this.#host.dataset['phase'] = state;
    this.#current = state;
  }
}

/** Safari has `attachInternals` since 16.4 only; phones that stay older still show the attribute. */
function attach(host: HTMLElement): ElementInternals | undefined {
  try {
    return host.attachInternals();
  } catch {
    return undefined;
  }
}
