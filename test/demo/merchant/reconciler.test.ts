/** What the reconciler does about open orders without a request: PayBy's rules for a system that goes live. */
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import {isReversed, type Order} from '../../../demo/merchant/orders/order.js';
import type {Alert} from '../../../demo/merchant/orders/order-store.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {MINUTE, twoKeyPairs} from '../support/demo.js';
import {createMerchant, type TestMerchant, type CallOutcome} from '../support/merchant.js';

const SECOND = 1_000;

let keys: [KeyPair, KeyPair];
let merchant: TestMerchant;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  merchant = await createMerchant(keys);
});
afterEach(() => merchant.close());

const only =
  (affected: string, outcome: CallOutcome): ((operation: string) => CallOutcome) =>
  (operation) =>
    operation === affected ? outcome : 'answered';
const stored = (order: Order): Promise<Order> => merchant.orders.stored(order.merchantOrderNo);
const kinds = async ({merchantOrderNo}: Order): Promise<string> =>
  (await merchant.store.timeline(merchantOrderNo)).map(({kind}) => kind).join(' ');
const alerts = async (): Promise<readonly string[]> =>
  (await merchant.store.alerts({all: false})).map(({kind}: Alert) => kind);
const gaps = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));
const authCode = async (): Promise<unknown> =>
  (await merchant.gateway.request('/app/code', {})).body['authCode'];
/** Places an order whose answer never arrives, and advances the clock until the call times out. */
const placeUnanswered = async (change: object = {}): Promise<Order> => {
  const placing = merchant.place(change).catch(() => undefined);
  await merchant.settle();
  await merchant.pass(10 * SECOND);
  await placing;
  const [order] = await merchant.store.list({limit: 1});
  assert.ok(order);
  return order;
};

describe('Reconciler: open orders', () => {
  it('queries a new order every 2–6 seconds, and less often as it gets older', async () => {
    await merchant.place({expiresInMs: 48 * 60 * MINUTE});
    await merchant.pass(60 * SECOND);
    const fresh = gaps(merchant.timesOf('getOrder'));
    assert.ok(fresh.length >= 9, String(fresh));
    for (const gap of fresh) assert.ok(gap >= 2 * SECOND && gap <= 6 * SECOND, String(fresh));
    const before = merchant.calls.length;
    await merchant.pass(10 * MINUTE);
    const later = merchant.timesOf('getOrder').slice(-3);
    assert.ok(
      gaps(later).every((gap) => gap > 20 * SECOND),
      String(gaps(later)),
    );
    assert.ok(merchant.calls.length - before < 120);
  });

  it('queries each of 150 new orders every 2–6 seconds', async () => {
    const orders: Order[] = [];
    for (let count = 0; count < 150; count += 1) orders.push(await merchant.place());
    const before = merchant.calls.length;
    await merchant.pass(30 * SECOND);
    const queries = merchant.calls.slice(before).filter(({operation}) => operation === 'getOrder').length;
    const perOrder = queries / orders.length;
    assert.ok(perOrder >= 30 / 6 && perOrder <= 30 / 2, `${String(perOrder)} times in 30 seconds`);
  });

  it('finds a payment without a notification, then the settlement, and stops there', async () => {
    const order = await merchant.place();
    await merchant.pay(order);
    await merchant.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
    await merchant.pass(MINUTE);
    assert.equal((await stored(order)).status, 'SETTLED');
    const before = merchant.calls.length;
    await merchant.pass(10 * MINUTE);
    assert.equal(merchant.calls.length, before, 'a settled order is not queried');
  });

  it('queries an order right after its expiry, and closes it when PayBy reports it expired', async () => {
    const order = await merchant.place({expiresInMs: 10 * MINUTE});
    await merchant.pass(10 * MINUTE + 3 * SECOND);
    const {status, reason, tokenUrl} = await stored(order);
    assert.deepEqual([status, reason, tokenUrl], ['FAILURE', 'expired', undefined]);
    assert.equal(merchant.timesOf('cancelOrder').length, 0, 'an expired order needs no cancel');
  });

  it('closes an order whose process was killed while placing it', async () => {
    merchant.outcomeOf = only('placeOrder', 'answer-lost'); // PayBy accepts it; the process ends before the answer
    const placing = merchant.place().catch(() => undefined);
    await merchant.settle();
    await merchant.stop();
    const [order] = await merchant.store.list({limit: 1});
    assert.equal(order?.placement, 'pending');
    const next = merchant.another();
    await merchant.pass(20 * SECOND);
    assert.equal((await stored(order)).placement, 'found');
    await merchant.pass(30 * SECOND);
    assert.equal((await stored(order)).status, 'FAILURE', 'no page has shown its code, so it is closed');
    await placing;
    await next.stop();
  });
});

