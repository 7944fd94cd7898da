import {expect} from '@open-wc/testing';
import {keptText, readKept} from '../../../src/core/voucher/stored-voucher.js';
import {parseOrder, type Order} from '../../../src/core/order/order.js';
import {MINUTE, NOON, order, TOKEN} from '../../support/orders.js';

function parsed(changes: object = {}): Order {
  const result = parseOrder({...order({paySceneCode: 'CASHTOPUP'}), ...changes});
  if (!result.ok) throw new Error('this order should pass');
  return result.value;
}

describe('a voucher kept over a reload', () => {
  it('comes back as the order it was, with what it is for', () => {
    const kept = readKept(keptText(parsed(), 'GAME_TOP_UP') ?? null);
    expect(kept?.expiredTime).to.equal(NOON + 15 * MINUTE);
    expect(kept?.order).to.deep.equal({
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

  it('never brings an outcome with it', () => {
    const text = keptText(parsed({status: 'PAID_SUCCESS', revoked: 'true', scanned: true}), undefined) ?? '';
    expect(text).not.to.match(/status|PAID|revoked|scanned|report/);
    const again = parseOrder(readKept(text)?.order);
    expect(again.ok && again.value.report.word).to.equal('CREATED');
  });

  it('needs an end and a code', () => {
    expect(keptText({...parsed(), expiredTime: undefined}, undefined)).to.equal(undefined);
    expect(keptText({...parsed(), tokenUrl: undefined}, undefined)).to.equal(undefined);
  });

  for (const found of [null, '', '{', '[]', '"text"', '{"expiredTime":"soon"}', '{"order":{}}']) {
    it(`is not found in ${String(found)}`, () => {
      expect(readKept(found)).to.equal(undefined);
    });
  }
});
