/** The merchant's server with a scripted PayBy: notifications, status queries, and orders without an answer. */
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {
  createDemo,
  MINUTE,
  serveRequests,
  twoKeyPairs,
  until,
  type TestDemo,
  type Reply,
  type Served,
} from '../support/demo.js';

/** Long enough not to be guessed: the number is a payer's only credential. */
const NUMBER = 'order-1-0123456789abcdef';

/** What the scripted PayBy answers, correctly signed; `undefined` for no answer. */
type Script = (path: string, biz: Record<string, unknown>) => object | undefined;

let keys: [KeyPair, KeyPair];
let payby: Served;
let demo: TestDemo;
let script: Script;
let calls: string[];

before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  calls = [];
  script = honest({});
  payby = await serveRequests((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const {bizContent} = JSON.parse(Buffer.concat(chunks).toString()) as {
        bizContent: Record<string, unknown>;
      };
      calls.push((request.url ?? '').replace('/acquire2/', ''));
      const answer = script(calls.at(-1) ?? '', bizContent);
      if (!answer) return;
      const body = Buffer.from(JSON.stringify(answer));
      response.writeHead(200, {sign: signBytes(body, keys[1].privateKey)}).end(body);
    });
  });
  const [{privateKey}, {publicKey: paybyPublicKey}] = keys;
  const gateway = {kind: 'remote', baseUrl: payby.url, partnerId: '1', privateKey, paybyPublicKey} as const;
  demo = await createDemo({gateway, publicUrl: 'https://shop.test', trustedProxies: ['10.0.0.1']});
});
afterEach(async () => {
  await demo.close();
  await payby.close();
});

const acquireOrder = (change: object): object => ({
  merchantOrderNo: NUMBER,
  orderNo: '77',
  status: 'CREATED',
  totalAmount: {amount: 25, currency: 'AED'},
  revoked: 'false',
  ...change,
});
const success = (body: object): object => ({head: {applyStatus: 'SUCCESS', code: '0'}, body});
const refusal = (code: string): object => ({head: {applyStatus: 'FAIL', code, msg: 'no'}});

const honest =
  (change: object): Script =>
  (path) =>
    path === 'getCashierUrlInfo'
      ? success({})
      : success({
          acquireOrder: acquireOrder(change),
          interActionParams: {tokenUrl: 'https://qr.payby.test?ft=1'},
        });

const order = (change: object = {}): Promise<Reply> =>
  demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug', merchantOrderNo: NUMBER, ...change});
const status = (): Promise<Reply> => demo.get(`/api/orders/${NUMBER}/status`);

function notify(body: object | string, sign?: string): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return demo.post('/payby/notify', text, {sign: sign ?? signBytes(Buffer.from(text), keys[1].privateKey)});
}
const notification = (change: object, notifyId = 'n-1'): object => ({
  notify_id: notifyId,
  notify_timestamp: demo.clock.now(),
  _input_charset: 'UTF-8',
  acquireOrder: acquireOrder(change),
});
const paid = (change: object = {}): object => ({
  status: 'PAID_SUCCESS',
  paymentInfo: {paidAmount: {amount: 25, currency: 'AED'}, paidTime: demo.clock.now()},
  ...change,
});
/** The reply to a call, advancing the clock in steps of 500 ms until it comes. */
async function whileTimePasses(call: Promise<Reply>): Promise<Reply> {
  let reply: Reply | undefined;
  void call.then((result) => (reply = result));
  await until(async () => {
    if (!reply) await demo.clock.advance(500);
    return reply !== undefined;
  }, 'the server answers');
  return call;
}
const paidLines = (): number => demo.lines.filter((line) => line.includes('PAID_SUCCESS')).length;

