import type {Place} from '../../core/voucher/stores.js';

const GIVE_UP_AFTER_MS = 15_000;
/** Nobody walks out of a neighbourhood in this time. */
const MAX_AGE_MS = 300_000;

/**
 * Where this device is, asked once and roughly; call it on a tap only. `refused`: the person or the page's policy
 * does not want that. `unknown`: nobody can tell.
 */
export const whereAmI = (
  browser: {readonly geolocation?: Pick<Geolocation, 'getCurrentPosition'>} = navigator,
): Promise<Place | 'refused' | 'unknown'> =>
  new Promise((resolve) => {
    if (!browser.geolocation) {
      resolve('unknown'); // not a secure page
      return;
    }
    browser.geolocation.getCurrentPosition(
      ({coords: {latitude, longitude}}) => {
        resolve({latitude, longitude});
      },
      ({code, PERMISSION_DENIED}) => {
        resolve(code === PERMISSION_DENIED ? 'refused' : 'unknown');
      },
      {timeout: GIVE_UP_AFTER_MS, maximumAge: MAX_AGE_MS},
    );
  });
