import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {openNotification} from '../../../demo/payby/notification.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {
  createGateway,
  goodOrder,
  MINUTE,
  turn,
  twoKeyPairs,
  type TestGateway,
  type Json,
} from '../support/demo.js';

let keys: [KeyPair, KeyPair];
before(async () => {
  keys = await twoKeyPairs();
});

interface Delivery {
  readonly at: number;
  readonly url: string;
  readonly body: Buffer;
  readonly sign: string;
}

/** A merchant's notifyUrl that answers as it is told to. */
async function benchWithMerchant(
  answer: (attempt: number, signal: AbortSignal) => Promise<Response>,
): Promise<{bench: TestGateway; deliveries: Delivery[]}> {
  const deliveries: Delivery[] = [];
  const bench = await createGateway({
    keys,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      const body = Buffer.from(init?.body as Uint8Array);
      deliveries.push({
        at: bench.clock.now(),
        url: input instanceof Request ? input.url : input.toString(),
        body,
        sign: headers.get('sign') ?? '',
      });
      return answer(deliveries.length, init?.signal ?? new AbortController().signal);
    },
  });
  return {bench, deliveries};
}

const accept = (): Promise<Response> => Promise.resolve(Response.json({response: 'SUCCESS'}));

async function payOne(bench: TestGateway): Promise<void> {
  const placed = await bench.call(
    '/acquire2/placeOrder',
    goodOrder(bench.clock, {notifyUrl: 'https://shop.test/payby/notify'}),
  );
  await bench.standIn('/app/pay', {orderNo: placed.body.acquireOrder?.['orderNo']});
  await turn();
}

describe('a notification', () => {
  it('is sent when an order is paid, signed over its exact bytes', async () => {
    const {bench, deliveries} = await benchWithMerchant(accept);
    await payOne(bench);
    assert.equal(deliveries.length, 1);
    const [{url, body, sign} = {url: '', body: Buffer.of(), sign: ''}] = deliveries;
    assert.equal(url, 'https://shop.test/payby/notify');
    const notification = openNotification(body, sign, keys[1].publicKey);
    assert.equal(notification.kind === 'order' && notification.order.status, 'PAID_SUCCESS');
    assert.throws(() => openNotification(Buffer.concat([body, Buffer.from('\n')]), sign, keys[1].publicKey));
  });

  it('that was accepted is not sent again', async () => {
    const {bench, deliveries} = await benchWithMerchant(accept);
    await payOne(bench);
    await bench.clock.advance(2_000 * MINUTE);
    assert.equal(deliveries.length, 1);
    assert.equal(bench.clock.asleep, 0);
  });

  const refusals: readonly (readonly [string, () => Promise<Response>])[] = [
    ['an error', () => Promise.resolve(Response.json({response: 'SUCCESS'}, {status: 500}))],
    ['another word', () => Promise.resolve(Response.json({response: 'OK'}))],
    ['text', () => Promise.resolve(new Response('SUCCESS'))],
    ['silence', () => Promise.reject(new Error('unreachable'))],
  ];
  for (const [title, answer] of refusals) {
    it(`answered with ${title} is repeated 7 times, with the same bytes, ever later`, async () => {
      const {bench, deliveries} = await benchWithMerchant(answer);
      await payOne(bench);
      await bench.clock.advance(5_000 * MINUTE);
      const start = deliveries[0]?.at ?? 0;
      assert.deepEqual(
        deliveries.map(({at}) => (at - start) / MINUTE),
        [0, 2, 12, 22, 82, 202, 562, 1462],
      );
      assert.equal(new Set(deliveries.map(({body}) => body.toString())).size, 1);
      assert.equal(bench.clock.asleep, 0);
    });
  }

  it('ends its repetitions once it is accepted', async () => {
    const {bench, deliveries} = await benchWithMerchant((attempt) =>
      attempt < 3 ? Promise.reject(new Error('unreachable')) : accept(),
    );
    await payOne(bench);
    await bench.clock.advance(5_000 * MINUTE);
    assert.equal(deliveries.length, 3);
  });

  it('that is not answered within five seconds counts as not accepted', async () => {
    const {bench, deliveries} = await benchWithMerchant(
      (_attempt, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('given up'));
          });
        }),
    );
    await payOne(bench);
    await bench.clock.advance(5_000 + 2 * MINUTE);
    assert.equal(deliveries.length, 2);
  });
});

