/** @jsxImportSource react */
/** A shop in React, for the server and for the browser. */
import {PaybyCheckout, PaybyScanInput} from 'payby-checkout/react';
import type {CheckoutOrder, PaybyCheckout as PaybyCheckoutElement} from 'payby-checkout/pure';
import {StrictMode, useRef, useState, type ReactElement} from 'react';

interface ShopProps {
  readonly order: CheckoutOrder | null;
  readonly locale?: string | undefined;
  /** Until then the shop passes no handlers. */
  readonly isListening?: boolean;
}

export function Shop({order, locale, isListening = true}: ShopProps): ReactElement {
  const ref = useRef<PaybyCheckoutElement>(null);
  const [received, setReceived] = useState<readonly string[]>([]);
  const receive = (name: string) => (event: {readonly type: string}) => {
    setReceived((before) => [...before, `${name} ${event.type}`]);
  };
  return (
    <StrictMode>
      <PaybyCheckout
        ref={ref}
        id="checkout"
        className="box"
        order={order}
        locale={locale}
        statusUrl="/status"
        {...(isListening && {onPaybySuccess: receive('success'), onPaybyFailure: receive('failure')})}
      >
        <p slot="footer">Thank you</p>
      </PaybyCheckout>
      <PaybyScanInput id="scan" required minLength={12} label="Code" value="281234567890123456" />
      <output>{received.join()}</output>
      <button
        onClick={() => {
          ref.current?.setStatus({merchantOrderNo: order?.merchantOrderNo, status: 'PAID_SUCCESS'});
        }}
      >
        Tell
      </button>
    </StrictMode>
  );
}