describe('Reconciler: QRPAY orders', () => {
  it('queries a payment that waits for the password every 2–6 seconds until it is paid', async () => {
    const order = await merchant.place({
      paySceneCode: 'QRPAY',
      sku: undefined,
      amount: '650',
      authCode: await authCode(),
    });
    assert.equal(order.status, 'CREATED');
    await merchant.pass(20 * SECOND);
    await merchant.pay(order);
    await merchant.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
    for (const gap of gaps(merchant.timesOf('getOrder'))) assert.ok(gap >= 2 * SECOND && gap <= 6 * SECOND);
    assert.equal(merchant.timesOf('cancelOrder').length, 0);
  });

  it('cancels a payment that the customer does not confirm, 20–120 seconds after placing', async () => {
    const placedAt = merchant.clock.now();
    const order = await merchant.place({
      paySceneCode: 'QRPAY',
      sku: undefined,
      amount: '650',
      authCode: await authCode(),
    });
    await merchant.pass(2 * MINUTE);
    const [cancelledAt = 0, ...more] = merchant.timesOf('cancelOrder').map((at) => at - placedAt);
    assert.ok(cancelledAt >= 20 * SECOND && cancelledAt <= 120 * SECOND, String(cancelledAt));
    assert.deepEqual(more, []);
    assert.equal((await stored(order)).reason, 'cancelled');
  });

  it('cancels within 2 minutes also when the order was placed with a longer expiry', async () => {
    const request = {paySceneCode: 'QRPAY', sku: undefined, amount: '650', expiresInMs: 60 * MINUTE};
    const order = await merchant.place({...request, authCode: await authCode()});
    await merchant.pass(2 * MINUTE);
    assert.equal((await stored(order)).status, 'FAILURE');
  });

  it('leaves an order open when the answer to placing is lost, and then finds it paid', async () => {
    merchant.outcomeOf = only('placeOrder', 'answer-lost');
    const placing = merchant.place({paySceneCode: 'QRPAY', authCode: await authCode()});
    await merchant.settle();
    await merchant.pass(10 * SECOND);
    const order = await placing;
    assert.deepEqual([order.status, order.placement], ['CREATED', 'unknown']);
    merchant.outcomeOf = () => 'answered';
    await merchant.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
    assert.equal(merchant.timesOf('cancelOrder').length, 0);
    assert.equal(merchant.timesOf('placeOrder').length, 1, 'it is not placed again');
  });
});

