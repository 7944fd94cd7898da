// Amounts are decimal strings from the server to the screen; no float is ever made of one.
import {plainDigits} from './digits.js';
import {currentLanguage} from './language.js';

/** "AED 25.00", in the page's language. Intl takes the string as it is, exactly. */
export const showMoney = (amount, currency) =>
  new Intl.NumberFormat(currentLanguage() === 'ar' ? 'ar-AE-u-nu-latn' : 'en-AE', {
    style: 'currency',
    currency,
    currencyDisplay: currentLanguage() === 'ar' ? 'symbol' : 'code',
  }).format(amount);

/** What a person typed → "25.00", or null when it is no payable amount: 12 digits and 2 decimals at most, not 0. */
export function readAmount(typed) {
  const plain = plainDigits(typed).replace('٫', '.').trim();
  const parts = /^(\d{1,12})(?:\.(\d{0,2}))?$/.exec(plain);
  if (!parts || !/[1-9]/.test(plain)) return null;
  const whole = parts[1].replace(/^0+(?=\d)/, '');
  return `${whole}.${(parts[2] ?? '').padEnd(2, '0')}`;
}
