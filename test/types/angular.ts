/**
 * The compiler is the test. Angular's templates read the DOM's own types: a listener of `(payby-success)` is one of
 * `addEventListener`, and `ElementRef` holds what `createElement` returns.
 */
import 'payby-checkout/payby-checkout.js';
import type {PaybyCheckout, PaybySuccessEvent} from 'payby-checkout/pure';

const checkout: PaybyCheckout = document.createElement('payby-checkout');
const onPaid = (event: PaybySuccessEvent): string => event.detail.amount;
checkout.addEventListener('payby-success', onPaid);
// @ts-expect-error -- a listener of another event
checkout.addEventListener('payby-failure', onPaid);
