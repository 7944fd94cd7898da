import assert from 'node:assert/strict';
import {networkInterfaces} from 'node:os';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {PaybyClient, type PaybyClientOptions} from '../../../demo/payby/client.js';
import {PaybyCode} from '../../../demo/payby/result-codes.js';
import {PaybyClock} from '../../../demo/payby/payby-clock.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {
  clientOf,
  createGateway,
  MINUTE,
  PARTNER,
  serveApp,
  serveRequests,
  twoKeyPairs,
  until,
  type TestGateway,
  type Served,
} from '../support/demo.js';

let keys: [KeyPair, KeyPair];
before(async () => {
  keys = await twoKeyPairs();
});

const paybyError = (code: string, retryable: boolean) => (error: unknown) => {
  assert.ok(error instanceof PaybyError, String(error));
  assert.equal(error.code, code);
  assert.equal(error.retryable, retryable);
  return true;
};

describe('the client and the gateway, over HTTP', () => {
  let bench: TestGateway;
  let served: Served;
  let client: PaybyClient;

  beforeEach(async () => {
    bench = await createGateway({keys});
    served = await serveApp(bench.app);
    client = clientOf(served.url, bench);
  });
  afterEach(() => served.close());

  const clientWith = (change: Partial<PaybyClientOptions>): PaybyClient =>
    new PaybyClient({
      baseUrl: `${served.url}/sgs/api`,
      partnerId: PARTNER,
      privateKey: keys[0].privateKey,
      paybyPublicKey: keys[1].publicKey,
      clock: bench.clock,
      ...change,
    });

  const mug = (change = {}) =>
    ({
      merchantOrderNo: 'order-1',
      subject: 'Karak mug',
      subjectAr: 'كوب كرك',
      totalAmount: {amount: '12.10', currency: 'AED'},
      expiredTime: bench.clock.now() + 15 * MINUTE,
      scene: {paySceneCode: 'DYNQR'},
      ...change,
    }) as const;

  it('place an order, find it, move its end, see who scanned, get paid, refund and revoke', async () => {
    const {acquireOrder, tokenUrl} = await client.placeOrder(mug());
    assert.equal(acquireOrder.status, 'CREATED');
    assert.deepEqual(acquireOrder.totalAmount, {amount: '12.10', currency: 'AED'});
    assert.match(String(tokenUrl), /^https:\/\/qr\.payby\.test\?BIZ_TYPE=202&ft=[0-9a-f]{32}&t=\d{13}$/);

    const later = bench.clock.now() + 60 * MINUTE;
    assert.equal((await client.updateExpiredTime('order-1', later)).expiredTime, later);

    assert.equal(await client.getCashierUrlInfo(tokenUrl ?? ''), undefined);
    await bench.standIn('/app/scan', {tokenUrl});
    assert.match(String(await client.getCashierUrlInfo(tokenUrl ?? '')), /^\+971-\d\d\*\d\d$/);

    await bench.standIn('/app/pay', {orderNo: acquireOrder.orderNo});
    const paid = await client.getOrder('order-1');
    assert.equal(paid.status, 'PAID_SUCCESS');
    assert.deepEqual(paid.payment, {
      paidAmount: {amount: '12.10', currency: 'AED'},
      paidTime: bench.clock.now(),
    });

    const refund = {refundMerchantOrderNo: 'refund-1', originMerchantOrderNo: 'order-1'};
    const refunded = await client.refund({...refund, amount: {amount: '2.10', currency: 'AED'}});
    assert.deepEqual(refunded.amount, {amount: '2.10', currency: 'AED'});
    await assert.rejects(client.revokeOrder('order-1'), paybyError('62041', false));
  });

  it('take 12.10 for 12.10 on both sides, and 12.1 is what travels', async () => {
    const bodies: string[] = [];
    const spying: typeof fetch = async (input, init) => {
      bodies.push(Buffer.from(init?.body as Uint8Array).toString());
      const answer = await fetch(input, init);
      bodies.push(await answer.clone().text());
      return answer;
    };
    const {acquireOrder} = await clientWith({fetch: spying}).placeOrder(mug());
    assert.deepEqual(acquireOrder.totalAmount, {amount: '12.10', currency: 'AED'});
    for (const text of bodies) assert.match(text, /"totalAmount":\{"amount":12\.1,"currency":"AED"\}/);
    assert.equal(bodies.length, 2);
  });

  it("know orders and refunds by PayBy's numbers as well", async () => {
    const {acquireOrder} = await client.placeOrder(mug());
    const {orderNo} = acquireOrder;
    assert.equal((await client.getOrder({orderNo})).merchantOrderNo, 'order-1');
    assert.equal((await client.getOrder({merchantOrderNo: 'order-1'})).orderNo, orderNo);
    await bench.standIn('/app/pay', {orderNo});
    const amount = {amount: '2.10', currency: 'AED'};
    const refund = await client.refund({
      refundMerchantOrderNo: 'refund-1',
      originMerchantOrderNo: 'order-1',
      amount,
      reason: 'broken mug',
    });
    assert.deepEqual(await client.getRefund('refund-1'), refund);
    assert.deepEqual(await client.getRefund({refundMerchantOrderNo: 'refund-1'}), refund);
    assert.deepEqual(await client.getRefund({orderNo: refund.orderNo ?? ''}), refund);
    assert.deepEqual(
      [refund.status, refund.amount, refund.fields['reason']],
      ['REFUNDED_SETTLED', amount, 'broken mug'],
    );
    await assert.rejects(client.getRefund('refund-2'), paybyError('62007', false));
  });

  it('keep what they do not know, out of the way of what they do', async () => {
    const {acquireOrder} = await client.placeOrder({...mug(), reserved: 'till 7'});
    const {reserved, product, payeeMid} = acquireOrder.fields;
    assert.deepEqual([reserved, product, payeeMid], ['till 7', 'Basic Payment Gateway', PARTNER]);
  });

  it('cancel an unpaid order, and revoke a paid one', async () => {
    await client.placeOrder(mug());
    assert.equal((await client.cancelOrder('order-1')).status, 'FAILURE');
    const {acquireOrder} = await client.placeOrder(mug({merchantOrderNo: 'order-2'}));
    await bench.standIn('/app/pay', {orderNo: acquireOrder.orderNo});
    assert.equal((await client.revokeOrder('order-2')).revoked, true);
  });

  it("turn PayBy's refusals into typed errors with its code and trace", async () => {
    await assert.rejects(client.getOrder('nobody'), (error: unknown) => {
      assert.ok(error instanceof PaybyError);
      assert.deepEqual([error.code, error.retryable, error.outcomeUnknown], ['62004', false, false]);
      assert.match(String(error.traceCode), /^[0-9a-f]+$/);
      return true;
    });
  });

  it('end in one error when PayBy cannot be reached', async () => {
    const nobody = await serveApp(bench.app);
    await nobody.close();
    await assert.rejects(clientOf(nobody.url, bench).getOrder('order-1'), paybyError('NETWORK', true));
  });
});

