/**
 * The elements as tags of Qwik's JSX: `import type {} from 'payby-checkout/jsx/qwik'`. Qwik's server writes attributes, and
 * nothing sets them again in the browser: objects are passed as JSON, and what has no attribute through a `ref`.
 */
import type {HTMLAttributes, QRLEventHandlerMulti} from '@builder.io/qwik';
import type {PaybyCheckout, PaybyScanInput} from '../pure.js';
import type {
  CheckoutAttributes,
  CheckoutEvents,
  checkoutProperties,
  ScanInputAttributes,
  ScanInputEvents,
  scanInputProperties,
} from './elements.js';
import type {Without} from './handlers.js';

/** The properties that no attribute sets. */
type NoAttribute<Names> = {[P in keyof Names]: Names[P] extends null ? P : never}[keyof Names];

/** What can be written as text: instead of an object its JSON. */
type Written<Value> =
  Extract<Value, string | number | boolean | null | undefined> | (Value extends object ? string : never);

type Attributes<Own, Names> = {[Name in keyof Omit<Own, NoAttribute<Names>>]: Written<Own[Name]>};

/** `onPayby-success$`: Qwik listens for the name in lower case. */
type Listeners<Events, Element> = {
  [Name in keyof Events & string as `on${Capitalize<Name>}$`]?: QRLEventHandlerMulti<
    Extract<Events[Name], Event>,
    Element
  >;
};

type Tag<Element extends HTMLElement, Own, Events> = Own &
  Listeners<Events, Element> &
  Without<HTMLAttributes<Element>, Own & Listeners<Events, Element>>;

declare module '@builder.io/qwik' {
  namespace QwikJSX {
    interface IntrinsicElements {
      'payby-checkout': Tag<
        PaybyCheckout,
        Attributes<CheckoutAttributes, typeof checkoutProperties>,
        CheckoutEvents
      >;
      'payby-scan-input': Tag<
        PaybyScanInput,
        Attributes<ScanInputAttributes, typeof scanInputProperties>,
        ScanInputEvents
      >;
    }
  }
}
