/**
 * Is a scanned text usable as a payment code, and if not, why? PayBy documents one sample, `20007900T400690098F`,
 * and no alphabet or length: anything stricter than the defaults belongs in the merchant's `pattern`.
 */

export type ScanRefusal = 'control' | 'too-short' | 'too-long' | 'pattern';

export interface ScanRules {
  readonly minLength: number;
  /** A guard against a runaway gun, not a claim about the scheme. */
  readonly maxLength: number;
  /** The whole code must match, as in `<input pattern>`. */
  readonly pattern: string | undefined;
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
  if (/[^\x20-\x7e]/.test(code) || (pattern !== undefined && !matches(code, pattern)))
    return refuse('pattern');
  return {ok: true, code};
}

/** All that may be shown or printed of a code. */
export const maskCode = (code: string): string => `•••• ${code.slice(-4)}`;

/** What the field says to a finished scan before its text is looked at. */
export type GateVerdict = 'take' | 'duplicate' | 'busy';

/**
 * Keeps one customer from being charged twice: guns read twice, hands trigger twice, and one gun may be connected in
 * two ways. The last code is kept here and nowhere else.
 */
export class ScanGate {
  #last: string | undefined;
  #until = -Infinity;

  /** `now` and `dedupeMs` in ms; every repeat starts the window anew. */
  judge(code: string, now: number, {isBusy, dedupeMs}: {isBusy: boolean; dedupeMs: number}): GateVerdict {
    const isDuplicate = code === this.#last && now < this.#until;
    if (!isDuplicate && isBusy) return 'busy'; // and not remembered: it was not taken
    this.#last = code;
    this.#until = now + dedupeMs;
    return isDuplicate ? 'duplicate' : 'take';
  }

  /** The same code counts as new again. */
  forget(): void {
    this.#last = undefined;
  }
}

/** A person's entry or a paste as the code it means: ASCII digits; no bidi marks, spaces or hyphens. Case stays. */
export function foldEntry(entry: string): string {
  return entry
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => {
      const at = digit.charCodeAt(0); // Arabic-Indic and Persian start at a multiple of 16, Devanagari 6 after one
      return String((at < 0x900 ? at : at - 6) & 15);
    })
    .replace(/[\s\p{Pd}\p{Cf}\u2212]/gu, '');
}

/** Are these the digits of a product, with the right check digit (EAN-8, UPC-A, EAN-13, GTIN-14)? */
export function looksLikeRetail(code: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(code)) return false;
  const sum = Array.from(code)
    .reverse()
    .reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

function matches(code: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(code);
  } catch {
    return true; // as browsers do with a broken `pattern`: it constrains nothing
  }
}