describe('Reconciler: orders placed without an answer', () => {
  for (const outcome of ['request-lost', 'system-error'] as const) {
    it(`queries every 2–6 s, cancels after 20–120 s and closes the order (${outcome})`, async () => {
      const startedAt = merchant.clock.now();
      merchant.outcomeOf = only('placeOrder', outcome);
      const order = await placeUnanswered();
      await merchant.pass(110 * SECOND);
      const queries = merchant.timesOf('getOrder').filter((at) => at < startedAt + 30 * SECOND);
      assert.ok(queries.length >= 3, String(queries.length));
      for (const gap of gaps(queries)) {
        assert.ok(gap >= 2 * SECOND && gap <= 6 * SECOND, String(gaps(queries)));
      }
      const [cancelledAt = 0] = merchant.timesOf('cancelOrder').map((at) => at - startedAt);
      assert.ok(cancelledAt >= 20 * SECOND && cancelledAt <= 120 * SECOND, String(cancelledAt));
      const {status, placement, failCode} = await stored(order);
      assert.deepEqual([status, placement, failCode], ['FAILURE', 'absent', 'NOT_PLACED']);
      assert.deepEqual(await alerts(), []);
    });
  }

  it('closes an order that PayBy accepted although its answer was lost', async () => {
    merchant.outcomeOf = only('placeOrder', 'answer-lost');
    const order = await placeUnanswered();
    await merchant.pass(40 * SECOND);
    const {status, reason} = await stored(order);
    assert.deepEqual([status, reason], ['FAILURE', 'cancelled']);
    assert.match(await kinds(order), /placing-lost .*placing-found .*status/);
  });

  it('finds and closes an order that reaches PayBy minutes later', async () => {
    merchant.outcomeOf = only('placeOrder', 'request-lost');
    const order = await placeUnanswered();
    await merchant.pass(60 * SECOND);
    assert.equal((await stored(order)).placement, 'absent');
    const {merchantOrderNo, subject, expiredTime} = order;
    await merchant.gateway.call('/acquire2/placeOrder', {
      merchantOrderNo,
      subject,
      expiredTime,
      totalAmount: {amount: 25, currency: 'AED'},
      paySceneCode: 'DYNQR',
      paySceneParams: {},
    });
    await merchant.pass(2 * MINUTE);
    assert.equal(merchant.timesOf('cancelOrder').length, 2);
    const answer = await merchant.gateway.call('/acquire2/getOrder', {merchantOrderNo});
    assert.equal(answer.body.acquireOrder?.['status'], 'FAILURE');
  });

  it('leaves an order open that was placed again under its number', async () => {
    merchant.outcomeOf = only('placeOrder', 'answer-lost');
    const order = await placeUnanswered({merchantOrderNo: 'my-own-number-of-22-chars'});
    merchant.outcomeOf = () => 'answered';
    const again = await merchant.place({merchantOrderNo: 'my-own-number-of-22-chars'});
    assert.equal(again.merchantOrderNo, order.merchantOrderNo);
    assert.ok(again.tokenUrl);
    await merchant.pass(5 * MINUTE);
    assert.equal((await stored(order)).status, 'CREATED', 'it is not closed once a page shows its code');
  });

  it('leaves an order open when PayBy refuses the second placing, and finds the payment of the first', async () => {
    merchant.outcomeOf = (operation) => (operation === 'placeOrder' ? 'answer-lost' : 'unreachable');
    const number = {merchantOrderNo: 'my-own-number-of-22-chars', paySceneCode: 'QRPAY'};
    await placeUnanswered({...number, authCode: await authCode()});
    merchant.outcomeOf = () => 'answered';
    await assert.rejects(merchant.place({...number, authCode: await authCode()}), {code: '62016'});
    const [order] = await merchant.store.list({limit: 1});
    assert.equal(order?.status, 'CREATED');
    await merchant.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
  });
});

