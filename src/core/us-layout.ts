/** What a key types on a US keyboard: what a gun meant that was set for one, whatever layout the host translated to. */

/** Plain and shifted, per `KeyboardEvent.code`. A second key for the backslash is what boards outside the US have. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['Space', '  '],
  ['Minus', '-_'],
  ['Equal', '=+'],
  ['BracketLeft', '[{'],
  ['BracketRight', ']}'],
  ['Backslash', '\\|'],
  ['IntlBackslash', '\\|'],
  ['Semicolon', ';:'],
  ['Quote', `'"`],
  ['Backquote', '`~'],
  ['Comma', ',<'],
  ['Period', '.>'],
  ['Slash', '/?'],
  ['NumpadDecimal', '..'],
  ['NumpadAdd', '++'],
  ['NumpadSubtract', '--'],
  ['NumpadMultiply', '**'],
  ['NumpadDivide', '//'],
]);

const SHIFTED_DIGITS = ')!@#$%^&*(';

/** One character, or the empty string for a key that types none. Num Lock does not count: guns mean the digit. */
export function usKey(code: string, isShifted: boolean): string {
  const last = code.slice(-1);
  if (code.length === 4 && code.startsWith('Key')) return isShifted ? last : last.toLowerCase();
  if (isDigit(last)) {
    if (code.length === 6 && code.startsWith('Digit'))
      return isShifted ? (SHIFTED_DIGITS[Number(last)] ?? '') : last;
    if (isNumpadDigit(code)) return last;
  }
  return OTHERS.get(code)?.charAt(Number(isShifted)) ?? '';
}

export const isNumpadDigit = (code: string): boolean =>
  code.length === 7 && code.startsWith('Numpad') && isDigit(code.slice(-1));

const isDigit = (char: string): boolean => char >= '0' && char <= '9';
