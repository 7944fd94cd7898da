import 'payby-checkout';
import type {CheckoutOrder} from 'payby-checkout';

const checkout = document.querySelector('payby-checkout');
const output = document.querySelector('output');
if (!checkout || !output) throw new Error('The page has no checkout.');

checkout.addEventListener('payby-success', ({detail}) => {
  output.value = `Paid ${detail.amount} ${detail.currency}`;
});

const response = await fetch('/api/orders', {method: 'POST'});
checkout.order = (await response.json()) as CheckoutOrder;
