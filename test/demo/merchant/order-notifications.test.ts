/** What a notification of PayBy changes, and what else the service answers from its store. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {otherAlert} from '../../../demo/merchant/orders/order-service.js';
import type {Order, Refund} from '../../../demo/merchant/orders/order.js';
import type {MerchantStore} from '../../../demo/merchant/storage/open-store.js';
import type {OtherNotification} from '../../../demo/payby/notification.js';
import {ManualClock} from '../support/demo.js';
import {
  aed,
  acquireOrder,
  failing,
  memoryStore,
  refundOrder,
  scriptedMerchant,
  type ScriptedMerchant,
} from '../support/scripted-payby.js';

const clock = new ManualClock();
let store: MerchantStore;
let merchant: ScriptedMerchant;
let order: Order;
before(async () => {
  store = await memoryStore(clock);
});
after(() => store.close());
let notifications = 0;
const id = (): string => `n-${String(notifications)}`;
beforeEach(async () => {
  notifications += 1;
  merchant = scriptedMerchant(store, clock);
  order = await merchant.seed();
});

const stored = (): Promise<Order> => merchant.orders.stored(order.merchantOrderNo);
const events = () => merchant.events(order.merchantOrderNo);

describe('a notification about an order', () => {
  const paid = () => ({
    ...{notifyId: id(), kind: 'order'},
    order: acquireOrder(order, {status: 'PAID_SUCCESS'}),
  });
  const apply = () => merchant.orders.applyNotification(paid() as ReturnType<typeof paid> & {kind: 'order'});

  it('is applied once, in the name of PayBy', async () => {
    assert.deepEqual([await apply(), await apply()], [true, false]);
    assert.equal((await stored()).status, 'PAID_SUCCESS');
    const [first, ...rest] = await events();
    assert.deepEqual(first, {kind: 'notification', by: 'payby', facts: {notifyId: id(), about: 'order'}});
    assert.deepEqual(
      rest.map(({kind, by}) => [kind, by]),
      [['status', 'payby']],
    );
    assert.deepEqual(await merchant.alerts(order.merchantOrderNo), []);
  });

  it('that nobody knows is refused, and applied when it comes again later', async () => {
    const notification = {
      notifyId: id(),
      kind: 'order',
      order: acquireOrder({...order, merchantOrderNo: 'later'}),
    };
    const again = () =>
      merchant.orders.applyNotification(notification as typeof notification & {kind: 'order'});
    await assert.rejects(again(), {name: 'OrderNotFound'});
    await store.add({...order, merchantOrderNo: 'later'}, {events: [], dueAt: undefined});
    assert.equal(await again(), true);
  });
});

describe('a notification about a refund', () => {
  const refund: Refund = {
    ...{refundMerchantOrderNo: '', amount: aed('25.00'), reason: undefined, status: 'REQUESTED'},
    ...{requestedAt: clock.now(), tries: 2, failures: 1, nextAt: clock.now()},
  };
  const apply = (refundMerchantOrderNo: string, originMerchantOrderNo?: string) =>
    merchant.orders.applyNotification({
      ...{notifyId: id(), kind: 'refund', originMerchantOrderNo},
      refund: refundOrder({refundMerchantOrderNo, status: 'CREATED'}),
    });

  beforeEach(async () => {
    const refundMerchantOrderNo = `refund-${id()}`;
    order = await merchant.seed({status: 'SETTLED'});
    await store.change(order.merchantOrderNo, (one) => ({
      order: {...one, refunds: [{...refund, refundMerchantOrderNo}]},
      ...{events: [], dueAt: undefined},
    }));
  });

  it('finds its order by the number in it', async () => {
    assert.equal(await apply('made-in-the-portal', order.merchantOrderNo), true);
    assert.equal((await stored()).refunds[1]?.refundMerchantOrderNo, 'made-in-the-portal');
  });

  it('finds its order by the refund’s number, and sets when it is queried next', async () => {
    await merchant.seed();
    await clock.advance(1_000);
    assert.equal(await apply(`refund-${id()}`), true);
    const [{status, failures, nextAt} = refund] = (await stored()).refunds;
    assert.deepEqual([status, failures, nextAt], ['CREATED', 0, clock.now() + 9_000]);
    assert.deepEqual((await events())[0]?.facts, {notifyId: id(), about: 'refund'});
  });

  it('is refused when nobody knows the refund', async () => {
    await assert.rejects(apply('nobody'), {name: 'OrderNotFound'});
  });
});

describe('a chargeback or a void', () => {
  const other = (change: Partial<OtherNotification> = {}): OtherNotification => ({
    ...{notifyId: id(), kind: 'chargeback', merchantOrderNo: undefined, orderNo: undefined},
    ...{amount: undefined, caseType: undefined},
    ...change,
  });
  const apply = (change: Partial<OtherNotification>) => merchant.orders.applyNotification(other(change));

  for (const [title, named] of [
    ['our number', () => ({merchantOrderNo: order.merchantOrderNo})],
    ['PayBy’s number', () => ({orderNo: order.orderNo})],
    ['ours rather than PayBy’s', () => ({merchantOrderNo: order.merchantOrderNo, orderNo: '0'})],
  ] as const) {
    for (const kind of ['chargeback', 'void'] as const) {
      it(`finds its order by ${title} (${kind}), changes nothing, and is listed`, async () => {
        await merchant.seed(); // a newer one
        const before = await stored();
        assert.equal(await apply({kind, ...named(), amount: aed('12.00'), caseType: 'FRAUD'}), true);
        assert.deepEqual(await stored(), before);
        assert.deepEqual(await events(), [
          {kind: 'notification', by: 'payby', facts: {notifyId: id(), about: kind}},
          {kind, by: 'payby', facts: {amount: '12.00', caseType: 'FRAUD'}},
        ]);
        const [[raised] = []] = await merchant.alerts(order.merchantOrderNo);
        assert.equal(raised, kind);
      });
    }
  }

  it('without an amount is listed without one', async () => {
    await apply({orderNo: order.orderNo});
    assert.deepEqual((await events())[1]?.facts, {});
  });

  it('alerts staff anew for each one of the same order', async () => {
    const named = {merchantOrderNo: order.merchantOrderNo};
    await apply({...named, notifyId: `${id()}-a`});
    await apply({...named, notifyId: `${id()}-b`});
    assert.equal((await merchant.alerts(order.merchantOrderNo)).length, 2);
  });

  it('is refused when its order is not known, or has no number', async () => {
    await assert.rejects(apply({merchantOrderNo: 'nobody'}), {name: 'OrderNotFound'});
    await assert.rejects(apply({}), {name: 'OrderNotFound'});
  });

  const charged = (what: string): string =>
    `The payer's bank has charged ${what}. Answer PayBy, or it is taken from you.`;
  const table: readonly (readonly [string, Partial<OtherNotification>, boolean, string])[] = [
    ['a chargeback of an order', {amount: aed('12.00')}, true, charged('AED 12.00 back on this order')],
    ['a chargeback without an amount', {}, true, charged('back on this order')],
    ['a chargeback of nobody’s order', {orderNo: '17'}, false, charged("back on PayBy's order 17")],
    [
      'a chargeback with a long number',
      {orderNo: '1'.repeat(33)},
      false,
      charged(`back on PayBy's order ${'1'.repeat(32)}`),
    ],
    ['a chargeback without a number', {}, false, charged("back on PayBy's order without a number")],
    ['a void', {kind: 'void'}, true, 'PayBy has voided this order. Check whether it was delivered.'],
  ];
  for (const [title, change, isKnown, message] of table) {
    it(`tells staff of ${title} what to do`, () => {
      const notification = other(change);
      const {kind, notifyId} = notification;
      assert.deepEqual(otherAlert(notification, isKnown ? order : undefined, 5), {
        ...{key: `${kind} ${notifyId}`, kind, message, raisedAt: 5},
        merchantOrderNo: isKnown ? order.merchantOrderNo : undefined,
      });
    });
  }
});

describe('the service', () => {
  it('queries PayBy about an order that is final, too, when it is told to', async () => {
    order = await merchant.seed({status: 'SETTLED'});
    merchant.payby.script.getOrder = () => acquireOrder(order, {revoked: true});
    await merchant.orders.refresh(order.merchantOrderNo);
    assert.equal((await stored()).revoked, true);
  });

  it('says when PayBy does not answer', async () => {
    merchant.payby.script.getOrder = failing('TIMEOUT');
    await assert.rejects(merchant.orders.refresh(order.merchantOrderNo), {code: 'TIMEOUT'});
  });

  it('computes anew when the next step is due', async () => {
    const far = clock.now() + 1_000_000;
    await store.change(order.merchantOrderNo, (one) => ({order: one, events: [], dueAt: far}));
    await merchant.orders.refreshSchedule(order.merchantOrderNo);
    const due = await store.claimDue({
      whose: 'visitor',
      now: clock.now() + 4_000,
      leaseUntil: clock.now(),
      limit: 1_000,
    });
    assert.ok(due.includes(order.merchantOrderNo));
    assert.deepEqual(await events(), []);
  });

  it('calls a listener at each change, until it is removed', async () => {
    let calls = 0;
    const remove = merchant.orders.listen(order.merchantOrderNo, () => {
      calls += 1;
    });
    const change = async (status: string): Promise<void> => {
      merchant.payby.script.getOrder = () => acquireOrder(order, {status});
      await clock.advance(2_000);
      await merchant.orders.refresh(order.merchantOrderNo);
    };
    await change('PAID_SUCCESS');
    assert.equal(calls, 1);
    remove();
    await change('SETTLED');
    assert.equal(calls, 1);
  });
});
