/** Cancels: what is stored before PayBy is called, when it is not called, and what follows from each kind of answer. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {MerchantStore} from '../../../demo/merchant/storage/open-store.js';
import {ManualClock, MINUTE} from '../support/demo.js';
import {
  acquireOrder,
  failing,
  memoryStore,
  scriptedMerchant,
  UNSIGNED,
  type ScriptedMerchant,
} from '../support/scripted-payby.js';

const SECOND = 1_000;

const clock = new ManualClock();
let store: MerchantStore;
let merchant: ScriptedMerchant;
let order: Order;
before(async () => {
  store = await memoryStore(clock);
});
after(() => store.close());
beforeEach(() => start());

type Cancel = Order['followUp']['cancel'];
async function start(change: Partial<Order> = {}, cancel?: Cancel): Promise<void> {
  merchant = scriptedMerchant(store, clock);
  order = await merchant.seed(change);
  await changed((one) => ({...one, followUp: {...one.followUp, cancel}}));
  merchant.payby.script.cancelOrder = () => acquireOrder(order, {status: 'FAILURE'});
}
const changed = (change: (one: Order) => Order): Promise<unknown> =>
  store.change(order.merchantOrderNo, (one) => ({order: change(one), events: [], dueAt: undefined}));
const stored = (): Promise<Order> => merchant.orders.stored(order.merchantOrderNo);
const cancelOf = async (): Promise<Cancel> => (await stored()).followUp.cancel;
const events = () => merchant.events(order.merchantOrderNo);
const alerts = () => merchant.alerts(order.merchantOrderNo);
const sent = (): readonly string[] => merchant.payby.operations;
const cancel = () => merchant.orders.cancel(order.merchantOrderNo, 'payer');
const tryCancel = () => merchant.orders.tryCancel(order.merchantOrderNo);
/** A cancel that was tried so often, and may be tried again now. */
const tried = (tries: number): Cancel => ({by: 'staff', tries, lastTryAt: clock.now() - MINUTE});

describe('the cancel of an open order', () => {
  it('is stored and listed before PayBy is called, with when it was sent', async () => {
    let before: readonly unknown[] = [];
    merchant.payby.script.cancelOrder = async () => {
      before = [await cancelOf(), await events()];
      return acquireOrder(order, {status: 'FAILURE'});
    };
    await cancel();
    const now = clock.now();
    assert.deepEqual(before, [
      {by: 'payer', tries: 0, lastTryAt: now, sentAt: now},
      [{kind: 'cancel-requested', by: 'payer', facts: {}}],
    ]);
    assert.deepEqual(merchant.payby.calls, [['cancelOrder', order.merchantOrderNo]]);
  });

  it('that PayBy carries out closes it as cancelled, in its name, at that moment', async () => {
    merchant.payby.script.cancelOrder = async () => {
      await clock.advance(2 * SECOND);
      return acquireOrder(order, {status: 'FAILURE'});
    };
    const startedAt = clock.now();
    const {order: closed, at} = await cancel();
    assert.deepEqual([closed.status, closed.reason, at - startedAt], ['FAILURE', 'cancelled', 2 * SECOND]);
    assert.equal(await cancelOf(), undefined);
    assert.deepEqual((await events()).slice(1), [
      {kind: 'status', by: 'payby', facts: {from: 'CREATED', to: 'FAILURE'}},
    ]);
    assert.deepEqual(await alerts(), []);
  });

  it('remembers who asked first', async () => {
    await start({}, tried(2));
    merchant.payby.script.cancelOrder = failing('TIMEOUT');
    await assert.rejects(cancel(), {code: 'TIMEOUT'});
    assert.deepEqual(await cancelOf(), {by: 'staff', tries: 3, lastTryAt: clock.now()});
  });

  it('by the reconciler is stored as its own', async () => {
    let before: Cancel;
    merchant.payby.script.cancelOrder = async () => {
      before = await cancelOf();
      return acquireOrder(order, {status: 'FAILURE'});
    };
    await tryCancel();
    const now = clock.now();
    assert.deepEqual(before, {by: 'reconciler', tries: 0, lastTryAt: now, sentAt: now});
  });

  it('that PayBy accepts without an end is tried again, counted from the answer', async () => {
    merchant.payby.script.cancelOrder = async () => {
      await clock.advance(SECOND);
      return acquireOrder(order);
    };
    const {order: open} = await cancel();
    assert.deepEqual([open.status, open.reason], ['CREATED', undefined]);
    assert.deepEqual(await cancelOf(), {by: 'payer', tries: 1, lastTryAt: clock.now()});
  });

  it('keeps the reason of an order that has ended in another way before the answer', async () => {
    merchant.payby.script.cancelOrder = async () => {
      await changed((one) => ({...one, status: 'FAILURE', reason: 'expired'}));
      return acquireOrder(order, {status: 'FAILURE'});
    };
    assert.equal((await cancel()).order.reason, 'expired');
  });
});

