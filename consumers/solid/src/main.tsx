import 'payby-checkout';
import type {CheckoutOrder} from 'payby-checkout';
import type {} from 'payby-checkout/jsx/solid';
import {createResource, createSignal} from 'solid-js';
import {render} from 'solid-js/web';

async function createOrder(): Promise<CheckoutOrder> {
  const response = await fetch('/api/orders', {method: 'POST'});
  return (await response.json()) as CheckoutOrder;
}

function Checkout() {
  const [order] = createResource(createOrder);
  const [paid, setPaid] = createSignal('');
  return (
    <>
      <payby-checkout
        prop:order={order() ?? null}
        status-url="/api/orders/{merchantOrderNo}/status"
        on:payby-success={({detail}) => {
          setPaid(`Paid ${detail.amount} ${detail.currency}`);
        }}
      />
      <output>{paid()}</output>
    </>
  );
}

const main = document.querySelector('main');
if (main) render(() => <Checkout />, main);