describe("a test's hand on the notifications", () => {
  const ids = (deliveries: readonly Delivery[]): readonly string[] =>
    deliveries.map(({body}) => openNotification(body, signOf(body), keys[1].publicKey).notifyId);
  const signOf = (body: Buffer): string => signBytes(body, keys[1].privateKey);
  const words = (deliveries: readonly Delivery[]): readonly string[] =>
    deliveries.map(({body}) => {
      const notification = openNotification(body, signOf(body), keys[1].publicKey);
      if (notification.kind === 'refund') return notification.refund.status;
      return notification.order.revoked ? 'revoked' : notification.order.status;
    });
  const control = async (bench: TestGateway, path: string, wish: object): Promise<Json> => {
    const {status, body} = await bench.standIn(`/control/${path}`, wish);
    assert.equal(status, 200, JSON.stringify(body));
    await turn();
    return body;
  };
  const revoke = (bench: TestGateway) => bench.call('/acquire2/revokeOrder', {merchantOrderNo: 'order-1'});

  it('sends each of them twice at once, with the same id and the same bytes', async () => {
    const {bench, deliveries} = await benchWithMerchant(accept);
    await control(bench, 'notifications', {delivery: 'send', copies: 2});
    await payOne(bench);
    assert.equal(deliveries.length, 2);
    assert.equal(new Set(ids(deliveries)).size, 1);
    assert.deepEqual(deliveries[0]?.body, deliveries[1]?.body);
  });

  it('holds them, and lets them go in reverse: revoked comes before paid', async () => {
    const {bench, deliveries} = await benchWithMerchant(accept);
    await control(bench, 'notifications', {delivery: 'hold'});
    await payOne(bench);
    await revoke(bench);
    await turn();
    assert.deepEqual(deliveries, []);
    assert.deepEqual(await control(bench, 'release', {order: 'newest-first'}), {released: 2});
    assert.deepEqual(words(deliveries), ['revoked', 'PAID_SUCCESS']);
    assert.deepEqual(await control(bench, 'release', {}), {released: 0});
  });

  it('repeats what was told before, byte for byte', async () => {
    const {bench, deliveries} = await benchWithMerchant(accept);
    await payOne(bench);
    assert.deepEqual(await control(bench, 'repeat', {merchantOrderNo: 'order-1'}), {repeated: 1});
    assert.deepEqual(deliveries[0]?.body, deliveries[1]?.body);
    assert.equal(deliveries.length, 2);
  });

  it('loses them, and the next ones as well until it is told otherwise', async () => {
    const {bench, deliveries} = await benchWithMerchant(accept);
    await control(bench, 'notifications', {delivery: 'lose'});
    await payOne(bench);
    await bench.clock.advance(2_000 * MINUTE);
    assert.deepEqual(deliveries, []);
    await control(bench, 'reset', {});
    await revoke(bench);
    await turn();
    assert.deepEqual(words(deliveries), ['revoked']);
  });

  it('is asked for by the header of one call, and touches no other', async () => {
    const {bench, deliveries} = await benchWithMerchant(accept);
    const notifyUrl = 'https://shop.test/payby/notify';
    const placed = await bench.call('/acquire2/placeOrder', goodOrder(bench.clock, {notifyUrl}));
    await bench.app.request('/app/pay', {
      method: 'POST',
      headers: {'x-gateway-fault': 'notify=3'},
      body: JSON.stringify({orderNo: placed.body.acquireOrder?.['orderNo']}),
    });
    await turn();
    assert.equal(deliveries.length, 3);
    await revoke(bench);
    await turn();
    assert.equal(deliveries.length, 4);
  });

  it("puts the gateway's clock forward: the schedule runs at once, and the log says how it went", async () => {
    const {bench, deliveries} = await benchWithMerchant((attempt) =>
      attempt < 3 ? Promise.resolve(new Response('no', {status: 500})) : accept(),
    );
    await payOne(bench);
    for (const minutes of [2, 10]) {
      await control(bench, 'clock', {advanceMs: minutes * MINUTE - 1});
      const before = deliveries.length;
      await control(bench, 'clock', {advanceMs: 1});
      await turn();
      assert.equal(deliveries.length, before + 1, `after ${String(minutes)} minutes`);
    }
    const {entries} = (await bench.standIn('/control/log')).body as unknown as {entries: readonly Json[]};
    const told = entries.filter(({kind}) => kind === 'notification');
    assert.deepEqual(
      told.map(({attempt, accepted, status, merchantOrderNo}) => [
        attempt,
        accepted,
        status,
        merchantOrderNo,
      ]),
      [
        [1, false, 'PAID_SUCCESS', 'order-1'],
        [2, false, 'PAID_SUCCESS', 'order-1'],
        [3, true, 'PAID_SUCCESS', 'order-1'],
      ],
    );
    const text = await (await bench.app.request('/control/log?format=text')).text();
    assert.match(text, /notification [0-9a-f]{32} try 3 {2}order-1 {2}PAID_SUCCESS accepted/);
  });
});

