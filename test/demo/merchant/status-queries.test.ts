/** Queries of an order's status: when PayBy is called, and what is stored and answered after each kind of answer. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {HttpError} from '../../../demo/http/http-error.js';
import {QueryTimeout, TooManyQueries} from '../../../demo/merchant/orders/errors.js';
import type {OrderServiceOptions} from '../../../demo/merchant/orders/order-service.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {MerchantStore} from '../../../demo/merchant/storage/open-store.js';
import {ManualClock, MINUTE, turn} from '../support/demo.js';
import {
  acquireOrder,
  failing,
  memoryStore,
  scriptedMerchant,
  UNSIGNED,
  storeWith,
  type ScriptedMerchant,
} from '../support/scripted-payby.js';

const SECOND = 1_000;
const TOKEN = 'https://qr.payby.test?ft=1';

const clock = new ManualClock();
let store: MerchantStore;
let merchant: ScriptedMerchant;
let order: Order;
before(async () => {
  store = await memoryStore(clock);
});
after(() => store.close());
beforeEach(() => start());
async function start(change: Partial<Order> = {}, options: Partial<OrderServiceOptions> = {}): Promise<void> {
  merchant = scriptedMerchant(store, clock, options);
  order = await merchant.seed(change);
  merchant.payby.script.getOrder = () => acquireOrder(order);
}

const number = (): string => order.merchantOrderNo;
const stored = (): Promise<Order> => merchant.orders.stored(number());
const current = () => merchant.orders.current(number());
const refresh = (): Promise<void> => merchant.orders.refresh(number());
const sent = (): readonly string[] => merchant.payby.operations;
const changed = (change: Partial<Order>): Promise<unknown> =>
  store.change(number(), (one) => ({order: {...one, ...change}, events: [], dueAt: undefined}));
/** Whether a promise has settled, without waiting for the clock. */
async function hasSettled(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  promise.then(settle, settle);
  for (let quiet = 0; quiet < 12; quiet += 1) await turn();
  return isSettled;
}
/** Holds the right to query PayBy as another process does. */
const claimed = async (until = clock.now() + 15 * SECOND, validSince = 0): Promise<void> => {
  assert.ok(await store.claimQuery({merchantOrderNo: number(), now: clock.now(), validSince, until}));
};
/** Stores an answer as another process does. */
const answered = (queriedAt: number, change: Partial<Order> = {}, validMs = 2 * SECOND): Promise<unknown> =>
  store.change(number(), (one) => ({
    order: {...one, ...change},
    ...{events: [], dueAt: undefined},
    freshness: {queriedAt, validUntil: clock.now() + validMs, nextNotBefore: 0},
  }));

describe('the current order', () => {
  it('is PayBy’s answer while the order is open, and of that moment', async () => {
    merchant.payby.script.getOrder = async () => {
      await clock.advance(300);
      return acquireOrder(order, {status: 'PAID_SUCCESS'});
    };
    const startedAt = clock.now();
    const {order: answer, at} = await current();
    assert.deepEqual([answer.status, at - startedAt], ['PAID_SUCCESS', 300]);
    assert.deepEqual(merchant.payby.calls, [['getOrder', number()]]);
    assert.deepEqual(await merchant.events(number()), [
      {kind: 'status', by: 'payby', facts: {from: 'CREATED', to: 'PAID_SUCCESS'}},
    ]);
  });

  for (const status of ['FAILURE', 'SETTLED'] as const) {
    it(`is the stored one once it is ${status}: PayBy is not called`, async () => {
      await start({status});
      const {order: answer, at} = await current();
      assert.deepEqual([answer.status, at, sent()], [status, clock.now(), []]);
    });
  }

  it('is not given as unpaid when PayBy does not answer', async () => {
    merchant.payby.script.getOrder = failing('TIMEOUT');
    await assert.rejects(current(), {code: 'TIMEOUT'});
  });

  it('is given as paid when PayBy does not answer, once PayBy has said so', async () => {
    await start({status: 'PAID_SUCCESS'});
    merchant.payby.script.getOrder = failing('TIMEOUT');
    assert.equal((await current()).order.status, 'PAID_SUCCESS');
  });

  it('is given as paid when a notification said so while PayBy did not answer', async () => {
    merchant.payby.script.getOrder = async () => {
      await changed({status: 'PAID_SUCCESS'});
      return failing('TIMEOUT')();
    };
    assert.equal((await current()).order.status, 'PAID_SUCCESS');
  });

  it('is of one query for all who ask within two seconds', async () => {
    await Promise.all([current(), current()]);
    await clock.advance(2 * SECOND - 1);
    await current();
    assert.equal(sent().length, 1);
    await clock.advance(1);
    await current();
    assert.equal(sent().length, 2);
  });

  it('is not known of another number', async () => {
    await assert.rejects(merchant.orders.current('nobody'), {name: 'OrderNotFound'});
  });
});

