/** Signed words of PayBy that fit nothing of ours: too long, of another order, or an address that no page would show. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {openNotification, type OtherNotification} from '../../../demo/payby/notification.js';
import {
  openAnswer,
  readAcquireOrder,
  readPayerMask,
  readPlacedOrder,
  readRefundOrder,
} from '../../../demo/payby/responses.js';
import {statusResponse} from '../../../demo/merchant/http/responses.js';
import {causeFor, sentenceFor} from '../../../demo/merchant/orders/failure-sentences.js';
import {applyAnswer, applyRefundAnswer, isPending} from '../../../demo/merchant/orders/order.js';
import {makeThrowAwayKeys} from '../../../demo/payby/keys.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {newOrder, storeKinds} from '../support/stores.js';

const long = (length: number): string => 'x'.repeat(length);
const ORDER = {
  merchantOrderNo: 'order-1',
  orderNo: '131689000000000001',
  status: 'CREATED',
  totalAmount: {amount: 25, currency: 'AED'},
};
const REFUND = {
  refundMerchantOrderNo: 'refund-1',
  originMerchantOrderNo: 'order-1',
  status: 'CREATED',
  amount: {amount: 5, currency: 'AED'},
};
const unusable = (field: string): object => ({code: 'BAD_ANSWER', message: new RegExp(field)});

describe('an answer of PayBy', () => {
  for (const name of ['merchantOrderNo', 'orderNo', 'status']) {
    it(`is refused when its ${name} has more than 64 characters`, () => {
      readAcquireOrder({...ORDER, [name]: long(64)});
      assert.throws(() => readAcquireOrder({...ORDER, [name]: long(65)}), unusable(name));
    });
  }

  it('about a refund is refused when one of its numbers has more than 64 characters', () => {
    for (const name of ['refundMerchantOrderNo', 'originMerchantOrderNo', 'orderNo', 'status']) {
      assert.throws(() => readRefundOrder({...REFUND, [name]: long(65)}), unusable(name));
    }
  });

  it('has its reasons shortened: failCode to 64 and failDes to 256 characters', () => {
    const {failCode, failDes} = readAcquireOrder({...ORDER, failCode: long(10_000), failDes: long(10_000)});
    assert.deepEqual([failCode?.length, failDes?.length], [64, 256]);
  });

  it('has the masked number of the payer shortened to 64 characters', () => {
    assert.equal(readPayerMask({payer: {mobileNumberMask: long(10_000)}})?.length, 64);
  });

  it('has its refusal shortened: msg to 256 and traceCode to 64 characters', () => {
    const head = {applyStatus: 'FAIL', code: '400', msg: long(10_000), traceCode: long(10_000)};
    assert.throws(
      () => openAnswer({head}),
      (error: {readonly message: string; readonly traceCode: string}) =>
        error.message.length === 256 && error.traceCode.length === 64,
    );
    assert.throws(() => openAnswer({head: {...head, code: long(65)}}), unusable('code'));
  });

  const tokens = {
    'plain http': 'http://qr.payby.test/?ft=1',
    'a script': 'javascript:alert(1)',
    'a user name': 'https://payby.com@evil.example/',
    'a blank': 'https://qr.payby.test/ ?ft=1',
    'more than 2,048 bytes': `https://qr.payby.test/?ft=${long(2_048)}`,
  };
  for (const [what, tokenUrl] of Object.entries(tokens)) {
    it(`is refused when its tokenUrl is or has ${what}, as the element would refuse it`, () => {
      const answer = {acquireOrder: ORDER, interActionParams: {tokenUrl}};
      assert.throws(() => readPlacedOrder(answer), unusable('tokenUrl'));
    });
  }

  it('about another order number of PayBy’s changes nothing', () => {
    const order = newOrder('order-1', 0, {orderNo: ORDER.orderNo});
    const paid = {...ORDER, status: 'PAID_SUCCESS'};
    assert.equal(applyAnswer(order, readAcquireOrder(paid)).status, 'PAID_SUCCESS');
    const other = readAcquireOrder({...paid, orderNo: '131689000000000002'});
    assert.throws(() => applyAnswer(order, other), {name: 'MismatchedAnswer'});
  });

  it('about a refund of another order changes nothing', () => {
    const order = newOrder('order-2', 0, {status: 'SETTLED'});
    assert.throws(() => applyRefundAnswer(order, readRefundOrder(REFUND), 0), {name: 'MismatchedAnswer'});
  });
});

/** Names that every object has: a word of PayBy that is looked up must not find them. */
const INHERITED = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

