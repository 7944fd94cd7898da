/**
 * What happens in the scan input's own field besides a gun's key presses: a person types and presses Enter, a code
 * is pasted, or the input method of a hand-held puts it there in one piece.
 */
export interface EntryListener {
  /** Whether a person may type here. */
  readonly mayType: boolean;
  /** A person's Enter. */
  entered(text: string): void;
  /** A code that came in one piece; the field is as it was before. */
  came(text: string, source: 'insert' | 'paste', isTrusted: boolean): void;
  /** A person is about to change what the field shows. */
  begins(): void;
  /** What is typed, but not entered, has changed. */
  drafted(): void;
}

/** So many characters at once are no key press, ... */
const ONE_PIECE = 6;

/** Listens for as long as the field lives. */
export function watchEntry(field: HTMLInputElement, listener: EntryListener): void {
  /** What the field held before the change that is under way. */
  let before = '';
  let isComposing = false;
  let composed = '';
  /** What comes in one piece. */
  let piece = '';

  const keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    listener.entered(field.value);
  };

  const beforeInput = (event: InputEvent): void => {
    if (isComposing) return;
    piece = pieceOf(event);
    if (listener.mayType || piece) listener.begins();
    else event.preventDefault();
    before = field.value;
  };

  const input = (event: Event): void => {
    event.stopPropagation(); // the element's value has not changed; when it does, the element says so
    if (isComposing) return;
    if (event instanceof InputEvent) piece ||= pieceOf(event); // some insertions are not announced
    settle(event.isTrusted);
  };

  const compositionStart = (): void => {
    if (listener.mayType) listener.begins();
    before = field.value;
    isComposing = true;
    composed = piece = '';
  };
  /** ... and people compose letter by letter. */
  const compositionUpdate = ({data}: CompositionEvent): void => {
    if (piece || data.length - composed.length >= ONE_PIECE) piece = data;
    composed = data;
  };
  const compositionEnd = ({data, isTrusted}: CompositionEvent): void => {
    isComposing = false;
    if (piece) piece = data;
    settle(isTrusted);
  };

  /** Some browsers end a composition before its last input event, and some after it: the first of both counts. */
  const settle = (isTrusted: boolean): void => {
    const after = field.value;
    const code = piece;
    piece = '';
    if (code || !listener.mayType) field.value = before;
    if (code) listener.came(code, 'insert', isTrusted);
    else if (after !== before) listener.drafted();
    before = field.value;
  };

  const paste = (event: ClipboardEvent): void => {
    event.preventDefault();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text) listener.came(text, 'paste', event.isTrusted);
  };

  field.addEventListener('keydown', keydown);
  field.addEventListener('beforeinput', beforeInput);
  field.addEventListener('input', input);
  field.addEventListener('compositionstart', compositionStart);
  field.addEventListener('compositionupdate', compositionUpdate);
  field.addEventListener('compositionend', compositionEnd);
  field.addEventListener('paste', paste);
}

const pieceOf = ({inputType, data}: InputEvent): string =>
  inputType === 'insertText' && data && data.length >= ONE_PIECE ? data : '';