describe('the limit of queries that pages cause', () => {
  const admitted: (readonly [string, string])[] = [];
  let refusal: Error | undefined;
  const limits: OrderServiceOptions['limits'] = {
    admit: (action, budget) => {
      admitted.push([action, budget]);
      return refusal ? Promise.reject(refusal) : Promise.resolve();
    },
  };
  const limited = async (change: Partial<Order> = {}): Promise<void> => {
    admitted.length = 0;
    refusal = undefined;
    await start(change, {limits});
  };

  for (const [paySceneCode, budget] of [
    ['DYNQR', 'visitor'],
    ['CASHTOPUP', 'visitor'],
    ['QRPAY', 'till'],
  ] as const) {
    it(`counts a query of a ${paySceneCode} order for the ${budget}`, async () => {
      await limited({paySceneCode});
      await current();
      assert.deepEqual(admitted, [['query', budget]]);
    });
  }

  it('counts no query of the reconciler', async () => {
    await limited();
    await refresh();
    assert.deepEqual([admitted, sent()], [[], ['getOrder']]);
  });

  it('counts no answer that another process has stored', async () => {
    await limited();
    await claimed();
    await answered(clock.now());
    assert.ok(await hasSettled(current()));
    assert.deepEqual([admitted, sent()], [[], []]);
  });

  it('refuses the page, sends nothing, and lets the next caller query at once', async () => {
    await limited();
    refusal = new HttpError(429, 'too-many', 'Too many queries.');
    await assert.rejects(current(), (error) => {
      assert.ok(error instanceof TooManyQueries);
      assert.equal(error.cause, refusal);
      return true;
    });
    assert.deepEqual(sent(), []);
    assert.equal((await stored()).followUp.failures, 0);
    await refresh();
    assert.deepEqual(sent(), ['getOrder']);
  });

  it('does not refuse the reconciler, which has joined a page’s query', async () => {
    await limited();
    refusal = new HttpError(429, 'too-many', 'Too many queries.');
    const [page, reconciler] = await Promise.allSettled([current(), refresh()]);
    assert.deepEqual([page.status, reconciler.status, sent()], ['rejected', 'fulfilled', ['getOrder']]);
  });

  it('says when it cannot count itself, which is no refusal', async () => {
    await limited();
    refusal = new TypeError('no such thing');
    await assert.rejects(current(), TypeError);
    assert.deepEqual(sent(), []);
  });
});

