/** Dispatches the keys of a scanner and of a person with times of their own, so that no test waits. */

export interface ScanOptions {
  /** From key to key, ms. */
  readonly gap?: number;
  /** Keys after the code. */
  readonly suffix?: readonly string[];
  /** Target of the keys; default: the focused element. */
  readonly to?: Element;
}

export class FakeScanner {
  #time = performance.now();

  /** Presses the keys of a code and returns the names of those that reached the page. */
  scan(code: string, {gap = 8, suffix = ['Enter'], to = deepFocus()}: ScanOptions = {}): readonly string[] {
    const leaked = this.#press([...Array.from(code), ...suffix], gap, gap / 2, to);
    this.pause();
    return leaked;
  }

  /** Types like a person: slowly, and pressing a key before the last one is released. */
  type(
    text: string,
    {suffix = [], to = deepFocus()}: Pick<ScanOptions, 'suffix' | 'to'> = {},
  ): readonly string[] {
    const leaked = this.#press([...Array.from(text), ...suffix], 180, 220, to);
    this.pause();
    return leaked;
  }

  /** Presses nothing for a while. */
  pause(ms = 1500): void {
    this.#time += ms;
  }

  #press(keys: readonly string[], gap: number, hold: number, to: Element): readonly string[] {
    const strokes = keys.flatMap((key, i) => {
      const down = this.#time + i * gap;
      return [
        {type: 'keydown', key, at: down},
        {type: 'keyup', key, at: down + hold},
      ];
    });
    strokes.sort((a, b) => a.at - b.at);
    this.#time += keys.length * gap;
    return strokes.flatMap(({type, key, at}) => {
      const isLet = to.dispatchEvent(keyEvent(type, key, at));
      if (type === 'keyup' || !isLet) return [];
      if (key.length === 1) typeInto(to, key);
      return [key];
    });
  }
}

export function keyEvent(type: string, key: string, at: number): KeyboardEvent {
  const event = new KeyboardEvent(type, {
    key,
    code: /^\d$/.test(key) ? `Digit${key}` : /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
    shiftKey: /^[A-Z]$/.test(key),
    bubbles: true,
    composed: true,
    cancelable: true,
  });
  Object.defineProperty(event, 'timeStamp', {value: at});
  return event;
}

/** The focused element, through open shadow roots. */
export function deepFocus(): Element {
  let active = document.activeElement ?? document.body;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Inserts text as a browser does after a keydown, or an input method on its own. */
export function typeInto(target: Element, data: string, inputType = 'insertText'): void {
  if (!(target instanceof HTMLInputElement) || target.readOnly || target.disabled) return;
  const init = {data, inputType, bubbles: true, composed: true};
  if (!target.dispatchEvent(new InputEvent('beforeinput', {...init, cancelable: true}))) return;
  target.setRangeText(data, target.selectionStart ?? 0, target.selectionEnd ?? 0, 'end');
  target.dispatchEvent(new InputEvent('input', init));
}

export function pasteInto(target: Element, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  // Firefox reads `data`, the others the standard property
  const data = {data: text, dataType: 'text/plain'};
  const init = {...data, clipboardData, bubbles: true, composed: true, cancelable: true};
  target.dispatchEvent(new ClipboardEvent('paste', init));
}
