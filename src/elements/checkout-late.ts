/**
 * The part of the checkout that is fetched after the first paint: all that watches over an order, and the words for
 * what may become of it. A code can be shown without it, and nobody pays in the first second.
 */
import {CheckoutController, type CheckoutHost} from '../controllers/checkout-controller.js';
import {browserEnvironment} from '../controllers/environment.js';
import type {Clock} from '../core/clock.js';
import {httpStatusSource} from '../transport/http-status-source.js';

export {guide, outcomes} from '../i18n/en.js';
export {guideView} from './views/guide-view.js';
export {outcomeView} from './views/outcome-view.js';

export const watchOver = (host: CheckoutHost, clock: Clock): CheckoutController =>
  new CheckoutController(host, {
    clock,
    environment: browserEnvironment,
    httpSource: httpStatusSource,
    random: Math.random,
  });