describe('Reconciler: cancels', () => {
  it('repeats a failed cancel every 3–10 seconds until it succeeds', async () => {
    const order = await merchant.place();
    let failures = 4;
    merchant.outcomeOf = (operation) =>
      operation === 'cancelOrder' && (failures -= 1) >= 0 ? 'system-error' : 'answered';
    await assert.rejects(merchant.orders.cancel(order.merchantOrderNo, 'payer'), PaybyError);
    await merchant.pass(40 * SECOND);
    const times = merchant.timesOf('cancelOrder');
    assert.equal(times.length, 5);
    for (const gap of gaps(times)) assert.ok(gap >= 3 * SECOND && gap <= 10 * SECOND, String(gaps(times)));
    assert.equal((await stored(order)).reason, 'cancelled');
    assert.deepEqual(await alerts(), ['cancel-failing'], 'the third failure raised an alert');
    assert.match(await kinds(order), /cancel-requested (cancel-failed ){4}status/);
  });

  it('sends one cancel when the payer, staff and the reconciler cancel at the same time', async () => {
    const order = await merchant.place();
    const {merchantOrderNo} = order;
    await Promise.allSettled([
      merchant.orders.cancel(merchantOrderNo, 'payer'),
      merchant.orders.cancel(merchantOrderNo, 'staff'),
      merchant.orders.tryCancel(merchantOrderNo),
    ]);
    assert.equal(merchant.timesOf('cancelOrder').length, 1);
    assert.equal((await stored(order)).reason, 'cancelled');
    await assert.rejects(merchant.orders.cancel(merchantOrderNo, 'payer'), {code: 'order-closed'});
    assert.equal(merchant.timesOf('cancelOrder').length, 1);
  });

  it('sends no cancel sooner than 3 s after the last, however often people ask for it', async () => {
    const {merchantOrderNo} = await merchant.place();
    merchant.outcomeOf = only('cancelOrder', 'system-error');
    for (let asked = 0; asked < 40; asked += 1) {
      await merchant.orders.cancel(merchantOrderNo, 'payer').catch(() => undefined);
      await merchant.pass(SECOND);
    }
    const times = merchant.timesOf('cancelOrder');
    assert.ok(times.length >= 8, String(gaps(times)));
    for (const gap of gaps(times)) assert.ok(gap >= 3 * SECOND && gap <= 10 * SECOND, String(gaps(times)));
  });

  it('sends one cancel when two processes cancel at the same time', async () => {
    const order = await merchant.place();
    const second = merchant.another();
    merchant.outcomeOf = only('cancelOrder', 'system-error');
    await Promise.allSettled([
      merchant.orders.cancel(order.merchantOrderNo, 'payer'),
      second.orders.cancel(order.merchantOrderNo, 'till'),
    ]);
    assert.equal(merchant.timesOf('cancelOrder').length, 1);
    await merchant.pass(30 * SECOND);
    const times = merchant.timesOf('cancelOrder');
    assert.ok(times.length >= 4, String(gaps(times)));
    for (const gap of gaps(times)) assert.ok(gap >= 3 * SECOND && gap <= 10 * SECOND, String(gaps(times)));
    await second.stop();
  });

  it('raises one alert for a cancel that keeps failing, and goes on', async () => {
    const order = await merchant.place();
    merchant.outcomeOf = only('cancelOrder', 'unreachable');
    await assert.rejects(merchant.orders.cancel(order.merchantOrderNo, 'payer'), PaybyError);
    await merchant.pass(7 * SECOND);
    assert.equal(merchant.timesOf('cancelOrder').length, 2);
    assert.deepEqual(await alerts(), []);
    await merchant.pass(60 * SECOND);
    assert.deepEqual(await alerts(), ['cancel-failing']);
    assert.ok(merchant.timesOf('cancelOrder').length >= 10);
    assert.equal(merchant.lines.filter((line) => line.includes('"level":"alert"')).length, 1);
  });

  it('finishes a cancel that another process had started when it was killed', async () => {
    const order = await merchant.place();
    merchant.outcomeOf = only('cancelOrder', 'request-lost');
    const cancelling = merchant.orders.cancel(order.merchantOrderNo, 'payer').catch(() => undefined);
    await merchant.settle();
    await merchant.stop();
    merchant.outcomeOf = () => 'answered';
    const next = merchant.another();
    await merchant.pass(20 * SECOND);
    assert.equal((await stored(order)).reason, 'cancelled');
    await cancelling;
    await next.stop();
  });

  it('stores the payment when a cancel is refused because the order is paid', async () => {
    const order = await merchant.place();
    await merchant.pay(order);
    await assert.rejects(merchant.orders.cancel(order.merchantOrderNo, 'payer'), {code: '62001'});
    const {status, followUp} = await stored(order);
    assert.deepEqual([status, followUp.cancel], ['PAID_SUCCESS', undefined]);
  });

  it('finds a cancel done whose answer was lost', async () => {
    const order = await merchant.place();
    merchant.outcomeOf = only('cancelOrder', 'answer-lost');
    const cancelling = assert.rejects(merchant.orders.cancel(order.merchantOrderNo, 'payer'), {
      code: 'TIMEOUT',
    });
    await merchant.settle();
    await merchant.pass(20 * SECOND);
    await cancelling;
    const {status, reason, followUp} = await stored(order);
    assert.deepEqual([status, reason, followUp.cancel], ['FAILURE', 'cancelled', undefined]);
  });
});

