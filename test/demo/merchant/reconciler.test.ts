/** What the merchant's server does about an order when nobody asks it to: PayBy's rules for a system that goes live. */
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {Alert} from '../../../demo/merchant/orders/order-store.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {MINUTE, twoKeyPairs} from '../support/demo.js';
import {createMerchant, type TestMerchant, type Weather} from '../support/merchant.js';

const SECOND = 1_000;

let keys: [KeyPair, KeyPair];
let bench: TestMerchant;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  bench = await createMerchant(keys);
});
afterEach(() => bench.close());

const only =
  (operation: string, weather: Weather): ((asked: string) => Weather) =>
  (asked) =>
    asked === operation ? weather : 'fine';
const stored = (order: Order): Promise<Order> => bench.orders.stored(order.merchantOrderNo);
const kinds = async ({merchantOrderNo}: Order): Promise<string> =>
  (await bench.store.timeline(merchantOrderNo)).map(({kind}) => kind).join(' ');
const alerts = async (): Promise<readonly string[]> =>
  (await bench.store.alerts({all: false})).map(({kind}: Alert) => kind);
const gaps = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));
const authCode = async (): Promise<unknown> =>
  (await bench.gateway.request('/app/code', {})).body['authCode'];
/** Places an order whose answer never comes, and lets the client give up. */
const placeUnanswered = async (change: object = {}): Promise<Order> => {
  const placing = bench.place(change).catch(() => undefined);
  await bench.settle();
  await bench.pass(10 * SECOND);
  await placing;
  const [order] = await bench.store.list({limit: 1});
  assert.ok(order);
  return order;
};

describe('an order that nobody asks about', () => {
  it('is asked about every 2–6 seconds while it is fresh, and ever more rarely later', async () => {
    await bench.place({expiresInMs: 48 * 60 * MINUTE});
    await bench.pass(60 * SECOND);
    const fresh = gaps(bench.timesOf('getOrder'));
    assert.ok(fresh.length >= 9, String(fresh));
    for (const gap of fresh) assert.ok(gap >= 2 * SECOND && gap <= 6 * SECOND, String(fresh));
    const before = bench.calls.length;
    await bench.pass(10 * MINUTE);
    const later = bench.timesOf('getOrder').slice(-3);
    assert.ok(
      gaps(later).every((gap) => gap > 20 * SECOND),
      String(gaps(later)),
    );
    assert.ok(bench.calls.length - before < 120);
  });

  it('is asked about every 2–6 seconds also when it is one of many', async () => {
    const orders: Order[] = [];
    for (let count = 0; count < 150; count += 1) orders.push(await bench.place());
    const before = bench.calls.length;
    await bench.pass(30 * SECOND);
    const asked = bench.calls.slice(before).filter(({operation}) => operation === 'getOrder').length;
    const perOrder = asked / orders.length;
    assert.ok(perOrder >= 30 / 6 && perOrder <= 30 / 2, `${String(perOrder)} times in 30 seconds`);
  });

  it('is found paid without a notification, and settled later', async () => {
    const order = await bench.place();
    await bench.pay(order);
    await bench.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
    await bench.pass(MINUTE);
    assert.equal((await stored(order)).status, 'SETTLED');
    const before = bench.calls.length;
    await bench.pass(10 * MINUTE);
    assert.equal(bench.calls.length, before, 'after PayBy has said its last word');
  });

  it('is asked about right after its end, and is over when PayBy says so', async () => {
    const order = await bench.place({expiresInMs: 10 * MINUTE});
    await bench.pass(10 * MINUTE + 3 * SECOND);
    const {status, failCode, tokenUrl} = await stored(order);
    assert.deepEqual([status, failCode, tokenUrl], ['FAILURE', 'ORDER_EXPIRED', undefined]);
    assert.equal(bench.timesOf('cancelOrder').length, 0, 'the payer had all the time');
  });

  it('is stored before PayBy is asked, so that a killed process loses nothing', async () => {
    bench.weather = only('placeOrder', 'lost'); // PayBy took it; we die before we hear of it
    const placing = bench.place().catch(() => undefined);
    await bench.settle();
    await bench.stop();
    const [order] = await bench.store.list({limit: 1});
    assert.equal(order?.placement, 'pending');
    const next = bench.another();
    await bench.pass(20 * SECOND);
    assert.equal((await stored(order)).placement, 'found');
    await bench.pass(30 * SECOND);
    assert.equal((await stored(order)).status, 'FAILURE', 'nobody was shown its code, so it is closed');
    await placing;
    await next.stop();
  });
});

