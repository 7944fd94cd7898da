/** What a key types on a US keyboard: what a gun meant that was set for one, whatever layout the host translated to. */

/** Per `KeyboardEvent.code`, plain and shifted. A second key for the backslash is what boards outside the US have. */
const OTHERS =
  ' Space   Minus-_ Equal=+ BracketLeft[{ BracketRight]} Backslash\\| IntlBackslash\\| Semicolon;: Quote\'" Backquote`~ ' +
  'Comma,< Period.> Slash/? NumpadDecimal.. NumpadAdd++ NumpadSubtract-- NumpadMultiply** NumpadDivide// ';

/** One character, or the empty string for a key that types none. Num Lock does not count: guns mean the digit. */
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