describe('POST /payby/notify', () => {
  it('stores a signed notification and answers SUCCESS', async () => {
    await order();
    const reply = await notify(notification(paid()));
    assert.deepEqual([reply.status, reply.json], [200, {response: 'SUCCESS'}]);
    script = () => undefined; // PayBy answers no query, and the payment is known all the same
    assert.equal((await whileTimePasses(status())).json.status, 'PAID_SUCCESS');
  });

  it('stores a repeated notification once and answers SUCCESS every time', async () => {
    await order();
    for (let times = 0; times < 3; times += 1) {
      assert.deepEqual((await notify(notification(paid()))).json, {response: 'SUCCESS'});
    }
    const together = await Promise.all([
      notify(notification(paid(), 'n-2')),
      notify(notification(paid(), 'n-2')),
    ]);
    assert.deepEqual(
      together.map(({status: code}) => code),
      [200, 200],
    );
    assert.equal(paidLines(), 1);
  });

  it('ignores another body under the same notify_id', async () => {
    await order();
    await notify(notification(paid()));
    assert.equal((await notify(notification(paid({revoked: 'true'})))).status, 200);
    assert.equal((await status()).json['revoked'], false);
  });

  it('accepts the repetition of a notification that it refused', async () => {
    assert.equal((await notify(notification(paid()))).status, 404);
    await order();
    assert.equal((await notify(notification(paid()))).status, 200);
    assert.equal(paidLines(), 1);
  });

  it('answers 401 and stores nothing when the signature is missing, of another key or over other bytes', async () => {
    await order();
    const text = JSON.stringify(notification(paid()));
    const good = signBytes(Buffer.from(text), keys[1].privateKey);
    const refused = [
      await notify(text.replace('PAID_SUCCESS', 'PAID_SUCCES5'), good),
      await notify(`${text} `, good),
      await notify(text, ''),
      await notify(text, signBytes(Buffer.from(text), keys[0].privateKey)),
    ];
    for (const reply of refused)
      assert.deepEqual([reply.status, reply.json.error.code], [401, 'bad-signature']);
    assert.equal((await status()).json.status, 'CREATED');
  });

  const timely: readonly (readonly [string, (now: number) => unknown])[] = [
    ['that is a day old, the end of PayBy’s schedule', (now) => now - 1_462 * MINUTE],
    ['that is a month old', (now) => now - 31 * 24 * 60 * MINUTE],
    ['of 16 minutes ahead', (now) => now + 16 * MINUTE],
    ['that is missing', () => undefined],
    ['that is no number', () => 'yesterday'],
  ];
  for (const [title, timestamp] of timely) {
    it(`applies a notification with a notify_timestamp ${title}, once`, async () => {
      await order();
      const body = {...notification(paid()), notify_timestamp: timestamp(demo.clock.now())};
      for (let times = 0; times < 2; times += 1) assert.equal((await notify(body)).status, 200);
      assert.equal((await status()).json.status, 'PAID_SUCCESS');
      assert.equal(paidLines(), 1);
    });
  }

  interface StaffAlert {
    readonly kind: string;
    readonly message: string;
    readonly merchantOrderNo?: string;
  }
  const staffAlerts = async (): Promise<readonly StaffAlert[]> =>
    (await demo.get('/api/admin/alerts', await demo.staff())).json['alerts'] as readonly StaffAlert[];
  const others: readonly (readonly [string, string, object])[] = [
    [
      'chargeback',
      'acquireChargeback',
      {
        chargebackTime: 1,
        payAmount: {amount: 25, currency: 'AED'},
        chargebackAmount: {amount: '12.50', currency: 'AED'},
        caseType: 'FRAUD',
        partnerId: '200000012345',
      },
    ],
    ['chargeback', 'acquireChargeback', {}],
    ['void', 'voidOrder', {status: 'VOID'}],
  ];
  for (const [kind, field, facts] of others) {
    it(`answers SUCCESS to ${field} ${JSON.stringify(facts)}, stores it once, and alerts staff`, async () => {
      await order();
      await notify(notification(paid()));
      for (const name of [{merchantOrderNo: NUMBER}, {orderNo: '77'}]) {
        const body = {notify_id: `n-${Object.keys(name).join()}`, [field]: {...facts, ...name}};
        for (let times = 0; times < 2; times += 1) {
          assert.deepEqual((await notify(body)).json, {response: 'SUCCESS'});
        }
      }
      const found = (await staffAlerts()).filter((alert) => alert.kind === kind);
      assert.deepEqual(
        found.map(({merchantOrderNo}) => merchantOrderNo),
        [NUMBER, NUMBER],
        'one for each notification',
      );
      const {timeline} = (await demo.get(`/api/admin/orders/${NUMBER}`, await demo.staff()))
        .json as unknown as {
        timeline: readonly {kind: string}[];
      };
      assert.equal(timeline.filter((event) => event.kind === kind).length, 2);
      assert.equal((await status()).json.status, 'PAID_SUCCESS', 'the order is as it was');
    });

    it(`answers SUCCESS to ${field} ${JSON.stringify(facts)} of an unknown order, and alerts staff`, async () => {
      const linesBefore = demo.lines.length;
      for (const name of [{merchantOrderNo: 'nobody'}, {}]) {
        const body = {notify_id: `n-${Object.keys(name).join()}`, [field]: {...facts, ...name}};
        assert.deepEqual((await notify(body)).json, {response: 'SUCCESS'});
      }
      const kinds = (await staffAlerts()).map((alert) => alert.kind);
      assert.deepEqual(kinds, [kind, kind]);
      const logged = demo.lines.slice(linesBefore).filter((line) => line.includes('"level":"alert"'));
      assert.equal(logged.length, 2, 'and whoever watches the log');
    });
  }

  const mismatched: readonly (readonly [string, object])[] = [
    ['another amount', {totalAmount: {amount: 2.5, currency: 'AED'}}],
    ['another currency', {totalAmount: {amount: 25, currency: 'USD'}}],
  ];
  for (const [title, change] of mismatched) {
    it(`answers 409 and stores nothing for ${title}`, async () => {
      await order();
      const reply = await notify(notification(paid(change)));
      assert.deepEqual([reply.status, reply.json.error.code], [409, 'mismatched-notification']);
      assert.equal((await status()).json.status, 'CREATED');
      assert.ok(demo.lines.some((line) => line.includes('"level":"alert","kind":"mismatched-notification"')));
    });
  }

  it('answers 404 for an unknown order', async () => {
    const reply = await notify(notification(paid({merchantOrderNo: 'order-9'})));
    assert.equal(reply.status, 404);
  });

  it('answers 400 for a signed body that is no notification', async () => {
    assert.equal((await notify('{}')).status, 400);
    assert.equal((await notify('<html>')).status, 400);
  });

  it('never reverts a payment when notifications arrive out of order', async () => {
    await order();
    await notify(notification(paid({status: 'SETTLED'}), 'n-1'));
    await notify(notification(paid(), 'n-2'));
    await notify(notification({status: 'CREATED'}, 'n-3'));
    await notify(notification({status: 'FAILURE', failCode: 'ORDER_EXPIRED'}, 'n-4'));
    await notify(notification({status: 'A_NEW_WORD'}, 'n-5'));
    const {json} = await status();
    assert.deepEqual([json.status, json['failCode']], ['SETTLED', undefined]);
    await notify(notification(paid({revoked: 'true'}), 'n-6'));
    await notify(notification(paid(), 'n-7'));
    assert.equal((await status()).json['revoked'], true);
  });

  it('replaces a failure by a later payment', async () => {
    await order();
    await notify(notification({status: 'FAILURE', failCode: 'ORDER_EXPIRED'}, 'n-1'));
    assert.equal((await status()).json.status, 'FAILURE');
    await notify(notification(paid(), 'n-2'));
    assert.equal((await status()).json.status, 'PAID_SUCCESS');
  });

  const spellings: readonly (readonly [string, (order: object, params: object) => object])[] = [
    ['interActionParams', (acquireOrder, params) => ({acquireOrder, interActionParams: params})],
    ['interactionParams', (acquireOrder, params) => ({acquireOrder, interactionParams: params})],
    [
      'interActionParams in the acquireOrder',
      (acquireOrder, params) => ({acquireOrder: {...acquireOrder, interActionParams: params}}),
    ],
    [
      'interactionParams in the acquireOrder',
      (acquireOrder, params) => ({acquireOrder: {...acquireOrder, interactionParams: params}}),
    ],
    [
      'interActionParams beside an empty interactionParams',
      (acquireOrder, params) => ({acquireOrder, interactionParams: {}, interActionParams: params}),
    ],
  ];
  for (const [title, body] of spellings) {
    it(`reads the token of ${title}, and amounts that are strings`, async () => {
      const totalAmount = {amount: '25.00', currency: 'AED'};
      script = (path, biz) =>
        path === 'placeOrder'
          ? success(body(acquireOrder({totalAmount}), {tokenUrl: 'https://qr.payby.test?ft=1'}))
          : honest({totalAmount})(path, biz);
      assert.equal((await order()).json.tokenUrl, 'https://qr.payby.test?ft=1');
      const paidAmount = {amount: '24.90', currency: 'AED'};
      await notify(notification(paid({totalAmount, paymentInfo: {paidAmount, paidTime: demo.clock.now()}})));
      const {json} = await status();
      const {paymentInfo} = json as unknown as {paymentInfo: {paidAmount: object}};
      assert.deepEqual([json.status, paymentInfo.paidAmount], ['PAID_SUCCESS', paidAmount]);
    });
  }

  it('accepts a payment that arrives before the answer to placeOrder', async () => {
    script = (path, biz) => {
      if (path === 'placeOrder') void notify(notification(paid()));
      return honest({})(path, biz);
    };
    await order();
    await until(() => paidLines() === 1, 'the notification is stored');
    assert.equal((await status()).json.status, 'PAID_SUCCESS');
  });

  it('stores the end of a refund once', async () => {
    await order();
    script = (path, biz) =>
      path === 'refund/placeOrder'
        ? success({
            refundOrder: {
              refundMerchantOrderNo: 'r-1',
              status: 'CREATED',
              amount: {amount: 5, currency: 'AED'},
            },
          })
        : honest({})(path, biz);
    const refund = async (): Promise<Reply> =>
      demo.post(
        `/api/orders/${NUMBER}/refund`,
        {refundMerchantOrderNo: 'r-1', amount: '5.00'},
        await demo.staff(),
      );
    await notify(notification(paid()));
    assert.equal((await refund()).json.status, 'CREATED');
    const amount = {amount: 5, currency: 'AED'};
    const refundOrder = {
      refundMerchantOrderNo: 'r-1',
      originMerchantOrderNo: NUMBER,
      status: 'SUCCESS',
      amount,
    };
    const refundDone = {notify_id: 'n-9', notify_timestamp: demo.clock.now(), refundOrder};
    assert.equal((await notify(refundDone)).status, 200);
    assert.equal((await notify(refundDone)).status, 200);
    const {json} = await refund();
    assert.deepEqual([json.status, json['refundedAmount']], ['SUCCESS', '5.00']);
  });
});

