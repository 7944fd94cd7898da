/** Revokes and extensions: what PayBy is sent, and what is stored and told to staff after each kind of answer. */
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
beforeEach(async () => {
  merchant = scriptedMerchant(store, clock);
  order = await merchant.seed();
});

const stored = (): Promise<Order> => merchant.orders.stored(order.merchantOrderNo);
const events = () => merchant.events(order.merchantOrderNo);
const kinds = async (): Promise<readonly string[]> => (await events()).map(({kind}) => kind);
const alerts = () => merchant.alerts(order.merchantOrderNo);
const broken = (): never => {
  throw new TypeError('no such thing');
};

describe('a revoke', () => {
  const revoke = () => merchant.orders.revoke(order.merchantOrderNo, 'staff');

  it('is listed in the name of staff before PayBy is called', async () => {
    let before: readonly unknown[] = [];
    merchant.payby.script.revokeOrder = async () => {
      before = await events();
      return acquireOrder(order, {revoked: true});
    };
    await revoke();
    assert.deepEqual(before, [{kind: 'revoke-requested', by: 'staff', facts: {}}]);
    assert.deepEqual(merchant.payby.calls, [['revokeOrder', order.merchantOrderNo]]);
  });

  it('that PayBy carries out is stored in its name, and the answer is of that moment', async () => {
    merchant.payby.script.revokeOrder = async () => {
      await clock.advance(2_000);
      return acquireOrder(order, {revoked: true, status: 'FAILURE'});
    };
    const startedAt = clock.now();
    const {order: revoked, at} = await revoke();
    assert.deepEqual([revoked.revoked, revoked.status, at - startedAt], [true, 'FAILURE', 2_000]);
    assert.equal((await stored()).revoked, true);
    assert.deepEqual(
      (await events()).map(({kind, by}) => [kind, by]),
      [
        ['revoke-requested', 'staff'],
        ['status', 'payby'],
        ['revoked', 'payby'],
      ],
    );
    assert.deepEqual(await alerts(), []);
  });

  for (const [title, outcome, why, trace] of [
    ['no answer', failing('TIMEOUT', {traceCode: 'trace-1'}), 'TIMEOUT', true],
    ['SYSTEM_ERROR', failing('500', {traceCode: 'trace-1'}), '500', true],
    ['a fault of the server', broken, 'TypeError', false],
  ] as const) {
    it(`with ${title} is followed for some time, and staff are told that it is open`, async () => {
      merchant.payby.script.revokeOrder = outcome;
      await assert.rejects(revoke(), trace ? {code: why} : {name: why});
      assert.equal((await stored()).followUp.uncertainSince, clock.now());
      assert.deepEqual((await events()).slice(1), [{kind: 'revoke-failed', by: 'payby', facts: {why}}]);
      assert.deepEqual(await alerts(), [
        ['revoke-unknown', 'PayBy has not confirmed yet whether this order was revoked.'],
      ]);
      assert.equal(merchant.payby.calls.length, 1, 'the reconciler asks what became of it');
      const unsigned = {untrustedCode: undefined, untrustedMsg: undefined, untrustedTraceCode: undefined};
      const facts = {order: 'seeded…', why};
      assert.deepEqual(merchant.lines[0], [
        'revoke failed',
        trace ? {...facts, traceCode: 'trace-1', ...unsigned} : facts,
      ]);
    });
  }

  it('that PayBy refuses is followed by one query, whose answer is stored', async () => {
    merchant.payby.script.revokeOrder = failing('62046');
    merchant.payby.script.getOrder = () => acquireOrder(order, {status: 'PAID_SUCCESS'});
    await assert.rejects(revoke(), {code: '62046'});
    const {status, followUp} = await stored();
    assert.deepEqual([status, followUp.uncertainSince], ['PAID_SUCCESS', 0]);
    assert.deepEqual(merchant.payby.operations, ['revokeOrder', 'getOrder']);
    assert.deepEqual(await kinds(), ['revoke-requested', 'revoke-failed', 'status']);
    assert.deepEqual(await alerts(), []);
  });

  it('keeps PayBy’s refusal as its answer when the query fails, too', async () => {
    merchant.payby.script = {revokeOrder: failing('62046'), getOrder: failing('TIMEOUT')};
    await assert.rejects(revoke(), {code: '62046'});
  });
});

