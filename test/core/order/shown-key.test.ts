import {expect} from '@open-wc/testing';
import {advance, initialState, type StateWithOrder} from '../../../src/core/order/checkout-machine.js';
import {parseOrder} from '../../../src/core/order/order.js';
import {readStatus} from '../../../src/core/order/order-status.js';
import {shownKey} from '../../../src/core/order/shown-key.js';
import {NOON, order, status} from '../../support/orders.js';

type Changes = Parameters<typeof order>[0];

const waiting = (changes: Changes = {}): StateWithOrder => {
  const parsed = parseOrder(order(changes));
  if (!parsed.ok) throw new Error('the order of the test is wrong');
  return initialState(parsed.value, NOON, 'paid');
};
const after = (word: string, state = waiting(), more: Record<string, unknown> = {}): StateWithOrder =>
  advance(state, {
    type: 'report',
    report: readStatus(status(word, more), state.order),
    at: NOON,
    successOn: 'paid',
  });

describe('shownKey()', () => {
  it('is equal for the same order with the same code in the same phase', () => {
    expect(shownKey(waiting())).to.equal(shownKey(waiting()));
    expect(shownKey(waiting({subject: 'Another name'}))).to.equal(shownKey(waiting()));
  });

  /** What the markup of a server may say, and the element not keep while it shows the order of these tests. */
  const others: Record<string, StateWithOrder> = {
    'another code': waiting({tokenUrl: 'https://qr.payby.com?renewed'}),
    'another order': waiting({merchantOrderNo: 'M-other'}),
    'another amount': waiting({totalAmount: {amount: '26.00', currency: 'AED'}}),
    'another currency': waiting({totalAmount: {amount: '25.00', currency: 'USD'}}),
    'a scanned code': after('CREATED', waiting(), {scanned: true}),
    'a payment': after('PAID_SUCCESS'),
    'a failure': after('FAILURE'),
  };
  for (const [what, state] of Object.entries(others)) {
    it(`differs for ${what}`, () => {
      expect(shownKey(state)).not.to.equal(shownKey(waiting()));
    });
  }
  it('differs between all of them', () => {
    const keys = Object.values(others).map(shownKey);
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('holds the code of an open order only: none is compared after an outcome, when PayBy sends none', () => {
    const code = waiting().order.tokenUrl ?? '';
    expect(shownKey(waiting())).to.contain(code);
    expect(shownKey(after('PAID_SUCCESS'))).not.to.contain(code);
  });

  it('is empty without an order, where there is nothing to keep', () => {
    expect(shownKey({phase: 'idle'})).to.equal('');
    expect(shownKey({phase: 'invalid', issues: []})).to.equal('');
  });
});
