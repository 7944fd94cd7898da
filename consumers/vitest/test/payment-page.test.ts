import {cases, dynqrOrder, payBy, StatusScript, stopClock} from 'payby-checkout/testing';
import {afterEach, expect, test, vi} from 'vitest';
import {showPayment} from '../src/payment-page.js';

const MINUTE = 60_000;

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

test('a payment is confirmed', async () => {
  const {checkout, output} = showPayment(dynqrOrder());
  await payBy(checkout).pays();
  expect(output.textContent).toBe('Paid 25.00 AED');
});

test('a declined payment is told', async () => {
  const {checkout, output} = showPayment(dynqrOrder());
  await payBy(checkout).fails();
  expect(output.textContent).toBe('Not paid: failed');
});

test('nothing is told while the server cannot be reached', async () => {
  const {checkout, output} = showPayment(dynqrOrder());
  await payBy(checkout).answers('unreachable');
  expect(output.textContent).toBe('');
});

test('a payment that arrives after the end is confirmed', async () => {
  const clock = stopClock();
  const order = dynqrOrder();
  vi.stubGlobal('fetch', new StatusScript(order, ...cases.late).fetch);
  const {checkout, output} = showPayment(order);
  await clock.advance(5 * MINUTE);
  expect(output.textContent).toBe('Paid 25.00 AED');
  checkout.remove();
  clock.resume();
});
