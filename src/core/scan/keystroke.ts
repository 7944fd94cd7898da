/** A key press, as the wedge keeps it, and what it may mean before anybody knows whether a gun or a person made it. */
import {usKey} from './us-layout.js';
import type {KeyPlace, WedgeKey} from './wedge.js';

/** For a key that could not be read. */
export const UNREAD = '\ufffd';

export interface Stroke {
  readonly t: number;
  readonly where: KeyPlace;
  readonly shift: boolean;
  readonly caps: boolean;
  /**
   * `text` has a character · `control` is Ctrl with a key that has a control character · `end` is Enter and its like ·
   * `command` types nothing: an edit, a shortcut, a function key · `mute` changes other keys.
   */
  kind: 'text' | 'control' | 'end' | 'command' | 'mute';
  /** Tells its key-up and its repeats. */
  readonly id: string;
  /** As `F8`, `Enter`, `Ctrl+J`; for text, the character. */
  name: string;
  /** The character the host says, or `UNREAD`; a later `input` event may tell it (Android). */
  key: string;
  /** The character of a US keyboard, or `UNREAD`. */
  us: string;
  /** A digit on the keypad while Alt is down: `digit`, or `last` once Alt came up after it. */
  alt: '' | 'digit' | 'last';
  /** When it came up; -1: not yet, or nobody said. */
  up: number;
  isLeaked: boolean;
}

/** Guns press them in the middle of a code. */
const MODIFIER = /^(?:Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock|ScrollLock|Fn)$/;
/** What `key` says when it does not know the character: an input method or an accent has it, or the system is lost. */
const UNREADABLE = /^(?:Process|Dead|Unidentified|)$/;

/** Tells a key's repeats and its key-up. */
export const idOf = ({code, key}: WedgeKey): string => code || key;

export function strokeOf(press: WedgeKey): Stroke {
  const {t, where, shift, caps, key, code, ctrl, alt, meta} = press;
  const us = usKey(code, shift);
  const isKnown = key.length === 1 || key > '\x7f'; // lam-alef is two characters
  const isUnreadable = !isKnown && UNREADABLE.test(key);
  const isAltGr = press.altGraph || (ctrl && alt); // as Windows says it
  const isPlain = isAltGr || !(ctrl || alt || meta);
  const name = isUnreadable && !us ? code : key;
  // Should a gun have sent it, a key that types nothing was a control character
  const stroke: Stroke = {
    t,
    where,
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
  const spell = (host: string, physical: string): void => {
    stroke.kind = 'text';
    stroke.key = host || UNREAD;
    stroke.us = physical || UNREAD;
  };
  if (!isKnown && (MODIFIER.test(key) || (isUnreadable && !us && code && !/Enter|Tab/.test(code)))) {
    stroke.kind = 'mute'; // an input method may call Shift by no name
  } else if (isPlain && !isKnown && (name === 'Tab' ? !shift : name.endsWith('Enter'))) {
    stroke.kind = 'end';
  } else if (alt && !ctrl && /^Numpad\d/.test(code)) {
    spell(us, us);
    stroke.alt = 'digit';
  } else if (isPlain) {
    // With AltGr the gun was set for this host
    if (isKnown || isUnreadable || (us && code.startsWith('Num')))
      spell(isKnown ? key : '', isAltGr ? '' : us);
  } else if (ctrl && !meta) {
    const at = (usKey(code, false) || key).toUpperCase();
    if (/^[@-_]$/.test(at)) {
      const control = String.fromCharCode(at.charCodeAt(0) & 31);
      spell(control, control);
      stroke.kind = /[\t\n\r]/.test(control) ? 'end' : 'control';
      stroke.name = `Ctrl+${at}`;
    }
  }
  return stroke;
}