describe('at the counter', () => {
  it('a payment that waits for the password is asked about until it is paid', async () => {
    const order = await bench.place({
      paySceneCode: 'QRPAY',
      sku: undefined,
      amount: '650',
      authCode: await authCode(),
    });
    assert.equal(order.status, 'CREATED');
    await bench.pass(20 * SECOND);
    await bench.pay(order);
    await bench.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
    for (const gap of gaps(bench.timesOf('getOrder'))) assert.ok(gap >= 2 * SECOND && gap <= 6 * SECOND);
    assert.equal(bench.timesOf('cancelOrder').length, 0);
  });

  it('a payment that nobody confirms is cancelled 20–120 seconds after it was placed', async () => {
    const placedAt = bench.clock.now();
    const order = await bench.place({
      paySceneCode: 'QRPAY',
      sku: undefined,
      amount: '650',
      authCode: await authCode(),
    });
    await bench.pass(2 * MINUTE);
    const [cancelledAt = 0, ...more] = bench.timesOf('cancelOrder').map((at) => at - placedAt);
    assert.ok(cancelledAt >= 20 * SECOND && cancelledAt <= 120 * SECOND, String(cancelledAt));
    assert.deepEqual(more, []);
    assert.equal((await stored(order)).failCode, 'ORDER_CANCELLED');
  });

  it('a long life wished for it does not put off the cancel', async () => {
    const wish = {paySceneCode: 'QRPAY', sku: undefined, amount: '650', expiresInMs: 60 * MINUTE};
    const order = await bench.place({...wish, authCode: await authCode()});
    await bench.pass(2 * MINUTE);
    assert.equal((await stored(order)).status, 'FAILURE');
  });

  it('a lost answer to placing is told as open, since the code may have been charged, and then found paid', async () => {
    bench.weather = only('placeOrder', 'lost');
    const placing = bench.place({paySceneCode: 'QRPAY', authCode: await authCode()});
    await bench.settle();
    await bench.pass(10 * SECOND);
    const order = await placing;
    assert.deepEqual([order.status, order.placement], ['CREATED', 'unknown']);
    bench.weather = () => 'fine';
    await bench.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
    assert.equal(bench.timesOf('cancelOrder').length, 0);
    assert.equal(bench.timesOf('placeOrder').length, 1, 'and it is not placed again');
  });
});

