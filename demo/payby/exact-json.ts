/**
 * JSON that loses no digit. `JSON.parse` rounds every number to the nearest double, so an amount could become another
 * amount before anybody looks at it. Here a number that a double cannot carry stays the text that was written.
 */

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** The JSON value in this text; `12.1` is a number, and `12.1000000000000000001` a string. Throws a SyntaxError. */
export function parseExactJson(text: string): unknown {
  const rounded: unknown = JSON.parse(text); // proves the text to be JSON, so that its tokens are easy to tell
  const exact = text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || isExact(token) ? token : JSON.stringify(token),
  );
  return exact === text ? rounded : JSON.parse(exact);
}

/** Whether reading the number as a double and printing it gives the same value. */
const isExact = (written: string): boolean => canonical(written) === canonical(String(Number(written)));

/** One spelling per value: `12.10`, `1.21e1` and `12.1` are all `121e-1`. */
function canonical(written: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(written) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return whole === '' ? 'none' : '0';
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${String(power)}`;
}
