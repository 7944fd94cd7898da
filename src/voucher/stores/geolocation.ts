import type {Place} from '../../core/voucher/stores.js';
import {warn} from '../../shared/console-warning.js';

/** A device that has not found its position by then is treated as not locatable, ms. */
const TIMEOUT_MS = 15_000;
/** An older position is still near enough: nobody leaves a neighbourhood in this time, ms. */
const MAX_AGE_MS = 300_000;

/**
 * The rough position of this device; call it after a tap only. `refused`: the person or a permissions policy denies it.
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
