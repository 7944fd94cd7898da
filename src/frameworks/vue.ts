/**
 * The elements in Vue's templates: `import type {} from 'payby-checkout/vue'`. The compiler has to know, too, that tags
 * which start with `payby-` are custom elements (`compilerOptions.isCustomElement`).
 */
import type {HTMLAttributes, PublicProps} from 'vue';
import type {PaybyCheckout, PaybyScanInput} from '../pure.js';
import type {CheckoutEvents, CheckoutProperties, ScanInputEvents, ScanInputProperties} from './elements.js';
import type {ComponentHandlers, Without} from './handlers.js';

/** What Vue's tools read of a component. */
type Tag<Element, Own, Events> = new () => Element & {
  readonly $props: Own &
    ComponentHandlers<Events> &
    Without<HTMLAttributes, Own & ComponentHandlers<Events>> &
    PublicProps;
};

declare module 'vue' {
  interface GlobalComponents {
    'payby-checkout': Tag<PaybyCheckout, CheckoutProperties, CheckoutEvents>;
    'payby-scan-input': Tag<PaybyScanInput, ScanInputProperties, ScanInputEvents>;
  }
}
