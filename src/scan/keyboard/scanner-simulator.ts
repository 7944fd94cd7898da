/** Simulates a barcode scanner for demos, stories and support: the same key events, which are untrusted. */

/** How `simulate()` presses the keys. */
export interface SimulateOptions {
  /** Time between two keys, ms. Default 8. */
  readonly gap?: number;
  /** Name of the last key; `null` for a scanner that sends none. Default `Enter`. */
  readonly suffix?: string | null;
}

/**
 * Dispatches all key events at once, with the time stamps that a scanner's would have.
 * @param from the earliest time of the first key, ms as events count
 * @returns the time after the last key
 */
export function simulateScan(
  field: HTMLInputElement,
  code: string,
  options: SimulateOptions,
  from: number,
): number {
  const {gap = 8, suffix = 'Enter'} = options;
  let at = Math.max(from, performance.now());
  for (const key of [...Array.from(code), ...(suffix ? [suffix] : [])]) {
    field.dispatchEvent(keyEvent('keydown', key, at));
    field.dispatchEvent(keyEvent('keyup', key, at + gap / 2));
    at += gap;
  }
  return at;
}

function keyEvent(type: string, key: string, at: number): KeyboardEvent {
  const event = new KeyboardEvent(type, {
    key,
    code: codeOfKey(key),
    shiftKey: /^[A-Z]$/.test(key),
    bubbles: true,
    composed: true,
    cancelable: true,
  });
  Object.defineProperty(event, 'timeStamp', {value: at});
  return event;
}

/** `KeyboardEvent.code` of a key; empty for punctuation, which is read by `key`. */
function codeOfKey(key: string): string {
  if (/^[0-9]$/.test(key)) return `Digit${key}`;
  if (/^[A-Za-z]$/.test(key)) return `Key${key.toUpperCase()}`;
  return key.length > 1 ? key : '';
}
