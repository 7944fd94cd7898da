/** A barcode gun without the gun, for demos, stories and support: the same keys on the same way, marked untrusted. */

export interface GunManners {
  /** Between two keys, ms. */
  readonly gap?: number;
  /** The name of the last key; `null` for a gun that sends none. */
  readonly suffix?: string | null;
}

/**
 * Presses all keys at once, at the times that a gun would have pressed them.
 * @param from not before this time, ms as events count it
 * @returns when it is through
 */
export function fireGun(field: HTMLInputElement, code: string, manners: GunManners, from: number): number {
  const {gap = 8, suffix = 'Enter'} = manners;
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
    code: placeOf(key),
    shiftKey: /^[A-Z]$/.test(key),
    bubbles: true,
    composed: true,
    cancelable: true,
  });
  Object.defineProperty(event, 'timeStamp', {value: at});
  return event;
}

/** Where the key is on a keyboard; unknown for signs, which are read by what they say. */
function placeOf(key: string): string {
  if (/^[0-9]$/.test(key)) return `Digit${key}`;
  if (/^[A-Za-z]$/.test(key)) return `Key${key.toUpperCase()}`;
  return key.length > 1 ? key : '';
}
