/** What the merchant makes of what is posted to its notifyUrl, and of PayBy when it is silent or confused. */
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

/** Long enough not to be guessed: the number is all that a payer needs to show. */
const NUMBER = 'order-1-0123456789abcdef';

/** A PayBy that says whatever the test wants, with a good signature. `undefined` is silence. */
type Script = (path: string, biz: Record<string, unknown>) => object | undefined;

let keys: [KeyPair, KeyPair];
let payby: Served;
let demo: TestDemo;
let script: Script;
let asked: string[];

before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  asked = [];
  script = honest({});
  payby = await serveRequests((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const {bizContent} = JSON.parse(Buffer.concat(chunks).toString()) as {
        bizContent: Record<string, unknown>;
      };
      asked.push((request.url ?? '').replace('/acquire2/', ''));
      const answer = script(asked.at(-1) ?? '', bizContent);
      if (!answer) return;
      const body = Buffer.from(JSON.stringify(answer));
      response.writeHead(200, {sign: signBytes(body, keys[1].privateKey)}).end(body);
    });
  });
  const [{privateKey}, {publicKey: paybyPublicKey}] = keys;
  const gateway = {kind: 'remote', baseUrl: payby.url, partnerId: '1', privateKey, paybyPublicKey} as const;
  demo = await createDemo({gateway, publicUrl: 'https://shop.test'});
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
/** What comes of a call while time goes by, and with it the patience of whoever waits for PayBy. */
async function inTime(call: Promise<Reply>): Promise<Reply> {
  let reply: Reply | undefined;
  void call.then((heard) => (reply = heard));
  await until(async () => {
    if (!reply) await demo.clock.advance(500);
    return reply !== undefined;
  }, 'the server answers');
  return call;
}
const paidLines = (): number => demo.lines.filter((line) => line.includes('PAID_SUCCESS')).length;

