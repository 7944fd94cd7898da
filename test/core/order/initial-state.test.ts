import {expect} from '@open-wc/testing';
import {opening} from '../../../src/core/order/initial-state.js';
import {MINUTE, NOON, order, orderWithout} from '../../support/orders.js';

describe('the opening of an order', () => {
  it('shows the code of an order that is plainly open', () => {
    expect(opening(order(), NOON).phase).to.equal('waiting');
    expect(opening({...orderWithout('expiredTime')}, NOON).phase).to.equal('waiting');
  });

  it('shows no code where the server may have to be asked first', () => {
    expect(opening(order({status: 'PAID_SUCCESS'}), NOON).phase).to.equal('idle');
    expect(opening(order({status: 'VOID'}), NOON).phase).to.equal('idle');
    expect(opening(order({revoked: 'true'}), NOON).phase).to.equal('idle');
    expect(opening(order(), NOON + 15 * MINUTE).phase).to.equal('idle');
  });

  it('is idle without an order and invalid with a wrong one', () => {
    for (const nothing of [null, undefined, '']) expect(opening(nothing, NOON).phase).to.equal('idle');
    for (const wrong of ['{', {}, 0, false]) expect(opening(wrong, NOON).phase).to.equal('invalid');
  });
});
