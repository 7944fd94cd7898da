/**
 * Restores another field to what it was before a scan was typed into it, in a way that frameworks notice. Does so only
 * if nothing else changed the field, so that a person's text is never lost.
 */
type TextField = HTMLInputElement | HTMLTextAreaElement;

export interface Snapshot {
  /** Time of the next key, ms as events count. */
  readonly t: number;
  readonly field: Element;
  /** Its text. */
  readonly value: string;
  /**
   * Removes what at most `leaked` keys of a scanner typed.
   *
   * @param afterScan the text when a person continued to type, if one did: what they typed since stays
   */
  restore(leaked: number, afterScan: string | undefined): void;
}

/** @param field a text field or a select */
export function takeSnapshot(field: Element, t: number): Snapshot {
  const {value} = field as TextField;
  const restore =
    field.localName === 'select'
      ? snapshotSelect(field as HTMLSelectElement)
      : snapshotText(field as TextField);
  return {t, field, value, restore};
}

function snapshotSelect(select: HTMLSelectElement): () => void {
  const chosen = Array.from(select.options, ({selected}) => selected);
  return () => {
    const options = Array.from(select.options);
    if (options.every(({selected}, i) => selected === chosen[i])) return;
    for (const [i, option] of options.entries()) option.selected = chosen[i] === true;
    dispatch(select, 'input');
    dispatch(select, 'change');
  };
}

function snapshotText(field: TextField): Snapshot['restore'] {
  const {value, selectionStart: start, selectionEnd: end} = field;
  const hasCaret = start !== null;
  // The text around the caret must be unchanged. Fields without a caret (number, date) are filled at the end
  const before = hasCaret ? value.slice(0, start) : value;
  const after = hasCaret ? value.slice(end ?? start) : '';
  return (leaked, afterScan = field.value) => {
    const now = field.value;
    const scanned = afterScan.slice(before.length, afterScan.length - after.length);
    const hasText = hasCaret || afterScan !== ''; // a number field with letters in it reports an empty value
    const isOnlyScan =
      scanned.length <= 2 * leaked && now.startsWith(before + scanned) && now.endsWith(after);
    if ((hasText && !isOnlyScan) || (now === value && !field.validity.badInput)) return;
    const rest = hasText ? now.slice(before.length + scanned.length, now.length - after.length) : '';
    // Through the prototype's setter: React overrides the field's own and would not notice the change
    Reflect.set(Object.getPrototypeOf(field) as object, 'value', rest ? before + rest + after : value, field);
    const caret = before.length + rest.length;
    if (hasCaret) field.setSelectionRange(rest ? caret : start, rest ? caret : end);
    dispatch(field, 'input');
  };
}

function dispatch(field: Element, type: 'input' | 'change'): void {
  field.dispatchEvent(new Event(type, {bubbles: true, composed: type === 'input'}));
}
