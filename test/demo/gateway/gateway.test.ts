import assert from 'node:assert/strict';
import {before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {signBytes, verifyBytes} from '../../../demo/payby/signature.js';
import {
  createGateway,
  goodOrder,
  HOUR,
  MINUTE,
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

const place = (change: object = {}): Promise<WireAnswer> =>
  gateway.call('/acquire2/placeOrder', goodOrder(gateway.clock, change));
const onOrder = (operation: string, more: object = {}): Promise<WireAnswer> =>
  gateway.call(`/acquire2/${operation}`, {merchantOrderNo: 'order-1', ...more});
const authCode = async (): Promise<string> =>
  String((await gateway.request('/app/code', {})).body['authCode']);
const pay = async (answer: WireAnswer, more: object = {}) =>
  gateway.request('/app/pay', {orderNo: answer.body.acquireOrder?.['orderNo'], ...more});
const errorCode = ({body}: {body: object}): unknown => (body as {error?: {code: string}}).error?.code;

describe('the signed API', () => {
  it('signs every answer over its exact bytes, refusals included', async () => {
    const answers = [await place(), await onOrder('getOrder'), await gateway.call('/acquire2/nothing', {})];
    for (const {bytes, sign} of answers) assert.equal(verifyBytes(bytes, sign, keys[1].publicKey), true);
    const {bytes, sign} = answers[0] ?? (await place());
    assert.equal(verifyBytes(Buffer.concat([bytes, Buffer.from(' ')]), sign, keys[1].publicKey), false);
  });

  it('refuses a body that differs from the signed one and places no order', async () => {
    const requestTime = gateway.clock.now();
    const signed = JSON.stringify({requestTime, bizContent: goodOrder(gateway.clock)});
    const sign = signBytes(Buffer.from(signed), keys[0].privateKey);
    const cheaper = signed.replace('"amount":25', '"amount":2');
    const answer = await gateway.call('/acquire2/placeOrder', {}, {body: cheaper, sign});
    assert.equal(answer.head.applyStatus, 'ERROR');
    assert.equal((await onOrder('getOrder')).head.code, '62004');
  });

  interface RefusedCall {
    readonly title: string;
    readonly call: (now: number) => RawCall;
    readonly code: string;
    readonly msg: RegExp;
  }
  const refusals: readonly RefusedCall[] = [
    {
      title: 'the Partner-Id of another merchant',
      call: () => ({partnerId: '200000099999'}),
      code: '403',
      msg: /UNAUTHORIZED/,
    },
    {
      title: 'a requestTime more than 15 minutes ago',
      call: (now) => ({requestTime: now - 15 * MINUTE - 1}),
      code: '400',
      msg: /TOO_EARLY/,
    },
    {
      title: 'a requestTime more than 15 minutes ahead',
      call: (now) => ({requestTime: now + 15 * MINUTE + 1}),
      code: '400',
      msg: /TOO_LATER/,
    },
    {title: 'a body that is not JSON', call: () => ({body: '{'}), code: '400', msg: /INVALID_PARAMETER/},
    {
      title: 'a body without requestTime',
      call: () => ({body: '{"bizContent":{}}'}),
      code: '400',
      msg: /requestTime/,
    },
    {
      title: 'a body without bizContent',
      call: (now) => ({body: JSON.stringify({requestTime: now})}),
      code: '400',
      msg: /bizContent/,
    },
  ];
  for (const {title, call, code, msg} of refusals) {
    it(`refuses ${title} with ${code}`, async () => {
      const raw = call(gateway.clock.now());
      const {head} = await gateway.call('/acquire2/getOrder', {merchantOrderNo: 'order-1'}, raw);
      assert.deepEqual([head.applyStatus, head.code], ['FAIL', code]);
      assert.match(head.msg, msg);
    });
  }

  it('accepts a requestTime of exactly 15 minutes ago or ahead', async () => {
    for (const offset of [-15 * MINUTE, 15 * MINUTE]) {
      const requestTime = gateway.clock.now() + offset;
      const {head} = await gateway.call('/acquire2/getOrder', {merchantOrderNo: 'order-1'}, {requestTime});
      assert.equal(head.code, '62004');
    }
  });

  it('refuses an unknown path with 404', async () => {
    assert.equal((await gateway.call('/acquire2/nothing', {})).head.code, '404');
  });
});

describe('placeOrder', () => {
  const now = Date.UTC(2026, 0, 15, 8); // the start of the manual clock
  const cases: readonly (readonly [string, object, string])[] = [
    ['no merchantOrderNo', {merchantOrderNo: undefined}, '400'],
    ['a merchantOrderNo with a space', {merchantOrderNo: 'a b'}, '400'],
    ['a merchantOrderNo of 65 characters', {merchantOrderNo: 'x'.repeat(65)}, '400'],
    ['no subject', {subject: undefined}, '400'],
    ['a subject of 65 characters', {subject: 'x'.repeat(65)}, '400'],
    ['a subjectAr of 201 characters', {subjectAr: 'x'.repeat(201)}, '400'],
    ['no totalAmount', {totalAmount: undefined}, '400'],
    ['an amount of zero', {totalAmount: {amount: 0, currency: 'AED'}}, '400'],
    ['a negative amount', {totalAmount: {amount: -1, currency: 'AED'}}, '400'],
    ['an amount with three decimals', {totalAmount: {amount: 1.234, currency: 'AED'}}, '400'],
    ['an amount of 13 digits', {totalAmount: {amount: 1e12, currency: 'AED'}}, '400'],
    ['an amount in USD', {totalAmount: {amount: 1, currency: 'USD'}}, '400'],
    ['an unknown paySceneCode', {paySceneCode: 'TELEPATHY'}, '62012'],
    ['QRPAY without an auth code', {paySceneCode: 'QRPAY'}, '62033'],
    [
      'QRPAY with an auth code that was never issued',
      {paySceneCode: 'QRPAY', paySceneParams: {authCode: '20007900T400690098F'}},
      '400',
    ],
    ['CASHTOPUP without a business type', {paySceneCode: 'CASHTOPUP'}, '62043'],
    [
      'CASHTOPUP with an unknown business type',
      {paySceneCode: 'CASHTOPUP', paySceneParams: {businessType: 'X'}},
      '62044',
    ],
    ['an expiredTime that is not after its requestTime', {expiredTime: now}, '62008'],
    ['an expiredTime more than 48 hours ahead', {expiredTime: now + 48 * HOUR + 1}, '62009'],
    ['a notifyUrl of 201 characters', {notifyUrl: `https://x.test/${'x'.repeat(190)}`}, '400'],
  ];
  for (const [title, change, code] of cases) {
    it(`refuses ${title} with ${code}`, async () => {
      const {head, body} = await place(change);
      assert.deepEqual([head.applyStatus, head.code, body], ['FAIL', code, undefined]);
    });
  }

  it('answers with a tokenUrl for DYNQR and CASHTOPUP, and with none for QRPAY', async () => {
    const dynqr = await place();
    const cash = await place({
      merchantOrderNo: 'order-2',
      paySceneCode: 'CASHTOPUP',
      paySceneParams: {businessType: 'GAME_TOP_UP'},
    });
    const qrpay = await place({
      merchantOrderNo: 'order-3',
      paySceneCode: 'QRPAY',
      paySceneParams: {authCode: await authCode()},
    });
    assert.match(dynqr.body.interActionParams?.tokenUrl ?? '', /^https:\/\/qr\.payby\.test\?/);
    assert.match(cash.body.interActionParams?.tokenUrl ?? '', /^https:\/\/qr\.payby\.test\?/);
    assert.equal(qrpay.body.interActionParams, undefined);
  });

  it('sets expiredTime to two hours ahead by default and accepts 48', async () => {
    assert.equal((await place({expiredTime: undefined})).body.acquireOrder?.['expiredTime'], now + 2 * HOUR);
    const longest = await place({merchantOrderNo: 'order-2', expiredTime: now + 48 * HOUR});
    assert.equal(longest.head.code, '0');
  });

  it('returns the order as it stands when it is repeated with the same parameters', async () => {
    const first = await place();
    const expiredTime = first.body.acquireOrder?.['expiredTime'];
    await gateway.clock.advance(5_000);
    const second = await place({expiredTime});
    assert.deepEqual(second.body, first.body);
    await pay(first);
    const third = await place({expiredTime});
    assert.equal(third.body.acquireOrder?.['status'], 'PAID_SUCCESS');
    assert.equal(third.body.acquireOrder['requestTime'], first.body.acquireOrder?.['requestTime']);
    assert.equal(third.body.interActionParams, undefined, 'a paid order has no tokenUrl');
  });

  it('takes fields in another order, and 25.00 instead of 25, for the same parameters', async () => {
    await place();
    const bizContent = Object.fromEntries(Object.entries(goodOrder(gateway.clock)).reverse());
    const text = JSON.stringify({requestTime: gateway.clock.now(), bizContent});
    const body = text.replace('"amount":25', '"amount":25.00');
    assert.notEqual(body, text);
    assert.equal((await gateway.call('/acquire2/placeOrder', {}, {body})).head.code, '0');
  });

  const changes: readonly object[] = [
    {totalAmount: {amount: 26, currency: 'AED'}},
    {subject: 'Tea'},
    {subjectAr: 'شاي'},
    {expiredTime: now + 16 * MINUTE},
    {notifyUrl: 'https://x.test/'},
    {paySceneParams: {changePayer: 'false'}},
  ];
  for (const change of changes) {
    it(`refuses the same number with another ${Object.keys(change).join()} with 62016 and leaves the order alone`, async () => {
      await place();
      assert.equal((await place(change)).head.code, '62016');
      assert.deepEqual((await onOrder('getOrder')).body.acquireOrder?.['totalAmount'], {
        amount: 25,
        currency: 'AED',
      });
    });
  }
});

describe('placeOrder of QRPAY', () => {
  const qrpay = (amount: number, code: string, merchantOrderNo = 'order-1'): Promise<WireAnswer> =>
    place({
      merchantOrderNo,
      totalAmount: {amount, currency: 'AED'},
      paySceneCode: 'QRPAY',
      paySceneParams: {authCode: code},
    });

  it('answers PAID_SUCCESS at once below AED 500', async () => {
    assert.equal((await qrpay(499.99, await authCode())).body.acquireOrder?.['status'], 'PAID_SUCCESS');
    assert.deepEqual((await gateway.request('/app/requests')).body, {orders: []});
  });

  it('answers CREATED from AED 500 on, until the customer enters the password', async () => {
    const answer = await qrpay(500, await authCode());
    assert.equal(answer.body.acquireOrder?.['status'], 'CREATED');
    const {orders} = (await gateway.request('/app/requests')).body as unknown as {
      orders: {needsPassword: boolean}[];
    };
    assert.deepEqual(
      orders.map(({needsPassword}) => needsPassword),
      [true],
    );
    assert.deepEqual([(await pay(answer)).status, errorCode(await pay(answer))], [403, 'wrong-password']);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'CREATED');
    assert.equal((await pay(answer, {password: '123456'})).status, 200);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'PAID_SUCCESS');
  });

  it('accepts an auth code once, within a minute', async () => {
    const once = await authCode();
    assert.match(once, /^\d{8}T\d{9}F$/);
    assert.equal((await qrpay(5, once)).head.code, '0');
    assert.equal((await qrpay(5, once, 'order-2')).head.code, '400');
    const old = await authCode();
    await gateway.clock.advance(MINUTE);
    assert.equal((await qrpay(5, old, 'order-3')).head.code, '400');
  });

  it('tells the app whether its auth code is valid, used or expired', async () => {
    const stateOf = async (code: string): Promise<unknown> =>
      (await gateway.request('/app/code/state', {authCode: code})).body['state'];
    const [used, unused] = [await authCode(), await authCode()];
    assert.equal(await stateOf(used), 'valid');
    await qrpay(5, used);
    assert.deepEqual([await stateOf(used), await stateOf(unused)], ['used', 'valid']);
    await gateway.clock.advance(MINUTE);
    assert.deepEqual([await stateOf(used), await stateOf(unused)], ['expired', 'expired']);
    assert.equal(await stateOf('20007900T400690098F'), 'expired');
  });

  it('takes no second payment when it is repeated with the same auth code', async () => {
    const code = await authCode();
    const first = await qrpay(5, code);
    assert.deepEqual((await qrpay(5, code)).body, first.body);
  });

  it('answers CREATED with a tokenUrl when the setting qrpayTokenUrl is true', async () => {
    gateway = await createGateway({keys, qrpayTokenUrl: true});
    const answer = await qrpay(5, await authCode());
    const {tokenUrl} = answer.body.interActionParams ?? {};
    assert.equal(answer.body.acquireOrder?.['status'], 'CREATED');
    assert.equal((await gateway.request('/app/scan', {tokenUrl})).status, 200);
    await pay(answer);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'PAID_SUCCESS');
  });
});

