/** PayBy's tokens may die before their order: the server places the order again, and every page gets the new one. */
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import {checkoutOrder, statusResponse} from '../../../demo/merchant/http/responses.js';
import {nextStep} from '../../../demo/merchant/orders/next-step.js';
import {afterTokenDied, type Order} from '../../../demo/merchant/orders/order.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {HOUR, MINUTE, twoKeyPairs, type Json} from '../support/demo.js';
import {createMerchant, type TestMerchant} from '../support/merchant.js';

let keys: [KeyPair, KeyPair];
let merchant: TestMerchant;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  merchant = await createMerchant(keys);
  await settings({tokenLifeMs: HOUR});
});
afterEach(() => merchant.close());

const settings = async (change: object): Promise<void> => {
  assert.equal((await merchant.gateway.request('/control/settings', change)).status, 200);
};
/** The clock in steps of a minute: the reconciler takes what is due in each. */
const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= MINUTE) {
    await merchant.clock.advance(Math.min(MINUTE, left));
    await merchant.settle();
  }
};
const cash = (): Promise<Order> => merchant.place({paySceneCode: 'CASHTOPUP', sku: 'coins-500'});
/** What a page that stayed open is told. */
const polled = async ({merchantOrderNo}: Order): Promise<string> => {
  const {order, at} = await merchant.orders.current(merchantOrderNo);
  return String(statusResponse(order, at).tokenUrl);
};
/** What a page that is opened anew is told. */
const reopened = async ({merchantOrderNo}: Order): Promise<string> =>
  String(checkoutOrder(await merchant.orders.stored(merchantOrderNo)).tokenUrl);
const scan = (tokenUrl: string | undefined) => merchant.gateway.request('/pos/scan', {tokenUrl});
const errorCode = ({body}: {readonly body: Json}): unknown => (body['error'] as Json | undefined)?.['code'];
const pay = async (tokenUrl: string): Promise<void> => {
  const {status, body} = await scan(tokenUrl);
  assert.equal(status, 200, JSON.stringify(body));
  const {orderNo} = body['order'] as Json;
  assert.equal((await merchant.gateway.request('/pos/pay', {orderNo, password: '4321'})).status, 200);
};
const alertKinds = async (): Promise<readonly string[]> =>
  (await merchant.store.alerts({all: false})).map(({kind}) => kind);
const renewals = async ({merchantOrderNo}: Order): Promise<number> =>
  (await merchant.store.timeline(merchantOrderNo)).filter(({kind}) => kind === 'token-renewed').length;

describe('a cash order of 24 hours with tokens of one hour', () => {
  it('is paid at hour 20 by an open page and a reopened one, and not by a saved picture of a dead token', async () => {
    const [open, closed] = [await cash(), await cash()];
    await pass(20 * HOUR);
    const refused = await scan(open.tokenUrl);
    assert.deepEqual([refused.status, errorCode(refused)], [410, 'replaced-code'], 'the POS says why');
    assert.notEqual(await polled(open), open.tokenUrl);
    await pay(await polled(open));
    await pay(await reopened(closed));
    await pass(5 * MINUTE);
    for (const order of [open, closed]) {
      const {status, tokenUrl} = await merchant.orders.stored(order.merchantOrderNo);
      assert.deepEqual([status, tokenUrl], ['SETTLED', undefined]);
      assert.ok((await renewals(order)) >= 19, 'one for each token');
    }
    assert.ok(merchant.timesOf('placeOrder').length <= 2 * 60, 'and few calls more than tokens');
  });

  it('shows a code that can be scanned at every minute of its first three hours', async () => {
    const order = await cash();
    for (let minute = 0; minute < 180; minute += 1) {
      await pass(MINUTE);
      const stored = await merchant.orders.stored(order.merchantOrderNo);
      const {status} = await scan(stored.tokenUrl);
      // Between the death of a token at the hour and its renewal, a minute may pass.
      if (status !== 200) await pass(MINUTE);
      const {tokenUrl} = await merchant.orders.stored(order.merchantOrderNo);
      assert.equal((await scan(tokenUrl)).status, 200, `minute ${String(minute)}`);
    }
  });

  it('is placed again at once when PayBy no longer knows its token', async () => {
    await settings({tokenLifeMs: 10 * MINUTE});
    const order = await cash();
    await pass(12 * MINUTE);
    assert.notEqual(await polled(order), order.tokenUrl);
    assert.equal((await scan(await polled(order))).status, 200);
  });

  it('is seldom placed again when its token lives on', async () => {
    await settings({tokenLifeMs: 0});
    const order = await cash();
    await pass(6 * HOUR);
    assert.equal(await polled(order), order.tokenUrl);
    assert.ok(merchant.timesOf('placeOrder').length <= 9, String(merchant.timesOf('placeOrder').length));
  });

  it('keeps its token while PayBy fails to renew it, is tried seldom, and gets the new one afterwards', async () => {
    const order = await cash();
    await pass(50 * MINUTE);
    merchant.outcomeOf = (operation) => (operation === 'placeOrder' ? 'system-error' : 'answered');
    const before = merchant.timesOf('placeOrder').length;
    await pass(120 * MINUTE);
    const {status, tokenUrl} = await merchant.orders.stored(order.merchantOrderNo);
    assert.deepEqual([status, tokenUrl], ['CREATED', order.tokenUrl]);
    const tries = merchant.timesOf('placeOrder').length - before;
    assert.ok(tries >= 10 && tries <= 18, `${String(tries)} tries`);
    assert.deepEqual(await alertKinds(), ['code-not-renewed']);
    merchant.outcomeOf = () => 'answered';
    await pass(11 * MINUTE);
    assert.equal((await scan(await polled(order))).status, 200);
  });

  it('is not placed again after its first expiry, and staff are alerted once when its code has died', async () => {
    await settings({tokenLifeMs: 10 * MINUTE});
    const order = await merchant.place({expiresInMs: 15 * MINUTE});
    await merchant.orders.extend(order.merchantOrderNo, merchant.clock.now() + 3 * HOUR, 'payer');
    await pass(14 * MINUTE);
    const before = merchant.timesOf('placeOrder').length;
    assert.deepEqual(await alertKinds(), []);
    await pass(HOUR);
    assert.deepEqual(await alertKinds(), ['code-not-renewed']);
    for (const {id} of await merchant.store.alerts({all: false}))
      await merchant.store.acknowledge(id, merchant.clock.now());
    await pass(HOUR);
    assert.deepEqual(await alertKinds(), []);
    assert.equal(merchant.timesOf('placeOrder').length, before);
  });
});

describe('an order that is not renewed', () => {
  it('is one that was paid, or that expires before its token', async () => {
    const paid = await cash();
    await pay(String(paid.tokenUrl));
    await merchant.place({expiresInMs: 15 * MINUTE});
    const before = merchant.timesOf('placeOrder').length;
    await pass(3 * HOUR);
    assert.equal(merchant.timesOf('placeOrder').length, before);
  });

  it('is one at a counter, whose code PayBy gave and no longer knows', async () => {
    const order = await cash();
    const atCounter: Order = {...order, paySceneCode: 'QRPAY'};
    const now = merchant.clock.now();
    const died = afterTokenDied(atCounter, now);
    assert.equal(died.followUp.token?.isLost, false, 'nobody has to scan it');
    const followUp = {...died.followUp, queriedAt: now + MINUTE};
    assert.equal(nextStep({...order, followUp})?.kind, 'renew');
    assert.equal(nextStep({...atCounter, expiredTime: now + HOUR, followUp})?.kind, 'query');
  });
});