describe('the cancel of an order that is not open', () => {
  for (const [change, code] of [
    [{status: 'FAILURE'}, 'order-closed'],
    [{status: 'PAID_SUCCESS'}, 'order-paid'],
    [{status: 'SETTLED'}, 'order-settled'],
    [{status: 'FAILURE', revoked: true}, 'order-revoked'],
    [{status: 'CREATED', revoked: true}, 'order-revoked'],
  ] as const) {
    it(`is refused with ${code} when it is ${JSON.stringify(change)}`, async () => {
      await start(change);
      await assert.rejects(cancel(), {name: 'OrderConflict', code});
      assert.deepEqual([sent(), await events(), await cancelOf()], [[], [], undefined]);
    });
  }

  it('is not sent by the reconciler', async () => {
    await start({status: 'PAID_SUCCESS'});
    await tryCancel();
    assert.deepEqual(sent(), []);
  });

  it('is sent once more when a request is left over, and is not stored as sent', async () => {
    await start({status: 'PAID_SUCCESS'}, tried(1));
    let before: Cancel;
    merchant.payby.script.cancelOrder = async () => {
      before = await cancelOf();
      return failing('TIMEOUT')();
    };
    await assert.rejects(tryCancel(), {code: 'TIMEOUT'});
    assert.equal(before?.sentAt, undefined);
    assert.equal((await cancelOf())?.tries, 2);
  });
});

describe('cancels at the same time', () => {
  it('are one call of a process, and another is possible after it', async () => {
    merchant.payby.script.cancelOrder = () => acquireOrder(order);
    await Promise.all([tryCancel(), tryCancel(), cancel()]);
    assert.equal(sent().length, 1);
    await clock.advance(3 * SECOND);
    await tryCancel();
    assert.equal(sent().length, 2);
  });

  it('are one call of all processes, for as long as its answer may come', async () => {
    const now = clock.now();
    await start({}, {by: 'staff', tries: 0, lastTryAt: now, sentAt: now});
    await clock.advance(12 * SECOND - 1);
    await tryCancel();
    assert.deepEqual(sent(), []);
    await clock.advance(1);
    await tryCancel();
    assert.deepEqual(sent(), ['cancelOrder']);
  });

  it('come no sooner than 3 s after the last was answered', async () => {
    await start({}, {by: 'staff', tries: 1, lastTryAt: clock.now()});
    await clock.advance(3 * SECOND - 1);
    await cancel();
    assert.deepEqual(sent(), []);
    await clock.advance(1);
    await cancel();
    assert.deepEqual(sent(), ['cancelOrder']);
  });
});

describe('a cancel that PayBy refuses because the order is not open', () => {
  for (const [code, status] of [
    ['62001', 'PAID_SUCCESS'],
    ['62002', 'FAILURE'],
    ['62003', 'SETTLED'],
    ['62040', 'FAILURE'],
    ['62041', 'SETTLED'],
  ] as const) {
    it(`(${code}) is repeated by nobody, and followed by one query`, async () => {
      merchant.payby.script.cancelOrder = failing(code);
      merchant.payby.script.getOrder = () => acquireOrder(order, {status});
      await assert.rejects(cancel(), {code});
      assert.deepEqual(sent(), ['cancelOrder', 'getOrder']);
      const after = await stored();
      assert.deepEqual([after.status, after.followUp.cancel], [status, undefined]);
      assert.deepEqual((await events())[1], {kind: 'cancel-failed', by: 'reconciler', facts: {why: code}});
      assert.deepEqual(await alerts(), []);
    });
  }

  it('is not asked again within 3 s while the query has no answer, which is not the answer to the payer', async () => {
    merchant.payby.script = {cancelOrder: failing('62001'), getOrder: failing('TIMEOUT')};
    await assert.rejects(cancel(), {code: '62001'});
    assert.equal((await stored()).followUp.cancelRefusedAt, clock.now());
  });

  for (const [title, tries, code, reason] of [
    ['an earlier try may have closed it', 1, '62002', 'cancelled'],
    ['no earlier try can have closed it', 0, '62002', undefined],
    ['it is paid', 1, '62001', undefined],
  ] as const) {
    it(`has the reason ${String(reason)} when ${title}`, async () => {
      await start({}, tried(tries));
      merchant.payby.script = {cancelOrder: failing(code), getOrder: failing('TIMEOUT')};
      await assert.rejects(tryCancel(), {code});
      assert.equal((await stored()).reason, reason);
    });
  }
});

