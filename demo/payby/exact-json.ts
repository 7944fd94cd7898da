/**
 * Parses JSON without rounding. `JSON.parse` rounds every number to the nearest double, which could turn an amount into
 * another one unnoticed. Here a number that a double cannot hold becomes a string of its digits.
 */

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Parses JSON text: `12.1` becomes a number, `12.1000000000000000001` a string. Throws a SyntaxError. */
export function parseExactJson(text: string): unknown {
  const rounded: unknown = JSON.parse(text); // throws unless the text is JSON, so the pattern below finds its tokens safely
  const exact = text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || isExact(token) ? token : JSON.stringify(token),
  );
  return exact === text ? rounded : JSON.parse(exact);
}

/** Whether reading the number as a double and printing it gives the same value. */
const isExact = (written: string): boolean => canonical(written) === canonical(String(Number(written)));

/** One form per value: `12.10`, `1.21e1` and `12.1` all become `121e-1`. */
function canonical(written: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(written) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return whole === '' ? 'none' : '0';
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${String(power)}`;
}
