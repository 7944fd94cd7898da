/** Counts the calls to PayBy for many open pages, on a clock that the test moves: the speed of the machine has no effect. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Clock} from 'payby-checkout/core';
import type {Order} from '../../demo/merchant/orders/order.js';
import {delayMs} from '../../src/core/status/poll-schedule.js';
import {randomFrom} from '../../bench/polling/random.js';
import {twoKeyPairs} from '../demo/support/demo.js';
import {createMerchant, type TestMerchant} from '../demo/support/merchant.js';

const SECONDS = 30;
const ORDERS = 10;
const PAGES = 200;

describe('OrderService.current for 200 open pages', () => {
  let bench: TestMerchant;
  before(async () => {
    bench = await createMerchant(await twoKeyPairs());
  });
  after(() => bench.close());

  it('calls PayBy at most once per two seconds and order, scan queries included', async () => {
    const orders: Order[] = [];
    while (orders.length < ORDERS) orders.push(await bench.place());
    const leave = new AbortController();
    const random = randomFrom(1, 'crowd');
    let answers = 0;
    const openPage = async (clock: Clock, {merchantOrderNo}: Order): Promise<void> => {
      await clock.sleep(Math.round(random() * 2_400), leave.signal);
      while (!leave.signal.aborted) {
        assert.equal((await bench.orders.current(merchantOrderNo)).order.status, 'CREATED');
        answers += 1;
        const plan = {purpose: 'open', paySceneCode: 'DYNQR', elapsedMs: 30_000, failures: 0} as const;
        await clock.sleep(Math.round(delayMs({...plan, retryAfterMs: undefined}, random())), leave.signal);
      }
    };
    const before = bench.calls.length;
    const pages = Array.from({length: PAGES}, (_, index) => {
      const order = orders[index % ORDERS];
      assert.ok(order);
      return openPage(bench.clock, order);
    });
    await bench.pass(SECONDS * 1_000);
    const calls = bench.calls.length - before;
    leave.abort();
    await Promise.all(pages);
    const perOrder = calls / ORDERS;
    // At the end of the period, one more pair of queries may just fit in.
    assert.ok(perOrder <= SECONDS / 2 + 2, `${String(calls)} calls`);
    assert.ok(perOrder >= SECONDS / 6, 'PayBy is still queried often enough');
    assert.ok(answers / calls > 8, `${String(answers)} answers for ${String(calls)} calls`);
  });
});
