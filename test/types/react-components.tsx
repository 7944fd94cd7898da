/** @jsxImportSource react */
/** The compiler is the test: the components for React, in React 19 here and in React 18 by test/types/react-18. */
import {PaybyCheckout, PaybyScanInput, type PaybyCheckoutProps} from 'payby-checkout/react';
import type {CheckoutOrder, PaybyCheckout as PaybyCheckoutElement} from 'payby-checkout/pure';
import {createRef} from 'react';

declare const order: CheckoutOrder;
const ref = createRef<PaybyCheckoutElement>();
ref.current?.setStatus({status: 'PAID_SUCCESS'});

const settings: PaybyCheckoutProps = {statusUrl: '/status', successOn: 'settled'};

export const right = [
  <PaybyCheckout
    key="a"
    ref={ref}
    className="box"
    data-test="checkout"
    order={order}
    {...settings}
    actions="cancel renew"
    stores={[{name: 'Al Ansari'}]}
    onPaybySuccess={({detail}) => detail.amount.padStart(1)}
    onPaybyAction={(event) => {
      event.respondWith(Promise.resolve());
    }}
  >
    <p slot="footer">Thank you</p>
  </PaybyCheckout>,
  <PaybyScanInput
    key="b"
    required
    minLength={12}
    keepFocus="idle"
    onPaybyScan={(event) => {
      event.waitUntil(fetch(`/pay?${event.detail.code}`));
    }}
  />,
];

export const wrong = [
  // @ts-expect-error -- no such property
  <PaybyCheckout key="a" statusurl="/status" />,
  // @ts-expect-error -- an order needs an amount
  <PaybyCheckout key="b" order={{merchantOrderNo: 'M', paySceneCode: 'DYNQR'}} />,
  // @ts-expect-error -- no such event
  <PaybyCheckout key="c" onPaybySucces={() => undefined} />,
  // @ts-expect-error -- the detail of a failure has no amount
  <PaybyCheckout key="d" onPaybyFailure={({detail}) => detail.amount} />,
  // @ts-expect-error -- a misspelt action
  <PaybyCheckout key="e" actions="cancle" />,
  // @ts-expect-error -- a switch is true or false
  <PaybyScanInput key="f" required="yes" />,
];