describe('placing that goes unanswered', () => {
  for (const weather of ['silent', 'system-error'] as const) {
    it(`(${weather}) is asked about every 2–6 s, then cancelled 20–120 s after, and is over`, async () => {
      const startedAt = bench.clock.now();
      bench.weather = only('placeOrder', weather);
      const order = await placeUnanswered();
      await bench.pass(110 * SECOND);
      const asked = bench.timesOf('getOrder').filter((at) => at < startedAt + 30 * SECOND);
      assert.ok(asked.length >= 3, String(asked.length));
      for (const gap of gaps(asked)) assert.ok(gap >= 2 * SECOND && gap <= 6 * SECOND, String(gaps(asked)));
      const [cancelledAt = 0] = bench.timesOf('cancelOrder').map((at) => at - startedAt);
      assert.ok(cancelledAt >= 20 * SECOND && cancelledAt <= 120 * SECOND, String(cancelledAt));
      const {status, placement, failCode} = await stored(order);
      assert.deepEqual([status, placement, failCode], ['FAILURE', 'absent', 'NOT_PLACED']);
      assert.deepEqual(await alerts(), []);
    });
  }

  it('and arrived all the same is closed, so that nobody pays what nobody sees', async () => {
    bench.weather = only('placeOrder', 'lost');
    const order = await placeUnanswered();
    await bench.pass(40 * SECOND);
    const {status, failCode} = await stored(order);
    assert.deepEqual([status, failCode], ['FAILURE', 'ORDER_CANCELLED']);
    assert.match(await kinds(order), /placing-lost .*placing-found .*status/);
  });

  it('and arrives minutes later is found by looking again, and closed', async () => {
    bench.weather = only('placeOrder', 'silent');
    const order = await placeUnanswered();
    await bench.pass(60 * SECOND);
    assert.equal((await stored(order)).placement, 'absent');
    const {merchantOrderNo, subject, expiredTime} = order;
    await bench.gateway.call('/acquire2/placeOrder', {
      merchantOrderNo,
      subject,
      expiredTime,
      totalAmount: {amount: 25, currency: 'AED'},
      paySceneCode: 'DYNQR',
      paySceneParams: {},
    });
    await bench.pass(2 * MINUTE);
    assert.equal(bench.timesOf('cancelOrder').length, 2);
    const answer = await bench.gateway.call('/acquire2/getOrder', {merchantOrderNo});
    assert.equal(answer.body.acquireOrder?.['status'], 'FAILURE');
  });

  it('can be placed again by its number, and is that one order', async () => {
    bench.weather = only('placeOrder', 'lost');
    const order = await placeUnanswered({merchantOrderNo: 'my-own-number-of-22-chars'});
    bench.weather = () => 'fine';
    const again = await bench.place({merchantOrderNo: 'my-own-number-of-22-chars'});
    assert.equal(again.merchantOrderNo, order.merchantOrderNo);
    assert.ok(again.tokenUrl);
    await bench.pass(5 * MINUTE);
    assert.equal((await stored(order)).status, 'CREATED', 'and nobody closes it now that its code is shown');
  });

  it('and is refused when placed again proves nothing: the first try may have been paid', async () => {
    bench.weather = (asked) => (asked === 'placeOrder' ? 'lost' : 'unreachable');
    const number = {merchantOrderNo: 'my-own-number-of-22-chars', paySceneCode: 'QRPAY'};
    await placeUnanswered({...number, authCode: await authCode()});
    bench.weather = () => 'fine';
    await assert.rejects(bench.place({...number, authCode: await authCode()}), {code: '62016'});
    const [order] = await bench.store.list({limit: 1});
    assert.equal(order?.status, 'CREATED');
    await bench.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
  });
});

describe('a cancel', () => {
  it('that fails is repeated every 3–10 seconds until it succeeds', async () => {
    const order = await bench.place();
    let failures = 4;
    bench.weather = (asked) => (asked === 'cancelOrder' && (failures -= 1) >= 0 ? 'system-error' : 'fine');
    await assert.rejects(bench.orders.cancel(order.merchantOrderNo, 'payer'), PaybyError);
    await bench.pass(40 * SECOND);
    const times = bench.timesOf('cancelOrder');
    assert.equal(times.length, 5);
    for (const gap of gaps(times)) assert.ok(gap >= 3 * SECOND && gap <= 10 * SECOND, String(gaps(times)));
    assert.equal((await stored(order)).failCode, 'ORDER_CANCELLED');
    assert.deepEqual(await alerts(), ['cancel-failing'], 'after three tries a person was told');
    assert.match(await kinds(order), /cancel-requested (cancel-failed ){4}status/);
  });

  it('that keeps failing is told to a person once, and goes on', async () => {
    const order = await bench.place();
    bench.weather = only('cancelOrder', 'unreachable');
    await assert.rejects(bench.orders.cancel(order.merchantOrderNo, 'payer'), PaybyError);
    await bench.pass(9 * SECOND);
    assert.deepEqual(await alerts(), []);
    await bench.pass(60 * SECOND);
    assert.deepEqual(await alerts(), ['cancel-failing']);
    assert.ok(bench.timesOf('cancelOrder').length >= 10);
    assert.equal(bench.lines.filter((line) => line.includes('"level":"alert"')).length, 1);
  });

  it('that was under way when the process died is gone on with by the next one', async () => {
    const order = await bench.place();
    bench.weather = only('cancelOrder', 'silent');
    const cancelling = bench.orders.cancel(order.merchantOrderNo, 'payer').catch(() => undefined);
    await bench.settle();
    await bench.stop();
    bench.weather = () => 'fine';
    const next = bench.another();
    await bench.pass(20 * SECOND);
    assert.equal((await stored(order)).failCode, 'ORDER_CANCELLED');
    await cancelling;
    await next.stop();
  });

  it('that comes too late finds the payment', async () => {
    const order = await bench.place();
    await bench.pay(order);
    await assert.rejects(bench.orders.cancel(order.merchantOrderNo, 'payer'), {code: '62001'});
    const {status, followUp} = await stored(order);
    assert.deepEqual([status, followUp.cancel], ['PAID_SUCCESS', undefined]);
  });

  it('that PayBy did, and whose answer was lost, is found done', async () => {
    const order = await bench.place();
    bench.weather = only('cancelOrder', 'lost');
    const cancelling = assert.rejects(bench.orders.cancel(order.merchantOrderNo, 'payer'), {code: 'TIMEOUT'});
    await bench.settle();
    await bench.pass(20 * SECOND);
    await cancelling;
    const {status, failCode, followUp} = await stored(order);
    assert.deepEqual([status, failCode, followUp.cancel], ['FAILURE', 'ORDER_CANCELLED', undefined]);
  });
});

