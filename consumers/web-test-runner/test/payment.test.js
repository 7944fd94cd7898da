import {expect, fixture, html} from '@open-wc/testing';
import 'payby-checkout';
import {dynqrOrder, payBy} from 'payby-checkout/testing';

it('dispatches payby-success once', async () => {
  const checkout = await fixture(html`<payby-checkout .order=${dynqrOrder()}></payby-checkout>`);
  const received = [];
  checkout.addEventListener('payby-success', ({detail}) => received.push(detail.amount));
  const payby = payBy(checkout);
  await payby.pays();
  await payby.pays();
  expect(received).to.deep.equal(['25.00']);
});
