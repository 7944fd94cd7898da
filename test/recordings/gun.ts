/** A barcode gun in keyboard mode: which keys it presses for a code, and what the till's browser hears of them. */
import {layoutKey, physicalKey, type HostLayout, type PhysicalKey} from './host-layouts.js';
import type {RecordedKey} from './recording.js';
import {Reel, type Held} from './reel.js';

export interface Shot {
  /** When the first key goes down. */
  readonly at?: number;
  /** From one key going down to the next: the same always, a list (the last one goes on), or by chance. */
  readonly gap?: number | readonly number[] | (() => number);
  /** How long a key is down. Guns let go before the next key, or in the same report. */
  readonly hold?: number;
  /** Keys after the code: `Enter`, `NumpadEnter`, `Tab`, `F12`, `Ctrl+J` … */
  readonly suffix?: readonly string[];
  readonly prefix?: readonly string[];
  /** The layout of the till, and the one the gun is set for. */
  readonly layout?: HostLayout;
  readonly gunLayout?: HostLayout;
  readonly caps?: boolean;
  /** The gun knows that Caps Lock is on and leaves Shift out. */
  readonly compensates?: boolean;
  /** Shift goes down in a report of its own, this much earlier. */
  readonly shiftLead?: number;
  /** Changes what the browser hears of a character key. */
  readonly heard?: (key: {readonly code: string; readonly key: string}) => {
    readonly code: string;
    readonly key: string;
  };
  readonly numpad?: boolean;
  /** A key is let go in the report after the next one: `hold` may be longer than the gap. */
  readonly rolls?: boolean;
  /** Releases that never arrive. */
  readonly losesUps?: boolean;
  /** A browser that hides Shift, and says no time finer than this. */
  readonly hidesShift?: boolean;
  readonly clock?: number;
}

const named: Readonly<Record<string, readonly [code: string, key: string]>> = {
  NumpadEnter: ['NumpadEnter', 'Enter'],
  Space: ['Space', ' '],
};

/** `Ctrl+J`, or a key by its name. */
export function keyOf(name: string): {code: string; key: string; ctrl: boolean} {
  const letter = /^Ctrl\+(.)$/.exec(name)?.[1];
  if (letter) return {code: physicalKey(letter.toLowerCase()).code, key: letter.toLowerCase(), ctrl: true};
  const [code = name, key = name] = named[name] ?? [];
  return {code, key, ctrl: false};
}

/** Control characters as guns send them: Ctrl with the key 64 places further on. */
const controlName = (character: string): string =>
  `Ctrl+${String.fromCharCode(character.charCodeAt(0) + 64)}`;

const asItIs: NonNullable<Shot['heard']> = (key) => key;

export function shoot(text: string, shot: Shot = {}): readonly RecordedKey[] {
  const {at = 0, gap = 10, hold = 3, suffix = ['Enter'], prefix = [], layout = 'us', gunLayout = 'us'} = shot;
  const {caps = false, compensates = false, shiftLead = 0, heard = asItIs, clock = 0} = shot;
  const reel = new Reel();
  const tick = (time: number): number => (clock ? Math.floor(time / clock) * clock : time);
  let time = at;
  let count = 0;

  const rest = (): number =>
    typeof gap === 'number' ? gap : typeof gap === 'function' ? gap() : nth(gap, count);
  /** Runs what one key does, which ends before the next one begins. */
  const step = (act: (upAt: number) => void): void => {
    const next = rest();
    act(tick(time + (shot.rolls ? hold : Math.min(hold, next))));
    count += 1;
    time += next;
  };
  const press = (upAt: number, code: string, key: string, held: Held): void => {
    reel.add('down', tick(time), code, key, {caps, ...held});
    if (!shot.losesUps) reel.add('up', upAt, code, key, {caps, ...held});
  };
  const command = (name: string): void => {
    step((upAt) => {
      const {code, key, ctrl} = keyOf(name);
      if (ctrl) reel.add('down', tick(time), 'ControlLeft', 'Control', {caps, ctrl});
      press(upAt, code, key, {ctrl});
      if (ctrl) reel.add('up', upAt, 'ControlLeft', 'Control', {caps});
    });
  };
  const character = (letter: string): void => {
    step((upAt) => {
      const physical = physicalKey(letter, gunLayout);
      const shift = physical.shift && !(caps && compensates && /[A-Z]/.test(letter));
      const told = shift && !shot.hidesShift;
      if (shift) reel.add('down', tick(time - shiftLead), 'ShiftLeft', 'Shift', {caps, shift: told});
      const {code, key} = heard(hear(letter, {code: physical.code, shift}));
      press(upAt, code, key, {shift: told});
      if (shift) reel.add('up', upAt, 'ShiftLeft', 'Shift', {caps});
    });
  };
  const hear = (letter: string, physical: PhysicalKey): {code: string; key: string} =>
    shot.numpad && /\d/.test(letter)
      ? {code: `Numpad${letter}`, key: letter}
      : {code: physical.code, key: layoutKey(physical, layout, caps)};

  prefix.forEach(command);
  for (const letter of text) {
    if (letter < ' ') command(controlName(letter));
    else character(letter);
  }
  suffix.forEach(command);
  return reel.keys;
}

const nth = (list: readonly number[], index: number): number => list[Math.min(index, list.length - 1)] ?? 0;

/** Each character as Alt and its number on the keypad, as guns do in ALT mode. Under Windows a character follows. */
export function shootByAlt(
  text: string,
  {at = 0, gap = 4, numLock = true, inserts = false, suffix = ['Enter']} = {},
): readonly RecordedKey[] {
  const reel = new Reel();
  const arrows = ['Insert', 'End', 'ArrowDown', 'PageDown', 'ArrowLeft', 'Clear', 'ArrowRight', 'Home'];
  let time = at;
  for (const letter of text) {
    reel.add('down', time, 'AltLeft', 'Alt', {alt: true});
    for (const digit of `0${letter.charCodeAt(0)}`) {
      time += gap;
      const key = numLock ? digit : (arrows[Number(digit)] ?? (digit === '8' ? 'ArrowUp' : 'PageUp'));
      reel.press(time, gap / 2, `Numpad${digit}`, key, {alt: true});
    }
    time += gap;
    reel.add('up', time, 'AltLeft', 'Alt');
    if (inserts) reel.add('insert', time, '', letter);
    time += gap;
  }
  reel.addAll(shoot('', {at: time, suffix}));
  return reel.keys;
}
