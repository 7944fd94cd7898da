/**
 * Numbers of orders and refunds that a person can read out and write down: sixteen characters in groups of four,
 * `7ZK4-QX9M-2HTA-V8PD`, in the base 32 of Douglas Crockford, which has no I, L, O and U. They hold 80 random bits, so
 * that nobody guesses one: an order's number is all that its payer needs to show.
 */
import type {Random} from '../../payby/random.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

export const newNumber = (random: Random): string =>
  grouped(Array.from(random(LENGTH), (byte) => ALPHABET.charAt(byte & 31)).join(''));

/**
 * The number that somebody meant who typed this: small letters, blanks, missing hyphens, and O, I and L for 0 and 1 are
 * read as the number. Any other text, such as PayBy's number of an order, which has only digits, is returned without the
 * blanks around it.
 */
export function readNumber(typed: string): string {
  const text = typed.replace(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  const isOurs =
    text.length === LENGTH &&
    /\D/.test(typed.trim()) &&
    Array.from(text).every((character) => ALPHABET.includes(character));
  return isOurs ? grouped(text) : typed.trim();
}

const grouped = (text: string): string => text.replace(/.{4}(?=.)/g, '$&-');