describe('a query while another process queries', () => {
  it('waits for the answer that the other one stores, and sends nothing', async () => {
    await claimed();
    const asking = current();
    await turn();
    await clock.advance(SECOND);
    await answered(clock.now(), {status: 'PAID_SUCCESS'});
    await clock.advance(200);
    assert.ok(await hasSettled(asking));
    assert.equal((await asking).order.status, 'PAID_SUCCESS');
    assert.deepEqual(sent(), []);
  });

  it('takes no answer from before the order’s end for one after it', async () => {
    await start({expiredTime: clock.now() + SECOND});
    await answered(clock.now());
    await claimed(clock.now() + 1_500, clock.now() + 1);
    await clock.advance(SECOND);
    const asking = current();
    assert.equal(await hasSettled(asking), false);
    await clock.advance(600);
    await asking;
    assert.deepEqual(sent(), ['getOrder']);
  });

  it('takes an answer from the very moment of the order’s end', async () => {
    await start({expiredTime: clock.now()});
    await claimed();
    await answered(clock.now());
    assert.ok(await hasSettled(current()));
    assert.deepEqual(sent(), []);
  });

  it('takes no answer that is outdated', async () => {
    await answered(clock.now(), {}, 0);
    await claimed(clock.now() + SECOND);
    const asking = current();
    assert.equal(await hasSettled(asking), false);
    await clock.advance(SECOND);
    await asking;
    assert.deepEqual(sent(), ['getOrder']);
  });

  it('takes over the right of a process that has died, at its very end', async () => {
    await claimed(clock.now() + 15 * SECOND);
    const asking = current();
    for (let passed = 0; passed < 15; passed += 1) {
      assert.equal(await hasSettled(asking), false);
      await clock.advance(SECOND);
    }
    await asking;
    assert.deepEqual(sent(), ['getOrder']);
  });

  it('sends its own as soon as the other one’s right has ended', async () => {
    await claimed(clock.now() + 3 * SECOND);
    const asking = current();
    for (let passed = 0; passed < 3; passed += 1) {
      assert.deepEqual(sent(), []);
      await clock.advance(SECOND);
      await turn();
    }
    await asking;
    assert.deepEqual(sent(), ['getOrder']);
  });

  it('gives up after 15 seconds', async () => {
    const held = 60 * SECOND;
    await claimed(clock.now() + held);
    let error: unknown;
    const asking = current().catch((reason: unknown) => {
      error = reason;
    });
    await turn();
    for (let passed = 0; passed < 15; passed += 1) {
      assert.equal(error, undefined, `after ${String(passed)} s`);
      await clock.advance(SECOND);
    }
    await clock.advance(200);
    await asking;
    assert.ok(error instanceof QueryTimeout);
    assert.deepEqual(sent(), []);
  });

  it('keeps that right for itself for 15 seconds, should its process die', async () => {
    merchant.payby.script.getOrder = () => new Promise(() => {});
    void refresh();
    await turn();
    await turn();
    const claim = async (now: number) =>
      store.claimQuery({merchantOrderNo: number(), now, validSince: 0, until: now + 1});
    const now = clock.now();
    assert.deepEqual([await claim(now + 15 * SECOND - 1), await claim(now + 15 * SECOND)], [false, true]);
  });
});

describe('the answer to a query', () => {
  it('counts the query, and no failure any more, and says after how many', async () => {
    await start({followUp: {...order.followUp, failures: 4}});
    await refresh();
    const {queriedAt, failures} = (await stored()).followUp;
    assert.deepEqual([queriedAt, failures], [clock.now(), 0]);
    assert.deepEqual(await merchant.events(number()), [
      {kind: 'query-answered', by: 'payby', facts: {afterFailures: 4}},
    ]);
    await clock.advance(2 * SECOND);
    await refresh();
    assert.equal((await merchant.events(number())).length, 1);
  });

  it('is of the time at which it was asked for', async () => {
    const askedAt = clock.now();
    merchant.payby.script.getOrder = async () => {
      await clock.advance(SECOND);
      return acquireOrder(order);
    };
    await refresh();
    assert.equal((await stored()).followUp.queriedAt, askedAt);
    const {queriedAt, validUntil} = (await store.freshness(number())) ?? {};
    assert.deepEqual([queriedAt, validUntil], [askedAt, askedAt + 2 * SECOND]);
  });

  it('moves the order’s end, as PayBy has it', async () => {
    const expiredTime = order.expiredTime + 7 * MINUTE;
    merchant.payby.script.getOrder = () => acquireOrder(order, {expiredTime});
    await refresh();
    assert.equal((await stored()).expiredTime, expiredTime);
  });

  for (const [title, after, moves] of [
    ['before it was asked for', -1, true],
    ['at the same moment', 0, true],
    ['after it was asked for', 1, false],
  ] as const) {
    it(`${moves ? 'moves' : 'does not move'} the end of an order that was extended ${title}`, async () => {
      const followUp = {...order.followUp, extendedAt: clock.now() + after};
      await start({followUp});
      const expiredTime = order.expiredTime + MINUTE;
      merchant.payby.script.getOrder = () => acquireOrder(order, {expiredTime});
      await refresh();
      assert.equal((await stored()).expiredTime, moves ? expiredTime : order.expiredTime);
    });
  }
});

