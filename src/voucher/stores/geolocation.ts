import type {Place} from '../../core/voucher/stores.js';
import {warn} from '../../shared/console-warning.js';

/** A device that has not found its position by then is treated as not locatable, ms. */
const TIMEOUT_MS = 15_000;
/** Maximum age of a cached position, ms: a payer stays in the neighbourhood for that long. */
const MAX_AGE_MS = 300_000;

/**
 * The approximate position of this device; call it after a tap only. `refused`: denied by the person or a policy.
 * `unknown`: the page is not secure, or the device finds no position.
 */
export const locateDevice = (
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
      (cause) => {
        const isRefused = cause.code === cause.PERMISSION_DENIED;
        if (!isRefused) warn('The browser found no position.', cause);
        resolve(isRefused ? 'refused' : 'unknown');
      },
      {timeout: TIMEOUT_MS, maximumAge: MAX_AGE_MS},
    );
  });