describe('an order at the gateway', () => {
  const situations = {
    open: async () => place(),
    paid: async () => {
      await pay(await place());
    },
    settled: async () => {
      await pay(await place());
      await gateway.clock.advance(20_000);
    },
    cancelled: async () => {
      await place();
      await onOrder('cancelOrder');
    },
    expired: async () => {
      await place();
      await gateway.clock.advance(15 * MINUTE);
    },
    'declined, with oneTimePayment': async () => {
      const {body} = await place({paySceneParams: {oneTimePayment: 'true'}});
      await gateway.request('/app/refuse', {orderNo: body.acquireOrder?.['orderNo']});
    },
    revoked: async () => {
      await pay(await place());
      await onOrder('revokeOrder');
    },
    refunded: async () => {
      await pay(await place());
      await gateway.call('/acquire2/refund/placeOrder', refund('1.00'));
    },
    'revoked unpaid': async () => {
      await place();
      await onOrder('revokeOrder');
    },
    declined: async () => {
      const {body} = await place();
      await gateway.request('/app/refuse', {orderNo: body.acquireOrder?.['orderNo']});
    },
    unknown: async () => undefined,
  } as const;
  type Situation = keyof typeof situations;

  const refund = (amount: string, refundMerchantOrderNo = 'refund-1'): object => ({
    refundMerchantOrderNo,
    originMerchantOrderNo: 'order-1',
    amount: {amount: Number(amount), currency: 'AED'},
  });
  const currentState = async (): Promise<readonly string[]> => {
    const answer = await onOrder('getOrder');
    if (answer.head.code !== '0') return [];
    const {status, revoked, failCode = '', paymentInfo} = answer.body.acquireOrder ?? {};
    return [status, revoked, failCode, paymentInfo ? 'paid' : ''].map(String).filter((word) => word !== '');
  };
  const refundSome = (): Promise<WireAnswer> =>
    gateway.call('/acquire2/refund/placeOrder', refund('2.00', 'refund-2'));
  const extend = (): Promise<WireAnswer> =>
    onOrder('updateExpiredTime', {expiredTime: gateway.clock.now() + 30 * MINUTE});

  interface Operation {
    readonly name: string;
    readonly call: () => Promise<WireAnswer>;
    /** By situation: PayBy's code, then status, revoked, failCode and whether it has a paymentInfo, as they are afterwards. */
    readonly expected: Readonly<Record<Situation, string>>;
  }
  const operations: readonly Operation[] = [
    {
      name: 'getOrder',
      call: () => onOrder('getOrder'),
      expected: {
        open: '0 CREATED false',
        paid: '0 PAID_SUCCESS false paid',
        settled: '0 SETTLED false paid',
        cancelled: '0 FAILURE false',
        expired: '0 FAILURE false',
        'declined, with oneTimePayment': '0 FAILURE false',
        revoked: '0 FAILURE true paid',
        refunded: '0 PAID_SUCCESS false paid',
        'revoked unpaid': '0 FAILURE true',
        declined: '0 CREATED false',
        unknown: '62004',
      },
    },
    {
      name: 'cancelOrder',
      call: () => onOrder('cancelOrder'),
      expected: {
        open: '0 FAILURE false',
        paid: '62001 PAID_SUCCESS false paid',
        settled: '62003 SETTLED false paid',
        cancelled: '62002 FAILURE false',
        expired: '62002 FAILURE false',
        'declined, with oneTimePayment': '62002 FAILURE false',
        revoked: '62040 FAILURE true paid',
        refunded: '62001 PAID_SUCCESS false paid',
        'revoked unpaid': '62002 FAILURE true',
        declined: '0 FAILURE false',
        unknown: '62004',
      },
    },
    {
      name: 'revokeOrder',
      call: () => onOrder('revokeOrder'),
      expected: {
        open: '0 FAILURE true',
        paid: '0 FAILURE true paid',
        settled: '0 FAILURE true paid',
        cancelled: '0 FAILURE false',
        expired: '0 FAILURE false',
        'declined, with oneTimePayment': '0 FAILURE false',
        revoked: '62040 FAILURE true paid',
        refunded: '62041 PAID_SUCCESS false paid',
        'revoked unpaid': '0 FAILURE true',
        declined: '0 FAILURE true',
        unknown: '62004',
      },
    },
    {
      name: 'refund',
      call: refundSome,
      expected: {
        open: '62015 CREATED false',
        paid: '0 PAID_SUCCESS false paid',
        settled: '0 SETTLED false paid',
        cancelled: '62015 FAILURE false',
        expired: '62015 FAILURE false',
        'declined, with oneTimePayment': '62015 FAILURE false',
        revoked: '62040 FAILURE true paid',
        refunded: '0 PAID_SUCCESS false paid',
        'revoked unpaid': '62015 FAILURE true',
        declined: '62015 CREATED false',
        unknown: '62004',
      },
    },
    {
      name: 'updateExpiredTime',
      call: extend,
      expected: {
        open: '0 CREATED false',
        paid: '62001 PAID_SUCCESS false paid',
        settled: '62003 SETTLED false paid',
        cancelled: '62002 FAILURE false',
        expired: '62002 FAILURE false',
        'declined, with oneTimePayment': '62002 FAILURE false',
        revoked: '62040 FAILURE true paid',
        refunded: '62001 PAID_SUCCESS false paid',
        'revoked unpaid': '62002 FAILURE true',
        declined: '0 CREATED false',
        unknown: '62004',
      },
    },
  ];
  for (const {name, call, expected} of operations) {
    for (const [situation, outcome] of Object.entries(expected)) {
      it(`that is ${situation} answers ${name} with ${outcome}`, async () => {
        await situations[situation as Situation]();
        const {head} = await call();
        assert.equal([head.code, ...(await currentState())].join(' '), outcome);
      });
    }
  }

  const failures: readonly (readonly [string, object, string])[] = [
    ['stays open after a failed payment', {}, 'CREATED false'],
    [
      'closes with the code when it allows one attempt only',
      {paySceneParams: {oneTimePayment: 'true'}},
      'FAILURE false 92001',
    ],
  ];
  for (const [title, change, expected] of failures) {
    it(title, async () => {
      const {body} = await place(change);
      await gateway.request('/control/settings', {paymentFailure: '92001'});
      const paying = await gateway.request('/app/pay', {orderNo: body.acquireOrder?.['orderNo']});
      assert.equal(paying.status, 409);
      assert.equal((await currentState()).join(' '), expected);
      await gateway.request('/control/settings', {paymentFailure: 'none'});
      const again = await gateway.request('/app/pay', {orderNo: body.acquireOrder?.['orderNo']});
      assert.equal(again.status, expected.startsWith('CREATED') ? 200 : 410);
    });
  }

  it("closes with the code when the payment of a customer's own code fails", async () => {
    await gateway.request('/control/settings', {paymentFailure: '92003'});
    const {authCode} = (await gateway.request('/app/code', {})).body;
    const {body} = await place({paySceneCode: 'QRPAY', paySceneParams: {authCode}});
    const {status, failCode, failDes} = body.acquireOrder ?? {};
    assert.deepEqual([status, failCode, failDes], ['FAILURE', '92003', 'Non-KYC user transactions']);
  });

  it('can be refunded in parts, up to the paid amount and not a fils more', async () => {
    await pay(await place());
    const some = (amount: string, number: string) =>
      gateway.call('/acquire2/refund/placeOrder', refund(amount, number));
    assert.equal((await some('20.10', 'r-1')).head.code, '0');
    assert.equal((await some('4.91', 'r-2')).head.code, '62006');
    assert.equal((await some('4.90', 'r-2')).head.code, '0');
    assert.equal((await some('0.01', 'r-3')).head.code, '62006');
  });

  it('is refunded once by a repeated refund, and refuses its number for another amount with 62017', async () => {
    await pay(await place());
    const first = await gateway.call('/acquire2/refund/placeOrder', refund('20.00'));
    const again = await gateway.call('/acquire2/refund/placeOrder', refund('20.00'));
    assert.deepEqual(again.body, first.body);
    assert.equal((await gateway.call('/acquire2/refund/placeOrder', refund('5.00'))).head.code, '62017');
    const found = await gateway.call('/acquire2/refund/getOrder', {refundMerchantOrderNo: 'refund-1'});
    assert.deepEqual(found.body.refundOrder?.['amount'], {amount: 20, currency: 'AED'});
    const unknown = await gateway.call('/acquire2/refund/getOrder', {refundMerchantOrderNo: 'refund-9'});
    assert.equal(unknown.head.code, '62007');
  });

  it("is found by PayBy's number as well", async () => {
    const orderNo = (await place()).body.acquireOrder?.['orderNo'];
    const found = await gateway.call('/acquire2/getOrder', {orderNo});
    assert.equal(found.body.acquireOrder?.['merchantOrderNo'], 'order-1');
    assert.equal((await gateway.call('/acquire2/getOrder', {orderNo: '9'})).head.code, '62035');
    assert.equal((await gateway.call('/acquire2/getOrder', {})).head.code, '400');
  });

  it('can be paid until one millisecond before its expiredTime', async () => {
    const answer = await place();
    await gateway.clock.advance(15 * MINUTE - 1);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'CREATED');
    assert.equal((await pay(answer)).status, 200);
    await gateway.clock.advance(1);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'PAID_SUCCESS');
  });

  it('can be paid after its first expiredTime once updateExpiredTime moved it, by at most 15 days', async () => {
    const answer = await place();
    const days = (count: number): object => ({expiredTime: gateway.clock.now() + count * 24 * HOUR});
    assert.equal((await onOrder('updateExpiredTime', {expiredTime: gateway.clock.now()})).head.code, '62089');
    assert.equal((await onOrder('updateExpiredTime', days(15.001))).head.code, '62089');
    assert.equal((await onOrder('updateExpiredTime', days(15))).head.code, '0');
    await gateway.clock.advance(HOUR);
    assert.equal((await pay(answer)).status, 200);
  });

  it('answers getCashierUrlInfo with the payer who scanned, and with 62082 for an unknown tokenUrl', async () => {
    const {tokenUrl} = (await place()).body.interActionParams ?? {};
    const info = () => gateway.call('/acquire2/getCashierUrlInfo', {tokenUrl});
    assert.equal((await info()).body.payer, undefined);
    await gateway.request('/app/scan', {tokenUrl});
    assert.match((await info()).body.payer?.mobileNumberMask ?? '', /^\+971-/);
    assert.equal(
      (await gateway.call('/acquire2/getCashierUrlInfo', {tokenUrl: 'https://qr.payby.test'})).head.code,
      '62082',
    );
  });
});

