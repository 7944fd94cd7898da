/** What is stored and logged with each change of an order, whoever causes it. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {OrderNotFound} from '../../../demo/merchant/orders/errors.js';
import {OrderRecorder, withEvent} from '../../../demo/merchant/orders/order-recorder.js';
import type {NewAlert, PastEvent} from '../../../demo/merchant/orders/order-store.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {MerchantStore} from '../../../demo/merchant/storage/open-store.js';
import {ManualClock, MINUTE} from '../support/demo.js';
import {memoryStore, storeWith} from '../support/scripted-payby.js';
import {newOrder} from '../support/stores.js';

const clock = new ManualClock();
const lines: (readonly [string, object | undefined])[] = [];
let store: MerchantStore;
let recorder: OrderRecorder;
before(async () => {
  store = await memoryStore(clock);
  const log = (event: string, facts?: object): void => {
    lines.push([event, facts]);
  };
  recorder = new OrderRecorder({store, clock, log});
});
after(() => store.close());
beforeEach(() => {
  lines.length = 0;
});

let numbers = 0;
const seed = async (change: Partial<Order> = {}): Promise<Order> => {
  numbers += 1;
  const order = newOrder(`recorded-${String(numbers)}`, clock.now(), {placement: 'placed', ...change});
  await store.add(order, {events: [], dueAt: undefined});
  return order;
};
const same = (order: Order): Order => order;
const to =
  (change: Partial<Order>) =>
  (order: Order): Order => ({...order, ...change});
const timeline = ({merchantOrderNo}: Order): Promise<readonly PastEvent[]> => store.timeline(merchantOrderNo);
const origins = async (order: Order): Promise<readonly unknown[]> =>
  (await timeline(order)).map(({kind, by, at}) => [kind, by, at - clock.now()]);
const isDue = async ({merchantOrderNo}: Order, at: number): Promise<boolean> =>
  (await store.claimDue({whose: 'visitor', now: at, leaseUntil: at, limit: 1_000})).includes(merchantOrderNo);
async function assertDueAt(order: Order, at: number): Promise<void> {
  assert.deepEqual([await isDue(order, at - 1), await isDue(order, at)], [false, true]);
}
const notice = ({merchantOrderNo}: Order, notifyId: string) => ({
  notifyId,
  merchantOrderNo,
  receivedAt: clock.now(),
});
const alertOf = ({merchantOrderNo}: Order): NewAlert => ({
  key: `revoke-unknown ${merchantOrderNo}`,
  kind: 'revoke-unknown',
  merchantOrderNo,
  message: 'PayBy has not confirmed it.',
  raisedAt: clock.now(),
});
const none = () => ({});

describe('the stored order', () => {
  it('is found by its number', async () => {
    const order = await seed();
    assert.equal((await recorder.get(order.merchantOrderNo)).subject, order.subject);
  });

  it('is not found by another one, and nothing is looked up that can be no number', async () => {
    await assert.rejects(recorder.get('nobody'), OrderNotFound);
    const broken = storeWith(store, {
      find: () => Promise.reject(new Error('it was looked up')),
    });
    const cautious = new OrderRecorder({store: broken, clock, log: () => {}});
    await assert.rejects(cautious.get('no/number'), OrderNotFound);
  });
});

describe('a new order', () => {
  it('is stored with who made it, what it asks for, and when its next step is due', async () => {
    const order = newOrder('recorded-new', clock.now());
    assert.equal(await recorder.add(order, 'till'), true);
    const [made, ...others] = await timeline(order);
    assert.deepEqual([made?.kind, made?.by, made?.at], ['made', 'till', clock.now()]);
    assert.deepEqual(made?.facts, {
      ...{paySceneCode: 'DYNQR', amount: '25.00', currency: 'AED'},
      expiredTime: order.expiredTime,
    });
    assert.deepEqual(others, []);
    await assertDueAt(order, clock.now() + 12_000);
  });

  it('is not stored when its number is taken', async () => {
    const order = await seed();
    assert.equal(await recorder.add({...order, subject: 'another'}, 'payer'), false);
    assert.equal((await recorder.get(order.merchantOrderNo)).subject, order.subject);
    assert.deepEqual(await timeline(order), []);
  });

  it('is never due when everything about it is final', async () => {
    const order = newOrder('recorded-final', clock.now(), {status: 'FAILURE', placement: 'refused'});
    await recorder.add(order, 'payer');
    assert.equal(await isDue(order, clock.now() + 100 * 24 * 60 * MINUTE), false);
  });
});

describe('a change', () => {
  it('of an order that is not stored is refused', async () => {
    await assert.rejects(recorder.update('nobody', 'staff', same), OrderNotFound);
    const receipt = {notifyId: 'n-0', merchantOrderNo: 'nobody', receivedAt: clock.now()};
    await assert.rejects(recorder.updateOnce(receipt, same, none), OrderNotFound);
  });

  it('resolves to the order as it is stored now', async () => {
    const order = await seed();
    const changed = await recorder.update(order.merchantOrderNo, 'payby', to({orderNo: '13'}));
    assert.equal(changed.orderNo, '13');
    assert.equal((await recorder.get(order.merchantOrderNo)).orderNo, '13');
  });

  it('without a difference has no event, no alert and no line in the log', async () => {
    const order = await seed({status: 'PAID_SUCCESS'});
    await recorder.update(order.merchantOrderNo, 'staff', same);
    assert.deepEqual(await timeline(order), []);
    assert.deepEqual(await store.alerts({all: true, merchantOrderNo: order.merchantOrderNo}), []);
    assert.deepEqual(lines, []);
  });

  it('sets when the next step is due', async () => {
    const order = await seed();
    const {merchantOrderNo} = order;
    await recorder.update(merchantOrderNo, 'payby', same);
    await assertDueAt(order, clock.now() + 4_000);
    await recorder.update(merchantOrderNo, 'payby', to({status: 'FAILURE'}));
    assert.equal(await isDue(order, clock.now() + 100 * 24 * 60 * MINUTE), false);
  });

  it('is listed with who caused it and when: what is asked first, then what follows', async () => {
    const order = await seed();
    await clock.advance(1_000);
    const paid = to({status: 'PAID_SUCCESS'});
    await recorder.update(order.merchantOrderNo, 'staff', paid, withEvent('asked', {why: 'a call'}));
    assert.deepEqual(await origins(order), [
      ['asked', 'staff', 0],
      ['status', 'staff', 0],
    ]);
    assert.deepEqual((await timeline(order))[0]?.facts, {why: 'a call'});
  });

  it('that the reconciler finds is PayBy’s: only what it does itself is its own', async () => {
    const order = await seed();
    const paid = to({status: 'PAID_SUCCESS'});
    await recorder.update(order.merchantOrderNo, 'reconciler', paid, withEvent('asked'));
    assert.deepEqual(await origins(order), [
      ['asked', 'reconciler', 0],
      ['status', 'payby', 0],
    ]);
    assert.deepEqual((await timeline(order))[0]?.facts, {});
  });

  it('sees the order before and after it', async () => {
    const order = await seed();
    let seen: readonly unknown[] = [];
    await recorder.update(order.merchantOrderNo, 'payby', to({status: 'PAID_SUCCESS'}), (before, after) => {
      seen = [before.status, after.status];
      return {};
    });
    assert.deepEqual(seen, ['CREATED', 'PAID_SUCCESS']);
  });

  it('that ends an order unpaid stores why, by the time of the change', async () => {
    const early = await seed();
    const late = await seed({expiredTime: clock.now() - 1});
    const end = to({status: 'FAILURE'});
    assert.equal((await recorder.update(early.merchantOrderNo, 'payby', end)).reason, 'failed');
    assert.equal((await recorder.update(late.merchantOrderNo, 'payby', end)).reason, 'expired');
  });

  it('credits the coins of an order with its payment, and says so', async () => {
    const coins = {paySceneCode: 'CASHTOPUP', sku: 'coins-60', player: 'Falcon-7', coins: 60} as const;
    const order = await seed(coins);
    await recorder.update(order.merchantOrderNo, 'payby', to({status: 'PAID_SUCCESS'}));
    await recorder.update(order.merchantOrderNo, 'payby', to({status: 'SETTLED'}));
    assert.deepEqual(await store.coinEntries('Falcon-7'), [
      {
        ...{kind: 'credited', player: 'Falcon-7', coins: 60, at: clock.now()},
        merchantOrderNo: order.merchantOrderNo,
      },
    ]);
  });

  it('raises its own alerts and those that follow, each with a line in the log', async () => {
    const order = await seed({status: 'FAILURE'});
    const own = alertOf(order);
    await recorder.update(order.merchantOrderNo, 'payby', to({status: 'PAID_SUCCESS'}), () => ({
      alerts: [own],
    }));
    const alerts = await store.alerts({all: false, merchantOrderNo: order.merchantOrderNo});
    assert.deepEqual(alerts.map(({kind}) => kind).reverse(), ['revoke-unknown', 'late-payment']);
    assert.deepEqual(lines.slice(0, 2), [
      [own.message, {level: 'alert', kind: 'revoke-unknown', order: 'record…'}],
      [alerts[0]?.message, {level: 'alert', kind: 'late-payment', order: 'record…'}],
    ]);
  });

  it('stores with it how long an answer is valid', async () => {
    const order = await seed();
    const freshness = {
      ...{queriedAt: clock.now(), validUntil: clock.now() + 2_000},
      nextNotBefore: 0,
    };
    await recorder.update(order.merchantOrderNo, 'payby', same, () => ({freshness}));
    const {queriedAt, validUntil} = (await store.freshness(order.merchantOrderNo)) ?? {};
    assert.deepEqual([queriedAt, validUntil], [freshness.queriedAt, freshness.validUntil]);
  });
});

describe('the log', () => {
  const facts = {order: 'record…', paySceneCode: 'DYNQR', amount: '25.00', currency: 'AED'};
  const table: readonly (readonly [string, Partial<Order>, Partial<Order>, string, string | undefined])[] = [
    ['a payment', {orderNo: '13'}, {status: 'PAID_SUCCESS'}, 'order PAID_SUCCESS', '13'],
    ['a revoke', {orderNo: '13', status: 'SETTLED'}, {revoked: true}, 'order revoked', '13'],
    ['PayBy’s number', {}, {orderNo: '13'}, 'order CREATED', '13'],
    ['an end without PayBy', {}, {status: 'FAILURE'}, 'order FAILURE', undefined],
  ];
  for (const [title, start, change, event, orderNo] of table) {
    it(`has one line about ${title}, without the whole number`, async () => {
      const order = await seed(start);
      await recorder.update(order.merchantOrderNo, 'payby', to(change));
      assert.deepEqual(lines, [[event, {...facts, orderNo}]]);
    });
  }

  it('has none about anything else', async () => {
    const order = await seed({orderNo: '13'});
    await recorder.update(order.merchantOrderNo, 'payby', to({payerMask: '+971 50 *** 4567'}));
    assert.deepEqual(lines, []);
  });
});

describe('a notification', () => {
  it('changes the order once, in the name of PayBy, however often it comes', async () => {
    const order = await seed();
    const receipt = notice(order, 'n-1');
    const paid = to({status: 'PAID_SUCCESS'});
    const event = withEvent('notification', {notifyId: 'n-1'});
    assert.equal(await recorder.updateOnce(receipt, paid, event), true);
    assert.equal(lines.length, 1);
    assert.equal(await recorder.updateOnce(receipt, to({status: 'SETTLED'}), event), false);
    assert.equal((await recorder.get(order.merchantOrderNo)).status, 'PAID_SUCCESS');
    assert.deepEqual(await origins(order), [
      ['notification', 'payby', 0],
      ['status', 'payby', 0],
    ]);
    assert.equal(lines.length, 1, 'a repetition is not logged');
  });
});