describe('GET /api/orders/:merchantOrderNo/status', () => {
  const count = (): number => calls.filter((path) => path === 'getOrder').length;

  it('queries PayBy once for 12 concurrent requests', async () => {
    await order();
    const replies = await Promise.all(Array.from({length: 12}, status));
    assert.deepEqual(new Set(replies.map(({json}) => json.status)), new Set(['CREATED']));
    assert.equal(count(), 1);
  });

  it('does not query PayBy again after a final status', async () => {
    await order();
    script = honest(paid({status: 'SETTLED'}));
    await status();
    await demo.clock.advance(MINUTE);
    await status();
    assert.equal(count(), 1);
  });

  it('answers 503 with Retry-After, never an old "unpaid", when PayBy fails', async () => {
    await order();
    script = () => refusal('500');
    const reply = await status();
    assert.deepEqual([reply.status, reply.json.error.code], [503, 'payby-unavailable']);
    assert.match(reply.headers.get('retry-after') ?? '', /^\d+$/);
  });

  it('answers 502 and stores nothing when PayBy answers about another order or amount', async () => {
    await order();
    for (const change of [{merchantOrderNo: 'order-2'}, {totalAmount: {amount: 2, currency: 'AED'}}]) {
      script = honest(paid(change));
      const reply = await status();
      assert.deepEqual([reply.status, reply.json.error.code], [502, 'payby-mismatch']);
      await demo.clock.advance(2_000);
    }
    script = honest({});
    assert.equal((await status()).json.status, 'CREATED');
  });
});

