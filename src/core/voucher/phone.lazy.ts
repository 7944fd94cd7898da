/**
 * Parses a phone number as people in the Emirates type it. The only file that imports the library; loaded when the payer
 * opens the form.
 */
import parsePhoneNumber from 'libphonenumber-js/min';

/** Numbers of the Emirates that can receive a message: mobiles. */
const UAE_MOBILE = /^\+9715\d{8}$/;
/** Invisible marks in a number that was copied from right-to-left text. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]/g;
/** The characters of a written number; with letters it is something else. */
const NUMBER = /^[+\p{Nd}\s().\p{Pd}/]+$/u;

/**
 * E.164 ("+971501234567"), or `undefined` if it is not a number that can receive a message. Without a country code it
 * is a number of the Emirates: 050…, 50…, 971…; a country code starts with + or 00.
 */
export function parsePhone(typed: string): string | undefined {
  const number = typed.normalize('NFKC').replace(INVISIBLE, '').trim();
  if (!NUMBER.test(number)) return undefined;
  const parsed = parsePhoneNumber(number, 'AE');
  if (!parsed?.isValid()) return undefined;
  return parsed.countryCallingCode !== '971' || UAE_MOBILE.test(parsed.number) ? parsed.number : undefined;
}
