/**
 * A person at a keyboard: log-normal gaps, keys held for about 90 ms so that fast typing overlaps (Dhakal and others,
 * CHI 2018: medians from 100 to 350 ms, pairs down to 25 ms, 40 to 70 % of the presses of fast typists overlap).
 */
import {logNormal, type Random} from '../../bench/polling/random.js';
import {layoutKey, physicalKey, type HostLayout} from './host-layouts.js';
import type {RecordedKey} from './recording.js';
import {Reel, type Held} from './reel.js';

export interface Manner {
  /** Milliseconds from key to key, and the deviation of its logarithm. */
  readonly median: number;
  readonly spread: number;
  readonly hold: number;
  readonly holdSpread: number;
  readonly layout: HostLayout;
  readonly caps: boolean;
}

export const calm: Manner = {
  median: 190,
  spread: 0.4,
  hold: 90,
  holdSpread: 0.25,
  layout: 'us',
  caps: false,
};

const REPEAT_AFTER_MS = 500;
const REPEAT_EVERY_MS = 33;

export class Person {
  readonly #random: Random;
  readonly #manner: Manner;
  readonly #reel = new Reel();
  readonly #upAt = new Map<string, number>();
  #time = 0;

  constructor(random: Random, manner: Partial<Manner> = {}) {
    this.#random = random;
    this.#manner = {...calm, ...manner};
  }

  get keys(): readonly RecordedKey[] {
    return this.#reel.keys;
  }
  get time(): number {
    return this.#time;
  }

  /** Types a text, a key for each character. */
  type(text: string): this {
    const {layout, caps} = this.#manner;
    for (const letter of text) {
      const physical = physicalKey(letter);
      const {code} = physical;
      const key = layoutKey(physical, layout, caps);
      if (!physical.shift) {
        this.press(code, key);
        continue;
      }
      this.#rest(0.6);
      const shiftAt = this.#time;
      const upAt = this.press(code, key, {shift: true});
      this.#reel.add('down', shiftAt, 'ShiftLeft', 'Shift', {shift: true, caps});
      this.#reel.add('up', upAt + 20 * this.#random(), 'ShiftLeft', 'Shift', {caps});
      this.#time = Math.max(this.#time, upAt); // the next letter is a small one: Shift must be up by then
    }
    return this;
  }

  /** One key, in its own rhythm. Returns when it comes up. */
  press(code: string, key: string, held: Held = {}): number {
    const {hold, holdSpread, caps} = this.#manner;
    this.#rest();
    const free = this.#upAt.get(code) ?? -Infinity;
    this.#time = Math.max(this.#time, free + 8 + 30 * this.#random()); // a finger has to come up first
    const upAt = this.#time + logNormal(hold, holdSpread, this.#random);
    this.#reel.add('down', this.#time, code, key, {caps, ...held});
    this.#reel.add('up', upAt, code, key, {caps, ...held});
    this.#upAt.set(code, upAt);
    return upAt;
  }

  /** Several names of keys: `Enter`, `Backspace`, `Tab` … */
  tap(...names: readonly string[]): this {
    for (const name of names) this.press(name, name === 'Space' ? ' ' : name.replace(/^Numpad/, ''));
    return this;
  }

  /** Digits on the keypad. */
  count(digits: string): this {
    for (const digit of digits) this.press(digit === '.' ? 'NumpadDecimal' : `Numpad${digit}`, digit);
    return this;
  }

  /** Ctrl with a letter. */
  shortcut(letter: string): this {
    this.pause(150);
    const ctrlAt = this.#time;
    const upAt = this.press(physicalKey(letter).code, letter, {ctrl: true});
    this.#reel.add('down', ctrlAt, 'ControlLeft', 'Control', {ctrl: true});
    this.#reel.add('up', upAt + 30, 'ControlLeft', 'Control');
    this.#time = upAt + 40;
    return this;
  }

  /** Keeps a key down until it repeats. */
  lean(code: string, key: string, ms: number): this {
    this.#rest();
    const start = this.#time;
    this.#reel.add('down', start, code, key);
    for (let at = REPEAT_AFTER_MS; at < ms; at += REPEAT_EVERY_MS)
      this.#reel.add('down', start + at, code, key, {repeat: true});
    this.#time = start + ms;
    this.#reel.add('up', this.#time, code, key);
    return this;
  }

  /** A finger drawn over keys that lie side by side: 9 to 16 ms each, several down at a time. */
  slide(keys: string): this {
    this.#rest();
    for (const letter of keys) {
      const {code} = physicalKey(letter);
      this.#reel.press(this.#time, 28 + 35 * this.#random(), code, letter);
      this.#time += 9 + 7 * this.#random();
    }
    return this;
  }

  /** A hand laid on the keyboard: all keys go down within a moment and come up together. */
  palm(keys: string): this {
    this.#rest();
    for (const letter of keys) {
      const {code} = physicalKey(letter);
      this.#reel.press(this.#time, 200 + 100 * this.#random(), code, letter);
      this.#time += 4 * this.#random();
    }
    this.#time += 350;
    return this;
  }

  pause(ms: number): this {
    this.#time += ms;
    return this;
  }

  /** From the last key to this one, never faster than fingers are. */
  #rest(share = 1): void {
    const {median, spread} = this.#manner;
    this.#time += Math.max(25, logNormal(median, spread, this.#random)) * share;
  }
}