describe('an answer that is not what PayBy signed', () => {
  let bench: TestGateway;
  before(async () => {
    bench = await createGateway({keys});
  });

  const order = {
    merchantOrderNo: 'order-1',
    orderNo: '1',
    status: 'PAID_SUCCESS',
    totalAmount: {amount: 25, currency: 'AED'},
  };
  const paid = JSON.stringify({head: {applyStatus: 'SUCCESS', code: '0'}, body: {acquireOrder: order}});
  const signed = (text: string): string => signBytes(Buffer.from(text), bench.paybyKeys.privateKey);

  const asked = async (answer: {status?: number; sign?: string; body: string}): Promise<unknown> => {
    const served = await serveRequests((_request, response) => {
      response.writeHead(answer.status ?? 200, answer.sign === undefined ? {} : {sign: answer.sign});
      response.end(answer.body);
    });
    try {
      return await clientOf(served.url, bench).getOrder('order-1');
    } finally {
      await served.close();
    }
  };

  it('(the untouched answer is believed)', async () => {
    const answer = (await asked({body: paid, sign: signed(paid)})) as {status: string};
    assert.equal(answer.status, 'PAID_SUCCESS');
  });

  it('is refused when one byte was changed on the way', async () => {
    const tampered = paid.replace('"amount":25', '"amount":26');
    await assert.rejects(asked({body: tampered, sign: signed(paid)}), paybyError('BAD_SIGNATURE', false));
  });

  it('is refused when the same JSON is spelled in other bytes', async () => {
    const spelled = JSON.stringify(JSON.parse(paid), undefined, 1);
    await assert.rejects(asked({body: spelled, sign: signed(paid)}), paybyError('BAD_SIGNATURE', false));
  });

  it('is refused without a signature, or with one of another key', async () => {
    await assert.rejects(asked({body: paid}), paybyError('BAD_SIGNATURE', false));
    const foreign = signBytes(Buffer.from(paid), bench.merchantKeys.privateKey);
    await assert.rejects(asked({body: paid, sign: foreign}), paybyError('BAD_SIGNATURE', false));
  });

  it('is not even parsed before it is verified', async () => {
    await assert.rejects(asked({body: '<html>'}), paybyError('BAD_SIGNATURE', false));
    await assert.rejects(asked({body: '<html>', sign: signed('<html>')}), paybyError('BAD_ANSWER', false));
  });

  it('is weather when a gateway on the way says 502', async () => {
    await assert.rejects(asked({status: 502, body: 'Bad Gateway'}), paybyError('HTTP', true));
  });

  it('is refused when it is signed but has no usable order', async () => {
    const cases = [
      {...order, totalAmount: undefined},
      {...order, totalAmount: {amount: 1.234, currency: 'AED'}},
      {...order, status: 7},
      {...order, merchantOrderNo: ''},
      null,
    ];
    for (const acquireOrder of cases) {
      const body = JSON.stringify({head: {applyStatus: 'SUCCESS', code: '0'}, body: {acquireOrder}});
      await assert.rejects(asked({body, sign: signed(body)}), paybyError('BAD_ANSWER', false));
    }
  });

  it('may be a system error, which can be tried again and leaves doubt', async () => {
    const body = JSON.stringify({
      head: {applyStatus: 'FAIL', code: '500', msg: 'SYSTEM_ERROR', traceCode: 't'},
    });
    await assert.rejects(asked({body, sign: signed(body)}), (error: unknown) => {
      assert.ok(error instanceof PaybyError);
      assert.deepEqual(
        [error.code, error.retryable, error.outcomeUnknown, error.traceCode],
        ['500', true, true, 't'],
      );
      return true;
    });
  });

  it('is weather when a proxy on the way has had too many requests, or was too slow', async () => {
    for (const status of [408, 429, 503, 504]) {
      await assert.rejects(asked({status, body: 'busy'}), paybyError('HTTP', true));
    }
  });

  it('is refused when it is longer than any answer of PayBy, before the rest of it is received', async () => {
    let isOpen = true;
    let sent = 0;
    const served = await serveRequests((_request, response) => {
      response.on('close', () => {
        isOpen = false;
      });
      response.writeHead(200, {sign: signed(paid)});
      const send = (): void => {
        sent += 65_536;
        if (isOpen) response.write(Buffer.alloc(65_536, ' '), send);
      };
      send();
    });
    const error = await clientOf(served.url, bench)
      .getOrder('order-1')
      .catch((thrown: unknown) => thrown);
    assert.ok(paybyError('BAD_ANSWER', false)(error));
    assert.equal(error instanceof PaybyError && error.outcomeUnknown, true);
    await until(() => !isOpen, 'the connection is closed');
    assert.ok(sent < 64 * 1024 * 1024, 'the endless answer was cut');
    await served.close();
  });

  it('is refused when it says yes and no at once', async () => {
    const heads = [
      {applyStatus: 'SUCCESS', code: '62004'},
      {applyStatus: 'FAIL', code: '0'},
      {applyStatus: 'ERROR', code: 0},
      {applyStatus: 'SUCCESS'},
      {code: '0'},
      {},
      'SUCCESS',
    ];
    for (const head of heads) {
      const body = JSON.stringify({head, body: {acquireOrder: order}});
      await assert.rejects(asked({body, sign: signed(body)}), paybyError('BAD_ANSWER', false));
    }
  });

  it('is not believed about an amount that a double would round', async () => {
    const text = paid.replace('"amount":25', '"amount":24.99999999999999999');
    await assert.rejects(asked({body: text, sign: signed(text)}), paybyError('BAD_ANSWER', false));
  });

  it('does not find its way into the message of an error', async () => {
    const text = '{"tokenUrl":"https://qr.payby.test?ft=secret"';
    const error = await asked({body: text, sign: signed(text)}).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof PaybyError && error.code === 'BAD_ANSWER');
    assert.equal(error.cause, undefined, "the parser's words quote what they could not read");
  });

  it('is not followed to another address', async () => {
    const served = await serveRequests((_request, response) => {
      response.writeHead(307, {location: 'http://127.0.0.1:9/'}).end();
    });
    await assert.rejects(clientOf(served.url, bench).getOrder('order-1'), paybyError('NETWORK', true));
    await served.close();
  });
});

