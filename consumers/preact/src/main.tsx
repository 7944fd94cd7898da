import 'payby-checkout';
import type {CheckoutOrder} from 'payby-checkout';
import type {} from 'payby-checkout/jsx/preact';
import {render} from 'preact';
import {useEffect, useState} from 'preact/hooks';

function Checkout() {
  const [order, setOrder] = useState<CheckoutOrder | null>(null);
  const [paid, setPaid] = useState('');
  useEffect(() => {
    void fetch('/api/orders', {method: 'POST'})
      .then((response) => response.json() as Promise<CheckoutOrder>)
      .then(setOrder);
  }, []);
  return (
    <>
      <payby-checkout
        order={order}
        status-url="/api/orders/{merchantOrderNo}/status"
        onpayby-success={({detail}) => {
          setPaid(`Paid ${detail.amount} ${detail.currency}`);
        }}
      />
      <output>{paid}</output>
    </>
  );
}

const main = document.querySelector('main');
if (main) render(<Checkout />, main);