describe('Reconciler: the reason of an end', () => {
  it('is "cancelled" when a cancel without an answer had closed the order and the next one is refused', async () => {
    const order = await merchant.place();
    merchant.outcomeOf = (operation) =>
      operation === 'cancelOrder' ? 'answer-lost' : operation === 'getOrder' ? 'unreachable' : 'answered';
    const cancelling = merchant.orders.cancel(order.merchantOrderNo, 'payer').catch(() => undefined);
    await merchant.settle();
    await merchant.pass(10 * SECOND);
    await cancelling;
    merchant.outcomeOf = only('getOrder', 'unreachable');
    await merchant.pass(10 * SECOND); // 62002: the order is closed
    merchant.outcomeOf = () => 'answered';
    await merchant.pass(10 * SECOND);
    const {status, reason} = await stored(order);
    assert.deepEqual([status, reason], ['FAILURE', 'cancelled']);
  });

  it('is "cancelled" when a query finds the order closed before the answer to the cancel of the server itself', async () => {
    const request = {paySceneCode: 'QRPAY', sku: undefined, amount: '650'};
    const order = await merchant.place({...request, authCode: await authCode()});
    merchant.outcomeOf = only('cancelOrder', 'answer-lost');
    while (merchant.timesOf('cancelOrder').length === 0) await merchant.pass(SECOND);
    await merchant.pass(3 * SECOND); // what the last query answered is too old now
    await merchant.orders.refresh(order.merchantOrderNo); // as a page does
    const seen = await stored(order);
    assert.deepEqual([seen.status, seen.reason], ['FAILURE', 'cancelled']);
    await merchant.pass(20 * SECOND);
    assert.equal(merchant.timesOf('cancelOrder').length, 1);
    const {status, reason, followUp} = await stored(order);
    assert.deepEqual([status, reason, followUp.cancel], ['FAILURE', 'cancelled', undefined]);
  });

  it('is "failed" with PayBy\'s code when the payment at the counter failed', async () => {
    await merchant.gateway.request('/control/settings', {paymentFailure: '92001'});
    const order = await merchant.place({paySceneCode: 'QRPAY', authCode: await authCode()});
    assert.deepEqual([order.status, order.reason, order.failCode], ['FAILURE', 'failed', '92001']);
  });

  it('is "failed" when PayBy closes a declined order before its expiry that this server did not cancel', async () => {
    const order = await merchant.place();
    const {merchantOrderNo} = order;
    await merchant.gateway.request('/app/refuse', {orderNo: order.orderNo});
    await merchant.pass(5 * SECOND);
    assert.equal((await stored(order)).status, 'CREATED', 'the payer may try again');
    await merchant.gateway.call('/acquire2/cancelOrder', {merchantOrderNo}); // in PayBy's portal
    await merchant.pass(5 * SECOND);
    assert.equal((await stored(order)).reason, 'failed');
  });
});

describe('Reconciler: status queries', () => {
  it('repeats a failed query every 2–6 seconds', async () => {
    const order = await merchant.place();
    let failures = 2;
    merchant.outcomeOf = (operation) =>
      operation === 'getOrder' && (failures -= 1) >= 0 ? 'system-error' : 'answered';
    await merchant.pay(order);
    await merchant.pass(15 * SECOND);
    const times = merchant.timesOf('getOrder').slice(0, 3);
    for (const gap of gaps(times)) assert.ok(gap >= 2 * SECOND && gap <= 6 * SECOND, String(gaps(times)));
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
    assert.deepEqual(await alerts(), []);
  });

  it('raises an alert after three failed queries, and does not change the status', async () => {
    const order = await merchant.place({expiresInMs: MINUTE});
    merchant.outcomeOf = only('getOrder', 'unreachable');
    await merchant.pass(9 * SECOND);
    assert.deepEqual(await alerts(), []);
    await merchant.pass(5 * MINUTE);
    assert.deepEqual(await alerts(), ['query-failing']);
    const {status, followUp} = await stored(order);
    assert.equal(status, 'CREATED', 'an expired order stays open until PayBy reports its outcome');
    assert.ok(followUp.failures > 3);
    merchant.outcomeOf = () => 'answered';
    await merchant.pass(5 * MINUTE);
    assert.equal((await stored(order)).reason, 'expired');
  });

  it('raises an alert for an answer with another amount, and ignores the answer', async () => {
    const order = await merchant.place();
    await merchant.store.change(order.merchantOrderNo, (known) => ({
      order: {...known, totalAmount: {amount: '26.00', currency: 'AED'}},
      events: [],
      dueAt: merchant.clock.now(),
    }));
    await merchant.pay(order);
    await merchant.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'CREATED');
    assert.deepEqual(await alerts(), ['mismatched-answer']);
  });

  it('queries an order at most every two seconds, for any number of callers and processes', async () => {
    const order = await merchant.place();
    const other = merchant.another();
    const startedAt = merchant.clock.now();
    for (let round = 0; round < 60; round += 1) {
      for (const {orders} of [merchant, other])
        void orders.current(order.merchantOrderNo).catch(() => undefined);
      await merchant.pass(500);
    }
    const queries = merchant.calls.filter(
      ({operation, at}) => at >= startedAt && (operation === 'getOrder' || operation === 'getCashierUrlInfo'),
    );
    assert.ok(queries.length <= 30 / 2 + 2, String(queries.length));
    assert.ok(queries.length >= 12);
    await other.stop();
  });
});