describe('a refused cancel whose request another process has removed meanwhile', () => {
  it('leaves the reason to the query', async () => {
    await start({}, tried(1));
    merchant.payby.script.cancelOrder = async () => {
      await changed((one) => ({...one, followUp: {...one.followUp, cancel: undefined}}));
      return failing('62002')();
    };
    merchant.payby.script.getOrder = failing('TIMEOUT');
    await assert.rejects(tryCancel(), {code: '62002'});
    assert.equal((await stored()).reason, undefined);
  });
});

describe('a cancel of an order that PayBy does not know', () => {
  const lost = () =>
    ({orderNo: undefined, placement: 'unknown', placedAt: clock.now() - 20 * SECOND}) as const;
  const outcome = async (change: Partial<Order>, code = '62004'): Promise<readonly unknown[]> => {
    await start({...lost(), ...change});
    merchant.payby.script.cancelOrder = failing(code);
    await assert.rejects(tryCancel(), {code});
    const {status, placement, followUp} = await stored();
    return [status, placement, followUp.cancel?.tries];
  };

  it('closes it as one that never arrived, 20 s after it was sent', async () => {
    assert.deepEqual(await outcome({}), ['FAILURE', 'absent', undefined]);
    assert.equal((await stored()).failCode, 'NOT_PLACED');
    assert.deepEqual(sent(), ['cancelOrder']);
  });

  for (const [title, change, code, placement] of [
    ['that was sent less than 20 s ago', {placedAt: 1}, '62004', 'unknown'],
    ['that PayBy has given a number', {orderNo: '13'}, '62004', 'unknown'],
    ['that PayBy has accepted', {placement: 'placed'}, '62004', 'placed'],
    ['for another reason', {}, '62007', 'unknown'],
  ] as const) {
    it(`is repeated for one ${title}`, async () => {
      const placedAt = 'placedAt' in change ? {placedAt: clock.now() - 20 * SECOND + 1} : {};
      assert.deepEqual(await outcome({...change, ...placedAt}, code), ['CREATED', placement, 1]);
    });
  }

  it('is repeated for one when the server itself fails', async () => {
    await start(lost());
    merchant.payby.script.cancelOrder = () => {
      throw Object.assign(new TypeError('no such thing'), {code: '62004'});
    };
    await assert.rejects(tryCancel(), TypeError);
    assert.equal((await stored()).status, 'CREATED');
  });
});

describe('a cancel without an answer', () => {
  it('is counted from the moment at which it was given up, and logged', async () => {
    await start({}, tried(1));
    merchant.payby.script.cancelOrder = async () => {
      await clock.advance(10 * SECOND);
      return failing('TIMEOUT', {traceCode: 'trace-1'})();
    };
    await assert.rejects(tryCancel(), {code: 'TIMEOUT'});
    assert.deepEqual(await cancelOf(), {by: 'staff', tries: 2, lastTryAt: clock.now()});
    assert.deepEqual(await events(), [
      {kind: 'cancel-failed', by: 'reconciler', facts: {why: 'TIMEOUT', tries: 2}},
    ]);
    assert.deepEqual(merchant.lines, [
      ['cancel failed', {order: 'seeded…', why: 'TIMEOUT', traceCode: 'trace-1', ...UNSIGNED}],
    ]);
    assert.deepEqual(sent(), ['cancelOrder'], 'the reconciler asks later');
  });

  it('alerts staff at the third try, and is listed six times', async () => {
    const seen: unknown[] = [];
    for (let tries = 1; tries <= 8; tries += 1) {
      await start({}, tried(tries - 1));
      merchant.payby.script.cancelOrder = failing('TIMEOUT');
      await assert.rejects(tryCancel(), {code: 'TIMEOUT'});
      seen.push([(await events()).length, ...(await alerts())]);
    }
    const alert = ['cancel-failing', 'This order cannot be cancelled; the server keeps trying.'];
    assert.deepEqual(seen, [[1], [1], [1, alert], [1], [1], [1], [0], [0]]);
  });

  it('is not repeated for an order that was paid meanwhile', async () => {
    merchant.payby.script.cancelOrder = async () => {
      await changed((one) => ({
        ...one,
        status: 'PAID_SUCCESS',
        followUp: {...one.followUp, cancel: undefined},
      }));
      return failing('TIMEOUT')();
    };
    await assert.rejects(cancel(), {code: 'TIMEOUT'});
    assert.equal(await cancelOf(), undefined);
  });

  it('is repeated for an open order whose request another process has removed', async () => {
    merchant.payby.script.cancelOrder = async () => {
      await changed((one) => ({...one, followUp: {...one.followUp, cancel: undefined}}));
      return failing('TIMEOUT')();
    };
    await assert.rejects(cancel(), {code: 'TIMEOUT'});
    assert.deepEqual(await cancelOf(), {by: 'reconciler', tries: 1, lastTryAt: clock.now()});
  });
});
