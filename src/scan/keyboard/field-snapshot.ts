/**
 * Puts another field back to what it was before a scan was typed into it, in a way that frameworks notice; and only if
 * nothing else happened to it, as a person's words must not go with the gun's.
 */
type TextField = HTMLInputElement | HTMLTextAreaElement;

export interface Snapshot {
  /** Time of the key that came next, as the events count. */
  readonly t: number;
  readonly field: Element;
  /** What stood in it. */
  readonly value: string;
  /**
   * Takes out again what no more than so many keys of a gun typed.
   *
   * @param then the field when a person went on to type, if one did: what came since stays
   */
  restore(leaked: number, then: string | undefined): void;
}

/** @param field a text field or a select */
export function remember(field: Element, t: number): Snapshot {
  const {value} = field as TextField;
  const restore =
    field.localName === 'select' ? chosenIn(field as HTMLSelectElement) : textIn(field as TextField);
  return {t, field, value, restore};
}

function chosenIn(select: HTMLSelectElement): () => void {
  const chosen = Array.from(select.options, ({selected}) => selected);
  return () => {
    const options = Array.from(select.options);
    if (options.every(({selected}, i) => selected === chosen[i])) return;
    for (const [i, option] of options.entries()) option.selected = chosen[i] === true;
    tell(select, 'input');
    tell(select, 'change');
  };
}

function textIn(field: TextField): Snapshot['restore'] {
  const {value, selectionStart: start, selectionEnd: end} = field;
  const hasCaret = start !== null;
  // What stood around the caret must be as it was. Fields without one (numbers, dates) are filled from the end
  const before = hasCaret ? value.slice(0, start) : value;
  const after = hasCaret ? value.slice(end ?? start) : '';
  return (leaked, then = field.value) => {
    const now = field.value;
    const scanned = then.slice(before.length, then.length - after.length);
    const isBare = hasCaret || then !== ''; // a number field with letters in it says that it is empty
    const isOurs = scanned.length <= 2 * leaked && now.startsWith(before + scanned) && now.endsWith(after);
    if ((isBare && !isOurs) || (now === value && !field.validity.badInput)) return;
    const rest = isBare ? now.slice(before.length + scanned.length, now.length - after.length) : '';
    // Through the setter of the browser: React watches the field's own one and would take the value for its own
    Reflect.set(Object.getPrototypeOf(field) as object, 'value', rest ? before + rest + after : value, field);
    const caret = before.length + rest.length;
    if (hasCaret) field.setSelectionRange(rest ? caret : start, rest ? caret : end);
    tell(field, 'input');
  };
}

function tell(field: Element, type: 'input' | 'change'): void {
  field.dispatchEvent(new Event(type, {bubbles: true, composed: type === 'input'}));
}