describe('a notification', () => {
  it('that PayBy signed is stored and answered with SUCCESS', async () => {
    await order();
    const reply = await notify(notification(paid()));
    assert.deepEqual([reply.status, reply.json], [200, {response: 'SUCCESS'}]);
    script = () => undefined; // PayBy is silent from now on, and the payment is known all the same
    assert.equal((await inTime(status())).json.status, 'PAID_SUCCESS');
  });

  it('counts once, however often it comes, and is always answered with SUCCESS', async () => {
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

  it('is known by its id: what comes under the same one later is not read', async () => {
    await order();
    await notify(notification(paid()));
    assert.equal((await notify(notification(paid({revoked: 'true'})))).status, 200);
    assert.equal((await status()).json['revoked'], 'false');
  });

  it('that was refused is not remembered: PayBy may repeat it', async () => {
    assert.equal((await notify(notification(paid()))).status, 404);
    await order();
    assert.equal((await notify(notification(paid()))).status, 200);
    assert.equal(paidLines(), 1);
  });

  it('with a byte changed, without a signature or with one of our own is refused, and changes nothing', async () => {
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

  it('may be a day late, since PayBy repeats for that long', async () => {
    await order();
    const made = {...notification(paid()), notify_timestamp: demo.clock.now() - 1_462 * MINUTE};
    assert.equal((await notify(made)).status, 200);
  });

  const untimely: readonly (readonly [string, (now: number) => unknown])[] = [
    ['older than any repetition', (now) => now - 25 * 60 * MINUTE],
    ['from the future', (now) => now + 16 * MINUTE],
    ['without a time', () => undefined],
    ['with nonsense for a time', () => 'yesterday'],
  ];
  for (const [title, timestamp] of untimely) {
    it(`${title} is refused, and changes nothing`, async () => {
      await order();
      const body = {...notification(paid()), notify_timestamp: timestamp(demo.clock.now())};
      const reply = await notify(body);
      assert.deepEqual([reply.status, reply.json.error.code], [400, 'stale-notification']);
      assert.equal((await status()).json.status, 'CREATED');
    });
  }

  const foreign: readonly (readonly [string, object])[] = [
    ['another amount', {totalAmount: {amount: 2.5, currency: 'AED'}}],
    ['another currency', {totalAmount: {amount: 25, currency: 'USD'}}],
  ];
  for (const [title, change] of foreign) {
    it(`of ${title} is refused, and changes nothing`, async () => {
      await order();
      const reply = await notify(notification(paid(change)));
      assert.deepEqual([reply.status, reply.json.error.code], [409, 'mismatched-notification']);
      assert.equal((await status()).json.status, 'CREATED');
    });
  }

  it('about an order that is not ours is not accepted', async () => {
    const reply = await notify(notification(paid({merchantOrderNo: 'order-9'})));
    assert.equal(reply.status, 404);
  });

  it('that is nonsense is refused', async () => {
    assert.equal((await notify('{}')).status, 400);
    assert.equal((await notify('<html>')).status, 400);
  });

  it('that comes out of order never moves a payment back', async () => {
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
    assert.equal((await status()).json['revoked'], 'true');
  });

  it('of a late payment beats a failure', async () => {
    await order();
    await notify(notification({status: 'FAILURE', failCode: 'ORDER_EXPIRED'}, 'n-1'));
    assert.equal((await status()).json.status, 'FAILURE');
    await notify(notification(paid(), 'n-2'));
    assert.equal((await status()).json.status, 'PAID_SUCCESS');
  });

  it('of a payment may be faster than the answer to placing the order', async () => {
    script = (path, biz) => {
      if (path === 'placeOrder') void notify(notification(paid()));
      return honest({})(path, biz);
    };
    await order();
    await until(() => paidLines() === 1, 'the notification is taken');
    assert.equal((await status()).json.status, 'PAID_SUCCESS');
  });

  it('of a refund keeps the refund, once', async () => {
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
    const told = {notify_id: 'n-9', notify_timestamp: demo.clock.now(), refundOrder};
    assert.equal((await notify(told)).status, 200);
    assert.equal((await notify(told)).status, 200);
    const {json} = await refund();
    assert.deepEqual([json.status, json['refundedAmount']], ['SUCCESS', '5.00']);
  });
});

describe('asking PayBy', () => {
  const count = (): number => asked.filter((path) => path === 'getOrder').length;

  it('happens once for many pages', async () => {
    await order();
    const replies = await Promise.all(Array.from({length: 12}, status));
    assert.deepEqual(new Set(replies.map(({json}) => json.status)), new Set(['CREATED']));
    assert.equal(count(), 1);
  });

  it('ends with the last word', async () => {
    await order();
    script = honest(paid({status: 'SETTLED'}));
    await status();
    await demo.clock.advance(MINUTE);
    await status();
    assert.equal(count(), 1);
  });

  it('unanswered is an error with a time to try again, never an old "unpaid"', async () => {
    await order();
    script = () => refusal('500');
    const reply = await status();
    assert.deepEqual([reply.status, reply.json.error.code], [503, 'payby-unavailable']);
    assert.match(reply.headers.get('retry-after') ?? '', /^\d+$/);
  });

  it('answered about another order or amount is an error, and believed in nothing', async () => {
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

describe('placing an order that PayBy does not answer', () => {
  it('is an error in time, and the order is not lost', async () => {
    script = () => undefined;
    const reply = await inTime(order());
    assert.deepEqual([reply.status, reply.json.error.code], [504, 'payby-timeout']);
    script = honest(paid());
    // PayBy had it all sideEffects. A question that was put into the silence may fail first: pages ask again
    await until(async () => (await inTime(status())).json.status === 'PAID_SUCCESS', 'the payment is known');
  });

  it('and has never seen is unpaid by its own word', async () => {
    script = () => refusal('504');
    assert.equal((await order()).status, 503);
    script = () => refusal('62004');
    const reply = await status();
    assert.deepEqual([reply.status, reply.json.status], [200, 'CREATED']);
    script = honest({});
    assert.equal((await order()).status, 201);
    script = () => refusal('62004');
    await demo.clock.advance(2_000);
    assert.equal((await status()).status, 404, 'an order that PayBy had is another matter');
  });

  it('tells PayBy where to notify us', async () => {
    let notifyUrl: unknown;
    script = (path, biz) => {
      ({notifyUrl} = biz);
      return honest({})(path, biz);
    };
    await order();
    assert.equal(notifyUrl, 'https://shop.test/payby/notify');
  });

  it('with the real PayBy, there is no stand-in for the phone', async () => {
    const reply = await demo.get('/gateway/app/codes');
    assert.deepEqual([reply.status, reply.json.error.code], [404, 'no-local-gateway']);
  });
});
