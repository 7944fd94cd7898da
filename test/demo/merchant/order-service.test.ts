import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {
  createDemo,
  handOut,
  HOUR,
  MINUTE,
  twoKeyPairs,
  until,
  type TestDemo,
  type Reply,
} from '../support/demo.js';

let keys: [KeyPair, KeyPair];
let demo: TestDemo;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  demo = await createDemo({makeKeys: handOut(keys)});
});
afterEach(() => demo.close());

/** Places an order; in the session of a till where one is needed. */
const order = async (change: object = {}, headers: Record<string, string> = {}): Promise<Reply> => {
  const body = {paySceneCode: 'DYNQR', sku: 'mug', ...change};
  const needsTill = body.paySceneCode === 'QRPAY' || 'amount' in body;
  const session = needsTill ? await demo.till() : {};
  return demo.post('/api/orders', body, {...session, ...headers});
};
const status = (number: string, headers?: Record<string, string>): Promise<Reply> =>
  demo.get(`/api/orders/${number}/status`, headers);
const command = async (number: string, action: string, body: object = {}): Promise<Reply> => {
  const session = action === 'refund' || action === 'revoke' ? await demo.staff() : {};
  return demo.post(`/api/orders/${number}/${action}`, body, session);
};
const authCode = async (): Promise<unknown> => (await demo.post('/gateway/app/code')).json['authCode'];
const pay = (placed: Reply, more: object = {}): Promise<Reply> =>
  demo.post('/gateway/app/pay', {orderNo: placed.json.orderNo, ...more});
const statusOf = async (number: string): Promise<string> => (await status(number)).json.status;

function assertError(reply: Reply, httpStatus: number, code: string): void {
  assert.deepEqual([reply.status, reply.json.error.code], [httpStatus, code], reply.text);
  assert.deepEqual(Object.keys(reply.json), ['error']);
  assert.deepEqual(Object.keys(reply.json.error), ['code', 'message']);
  assert.match(reply.json.error.message, /^[A-Z].*\.$/, 'the message is one sentence');
  assert.doesNotMatch(reply.text, /\bat .*:\d+|\.ts|node:|node_modules/, 'no stack trace');
}

