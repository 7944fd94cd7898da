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
let bench: TestGateway;

before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  bench = await createGateway({keys});
});

const place = (change: object = {}): Promise<WireAnswer> =>
  bench.call('/acquire2/placeOrder', goodOrder(bench.clock, change));
const onOrder = (operation: string, more: object = {}): Promise<WireAnswer> =>
  bench.call(`/acquire2/${operation}`, {merchantOrderNo: 'order-1', ...more});
const authCode = async (): Promise<string> => String((await bench.standIn('/app/code', {})).body['authCode']);
const pay = async (answer: WireAnswer, more: object = {}) =>
  bench.standIn('/app/pay', {orderNo: answer.body.acquireOrder?.['orderNo'], ...more});
const errorCode = ({body}: {body: object}): unknown => (body as {error?: {code: string}}).error?.code;

describe('the signed wire', () => {
  it('signs its answers over the exact bytes, refusals included', async () => {
    const answers = [await place(), await onOrder('getOrder'), await bench.call('/acquire2/nothing', {})];
    for (const {bytes, sign} of answers) assert.equal(verifyBytes(bytes, sign, keys[1].publicKey), true);
    const {bytes, sign} = answers[0] ?? (await place());
    assert.equal(verifyBytes(Buffer.concat([bytes, Buffer.from(' ')]), sign, keys[1].publicKey), false);
  });

  it('refuses a body that is not the one that was signed, and does nothing', async () => {
    const requestTime = bench.clock.now();
    const signed = JSON.stringify({requestTime, bizContent: goodOrder(bench.clock)});
    const sign = signBytes(Buffer.from(signed), keys[0].privateKey);
    const cheaper = signed.replace('"amount":25', '"amount":2');
    const answer = await bench.call('/acquire2/placeOrder', {}, {body: cheaper, sign});
    assert.equal(answer.head.applyStatus, 'ERROR');
    assert.equal((await onOrder('getOrder')).head.code, '62004');
  });

  const refusals: readonly (readonly [string, RawCall | ((now: number) => RawCall), string, RegExp])[] = [
    ['another merchant', {partnerId: '200000099999'}, '403', /UNAUTHORIZED/],
    ['a request older than 15 minutes', (now) => ({requestTime: now - 15 * MINUTE - 1}), '400', /TOO_EARLY/],
    [
      'a request more than 15 minutes ahead',
      (now) => ({requestTime: now + 15 * MINUTE + 1}),
      '400',
      /TOO_LATER/,
    ],
    ['a body that is not JSON', {body: '{'}, '400', /INVALID_PARAMETER/],
    ['a body without a time', {body: '{"bizContent":{}}'}, '400', /requestTime/],
    ['a body without content', (now) => ({body: JSON.stringify({requestTime: now})}), '400', /bizContent/],
  ];
  for (const [title, change, code, message] of refusals) {
    it(`refuses ${title}`, async () => {
      const raw = typeof change === 'function' ? change(bench.clock.now()) : change;
      const {head} = await bench.call('/acquire2/getOrder', {merchantOrderNo: 'order-1'}, raw);
      assert.deepEqual([head.applyStatus, head.code], ['FAIL', code]);
      assert.match(head.msg, message);
    });
  }

  it('takes a request from either edge of the 15 minutes', async () => {
    for (const offset of [-15 * MINUTE, 15 * MINUTE]) {
      const requestTime = bench.clock.now() + offset;
      const {head} = await bench.call('/acquire2/getOrder', {merchantOrderNo: 'order-1'}, {requestTime});
      assert.equal(head.code, '62004');
    }
  });

  it('says that a call does not exist', async () => {
    assert.equal((await bench.call('/acquire2/nothing', {})).head.code, '404');
  });
});

