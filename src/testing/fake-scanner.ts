/** A barcode scanner and a person at the keyboard: key events with times of their own, so that no test waits. */

export interface ScanOptions {
  /** From key to key, ms. Default 8. */
  readonly gap?: number;
  /** Keys after the code. Default `['Enter']`. */
  readonly suffix?: readonly string[];
  /** Where the keys go. Default: the focused element, as with a real scanner. */
  readonly to?: Element;
}

/** Between the keys of a person, and until a key is released: a person presses the next one before that, ms. */
const TYPING = {gap: 180, hold: 220};

/**
 * Presses keys as a scanner does. The events are not trusted: a browser does nothing of its own with them, so the scanner
 * types into fields itself.
 */
export class FakeScanner {
  #time = performance.now();

  /** Presses the keys of a code. Returns the names of those that reached the page: none, if a scan input took them all. */
  scan(code: string, {gap = 8, suffix = ['Enter'], to = focused()}: ScanOptions = {}): readonly string[] {
    const leaked = this.#press([...Array.from(code), ...suffix], {gap, hold: gap / 2}, to);
    this.pause();
    return leaked;
  }

  /** Types like a person: slowly, and pressing a key before the last one is released. */
  type(
    text: string,
    {suffix = [], to = focused()}: Pick<ScanOptions, 'suffix' | 'to'> = {},
  ): readonly string[] {
    const leaked = this.#press([...Array.from(text), ...suffix], TYPING, to);
    this.pause();
    return leaked;
  }

  /** Presses nothing for a while, by the times of its keys. */
  pause(ms = 1500): void {
    this.#time += ms;
  }

  #press(keys: readonly string[], {gap, hold}: typeof TYPING, to: Element): readonly string[] {
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

/** @param at when the key was pressed, ms as events count */
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
export function focused(): Element {
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
