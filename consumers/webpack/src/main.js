import 'payby-checkout';

const checkout = document.querySelector('payby-checkout');
const output = document.querySelector('output');

checkout.addEventListener('payby-success', ({detail}) => {
  output.value = `Paid ${detail.amount} ${detail.currency}`;
});

const response = await fetch('/api/orders', {method: 'POST'});
checkout.order = await response.json();