describe('the simulator of the customer’s app', () => {
  it('lists the codes of open orders, newest first', async () => {
    await place();
    const second = await place({merchantOrderNo: 'order-2'});
    const codes = async () =>
      (await gateway.request('/app/codes')).body as unknown as {codes: Record<string, unknown>[]};
    const [newest] = (await codes()).codes;
    assert.deepEqual(newest, {
      tokenUrl: second.body.interActionParams?.tokenUrl,
      merchantOrderNo: 'order-2',
      subject: 'Karak mug',
      amount: '25.00',
      currency: 'AED',
      paySceneCode: 'DYNQR',
      status: 'CREATED',
      expiredTime: gateway.clock.now() + 15 * MINUTE,
    });
    await pay(second);
    assert.deepEqual(
      (await codes()).codes.map(({merchantOrderNo}) => merchantOrderNo),
      ['order-1'],
    );
    await gateway.clock.advance(15 * MINUTE);
    assert.deepEqual((await codes()).codes, []);
  });

  it('answers a scan with the order to pay', async () => {
    const answer = await place({totalAmount: {amount: 500, currency: 'AED'}});
    const {status, body} = await gateway.request('/app/scan', {
      tokenUrl: answer.body.interActionParams?.tokenUrl,
    });
    assert.equal(status, 200);
    assert.deepEqual(body, {
      order: {
        merchantOrderNo: 'order-1',
        orderNo: answer.body.acquireOrder?.['orderNo'],
        subject: 'Karak mug',
        amount: '500.00',
        currency: 'AED',
        paySceneCode: 'DYNQR',
        status: 'CREATED',
        expiredTime: gateway.clock.now() + 15 * MINUTE,
        needsPassword: true,
      },
    });
  });

  it('answers with a reason when a code cannot be paid', async () => {
    const answer = await place();
    const {tokenUrl} = answer.body.interActionParams ?? {};
    const cash = await place({
      merchantOrderNo: 'order-2',
      paySceneCode: 'CASHTOPUP',
      paySceneParams: {businessType: 'GAME_TOP_UP'},
    });
    const scan = async (code: unknown) => {
      const answer = await gateway.request('/app/scan', {tokenUrl: code});
      return [answer.status, errorCode(answer)];
    };
    assert.deepEqual(await scan('https://qr.payby.test?ft=1'), [404, 'unknown-code']);
    assert.deepEqual(await scan(7), [404, 'unknown-code']);
    assert.deepEqual(await scan(answer.body.acquireOrder?.['orderNo']), [404, 'unknown-code']);
    assert.deepEqual(await scan(cash.body.interActionParams?.tokenUrl), [409, 'wrong-scene']);
    await pay(answer);
    assert.deepEqual(await scan(tokenUrl), [409, 'already-paid']);
    assert.deepEqual([(await pay(answer)).status, errorCode(await pay(answer))], [409, 'already-paid']);
    const expired = await place({merchantOrderNo: 'order-3'});
    await gateway.clock.advance(15 * MINUTE);
    assert.deepEqual(await scan(expired.body.interActionParams?.tokenUrl), [410, 'expired-code']);
    assert.equal(errorCode(await gateway.request('/app/pay', {orderNo: 'nobody'})), 'unknown-order');
  });
});

