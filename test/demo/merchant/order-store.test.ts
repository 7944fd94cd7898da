/** The contract of `OrderStore`, for every database. */
import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import type {Order} from '../../../demo/merchant/orders/order.js';
import {
  RefundNumberTaken,
  StoreError,
  type Change,
  type NewAlert,
} from '../../../demo/merchant/orders/order-store.js';
import type {MerchantStore} from '../../../demo/merchant/storage/open-store.js';
import {until} from '../support/demo.js';
import {newOrder, storeKinds, type TestStore} from '../support/stores.js';

const NOW = 1_767_000_000_000; // more than 32 bits, as every time is
const eventOf = (kind: string) => ({at: NOW, kind, by: 'payby' as const});
const unchanged: Change = (order) => ({order, events: [], dueAt: undefined});
const alert = (key: string, merchantOrderNo?: string): NewAlert => ({
  key,
  kind: 'query-failing',
  merchantOrderNo,
  message: 'PayBy did not report the status of this order.',
  raisedAt: NOW,
});
const plain = (order: Order | undefined): unknown => JSON.parse(JSON.stringify(order ?? null));

for (const kind of storeKinds) {
  describe(`OrderStore ${kind.name}`, {skip: kind.skip}, () => {
    let bench: TestStore;
    let store: MerchantStore;
    beforeEach(async () => {
      bench = await kind.open();
      ({store} = bench);
    });
    afterEach(() => bench.close());

    const add = async (number: string, dueAt?: number, change: Partial<Order> = {}): Promise<Order> => {
      const order = newOrder(number, NOW, change);
      assert.equal(await store.add(order, {events: [eventOf('made')], dueAt}), true);
      return order;
    };

    it('finds an order as it was stored, and no other number', async () => {
      const order = await add('order-1');
      assert.deepEqual(plain(await store.find('order-1')), plain(order));
      assert.equal(await store.find('order-2'), undefined);
      assert.equal(await store.find('ORDER-1'), undefined);
      assert.equal(await store.change('order-2', unchanged), undefined);
    });

    it('adds an order number once, also for many callers at the same time', async () => {
      const order = newOrder('order-1', NOW);
      const taken = await Promise.all(
        Array.from({length: 10}, () => store.add(order, {events: [eventOf('made')], dueAt: NOW})),
      );
      assert.equal(taken.filter(Boolean).length, 1);
      assert.equal((await store.timeline('order-1')).length, 1);
    });

    it('writes an order with its events and alerts, or none of them', async () => {
      await add('order-1');
      const changed = await store.change('order-1', (order) => ({
        order: {...order, status: 'PAID_SUCCESS'},
        events: [{...eventOf('status'), facts: {from: 'CREATED', to: 'PAID_SUCCESS', nothing: undefined}}],
        alerts: [alert('a', 'order-1')],
        dueAt: NOW,
      }));
      assert.deepEqual([changed?.before.status, changed?.after.status], ['CREATED', 'PAID_SUCCESS']);
      const fail: Change = () => {
        throw new RangeError('no such change');
      };
      await assert.rejects(store.change('order-1', fail), RangeError);
      assert.equal((await store.find('order-1'))?.status, 'PAID_SUCCESS');
      const timeline = await store.timeline('order-1');
      assert.deepEqual(
        timeline.map(({at, kind: what, by, facts}) => [at, what, by, facts]),
        [
          [NOW, 'made', 'payby', {}],
          [NOW, 'status', 'payby', {from: 'CREATED', to: 'PAID_SUCCESS'}],
        ],
      );
      assert.equal((await store.alerts({all: false})).length, 1);
    });

    it('loses none of many concurrent changes', async () => {
      await add('order-1');
      const count: Change = (order) => ({
        order: {...order, followUp: {...order.followUp, failures: order.followUp.failures + 1}},
        events: [eventOf('query-failed')],
        dueAt: undefined,
      });
      await Promise.all(Array.from({length: 25}, () => store.change('order-1', count)));
      assert.equal((await store.find('order-1'))?.followUp.failures, 25);
      assert.equal((await store.timeline('order-1')).length, 26);
    });

    it('applies a notification once, however often it arrives at the same time', async () => {
      await add('order-1');
      const notice = {notifyId: 'n-1', merchantOrderNo: 'order-1', receivedAt: NOW};
      const change: Change = (order) => ({order, events: [eventOf('notification')], dueAt: undefined});
      const outcomes = await Promise.all(Array.from({length: 8}, () => store.changeOnce(notice, change)));
      assert.equal(outcomes.filter((outcome) => outcome === 'duplicate').length, 7);
      assert.equal((await store.timeline('order-1')).length, 2);
      const elsewhere = {...notice, notifyId: 'n-2', merchantOrderNo: 'order-2'};
      assert.equal(await store.changeOnce(elsewhere, change), undefined);
    });

    it('stores no receipt of a notification that could not be applied, so that it may come again', async () => {
      await add('order-1');
      const notice = {notifyId: 'n-1', merchantOrderNo: 'order-1', receivedAt: NOW};
      const fail: Change = () => {
        throw new RangeError('another amount');
      };
      await assert.rejects(store.changeOnce(notice, fail), RangeError);
      assert.notEqual(await store.changeOnce(notice, unchanged), 'duplicate');
    });

    it('lets one caller query at a time, and none while the answer is valid', async () => {
      await add('order-1');
      const claim = {merchantOrderNo: 'order-1', now: NOW, validSince: 0, until: NOW + 15_000};
      const claims = await Promise.all(Array.from({length: 6}, () => store.claimQuery(claim)));
      assert.equal(claims.filter(Boolean).length, 1);
      const freshness = {queriedAt: NOW, validUntil: NOW + 2_000, nextNotBefore: 0};
      await store.change('order-1', (order) => ({...unchanged(order), freshness}));
      assert.deepEqual(await store.freshness('order-1'), freshness);
      assert.equal(await store.claimQuery({...claim, now: NOW + 1_999}), false);
      assert.equal(await store.claimQuery({...claim, now: NOW + 1_999, validSince: NOW + 1}), true);
    });

    it('lets the next caller query when the answer has expired, and when the claim has', async () => {
      await add('order-1');
      const claim = {merchantOrderNo: 'order-1', now: NOW, validSince: 0, until: NOW + 15_000};
      assert.equal(await store.claimQuery(claim), true);
      assert.equal(await store.claimQuery({...claim, now: NOW + 14_999}), false);
      assert.equal(await store.claimQuery({...claim, now: NOW + 15_000, until: NOW + 30_000}), true);
      const freshness = {queriedAt: NOW, validUntil: NOW + 2_000, nextNotBefore: 0};
      await store.change('order-1', (order) => ({...unchanged(order), freshness}));
      assert.equal(await store.claimQuery({...claim, now: NOW + 2_000}), true);
    });

    it('lets the next caller query when the claim is released by its holder', async () => {
      await add('order-1');
      const claim = {merchantOrderNo: 'order-1', now: NOW, validSince: 0, until: NOW + 15_000};
      await store.claimQuery(claim);
      await store.releaseQuery({merchantOrderNo: 'order-1', until: NOW + 14_000});
      assert.equal(await store.claimQuery(claim), false, 'that was the claim of another caller');
      await store.releaseQuery(claim);
      assert.equal(await store.claimQuery(claim), true);
    });

    it('leases due orders, soonest first, to one caller each, and again when the lease has expired', async () => {
      for (const [index, number] of ['c', 'a', 'b'].entries()) await add(number, NOW + index);
      await add('later', NOW + 60_000);
      await add('never');
      const lease = NOW + 30_000;
      assert.deepEqual(await store.claimDue({whose: 'visitor', now: NOW + 10, leaseUntil: lease, limit: 2}), [
        'c',
        'a',
      ]);
      const [one, two] = await Promise.all([
        store.claimDue({whose: 'visitor', now: NOW + 10, leaseUntil: lease, limit: 5}),
        store.claimDue({whose: 'visitor', now: NOW + 10, leaseUntil: lease, limit: 5}),
      ]);
      assert.deepEqual([...one, ...two], ['b']);
      assert.deepEqual(
        [
          ...(await store.claimDue({whose: 'visitor', now: lease, leaseUntil: lease + 30_000, limit: 5})),
        ].sort(),
        ['a', 'b', 'c'],
      );
    });

    it("leases the till's due orders apart from visitors'", async () => {
      const placed = async (
        number: string,
        paySceneCode: Order['paySceneCode'],
        dueAt: number,
      ): Promise<void> => {
        const order = {...newOrder(number, NOW), paySceneCode};
        assert.equal(await store.add(order, {events: [], dueAt}), true);
      };
      await placed('shown', 'DYNQR', NOW);
      await placed('cash', 'CASHTOPUP', NOW + 1);
      await placed('counter', 'QRPAY', NOW + 2);
      const claim = {now: NOW + 10, leaseUntil: NOW + 30_000, limit: 10};
      assert.deepEqual(await store.claimDue({...claim, whose: 'till'}), ['counter']);
      assert.deepEqual(await store.claimDue({...claim, whose: 'visitor'}), ['shown', 'cash']);
    });

    it('gives a refund number to one order, and finds that order by it', async () => {
      await add('order-1');
      await add('order-2');
      const refunded: Change = (order) => ({
        ...unchanged(order),
        order: {
          ...order,
          refunds: [
            {
              refundMerchantOrderNo: 'r-1',
              amount: order.totalAmount,
              reason: undefined,
              status: 'REQUESTED',
              requestedAt: NOW,
              tries: 0,
              failures: 0,
              nextAt: NOW,
            },
          ],
        },
      });
      await store.change('order-1', refunded);
      await store.change('order-1', refunded);
      await assert.rejects(store.change('order-2', refunded), RefundNumberTaken);
      assert.deepEqual((await store.find('order-2'))?.refunds, []);
      assert.equal(await store.orderOfRefund('r-1'), 'order-1');
      assert.equal(await store.orderOfRefund('r-2'), undefined);
    });

    it('lists orders newest first, with the filters of the staff page', async () => {
      for (const [index, number] of ['a', 'b', 'c'].entries()) {
        await add(number, undefined, {
          requestTime: NOW + index,
          orderNo: `13000${String(index)}`,
          paySceneCode: index === 1 ? 'QRPAY' : 'DYNQR',
          status: index === 2 ? 'FAILURE' : 'CREATED',
        });
      }
      const numbers = async (query: object): Promise<string> =>
        (await store.list({limit: 10, ...query})).map(({merchantOrderNo}) => merchantOrderNo).join('');
      assert.equal(await numbers({}), 'cba');
      assert.equal(await numbers({limit: 2}), 'cb');
      assert.equal(await numbers({before: NOW + 2}), 'ba');
      assert.equal(await numbers({paySceneCode: 'QRPAY'}), 'b');
      assert.equal(await numbers({status: 'FAILURE', paySceneCode: 'DYNQR'}), 'c');
      assert.equal(await numbers({number: '130000'}), 'a');
      assert.equal(await numbers({number: 'b'}), 'b');
    });

    it('stores SQL in any field as plain text', async () => {
      const evil = `'); DROP TABLE orders; -- ? $1 "`;
      await add(evil, undefined, {subject: evil, failCode: evil});
      const changed = await store.change(evil, (order) => ({
        order,
        events: [{...eventOf(evil), facts: {[evil]: evil}}],
        alerts: [alert(evil, evil)],
        dueAt: undefined,
      }));
      assert.equal(changed?.after.subject, evil);
      assert.equal((await store.timeline(evil))[1]?.facts?.[evil], evil);
      assert.equal((await store.alerts({all: true, merchantOrderNo: evil})).length, 1);
      assert.equal((await store.list({limit: 5, status: evil, number: evil})).length, 0);
      assert.equal(await store.orderOfRefund(evil), undefined);
      assert.equal(await store.findSession(evil), undefined);
      assert.equal((await store.list({limit: 5})).length, 1, 'the table is still there');
    });

    it('stores one open alert per key until it is acknowledged', async () => {
      await store.raise(alert('a'));
      await store.raise(alert('a'));
      await store.raise(alert('b'));
      const [newest, oldest] = await store.alerts({all: false});
      assert.deepEqual([newest?.key, oldest?.key], ['b', 'a']);
      assert.equal(await store.acknowledge(oldest?.id ?? 0, NOW + 5), true);
      assert.equal(await store.acknowledge(oldest?.id ?? 0, NOW + 6), true);
      assert.equal(await store.acknowledge(99_999, NOW), false);
      assert.deepEqual(
        (await store.alerts({all: true})).map(({key, acknowledgedAt}) => [key, acknowledgedAt]),
        [
          ['b', undefined],
          ['a', NOW + 5],
        ],
      );
      await store.raise(alert('a'));
      assert.equal(
        (await store.alerts({all: false})).length,
        2,
        'a new alert after the first one was acknowledged',
      );
    });

    it('starts a counter again that ends later than a window from now', async () => {
      const counted = {key: 'k', points: 1, windowMs: 1_000};
      await store.countUp({...counted, now: NOW + 60_000});
      assert.deepEqual(await store.countUp({...counted, now: NOW}), {points: 1, endsAt: NOW + 1_000});
      assert.deepEqual(await store.countUp({...counted, now: NOW + 10}), {points: 2, endsAt: NOW + 1_000});
    });

    it('adds a session only while its password is the configured one', async () => {
      const session = {digest: 'd-1', role: 'staff' as const, expiresAt: NOW + 10};
      const [before, now] = [
        {salt: 's', hash: 'before'},
        {salt: 's', hash: 'now'},
      ];
      await store.replacePasswordHash('staff', before);
      assert.equal(await store.addSession(session, {now: NOW, passwordHash: before}), true);
      await store.replacePasswordHash('staff', now);
      assert.equal(await store.addSession(session, {now: NOW, passwordHash: before}), false);
      assert.equal(await store.addSession(session, {now: NOW, passwordHash: undefined}), false);
      assert.equal(await store.findSession('d-1'), undefined);
      assert.equal(await store.addSession(session, {now: NOW, passwordHash: now}), true);
    });

    it('finds sessions until they end or expire', async () => {
      const session = {digest: 'd-1', role: 'staff' as const, expiresAt: NOW + 10};
      await store.addSession(session, {now: NOW, passwordHash: undefined});
      assert.deepEqual(await store.findSession('d-1'), session);
      await store.addSession(
        {digest: 'd-2', role: 'till', expiresAt: NOW + 99},
        {now: NOW + 10, passwordHash: undefined},
      );
      assert.equal(await store.findSession('d-1'), undefined);
      await store.endSession('d-2');
      assert.equal(await store.findSession('d-2'), undefined);
    });

    it('notifies the listeners of the order after a change with an event, and of no other change', async () => {
      let calls = 0;
      let callsForAnother = 0;
      const stop = store.listen('order-1', () => (calls += 1));
      store.listen('order-2', () => (callsForAnother += 1));
      await add('order-1');
      await store.change('order-1', unchanged);
      assert.equal(calls, 0);
      const scan: Change = (order) => ({...unchanged(order), events: [eventOf('scanned')]});
      await store.change('order-1', scan);
      await until(() => calls >= 1, 'the listener is called');
      stop();
      const before = calls;
      await store.change('order-1', scan);
      assert.deepEqual({calls, callsForAnother}, {calls: before, callsForAnother: 0});
    });

    it('rejects with a StoreError without SQL or address when it is closed', async () => {
      await store.ping();
      await store.close();
      await assert.rejects(store.ping(), (error: unknown) => {
        assert.ok(error instanceof StoreError, String(error));
        assert.doesNotMatch(error.message, /SELECT|orders|postgres:/);
        return true;
      });
    });

    it(
      'finds every order and due time after the store is opened again',
      {skip: kind.name === 'in memory'},
      async () => {
        const order = await add('order-1', NOW + 1);
        await store.close();
        const next = await bench.again();
        assert.deepEqual(plain(await next.find('order-1')), plain(order));
        assert.deepEqual(
          await next.claimDue({whose: 'visitor', now: NOW + 1, leaseUntil: NOW + 9, limit: 5}),
          ['order-1'],
        );
      },
    );

    it('notifies the listeners in every process', {skip: !kind.isShared}, async () => {
      const other = await bench.again();
      let calls = 0;
      other.listen('order-1', () => (calls += 1));
      await add('order-1');
      await store.change('order-1', (order) => ({...unchanged(order), events: [eventOf('scanned')]}));
      await until(() => calls > 0, 'the listener in the other process is called');
      const [one, two] = await Promise.all([
        store.claimQuery({merchantOrderNo: 'order-1', now: NOW, validSince: 0, until: NOW + 9}),
        other.claimQuery({merchantOrderNo: 'order-1', now: NOW, validSince: 0, until: NOW + 9}),
      ]);
      assert.equal([one, two].filter(Boolean).length, 1, 'only one of them may query');
    });
  });
}
