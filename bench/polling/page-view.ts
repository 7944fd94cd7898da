/** Whether the page is seen, for a reader that only ever moves forward in time. */
import type {Spell} from './checkouts.js';

const NEVER: Spell = {from: Infinity, to: Infinity};

export class PageView {
  readonly #hidden: readonly Spell[];
  #index = 0;

  constructor(hidden: readonly Spell[]) {
    this.#hidden = hidden;
  }

  /** The hidden spell that covers `at`, else the next one; a spell at `Infinity` when there is none. */
  hiddenSpell(at: number): Spell {
    let spell = this.#hidden[this.#index];
    while (spell && spell.to <= at) spell = this.#hidden[++this.#index];
    return spell ?? NEVER;
  }
}
