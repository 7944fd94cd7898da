/** What PayBy gets when an order is placed. */
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import {parseOrderRequest} from '../../../demo/merchant/http/request-parsing.js';
import type {OrderServiceOptions} from '../../../demo/merchant/orders/order-service.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {twoKeyPairs} from '../support/demo.js';
import {createMerchant, type TestMerchant} from '../support/merchant.js';

const SHOP = {merchantName: 'Karak House', storeId: 'S00001', storeName: 'Karak House, Marina'};

let keys: [KeyPair, KeyPair];
let merchant: TestMerchant;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  merchant = await createMerchant(keys);
});
afterEach(() => merchant.close());

/** The `accessoryContent` that PayBy has stored with the order. */
async function placedWith(request: object, shop?: OrderServiceOptions['shop']): Promise<unknown> {
  const {orders, stop} = merchant.another({shop});
  const {order} = await orders.place(parseOrderRequest({sku: 'mug', ...request}, {by: 'till'}), 'till');
  const {merchantOrderNo} = order;
  const {body} = await merchant.gateway.call('/acquire2/getOrder', {merchantOrderNo});
  void stop();
  return body.acquireOrder?.['accessoryContent'];
}

async function qrpay(): Promise<object> {
  const {body} = await merchant.gateway.request('/app/code', {});
  return {paySceneCode: 'QRPAY', authCode: body['authCode']};
}

describe('terminalDetail', () => {
  const till = {terminalId: 'counter-2', operatorId: '200123'};

  it('says in which store, on which device and by whom a code was charged', async () => {
    assert.deepEqual(await placedWith({...(await qrpay()), ...till}, SHOP), {
      terminalDetail: {...SHOP, ...till},
    });
  });

  it('holds only what is known', async () => {
    const {terminalId} = till;
    assert.deepEqual(await placedWith({...(await qrpay()), terminalId}), {terminalDetail: {terminalId}});
  });

  it('is not sent when nothing is known', async () => {
    assert.equal(await placedWith(await qrpay()), undefined);
  });

  it('is not sent for an order that a payer scans', async () => {
    assert.equal(await placedWith({paySceneCode: 'DYNQR', ...till}, SHOP), undefined);
  });

  for (const [name, change] of [
    ['a number', {terminalId: 2}],
    ['blanks', {operatorId: '  '}],
    ['65 characters', {terminalId: 't'.repeat(65)}],
  ] as const) {
    it(`refuses ${name} with bad-text`, async () => {
      const request = {sku: 'mug', ...(await qrpay()), ...change};
      assert.throws(() => parseOrderRequest(request, {by: 'till'}), {code: 'bad-text', status: 400});
    });
  }
});
