/** The compiler is the test: what Svelte's tools read about tags in a template. */
import type {} from 'payby-checkout/svelte';
import type {SvelteHTMLElements} from 'svelte/elements';
import type {CheckoutOrder} from 'payby-checkout/pure';

declare const order: CheckoutOrder;
type Checkout = SvelteHTMLElements['payby-checkout'];
type ScanInput = SvelteHTMLElements['payby-scan-input'];

export const right = [
  {
    order,
    class: 'box',
    'status-url': '/api/{merchantOrderNo}',
    actions: 'cancel renew',
    'onpayby-success': ({detail}) => detail.amount.padStart(1),
    'on:payby-failure': ({detail}) => detail.reason,
  } satisfies Checkout,
  {required: true, 'min-length': 12, 'onpayby-scan': ({detail}) => detail.code.length} satisfies ScanInput,
];

export const wrong = [
  // @ts-expect-error -- no such attribute
  {statusurl: '/status'} satisfies Checkout,
  // @ts-expect-error -- an order needs an amount
  {order: {merchantOrderNo: 'M', paySceneCode: 'DYNQR'}} satisfies Checkout,
  // @ts-expect-error -- no such event
  {'onpayby-succes': () => undefined} satisfies Checkout,
  // @ts-expect-error -- a switch is true or false
  {required: 'yes'} satisfies ScanInput,
];