describe('an extension', () => {
  const extend = (by: number) =>
    merchant.orders.extend(order.merchantOrderNo, order.expiredTime + by, 'payer');

  it('is listed before PayBy is called, with the end that was asked for', async () => {
    let before: readonly unknown[] = [];
    merchant.payby.script.updateExpiredTime = async () => {
      before = await events();
      return acquireOrder(order);
    };
    await extend(5 * MINUTE);
    const expiredTime = order.expiredTime + 5 * MINUTE;
    assert.deepEqual(before, [{kind: 'extend-requested', by: 'payer', facts: {expiredTime}}]);
    assert.deepEqual(merchant.payby.calls, [['updateExpiredTime', order.merchantOrderNo, expiredTime]]);
  });

  it('that PayBy accepts moves the end, and outdates the answers to queries from before', async () => {
    merchant.payby.script.updateExpiredTime = () => acquireOrder(order);
    const extended = await extend(5 * MINUTE);
    const after = await stored();
    const expected = [order.expiredTime + 5 * MINUTE, clock.now()];
    assert.deepEqual([extended.expiredTime, extended.followUp.extendedAt], expected);
    assert.deepEqual([after.expiredTime, after.followUp.extendedAt], expected);
    assert.equal(after.followUp.queriedAt, order.followUp.queriedAt);
    assert.deepEqual(
      (await events()).map(({kind, by}) => [kind, by]),
      [
        ['extend-requested', 'payer'],
        ['end-moved', 'payer'],
      ],
    );
  });

  it('whose answer shows a payment stores it', async () => {
    merchant.payby.script.updateExpiredTime = () => acquireOrder(order, {status: 'PAID_SUCCESS'});
    assert.equal((await extend(5 * MINUTE)).status, 'PAID_SUCCESS');
  });

  it('without an answer moves nothing, is followed, and alerts nobody: no money depends on it', async () => {
    merchant.payby.script.updateExpiredTime = failing('TIMEOUT');
    await assert.rejects(extend(5 * MINUTE), {code: 'TIMEOUT'});
    const {expiredTime, followUp} = await stored();
    assert.deepEqual([expiredTime, followUp.uncertainSince], [order.expiredTime, clock.now()]);
    assert.deepEqual((await events()).slice(1), [
      {kind: 'extend-failed', by: 'payby', facts: {why: 'TIMEOUT'}},
    ]);
    assert.deepEqual(await alerts(), []);
    assert.deepEqual(merchant.lines[0]?.[0], 'extend failed');
  });

  it('that PayBy refuses moves nothing, and is followed by one query', async () => {
    merchant.payby.script.updateExpiredTime = failing('62089');
    merchant.payby.script.getOrder = () => acquireOrder(order);
    await assert.rejects(extend(5 * MINUTE), {code: '62089'});
    const {expiredTime, followUp} = await stored();
    assert.deepEqual([expiredTime, followUp.uncertainSince], [order.expiredTime, 0]);
    assert.deepEqual(merchant.payby.calls.at(-1), ['getOrder', order.merchantOrderNo]);
  });
});

describe('a command about an order that is not stored', () => {
  it('never reaches PayBy', async () => {
    await assert.rejects(merchant.orders.revoke('nobody', 'staff'), {name: 'OrderNotFound'});
    await assert.rejects(merchant.orders.extend('nobody', clock.now(), 'staff'), {name: 'OrderNotFound'});
    assert.deepEqual(merchant.payby.calls, []);
  });
});