describe('an order that PayBy does not know', () => {
  const unplaced = {orderNo: undefined, placement: 'pending'} as const;
  const asked = async (change: Partial<Order>): Promise<Order['placement']> => {
    await start(change);
    merchant.payby.script.getOrder = failing('62004');
    await refresh();
    return (await stored()).placement;
  };

  it('may still be on its way for 12 seconds, and is then one whose answer was lost', async () => {
    const now = clock.now();
    assert.equal(await asked({...unplaced, placedAt: now - 12 * SECOND + 1}), 'pending');
    assert.equal(await asked({...unplaced, placedAt: now - 12 * SECOND}), 'unknown');
  });

  it('stays absent', async () => {
    assert.equal(await asked({...unplaced, placement: 'absent', placedAt: 0}), 'absent');
  });

  it('is a failure when PayBy had given it a number', async () => {
    merchant.payby.script.getOrder = failing('62004');
    await assert.rejects(refresh(), {code: '62004'});
    assert.equal((await stored()).followUp.failures, 1);
  });

  it('is not what any other failure says', async () => {
    for (const outcome of [
      failing('62007'),
      () => {
        throw new TypeError('no such thing');
      },
    ]) {
      await start({...unplaced, placedAt: 0});
      merchant.payby.script.getOrder = outcome;
      await assert.rejects(refresh());
      const {placement, followUp} = await stored();
      assert.deepEqual([placement, followUp.failures], ['pending', 1]);
    }
  });
});

describe('the payer who has scanned the code', () => {
  const shown = {tokenUrl: TOKEN} as const;

  it('is asked for together with the status, and stored', async () => {
    await start(shown);
    merchant.payby.script.getCashierUrlInfo = () => '+971 50 *** 4567';
    await refresh();
    assert.deepEqual(merchant.payby.calls, [
      ['getOrder', number()],
      ['getCashierUrlInfo', TOKEN],
    ]);
    assert.equal((await stored()).payerMask, '+971 50 *** 4567');
  });

  it('makes two calls of a query, after which it is valid twice as long', async () => {
    await start(shown);
    merchant.payby.script.getCashierUrlInfo = () => undefined;
    await refresh();
    assert.equal((await store.freshness(number()))?.validUntil, clock.now() + 4 * SECOND);
    await clock.advance(4 * SECOND - 1);
    await refresh();
    assert.equal(sent().length, 2);
    await clock.advance(1);
    await refresh();
    assert.equal(sent().length, 4);
  });

  for (const [title, change] of [
    ['without a code', {}],
    ['when it is known', {...shown, payerMask: '*67'}],
    ['of a paid order', {...shown, status: 'PAID_SUCCESS'}],
  ] as const) {
    it(`is not asked for ${title}, and what is known of it stays`, async () => {
      await start(change);
      const {payerMask} = await stored();
      await refresh();
      const {payerMask: after, followUp} = await stored();
      assert.deepEqual([sent(), after, followUp.token], [['getOrder'], payerMask, undefined]);
    });
  }

  for (const [title, outcome] of [
    ['PayBy does not answer', failing('TIMEOUT')],
    [
      'the server fails',
      (): never => {
        throw new TypeError('no such thing');
      },
    ],
  ] as const) {
    it(`may be unknown when ${title}: the status does not depend on it`, async () => {
      await start(shown);
      merchant.payby.script.getCashierUrlInfo = outcome;
      await refresh();
      const {payerMask, tokenUrl, followUp} = await stored();
      assert.deepEqual(
        [payerMask, tokenUrl, followUp.failures, followUp.token],
        [undefined, TOKEN, 0, undefined],
      );
    });
  }

  it('shows that the code has died when PayBy does not know it, and it is renewed at once', async () => {
    await start({...shown, followUp: {...order.followUp, token: tokenOf(clock.now())}});
    merchant.payby.script.getCashierUrlInfo = failing('62082');
    await refresh();
    assert.equal((await stored()).followUp.token?.dueAt, clock.now());
  });

  it('says nothing about a code that was renewed meanwhile', async () => {
    const token = tokenOf(clock.now());
    await start({...shown, followUp: {...order.followUp, token}});
    merchant.payby.script.getCashierUrlInfo = async () => {
      await changed({tokenUrl: 'https://qr.payby.test?ft=2'});
      return failing('62082')();
    };
    await refresh();
    assert.equal((await stored()).followUp.token?.dueAt, token.dueAt);
  });

  const tokenOf = (since: number) => ({
    ...{since, dueAt: since + 55 * MINUTE, triedAt: 0},
    ...{failures: 0, isLost: false},
  });
});