describe('a word of PayBy that is the name of an inherited property', () => {
  for (const word of INHERITED) {
    it(`is not known, whichever word it is: ${word}`, () => {
      const order = newOrder('order-1', 0, {orderNo: ORDER.orderNo, status: 'CREATED'});
      const failed = applyAnswer(order, readAcquireOrder({...ORDER, status: 'FAILURE', failCode: word}));
      const {status, failCode, failDes} = statusResponse(failed, 0);
      assert.deepEqual([status, failCode, failDes], ['FAILURE', word, undefined]);
      assert.deepEqual([sentenceFor(word), causeFor(word)], [undefined, undefined]);
      assert.equal(applyAnswer(order, readAcquireOrder({...ORDER, status: word})).status, 'CREATED');
      const settled = newOrder('order-1', 0, {status: 'SETTLED'});
      const [refund] = applyRefundAnswer(settled, readRefundOrder({...REFUND, status: word}), 0).refunds;
      assert.ok(refund && isPending(refund), 'it is queried again');
    });
  }
});

describe('a notification of PayBy', () => {
  it('is refused when its notify_id has more than 128 characters', async () => {
    const {privateKey, publicKey} = await makeThrowAwayKeys();
    const open = (notifyId: string): unknown => {
      const bytes = Buffer.from(JSON.stringify({notify_id: notifyId, acquireOrder: ORDER}));
      return openNotification(bytes, signBytes(bytes, privateKey), publicKey);
    };
    open(long(128));
    assert.throws(() => open(long(129)), unusable('notify_id'));
  });

  it('has the kind of a dispute shortened to 200 characters, and is refused when one of its numbers has more than 64', async () => {
    const {privateKey, publicKey} = await makeThrowAwayKeys();
    const open = (subject: object): {readonly caseType?: string | undefined} => {
      const bytes = Buffer.from(JSON.stringify({notify_id: 'n-1', ...subject}));
      return openNotification(bytes, signBytes(bytes, privateKey), publicKey) as OtherNotification;
    };
    const dispute = {orderNo: '1', caseType: long(10_000)};
    assert.equal(open({acquireChargeback: dispute}).caseType?.length, 200);
    for (const about of ['acquireChargeback', 'voidOrder']) {
      for (const name of ['merchantOrderNo', 'orderNo'])
        assert.throws(() => open({[about]: {...dispute, [name]: long(65)}}), unusable(name));
    }
  });
});

for (const {name, skip, open} of storeKinds) {
  describe(`a store ${name}`, {skip}, () => {
    it('applies a notification whose id was seen about another order, and each only once', async () => {
      const {store, close} = await open();
      try {
        const applied: string[] = [];
        const apply = (merchantOrderNo: string) =>
          store.changeOnce({notifyId: 'n-1', merchantOrderNo, receivedAt: 1}, (order) => {
            applied.push(merchantOrderNo);
            return {order, events: [], dueAt: undefined};
          });
        for (const number of ['order-1', 'order-2']) {
          await store.add(newOrder(number, 0), {events: [], dueAt: undefined});
        }
        for (const number of ['order-1', 'order-2', 'order-1', 'order-2']) await apply(number);
        assert.deepEqual(applied, ['order-1', 'order-2']);
      } finally {
        await close();
      }
    });
  });
}
