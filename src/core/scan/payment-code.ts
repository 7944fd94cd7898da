/**
 * Checks whether a scanned text can be a payment code. PayBy documents one sample, `20007900T400690098F`, and neither
 * alphabet nor length: anything stricter than the defaults belongs in the merchant's `pattern`.
 */

/** Why a text cannot be a payment code: a control character inside, its length, or `pattern` (also not ASCII). */
export type ScanRefusal = 'control' | 'too-short' | 'too-long' | 'pattern';

export interface ScanRules {
  /** Shorter codes are refused, in characters. */
  readonly minLength: number;
  /** Longer codes are refused, in characters: a limit for a runaway scanner, not a claim about the scheme. */
  readonly maxLength: number;
  /** Matches a whole code, as `pattern` of an `<input>`; no `g` or `y` flag. */
  readonly pattern: RegExp | null;
}

export type ScanCheck =
  | {readonly ok: true; readonly code: string}
  | {readonly ok: false; readonly reason: ScanRefusal; readonly length: number};

export function checkScan(input: string, {minLength, maxLength, pattern}: ScanRules): ScanCheck {
  const code = input.trim();
  const refuse = (reason: ScanRefusal): ScanCheck => ({ok: false, reason, length: code.length});
  if (/\p{Cc}/u.test(code)) return refuse('control');
  if (code.length < minLength) return refuse('too-short');
  if (code.length > maxLength) return refuse('too-long');
  if (/[^\x20-\x7e]/.test(code) || pattern?.test(code) === false) return refuse('pattern');
  return {ok: true, code};
}

/** Matches a whole code, as `pattern` of an `<input>` does. Throws a SyntaxError. */
export const wholePattern = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u');

/** A code as it may be shown and printed: four dots and its last four characters. */
export const maskCode = (code: string): string => `•••• ${code.slice(-4)}`;

/**
 * Prevents charging a customer twice: scanners read twice, hands trigger twice, and a scanner may be connected in two
 * ways. The last code is stored here and nowhere else.
 */
export class DuplicateGuard {
  /** In a function, as no printed object may show a code: see scripts/rollup/plain-private.mjs. */
  #last: (() => string) | undefined;
  #until = -Infinity;

  /** Compares a code with the last one. `now` and `dedupeMs` in ms; each repeat restarts the window. */
  check(
    code: string,
    now: number,
    {isBusy, dedupeMs}: {readonly isBusy: boolean; readonly dedupeMs: number},
  ): 'new' | 'duplicate' | 'busy' {
    const isDuplicate = code === this.#last?.() && now < this.#until;
    if (!isDuplicate && isBusy) return 'busy'; // and not stored: the code was not accepted
    this.#last = () => code;
    this.#until = now + dedupeMs;
    return isDuplicate ? 'duplicate' : 'new';
  }

  /** The same code counts as new again. */
  forget(): void {
    this.#last = undefined;
  }
}

/** Turns typed text into the code it means: ASCII digits; no bidi marks, spaces or hyphens. Case stays. */
export const normalizeCode = (entry: string): string => foldDigits(entry).replace(/[\s\p{Pd}\u2212]/gu, '');

const foldDigits = (entry: string): string =>
  withoutMarks(entry).replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => {
    const at = digit.charCodeAt(0); // Arabic-Indic and Persian start at a multiple of 16, Devanagari 6 after one
    return String((at < 0x900 ? at : at - 6) & 15);
  });

/** The text as it looks: without bidi marks and their like, and with ordinary blanks. */
const withoutMarks = (text: string): string => text.replace(/\p{Cf}/gu, '').replace(/\p{Zs}/gu, ' ');

/**
 * The code that a person meant who typed this: the text itself if it is one, else with what people type differently
 * put right, as little as is needed.
 * @param isCode compares a text with the given lengths and pattern; `undefined`: neither is given
 */
export function codeOfEntry(entry: string, isCode?: (text: string) => boolean): string {
  const texts = [entry, withoutMarks(entry), foldDigits(entry)].map((text) => text.trim());
  return texts.find((text) => isCode?.(text)) ?? normalizeCode(entry);
}

/**
 * The code in a text that was pasted or inserted in one piece. A barcode holds nothing but ASCII, so its text stays as
 * it is, without the invisible marks that an app has added; a text that holds other characters was written by a person.
 * @param isCode as for {@link codeOfEntry}
 */
export function codeOfInserted(text: string, isCode?: (text: string) => boolean): string {
  const plain = withoutMarks(text);
  return /[^\0-\x7f]/.test(isCode ? text : plain) ? codeOfEntry(plain, isCode) : plain;
}

/** Whether the code is a product number with the right check digit (EAN-8, UPC-A, EAN-13, GTIN-14). */
export function isGtin(code: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(code)) return false;
  const sum = Array.from(code)
    .reverse()
    .reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}
