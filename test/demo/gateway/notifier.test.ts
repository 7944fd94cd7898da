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

/** A gateway, and a merchant's notifyUrl that answers with `answer`. */
async function gatewayWithMerchant(
  answer: (attempt: number, signal: AbortSignal) => Promise<Response>,
): Promise<{gateway: TestGateway; deliveries: Delivery[]}> {
  const deliveries: Delivery[] = [];
  const gateway = await createGateway({
    keys,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      const body = Buffer.from(init?.body as Uint8Array);
      deliveries.push({
        at: gateway.clock.now(),
        url: input instanceof Request ? input.url : input.toString(),
        body,
        sign: headers.get('sign') ?? '',
      });
      return answer(deliveries.length, init?.signal ?? new AbortController().signal);
    },
  });
  return {gateway, deliveries};
}

const accept = (): Promise<Response> => Promise.resolve(Response.json({response: 'SUCCESS'}));

async function payOne(gateway: TestGateway): Promise<void> {
  const placed = await gateway.call(
    '/acquire2/placeOrder',
    goodOrder(gateway.clock, {notifyUrl: 'https://shop.test/payby/notify'}),
  );
  await gateway.request('/app/pay', {orderNo: placed.body.acquireOrder?.['orderNo']});
  await turn();
}

describe('Notifier', () => {
  it('posts a notification of a payment, signed over its exact bytes', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    await payOne(gateway);
    assert.equal(deliveries.length, 1);
    const [{url, body, sign} = {url: '', body: Buffer.of(), sign: ''}] = deliveries;
    assert.equal(url, 'https://shop.test/payby/notify');
    const notification = openNotification(body, sign, keys[1].publicKey);
    assert.equal(notification.kind === 'order' && notification.order.status, 'PAID_SUCCESS');
    assert.throws(() => openNotification(Buffer.concat([body, Buffer.from('\n')]), sign, keys[1].publicKey));
  });

  it('does not repeat a notification that was accepted', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    await payOne(gateway);
    await gateway.clock.advance(2_000 * MINUTE);
    assert.equal(deliveries.length, 1);
    assert.equal(gateway.clock.asleep, 0);
  });

  const refusals: readonly (readonly [string, () => Promise<Response>])[] = [
    ['HTTP 500', () => Promise.resolve(Response.json({response: 'SUCCESS'}, {status: 500}))],
    ['another response', () => Promise.resolve(Response.json({response: 'OK'}))],
    ['plain text', () => Promise.resolve(new Response('SUCCESS'))],
    ['a connection error', () => Promise.reject(new Error('unreachable'))],
  ];
  for (const [title, answer] of refusals) {
    it(`repeats a notification 7 times on PayBy's schedule, byte for byte, after ${title}`, async () => {
      const {gateway, deliveries} = await gatewayWithMerchant(answer);
      await payOne(gateway);
      await gateway.clock.advance(5_000 * MINUTE);
      const start = deliveries[0]?.at ?? 0;
      assert.deepEqual(
        deliveries.map(({at}) => (at - start) / MINUTE),
        [0, 2, 12, 22, 82, 202, 562, 1462],
      );
      assert.equal(new Set(deliveries.map(({body}) => body.toString())).size, 1);
      assert.equal(gateway.clock.asleep, 0);
    });
  }

  it('stops repeating once the notification is accepted', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant((attempt) =>
      attempt < 3 ? Promise.reject(new Error('unreachable')) : accept(),
    );
    await payOne(gateway);
    await gateway.clock.advance(5_000 * MINUTE);
    assert.equal(deliveries.length, 3);
  });

  it('repeats a notification that is not answered within 5 s', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(
      (_attempt, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('given up'));
          });
        }),
    );
    await payOne(gateway);
    await gateway.clock.advance(5_000 + 2 * MINUTE);
    assert.equal(deliveries.length, 2);
  });
});

