import {PaybyCheckout} from 'payby-checkout/react';
import type {CheckoutOrder} from 'payby-checkout';
import {useState} from 'react';

export function Checkout({order}: {readonly order: CheckoutOrder}) {
  const [paid, setPaid] = useState('');
  return (
    <>
      <PaybyCheckout
        order={order}
        statusUrl="/api/orders/{merchantOrderNo}/status"
        onPaybySuccess={({detail}) => {
          setPaid(`Paid ${detail.amount} ${detail.currency}`);
        }}
      />
      <output>{paid}</output>
    </>
  );
}
