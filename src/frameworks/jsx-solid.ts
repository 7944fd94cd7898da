/**
 * The elements as tags of Solid's JSX: `import type {} from 'payby-checkout/jsx/solid'`. `on:` listens, `prop:` sets a property,
 * also while the page hydrates.
 */
import type {JSX} from 'solid-js';
import type {PaybyCheckout, PaybyScanInput} from '../pure.js';
import type {
  CheckoutAttributes,
  CheckoutEvents,
  CheckoutProperties,
  ScanInputAttributes,
  ScanInputEvents,
  ScanInputProperties,
} from './elements.js';
import type {Handlers, Without} from './handlers.js';

type Prefixed<Own, Prefix extends string> = {[Name in keyof Own & string as `${Prefix}${Name}`]?: Own[Name]};

type Tag<Element, Attributes, Properties, Events> = Attributes &
  Prefixed<Properties, 'prop:'> &
  Prefixed<Attributes, 'attr:'> &
  Handlers<Events, 'on:'> &
  Without<JSX.HTMLAttributes<Element>, Attributes>;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'payby-checkout': Tag<PaybyCheckout, CheckoutAttributes, CheckoutProperties, CheckoutEvents>;
      'payby-scan-input': Tag<PaybyScanInput, ScanInputAttributes, ScanInputProperties, ScanInputEvents>;
    }
  }
}
