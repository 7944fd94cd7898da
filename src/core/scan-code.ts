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

function matches(code: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(code);
  } catch {
    return true; // as browsers do with a broken `pattern`: it constrains nothing
  }
}
