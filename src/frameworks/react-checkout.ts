/** `<payby-checkout>` as a component of React. */
import '../payby-checkout.js';
import {PaybyFailureEvent, PaybySuccessEvent} from '../checkout/checkout-events.js';
import type {PaybyCheckout as PaybyCheckoutElement} from '../pure.js';
import {
  checkoutEvents,
  checkoutProperties,
  type CheckoutEvents,
  type CheckoutProperties,
} from './elements.js';
import {component, type Component, type ComponentProps} from './react-component.js';

export type PaybyCheckoutProps = ComponentProps<PaybyCheckoutElement, CheckoutProperties, CheckoutEvents>;

/**
 * Shows an order. Its handlers receive an outcome once, also one from before they were passed. The order is set when the page
 * hydrates: the `tokenUrl` is in no markup of a server.
 */
export const PaybyCheckout: Component<PaybyCheckoutElement, CheckoutProperties, CheckoutEvents> = component<
  PaybyCheckoutElement,
  CheckoutProperties,
  CheckoutEvents
>({
  tag: 'payby-checkout',
  properties: {...checkoutProperties, order: null},
  events: checkoutEvents,
  missed: ({result}) => {
    if (!result) return undefined;
    return 'reason' in result ? new PaybyFailureEvent(result) : new PaybySuccessEvent(result);
  },
});
