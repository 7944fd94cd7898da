import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../demo/payby/keys.js';
import type {PaybyClient} from '../../demo/payby/client.js';
import {PaybyError} from '../../demo/payby/payby-error.js';
import {signBytes} from '../../demo/payby/signature.js';
import {
  clientOf,
  gatewayBench,
  MINUTE,
  serveApp,
  serveRequests,
  twoKeyPairs,
  until,
  type GatewayBench,
  type Served,
} from './demo-helpers.js';

let keys: [KeyPair, KeyPair];
before(async () => {
  keys = await twoKeyPairs();
});

const paybyError = (code: string, retryable: boolean) => (error: unknown) => {
  assert.ok(error instanceof PaybyError, String(error));
  assert.equal(error.code, code);
  assert.equal(error.retryable, retryable);
  return true;
};

describe('the client and the gateway, over HTTP', () => {
  let bench: GatewayBench;
  let served: Served;
  let client: PaybyClient;

  beforeEach(async () => {
    bench = await gatewayBench({keys});
    served = await serveApp(bench.app);
    client = clientOf(served.url, bench);
  });
  afterEach(() => served.close());

  const mug = (change = {}) =>
    ({
      merchantOrderNo: 'order-1',
      subject: 'Karak mug',
      subjectAr: 'كوب كرك',
      totalAmount: {amount: '12.10', currency: 'AED'},
      expiredTime: bench.clock.now() + 15 * MINUTE,
      scene: {paySceneCode: 'DYNQR'},
      ...change,
    }) as const;

  it('place an order, find it, move its end, see who scanned, get paid, refund and revoke', async () => {
    const {acquireOrder, tokenUrl} = await client.placeOrder(mug());
    assert.equal(acquireOrder.status, 'CREATED');
    assert.deepEqual(acquireOrder.totalAmount, {amount: '12.10', currency: 'AED'});
    assert.match(String(tokenUrl), /^https:\/\/qr\.payby\.test\?BIZ_TYPE=202&ft=[0-9a-f]{32}&t=\d{13}$/);

    const later = bench.clock.now() + 60 * MINUTE;
    assert.equal((await client.updateExpiredTime('order-1', later)).expiredTime, later);

    assert.equal(await client.getCashierUrlInfo(tokenUrl ?? ''), undefined);
    await bench.standIn('/app/scan', {tokenUrl});
    assert.match(String(await client.getCashierUrlInfo(tokenUrl ?? '')), /^\+971-\d\d\*\d\d$/);

    await bench.standIn('/app/pay', {orderNo: acquireOrder.orderNo});
    const paid = await client.getOrder('order-1');
    assert.equal(paid.status, 'PAID_SUCCESS');
    assert.deepEqual(paid.payment, {
      paidAmount: {amount: '12.10', currency: 'AED'},
      paidTime: bench.clock.now(),
    });

    const refund = {refundMerchantOrderNo: 'refund-1', originMerchantOrderNo: 'order-1'};
    const refunded = await client.refund({...refund, amount: {amount: '2.10', currency: 'AED'}});
    assert.deepEqual(refunded.amount, {amount: '2.10', currency: 'AED'});
    await assert.rejects(client.revokeOrder('order-1'), paybyError('62041', false));
  });

  it('cancel an unpaid order, and revoke a paid one', async () => {
    await client.placeOrder(mug());
    assert.equal((await client.cancelOrder('order-1')).status, 'FAILURE');
    const {acquireOrder} = await client.placeOrder(mug({merchantOrderNo: 'order-2'}));
    await bench.standIn('/app/pay', {orderNo: acquireOrder.orderNo});
    assert.equal((await client.revokeOrder('order-2')).revoked, true);
  });

  it("turn PayBy's refusals into typed errors with its code and trace", async () => {
    await assert.rejects(client.getOrder('nobody'), (error: unknown) => {
      assert.ok(error instanceof PaybyError);
      assert.deepEqual([error.code, error.retryable, error.inDoubt], ['62004', false, false]);
      assert.match(String(error.traceCode), /^[0-9a-f]+$/);
      return true;
    });
  });

  it('end in one error when PayBy cannot be reached', async () => {
    const nobody = await serveApp(bench.app);
    await nobody.close();
    await assert.rejects(clientOf(nobody.url, bench).getOrder('order-1'), paybyError('NETWORK', true));
  });
});

