// What a reload must not lose, besides the voucher that the element stores: for whom the coins are.

/** @typedef {{merchantOrderNo: string, player: string, sku: string | undefined}} Purchase */

const STORAGE_KEY = 'sand-racer purchase';

/** @param {Purchase} purchase */
export function savePurchase(purchase) {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(purchase));
  } catch {
    // No storage, as in private browsing: then a reload loses the player's name, and the voucher still works.
  }
}

/** @returns {Purchase | null} */
export function savedPurchase() {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null');
  } catch {
    return null; // no storage, or another page's text in it
  }
}

export function forgetPurchase() {
  try {
    localStorage.removeItem(STORAGE_KEY);
  } catch {
    // No storage: then there is nothing to remove.
  }
}