/** Whether the outcome is known is what a merchant decides by, so every code has its line here. */
describe('an error', () => {
  const retry = ['TIMEOUT', 'NETWORK', 'HTTP', '402', '404', '500', '504', '62039'];
  const unknown = [
    'TIMEOUT',
    'ABORTED',
    'NETWORK',
    'HTTP',
    'BAD_SIGNATURE',
    'BAD_ANSWER',
    '500',
    '504',
    '62039',
  ];
  const transport = ['TIMEOUT', 'ABORTED', 'NETWORK', 'HTTP', 'BAD_SIGNATURE', 'BAD_ANSWER'];
  const refusals = Object.values(PaybyCode).filter((code) => code !== '0');
  for (const code of [...transport, ...refusals]) {
    const [again, outcome] = [retry.includes(code), unknown.includes(code)];
    it(`${code} ${again ? 'may' : 'may not'} be tried again, and its outcome is ${outcome ? 'unknown' : 'known'}`, () => {
      const error = new PaybyError({code, message: ''});
      assert.deepEqual([error.retryable, error.outcomeUnknown], [again, outcome]);
    });
  }

  it('with a code of tomorrow leaves the outcome open', () => {
    for (const code of ['62999', '999', 'toString', '__proto__', '']) {
      assert.equal(new PaybyError({code, message: ''}).outcomeUnknown, true, code);
    }
  });
});

