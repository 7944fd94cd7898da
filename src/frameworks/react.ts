/** The elements as components of React 18 and 19: object properties, `onPaybySuccess`, refs to the elements. */
export {PaybyCheckout, type PaybyCheckoutProps} from './react-checkout.js';
export {PaybyScanInput, type PaybyScanInputProps} from './react-scan-input.js';
