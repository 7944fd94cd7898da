/** The elements as tags of Preact's JSX: `import type {} from 'payby-checkout/jsx/preact'`. */
import type {ClassAttributes, HTMLAttributes} from 'preact';
import type {PaybyCheckout, PaybyScanInput} from '../pure.js';
import type {CheckoutAttributes, CheckoutEvents, ScanInputAttributes, ScanInputEvents} from './elements.js';
import type {Handlers, Without} from './handlers.js';

type Tag<Element extends HTMLElement, Own, Events> = Own &
  Handlers<Events, 'on'> &
  ClassAttributes<Element> &
  Without<HTMLAttributes<Element>, Own>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'payby-checkout': Tag<PaybyCheckout, CheckoutAttributes, CheckoutEvents>;
      'payby-scan-input': Tag<PaybyScanInput, ScanInputAttributes, ScanInputEvents>;
    }
  }
}
