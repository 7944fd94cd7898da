/** Every code of PayBy that this project relies on, and a call that the simulated gateway answers with it. */
import assert from 'node:assert/strict';
import {before, beforeEach, describe, it} from 'node:test';
import {codeName, PaybyCode} from '../../../demo/payby/result-codes.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {signBytes, verifyBytes} from '../../../demo/payby/signature.js';
import {
  createGateway,
  goodOrder,
  HOUR,
  MINUTE,
  PARTNER,
  twoKeyPairs,
  type TestGateway,
  type RawCall,
  type WireAnswer,
} from '../support/demo.js';

let keys: [KeyPair, KeyPair];
let gateway: TestGateway;

before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  gateway = await createGateway({keys});
});

const place = (change: object = {}, raw?: RawCall): Promise<WireAnswer> =>
  gateway.call('/acquire2/placeOrder', goodOrder(gateway.clock, change), raw);
const onOrder = (operation: string, more: object = {}): Promise<WireAnswer> =>
  gateway.call(`/acquire2/${operation}`, {merchantOrderNo: 'order-1', ...more});
const control = async (path: string, input: object): Promise<void> => {
  const {status, body} = await gateway.request(`/control/${path}`, input);
  assert.equal(status, 200, JSON.stringify(body));
};
const payIt = async (): Promise<void> => {
  const {orderNo} = (await place()).body.acquireOrder ?? {};
  assert.equal((await gateway.request('/app/pay', {orderNo})).status, 200);
};
const refund = (amount: number, number = 'refund-1', more: object = {}): Promise<WireAnswer> =>
  gateway.call('/acquire2/refund/placeOrder', {
    refundMerchantOrderNo: number,
    originMerchantOrderNo: 'order-1',
    amount: {amount, currency: 'AED'},
    ...more,
  });
const cash = (paySceneParams: object): Promise<WireAnswer> =>
  place({paySceneCode: 'CASHTOPUP', paySceneParams});

type Example = readonly [code: PaybyCode, title: string, call: () => Promise<WireAnswer>];

