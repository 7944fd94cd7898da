import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import type {KeyPair} from '../../demo/payby/keys.js';
import {openNotification} from '../../demo/payby/notification.js';
import {PaybyError} from '../../demo/payby/payby-error.js';
import {signBytes} from '../../demo/payby/signature.js';
import {gatewayBench, goodOrder, MINUTE, turn, twoKeyPairs, type GatewayBench} from './demo-helpers.js';

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
): Promise<{bench: GatewayBench; deliveries: Delivery[]}> {
  const deliveries: Delivery[] = [];
  const bench = await gatewayBench({
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

async function payOne(bench: GatewayBench): Promise<void> {
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
