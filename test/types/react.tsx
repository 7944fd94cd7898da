/** @jsxImportSource react */
/** The compiler is the test: tags of React's JSX, in React 19 here and in React 18 by test/types/react-18. */
import type {} from 'payby-checkout/jsx/react';
import {createRef} from 'react';
import type {CheckoutOrder, PaybyCheckout} from 'payby-checkout/pure';

declare const order: CheckoutOrder;
const ref = createRef<PaybyCheckout>();

export const right = [
  <payby-checkout
    key="a"
    ref={ref}
    class="box"
    style={{inlineSize: 300}}
    order={order}
    status-url="/api/{merchantOrderNo}"
    success-on="settled"
    actions="cancel renew"
    stores={[{name: 'Al Ansari'}]}
    statusSource={null}
    onpayby-success={({detail}) => detail.amount.padStart(1)}
    onpayby-action={(event) => {
      event.respondWith(Promise.resolve());
    }}
  >
    <p slot="footer">Thank you</p>
  </payby-checkout>,
  <payby-scan-input
    key="b"
    required
    min-length={12}
    max-length="19"
    keep-focus="idle"
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
  // @ts-expect-error -- a misspelt action
  <payby-checkout key="c" actions="cancle" />,
  // @ts-expect-error -- a store needs a name
  <payby-checkout key="d" stores={[{title: 'Al Ansari'}]} />,
  // @ts-expect-error -- the detail of a failure has no amount
  <payby-checkout key="f" onpayby-failure={({detail}) => detail.amount} />,
  // @ts-expect-error -- a switch is true or false
  <payby-scan-input key="g" required="yes" />,
  // @ts-expect-error -- not a number
  <payby-scan-input key="h" min-length="twelve" />,
];
