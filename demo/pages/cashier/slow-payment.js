// How long a till waits for a customer, by PayBy's rules for tills: ask all the time (the element does), cancel not
// before 20 s and not after 120 s, and repeat a cancel every 3 to 10 s until it has been answered.
export const OFFER_CANCEL_MS = 20_000;
/** Leaves time for a second and a third try before the 120 s are over. */
export const CANCEL_AT_MS = 105_000;
export const CANCEL_AGAIN_MS = 5_000;
/** So many cancels without an answer, and a person in charge has to know. */
export const TRIES_BEFORE_HELP = 3;

/**
 * Calls `offer` and then `giveUp`, at their times after now. The returned function ends both.
 * @param {{offer: () => void, giveUp: () => void}} callbacks
 * @param {number} [hurry] divides the times, for a test
 */
export function bePatient({offer, giveUp}, hurry = 1) {
  const timers = [setTimeout(offer, OFFER_CANCEL_MS / hurry), setTimeout(giveUp, CANCEL_AT_MS / hurry)];
  return () => timers.forEach(clearTimeout);
}
