// Amounts are decimal strings from the server to the screen; none ever becomes a float.
import {parseAmount} from './core.js';
import {plainDigits} from './digits.js';
import {currentLanguage, currentLocale} from './language.js';

/**
 * "AED 25.00", in the page's language. Intl takes the string as it is, exactly.
 * @param {string} amount
 * @param {string} currency
 */
export const showMoney = (amount, currency) =>
  new Intl.NumberFormat(currentLocale(), {
    style: 'currency',
    currency,
    currencyDisplay: currentLanguage() === 'ar' ? 'symbol' : 'code',
  }).format(/** @type {Intl.StringNumericLiteral} */ (amount));

/**
 * What a person typed → "25.00", or null when it is no payable amount: 12 digits and 2 decimals at most, not 0.
 * @param {string} typed
 */
export function readAmount(typed) {
  const plain = plainDigits(typed).trim().replace('٫', '.').replace(/\.$/, '');
  return parseAmount(plain) ?? null;
}

/**
 * "36.00" → 3600n, for comparing amounts with two decimals.
 * @param {string} amount
 */
export const toFils = (amount) => BigInt(amount.replace('.', ''));
