/** @jsxImportSource solid-js */
/** The compiler is the test: tags of Solid's JSX. */
import type {} from 'payby-checkout/jsx/solid';
import type {CheckoutOrder, PaybyCheckout} from 'payby-checkout/pure';

declare const order: CheckoutOrder;
export let element: PaybyCheckout | undefined;

export const right = [
  <payby-checkout
    ref={element}
    class="box"
    order={order}
    prop:order={order}
    status-url="/api/{merchantOrderNo}"
    attr:success-on="settled"
    prop:stores={[{name: 'Al Ansari'}]}
    on:payby-success={({detail}) => detail.amount.padStart(1)}
  >
    <p slot="footer">Thank you</p>
  </payby-checkout>,
  <payby-scan-input
    required
    prop:minLength={12}
    on:payby-scan={(event) => {
      event.waitUntil(fetch(`/pay?${event.detail.code}`));
    }}
  />,
];

export const wrong = [
  // @ts-expect-error -- no such attribute
  <payby-checkout statusurl="/status" />,
  // @ts-expect-error -- an order needs an amount
  <payby-checkout prop:order={{merchantOrderNo: 'M', paySceneCode: 'DYNQR'}} />,
  // @ts-expect-error -- a switch is true or false
  <payby-scan-input required="yes" />,
];
