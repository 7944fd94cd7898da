/** Collects what happens to a keyboard, in any order, and gives it back in order of time. */
import type {Kind, RecordedKey} from './recording.js';

export interface Held {
  readonly shift?: boolean;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly caps?: boolean;
  readonly repeat?: boolean;
}

export class Reel {
  readonly #keys: RecordedKey[] = [];

  add(kind: Kind, at: number, code: string, key: string, held: Held = {}): void {
    const {shift = false, ctrl = false, alt = false, caps = false, repeat = false} = held;
    const rounded = Math.round(at * 10) / 10;
    this.#keys.push({at: rounded, kind, key, code, shift, ctrl, alt, caps, repeat});
  }

  /** A key that goes down and comes up again. */
  press(at: number, holdMs: number, code: string, key: string, held: Held = {}): void {
    this.add('down', at, code, key, held);
    this.add('up', at + holdMs, code, key, held);
  }

  addAll(keys: readonly RecordedKey[]): void {
    this.#keys.push(...keys);
  }

  /** In order of time; what happened at once stays in the order in which it was added. */
  get keys(): readonly RecordedKey[] {
    return this.#keys
      .map((key, order) => ({key, order}))
      .sort((a, b) => a.key.at - b.key.at || a.order - b.order)
      .map(({key}) => key);
  }
}
