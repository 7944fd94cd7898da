/** Two processes cancel an order at once: PayBy gets one cancel at a time, and no caller is told what is not so. */
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {OrderService} from '../../../demo/merchant/orders/order-service.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {twoKeyPairs, until} from '../support/demo.js';
import {createMerchant, type TestMerchant} from '../support/merchant.js';
import {storeKinds, type TestStore} from '../support/stores.js';

const SECOND = 1_000;

for (const {name, skip, open} of storeKinds.filter((kind) => kind.name !== 'in memory')) {
  describe(`cancels by two processes, with the orders ${name}`, {skip}, () => {
    let keys: [KeyPair, KeyPair];
    let store: TestStore;
    let merchant: TestMerchant;
    let other: {readonly orders: OrderService; stop(): Promise<void>};
    let order: Order;
    before(async () => {
      keys = await twoKeyPairs();
    });
    beforeEach(async () => {
      store = await open();
      merchant = await createMerchant(keys, store.store);
      other = merchant.another({store: await store.again()});
      order = await merchant.place();
    });
    afterEach(async () => {
      await ended(other.stop());
      await merchant.close();
      await store.close();
    });

    /** As fast as the database works, so that no lease ends while its holder waits for it. */
    async function passTime(): Promise<void> {
      await store.store.ping();
      await merchant.clock.advance(20);
    }

    /** Passes the time until all have ended. */
    async function ended<T>(...all: readonly Promise<T>[]): Promise<readonly PromiseSettledResult<T>[]> {
      let results: readonly PromiseSettledResult<T>[] | undefined;
      const settling = Promise.allSettled(all).then((settled) => (results = settled));
      await until(async () => {
        await passTime();
        return results !== undefined;
      }, 'all have ended');
      return settling;
    }
    const cancelAtBoth = () =>
      ended(
        merchant.orders.cancel(order.merchantOrderNo, 'payer'),
        other.orders.cancel(order.merchantOrderNo, 'staff'),
        other.orders.cancel(order.merchantOrderNo, 'payer'),
      );
    const codesOf = (results: readonly PromiseSettledResult<unknown>[]): readonly unknown[] =>
      results.map((result) =>
        result.status === 'rejected' ? (result.reason as {code?: string}).code : result.status,
      );

    it('send one, which cancels the order', async () => {
      const results = await cancelAtBoth();
      assert.equal(merchant.timesOf('cancelOrder').length, 1);
      // Who comes after it finds the order closed; to who comes while it is under way the order is still open.
      for (const code of codesOf(results)) assert.match(String(code), /^(fulfilled|order-closed)$/);
      const {status, reason} = await merchant.orders.stored(order.merchantOrderNo);
      assert.deepEqual([status, reason], ['FAILURE', 'cancelled']);
    });

    it('tell nobody that a paid order is cancelled', async () => {
      await merchant.pay(order);
      const results = await cancelAtBoth();
      for (const code of codesOf(results)) assert.match(String(code), /^(62001|order-paid|fulfilled)$/);
      for (const result of results)
        if (result.status === 'fulfilled') assert.notEqual(result.value.order.status, 'FAILURE');
      assert.equal((await merchant.orders.stored(order.merchantOrderNo)).status, 'PAID_SUCCESS');
    });

    it('send none within 3 s after PayBy has refused one because the order is paid', async () => {
      await merchant.pay(order);
      // No query finds the payment, so the order still looks open to whoever asks next
      merchant.outcomeOf = (operation) => (operation === 'getOrder' ? 'system-error' : 'answered');
      const [first] = await ended(merchant.orders.cancel(order.merchantOrderNo, 'payer'));
      assert.deepEqual(codesOf(first ? [first] : []), ['62001']);
      const began = merchant.clock.now();
      while (merchant.clock.now() < began + 10 * SECOND) {
        for (const {orders} of [merchant, other]) await ended(orders.cancel(order.merchantOrderNo, 'payer'));
        await passTime();
      }
      const times = merchant.timesOf('cancelOrder');
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      assert.ok(
        gaps.every((gap) => gap >= 3 * SECOND),
        String(gaps),
      );
      assert.equal((await merchant.orders.stored(order.merchantOrderNo)).status, 'CREATED');
      merchant.outcomeOf = () => 'answered';
      await until(async () => {
        await passTime();
        return (await merchant.orders.stored(order.merchantOrderNo)).status === 'PAID_SUCCESS';
      }, 'a query has found the payment');
    });

    it('send one at a time while PayBy does not answer, also from the reconcilers', async () => {
      const open = new Set<number>();
      let most = 0;
      merchant.outcomeOf = (operation) => {
        if (operation !== 'cancelOrder') return 'answered';
        const now = merchant.clock.now();
        for (const startedAt of open) if (startedAt + 10 * SECOND <= now) open.delete(startedAt);
        open.add(now + open.size / 1_000);
        most = Math.max(most, open.size);
        return 'request-lost';
      };
      await cancelAtBoth();
      const tried = merchant.timesOf('cancelOrder').length;
      await until(async () => {
        await passTime();
        return merchant.timesOf('cancelOrder').length >= tried + 2;
      }, 'the reconcilers have tried twice');
      assert.equal(most, 1);
    });

    it('send none while the call of a process that was killed in the middle of one can last', async () => {
      const sentAt = merchant.clock.now();
      await store.store.change(order.merchantOrderNo, (stored) => ({
        order: {
          ...stored,
          followUp: {...stored.followUp, cancel: {by: 'payer', tries: 0, lastTryAt: sentAt, sentAt}},
        },
        events: [],
        dueAt: sentAt + 12 * SECOND,
      }));
      await ended(other.orders.cancel(order.merchantOrderNo, 'payer'));
      assert.deepEqual(merchant.timesOf('cancelOrder'), []);
      await until(async () => {
        await passTime();
        return (await merchant.orders.stored(order.merchantOrderNo)).status === 'FAILURE';
      }, 'a reconciler has cancelled it');
      const [triedAt = 0, ...more] = merchant.timesOf('cancelOrder');
      assert.ok(triedAt >= sentAt + 12 * SECOND);
      assert.deepEqual(more, []);
    });
  });
}