describe('a question', () => {
  it('that is answered only after several tries is repeated every 2–6 seconds', async () => {
    const order = await bench.place();
    let failures = 2;
    bench.weather = (asked) => (asked === 'getOrder' && (failures -= 1) >= 0 ? 'system-error' : 'fine');
    await bench.pay(order);
    await bench.pass(15 * SECOND);
    const times = bench.timesOf('getOrder').slice(0, 3);
    for (const gap of gaps(times)) assert.ok(gap >= 2 * SECOND && gap <= 6 * SECOND, String(gaps(times)));
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
    assert.deepEqual(await alerts(), []);
  });

  it('that keeps failing is told to a person after three tries, and decides nothing', async () => {
    const order = await bench.place({expiresInMs: MINUTE});
    bench.weather = only('getOrder', 'unreachable');
    await bench.pass(9 * SECOND);
    assert.deepEqual(await alerts(), []);
    await bench.pass(5 * MINUTE);
    assert.deepEqual(await alerts(), ['query-failing']);
    const {status, followUp} = await stored(order);
    assert.equal(status, 'CREATED', 'although its end is long over: nobody has said what became of it');
    assert.ok(followUp.failures > 3);
    bench.weather = () => 'fine';
    await bench.pass(5 * MINUTE);
    assert.equal((await stored(order)).failCode, 'ORDER_EXPIRED');
  });

  it('about an order with another amount is not believed, and told to a person', async () => {
    const order = await bench.place();
    await bench.store.change(order.merchantOrderNo, (known) => ({
      order: {...known, totalAmount: {amount: '26.00', currency: 'AED'}},
      events: [],
      dueAt: bench.clock.now(),
    }));
    await bench.pay(order);
    await bench.pass(6 * SECOND);
    assert.equal((await stored(order)).status, 'CREATED');
    assert.deepEqual(await alerts(), ['mismatched-answer']);
  });

  it('is put at most every two seconds, however many look and whoever asks', async () => {
    const order = await bench.place();
    const other = bench.another();
    const startedAt = bench.clock.now();
    for (let round = 0; round < 60; round += 1) {
      for (const {orders} of [bench, other])
        void orders.current(order.merchantOrderNo).catch(() => undefined);
      await bench.pass(500);
    }
    const questions = bench.calls.filter(
      ({operation, at}) => at >= startedAt && (operation === 'getOrder' || operation === 'getCashierUrlInfo'),
    );
    assert.ok(questions.length <= 30 / 2 + 2, String(questions.length));
    assert.ok(questions.length >= 12);
    await other.stop();
  });
});

