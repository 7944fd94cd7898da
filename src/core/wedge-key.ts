/** What a key press may mean in a burst of keys, before anybody knows whether a gun or a person pressed it. */
import {isNumpadDigit, usKey} from './us-layout.js';
import type {WedgeKey} from './wedge.js';
import {UNREAD} from './wedge-stroke.js';

export interface Meaning {
  /**
   * `text` has a character · `control` is Ctrl with a key that has a control character · `end` is Enter and its like ·
   * `command` types nothing: an edit, a shortcut, a function key · `modifier` changes other keys.
   */
  readonly kind: 'text' | 'control' | 'end' | 'command' | 'modifier';
  /** Tells its key-up and its repeats. */
  readonly id: string;
  /** As `F8`, `Enter`, `Ctrl+J`; for text, the character. */
  readonly name: string;
  /** The character the host says, or `UNREAD`. */
  readonly key: string;
  /** The character of a US keyboard, or `UNREAD`. */
  readonly us: string;
  /** A digit on the keypad while Alt is down. */
  readonly isAlt: boolean;
  /** What the page will hold of it, `UNREAD` where nobody can say. */
  readonly typed: string;
}

/** Guns press them in the middle of a code. */
const MODIFIERS: ReadonlySet<string> = new Set(
  'Shift Control Alt AltGraph Meta CapsLock NumLock ScrollLock Fn'.split(' '),
);
/** What `key` says when it does not know the character: an input method or an accent has it, or the system is lost. */
const UNREADABLE: ReadonlySet<string> = new Set(['', 'Process', 'Dead', 'Unidentified']);

/** For a key that types nothing: should a gun have sent it, it was a control character. */
const ESCAPE = '\x1b';

export function meaningOf(press: WedgeKey): Meaning {
  const {key, code, ctrl, alt, meta, altGraph} = press;
  const id = idOf(press);
  const us = usKey(code, press.shift);
  const isUnreadable = UNREADABLE.has(key);
  const isPlain = !meta && (altGraph || ctrl === alt); // both together are AltGr on Windows
  const name = isUnreadable && !us ? code : key;
  const typesNothing = {id, name, key: ESCAPE, us: ESCAPE, isAlt: false, typed: ''};

  if (MODIFIERS.has(key)) return {kind: 'modifier', ...typesNothing};
  if (isPlain && (name === 'Tab' ? !press.shift : name.endsWith('Enter')))
    return {kind: 'end', ...typesNothing};
  if (isUnreadable && !us && code) return {kind: 'modifier', ...typesNothing}; // as an input method calls Shift
  if (alt && !ctrl && isNumpadDigit(code))
    return {kind: 'text', id, name, key: us, us, isAlt: true, typed: UNREAD};

  const control = ctrl && !isPlain && !meta ? controlOf(usKey(code, false) || key) : '';
  if (control) {
    const spelled = {...typesNothing, name: `Ctrl+${String.fromCharCode(control.charCodeAt(0) + 64)}`};
    return {kind: /[\t\n\r]/.test(control) ? 'end' : 'control', ...spelled, key: control, us: control};
  }
  const isKnown = key.length === 1 || key.charCodeAt(0) > 127; // lam-alef is two characters
  if (!isPlain || !(isKnown || isUnreadable || (us && code.startsWith('Numpad'))))
    return {kind: 'command', ...typesNothing};
  return {
    kind: 'text',
    id,
    name,
    key: isKnown ? key : UNREAD,
    us: us && !altGraph && !ctrl ? us : UNREAD, // with AltGr the gun was set for this host
    isAlt: false,
    typed: isKnown ? key : UNREAD,
  };
}

export const idOf = ({code, key}: WedgeKey): string => code || key;

/** The control character that Ctrl makes of a character; empty: none. */
function controlOf(character: string): string {
  const at = character.length === 1 ? character.toUpperCase().charCodeAt(0) : 0;
  return at > 63 && at < 96 ? String.fromCharCode(at & 31) : '';
}