const examples: readonly Example[] = [
  ['0', 'a good order', () => place()],
  ['400', 'a subject that is too long', () => place({subject: 'x'.repeat(65)})],
  [
    '400',
    'a request from 16 minutes ago (REQUESTTIME_TOO_EARLY)',
    () => place({}, {requestTime: gateway.clock.now() - 16 * MINUTE}),
  ],
  [
    '400',
    'a request of 16 minutes ahead (REQUESTTIME_TOO_LATER)',
    () => place({}, {requestTime: gateway.clock.now() + 16 * MINUTE}),
  ],
  ['400', 'an auth code that was used or has expired', () => place(qrpay('20007900T400690098F'))],
  ['402', 'the fault "402"', () => faulty('402')],
  ['403', "another merchant's Partner-Id", () => place({}, {partnerId: '200000099999'})],
  ['404', 'an unknown path', () => gateway.call('/acquire2/placeOrders', {})],
  ['500', 'the fault "500"', () => faulty('500')],
  ['500', 'the fault "500;after"', () => faulty('500;after')],
  ['504', 'the fault "504"', () => faulty('504')],
  ['601', 'the fault "601"', () => faulty('601')],
  [
    '62001',
    'cancelOrder of a paid order',
    async () => {
      await payIt();
      return onOrder('cancelOrder');
    },
  ],
  [
    '62002',
    'cancelOrder of an expired order',
    async () => {
      await place();
      await gateway.clock.advance(15 * MINUTE);
      return onOrder('cancelOrder');
    },
  ],
  [
    '62003',
    'cancelOrder of a settled order',
    async () => {
      await payIt();
      await gateway.clock.advance(20_000);
      return onOrder('cancelOrder');
    },
  ],
  ['62004', 'getOrder of an order that was never placed', () => onOrder('getOrder')],
  [
    '62006',
    'a refund of a fils more than was paid',
    async () => {
      await payIt();
      return refund(25.01);
    },
  ],
  [
    '62007',
    'refund/getOrder of a refund that was never placed',
    () => gateway.call('/acquire2/refund/getOrder', {refundMerchantOrderNo: 'refund-9'}),
  ],
  [
    '62008',
    'an expiredTime that is not after its requestTime',
    () => place({expiredTime: gateway.clock.now()}),
  ],
  ['62009', 'an order of 49 hours', () => place({expiredTime: gateway.clock.now() + 49 * HOUR})],
  ['62012', 'a scene that does not exist', () => place({paySceneCode: 'TELEPATHY'})],
  [
    '62015',
    'a refund of an unpaid order',
    async () => {
      await place();
      return refund(1);
    },
  ],
  [
    '62016',
    'the number of an order with another amount',
    async () => {
      await place();
      return place({totalAmount: {amount: 26, currency: 'AED'}});
    },
  ],
  [
    '62017',
    'the number of a refund with another amount',
    async () => {
      await payIt();
      await refund(1);
      return refund(2);
    },
  ],
  [
    '62026',
    'a scene that the merchant has not applied for',
    async () => {
      await control('settings', {products: ['CASHTOPUP']});
      return place();
    },
  ],
  ['62033', 'QRPAY without an auth code', () => place({paySceneCode: 'QRPAY', paySceneParams: {}})],
  [
    '62035',
    "getOrder of an unknown number of PayBy's",
    () => gateway.call('/acquire2/getOrder', {orderNo: '131'}),
  ],
  ['62039', 'the fault "62039"', () => faulty('62039', 'revokeOrder')],
  [
    '62040',
    'a refund of a revoked order',
    async () => {
      await payIt();
      await onOrder('revokeOrder');
      return refund(1);
    },
  ],
  [
    '62041',
    'revokeOrder of a refunded order',
    async () => {
      await payIt();
      await refund(1);
      return onOrder('revokeOrder');
    },
  ],
  ['62043', 'CASHTOPUP without a business type', () => cash({})],
  ['62044', 'CASHTOPUP with an unknown business type', () => cash({businessType: 'X'})],
  ['62045', 'the fault "62045"', () => faulty('62045', 'refund/placeOrder')],
  ['62046', 'the fault "62046"', () => faulty('62046', 'revokeOrder')],
  [
    '62082',
    'getCashierUrlInfo of an unknown tokenUrl',
    () => gateway.call('/acquire2/getCashierUrlInfo', {tokenUrl: 'https://qr.payby.test?ft=1'}),
  ],
  [
    '62089',
    'a new expiredTime that has passed',
    async () => {
      await place();
      return onOrder('updateExpiredTime', {expiredTime: gateway.clock.now()});
    },
  ],
  [
    '62089',
    'a new expiredTime more than 15 days ahead',
    async () => {
      await place();
      return onOrder('updateExpiredTime', {expiredTime: gateway.clock.now() + 361 * HOUR});
    },
  ],
  ...(['62030', '92000', '92001', '92002', '92003', '92004'] as const).map((code): Example => [
    code,
    `the fault "${code}"`,
    () => faulty(code),
  ]),
];

const qrpay = (authCode: string): object => ({paySceneCode: 'QRPAY', paySceneParams: {authCode}});

async function faulty(fault: string, operation = 'placeOrder'): Promise<WireAnswer> {
  await control('faults', {fault, operation});
  if (operation === 'placeOrder') return place();
  await payIt();
  return operation === 'refund/placeOrder' ? refund(1) : onOrder(operation, {expiredTime: 1});
}

describe('PaybyCode', () => {
  for (const [form, applyStatus] of [
    ['fail', 'FAIL'],
    ['success', 'SUCCESS'],
    ['error', 'ERROR'],
  ] as const) {
    for (const [code, title, call] of examples) {
      it(`${codeName(code)} (${code}) answers ${title}, in the form "${form}"`, async () => {
        await control('settings', {refusalForm: form});
        const {head, body, bytes, sign} = await call();
        assert.deepEqual([head.applyStatus, head.code], [code === '0' ? 'SUCCESS' : applyStatus, code]);
        if (code !== '0') assert.equal(body, undefined, 'a refusal has no body');
        const name = /\((REQUESTTIME_\w+)\)/.exec(title)?.[1] ?? codeName(code);
        assert.ok(head.msg.startsWith(name), head.msg);
        assert.ok(verifyBytes(bytes, sign, keys[1].publicKey), 'it is signed');
      });
    }
  }

  it('has an example here for every code', () => {
    const reached = new Set<string>(examples.map(([code]) => code));
    assert.deepEqual([...reached].sort(), Object.values(PaybyCode).sort());
  });
});