describe('two processes before one store', () => {
  it('take each step once', async () => {
    const other = bench.another();
    const orders: Order[] = [];
    for (let count = 0; count < 10; count += 1) orders.push(await bench.place());
    const before = bench.timesOf('getOrder').length;
    await bench.pass(6 * SECOND);
    assert.equal(bench.timesOf('getOrder').length - before, 10);
    await other.stop();
  });
});

describe('a refund', () => {
  const paid = async (): Promise<Order> => {
    const order = await bench.place();
    await bench.pay(order);
    await bench.orders.current(order.merchantOrderNo);
    return order;
  };
  const wish = (amount?: string, refundMerchantOrderNo?: string) => ({
    amount,
    refundMerchantOrderNo,
    reason: undefined,
  });

  it('of two at the same time never gives back more than was paid', async () => {
    const {merchantOrderNo} = await paid();
    const both = await Promise.allSettled([
      bench.orders.refund(merchantOrderNo, wish('20.00'), 'staff'),
      bench.orders.refund(merchantOrderNo, wish('20.00'), 'staff'),
    ]);
    assert.deepEqual(both.map(({status}) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal(bench.timesOf('refund/placeOrder').length, 1, 'PayBy is not even asked');
  });

  it('whose answer was lost stays set aside, and is found made', async () => {
    const {merchantOrderNo} = await paid();
    bench.weather = only('refund/placeOrder', 'lost');
    const refunding = bench.orders.refund(merchantOrderNo, wish('20.00', 'r-1'), 'staff');
    await bench.settle();
    await bench.pass(10 * SECOND);
    assert.equal((await refunding).refund.status, 'REQUESTED');
    await assert.rejects(bench.orders.refund(merchantOrderNo, wish('6.00'), 'staff'), {
      code: 'refund-too-large',
    });
    bench.weather = () => 'fine';
    await bench.pass(15 * SECOND);
    const [refund, ...others] = (await bench.orders.stored(merchantOrderNo)).refunds;
    assert.deepEqual([refund?.status, others.length], ['REFUNDED_SETTLED', 0]);
    assert.equal(bench.timesOf('refund/placeOrder').length, 1);
  });

  it('that never arrived is asked for again under its number', async () => {
    const {merchantOrderNo} = await paid();
    bench.weather = only('refund/placeOrder', 'unreachable');
    const {refund} = await bench.orders.refund(merchantOrderNo, wish(undefined, 'r-1'), 'staff');
    assert.equal(refund.status, 'REQUESTED');
    bench.weather = () => 'fine';
    await bench.pass(20 * SECOND);
    assert.equal((await bench.orders.stored(merchantOrderNo)).refunds[0]?.status, 'REFUNDED_SETTLED');
    assert.equal(bench.timesOf('refund/placeOrder').length, 2);
  });

  it('under a number that another order has used is refused', async () => {
    const [one, two] = [await paid(), await paid()];
    await bench.orders.refund(one.merchantOrderNo, wish('1.00', 'r-1'), 'staff');
    await assert.rejects(bench.orders.refund(two.merchantOrderNo, wish('1.00', 'r-1'), 'staff'), {
      code: 'refund-number-taken',
    });
    await assert.rejects(bench.orders.refund(one.merchantOrderNo, wish('2.00', 'r-1'), 'staff'), {
      code: 'refund-number-taken',
    });
  });
});

describe('a revoke', () => {
  it('whose answer was lost is told to a person, and found out by asking', async () => {
    const order = await bench.place();
    await bench.pay(order);
    await bench.pass(60 * SECOND);
    assert.equal((await stored(order)).status, 'SETTLED');
    bench.weather = only('revokeOrder', 'lost');
    const revoking = assert.rejects(bench.orders.revoke(order.merchantOrderNo, 'staff'), {code: 'TIMEOUT'});
    await bench.settle();
    await bench.pass(10 * SECOND);
    await revoking;
    assert.deepEqual(await alerts(), ['revoke-unknown']);
    await bench.pass(6 * SECOND);
    assert.equal((await stored(order)).revoked, true);
  });
});