describe('the notification of a refund', () => {
  const notifyUrl = 'https://shop.test/payby/notify';
  const refund = (bench: TestGateway) =>
    bench.call('/acquire2/refund/placeOrder', {
      refundMerchantOrderNo: 'refund-1',
      originMerchantOrderNo: 'order-1',
      amount: {amount: 10, currency: 'AED'},
      notifyUrl,
    });

  it('comes when the refund is done, names its order, and says what was given back', async () => {
    const {bench, deliveries} = await benchWithMerchant(accept);
    await payOne(bench);
    await bench.standIn('/control/settings', {refundAfterMs: 60_000});
    assert.equal((await refund(bench)).body.refundOrder?.['status'], 'CREATED');
    await bench.clock.advance(59_999);
    assert.equal(deliveries.length, 1, 'only the payment was told so far');
    await bench.clock.advance(1);
    const [, {body, sign} = {body: Buffer.of(), sign: ''}] = deliveries;
    const told = openNotification(body, sign, keys[1].publicKey);
    assert.ok(told.kind === 'refund');
    assert.equal(told.notifyTimestamp, bench.clock.now());
    assert.equal(told.originMerchantOrderNo, 'order-1');
    const {refundMerchantOrderNo, status, amount} = told.refund;
    assert.deepEqual(
      [refundMerchantOrderNo, status, amount.amount],
      ['refund-1', 'REFUNDED_SETTLED', '10.00'],
    );
  });

  it('comes when the refund has failed, too', async () => {
    const {bench, deliveries} = await benchWithMerchant(accept);
    await payOne(bench);
    await bench.standIn('/control/settings', {refundOutcome: 'FAILURE'});
    await refund(bench);
    await turn();
    const {body, sign} = deliveries[1] ?? {body: Buffer.of(), sign: ''};
    const told = openNotification(body, sign, keys[1].publicKey);
    assert.ok(told.kind === 'refund' && told.refund.status === 'FAILURE');
    assert.equal(told.refund.failCode, 'REFUND_FAILED');
  });
});

describe('what the merchant takes for a notification', () => {
  const order = {
    merchantOrderNo: 'a',
    orderNo: '1',
    status: 'SETTLED',
    totalAmount: {amount: 1, currency: 'AED'},
  };
  const open = (body: unknown): unknown => {
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    return openNotification(bytes, signBytes(bytes, keys[1].privateKey), keys[1].publicKey);
  };

  it('keeps its digits: an amount that a double would round is no amount', () => {
    const text = JSON.stringify({notify_id: '1', acquireOrder: order});
    for (const amount of ['1.0000000000000000001', '0.99999999999999999999', '1e400']) {
      assert.throws(() => open(text.replace('"amount":1', `"amount":${amount}`)), /no usable totalAmount/);
    }
    const same = open(text.replace('"amount":1', '"amount":1.00')) as {order: {totalAmount: unknown}};
    assert.deepEqual(same.order.totalAmount, {amount: '1.00', currency: 'AED'});
  });

  it('is an order or a refund with an id', () => {
    assert.ok(open({notify_id: '1', acquireOrder: order}));
    const refundOrder = {refundMerchantOrderNo: 'r', status: 'SUCCESS', amount: {amount: 1, currency: 'AED'}};
    assert.ok(open({notify_id: '1', refundOrder}));
  });

  const unusable: readonly unknown[] = [
    '',
    '[]',
    'null',
    '{',
    {acquireOrder: order},
    {notify_id: '', acquireOrder: order},
    {notify_id: '1'},
    {notify_id: '1', acquireOrder: {...order, totalAmount: '1'}},
    {notify_id: '1', refundOrder: {}},
  ];
  for (const body of unusable) {
    it(`is not ${JSON.stringify(body).slice(0, 60)}`, () => {
      assert.throws(
        () => open(body),
        (error) => error instanceof PaybyError && error.code === 'BAD_ANSWER',
      );
    });
  }
});