describe('the simulator of the store’s POS', () => {
  const cash = (amount: number, merchantOrderNo = 'order-1'): Promise<WireAnswer> =>
    place({
      merchantOrderNo,
      totalAmount: {amount, currency: 'AED'},
      paySceneCode: 'CASHTOPUP',
      paySceneParams: {businessType: 'GAME_TOP_UP'},
    });
  const payCash = (answer: WireAnswer, password = '4321') =>
    gateway.request('/pos/pay', {orderNo: answer.body.acquireOrder?.['orderNo'], password});

  it("pays an order from the store's balance", async () => {
    const answer = await cash(85.5);
    const {tokenUrl} = answer.body.interActionParams ?? {};
    assert.equal((await gateway.request('/pos/scan', {tokenUrl})).status, 200);
    const paid = await payCash(answer);
    assert.equal(paid.body['balance'], '414.50');
    const pos = (await gateway.request('/pos')).body as unknown as {payments: object[]; balance: string};
    assert.equal(pos.balance, '414.50');
    assert.deepEqual(pos.payments, [
      {
        orderNo: answer.body.acquireOrder?.['orderNo'],
        merchantOrderNo: 'order-1',
        amount: '85.50',
        paidTime: gateway.clock.now(),
      },
    ]);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'PAID_SUCCESS');
  });

  it('refuses a wrong password and too small a balance', async () => {
    const answer = await cash(85.5);
    assert.equal(errorCode(await payCash(answer, '123456')), 'wrong-password');
    await gateway.request('/pos/balance', {amount: '85.49'});
    const refused = await payCash(answer);
    assert.deepEqual([refused.status, errorCode(refused)], [409, 'balance-too-small']);
    assert.equal((await gateway.request('/pos')).body['balance'], '85.49');
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'CREATED');
    await gateway.request('/pos/balance', {amount: '85.50'});
    assert.equal((await payCash(answer)).body['balance'], '0.00');
  });

  it('pays an order once', async () => {
    const answer = await cash(100);
    await payCash(answer);
    assert.equal(errorCode(await payCash(answer)), 'already-paid');
    assert.equal((await gateway.request('/pos')).body['balance'], '400.00');
  });

  it('refuses the code of a DYNQR order', async () => {
    const answer = await place();
    const {tokenUrl} = answer.body.interActionParams ?? {};
    assert.equal(errorCode(await gateway.request('/pos/scan', {tokenUrl})), 'wrong-scene');
    assert.equal(errorCode(await payCash(answer)), 'wrong-scene');
  });

  it('refuses a balance that is no amount', async () => {
    for (const amount of ['-1', 'much', '1.234', null, undefined]) {
      assert.equal(errorCode(await gateway.request('/pos/balance', {amount})), 'bad-amount');
    }
    assert.equal((await gateway.request('/pos')).body['balance'], '500.00');
  });
});
