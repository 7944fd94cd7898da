/**
 * Watches the scan input's own field for what is no scan by key presses: a person types and presses Enter, pastes a
 * code, or the input method of a handheld inserts it in one piece.
 */
export interface FieldListener {
  /** Whether a person may type here. */
  readonly mayType: boolean;
  /** A person pressed Enter. */
  onEntered(text: string): void;
  /** A code was inserted in one piece; the field is as it was before. */
  onInserted(text: string, source: 'insert' | 'paste', isTrusted: boolean): void;
  /** A person is about to change the text of the field. */
  onEditStart(): void;
  /** The typed, not yet entered text has changed. */
  onDraftChange(): void;
}

/** Text of at least this many characters at once was inserted, not typed. */
const MIN_INSERTED = 6;

/** Listens as long as the field exists. */
export function watchField(field: HTMLInputElement, listener: FieldListener): void {
  /** Text of the field before the current change. */
  let before = '';
  let isComposing = false;
  let composed = '';
  /** Text inserted in one piece by the current change. */
  let inserted = '';

  const keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    listener.onEntered(field.value);
  };

  const beforeInput = (event: InputEvent): void => {
    if (isComposing) return;
    inserted = insertedText(event);
    if (listener.mayType || inserted) listener.onEditStart();
    else event.preventDefault();
    before = field.value;
  };

  const input = (event: Event): void => {
    event.stopPropagation(); // the element dispatches its own `input` when its value changes
    if (isComposing) return;
    if (event instanceof InputEvent) inserted ||= insertedText(event); // some insertions have no `beforeinput`
    settle(event.isTrusted);
  };

  const compositionStart = (): void => {
    if (listener.mayType) listener.onEditStart();
    before = field.value;
    isComposing = true;
    composed = inserted = '';
  };
  /** A person composes letter by letter. */
  const compositionUpdate = ({data}: CompositionEvent): void => {
    if (inserted || data.length - composed.length >= MIN_INSERTED) inserted = data;
    composed = data;
  };
  const compositionEnd = ({data, isTrusted}: CompositionEvent): void => {
    isComposing = false;
    if (inserted) inserted = data;
    settle(isTrusted);
  };

  /** Browsers end a composition before or after its last input event; whichever comes first counts. */
  const settle = (isTrusted: boolean): void => {
    const after = field.value;
    const code = inserted;
    inserted = '';
    if (code || !listener.mayType) field.value = before;
    if (code) listener.onInserted(code, 'insert', isTrusted);
    else if (after !== before) listener.onDraftChange();
    before = field.value;
  };

  const paste = (event: ClipboardEvent): void => {
    event.preventDefault();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text) listener.onInserted(text, 'paste', event.isTrusted);
  };

  field.addEventListener('keydown', keydown);
  field.addEventListener('beforeinput', beforeInput);
  field.addEventListener('input', input);
  field.addEventListener('compositionstart', compositionStart);
  field.addEventListener('compositionupdate', compositionUpdate);
  field.addEventListener('compositionend', compositionEnd);
  field.addEventListener('paste', paste);
}

const insertedText = ({inputType, data}: InputEvent): string =>
  inputType === 'insertText' && data && data.length >= MIN_INSERTED ? data : '';
