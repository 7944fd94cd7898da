/**
 * Restores another field to what it was before a scan was typed into it, in a way that frameworks notice: its whole
 * value, whatever the page made of the scanned keys. What was changed in it since the last of those keys stays.
 */
type TextField = HTMLInputElement | HTMLTextAreaElement;

export interface Snapshot {
  /** Time of the key that comes next, ms as events count. */
  readonly t: number;
  readonly field: Element;
  /** Its text. */
  readonly value: string;
  /** That key is hidden from the page, so it cannot change the text. */
  readonly isHidden: boolean;
  /** @param settled the text after the last key of the scan that reached the field; by default the text it has now */
  restore(settled?: string): void;
}

/** @param field a text field or a select */
export function takeSnapshot(field: Element, t: number, isHidden: boolean): Snapshot {
  const {value} = field as TextField;
  const restore =
    field.localName === 'select'
      ? snapshotSelect(field as HTMLSelectElement)
      : snapshotText(field as TextField);
  return {t, field, value, isHidden, restore};
}

function snapshotSelect(select: HTMLSelectElement): Snapshot['restore'] {
  const chosen = Array.from(select.options, ({selected}) => selected);
  return (settled = select.value) => {
    const options = Array.from(select.options);
    if (select.value !== settled || options.every(({selected}, i) => selected === chosen[i])) return;
    for (const [i, option] of options.entries()) option.selected = chosen[i] === true;
    dispatch(select, 'input');
    dispatch(select, 'change');
  };
}

function snapshotText(field: TextField): Snapshot['restore'] {
  const {value, selectionStart: start, selectionEnd: end} = field; // no caret in a number, a date and their like
  const after = start === null ? '' : value.slice(end ?? start);
  return (settled = field.value) => {
    const now = field.value;
    const head = settled.slice(0, settled.length - after.length);
    // What a person typed since stands where the scan ended; any other change is the page's own
    const isSame = now === settled;
    if (!isSame && !(now.startsWith(head) && now.endsWith(after))) return;
    const rest = isSame ? '' : now.slice(head.length, now.length - after.length);
    const text = isSame ? value : value.slice(0, start ?? undefined) + rest + after;
    const isChanged = now !== text || field.validity.badInput;
    if (start !== null && !isChanged) return;
    // Through the prototype's setter: React overrides the field's own and would not notice the change. Also without a
    // change: a date that is half typed has no value
    Reflect.set(Object.getPrototypeOf(field) as object, 'value', text, field);
    if (start !== null) {
      const caret = start + rest.length;
      field.setSelectionRange(caret, isSame ? end : caret);
    }
    if (isChanged) dispatch(field, 'input');
  };
}

function dispatch(field: Element, type: 'input' | 'change'): void {
  field.dispatchEvent(new Event(type, {bubbles: true, composed: type === 'input'}));
}
