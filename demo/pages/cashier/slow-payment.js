// How long a till waits for a customer, by PayBy's rules for tills: poll without a pause (the element does), cancel not
// before 20 s and not after 120 s, and repeat a cancel every 3 to 10 s until PayBy has answered it.
export const OFFER_CANCEL_MS = 20_000;
/** Leaves time for a second and a third try before the 120 s are over. */
export const CANCEL_AT_MS = 105_000;
export const RETRY_CANCEL_MS = 5_000;
/** After so many unanswered cancels, the page asks for the manager. */
export const TRIES_BEFORE_HELP = 3;

/**
 * Calls `offerCancel` and then `cancel`, each at its time after the payment's start.
 * @param {{offerCancel: () => void, cancel: () => void}} callbacks
 * @param {number} [speed] divides the times, for a test
 * @param {number} [elapsedMs] since the payment's start, where the page was reloaded meanwhile
 * @returns {() => void} stops both timers
 */
export function startPaymentTimers({offerCancel, cancel}, speed = 1, elapsedMs = 0) {
  const left = (/** @type {number} */ ms) => Math.max(0, ms / speed - Math.max(0, elapsedMs));
  const timers = [setTimeout(offerCancel, left(OFFER_CANCEL_MS)), setTimeout(cancel, left(CANCEL_AT_MS))];
  return () => timers.forEach(clearTimeout);
}