describe('placing an order', () => {
  const now = Date.UTC(2026, 0, 15, 8); // where the manual clock begins
  const cases: readonly (readonly [string, object, string])[] = [
    ['no number', {merchantOrderNo: undefined}, '400'],
    ['a number with a space', {merchantOrderNo: 'a b'}, '400'],
    ['a number of 65 characters', {merchantOrderNo: 'x'.repeat(65)}, '400'],
    ['no subject', {subject: undefined}, '400'],
    ['a subject of 65 characters', {subject: 'x'.repeat(65)}, '400'],
    ['an Arabic subject of 201 characters', {subjectAr: 'x'.repeat(201)}, '400'],
    ['no amount', {totalAmount: undefined}, '400'],
    ['nothing to pay', {totalAmount: {amount: 0, currency: 'AED'}}, '400'],
    ['a negative amount', {totalAmount: {amount: -1, currency: 'AED'}}, '400'],
    ['three decimals', {totalAmount: {amount: 1.234, currency: 'AED'}}, '400'],
    ['13 digits', {totalAmount: {amount: 1e12, currency: 'AED'}}, '400'],
    ['dollars', {totalAmount: {amount: 1, currency: 'USD'}}, '400'],
    ['an unknown scene', {paySceneCode: 'TELEPATHY'}, '62012'],
    ['QRPAY without an auth code', {paySceneCode: 'QRPAY'}, '62033'],
    [
      'QRPAY with an invented auth code',
      {paySceneCode: 'QRPAY', paySceneParams: {authCode: '20007900T400690098F'}},
      '400',
    ],
    ['CASHTOPUP without a business type', {paySceneCode: 'CASHTOPUP'}, '62043'],
    [
      'CASHTOPUP with an unknown one',
      {paySceneCode: 'CASHTOPUP', paySceneParams: {businessType: 'X'}},
      '62044',
    ],
    ['an end before its request', {expiredTime: now}, '62008'],
    ['an end after 48 hours', {expiredTime: now + 48 * HOUR + 1}, '62009'],
    ['a notifyUrl of 201 characters', {notifyUrl: `https://x.test/${'x'.repeat(190)}`}, '400'],
  ];
  for (const [title, change, code] of cases) {
    it(`with ${title} is refused with ${code}`, async () => {
      const {head, body} = await place(change);
      assert.deepEqual([head.applyStatus, head.code, body], ['FAIL', code, undefined]);
    });
  }

  it('answers with the code to show for DYNQR and CASHTOPUP, and none for QRPAY', async () => {
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

  it('lasts two hours when no end is asked for, and at most 48', async () => {
    assert.equal((await place({expiredTime: undefined})).body.acquireOrder?.['expiredTime'], now + 2 * HOUR);
    const longest = await place({merchantOrderNo: 'order-2', expiredTime: now + 48 * HOUR});
    assert.equal(longest.head.code, '0');
  });

  it('twice with the same parameters is one order, with the first time and whatever has become of it', async () => {
    const first = await place();
    const expiredTime = first.body.acquireOrder?.['expiredTime'];
    await bench.clock.advance(5_000);
    const second = await place({expiredTime});
    assert.deepEqual(second.body, first.body);
    await pay(first);
    const third = await place({expiredTime});
    assert.equal(third.body.acquireOrder?.['status'], 'PAID_SUCCESS');
    assert.equal(third.body.acquireOrder['requestTime'], first.body.acquireOrder?.['requestTime']);
    assert.equal(third.body.interActionParams, undefined, 'a paid order has no code to show');
  });

  it('counts fields in another order, and 25.00 instead of 25, as the same parameters', async () => {
    await place();
    const bizContent = Object.fromEntries(Object.entries(goodOrder(bench.clock)).reverse());
    const text = JSON.stringify({requestTime: bench.clock.now(), bizContent});
    const body = text.replace('"amount":25', '"amount":25.00');
    assert.notEqual(body, text);
    assert.equal((await bench.call('/acquire2/placeOrder', {}, {body})).head.code, '0');
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
    it(`again with another ${Object.keys(change).join()} is 62016, and the first order stands`, async () => {
      await place();
      assert.equal((await place(change)).head.code, '62016');
      assert.deepEqual((await onOrder('getOrder')).body.acquireOrder?.['totalAmount'], {
        amount: 25,
        currency: 'AED',
      });
    });
  }
});

describe('QRPAY', () => {
  const qrpay = (amount: number, code: string, merchantOrderNo = 'order-1'): Promise<WireAnswer> =>
    place({
      merchantOrderNo,
      totalAmount: {amount, currency: 'AED'},
      paySceneCode: 'QRPAY',
      paySceneParams: {authCode: code},
    });

  it('below AED 500 is paid when it is placed', async () => {
    assert.equal((await qrpay(499.99, await authCode())).body.acquireOrder?.['status'], 'PAID_SUCCESS');
    assert.deepEqual((await bench.standIn('/app/requests')).body, {orders: []});
  });

  it('from AED 500 on waits for the password in the app', async () => {
    const answer = await qrpay(500, await authCode());
    assert.equal(answer.body.acquireOrder?.['status'], 'CREATED');
    const {orders} = (await bench.standIn('/app/requests')).body as unknown as {
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

  it('takes a code once, and for a minute', async () => {
    const once = await authCode();
    assert.match(once, /^\d{8}T\d{9}F$/);
    assert.equal((await qrpay(5, once)).head.code, '0');
    assert.equal((await qrpay(5, once, 'order-2')).head.code, '400');
    const old = await authCode();
    await bench.clock.advance(MINUTE);
    assert.equal((await qrpay(5, old, 'order-3')).head.code, '400');
  });

  it('placed again with the same code is the same order, and takes no second payment', async () => {
    const code = await authCode();
    const first = await qrpay(5, code);
    assert.deepEqual((await qrpay(5, code)).body, first.body);
  });

  it('of older PayBy answers with a code to show and waits for the customer', async () => {
    bench = await createGateway({keys, qrpayTokenUrl: true});
    const answer = await qrpay(5, await authCode());
    const {tokenUrl} = answer.body.interActionParams ?? {};
    assert.equal(answer.body.acquireOrder?.['status'], 'CREATED');
    assert.equal((await bench.standIn('/app/scan', {tokenUrl})).status, 200);
    await pay(answer);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'PAID_SUCCESS');
  });
});

describe('what may happen to an order', () => {
  const standings = {
    open: async () => place(),
    paid: async () => {
      await pay(await place());
    },
    settled: async () => {
      await pay(await place());
      await bench.clock.advance(20_000);
    },
    cancelled: async () => {
      await place();
      await onOrder('cancelOrder');
    },
    expired: async () => {
      await place();
      await bench.clock.advance(15 * MINUTE);
    },
    refused: async () => {
      const {body} = await place();
      await bench.standIn('/app/refuse', {orderNo: body.acquireOrder?.['orderNo']});
    },
    revoked: async () => {
      await pay(await place());
      await onOrder('revokeOrder');
    },
    refunded: async () => {
      await pay(await place());
      await bench.call('/acquire2/refund/placeOrder', refund('1.00'));
    },
    unknown: async () => undefined,
  } as const;
  type Standing = keyof typeof standings;

  const refund = (amount: string, refundMerchantOrderNo = 'refund-1'): object => ({
    refundMerchantOrderNo,
    originMerchantOrderNo: 'order-1',
    amount: {amount: Number(amount), currency: 'AED'},
  });
  const standingNow = async (): Promise<readonly string[]> => {
    const answer = await onOrder('getOrder');
    if (answer.head.code !== '0') return [];
    const {status, revoked, failCode = ''} = answer.body.acquireOrder ?? {};
    return [status, revoked, failCode].map(String).filter((word) => word !== '');
  };
  const refundSome = (): Promise<WireAnswer> =>
    bench.call('/acquire2/refund/placeOrder', refund('2.00', 'refund-2'));
  const extend = (): Promise<WireAnswer> =>
    onOrder('updateExpiredTime', {expiredTime: bench.clock.now() + 30 * MINUTE});

  // Operation, standing, PayBy's code; then status and revoked as they are afterwards.
  const table: readonly (readonly [string, () => Promise<WireAnswer>, Readonly<Record<Standing, string>>])[] =
    [
      [
        'getOrder',
        () => onOrder('getOrder'),
        {
          open: '0 CREATED false',
          paid: '0 PAID_SUCCESS false',
          settled: '0 SETTLED false',
          cancelled: '0 FAILURE false ORDER_CANCELLED',
          expired: '0 FAILURE false ORDER_EXPIRED',
          refused: '0 FAILURE false PAYER_REFUSED',
          revoked: '0 PAID_SUCCESS true',
          refunded: '0 PAID_SUCCESS false',
          unknown: '62004',
        },
      ],
      [
        'cancelOrder',
        () => onOrder('cancelOrder'),
        {
          open: '0 FAILURE false ORDER_CANCELLED',
          paid: '62001 PAID_SUCCESS false',
          settled: '62003 SETTLED false',
          cancelled: '62002 FAILURE false ORDER_CANCELLED',
          expired: '62002 FAILURE false ORDER_EXPIRED',
          refused: '62002 FAILURE false PAYER_REFUSED',
          revoked: '62040 PAID_SUCCESS true',
          refunded: '62001 PAID_SUCCESS false',
          unknown: '62004',
        },
      ],
      [
        'revokeOrder',
        () => onOrder('revokeOrder'),
        {
          open: '0 FAILURE false ORDER_REVOKED',
          paid: '0 PAID_SUCCESS true',
          settled: '0 SETTLED true',
          cancelled: '0 FAILURE false ORDER_CANCELLED',
          expired: '0 FAILURE false ORDER_EXPIRED',
          refused: '0 FAILURE false PAYER_REFUSED',
          revoked: '62040 PAID_SUCCESS true',
          refunded: '62041 PAID_SUCCESS false',
          unknown: '62004',
        },
      ],
      [
        'refund',
        refundSome,
        {
          open: '62015 CREATED false',
          paid: '0 PAID_SUCCESS false',
          settled: '0 SETTLED false',
          cancelled: '62015 FAILURE false ORDER_CANCELLED',
          expired: '62015 FAILURE false ORDER_EXPIRED',
          refused: '62015 FAILURE false PAYER_REFUSED',
          revoked: '62040 PAID_SUCCESS true',
          refunded: '0 PAID_SUCCESS false',
          unknown: '62004',
        },
      ],
      [
        'updateExpiredTime',
        extend,
        {
          open: '0 CREATED false',
          paid: '62001 PAID_SUCCESS false',
          settled: '62003 SETTLED false',
          cancelled: '62002 FAILURE false ORDER_CANCELLED',
          expired: '62002 FAILURE false ORDER_EXPIRED',
          refused: '62002 FAILURE false PAYER_REFUSED',
          revoked: '62040 PAID_SUCCESS true',
          refunded: '62001 PAID_SUCCESS false',
          unknown: '62004',
        },
      ],
    ];
  for (const [operation, act, expected] of table) {
    for (const [standing, outcome] of Object.entries(expected)) {
      it(`${operation} on an order that is ${standing}: ${outcome}`, async () => {
        await standings[standing as Standing]();
        const {head} = await act();
        assert.equal([head.code, ...(await standingNow())].join(' '), outcome);
      });
    }
  }

  it('refunds parts, up to what was paid and not a fils more', async () => {
    await pay(await place());
    const some = (amount: string, number: string) =>
      bench.call('/acquire2/refund/placeOrder', refund(amount, number));
    assert.equal((await some('20.10', 'r-1')).head.code, '0');
    assert.equal((await some('4.91', 'r-2')).head.code, '62006');
    assert.equal((await some('4.90', 'r-2')).head.code, '0');
    assert.equal((await some('0.01', 'r-3')).head.code, '62006');
  });

  it('takes the same refund once, and refuses its number for another', async () => {
    await pay(await place());
    const first = await bench.call('/acquire2/refund/placeOrder', refund('20.00'));
    const again = await bench.call('/acquire2/refund/placeOrder', refund('20.00'));
    assert.deepEqual(again.body, first.body);
    assert.equal((await bench.call('/acquire2/refund/placeOrder', refund('5.00'))).head.code, '62017');
    const asked = await bench.call('/acquire2/refund/getOrder', {refundMerchantOrderNo: 'refund-1'});
    assert.deepEqual(asked.body.refundOrder?.['amount'], {amount: 20, currency: 'AED'});
    const nobody = await bench.call('/acquire2/refund/getOrder', {refundMerchantOrderNo: 'refund-9'});
    assert.equal(nobody.head.code, '62007');
  });

  it("finds an order by PayBy's number as well", async () => {
    const orderNo = (await place()).body.acquireOrder?.['orderNo'];
    const found = await bench.call('/acquire2/getOrder', {orderNo});
    assert.equal(found.body.acquireOrder?.['merchantOrderNo'], 'order-1');
    assert.equal((await bench.call('/acquire2/getOrder', {orderNo: '9'})).head.code, '62035');
    assert.equal((await bench.call('/acquire2/getOrder', {})).head.code, '400');
  });

  it('expires at its end, and one millisecond earlier it can still be paid', async () => {
    const answer = await place();
    await bench.clock.advance(15 * MINUTE - 1);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'CREATED');
    assert.equal((await pay(answer)).status, 200);
    await bench.clock.advance(1);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'PAID_SUCCESS');
  });

  it('can be paid after its first end once the end was moved, by at most 15 days', async () => {
    const answer = await place();
    const days = (count: number): object => ({expiredTime: bench.clock.now() + count * 24 * HOUR});
    assert.equal((await onOrder('updateExpiredTime', {expiredTime: bench.clock.now()})).head.code, '62008');
    assert.equal((await onOrder('updateExpiredTime', days(15.001))).head.code, '62009');
    assert.equal((await onOrder('updateExpiredTime', days(15))).head.code, '0');
    await bench.clock.advance(HOUR);
    assert.equal((await pay(answer)).status, 200);
  });

  it('tells who scanned, and knows no code that it did not make', async () => {
    const {tokenUrl} = (await place()).body.interActionParams ?? {};
    const info = () => bench.call('/acquire2/getCashierUrlInfo', {tokenUrl});
    assert.equal((await info()).body.payer, undefined);
    await bench.standIn('/app/scan', {tokenUrl});
    assert.match((await info()).body.payer?.mobileNumberMask ?? '', /^\+971-/);
    assert.equal(
      (await bench.call('/acquire2/getCashierUrlInfo', {tokenUrl: 'https://qr.payby.test'})).head.code,
      '62082',
    );
  });
});

describe("the customer's phone", () => {
  it('sees open codes, newest first, and only open ones', async () => {
    await place();
    const second = await place({merchantOrderNo: 'order-2'});
    const codes = async () =>
      (await bench.standIn('/app/codes')).body as unknown as {codes: Record<string, unknown>[]};
    const [newest] = (await codes()).codes;
    assert.deepEqual(newest, {
      tokenUrl: second.body.interActionParams?.tokenUrl,
      merchantOrderNo: 'order-2',
      subject: 'Karak mug',
      amount: '25.00',
      currency: 'AED',
      paySceneCode: 'DYNQR',
      status: 'CREATED',
      expiredTime: bench.clock.now() + 15 * MINUTE,
    });
    await pay(second);
    assert.deepEqual(
      (await codes()).codes.map(({merchantOrderNo}) => merchantOrderNo),
      ['order-1'],
    );
    await bench.clock.advance(15 * MINUTE);
    assert.deepEqual((await codes()).codes, []);
  });

  it('scans a code and shows what it is about to pay', async () => {
    const answer = await place({totalAmount: {amount: 500, currency: 'AED'}});
    const {status, body} = await bench.standIn('/app/scan', {
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
        expiredTime: bench.clock.now() + 15 * MINUTE,
        needsPassword: true,
      },
    });
  });

  it('says in plain words why a code cannot be paid', async () => {
    const answer = await place();
    const {tokenUrl} = answer.body.interActionParams ?? {};
    const cash = await place({
      merchantOrderNo: 'order-2',
      paySceneCode: 'CASHTOPUP',
      paySceneParams: {businessType: 'GAME_TOP_UP'},
    });
    const scan = async (code: unknown) => {
      const said = await bench.standIn('/app/scan', {tokenUrl: code});
      return [said.status, errorCode(said)];
    };
    assert.deepEqual(await scan('https://qr.payby.test?ft=1'), [404, 'unknown-code']);
    assert.deepEqual(await scan(7), [404, 'unknown-code']);
    assert.deepEqual(await scan(answer.body.acquireOrder?.['orderNo']), [404, 'unknown-code']);
    assert.deepEqual(await scan(cash.body.interActionParams?.tokenUrl), [409, 'wrong-scene']);
    await pay(answer);
    assert.deepEqual(await scan(tokenUrl), [409, 'already-paid']);
    assert.deepEqual([(await pay(answer)).status, errorCode(await pay(answer))], [409, 'already-paid']);
    const late = await place({merchantOrderNo: 'order-3'});
    await bench.clock.advance(15 * MINUTE);
    assert.deepEqual(await scan(late.body.interActionParams?.tokenUrl), [410, 'expired-code']);
    assert.equal(errorCode(await bench.standIn('/app/pay', {orderNo: 'nobody'})), 'unknown-order');
  });
});

describe("the partner store's POS", () => {
  const cash = (amount: number, merchantOrderNo = 'order-1'): Promise<WireAnswer> =>
    place({
      merchantOrderNo,
      totalAmount: {amount, currency: 'AED'},
      paySceneCode: 'CASHTOPUP',
      paySceneParams: {businessType: 'GAME_TOP_UP'},
    });
  const payCash = (answer: WireAnswer, password = '4321') =>
    bench.standIn('/pos/pay', {orderNo: answer.body.acquireOrder?.['orderNo'], password});

  it("pays an order from the store's balance", async () => {
    const answer = await cash(85.5);
    const {tokenUrl} = answer.body.interActionParams ?? {};
    assert.equal((await bench.standIn('/pos/scan', {tokenUrl})).status, 200);
    const paid = await payCash(answer);
    assert.equal(paid.body['balance'], '414.50');
    const till = (await bench.standIn('/pos')).body as unknown as {payments: object[]; balance: string};
    assert.equal(till.balance, '414.50');
    assert.deepEqual(till.payments, [
      {
        orderNo: answer.body.acquireOrder?.['orderNo'],
        merchantOrderNo: 'order-1',
        amount: '85.50',
        paidTime: bench.clock.now(),
      },
    ]);
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'PAID_SUCCESS');
  });

  it('pays nothing with a wrong password or too small a balance', async () => {
    const answer = await cash(85.5);
    assert.equal(errorCode(await payCash(answer, '123456')), 'wrong-password');
    await bench.standIn('/pos/balance', {amount: '85.49'});
    const refused = await payCash(answer);
    assert.deepEqual([refused.status, errorCode(refused)], [409, 'balance-too-small']);
    assert.equal((await bench.standIn('/pos')).body['balance'], '85.49');
    assert.equal((await onOrder('getOrder')).body.acquireOrder?.['status'], 'CREATED');
    await bench.standIn('/pos/balance', {amount: '85.50'});
    assert.equal((await payCash(answer)).body['balance'], '0.00');
  });

  it('takes money for an order once', async () => {
    const answer = await cash(100);
    await payCash(answer);
    assert.equal(errorCode(await payCash(answer)), 'already-paid');
    assert.equal((await bench.standIn('/pos')).body['balance'], '400.00');
  });

  it('leaves codes for the app to the app', async () => {
    const answer = await place();
    const {tokenUrl} = answer.body.interActionParams ?? {};
    assert.equal(errorCode(await bench.standIn('/pos/scan', {tokenUrl})), 'wrong-scene');
    assert.equal(errorCode(await payCash(answer)), 'wrong-scene');
  });

  it('takes no nonsense for a balance', async () => {
    for (const amount of ['-1', 'much', '1.234', null, undefined]) {
      assert.equal(errorCode(await bench.standIn('/pos/balance', {amount})), 'bad-amount');
    }
    assert.equal((await bench.standIn('/pos')).body['balance'], '500.00');
  });
});