describe('readPlaceRequest', () => {
  const now = Date.UTC(2026, 0, 15, 8); // the start of the manual clock
  const DYNQR = (paySceneParams: unknown): object => ({paySceneParams});
  const refused: readonly (readonly [string, object])[] = [
    ['an amount that is a string', {totalAmount: {amount: '25.00', currency: 'AED'}}],
    ['an amount with a rounding error', {totalAmount: {amount: 12.100000001, currency: 'AED'}}],
    ['an amount without a currency', {totalAmount: {amount: 25}}],
    ['a currency in lower case', {totalAmount: {amount: 25, currency: 'aed'}}],
    ['a bare number for money', {totalAmount: 25}],
    ['a merchantOrderNo with a slash', {merchantOrderNo: 'a/b'}],
    ['a merchantOrderNo in Arabic', {merchantOrderNo: 'طلب'}],
    ['a merchantOrderNo that is a JSON number', {merchantOrderNo: 7}],
    ['an empty subject', {subject: ''}],
    ['a subject of two lines', {subject: 'Karak\nmug'}],
    ['a notifyUrl that is no address', {notifyUrl: 'shop.test/notify'}],
    ['a notifyUrl of another scheme', {notifyUrl: 'ftp://shop.test/notify'}],
    ['an expiredTime that is a string', {expiredTime: String(now + HOUR)}],
    ['an expiredTime that is no whole number', {expiredTime: now + 0.5}],
    ['paySceneParams that are no object', DYNQR('changePayer')],
    ['changePayer as a JSON boolean', DYNQR({changePayer: false})],
    ['oneTimePayment of another value', DYNQR({oneTimePayment: 'yes'})],
    ['accessoryContent that is a string', {accessoryContent: 'x'}],
    ['reserved that is an object', {reserved: {}}],
    ['an auth code with a space', qrpay('2000 7900')],
  ];
  for (const [title, change] of refused) {
    it(`refuses ${title} with 400`, async () => {
      const {head} = await place(change);
      assert.equal(head.code, '400', head.msg);
      assert.equal((await onOrder('getOrder')).head.code, '62004', 'no order was placed');
    });
  }

  const accepted: readonly (readonly [string, object])[] = [
    ['a subject of 64 characters', {subject: 'x'.repeat(64)}],
    ['a subjectAr of 200 characters', {subjectAr: 'ش'.repeat(200)}],
    ['a notifyUrl of 200 characters', {notifyUrl: `https://x.test/${'x'.repeat(185)}`}],
    ['the smallest amount', {totalAmount: {amount: 0.01, currency: 'AED'}}],
    ['the largest amount', {totalAmount: {amount: 999999999999.99, currency: 'AED'}}],
    ['an expiredTime 48 hours ahead', {expiredTime: now + 48 * HOUR}],
    ['reserved and accessoryContent', {reserved: 'till 7', accessoryContent: {goodsDetail: {}}}],
    ['a field that PayBy does not know', {somethingNew: true}],
  ];
  for (const [title, change] of accepted) {
    it(`accepts ${title}`, async () => {
      const {head, body} = await place(change);
      assert.equal(head.code, '0', head.msg);
      for (const [name, value] of Object.entries(change)) {
        if (name !== 'somethingNew') assert.deepEqual(body.acquireOrder?.[name], value);
      }
    });
  }

  it('sets expiredTime to two hours ahead by default', async () => {
    const {body} = await place({expiredTime: undefined});
    assert.equal(body.acquireOrder?.['expiredTime'], now + 2 * HOUR);
  });
});

describe('the signed API', () => {
  it('refuses a query that names both numbers or none', async () => {
    const orderNo = (await place()).body.acquireOrder?.['orderNo'];
    assert.equal((await onOrder('getOrder', {orderNo})).head.code, '400');
    assert.equal((await gateway.call('/acquire2/getOrder', {})).head.code, '400');
    assert.equal((await gateway.call('/acquire2/refund/getOrder', {})).head.code, '400');
  });

  it('refuses a body whose Content-Type is not application/json', async () => {
    const body = JSON.stringify({requestTime: gateway.clock.now(), bizContent: goodOrder(gateway.clock)});
    const sign = signBytes(Buffer.from(body), keys[0].privateKey);
    const headers = {'Content-Type': 'text/plain', 'Partner-Id': PARTNER, sign};
    const sent = await gateway.app.request('/sgs/api/acquire2/placeOrder', {method: 'POST', headers, body});
    const {head} = (await sent.json()) as {head: {code: string; msg: string}};
    assert.deepEqual([head.code, head.msg], ['400', 'INVALID_PARAMETER: Content-Type']);
  });
});
