/** Whether the page is seen, for a reader that only ever moves forward in time. */
import type {Period} from './checkouts.js';

const NEVER: Period = {from: Infinity, to: Infinity};

export class PageView {
  readonly #hidden: readonly Period[];
  #index = 0;

  constructor(hidden: readonly Period[]) {
    this.#hidden = hidden;
  }

  /** The hidden period that covers `at`, else the next one; a period at `Infinity` when there is none. */
  hiddenPeriod(at: number): Period {
    let period = this.#hidden[this.#index];
    while (period && period.to <= at) period = this.#hidden[++this.#index];
    return period ?? NEVER;
  }
}