describe("the client's address", () => {
  const options = async (baseUrl: string): Promise<PaybyClientOptions> => ({
    baseUrl,
    partnerId: PARTNER,
    privateKey: keys[0].privateKey,
    paybyPublicKey: keys[1].publicKey,
    clock: (await createGateway({keys})).clock,
  });
  for (const url of [
    'https://uat.test2pay.com/sgs/api',
    'http://127.0.0.1:8080',
    'http://localhost',
    'http://[::1]:1',
  ]) {
    it(`may be ${url}`, async () => {
      assert.ok(new PaybyClient(await options(url)));
    });
  }
  it('may be any other address of this machine', async () => {
    for (const {address, family} of Object.values(networkInterfaces()).flatMap((own) => own ?? [])) {
      if (family === 'IPv4') assert.ok(new PaybyClient(await options(`http://${address}:8080`)));
    }
  });
  for (const url of [
    'http://api.payby.com/sgs/api',
    'http://127.0.0.1.evil.test',
    'http://localhost.evil.test',
    'http://10.0.0.1',
    'ftp://127.0.0.1',
    'api.payby.com',
  ]) {
    it(`may not be ${url}`, async () => {
      const given = await options(url);
      assert.throws(() => new PaybyClient(given), TypeError);
    });
  }
});

