// Distinguishes a customer's payment code from the other codes that a cashier may scan in a shop; each kind has its own
// sentence. The kinds differ from shop to shop, so they are here and not in the element.
import {isGtin} from '../shared/core.js';

/**
 * PayBy documents one sample, 20007900T400690098F, and no alphabet or length. Digits and capitals, with room around
 * the sample's nineteen; widen it here should yours look different.
 */
const PAYMENT_CODE = /^(?=.*\d)[0-9A-Z]{16,32}$/;
const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:|www\.)/i;
const PAYMENT_HOSTS = /(?:^|\.)(?:payby|test2pay|botim)\.[a-z]+$/;
const PAYMENT_APPS = ['payby:', 'botim:'];
const COUPON_NUMBERS = /^(?:99|98[1-4])/; // prefixes that GS1 keeps for coupons

/**
 * The `pattern` of the scan field. It is wider than a payment code, so that every other kind reaches `kindOf` and gets
 * its own sentence.
 */
export const ANY_CODE = '[!-~]{6,128}';

/**
 * @param {string} code
 * @param {string} ownOrigin of this shop's pages
 * @returns {'payment' | 'product' | 'coupon' | 'own' | 'link' | 'unknown'}
 */
export function kindOf(code, ownOrigin) {
  if (isGtin(code)) return COUPON_NUMBERS.test(code) && code.length === 13 ? 'coupon' : 'product';
  if (ADDRESS.test(code)) return isOurs(code, ownOrigin) ? 'own' : 'link';
  if (PAYMENT_CODE.test(code)) return 'payment';
  return isCoupon(code) ? 'coupon' : 'unknown';
}

/**
 * A code that this shop shows to customers: a payment link of PayBy, or a page of ours.
 * @param {string} address
 * @param {string} ownOrigin
 */
function isOurs(address, ownOrigin) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return false; // "www.…", which is no address by the URL standard
  }
  return PAYMENT_APPS.includes(url.protocol) || PAYMENT_HOSTS.test(url.hostname) || url.origin === ownOrigin;
}

/**
 * A word with a number, as on vouchers and loyalty cards: SAVE20, EID-2026-50, MEMBER:0042.
 * @param {string} code
 */
const isCoupon = (code) => /^[a-z]{2,}[a-z0-9]*(?:[-_:/.]?[a-z0-9]+)*$/i.test(code) && code.length < 32;
