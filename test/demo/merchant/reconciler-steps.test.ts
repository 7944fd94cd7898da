/** Which steps the reconciler takes, how many at once, and what it does when one of them fails. */
import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {UnreadableOrder, type DueClaim} from '../../../demo/merchant/orders/order-store.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import {Reconciler} from '../../../demo/merchant/orders/reconciler.js';
import type {MerchantStore} from '../../../demo/merchant/storage/open-store.js';
import {ManualClock, MINUTE, turn} from '../support/demo.js';
import {
  acquireOrder,
  failing,
  memoryStore,
  refundOrder,
  scriptedMerchant,
  storeWith,
  type ScriptedMerchant,
} from '../support/scripted-payby.js';

const SECOND = 1_000;

let clock: ManualClock;
let store: MerchantStore;
let merchant: ScriptedMerchant;
let stopping: AbortController;
let running: Promise<void> | undefined;
beforeEach(async () => {
  clock = new ManualClock();
  store = await memoryStore(clock);
  merchant = scriptedMerchant(store, clock);
  stopping = new AbortController();
  running = undefined;
});
afterEach(async () => {
  stopping.abort();
  await clock.advance(0);
  await store.close();
});

async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 12; quiet += 1) await turn();
}
async function run(given: MerchantStore = store, limitFactor = 1): Promise<void> {
  const log = (event: string, facts: object = {}): void => {
    lines.push([event, facts]);
  };
  lines.length = 0;
  const {orders} = merchant;
  running = new Reconciler({orders, store: given, clock, log, signal: stopping.signal, limitFactor}).run();
  await settle();
}
const lines: (readonly [string, object])[] = [];
const pass = async (ms: number): Promise<void> => {
  await clock.advance(ms);
  await settle();
};
/** An order whose step is due by the store's row, whatever the order says. */
async function due(change: Partial<Order> = {}): Promise<Order> {
  const order = await merchant.seed({placedAt: clock.now() - MINUTE, ...change});
  await store.change(order.merchantOrderNo, (one) => ({order: one, events: [], dueAt: clock.now()}));
  return order;
}
const claimNow = (): DueClaim => ({whose: 'visitor', now: clock.now(), leaseUntil: clock.now(), limit: 10});
const sent = (): readonly unknown[] => merchant.payby.operations;

describe('a due step', () => {
  it('is a query', async () => {
    const order = await due();
    merchant.payby.script.getOrder = () => acquireOrder(order, {status: 'SETTLED'});
    await run();
    assert.deepEqual(merchant.payby.calls, [['getOrder', order.merchantOrderNo]]);
    assert.equal((await merchant.orders.stored(order.merchantOrderNo)).status, 'SETTLED');
  });

  it('is a cancel', async () => {
    const order = await due({placement: 'found'});
    await store.change(order.merchantOrderNo, (one) => ({
      order: {...one, followUp: {...one.followUp, queriedAt: clock.now()}},
      ...{events: [], dueAt: clock.now()},
    }));
    merchant.payby.script.cancelOrder = () => acquireOrder(order, {status: 'FAILURE'});
    await run();
    assert.deepEqual(merchant.payby.calls, [['cancelOrder', order.merchantOrderNo]]);
  });

  it('is the renewal of a code', async () => {
    const token = {since: 0, dueAt: clock.now(), triedAt: 0, failures: 0, isLost: false};
    const order = await due({
      tokenUrl: 'https://qr.payby.test?ft=1',
      followUp: {
        ...{queriedAt: clock.now(), failures: 0, cancel: undefined},
        ...{uncertainSince: 0, extendedAt: 0, token},
      },
    });
    merchant.payby.script.placeOrder = () => ({
      acquireOrder: acquireOrder(order),
      tokenUrl: 'https://qr.payby.test?ft=2',
    });
    await run();
    assert.deepEqual(sent(), ['placeOrder']);
  });

  it('is the query of a refund', async () => {
    const refund = {
      ...{refundMerchantOrderNo: 'r-1', amount: {amount: '25.00', currency: 'AED'}, reason: undefined},
      ...{status: 'CREATED', requestedAt: 0, tries: 1, failures: 0, nextAt: clock.now()},
    };
    await due({status: 'SETTLED', refunds: [refund]});
    merchant.payby.script.getRefund = () => refundOrder({status: 'SUCCESS'});
    await run();
    assert.deepEqual(merchant.payby.calls, [['getRefund', 'r-1']]);
  });

  it('is none when the order has changed since it was due, and its time is set anew', async () => {
    const order = await due({placedAt: clock.now()});
    merchant.payby.script.getOrder = () => acquireOrder(order, {status: 'SETTLED'});
    await run();
    await pass(3 * SECOND);
    assert.deepEqual(sent(), []);
    await pass(SECOND);
    assert.deepEqual(sent(), ['getOrder']);
  });

  it('is none when nothing is left to do', async () => {
    await due({status: 'SETTLED'});
    await run();
    await pass(MINUTE);
    assert.deepEqual([sent(), lines], [[], []]);
  });

  it('is found within a second', async () => {
    await run();
    const order = await due();
    merchant.payby.script.getOrder = () => acquireOrder(order, {status: 'SETTLED'});
    await pass(SECOND - 1);
    assert.deepEqual(sent(), []);
    await pass(1);
    assert.deepEqual(sent(), ['getOrder']);
  });
});

