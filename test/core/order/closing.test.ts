import {expect} from '@open-wc/testing';
import type {Phase} from '../../../src/core/order/checkout-machine.js';
import {closingOf, resultOf} from '../../../src/core/order/closing.js';

const steady = {connection: 'steady', wasHidden: false} as const;

describe('closingOf()', () => {
  /** What closing means while the server answers and the payer has not been away. */
  const table: Record<Phase, 'close' | 'ask'> = {
    idle: 'close',
    invalid: 'close',
    waiting: 'close',
    scanned: 'ask',
    confirming: 'ask',
    paid: 'close',
    failed: 'close',
    cancelled: 'close',
    expired: 'close',
    revoked: 'close',
  };
  for (const [phase, closing] of Object.entries(table) as [Phase, 'close' | 'ask'][]) {
    it(`is ${closing} in the phase ${phase}`, () => {
      expect(closingOf({phase, ...steady})).to.equal(closing);
    });
  }

  for (const connection of ['retrying', 'offline'] as const) {
    it(`asks about a code that may have been paid unheard: ${connection}`, () => {
      expect(closingOf({phase: 'waiting', ...steady, connection})).to.equal('ask');
      expect(closingOf({phase: 'paid', ...steady, connection})).to.equal('close');
    });
  }

  it('asks when the payer has been in another app with the code', () => {
    expect(closingOf({phase: 'waiting', ...steady, wasHidden: true})).to.equal('ask');
    expect(closingOf({phase: 'failed', ...steady, wasHidden: true})).to.equal('close');
  });
});

describe('resultOf()', () => {
  const order = {merchantOrderNo: 'M-1', orderNo: null};
  const success = {
    ...order,
    status: 'PAID_SUCCESS',
    amount: '25.00',
    currency: 'AED',
    paidTime: null,
    late: false,
  } as const;

  it('is the outcome that was announced last', () => {
    expect(resultOf('paid', success)).to.deep.equal({reason: 'paid', detail: success});
    for (const reason of ['failed', 'cancelled', 'expired', 'revoked'] as const) {
      const failure = {...order, reason, code: null, message: null};
      expect(resultOf(reason, failure)).to.deep.equal({reason, detail: failure});
    }
  });

  it('is closed before an outcome, and open as long as the server has not decided', () => {
    for (const phase of ['waiting', 'scanned', 'confirming'] as const)
      expect(resultOf(phase, null)).to.deep.equal({reason: 'closed', isOpen: true});
    for (const phase of ['idle', 'invalid'] as const)
      expect(resultOf(phase, null)).to.deep.equal({reason: 'closed', isOpen: false});
  });
});
