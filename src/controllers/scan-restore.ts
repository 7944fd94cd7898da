/**
 * Puts another field back to what it was before a scan was typed into it, in a way that frameworks notice; and only if
 * nothing else happened to it, as a person's words must not go with the gun's.
 */
type TextField = HTMLInputElement | HTMLTextAreaElement;

export interface Snapshot {
  /** Time of the key that came next, as the events count. */
  readonly t: number;
  readonly field: Element;
  /** Puts the field back, if no more than so many keys of a gun made it what it is. */
  restore(leaked: number): void;
}

/** @param field a text field or a select */
export function remember(field: Element, t: number): Snapshot {
  return {t, field, restore: field.localName === 'select' ? chosenIn(field) : textIn(field as TextField)};
}

function chosenIn(field: Element): () => void {
  const select = field as HTMLSelectElement;
  const chosen = Array.from(select.options, ({selected}) => selected);
  return () => {
    const options = Array.from(select.options);
    if (options.every(({selected}, i) => selected === chosen[i])) return;
    for (const [i, option] of options.entries()) option.selected = chosen[i] === true;
    tell(select, 'input');
    tell(select, 'change');
  };
}

function textIn(field: TextField): (leaked: number) => void {
  const {value, selectionStart, selectionEnd} = field;
  return (leaked) => {
    const now = field.value;
    const hasSelection = selectionStart !== null;
    // What stood around the caret must be as it was. A key types two characters at most
    const before = hasSelection ? value.slice(0, selectionStart) : '';
    const after = hasSelection ? value.slice(selectionEnd ?? selectionStart) : '';
    const inserted = now.length - (hasSelection ? before.length + after.length : value.length);
    const isTyped = now.startsWith(before) && now.endsWith(after) && inserted <= 2 * leaked;
    if (!isTyped || (now === value && !field.validity.badInput)) return;
    setValue(field, value);
    if (hasSelection) field.setSelectionRange(selectionStart, selectionEnd);
    tell(field, 'input');
  };
}

/** Through the setter of the browser: React watches the field's own one and would take the value for its own. */
function setValue(field: TextField, value: string): void {
  let at: unknown = field;
  let set: ((value: string) => void) | undefined;
  while (!set && (at = Object.getPrototypeOf(at)))
    ({set} = Object.getOwnPropertyDescriptor(at, 'value') ?? {});
  set?.call(field, value);
}

function tell(field: Element, type: 'input' | 'change'): void {
  const {Event: OwnEvent} = field.ownerDocument.defaultView ?? globalThis;
  field.dispatchEvent(new OwnEvent(type, {bubbles: true, composed: type === 'input'}));
}