describe('steps at once', () => {
  const held = (): ((index: number) => void) => {
    const answers: (() => void)[] = [];
    merchant.payby.script.getOrder = () =>
      new Promise((_, reject) => {
        answers.push(() => {
          reject(new TypeError('ended'));
        });
      });
    return (index) => answers[index]?.();
  };

  it('are twenty, and the next one begins as soon as one has ended', async () => {
    const end = held();
    for (let count = 0; count < 22; count += 1) await due();
    await run();
    assert.equal(sent().length, 20);
    await pass(5 * SECOND);
    assert.equal(sent().length, 20);
    end(0);
    await settle();
    assert.equal(sent().length, 21, 'not only at the next tick');
  });

  it('do not delay each other: a slow one stops no round', async () => {
    held();
    await due();
    await run();
    await due();
    await pass(SECOND);
    assert.equal(sent().length, 2);
  });

  it('are one of an order, also when it takes longer than its lease', async () => {
    held();
    await due({placement: 'found', placedAt: clock.now() - 20 * SECOND});
    await run();
    await pass(29 * SECOND);
    assert.deepEqual(await store.claimDue(claimNow()), [], 'no process may take it');
    await pass(2 * SECOND);
    assert.deepEqual(sent(), ['getOrder']);
  });

  it('are claimed again at once only when there may be more of them, and never when twenty are under way', async () => {
    const end = held();
    for (let count = 0; count < 21; count += 1) await due();
    const limits: number[] = [];
    const counted = storeWith(store, {
      claimDue: (claim) => {
        if (claim.whose === 'visitor') limits.push(claim.limit);
        return store.claimDue(claim);
      },
    });
    await run(counted);
    end(0);
    await settle();
    assert.deepEqual([sent().length, limits], [21, [20, 1]], 'without a tick');
    await pass(3 * SECOND);
    assert.deepEqual(limits, [20, 1], 'the store is not asked for none');
    end(1);
    end(2);
    await settle();
    const before = limits.length;
    end(3);
    await settle();
    assert.equal(limits.length, before, 'nothing more was due');
    await pass(SECOND);
    assert.equal(limits.length, before + 1);
  });

  it("of visitors are 40 a second, the longest due first, and none of the till's waits for them", async () => {
    const numbers: string[] = [];
    for (let count = 0; count < 100; count += 1) {
      numbers.push((await due()).merchantOrderNo);
      await clock.advance(1);
    }
    const counter = await due({paySceneCode: 'QRPAY'});
    await run();
    const queried = (): readonly unknown[] => merchant.payby.calls.map(([, number]) => number);
    assert.deepEqual(new Set(queried()), new Set([counter.merchantOrderNo, ...numbers.slice(0, 40)]));
    await pass(SECOND);
    assert.deepEqual(new Set(queried().slice(41)), new Set(numbers.slice(40, 80)));
    await pass(SECOND);
    assert.deepEqual(new Set(queried().slice(81)), new Set(numbers.slice(80)));
  });

  it("of visitors grow with the shop's limits", async () => {
    for (let count = 0; count < 50; count += 1) await due();
    await run(store, 0.25);
    assert.equal(sent().length, 10);
    await pass(SECOND);
    assert.equal(sent().length, 20);
  });

  it('of visitors are at least one a second, however small the limits', async () => {
    for (let count = 0; count < 3; count += 1) await due();
    await run(store, 0.001);
    assert.equal(sent().length, 1);
    await pass(SECOND);
    assert.equal(sent().length, 2);
  });

  it('of visitors begin again with each part of a second, whole steps only', async () => {
    const end = held();
    for (let count = 0; count < 30; count += 1) await due();
    await run(store, 0.25);
    assert.equal(sent().length, 10);
    await pass(450); // of ten a second: four and a half
    end(0);
    await settle();
    assert.equal(sent().length, 14);
    await pass(550);
    end(1);
    await settle();
    assert.equal(sent().length, 20);
  });

  it('of visitors are not saved up while none is due', async () => {
    await run(store, 0.25);
    for (let passed = 0; passed < 10; passed += 1) await pass(SECOND);
    for (let count = 0; count < 30; count += 1) await due();
    await pass(SECOND);
    assert.equal(sent().length, 10);
  });

  it('of visitors wait for the tick when this second has no more of them', async () => {
    const end = held();
    for (let count = 0; count < 12; count += 1) await due();
    const looks: string[] = [];
    const counted = storeWith(store, {
      claimDue: (claim) => {
        looks.push(claim.whose);
        return store.claimDue(claim);
      },
    });
    await run(counted, 0.25);
    end(0);
    await settle();
    assert.deepEqual(looks, ['till', 'visitor', 'till'], 'there might have been more of visitors');
    for (let index = 1; index < 10; index += 1) {
      end(index);
      await settle();
    }
    assert.equal(looks.length, 3);
    await pass(SECOND);
    assert.deepEqual([looks.length, sent().length], [5, 12]);
  });

  it('of the till are twenty at once, and as many a second as PayBy answers', async () => {
    const end = held();
    for (let count = 0; count < 60; count += 1) await due({paySceneCode: 'QRPAY'});
    await run();
    assert.equal(sent().length, 20);
    for (let index = 0; index < 60; index += 1) {
      end(index);
      await settle();
    }
    assert.equal(sent().length, 60, 'without a tick');
  });

  it("of the till start while twenty of visitors' are under way", async () => {
    held();
    for (let count = 0; count < 30; count += 1) await due();
    await run();
    assert.equal(sent().length, 20);
    await due({paySceneCode: 'QRPAY'});
    await pass(SECOND);
    assert.equal(sent().length, 21);
  });

  it('are one of a refund, however often it is due meanwhile', async () => {
    merchant.payby.script.getRefund = () => new Promise(() => {});
    const refund = {
      ...{refundMerchantOrderNo: 'r-1', amount: {amount: '25.00', currency: 'AED'}, reason: undefined},
      ...{status: 'CREATED', requestedAt: 0, tries: 1, failures: 0, nextAt: clock.now()},
    };
    await due({status: 'SETTLED', refunds: [refund]});
    void run();
    await settle();
    for (let passed = 0; passed < 20; passed += 1) await pass(SECOND);
    assert.deepEqual(sent(), ['getRefund']);
  });

  it('end at once with the reconciler where none is under way, and leave no timer', async () => {
    await run();
    let hasEnded = false;
    void running?.then(() => {
      hasEnded = true;
    });
    stopping.abort();
    await settle();
    assert.deepEqual([hasEnded, clock.asleep], [true, 0]);
  });

  it('are waited for when the reconciler stops, and none begins after that', async () => {
    const end = held();
    await due();
    await run();
    let hasEnded = false;
    void running?.then(() => {
      hasEnded = true;
    });
    stopping.abort();
    await settle();
    assert.equal(hasEnded, false);
    await due();
    await pass(2 * SECOND);
    end(0);
    await settle();
    assert.deepEqual([hasEnded, sent().length], [true, 1]);
  });

  it('are none when it was stopped before it began', async () => {
    await due();
    stopping.abort();
    await run();
    await running;
    assert.deepEqual(sent(), []);
  });
});

