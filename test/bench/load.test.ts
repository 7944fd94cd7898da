/** What a crowd of pages costs PayBy, counted with time by hand: the rate does not hang on how fast the machine is. */
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
const WIDGETS = 200;

describe('a crowd of open pages', () => {
  let bench: TestMerchant;
  before(async () => {
    bench = await createMerchant(await twoKeyPairs());
  });
  after(() => bench.close());

  it('costs PayBy at most one question per two seconds and order, who scanned included', async () => {
    const orders: Order[] = [];
    while (orders.length < ORDERS) orders.push(await bench.place());
    const leaving = new AbortController();
    const random = randomFrom(1, 'crowd');
    let answers = 0;
    const widget = async (clock: Clock, {merchantOrderNo}: Order): Promise<void> => {
      await clock.sleep(Math.round(random() * 2_400), leaving.signal);
      while (!leaving.signal.aborted) {
        assert.equal((await bench.orders.current(merchantOrderNo)).order.status, 'CREATED');
        answers += 1;
        const plan = {purpose: 'open', paySceneCode: 'DYNQR', elapsedMs: 30_000, failures: 0} as const;
        await clock.sleep(Math.round(delayMs({...plan, retryAfterMs: undefined}, random())), leaving.signal);
      }
    };
    const before = bench.calls.length;
    const crowd = Array.from({length: WIDGETS}, (_, index) => {
      const order = orders[index % ORDERS];
      assert.ok(order);
      return widget(bench.clock, order);
    });
    await bench.pass(SECONDS * 1_000);
    const questions = bench.calls.length - before;
    leaving.abort();
    await Promise.all(crowd);
    const perOrder = questions / ORDERS;
    // Where the time is cut off, one more pair of questions may just fit in.
    assert.ok(perOrder <= SECONDS / 2 + 2, `${String(questions)} questions`);
    assert.ok(perOrder >= SECONDS / 6, 'and PayBy is still asked often enough');
    assert.ok(answers / questions > 8, `${String(answers)} answers for ${String(questions)} questions`);
  });
});