describe('POST /api/orders', () => {
  it('answers 201 with a CheckoutOrder', async () => {
    const {status: httpStatus, json, headers} = await order();
    assert.equal(httpStatus, 201);
    const {merchantOrderNo, orderNo, tokenUrl, ...rest} = json;
    assert.deepEqual(
      {...rest},
      {
        paySceneCode: 'DYNQR',
        sku: 'mug',
        totalAmount: {amount: '25.00', currency: 'AED'},
        subject: 'Karak mug',
        subjectAr: 'كوب كرك',
        requestTime: demo.clock.now(),
        expiredTime: demo.clock.now() + 15 * MINUTE,
        status: 'CREATED',
        revoked: false,
      },
    );
    assert.match(merchantOrderNo, /^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    assert.match(orderNo, /^\d+$/);
    assert.match(tokenUrl, /^https:\/\/qr\.payby\.test\?BIZ_TYPE=202&ft=[0-9a-f]{32}&t=\d+$/);
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('gives every order a number of its own', async () => {
    const numbers = new Set<string>();
    for (let count = 0; count < 20; count += 1) numbers.add((await order()).json.merchantOrderNo);
    assert.equal(numbers.size, 20);
  });

  it('sets expiredTime from expiresInMs, or from the scene without it', async () => {
    const lifetimeMs = async (change: object): Promise<number> =>
      (await order(change)).json.expiredTime - demo.clock.now();
    assert.equal(await lifetimeMs({}), 15 * MINUTE);
    assert.equal(await lifetimeMs({paySceneCode: 'CASHTOPUP', sku: 'coins-60'}), 24 * HOUR);
    assert.equal(await lifetimeMs({paySceneCode: 'QRPAY', authCode: await authCode()}), 2 * MINUTE);
    assert.equal(await lifetimeMs({expiresInMs: 60_000}), MINUTE);
    assert.equal(await lifetimeMs({expiresInMs: 172_800_000}), 48 * HOUR);
  });

  it('names the game in the subject of an order for coins', async () => {
    const {json} = await order({paySceneCode: 'CASHTOPUP', sku: 'coins-500'});
    assert.match(String(json['subject']), /Sand Racer.*500 coins/);
    assert.deepEqual(json['totalAmount'], {amount: '36.00', currency: 'AED'});
  });

  it('takes price, names and scene of an item from the catalogue, whatever the page says', async () => {
    const {json} = await order({subject: '3000 coins', subjectAr: 'عملات'});
    assert.deepEqual([json['sku'], json['subject'], json['subjectAr']], ['mug', 'Karak mug', 'كوب كرك']);
    const staff = await demo.staff();
    const {json: details} = await demo.get(`/api/admin/orders/${json.merchantOrderNo}`, staff);
    assert.equal((details['order'] as {sku: string}).sku, 'mug', 'it is stored');
    assertError(await order({paySceneCode: 'CASHTOPUP', sku: 'mug'}), 400, 'wrong-scene');
    assertError(await order({paySceneCode: 'DYNQR', sku: 'coins-60'}), 400, 'wrong-scene');
  });

  it('takes an amount only from a till or staff', async () => {
    const free = {paySceneCode: 'DYNQR', amount: '0.01', subject: 'Desk lamp'};
    assertError(await demo.post('/api/orders', free), 401, 'login-needed');
    for (const session of [await demo.till(), await demo.staff()]) {
      const {status: httpStatus, json} = await demo.post('/api/orders', free, session);
      assert.deepEqual([httpStatus, json['sku'], json['subject']], [201, undefined, 'Desk lamp']);
      const foreign = {...session, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example'};
      assertError(await demo.post('/api/orders', free, foreign), 403, 'cross-site');
    }
  });

  it('accepts an amount as a decimal string or a number', async () => {
    for (const amount of ['12.1', 12.1, '12.10']) {
      const {json} = await order({sku: undefined, amount, subject: 'Lunch'});
      assert.deepEqual([json['totalAmount'], json['subject']], [{amount: '12.10', currency: 'AED'}, 'Lunch']);
    }
  });

  it('answers PAID_SUCCESS and no tokenUrl for a QRPAY order below AED 500', async () => {
    const {json} = await order({paySceneCode: 'QRPAY', authCode: await authCode()});
    assert.deepEqual([json.status, json.tokenUrl], ['PAID_SUCCESS', undefined]);
  });

  it('answers 422 auth-code-refused for an auth code that was used before', async () => {
    const used = await authCode();
    await order({paySceneCode: 'QRPAY', authCode: used});
    assertError(await order({paySceneCode: 'QRPAY', authCode: used}), 422, 'auth-code-refused');
  });

  it('keeps auth codes out of logs and responses, and whole order numbers and tokens out of logs', async () => {
    const code = String(await authCode());
    const placed = await order({paySceneCode: 'QRPAY', sku: undefined, amount: '600', authCode: code});
    const refused = await order({paySceneCode: 'QRPAY', authCode: code});
    const shown = await order();
    const texts = [placed.text, refused.text, ...demo.lines].join('\n');
    assert.ok(demo.lines.length >= 3);
    assert.equal(texts.includes(code), false);
    const logged = demo.lines.join('\n');
    assert.equal(logged.includes(shown.json.merchantOrderNo), false);
    assert.equal(logged.includes('ft='), false);
    assert.equal(
      logged.includes(shown.json.merchantOrderNo.slice(0, 6)),
      true,
      'the log shows the start of the order number',
    );
  });
});

describe('POST /api/orders with an order number chosen by the caller', () => {
  const chosen = {merchantOrderNo: 'my-order_1'};

  it('takes the order number from the body or the merchantOrderNo header', async () => {
    assert.equal((await order(chosen)).json.merchantOrderNo, 'my-order_1');
    assert.equal((await order({}, {merchantOrderNo: 'my-order_2'})).json.merchantOrderNo, 'my-order_2');
  });

  it('answers 201 with the first order when the same request is sent again', async () => {
    const first = await order(chosen);
    await demo.clock.advance(1_000);
    const second = await order(chosen);
    assert.deepEqual([second.status, second.json], [201, first.json]);
  });

  const changes: readonly object[] = [
    {sku: 'lamp'},
    {paySceneCode: 'CASHTOPUP', sku: 'coins-60'},
    {expiresInMs: 61_000},
  ];
  for (const change of changes) {
    it(`answers 409 order-number-taken for another ${Object.keys(change).join()}, and keeps the first order`, async () => {
      await order(chosen);
      assertError(await order({...chosen, ...change}), 409, 'order-number-taken');
      const {json} = await status('my-order_1');
      assert.deepEqual(json['totalAmount'], {amount: '25.00', currency: 'AED'});
    });
  }

  it('answers 409 with PayBy’s code 62016 for another auth code, and keeps the first order', async () => {
    const qrpay = {...chosen, paySceneCode: 'QRPAY'};
    await order({...qrpay, authCode: await authCode()});
    assertError(await order({...qrpay, authCode: await authCode()}), 409, '62016');
    assert.equal(await statusOf('my-order_1'), 'PAID_SUCCESS');
  });

  it('reports FAILURE after PayBy refused the order, and places it when it is sent again', async () => {
    const qrpay = {...chosen, paySceneCode: 'QRPAY'};
    assertError(await order({...qrpay, authCode: '20007900T400690098F'}), 422, 'auth-code-refused');
    assert.equal(await statusOf('my-order_1'), 'FAILURE');
    const again = await order({...qrpay, authCode: await authCode()});
    assert.deepEqual([again.status, again.json.status], [201, 'PAID_SUCCESS']);
    assert.equal(await statusOf('my-order_1'), 'PAID_SUCCESS');
  });
});

describe('POST /api/orders with an invalid body', () => {
  const bodies: readonly (readonly [string, unknown, string])[] = [
    ['truncated JSON', '{"paySceneCode":', 'bad-json'],
    ['plain text', 'hello', 'bad-json'],
    ['a JSON array', '[]', 'bad-json'],
    ['JSON null', 'null', 'bad-json'],
    ['an empty body', '', 'unknown-scene'],
    ['an unknown scene', {paySceneCode: 'DYNQR2', sku: 'mug'}, 'unknown-scene'],
    ['a scene in lower case', {paySceneCode: 'dynqr', sku: 'mug'}, 'unknown-scene'],
    [
      'a scene named like a property of Object.prototype',
      {paySceneCode: 'constructor', sku: 'mug'},
      'unknown-scene',
    ],
    ['an amount of 0', {paySceneCode: 'DYNQR', amount: '0.00'}, 'bad-amount'],
    ['an amount of -1', {paySceneCode: 'DYNQR', amount: '-1'}, 'bad-amount'],
    ['an amount of -0.01 as a number', {paySceneCode: 'DYNQR', amount: -0.01}, 'bad-amount'],
    ['an amount of 13 digits', {paySceneCode: 'DYNQR', amount: '1234567890123'}, 'bad-amount'],
    ['an amount with 3 decimals', {paySceneCode: 'DYNQR', amount: '1.234'}, 'bad-amount'],
    ['an amount with 3 decimals as a number', {paySceneCode: 'DYNQR', amount: 1.234}, 'bad-amount'],
    ['an amount in words', {paySceneCode: 'DYNQR', amount: 'ten'}, 'bad-amount'],
    ['an amount with an exponent', {paySceneCode: 'DYNQR', amount: '1e3'}, 'bad-amount'],
    ['an amount that is null', {paySceneCode: 'DYNQR', amount: null}, 'bad-amount'],
    ['neither sku nor amount', {paySceneCode: 'DYNQR'}, 'bad-order'],
    ['both sku and amount', {paySceneCode: 'DYNQR', sku: 'mug', amount: '1'}, 'bad-order'],
    ['an unknown sku', {paySceneCode: 'DYNQR', sku: 'yacht'}, 'unknown-sku'],
    ['QRPAY without an auth code', {paySceneCode: 'QRPAY', sku: 'mug'}, 'missing-auth-code'],
    [
      'QRPAY with a line break in its auth code',
      {paySceneCode: 'QRPAY', sku: 'mug', authCode: 'a\nb'},
      'missing-auth-code',
    ],
    [
      'an expiresInMs just under 60 seconds',
      {paySceneCode: 'DYNQR', sku: 'mug', expiresInMs: 59_999},
      'bad-expiry',
    ],
    [
      'an expiresInMs just over 48 hours',
      {paySceneCode: 'DYNQR', sku: 'mug', expiresInMs: 172_800_001},
      'bad-expiry',
    ],
    ['an expiresInMs in words', {paySceneCode: 'DYNQR', sku: 'mug', expiresInMs: 'long'}, 'bad-expiry'],
    [
      'an order number with a slash',
      {paySceneCode: 'DYNQR', sku: 'mug', merchantOrderNo: 'a/b'},
      'bad-order-number',
    ],
    [
      'an order number of 65 characters',
      {paySceneCode: 'DYNQR', sku: 'mug', merchantOrderNo: 'x'.repeat(65)},
      'bad-order-number',
    ],
    ['a subject of 65 characters', {paySceneCode: 'DYNQR', sku: 'mug', subject: 'x'.repeat(65)}, 'bad-text'],
    ['a subject of one space', {paySceneCode: 'DYNQR', sku: 'mug', subject: ' '}, 'bad-text'],
  ];
  for (const [title, body, code] of bodies) {
    it(`answers 400 ${code} for ${title}`, async () => {
      assertError(await demo.post('/api/orders', body, await demo.till()), 400, code);
    });
  }

  it('answers 400 for bytes that are not UTF-8', async () => {
    const response = await fetch(`${demo.url}/api/orders`, {
      method: 'POST',
      body: Buffer.of(0x22, 0xff, 0x22),
      headers: {'Content-Type': 'application/json'},
    });
    assert.equal(response.status, 400);
  });

  it('answers 413 above 64 kB, with and without Content-Length, and reads 64 kB', async () => {
    const sized = (size: number): string => JSON.stringify({subject: 'x'.repeat(size - 14)});
    assert.equal(sized(100).length, 100);
    assertError(await demo.post('/api/orders', sized(64 * 1024)), 400, 'unknown-scene');
    assertError(await demo.post('/api/orders', sized(64 * 1024 + 1)), 413, 'body-too-large');
    const body = new Blob([sized(200_000)]).stream();
    const streaming: RequestInit & {duplex: 'half'} = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: {'Content-Type': 'application/json'},
    };
    const streamed = await fetch(`${demo.url}/api/orders`, streaming);
    assert.equal(streamed.status, 413);
    assertError(await demo.post('/payby/notify', sized(70_000)), 413, 'body-too-large');
  });
});

describe('merchantApp', () => {
  const actions = ['cancel', 'revoke', 'refund', 'extend', 'guide'];
  it('answers 404 unknown-order on every route of an order that does not exist', async () => {
    for (const action of actions) assertError(await command('nobody', action), 404, 'unknown-order');
    assertError(await status('nobody'), 404, 'unknown-order');
    assertError(await status('constructor'), 404, 'unknown-order');
    assertError(await status('%252e%252e%252fskus'), 404, 'unknown-order');
    assertError(await demo.get('/api/orders/nobody/events'), 404, 'unknown-order');
  });
});

describe('route', () => {
  it('answers 405 with the allowed methods in Allow for any other method', async () => {
    const wrong: readonly (readonly [string, string, string])[] = [
      ['GET', '/api/orders', 'POST'],
      ['DELETE', '/api/orders', 'POST'],
      ['POST', '/api/skus', 'GET, HEAD'],
      ['POST', '/api/orders/x/status', 'GET, HEAD'],
      ['PUT', '/api/orders/x/cancel', 'POST'],
      ['GET', '/payby/notify', 'POST'],
      ['POST', '/store', 'GET, HEAD'],
      ['GET', '/gateway/app/pay', 'POST'],
      ['GET', '/gateway/sgs/api/acquire2/placeOrder', 'POST'],
    ];
    for (const [method, path, allow] of wrong) {
      const response = await fetch(demo.url + path, {method});
      const {error} = (await response.json()) as {error: {code: string}};
      const got = [response.status, error.code, response.headers.get('allow')];
      assert.deepEqual(got, [405, 'method-not-allowed', allow], `${method} ${path}`);
    }
  });
});

describe('jsonApp', () => {
  it('answers 404 not-found for an unknown path', async () => {
    for (const path of ['/api', '/api/nothing', '/nothing', '/gateway/nothing']) {
      assertError(await demo.get(path), 404, 'not-found');
    }
  });
});

describe('GET /api/orders/{merchantOrderNo}/status', () => {
  it('answers only the fields that a payer may read', async () => {
    const placed = await order();
    const {merchantOrderNo, orderNo} = placed.json;
    await demo.post('/gateway/app/scan', {tokenUrl: placed.json.tokenUrl});
    const scanned = await status(merchantOrderNo);
    assert.deepEqual([scanned.json['scanned'], scanned.json.status], [true, 'CREATED']);
    await pay(placed);
    await demo.clock.advance(2_000);
    const {json} = await status(merchantOrderNo);
    assert.deepEqual(json, {
      merchantOrderNo,
      orderNo,
      status: 'PAID_SUCCESS',
      totalAmount: {amount: '25.00', currency: 'AED'},
      revoked: false,
      expiredTime: placed.json.expiredTime,
      paymentInfo: {paidAmount: {amount: '25.00', currency: 'AED'}, paidTime: demo.clock.now() - 2_000},
      payer: {mobileNumberMask: '+971-50*17'},
      scanned: true,
      serverTime: demo.clock.now(),
    });
  });

  it('answers no-store and an ETag that time does not change, and 304 for a known ETag', async () => {
    const {merchantOrderNo} = (await order()).json;
    const first = await status(merchantOrderNo);
    const tag = first.headers.get('etag') ?? '';
    assert.match(tag, /^(W\/)?"[^"]+"$/);
    assert.equal(first.headers.get('cache-control'), 'no-store');
    await demo.clock.advance(5_000);
    assert.equal((await status(merchantOrderNo)).headers.get('etag'), tag);
    for (const known of [tag, tag.replace('W/', ''), `"other", ${tag}`, '*']) {
      const reply = await status(merchantOrderNo, {'If-None-Match': known});
      assert.deepEqual([reply.status, reply.text, reply.headers.get('etag')], [304, '', tag]);
    }
    assert.equal((await status(merchantOrderNo, {'If-None-Match': '"other"'})).status, 200);
    await command(merchantOrderNo, 'cancel');
    assert.equal((await status(merchantOrderNo, {'If-None-Match': tag})).status, 200);
  });

  it('answers FAILURE with the reason "expired" at expiredTime, also when it was polled 1 ms before', async () => {
    const {merchantOrderNo} = (await order({expiresInMs: 60_000})).json;
    await demo.clock.advance(MINUTE - 1);
    assert.equal(await statusOf(merchantOrderNo), 'CREATED');
    await demo.clock.advance(1);
    const {json} = await status(merchantOrderNo);
    assert.deepEqual([json.status, json['reason'], json['failCode']], ['FAILURE', 'expired', undefined]);
  });

  it('answers SETTLED within 20 seconds of the payment', async () => {
    const placed = await order();
    await pay(placed);
    await demo.clock.advance(20_000);
    assert.equal(await statusOf(placed.json.merchantOrderNo), 'SETTLED');
  });

  it('stays CREATED after the payer declined, who may then pay', async () => {
    const placed = await order();
    await demo.post('/gateway/app/refuse', {orderNo: placed.json.orderNo});
    await demo.clock.advance(5_000);
    assert.equal(await statusOf(placed.json.merchantOrderNo), 'CREATED');
    await pay(placed);
    await demo.clock.advance(5_000);
    assert.equal(await statusOf(placed.json.merchantOrderNo), 'PAID_SUCCESS');
  });

  it('answers a limit of the payer in words with a next step', async () => {
    await demo.post('/gateway/control/settings', {paymentFailure: '92001'});
    const {authCode} = (await demo.post('/gateway/app/code')).json as unknown as {authCode: string};
    const placed = await order({paySceneCode: 'QRPAY', authCode}, await demo.till());
    const {json} = await status(placed.json.merchantOrderNo);
    assert.deepEqual([json.status, json['reason'], json['failCode']], ['FAILURE', 'limit', '92001']);
    assert.match(String(json['failDes']), /above the limit of this account.*another way/);
  });

  it('answers no reversal for an order that was revoked before it was paid', async () => {
    const {merchantOrderNo} = (await order()).json;
    await command(merchantOrderNo, 'revoke');
    const {json} = await status(merchantOrderNo);
    assert.deepEqual([json.status, json['revoked'], json['reason']], ['FAILURE', false, 'cancelled']);
  });
});

describe('POST /api/orders/{merchantOrderNo}/cancel', () => {
  it('cancels an unpaid order, and answers 409 order-closed the second time', async () => {
    const {merchantOrderNo} = (await order()).json;
    const {status: httpStatus, json} = await command(merchantOrderNo, 'cancel');
    assert.deepEqual([httpStatus, json.status, json['reason']], [200, 'FAILURE', 'cancelled']);
    assertError(await command(merchantOrderNo, 'cancel'), 409, 'order-closed');
  });

  it('answers 409 order-paid after a payment, and the status is PAID_SUCCESS at once', async () => {
    const placed = await order();
    const {merchantOrderNo} = placed.json;
    await status(merchantOrderNo);
    await pay(placed);
    assertError(await command(merchantOrderNo, 'cancel'), 409, 'order-paid');
    assert.equal(await statusOf(merchantOrderNo), 'PAID_SUCCESS');
  });
});

describe('POST /api/orders/{merchantOrderNo}/revoke', () => {
  it('revokes a paid order, which is still revoked a minute later', async () => {
    const placed = await order();
    await pay(placed);
    const {json} = await command(placed.json.merchantOrderNo, 'revoke');
    assert.equal(json['revoked'], true);
    await demo.clock.advance(MINUTE);
    assert.equal((await status(placed.json.merchantOrderNo)).json['revoked'], true);
  });
});

describe('POST /api/orders/{merchantOrderNo}/refund', () => {
  it('refunds a part, then the rest, then answers 409 refund-too-large', async () => {
    const placed = await order();
    const {merchantOrderNo} = placed.json;
    assertError(await command(merchantOrderNo, 'refund'), 409, '62015');
    await pay(placed);
    const part = await command(merchantOrderNo, 'refund', {amount: '10.10', refundMerchantOrderNo: 'r-1'});
    assert.deepEqual(
      {...part.json},
      {
        merchantOrderNo,
        refundMerchantOrderNo: 'r-1',
        status: 'REFUNDED_SETTLED',
        amount: '10.10',
        currency: 'AED',
        refundedAmount: '10.10',
      },
    );
    assertError(await command(merchantOrderNo, 'refund', {amount: '14.91'}), 409, 'refund-too-large');
    assertError(await command(merchantOrderNo, 'refund', {amount: '1.234'}), 400, 'bad-amount');
    assert.equal((await command(merchantOrderNo, 'refund')).json['amount'], '14.90');
    assertError(await command(merchantOrderNo, 'refund'), 409, 'refund-too-large');
    const again = await command(merchantOrderNo, 'refund', {refundMerchantOrderNo: 'r-1'});
    assert.deepEqual(
      [again.status, again.json['refundedAmount']],
      [200, '25.00'],
      'a repeated refund number is refunded once',
    );
  });
});

describe('POST /api/orders/{merchantOrderNo}/extend', () => {
  it('moves expiredTime, so the order is still open after its first expiredTime', async () => {
    const placed = await order({expiresInMs: 60_000});
    const {merchantOrderNo, expiredTime} = placed.json;
    assert.deepEqual((await command(merchantOrderNo, 'extend', {byMs: 60_000})).json, {
      expiredTime: expiredTime + MINUTE,
    });
    const newExpiry = expiredTime + 5 * MINUTE;
    assert.deepEqual((await command(merchantOrderNo, 'extend', {expiredTime: newExpiry})).json, {
      expiredTime: newExpiry,
    });
    await demo.clock.advance(2 * MINUTE);
    const {json} = await status(merchantOrderNo);
    assert.deepEqual([json.status, json.expiredTime], ['CREATED', newExpiry]);
    for (const bad of [{}, {byMs: -1}, {byMs: 0}, {byMs: '60000'}, {expiredTime: 'soon'}]) {
      assertError(await command(merchantOrderNo, 'extend', bad), 400, 'bad-expiry');
    }
    assertError(await command(merchantOrderNo, 'extend', {expiredTime: demo.clock.now()}), 400, '62089');
    assertError(await command(merchantOrderNo, 'extend', {byMs: 16 * 24 * HOUR}), 400, '62089');
  });
});

describe('POST /api/orders/{merchantOrderNo}/guide', () => {
  it('sends the payment instructions, and logs no phone number', async () => {
    const {merchantOrderNo} = (await order({paySceneCode: 'CASHTOPUP', sku: 'coins-60'})).json;
    const sent = await command(merchantOrderNo, 'guide', {phone: '+971 50 123 4567'});
    assert.deepEqual([sent.status, sent.json], [200, {sent: true}]);
    assert.doesNotMatch(demo.lines.join('\n'), /123.?4567/);
    for (const phone of [undefined, '', '12', 'call me', 5, '1'.repeat(16)]) {
      assertError(await command(merchantOrderNo, 'guide', {phone}), 400, 'bad-phone');
    }
    await command(merchantOrderNo, 'cancel');
    assertError(await command(merchantOrderNo, 'guide', {phone: '0501234567'}), 409, 'order-closed');
  });
});

describe('POST /gateway/pos/pay', () => {
  it('pays a cash order, and its status becomes PAID_SUCCESS', async () => {
    const placed = await order({paySceneCode: 'CASHTOPUP', sku: 'coins-1200'});
    const scanned = await demo.post('/gateway/pos/scan', {tokenUrl: placed.json.tokenUrl});
    assert.equal(scanned.status, 200);
    await demo.post('/gateway/pos/pay', {orderNo: placed.json.orderNo, password: '4321'});
    await until(
      async () => (await statusOf(placed.json.merchantOrderNo)) === 'PAID_SUCCESS',
      'the status is PAID_SUCCESS',
    );
    assert.equal((await demo.get('/gateway/pos')).json['balance'], '415.00');
  });
});

describe('GET /api/skus', () => {
  it('lists every sku with its amount as a string', async () => {
    const {json} = await demo.get('/api/skus');
    const skus = json['skus'] as {sku: string; amount: string; paySceneCode: string}[];
    assert.deepEqual(
      skus.map(({sku, amount, paySceneCode}) => `${sku} ${amount} ${paySceneCode}`),
      [
        'mug 25.00 DYNQR',
        'dates 48.50 DYNQR',
        'lamp 129.00 DYNQR',
        'coins-60 5.00 CASHTOPUP',
        'coins-500 36.00 CASHTOPUP',
        'coins-1200 85.00 CASHTOPUP',
        'coins-3000 199.00 CASHTOPUP',
      ],
    );
  });
});