describe('a step that fails', () => {
  it('because PayBy does not answer is stored with the order, and is no error of the reconciler', async () => {
    const order = await due();
    merchant.payby.script.getOrder = failing('TIMEOUT');
    await run();
    assert.deepEqual(lines, []);
    assert.equal((await merchant.orders.stored(order.merchantOrderNo)).followUp.failures, 1);
  });

  it('because another process does not answer is no error either', async () => {
    const order = await due();
    const [now, number] = [clock.now(), order.merchantOrderNo];
    await store.claimQuery({merchantOrderNo: number, now, validSince: 0, until: now + 10 * MINUTE});
    await run();
    for (let passed = 0; passed < 20; passed += 1) await pass(SECOND);
    assert.deepEqual([sent(), lines], [[], []]);
  });

  for (const [title, error, expected] of [
    ['because its row is damaged has an alert of the store', new UnreadableOrder('damaged'), []],
    [
      'for any other reason is logged, without the whole number',
      new RangeError('no such thing'),
      [['a step failed', {level: 'error', order: 'seeded…', why: 'RangeError'}]],
    ],
  ] as const) {
    it(title, async () => {
      const broken = storeWith(store, {find: () => Promise.reject(error)});
      await due();
      merchant = scriptedMerchant(broken, clock);
      await run();
      assert.deepEqual(lines, expected);
    });
  }

  it('leaves the others alone, and is repeated when its lease has ended', async () => {
    const [one, two] = [await due(), await due()];
    merchant.payby.script.getOrder = () => {
      const asked = merchant.payby.calls.at(-1)?.[1];
      if (asked === one.merchantOrderNo) throw new TypeError('no such thing');
      return acquireOrder(two, {status: 'SETTLED'});
    };
    await run();
    assert.equal((await merchant.orders.stored(two.merchantOrderNo)).status, 'SETTLED');
    merchant.payby.script.getOrder = () => acquireOrder(one, {status: 'SETTLED'});
    for (let passed = 0; passed < 31; passed += 1) await pass(SECOND);
    assert.equal((await merchant.orders.stored(one.merchantOrderNo)).status, 'SETTLED');
  });
});

