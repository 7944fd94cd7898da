/** `openCheckout()`: a checkout in a dialog over the page. Registers `<payby-checkout>`. See docs/checkout.md. */
import './payby-checkout.js';

export {openCheckout, type ModalOptions} from './modal/open-checkout.js';
export type {CheckoutResult} from './core/order/closing.js';