describe("PayBy's time", () => {
  const HOUR = 60 * MINUTE;
  const at = Date.UTC(2026, 0, 15, 8);
  const header = (ms: number): string => new Date(ms).toUTCString();

  it('is our own while answers agree with it, to the second that they tell', () => {
    const clock = new PaybyClock({now: () => at + 700});
    assert.equal(clock.learn(header(at), at + 650, at + 700), false);
    assert.equal(clock.learn(header(at + 1_000), at + 100, at + 1_050), false, 'a second began on the way');
    assert.equal(clock.learn(header(at - 9_000), at - 9_900, at + 700), false, 'a slow answer proves little');
    assert.equal(clock.now(), at + 700);
  });

  it('is what the answers say when our clock is wrong, within a second', () => {
    for (const wrongBy of [-26 * HOUR, -16 * MINUTE, 16 * MINUTE, 400 * 24 * HOUR]) {
      const clock = new PaybyClock({now: () => at});
      assert.equal(clock.learn(header(at + wrongBy), at - 80, at), true);
      assert.ok(Math.abs(clock.now() - (at + wrongBy)) <= 1_000);
    }
  });

  it('does not jump about, and comes back when our clock has been set right', () => {
    let now = at;
    const clock = new PaybyClock({now: () => now});
    clock.learn(header(at + HOUR), at, at);
    const first = clock.now();
    assert.equal(clock.learn(header(at + HOUR), at, at + 40), false);
    assert.equal(clock.now(), first);
    now = at + HOUR; // somebody sets the clock
    assert.equal(clock.learn(header(now), now, now), true);
    assert.equal(clock.now(), now);
  });

  it('is not learnt from nonsense', () => {
    const clock = new PaybyClock({now: () => at});
    for (const date of [null, '', 'yesterday']) assert.equal(clock.learn(date, at, at), false);
    assert.equal(clock.now(), at);
  });

  it('is learnt from signed answers only, and an order refused for its time is placed at the right one', async () => {
    const bench = await createGateway({keys});
    const served = await serveApp(bench.app);
    const client = clientOf(served.url, bench);
    const forger = await serveRequests((_request, response) => {
      response.writeHead(200, {date: header(at + 9 * HOUR)}).end('{}');
    });
    const deceived = clientOf(forger.url, bench);
    await assert.rejects(deceived.getOrder('order-1'), paybyError('BAD_SIGNATURE', false));
    assert.equal(deceived.now(), bench.clock.now());
    await bench.standIn('/control/clock', {advanceMs: 5 * HOUR}); // our clock is five hours slow
    await assert.rejects(client.getOrder('order-1'), paybyError('62004', false));
    assert.ok(Math.abs(client.now() - bench.clock.now() - 5 * HOUR) <= 1_000);
    await Promise.all([served.close(), forger.close()]);
  });

  it('that PayBy refuses and does not tell is an error, not a second try', async () => {
    const bench = await createGateway({keys});
    let calls = 0;
    const body = JSON.stringify({head: {applyStatus: 'FAIL', code: '400', msg: 'REQUESTTIME_TOO_EARLY'}});
    const sign = signBytes(Buffer.from(body), bench.paybyKeys.privateKey);
    const served = await serveRequests((_request, response) => {
      calls += 1;
      response.writeHead(200, {sign, date: header(bench.clock.now())}).end(body);
    });
    await assert.rejects(clientOf(served.url, bench).getOrder('order-1'), paybyError('400', false));
    assert.equal(calls, 1);
    await served.close();
  });
});

describe('a call that is given up', () => {
  it('ends at once, with its outcome unknown and no timer left behind', async () => {
    const bench = await createGateway({keys});
    let asked = false;
    const served = await serveRequests(() => {
      asked = true;
    });
    const giveUp = new AbortController();
    const call = clientOf(served.url, bench)
      .cancelOrder('order-1', {signal: giveUp.signal})
      .catch((error: unknown) => error);
    await until(() => asked, 'the gateway is asked');
    giveUp.abort();
    const error = await call;
    assert.ok(paybyError('ABORTED', false)(error));
    assert.equal(error instanceof PaybyError && error.outcomeUnknown, true);
    assert.equal(bench.clock.asleep, 0);
    await served.close();
  });

  it('before it is made does not reach PayBy', async () => {
    const bench = await createGateway({keys});
    let calls = 0;
    const served = await serveRequests(() => {
      calls += 1;
    });
    const call = clientOf(served.url, bench).getOrder('order-1', {signal: AbortSignal.abort()});
    await assert.rejects(call, paybyError('ABORTED', false));
    assert.equal(calls, 0);
    await served.close();
  });
});

describe('a gateway that does not answer', () => {
  it('is given up after ten seconds, and not before', async () => {
    const bench = await createGateway({keys});
    let asked = false;
    const served = await serveRequests(() => {
      asked = true;
    });
    let outcome: unknown;
    const call = clientOf(served.url, bench)
      .getOrder('order-1')
      .catch((error: unknown) => (outcome = error));
    await until(() => asked, 'the gateway is asked');
    await bench.clock.advance(9_999);
    assert.equal(outcome, undefined);
    await bench.clock.advance(1);
    await call;
    assert.ok(paybyError('TIMEOUT', true)(outcome));
    assert.equal(bench.clock.asleep, 0, 'no timer is left behind');
    await served.close();
  });
});
