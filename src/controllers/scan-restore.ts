/**
 * Puts another field back to what it was before a scan was typed into it, in a way that frameworks notice; and only if
 * nothing else happened to it, as a person's words must not go with the gun's.
 */
import {UNREAD} from '../core/wedge-stroke.js';

type TextField = HTMLInputElement | HTMLTextAreaElement;

export interface Snapshot {
  /** Time of the key that came next, as the events count. */
  readonly t: number;
  readonly field: Element;
  /** Says whether the field still is as it was, or puts it back. */
  restore(typed: string): void;
}

/** @param field a text field or a select */
export function remember(field: Element, t: number): Snapshot {
  return {t, field, restore: field.localName === 'select' ? chosenIn(field) : textIn(field as TextField)};
}

function chosenIn(field: Element): () => void {
  const select = field as HTMLSelectElement;
  const chosen = select.selectedIndex;
  const options = Array.from(select.selectedOptions);
  return () => {
    const now = Array.from(select.selectedOptions);
    if (now.length === options.length && now.every((option, i) => option === options[i])) return;
    if (select.multiple) for (const option of select.options) option.selected = options.includes(option);
    else select.selectedIndex = chosen;
    tell(select, 'input');
    tell(select, 'change');
  };
}

function textIn(field: TextField): (typed: string) => void {
  const {value, selectionStart: start, selectionEnd: end} = field;
  return (typed) => {
    const now = field.value;
    if (now === value && !field.validity.badInput) return;
    if (!isExplained(value, now, typed, start === null ? Infinity : (end ?? start) - start)) return;
    setValue(field, value);
    const isFocused = (field.getRootNode() as Document | ShadowRoot).activeElement === field;
    if (start !== null && isFocused) field.setSelectionRange(start, end);
    tell(field, 'input');
  };
}

/** Did the keys of the gun, over what was selected, and nothing else make one value of the other? */
function isExplained(before: string, now: string, typed: string, selected: number): boolean {
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const removed = before.length - head - tail;
  const inserted = now.slice(head, now.length - tail);
  if (removed > selected) return false;
  if (typed.includes(UNREAD)) return inserted.length <= 2 * typed.length; // as long as the host's characters may be
  // The field may have dropped some, changed their case or put spaces between
  const wanted = typed.toLowerCase();
  let from = 0;
  for (const letter of inserted.toLowerCase()) {
    const at = wanted.indexOf(letter, from);
    if (at >= 0) from = at + 1;
    else if (/[\p{L}\p{N}]/u.test(letter)) return false;
  }
  return true;
}

/** Through the setter of the browser: React watches the field's own one and would take the value for its own. */
function setValue(field: TextField, value: string): void {
  for (let at: object | null = field; (at = Object.getPrototypeOf(at) as object | null);) {
    const {set} = Object.getOwnPropertyDescriptor(at, 'value') ?? {};
    if (!set) continue;
    set.call(field, value);
    return;
  }
}

function tell(field: Element, type: 'input' | 'change'): void {
  const {Event: OwnEvent} = field.ownerDocument.defaultView ?? globalThis;
  field.dispatchEvent(new OwnEvent(type, {bubbles: true, composed: type === 'input'}));
}