describe('POST /control/notifications', () => {
  const ids = (deliveries: readonly Delivery[]): readonly string[] =>
    deliveries.map(({body}) => openNotification(body, signOf(body), keys[1].publicKey).notifyId);
  const signOf = (body: Buffer): string => signBytes(body, keys[1].privateKey);
  const statuses = (deliveries: readonly Delivery[]): readonly string[] =>
    deliveries.map(({body}) => {
      const notification = openNotification(body, signOf(body), keys[1].publicKey);
      if (notification.kind === 'refund') return notification.refund.status;
      if (notification.kind !== 'order') return notification.kind;
      return notification.order.revoked ? 'revoked' : notification.order.status;
    });
  const control = async (gateway: TestGateway, path: string, input: object): Promise<Json> => {
    const {status, body} = await gateway.request(`/control/${path}`, input);
    assert.equal(status, 200, JSON.stringify(body));
    await turn();
    return body;
  };
  const revoke = (gateway: TestGateway) =>
    gateway.call('/acquire2/revokeOrder', {merchantOrderNo: 'order-1'});

  it('with copies 2 sends each notification twice at once, with the same id and bytes', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    await control(gateway, 'notifications', {delivery: 'send', copies: 2});
    await payOne(gateway);
    assert.equal(deliveries.length, 2);
    assert.equal(new Set(ids(deliveries)).size, 1);
    assert.deepEqual(deliveries[0]?.body, deliveries[1]?.body);
  });

  it('with "hold" holds notifications until POST /control/release sends them, here newest first', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    await control(gateway, 'notifications', {delivery: 'hold'});
    await payOne(gateway);
    await revoke(gateway);
    await turn();
    assert.deepEqual(deliveries, []);
    assert.deepEqual(await control(gateway, 'release', {order: 'newest-first'}), {released: 2});
    assert.deepEqual(statuses(deliveries), ['revoked', 'PAID_SUCCESS']);
    assert.deepEqual(await control(gateway, 'release', {}), {released: 0});
  });

  it('is complemented by POST /control/repeat, which sends a notification again, byte for byte', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    await payOne(gateway);
    assert.deepEqual(await control(gateway, 'repeat', {merchantOrderNo: 'order-1'}), {repeated: 1});
    assert.deepEqual(deliveries[0]?.body, deliveries[1]?.body);
    assert.equal(deliveries.length, 2);
  });

  it('with "lose" sends nothing until POST /control/reset', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    await control(gateway, 'notifications', {delivery: 'lose'});
    await payOne(gateway);
    await gateway.clock.advance(2_000 * MINUTE);
    assert.deepEqual(deliveries, []);
    await control(gateway, 'reset', {});
    await revoke(gateway);
    await turn();
    assert.deepEqual(statuses(deliveries), ['revoked']);
  });

  it('is overridden by x-gateway-fault for one call only', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    const notifyUrl = 'https://shop.test/payby/notify';
    const placed = await gateway.call('/acquire2/placeOrder', goodOrder(gateway.clock, {notifyUrl}));
    await gateway.app.request('/app/pay', {
      method: 'POST',
      headers: {'x-gateway-fault': 'notify=3'},
      body: JSON.stringify({orderNo: placed.body.acquireOrder?.['orderNo']}),
    });
    await turn();
    assert.equal(deliveries.length, 3);
    await revoke(gateway);
    await turn();
    assert.equal(deliveries.length, 4);
  });

  it('follows the gateway’s clock: advancing it runs the schedule, and the log shows every attempt', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant((attempt) =>
      attempt < 3 ? Promise.resolve(new Response('no', {status: 500})) : accept(),
    );
    await payOne(gateway);
    for (const minutes of [2, 10]) {
      await control(gateway, 'clock', {advanceMs: minutes * MINUTE - 1});
      const before = deliveries.length;
      await control(gateway, 'clock', {advanceMs: 1});
      await turn();
      assert.equal(deliveries.length, before + 1, `after ${String(minutes)} minutes`);
    }
    const {entries} = (await gateway.request('/control/log')).body as unknown as {entries: readonly Json[]};
    const attempts = entries.filter(({kind}) => kind === 'notification');
    assert.deepEqual(
      attempts.map(({attempt, accepted, status, merchantOrderNo}) => [
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
    const text = await (await gateway.app.request('/control/log?format=text')).text();
    assert.match(text, /notification [0-9a-f]{32} try 3 {2}order-1 {2}PAID_SUCCESS accepted/);
  });
});