describe('an answer that is not what PayBy signed', () => {
  let bench: GatewayBench;
  before(async () => {
    bench = await gatewayBench({keys});
  });

  const order = {
    merchantOrderNo: 'order-1',
    orderNo: '1',
    status: 'PAID_SUCCESS',
    totalAmount: {amount: 25, currency: 'AED'},
  };
  const paid = JSON.stringify({head: {applyStatus: 'SUCCESS', code: '0'}, body: {acquireOrder: order}});
  const signed = (text: string): string => signBytes(Buffer.from(text), bench.paybyKeys.privateKey);

  const asked = async (answer: {status?: number; sign?: string; body: string}): Promise<unknown> => {
    const served = await serveRequests((_request, response) => {
      response.writeHead(answer.status ?? 200, answer.sign === undefined ? {} : {sign: answer.sign});
      response.end(answer.body);
    });
    try {
      return await clientOf(served.url, bench).getOrder('order-1');
    } finally {
      await served.close();
    }
  };

  it('(the untouched answer is believed)', async () => {
    const answer = (await asked({body: paid, sign: signed(paid)})) as {status: string};
    assert.equal(answer.status, 'PAID_SUCCESS');
  });

  it('is refused when one byte was changed on the way', async () => {
    const tampered = paid.replace('"amount":25', '"amount":26');
    await assert.rejects(asked({body: tampered, sign: signed(paid)}), paybyError('BAD_SIGNATURE', false));
  });

  it('is refused when the same JSON is spelled in other bytes', async () => {
    const spelled = JSON.stringify(JSON.parse(paid), undefined, 1);
    await assert.rejects(asked({body: spelled, sign: signed(paid)}), paybyError('BAD_SIGNATURE', false));
  });

  it('is refused without a signature, or with one of another key', async () => {
    await assert.rejects(asked({body: paid}), paybyError('BAD_SIGNATURE', false));
    const foreign = signBytes(Buffer.from(paid), bench.merchantKeys.privateKey);
    await assert.rejects(asked({body: paid, sign: foreign}), paybyError('BAD_SIGNATURE', false));
  });

  it('is not even parsed before it is verified', async () => {
    await assert.rejects(asked({body: '<html>'}), paybyError('BAD_SIGNATURE', false));
    await assert.rejects(asked({body: '<html>', sign: signed('<html>')}), paybyError('BAD_ANSWER', false));
  });

  it('is weather when a gateway on the way says 502', async () => {
    await assert.rejects(asked({status: 502, body: 'Bad Gateway'}), paybyError('HTTP', true));
  });

  it('is refused when it is signed but has no usable order', async () => {
    const cases = [
      {...order, totalAmount: undefined},
      {...order, totalAmount: {amount: 1.234, currency: 'AED'}},
      {...order, status: 7},
      {...order, merchantOrderNo: ''},
      null,
    ];
    for (const acquireOrder of cases) {
      const body = JSON.stringify({head: {applyStatus: 'SUCCESS', code: '0'}, body: {acquireOrder}});
      await assert.rejects(asked({body, sign: signed(body)}), paybyError('BAD_ANSWER', false));
    }
  });

  it('may be a system error, which can be tried again and leaves doubt', async () => {
    const body = JSON.stringify({
      head: {applyStatus: 'FAIL', code: '500', msg: 'SYSTEM_ERROR', traceCode: 't'},
    });
    await assert.rejects(asked({body, sign: signed(body)}), (error: unknown) => {
      assert.ok(error instanceof PaybyError);
      assert.deepEqual(
        [error.code, error.retryable, error.inDoubt, error.traceCode],
        ['500', true, true, 't'],
      );
      return true;
    });
  });

  it('is not followed to another address', async () => {
    const served = await serveRequests((_request, response) => {
      response.writeHead(307, {location: 'http://127.0.0.1:9/'}).end();
    });
    await assert.rejects(clientOf(served.url, bench).getOrder('order-1'), paybyError('NETWORK', true));
    await served.close();
  });
});

describe('a gateway that does not answer', () => {
  it('is given up after ten seconds, and not before', async () => {
    const bench = await gatewayBench({keys});
    let asked = false;
    const served = await serveRequests(() => {
      asked = true;
    });
    let outcome: unknown;
    const call = clientOf(served.url, bench)
      .getOrder('order-1')
      .catch((error: unknown) => (outcome = error));
    await until(() => asked, 'the gateway is asked');
    await bench.clock.advance(9_999);
    assert.equal(outcome, undefined);
    await bench.clock.advance(1);
    await call;
    assert.ok(paybyError('TIMEOUT', true)(outcome));
    assert.equal(bench.clock.asleep, 0, 'no timer is left behind');
    await served.close();
  });
});
