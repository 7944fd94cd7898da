import type {CheckoutOrder} from 'payby-checkout';
import {StrictMode} from 'react';
import {createRoot} from 'react-dom/client';
import {Checkout} from './checkout.js';

const main = document.querySelector('main');
if (!main) throw new Error('The page has no main.');

const response = await fetch('/api/orders', {method: 'POST'});
const order = (await response.json()) as CheckoutOrder;
createRoot(main).render(
  <StrictMode>
    <Checkout order={order} />
  </StrictMode>,
);
