/** @jsxImportSource preact */
/** The compiler is the test: tags of Preact's JSX. */
import type {} from 'payby-checkout/jsx/preact';
import {createRef} from 'preact';
import type {CheckoutOrder, PaybyCheckout} from 'payby-checkout/pure';

declare const order: CheckoutOrder;
const ref = createRef<PaybyCheckout>();

export const right = [
  <payby-checkout
    key="a"
    ref={ref}
    class="box"
    order={order}
    status-url="/api/{merchantOrderNo}"
    actions="cancel renew"
    stores={{stores: [{name: 'Al Ansari'}]}}
    onpayby-success={({detail}) => detail.amount.padStart(1)}
  >
    <p slot="footer">Thank you</p>
  </payby-checkout>,
  <payby-scan-input
    key="b"
    required
    min-length={12}
    onpayby-scan={(event) => {
      event.waitUntil(fetch(`/pay?${event.detail.code}`));
    }}
  />,
];

export const wrong = [
  // @ts-expect-error -- no such attribute
  <payby-checkout key="a" statusurl="/status" />,
  // @ts-expect-error -- an order needs an amount
  <payby-checkout key="b" order={{merchantOrderNo: 'M', paySceneCode: 'DYNQR'}} />,
  // @ts-expect-error -- a switch is true or false
  <payby-scan-input key="d" required="yes" />,
];
