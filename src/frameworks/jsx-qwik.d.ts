/**
 * The elements as tags of Qwik's JSX: `import type {} from 'payby-checkout/jsx/qwik'`. Events are written `on-payby-success$`.
 * Import the elements in the browser only, in `useVisibleTask$`.
 */
import type {HTMLElementAttrs, QRLEventHandlerMulti, QwikAttributes} from '@builder.io/qwik';
import type {PaybyCheckout, PaybyScanInput} from '../pure.js';
import type {CheckoutAttributes, CheckoutEvents, ScanInputAttributes, ScanInputEvents} from './elements.js';
import type {Without} from './handlers.js';

type QrlHandlers<Element, Events> = {
  [Name in keyof Events & string as `on-${Name}$`]?:
    | QRLEventHandlerMulti<Events[Name] & Event, Element>
    | ((event: Events[Name], element: Element) => void)
    | undefined;
};

type Tag<Element extends HTMLElement, Own, Events> = Own &
  QrlHandlers<Element, Events> &
  Without<HTMLElementAttrs & QwikAttributes<Element>, Own>;

declare module '@builder.io/qwik' {
  namespace QwikJSX {
    interface IntrinsicElements {
      'payby-checkout': Tag<PaybyCheckout, CheckoutAttributes, CheckoutEvents>;
      'payby-scan-input': Tag<PaybyScanInput, ScanInputAttributes, ScanInputEvents>;
    }
  }
}
