/** The game's ledger: what the stores and the server keep of it. What a change means for it: see coin-entry.test.ts. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {coinEntryBetween, type CoinEntry} from '../../../demo/merchant/orders/coin-ledger.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {Change} from '../../../demo/merchant/orders/order-store.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {createDemo, handOut, twoKeyPairs, until, type TestDemo} from '../support/demo.js';
import {createMerchant, type TestMerchant} from '../support/merchant.js';
import {newOrder, storeKinds} from '../support/stores.js';

const NOW = 1_767_000_000_000;
const coinsOrder = (change: Partial<Order> = {}): Order =>
  newOrder('order-1', NOW, {
    paySceneCode: 'CASHTOPUP',
    sku: 'coins-60',
    player: 'Falcon-7',
    coins: 60,
    ...change,
  });
const entry = (
  kind: CoinEntry['kind'],
  coins: number,
  player: string | undefined = 'Falcon-7',
): CoinEntry => ({
  kind,
  player,
  coins,
});

for (const kind of storeKinds) {
  describe(`the ledger ${kind.name}`, {skip: kind.skip}, () => {
    it('has one entry for one payment, however many notifications and answers arrive at the same time', async () => {
      const bench = await kind.open();
      try {
        const {store} = bench;
        await store.add(coinsOrder(), {events: [], dueAt: undefined});
        const pay: Change = (order) => {
          const next: Order = {...order, status: 'PAID_SUCCESS'};
          const coins = coinEntryBetween(order, next);
          return {order: next, events: [], coins: coins && {...coins, at: NOW}, dueAt: undefined};
        };
        const notice = {notifyId: 'n-1', merchantOrderNo: 'order-1', receivedAt: NOW};
        await Promise.all([
          ...Array.from({length: 6}, () => store.changeOnce(notice, pay)),
          ...Array.from({length: 6}, (_, index) =>
            store.changeOnce({...notice, notifyId: `n-${String(index)}`}, pay),
          ),
          ...Array.from({length: 6}, () => store.change('order-1', pay)),
        ]);
        assert.deepEqual(await store.coinEntries('Falcon-7'), [
          {merchantOrderNo: 'order-1', at: NOW, ...entry('credited', 60)},
        ]);
        assert.equal(await store.coinsOfPlayer('Falcon-7'), 60);
        assert.equal(await store.coinsOfOrder('order-1'), 60);
        assert.equal(await store.coinsOfPlayer('falcon-7'), 0, 'another player');
        if (kind.name === 'in memory') return; // gone with its process
        assert.equal(await (await bench.again()).coinsOfPlayer('Falcon-7'), 60);
      } finally {
        await bench.close();
      }
    });

    it('writes an entry with its order, or neither', async () => {
      const bench = await kind.open();
      try {
        const {store} = bench;
        await store.add(coinsOrder({status: 'PAID_SUCCESS'}), {events: [], dueAt: undefined});
        const credit: Change = (order) => ({
          order: {...order, status: 'SETTLED'},
          events: [],
          coins: {...entry('credited', 60), at: NOW},
          dueAt: undefined,
        });
        await store.change('order-1', credit);
        const again: Change = (order) => ({...credit(order), order: {...order, failCode: 'changed'}});
        await assert.rejects(store.change('order-1', again), 'the table allows one credit of an order');
        assert.equal((await store.find('order-1'))?.failCode, undefined, 'the order is not changed either');
        assert.equal(await store.coinsOfOrder('order-1'), 60);
      } finally {
        await bench.close();
      }
    });

    it('credits an order through the service once, and takes the coins back with the money', async () => {
      const keys = await twoKeyPairs();
      const bench = await kind.open();
      let merchant: TestMerchant | undefined;
      try {
        const shop = (merchant = await createMerchant(keys, bench.store));
        const whenPlayerHas = (coins: number): Promise<void> =>
          until(
            async () => {
              await shop.pass(1_000);
              return (await bench.store.coinsOfPlayer('Falcon-7')) === coins;
            },
            `the player has ${String(coins)} coins`,
          );
        const cash = {paySceneCode: 'CASHTOPUP', sku: 'coins-500', player: 'Falcon-7'};
        const [first, second] = [await shop.place(cash), await shop.place(cash)];
        for (const {orderNo} of [first, second]) {
          await shop.gateway.request('/pos/balance', {amount: '500.00'});
          await shop.gateway.request('/pos/pay', {orderNo, password: '4321'});
        }
        await whenPlayerHas(1_000);
        await shop.orders.revoke(first.merchantOrderNo, 'staff');
        await whenPlayerHas(500);
        assert.equal(await bench.store.coinsOfOrder(first.merchantOrderNo), 0);
        const part = {refundMerchantOrderNo: undefined, amount: '10.00', reason: undefined};
        await shop.orders.refund(second.merchantOrderNo, part, 'staff');
        await until(async () => {
          await shop.pass(1_000);
          return (await bench.store.alerts({all: true})).length > 0;
        }, 'staff are alerted about the part');
        const [alert] = await bench.store.alerts({all: true});
        assert.equal(alert?.kind, 'coins-part-refunded');
        assert.equal(await bench.store.coinsOfPlayer('Falcon-7'), 500, 'a part takes no coins back');
        const rest = {...part, amount: '26.00'};
        await shop.orders.refund(second.merchantOrderNo, rest, 'staff');
        await whenPlayerHas(0);
        const entries = await bench.store.coinEntries('Falcon-7');
        assert.deepEqual(
          entries.map(({kind: what, coins}) => [what, coins]),
          [
            ['credited', 500],
            ['credited', 500],
            ['taken-back', -500],
            ['taken-back', -500],
          ],
        );
      } finally {
        await merchant?.close();
        await bench.close();
      }
    });
  });
}

describe('coins over HTTP', () => {
  let demo: TestDemo;
  before(async () => {
    const keys: readonly [KeyPair, KeyPair] = await twoKeyPairs();
    demo = await createDemo({makeKeys: handOut(keys)});
  });
  after(() => demo.close());

  const place = (change: object) =>
    demo.post('/api/orders', {paySceneCode: 'CASHTOPUP', sku: 'coins-60', ...change});

  for (const [name, change, code] of [
    ['a player that the game does not know', {player: 'unknown-player-1'}, 'unknown-player'],
    ['a player id of one character', {player: 'a'}, 'bad-player'],
    ['a player id with a space', {player: 'a b'}, 'bad-player'],
    ['a player id that is a number', {player: 7}, 'bad-player'],
    ['a player for goods', {paySceneCode: 'DYNQR', sku: 'mug', player: 'Falcon-7'}, 'bad-player'],
  ] as const) {
    it(`refuses ${name} with a code, and places no order`, async () => {
      const reply = await place(change);
      assert.deepEqual([reply.status, (reply.json.error as {code: string}).code], [400, code]);
    });
  }

  it('loses no coins of an order that names no player: staff are alerted', async () => {
    const {json} = await place({});
    await demo.post('/gateway/pos/pay', {orderNo: json.orderNo, password: '4321'});
    const coins = `/api/orders/${json.merchantOrderNo}/coins`;
    await until(async () => (await demo.get(coins)).json['credited'] === 60, 'the coins are in the ledger');
    assert.deepEqual((await demo.get(coins)).json, {coins: 60, credited: 60});
    const {json: answer} = await demo.get('/api/admin/alerts', await demo.staff());
    const alerts = answer['alerts'] as {kind: string; merchantOrderNo: string}[];
    assert.deepEqual(
      alerts.map(({kind, merchantOrderNo}) => [kind, merchantOrderNo]),
      [['coins-unclaimed', json.merchantOrderNo]],
    );
  });

  it('is the same order with the same player only', async () => {
    const chosen = {merchantOrderNo: 'chosen-number-of-coins', player: 'Falcon-7'};
    assert.equal((await place(chosen)).status, 201);
    assert.equal((await place(chosen)).status, 201);
    const other = await place({...chosen, player: 'Falcon-8'});
    assert.equal((other.json.error as {code: string}).code, 'order-number-taken');
  });
});
