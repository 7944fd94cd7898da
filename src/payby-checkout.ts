/** Registers `<payby-checkout>`. */
import {define} from './elements/define.js';
import {PaybyCheckout} from './elements/payby-checkout.js';

define('payby-checkout', PaybyCheckout);

export {PaybyCheckout};
