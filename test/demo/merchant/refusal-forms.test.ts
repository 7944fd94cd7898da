/** PayBy documents three forms of a refusal for every call. The merchant's server must read each of them alike. */
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import {AuthCodeRefused} from '../../../demo/merchant/orders/errors.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';
import {MINUTE, twoKeyPairs} from '../support/demo.js';
import {createMerchant, type TestMerchant} from '../support/merchant.js';

const SECOND = 1_000;

let keys: [KeyPair, KeyPair];
let merchant: TestMerchant;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  merchant = await createMerchant(keys);
});
afterEach(() => merchant.close());

const control = async (path: string, input: object): Promise<void> => {
  assert.equal((await merchant.gateway.request(`/control/${path}`, input)).status, 200);
};
const authCode = async (): Promise<string> =>
  String((await merchant.gateway.request('/app/code', {})).body['authCode']);
const stored = (order: Order): Promise<Order> => merchant.orders.stored(order.merchantOrderNo);
const newest = async (): Promise<Order> => {
  const [order] = await merchant.store.list({limit: 1});
  assert.ok(order);
  return order;
};
const alerts = async (): Promise<readonly string[]> =>
  (await merchant.store.alerts({all: false})).map(({kind}) => kind);
const gaps = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));
function assertGaps(operation: string, least: number, most: number): void {
  const between = gaps(merchant.timesOf(operation));
  for (const gap of between) assert.ok(gap >= least * SECOND && gap <= most * SECOND, String(between));
}

for (const form of ['fail', 'success', 'error']) {
  describe(`a refusal in the form "${form}"`, () => {
    beforeEach(() => control('settings', {refusalForm: form}));

    it('tells the cashier that the code was refused, and is not followed by a query or a cancel', async () => {
      const code = await authCode();
      await merchant.place({paySceneCode: 'QRPAY', authCode: code});
      await merchant.pass(MINUTE); // until the first order is settled
      await assert.rejects(merchant.place({paySceneCode: 'QRPAY', authCode: code}), AuthCodeRefused);
      const before = merchant.calls.length;
      await merchant.pass(5 * MINUTE);
      assert.equal(merchant.calls.length, before);
      const {status, placement} = await newest();
      assert.deepEqual([status, placement], ['FAILURE', 'refused']);
    });

    it('of a cancel finds the payment that came before it', async () => {
      const order = await merchant.place();
      await merchant.pay(order);
      await assert.rejects(merchant.orders.cancel(order.merchantOrderNo, 'payer'), {code: '62001'});
      assert.equal((await stored(order)).status, 'PAID_SUCCESS');
    });

    it('of a refund that exceeds the rest is stored as refused', async () => {
      const order = await merchant.place();
      await merchant.pay(order);
      await control('faults', {fault: '62045', operation: 'refund/placeOrder'});
      const request = {refundMerchantOrderNo: 'r-1', amount: '5.00', reason: undefined};
      await assert.rejects(merchant.orders.refund(order.merchantOrderNo, request, 'staff'), {code: '62045'});
      assert.equal((await stored(order)).refunds[0]?.status, 'REFUSED');
    });

    it('cases 3 and 4: SYSTEM_ERROR on placing an order that PayBy never had: it is cancelled once', async () => {
      await control('faults', {fault: '500', operation: 'placeOrder'});
      const order = await merchant.place({paySceneCode: 'QRPAY', authCode: await authCode()});
      assert.equal(order.placement, 'unknown');
      await merchant.pass(2 * MINUTE);
      const {status, placement} = await newest();
      assert.deepEqual([status, placement], ['FAILURE', 'absent']);
      assertGaps('getOrder', 2, 6);
      const [cancelledAt = 0, ...more] = merchant.timesOf('cancelOrder').map((at) => at - order.placedAt);
      assert.ok(cancelledAt >= 20 * SECOND && cancelledAt <= 120 * SECOND, String(cancelledAt));
      assert.deepEqual([more, await alerts()], [[], []]);
    });

    it('cases 5 and 6: a cancel that PayBy refuses with SYSTEM_ERROR is repeated every 3–10 s', async () => {
      const order = await merchant.place();
      await control('faults', {fault: '500', operation: 'cancelOrder', times: 4});
      await assert.rejects(merchant.orders.cancel(order.merchantOrderNo, 'payer'), PaybyError);
      await merchant.pass(40 * SECOND);
      assert.equal(merchant.timesOf('cancelOrder').length, 5);
      assertGaps('cancelOrder', 3, 10);
      assert.deepEqual(await alerts(), ['cancel-failing']);
      assert.equal((await stored(order)).status, 'FAILURE');
    });

    it('cases 7 and 8: a query that PayBy refuses with SYSTEM_ERROR is repeated every 2–6 s', async () => {
      const order = await merchant.place();
      await merchant.pay(order);
      await control('faults', {fault: '500', operation: 'getOrder', times: 4});
      await merchant.pass(30 * SECOND);
      assertGaps('getOrder', 2, 6);
      assert.deepEqual(await alerts(), ['query-failing']);
      assert.equal((await stored(order)).status, 'SETTLED');
    });
  });
}

describe('an unsigned ERROR', () => {
  it('concludes nothing, and the log shows what it said as untrusted, without the secret that it quotes', async () => {
    const order = await merchant.place();
    await merchant.pay(order);
    await control('faults', {fault: '403', times: 1});
    await control('settings', {refusalForm: 'unsigned'});
    await merchant.pass(5 * SECOND);
    const line = merchant.lines.find((one) => one.includes('query failed')) ?? '';
    const {why, untrustedCode, untrustedMsg, untrustedTraceCode} = JSON.parse(line) as Record<string, string>;
    assert.deepEqual([why, untrustedCode, untrustedMsg], ['BAD_SIGNATURE', '403', 'UNAUTHORIZED']);
    assert.match(String(untrustedTraceCode), /^[0-9a-f]+$/);
    await merchant.pass(10 * SECOND);
    assert.equal((await stored(order)).status, 'PAID_SUCCESS');
  });
});
