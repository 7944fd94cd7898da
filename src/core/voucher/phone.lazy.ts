/**
 * A phone number as people of the Emirates type it, in the one spelling that a server wants. The only place that
 * knows the library; fetched when a payer is about to type.
 */
import parsePhoneNumber from 'libphonenumber-js/min';

/** National numbers of the Emirates that a message can reach: mobiles. */
const UAE_MOBILE = /^\+9715\d{8}$/;
/** Invisible marks that come along when a number is copied out of right-to-left text. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]/g;
/** What a number is written with; a word in between means that this is something else. */
const NUMBER = /^[+\p{Nd}\s().\p{Pd}/]+$/u;

/**
 * E.164 ("+971501234567"), or `undefined` for what is no number or cannot get a message. Without a country it is of
 * the Emirates: 050…, 50…, 971…; elsewhere starts with + or 00.
 */
export function parsePhone(typed: string): string | undefined {
  const number = typed.normalize('NFKC').replace(INVISIBLE, '').trim();
  if (!NUMBER.test(number)) return undefined;
  const parsed = parsePhoneNumber(number, 'AE');
  if (!parsed?.isValid()) return undefined;
  return parsed.countryCallingCode !== '971' || UAE_MOBILE.test(parsed.number) ? parsed.number : undefined;
}