describe('a query without an answer', () => {
  it('is counted, listed and logged, and no process sends the next one for two seconds', async () => {
    const queriedAt = clock.now();
    merchant.payby.script.getOrder = async () => {
      await clock.advance(500);
      return failing('TIMEOUT', {traceCode: 'trace-1'})();
    };
    await assert.rejects(refresh(), {code: 'TIMEOUT'});
    const {followUp, status} = await stored();
    assert.deepEqual([status, followUp.failures, followUp.queriedAt], ['CREATED', 1, queriedAt]);
    assert.deepEqual(await merchant.events(number()), [
      {kind: 'query-failed', by: 'reconciler', facts: {tries: 1, why: 'TIMEOUT'}},
    ]);
    assert.deepEqual(merchant.lines, [
      ['query failed', {order: 'seeded…', why: 'TIMEOUT', traceCode: 'trace-1', ...UNSIGNED}],
    ]);
    const claim = (now: number) =>
      store.claimQuery({merchantOrderNo: number(), now, validSince: 0, until: now + 1});
    const next = queriedAt + 2 * SECOND;
    assert.deepEqual([await claim(next - 1), await claim(next)], [false, true]);
  });

  it('is no answer that another process could take', async () => {
    merchant.payby.script.getOrder = failing('TIMEOUT');
    await assert.rejects(refresh());
    const {queriedAt, validUntil} = (await store.freshness(number())) ?? {};
    assert.deepEqual([queriedAt, validUntil], [0, 0]);
  });

  it('alerts staff at the third in a row, and is listed no longer after it', async () => {
    merchant.payby.script.getOrder = failing('TIMEOUT');
    const seen: unknown[] = [];
    for (let failed = 1; failed <= 4; failed += 1) {
      await assert.rejects(refresh(), {code: 'TIMEOUT'});
      const listed = (await merchant.events(number())).length;
      seen.push([(await stored()).followUp.failures, listed, (await merchant.alerts(number())).length]);
      await clock.advance(2 * SECOND);
    }
    assert.deepEqual(seen, [
      [1, 1, 0],
      [2, 2, 0],
      [3, 3, 1],
      [4, 3, 1],
    ]);
    assert.deepEqual(await merchant.alerts(number()), [
      ['query-failing', 'PayBy does not answer queries about this order.'],
    ]);
  });

  it('is one whose answer is about another amount: staff are told at once', async () => {
    const totalAmount = {amount: '0.25', currency: 'AED'};
    merchant.payby.script.getOrder = () => acquireOrder(order, {status: 'PAID_SUCCESS', totalAmount});
    await assert.rejects(refresh(), {name: 'MismatchedAnswer'});
    assert.equal((await stored()).status, 'CREATED');
    assert.deepEqual(await merchant.alerts(number()), [
      ['mismatched-answer', "PayBy's answer is about another amount or currency."],
    ]);
  });

  it('says so when not even that can be stored, and keeps PayBy’s failure as its answer', async () => {
    const full = storeWith(store, {
      change: () => Promise.reject(new RangeError('disk full')),
    });
    merchant = scriptedMerchant(full, clock);
    merchant.payby.script.getOrder = failing('TIMEOUT');
    await assert.rejects(refresh(), {code: 'TIMEOUT'});
    assert.deepEqual(merchant.lines.at(-1), [
      'the failed query could not be stored',
      {order: 'seeded…', why: 'RangeError'},
    ]);
  });
});
