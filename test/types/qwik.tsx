/** @jsxImportSource @builder.io/qwik */
/** The compiler is the test: tags of Qwik's JSX. */
import {$, useSignal} from '@builder.io/qwik';
import type {} from 'payby-checkout/jsx/qwik';
import type {CheckoutOrder, PaybyCheckout} from 'payby-checkout/pure';

declare const order: CheckoutOrder;
const ref = useSignal<PaybyCheckout>();

export const right = [
  <payby-checkout
    key="a"
    ref={ref}
    class="box"
    order={JSON.stringify(order)}
    brand={JSON.stringify({payby: 'Sidra Pay'})}
    status-url="/api/{merchantOrderNo}"
    actions="cancel renew"
    onPayby-success$={({detail}) => detail.amount.padStart(1)}
    onPayby-failure$={$((_event, element) => element.refresh())}
  >
    <p q:slot="footer">Thank you</p>
  </payby-checkout>,
  <payby-checkout key="b" status-url="/api/{merchantOrderNo}">
    <script type="application/json" dangerouslySetInnerHTML={JSON.stringify(order)} />
  </payby-checkout>,
  <payby-scan-input
    key="c"
    required
    min-length={12}
    onPayby-scan$={(event) => {
      event.waitUntil(fetch(`/pay?${event.detail.code}`));
    }}
  />,
];

export const wrong = [
  // @ts-expect-error -- no such attribute
  <payby-checkout key="a" statusurl="/status" />,
  // @ts-expect-error -- the server would write an object as text
  <payby-checkout key="b" order={order} />,
  // @ts-expect-error -- it has no attribute
  <payby-checkout key="c" stores={[{name: 'Al Ansari'}]} />,
  // @ts-expect-error -- no such field
  <payby-checkout key="d" onPayby-success$={({detail}) => detail.code} />,
  // @ts-expect-error -- a switch is true or false
  <payby-scan-input key="e" required="yes" />,
];
