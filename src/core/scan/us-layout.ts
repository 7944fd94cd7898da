/** What each key types on a US keyboard, which is what a scanner set to US means, whatever layout the host uses. */

/** Per `KeyboardEvent.code`, plain and shifted. Keyboards outside the US have a second key for the backslash. */
const OTHERS =
  ' Space   Minus-_ Equal=+ BracketLeft[{ BracketRight]} Backslash\\| IntlBackslash\\| Semicolon;: Quote\'" Backquote`~ ' +
  'Comma,< Period.> Slash/? NumpadDecimal.. NumpadAdd++ NumpadSubtract-- NumpadMultiply** NumpadDivide// ';

/** One character, or the empty string for a key that types none. Ignores Num Lock: scanners mean the digit. */
export function usKey(code: string, isShifted: boolean): string {
  const last = code.slice(-1);
  switch (code.slice(0, -1)) {
    case 'Key':
      return isShifted ? last : last.toLowerCase();
    case 'Digit':
      return isShifted ? ')!@#$%^&*('.charAt(Number(last)) : last;
    case 'Numpad':
      return last;
  }
  const at = code ? OTHERS.indexOf(` ${code}`) : -1;
  return at < 0 ? '' : OTHERS.charAt(at + code.length + (isShifted ? 2 : 1));
}
