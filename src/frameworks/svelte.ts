/** The elements in Svelte's templates, 4 and 5: `import type {} from 'payby-checkout/svelte'`. */
import type {HTMLAttributes} from 'svelte/elements';
import type {PaybyCheckout, PaybyScanInput} from '../pure.js';
import type {CheckoutAttributes, CheckoutEvents, ScanInputAttributes, ScanInputEvents} from './elements.js';
import type {Handlers, Without} from './handlers.js';

type Tag<Element extends HTMLElement, Own, Events> = Own &
  Handlers<Events, 'on'> &
  Handlers<Events, 'on:'> &
  Without<HTMLAttributes<Element>, Own>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'payby-checkout': Tag<PaybyCheckout, CheckoutAttributes, CheckoutEvents>;
    'payby-scan-input': Tag<PaybyScanInput, ScanInputAttributes, ScanInputEvents>;
  }
}