describe('Notifier for a refund', () => {
  const notifyUrl = 'https://shop.test/payby/notify';
  const refund = (gateway: TestGateway) =>
    gateway.call('/acquire2/refund/placeOrder', {
      refundMerchantOrderNo: 'refund-1',
      originMerchantOrderNo: 'order-1',
      amount: {amount: 10, currency: 'AED'},
      notifyUrl,
    });

  it('posts order, status and amount when the refund leaves CREATED', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    await payOne(gateway);
    await gateway.request('/control/settings', {refundAfterMs: 60_000});
    assert.equal((await refund(gateway)).body.refundOrder?.['status'], 'CREATED');
    await gateway.clock.advance(59_999);
    assert.equal(deliveries.length, 1, 'only the payment was notified so far');
    await gateway.clock.advance(1);
    const [, {body, sign} = {body: Buffer.of(), sign: ''}] = deliveries;
    const notification = openNotification(body, sign, keys[1].publicKey);
    assert.ok(notification.kind === 'refund');
    const {notify_timestamp: sentAt} = JSON.parse(body.toString()) as Json;
    assert.equal(sentAt, gateway.clock.now());
    assert.equal(notification.originMerchantOrderNo, 'order-1');
    const {refundMerchantOrderNo, status, amount} = notification.refund;
    assert.deepEqual(
      [refundMerchantOrderNo, status, amount.amount],
      ['refund-1', 'REFUNDED_SETTLED', '10.00'],
    );
  });

  it('posts the failure of a refund, also after it was REFUNDED_SETTLED', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    await payOne(gateway);
    await gateway.request('/control/settings', {refundOutcome: 'FAILURE', refundSettledForMs: 60_000});
    await refund(gateway);
    await gateway.clock.advance(60_000);
    await turn();
    assert.equal(deliveries.length, 3, 'the payment, REFUNDED_SETTLED and FAILURE');
    const {body, sign} = deliveries[2] ?? {body: Buffer.of(), sign: ''};
    const notification = openNotification(body, sign, keys[1].publicKey);
    assert.ok(notification.kind === 'refund' && notification.refund.status === 'FAILURE');
  });
});

describe('POST /control/chargeback and /control/void', () => {
  it('post notifications that a merchant can read, and change no order', async () => {
    const {gateway, deliveries} = await gatewayWithMerchant(accept);
    await payOne(gateway);
    for (const what of ['chargeback', 'void'] as const) {
      const {status} = await gateway.request(`/control/${what}`, {merchantOrderNo: 'order-1'});
      assert.equal(status, 200);
      await turn();
      const {body, sign} = deliveries.at(-1) ?? {body: Buffer.of(), sign: ''};
      const notification = openNotification(body, sign, keys[1].publicKey);
      assert.ok(notification.kind === what && notification.merchantOrderNo === 'order-1');
    }
    const answer = await gateway.call('/acquire2/getOrder', {merchantOrderNo: 'order-1'});
    assert.equal(answer.body.acquireOrder?.['status'], 'PAID_SUCCESS');
    assert.equal((await gateway.request('/control/void', {merchantOrderNo: 'order-9'})).status, 400);
  });
});

describe('openNotification', () => {
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

  it('refuses an amount that a double would round', () => {
    const text = JSON.stringify({notify_id: '1', acquireOrder: order});
    for (const amount of ['1.0000000000000000001', '0.99999999999999999999', '1e400']) {
      assert.throws(() => open(text.replace('"amount":1', `"amount":${amount}`)), /no usable totalAmount/);
    }
    const same = open(text.replace('"amount":1', '"amount":1.00')) as {order: {totalAmount: unknown}};
    assert.deepEqual(same.order.totalAmount, {amount: '1.00', currency: 'AED'});
  });

  it('accepts an order or a refund with a notify_id', () => {
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
    it(`refuses ${JSON.stringify(body).slice(0, 60)} with BAD_ANSWER`, () => {
      assert.throws(
        () => open(body),
        (error) => error instanceof PaybyError && error.code === 'BAD_ANSWER',
      );
    });
  }
});
