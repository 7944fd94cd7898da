/**
 * The elements as tags of React's JSX: `import type {} from 'payby-checkout/jsx/react'`. React 19 sets objects as properties,
 * but not while it hydrates, and React 18 never: there, use the components of `payby-checkout/react`.
 */
import type {DetailedHTMLProps, HTMLAttributes} from 'react';
import type {PaybyCheckout, PaybyScanInput} from '../pure.js';
import type {CheckoutAttributes, CheckoutEvents, ScanInputAttributes, ScanInputEvents} from './elements.js';
import type {Handlers, Without} from './handlers.js';

type Tag<Element, Own, Events> = Own &
  Handlers<Events, 'on'> &
  Without<DetailedHTMLProps<HTMLAttributes<Element>, Element>, Own> & {readonly class?: string | undefined};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'payby-checkout': Tag<PaybyCheckout, CheckoutAttributes, CheckoutEvents>;
      'payby-scan-input': Tag<PaybyScanInput, ScanInputAttributes, ScanInputEvents>;
    }
  }
}