describe('POST /api/orders', () => {
  it('answers 504 when PayBy does not answer, and finds the order later', async () => {
    script = () => undefined;
    const reply = await whileTimePasses(order());
    assert.deepEqual([reply.status, reply.json.error.code], [504, 'payby-timeout']);
    script = honest(paid());
    // PayBy had the order from the start. A query that was sent before may time out first: pages repeat it
    await until(
      async () => (await whileTimePasses(status())).json.status === 'PAID_SUCCESS',
      'the payment is known',
    );
  });

  it('answers 503 when PayBy times out, and the status is CREATED while PayBy has no such order', async () => {
    script = () => refusal('504');
    assert.equal((await order()).status, 503);
    script = () => refusal('62004');
    const reply = await status();
    assert.deepEqual([reply.status, reply.json.status], [200, 'CREATED']);
    script = honest({});
    assert.equal((await order()).status, 201);
    script = () => refusal('62004');
    await demo.clock.advance(2_000);
    assert.equal((await status()).status, 404, 'PayBy has lost an order that it placed');
  });

  it('sends PayBy the notifyUrl of this server', async () => {
    let notifyUrl: unknown;
    script = (path, biz) => {
      ({notifyUrl} = biz);
      return honest({})(path, biz);
    };
    await order();
    assert.equal(notifyUrl, 'https://shop.test/payby/notify');
  });
});

describe('GET /gateway/app/codes', () => {
  it('answers no-local-gateway when the server uses the real PayBy', async () => {
    const reply = await demo.get('/gateway/app/codes');
    assert.deepEqual([reply.status, reply.json.error.code], [404, 'no-local-gateway']);
  });
});