describe('a store that cannot be read', () => {
  it('is logged at each tick, and read again at the next one', async () => {
    const order = await due();
    merchant.payby.script.getOrder = () => acquireOrder(order, {status: 'SETTLED'});
    let failures = 2;
    const broken = storeWith(store, {
      claimDue: (...given) => {
        failures -= 1;
        return failures < 0 ? store.claimDue(...given) : Promise.reject(new RangeError('disk full'));
      },
    });
    await run(broken);
    await settle();
    const line = ['the reconciler cannot read the store', {level: 'error', why: 'RangeError'}];
    assert.deepEqual(lines, [line]);
    await pass(SECOND);
    assert.deepEqual([lines, sent()], [[line, line], []]);
    await pass(SECOND);
    assert.deepEqual([lines.length, sent()], [2, ['getOrder']]);
  });

  it('is not read again at once when a step ends meanwhile', async () => {
    await due();
    let end = (): void => {};
    merchant.payby.script.getOrder = () =>
      new Promise((_, reject) => {
        end = () => {
          reject(new TypeError('ended'));
        };
      });
    let reads = 0;
    const broken = storeWith(store, {
      claimDue: (claim) => {
        if (claim.whose === 'till') return store.claimDue(claim);
        reads += 1;
        return reads === 1 ? store.claimDue(claim) : Promise.reject(new RangeError('disk full'));
      },
    });
    await run(broken);
    await pass(SECOND);
    end();
    await settle();
    assert.equal(reads, 2);
    await pass(SECOND);
    assert.equal(reads, 3);
  });
});
