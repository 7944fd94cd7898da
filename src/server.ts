/**
 * `payby-checkout/server`: the markup of `<payby-checkout>` before any script. No DOM, no API of Node; runs in edge
 * runtimes too.
 */
export {renderCheckout, type RenderOptions, type SafeRenderOptions} from './server/render-checkout.js';
export {checkoutStyles, styleSources} from './server/checkout-styles.js';
export {OrderInvalidError} from './server/order-invalid-error.js';
export type {Issue} from './core/errors.js';
