import {expect} from '@open-wc/testing';
import {serializeVoucher, parseStoredVoucher} from '../../../src/core/voucher/stored-voucher.js';
import {parseOrder, type Order} from '../../../src/core/order/order.js';
import {MINUTE, NOON, order, TOKEN} from '../../support/orders.js';

function parsed(changes: object = {}): Order {
  const result = parseOrder({...order({paySceneCode: 'CASHTOPUP'}), ...changes});
  if (!result.ok) throw new Error('this order should pass');
  return result.value;
}

describe('serializeVoucher and parseStoredVoucher', () => {
  it('restore the order with its business type', () => {
    const stored = parseStoredVoucher(serializeVoucher(parsed({businessType: 'GAME_TOP_UP'})) ?? null);
    expect(stored?.expiredTime).to.equal(NOON + 15 * MINUTE);
    expect(stored?.order).to.deep.equal({
      merchantOrderNo: 'M-1',
      paySceneCode: 'CASHTOPUP',
      tokenUrl: TOKEN,
      totalAmount: {amount: '25.00', currency: 'AED'},
      subject: 'Karak mug',
      subjectAr: 'كوب كرك',
      expiredTime: NOON + 15 * MINUTE,
      requestTime: NOON,
      businessType: 'GAME_TOP_UP',
    });
  });

  it('store no status, so a restored order is never paid', () => {
    const text = serializeVoucher(parsed({status: 'PAID_SUCCESS', revoked: 'true', scanned: true})) ?? '';
    expect(text).not.to.match(/status|PAID|revoked|scanned|report/);
    const again = parseOrder(parseStoredVoucher(text)?.order);
    expect(again.ok && again.value.report.word).to.equal('CREATED');
  });

  it('store no order without an end or without a code', () => {
    expect(serializeVoucher({...parsed(), expiredTime: undefined})).to.equal(undefined);
    expect(serializeVoucher({...parsed(), tokenUrl: undefined})).to.equal(undefined);
  });

  for (const found of [null, '', '{', '[]', '"text"', '{"expiredTime":"soon"}', '{"order":{}}']) {
    it(`find no voucher in ${String(found)}`, () => {
      expect(parseStoredVoucher(found)).to.equal(undefined);
    });
  }
});
