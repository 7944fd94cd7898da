import 'payby-checkout';
import type {CheckoutOrder} from 'payby-checkout';

/** The page of a merchant, under test. */
export function showPayment(order: CheckoutOrder): {
  readonly checkout: HTMLElementTagNameMap['payby-checkout'];
  readonly output: HTMLOutputElement;
} {
  const checkout = document.createElement('payby-checkout');
  const output = document.createElement('output');
  checkout.statusUrl = '/api/orders/{merchantOrderNo}/status';
  checkout.addEventListener('payby-success', ({detail}) => {
    output.textContent = `Paid ${detail.amount} ${detail.currency}`;
  });
  checkout.addEventListener('payby-failure', ({detail}) => {
    output.textContent = `Not paid: ${detail.reason}`;
  });
  checkout.order = order;
  document.body.append(checkout, output);
  return {checkout, output};
}
