/** The compiler is the test: what Vue's tools read about tags in a template. */
import type {} from 'payby-checkout/vue';
import type {GlobalComponents} from 'vue';
import type {CheckoutOrder, PaybyCheckout} from 'payby-checkout/pure';

declare const order: CheckoutOrder;
type Checkout = InstanceType<GlobalComponents['payby-checkout']>;
type ScanInput = InstanceType<GlobalComponents['payby-scan-input']>;

export const right = [
  {
    order,
    class: 'box',
    statusUrl: '/api/{merchantOrderNo}',
    actions: 'cancel renew',
    onPaybySuccess: ({detail}) => detail.amount.padStart(1),
  } satisfies Checkout['$props'],
  {
    required: true,
    minLength: 12,
    onPaybyScan: ({detail}) => detail.code.length,
  } satisfies ScanInput['$props'],
];
/** A template's `ref` is the element. */
export const ref = (checkout: Checkout): PaybyCheckout => checkout;

export const wrong = [
  // @ts-expect-error -- no such property
  {statusurl: '/status'} satisfies Checkout['$props'],
  // @ts-expect-error -- an order needs an amount
  {order: {merchantOrderNo: 'M', paySceneCode: 'DYNQR'}} satisfies Checkout['$props'],
  // @ts-expect-error -- no such event
  {onPaybySucces: () => undefined} satisfies Checkout['$props'],
  // @ts-expect-error -- a switch is true or false
  {required: 'yes'} satisfies ScanInput['$props'],
];
