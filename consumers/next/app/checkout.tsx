'use client';

import type {CheckoutOrder} from 'payby-checkout';
import {PaybyCheckout} from 'payby-checkout/react';
import {useState} from 'react';

export function Checkout({order}: {readonly order: CheckoutOrder}) {
  const [paid, setPaid] = useState('');
  return (
    <main>
      <PaybyCheckout
        order={order}
        statusUrl="/api/orders/{merchantOrderNo}/status"
        onPaybySuccess={({detail}) => {
          setPaid(`Paid ${detail.amount} ${detail.currency}`);
        }}
      />
      <output>{paid}</output>
    </main>
  );
}