describe('Reconciler: two processes with one store', () => {
  it('takes each step once', async () => {
    const other = merchant.another();
    const orders: Order[] = [];
    for (let count = 0; count < 10; count += 1) orders.push(await merchant.place());
    const before = merchant.timesOf('getOrder').length;
    await merchant.pass(6 * SECOND);
    assert.equal(merchant.timesOf('getOrder').length - before, 10);
    await other.stop();
  });
});

describe('Reconciler: refunds', () => {
  const paid = async (): Promise<Order> => {
    const order = await merchant.place();
    await merchant.pay(order);
    await merchant.orders.current(order.merchantOrderNo);
    return order;
  };
  const refundOf = (amount?: string, refundMerchantOrderNo?: string) => ({
    amount,
    refundMerchantOrderNo,
    reason: undefined,
  });

  it('refunds no more than was paid when two refunds are requested at once', async () => {
    const {merchantOrderNo} = await paid();
    const both = await Promise.allSettled([
      merchant.orders.refund(merchantOrderNo, refundOf('20.00'), 'staff'),
      merchant.orders.refund(merchantOrderNo, refundOf('20.00'), 'staff'),
    ]);
    assert.deepEqual(both.map(({status}) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal(merchant.timesOf('refund/placeOrder').length, 1, 'PayBy gets the first refund only');
  });

  it('reserves the amount of a refund whose answer was lost, and finds it made', async () => {
    const {merchantOrderNo} = await paid();
    merchant.outcomeOf = only('refund/placeOrder', 'answer-lost');
    const refunding = merchant.orders.refund(merchantOrderNo, refundOf('20.00', 'r-1'), 'staff');
    await merchant.settle();
    await merchant.pass(10 * SECOND);
    assert.equal((await refunding).refund.status, 'REQUESTED');
    await assert.rejects(merchant.orders.refund(merchantOrderNo, refundOf('6.00'), 'staff'), {
      code: 'refund-too-large',
    });
    merchant.outcomeOf = () => 'answered';
    await merchant.pass(15 * SECOND);
    const [refund, ...others] = (await merchant.orders.stored(merchantOrderNo)).refunds;
    assert.deepEqual([refund?.status, others.length], ['REFUNDED_SETTLED', 0]);
    assert.equal(merchant.timesOf('refund/placeOrder').length, 1);
  });

  it('follows a refund from REFUNDED_SETTLED to SUCCESS, and stops there', async () => {
    const {merchantOrderNo} = await paid();
    const {refund} = await merchant.orders.refund(merchantOrderNo, refundOf('20.00'), 'staff');
    assert.equal(refund.status, 'REFUNDED_SETTLED');
    await merchant.pass(MINUTE);
    assert.equal((await merchant.orders.stored(merchantOrderNo)).refunds[0]?.status, 'SUCCESS');
    const queries = merchant.timesOf('refund/getOrder').length;
    await merchant.pass(10 * MINUTE);
    assert.equal(merchant.timesOf('refund/getOrder').length, queries);
    assert.deepEqual(await alerts(), []);
  });

  it('raises an alert when a refund fails after REFUNDED_SETTLED, and its amount can be refunded again', async () => {
    const {merchantOrderNo} = await paid();
    await merchant.gateway.request('/control/settings', {refundOutcome: 'FAILURE'});
    const {refund} = await merchant.orders.refund(merchantOrderNo, refundOf('20.00', 'r-1'), 'staff');
    assert.equal(refund.status, 'REFUNDED_SETTLED');
    await assert.rejects(merchant.orders.refund(merchantOrderNo, refundOf('20.00'), 'staff'), {
      code: 'refund-too-large',
    });
    await merchant.pass(MINUTE);
    assert.equal((await merchant.orders.stored(merchantOrderNo)).refunds[0]?.status, 'FAILURE');
    assert.deepEqual(await alerts(), ['refund-failed']);
    await merchant.gateway.request('/control/settings', {refundOutcome: 'SUCCESS', refundSettledForMs: 0});
    const again = await merchant.orders.refund(merchantOrderNo, refundOf('20.00', 'r-2'), 'staff');
    assert.equal(again.refund.status, 'SUCCESS');
    await merchant.gateway.request('/control/settings', {refundOutcome: 'FAILURE'});
    await merchant.orders.refund(merchantOrderNo, refundOf('5.00', 'r-3'), 'staff');
    assert.deepEqual(
      await alerts(),
      ['refund-failed', 'refund-failed'],
      'each refund has an alert of its own',
    );
  });

  it('raises an alert after three queries in a row about a refund without an answer', async () => {
    const {merchantOrderNo} = await paid();
    await merchant.gateway.request('/control/settings', {refundAfterMs: 60 * MINUTE});
    await merchant.orders.refund(merchantOrderNo, refundOf('20.00', 'r-1'), 'staff');
    await merchant.pass(20 * SECOND); // answered queries do not count
    merchant.outcomeOf = only('refund/getOrder', 'unreachable');
    const before = merchant.timesOf('refund/getOrder').length;
    while (merchant.timesOf('refund/getOrder').length < before + 2) await merchant.pass(10 * SECOND);
    assert.deepEqual(await alerts(), []);
    while (merchant.timesOf('refund/getOrder').length < before + 3) await merchant.pass(10 * SECOND);
    assert.deepEqual(await alerts(), ['refund-failing']);
  });

  it('requests a refund again under its number when the first request never arrived', async () => {
    const {merchantOrderNo} = await paid();
    merchant.outcomeOf = only('refund/placeOrder', 'unreachable');
    const {refund} = await merchant.orders.refund(merchantOrderNo, refundOf(undefined, 'r-1'), 'staff');
    assert.equal(refund.status, 'REQUESTED');
    merchant.outcomeOf = () => 'answered';
    await merchant.pass(20 * SECOND);
    assert.equal((await merchant.orders.stored(merchantOrderNo)).refunds[0]?.status, 'REFUNDED_SETTLED');
    assert.equal(merchant.timesOf('refund/placeOrder').length, 2);
  });

  it('refuses a refund number that is already in use', async () => {
    const [one, two] = [await paid(), await paid()];
    await merchant.orders.refund(one.merchantOrderNo, refundOf('1.00', 'r-1'), 'staff');
    await assert.rejects(merchant.orders.refund(two.merchantOrderNo, refundOf('1.00', 'r-1'), 'staff'), {
      code: 'refund-number-taken',
    });
    await assert.rejects(merchant.orders.refund(one.merchantOrderNo, refundOf('2.00', 'r-1'), 'staff'), {
      code: 'refund-number-taken',
    });
  });
});

describe('Reconciler: revokes', () => {
  it('closes an unpaid order as cancelled: no money goes back', async () => {
    const order = await merchant.place();
    await merchant.orders.revoke(order.merchantOrderNo, 'staff');
    const revoked = await stored(order);
    assert.deepEqual(
      [revoked.status, revoked.revoked, revoked.reason, isReversed(revoked)],
      ['FAILURE', true, 'cancelled', false],
    );
  });

  it('reverses a paid order, whose payment stays known', async () => {
    const order = await merchant.place();
    await merchant.pay(order);
    await merchant.orders.revoke(order.merchantOrderNo, 'staff'); // before any query saw the payment
    const revoked = await stored(order);
    assert.ok(revoked.payment);
    assert.equal(isReversed(revoked), true);
  });

  it('raises an alert when the answer to a revoke is lost, and queries whether it was made', async () => {
    const order = await merchant.place();
    await merchant.pay(order);
    await merchant.pass(60 * SECOND);
    assert.equal((await stored(order)).status, 'SETTLED');
    merchant.outcomeOf = only('revokeOrder', 'answer-lost');
    const revoking = assert.rejects(merchant.orders.revoke(order.merchantOrderNo, 'staff'), {
      code: 'TIMEOUT',
    });
    await merchant.settle();
    await merchant.pass(10 * SECOND);
    await revoking;
    assert.deepEqual(await alerts(), ['revoke-unknown']);
    await merchant.pass(6 * SECOND);
    assert.equal((await stored(order)).revoked, true);
  });
});
