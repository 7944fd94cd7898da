// The amount while it is being keyed in: dirhams and fils, whatever keyboard it comes from.
import {plainDigits} from '../shared/digits.js';

const MOST_DIRHAM_DIGITS = 7; // ten million dirhams in one sale are a typing mistake

/**
 * What a field may hold of what was keyed in: Latin digits, one point, two digits of fils. A comma stays as it is, and
 * so is no amount: it means thousands to one cashier and fils to another, and this page does not guess.
 * @param {string} typed
 */
export function tidyAmount(typed) {
  const plain = plainDigits(typed)
    .replaceAll('٫', '.')
    .replaceAll(/[^\d.,٬]/g, '');
  if (/[,٬]/.test(plain)) return plain;
  const [dirhams = '', ...fils] = plain.split('.');
  const whole = dirhams.replace(/^0+(?=\d)/, '').slice(0, MOST_DIRHAM_DIGITS);
  return fils.length === 0 ? whole : `${whole || '0'}.${fils.join('').slice(0, 2)}`;
}

/**
 * From AED 500 PayBy requires the customer's payment password.
 * @param {string} amount
 */
export const needsPassword = (amount) => Number.parseInt(amount, 10) >= 500;
