/** A key press as the wedge stores it, classified before it is known whether a scanner or a person pressed it. */
import {usKey} from './us-layout.js';
import type {KeyTarget, WedgeKey} from './wedge-types.js';

/** For a key that could not be read. */
export const UNREAD = '\ufffd';

export interface Stroke {
  readonly t: number;
  readonly target: KeyTarget;
  readonly shift: boolean;
  readonly caps: boolean;
  /**
   * `text` has a character · `control` is Ctrl with a key that has a control character · `end` is Enter and its like ·
   * `command` types nothing: an edit, a shortcut, a function key · `mute` changes other keys.
   */
  kind: 'text' | 'control' | 'end' | 'command' | 'mute';
  /** Identifies its key-up and its repeats. */
  readonly id: string;
  /** As `F8`, `Enter`, `Ctrl+J`; for text, the character. */
  name: string;
  /** The character that the host reports, or `UNREAD`; a later `input` event may set it (Android). */
  key: string;
  /** The character of a US keyboard, or `UNREAD`. */
  us: string;
  /** A digit on the keypad while Alt is down: `digit`, or `last` once Alt came up after it. */
  alt: '' | 'digit' | 'last';
  /** When it was released, ms; -1: not yet, or not reported. */
  up: number;
  isLeaked: boolean;
}

/** Stands for keys that are missing or not understood: no text with it passes for a code. */
export const unreadOf = (stroke: Stroke): Stroke => ({
  ...stroke,
  kind: 'text',
  key: UNREAD,
  us: UNREAD,
  isLeaked: false,
});

/** Scanners press them in the middle of a code. */
const MODIFIER = /^(?:Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock|ScrollLock|Fn)$/;
/** Values of `key` when the character is unknown: an input method or a dead key has it, or the system does not know. */
const UNREADABLE = /^(?:Process|Dead|Unidentified|)$/;

/** Identifies a key's repeats and its key-up. */
export const idOf = ({code, key}: WedgeKey): string => code || key;

export function strokeOf(press: WedgeKey): Stroke {
  const {t, target, shift, caps, key, code, ctrl, alt, meta} = press;
  const us = usKey(code, shift);
  const isKnown = key.length === 1 || key > '\x7f'; // lam-alef is two characters
  const isUnreadable = !isKnown && UNREADABLE.test(key);
  const isAltGr = press.altGraph || (ctrl && alt); // as Windows reports it
  const isPlain = isAltGr || !(ctrl || alt || meta);
  const name = isUnreadable && !us ? code : key;
  // If a scanner pressed it, a key that types nothing stood for a control character
  const stroke: Stroke = {
    t,
    target,
    shift,
    caps,
    kind: 'command',
    id: idOf(press),
    name,
    key: '\x1b',
    us: '\x1b',
    alt: '',
    up: -1,
    isLeaked: true,
  };
  const setText = (host: string, physical: string): void => {
    stroke.kind = 'text';
    stroke.key = host || UNREAD;
    stroke.us = physical || UNREAD;
  };
  if (!isKnown && (MODIFIER.test(key) || (isUnreadable && !us && code && !/Enter|Tab/.test(code)))) {
    stroke.kind = 'mute'; // an input method may report Shift without a name
  } else if (isPlain && !isKnown && (name === 'Tab' ? !shift : name.endsWith('Enter'))) {
    stroke.kind = 'end';
  } else if (alt && !ctrl && /^Numpad\d/.test(code)) {
    setText(us, us);
    stroke.alt = 'digit';
  } else if (isPlain) {
    // With AltGr the scanner is set for this host's layout
    if (isKnown || isUnreadable || (us && code.startsWith('Num')))
      setText(isKnown ? key : '', isAltGr ? '' : us);
  } else if (ctrl && !meta) {
    const at = (usKey(code, false) || key).toUpperCase();
    if (/^[@-_]$/.test(at)) {
      const control = String.fromCharCode(at.charCodeAt(0) & 31);
      setText(control, control);
      stroke.kind = /[\t\n\r]/.test(control) ? 'end' : 'control';
      stroke.name = `Ctrl+${at}`;
    }
  }
  return stroke;
}
