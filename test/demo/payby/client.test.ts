import assert from 'node:assert/strict';
import {networkInterfaces} from 'node:os';
import {afterEach, before, beforeEach, describe, it, type TestContext} from 'node:test';
import {inspect} from 'node:util';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {PaybyClient, type PaybyClientOptions} from '../../../demo/payby/client.js';
import {PaybyCode} from '../../../demo/payby/result-codes.js';
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
import {serveAppFor, serveRequestsFor} from '../support/test-server.js';

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

describe('PaybyClient with the gateway over HTTP', () => {
  let gateway: TestGateway;
  let served: Served;
  let client: PaybyClient;

  beforeEach(async () => {
    gateway = await createGateway({keys});
    served = await serveApp(gateway.app);
    client = clientOf(served.url, gateway);
  });
  afterEach(() => served.close());

  const clientWith = (change: Partial<PaybyClientOptions>): PaybyClient =>
    new PaybyClient({
      baseUrl: `${served.url}/sgs/api`,
      partnerId: PARTNER,
      privateKey: keys[0].privateKey,
      paybyPublicKey: keys[1].publicKey,
      clock: gateway.clock,
      ...change,
    });

  const mug = (change = {}) =>
    ({
      merchantOrderNo: 'order-1',
      subject: 'Karak mug',
      subjectAr: 'كوب كرك',
      totalAmount: {amount: '12.10', currency: 'AED'},
      expiredTime: gateway.clock.now() + 15 * MINUTE,
      scene: {paySceneCode: 'DYNQR'},
      ...change,
    }) as const;

  it('places, queries and extends an order, learns who scanned and paid, and refunds it', async () => {
    const {acquireOrder, tokenUrl} = await client.placeOrder(mug());
    assert.equal(acquireOrder.status, 'CREATED');
    assert.deepEqual(acquireOrder.totalAmount, {amount: '12.10', currency: 'AED'});
    assert.match(String(tokenUrl), /^https:\/\/qr\.payby\.test\?BIZ_TYPE=202&ft=[0-9a-f]{32}&t=\d{13}$/);

    const later = gateway.clock.now() + 60 * MINUTE;
    assert.equal((await client.updateExpiredTime('order-1', later)).expiredTime, later);

    assert.equal(await client.getCashierUrlInfo(tokenUrl ?? ''), undefined);
    await gateway.request('/app/scan', {tokenUrl});
    assert.match(String(await client.getCashierUrlInfo(tokenUrl ?? '')), /^\+971-\d\d\*\d\d$/);

    await gateway.request('/app/pay', {orderNo: acquireOrder.orderNo});
    const paid = await client.getOrder('order-1');
    assert.equal(paid.status, 'PAID_SUCCESS');
    assert.deepEqual(paid.payment, {
      paidAmount: {amount: '12.10', currency: 'AED'},
      paidTime: gateway.clock.now(),
    });

    const refund = {refundMerchantOrderNo: 'refund-1', originMerchantOrderNo: 'order-1'};
    const refunded = await client.refund({...refund, amount: {amount: '2.10', currency: 'AED'}});
    assert.deepEqual(refunded.amount, {amount: '2.10', currency: 'AED'});
    await assert.rejects(client.revokeOrder('order-1'), paybyError('62041', false));
  });

  it('sends "12.10" as the number 12.1 and reads it back as "12.10"', async () => {
    const bodies: string[] = [];
    const recordingFetch: typeof fetch = async (input, init) => {
      bodies.push(Buffer.from(init?.body as Uint8Array).toString());
      const answer = await fetch(input, init);
      bodies.push(await answer.clone().text());
      return answer;
    };
    const {acquireOrder} = await clientWith({fetch: recordingFetch}).placeOrder(mug());
    assert.deepEqual(acquireOrder.totalAmount, {amount: '12.10', currency: 'AED'});
    for (const text of bodies) assert.match(text, /"totalAmount":\{"amount":12\.1,"currency":"AED"\}/);
    assert.equal(bodies.length, 2);
  });

  it("queries orders and refunds by PayBy's numbers as well", async () => {
    const {acquireOrder} = await client.placeOrder(mug());
    const {orderNo} = acquireOrder;
    assert.equal((await client.getOrder({orderNo})).merchantOrderNo, 'order-1');
    assert.equal((await client.getOrder({merchantOrderNo: 'order-1'})).orderNo, orderNo);
    await gateway.request('/app/pay', {orderNo});
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

  it('passes unknown fields on in fields', async () => {
    const {acquireOrder} = await client.placeOrder({...mug(), reserved: 'till 7'});
    const {reserved, product, payeeMid} = acquireOrder.fields;
    assert.deepEqual([reserved, product, payeeMid], ['till 7', 'Basic Payment Gateway', PARTNER]);
  });

  it('cancels an unpaid order and revokes a paid one', async () => {
    await client.placeOrder(mug());
    assert.equal((await client.cancelOrder('order-1')).status, 'FAILURE');
    const {acquireOrder} = await client.placeOrder(mug({merchantOrderNo: 'order-2'}));
    await gateway.request('/app/pay', {orderNo: acquireOrder.orderNo});
    assert.equal((await client.revokeOrder('order-2')).revoked, true);
  });

  it("rejects with PayBy's code and trace code when PayBy refuses", async () => {
    await assert.rejects(client.getOrder('nobody'), (error: unknown) => {
      assert.ok(error instanceof PaybyError);
      assert.deepEqual([error.code, error.retryable, error.outcomeUnknown], ['62004', false, false]);
      assert.match(String(error.traceCode), /^[0-9a-f]+$/);
      return true;
    });
  });

  it('rejects with NETWORK when PayBy cannot be reached', async () => {
    const nobody = await serveApp(gateway.app);
    await nobody.close();
    await assert.rejects(clientOf(nobody.url, gateway).getOrder('order-1'), paybyError('NETWORK', true));
  });
});

describe('PaybyClient reading an answer', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await createGateway({keys});
  });

  const order = {
    merchantOrderNo: 'order-1',
    orderNo: '1',
    status: 'PAID_SUCCESS',
    totalAmount: {amount: 25, currency: 'AED'},
  };
  const placing = {
    merchantOrderNo: 'order-1',
    subject: 'Karak mug',
    totalAmount: {amount: '25.00', currency: 'AED'},
    expiredTime: Date.UTC(2026, 0, 15, 9),
  };
  const paid = JSON.stringify({head: {applyStatus: 'SUCCESS', code: '0'}, body: {acquireOrder: order}});
  const signed = (text: string): string => signBytes(Buffer.from(text), gateway.paybyKeys.privateKey);

  const answerTo = async (
    answer: {status?: number; sign?: string; body: string},
    call = (client: PaybyClient): Promise<unknown> => client.getOrder('order-1'),
  ): Promise<unknown> => {
    const served = await serveRequests((_request, response) => {
      response.writeHead(answer.status ?? 200, answer.sign === undefined ? {} : {sign: answer.sign});
      response.end(answer.body);
    });
    try {
      return await call(clientOf(served.url, gateway));
    } finally {
      await served.close();
    }
  };

  it('accepts an answer that PayBy signed', async () => {
    const answer = (await answerTo({body: paid, sign: signed(paid)})) as {status: string};
    assert.equal(answer.status, 'PAID_SUCCESS');
  });

  it('rejects with BAD_SIGNATURE when one byte differs from what was signed', async () => {
    const tampered = paid.replace('"amount":25', '"amount":26');
    await assert.rejects(answerTo({body: tampered, sign: signed(paid)}), paybyError('BAD_SIGNATURE', false));
  });

  it('rejects with BAD_SIGNATURE when the same JSON has other white space', async () => {
    const reformatted = JSON.stringify(JSON.parse(paid), undefined, 1);
    await assert.rejects(
      answerTo({body: reformatted, sign: signed(paid)}),
      paybyError('BAD_SIGNATURE', false),
    );
  });

  it('rejects with BAD_SIGNATURE without a signature or with one of another key', async () => {
    await assert.rejects(answerTo({body: paid}), paybyError('BAD_SIGNATURE', false));
    const otherKey = signBytes(Buffer.from(paid), gateway.merchantKeys.privateKey);
    await assert.rejects(answerTo({body: paid, sign: otherKey}), paybyError('BAD_SIGNATURE', false));
  });

  it('verifies the signature before it parses the body', async () => {
    await assert.rejects(answerTo({body: '<html>'}), paybyError('BAD_SIGNATURE', false));
    await assert.rejects(answerTo({body: '<html>', sign: signed('<html>')}), paybyError('BAD_ANSWER', false));
  });

  it('rejects with HTTP, retryable, for 502 from a proxy', async () => {
    await assert.rejects(answerTo({status: 502, body: 'Bad Gateway'}), paybyError('HTTP', true));
  });

  it('rejects with BAD_ANSWER when a signed answer has no usable order', async () => {
    const cases = [
      {...order, totalAmount: undefined},
      {...order, totalAmount: {amount: 1.234, currency: 'AED'}},
      {...order, status: 7},
      {...order, merchantOrderNo: ''},
      null,
    ];
    for (const acquireOrder of cases) {
      const body = JSON.stringify({head: {applyStatus: 'SUCCESS', code: '0'}, body: {acquireOrder}});
      await assert.rejects(answerTo({body, sign: signed(body)}), paybyError('BAD_ANSWER', false));
    }
  });

  it('rejects with SYSTEM_ERROR, retryable, outcome unknown', async () => {
    const body = JSON.stringify({
      head: {applyStatus: 'FAIL', code: '500', msg: 'SYSTEM_ERROR', traceCode: 't'},
    });
    await assert.rejects(answerTo({body, sign: signed(body)}), (error: unknown) => {
      assert.ok(error instanceof PaybyError);
      assert.deepEqual(
        [error.code, error.retryable, error.outcomeUnknown, error.traceCode],
        ['500', true, true, 't'],
      );
      return true;
    });
  });

  it('rejects with HTTP, retryable, for 408, 429, 503 and 504 from a proxy', async () => {
    for (const status of [408, 429, 503, 504]) {
      await assert.rejects(answerTo({status, body: 'busy'}), paybyError('HTTP', true));
    }
  });

  it('rejects with BAD_ANSWER after 1 MB and closes the connection', async (t) => {
    let isOpen = true;
    let sent = 0;
    const served = await serveRequestsFor(t, (_request, response) => {
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
    const error = await clientOf(served.url, gateway)
      .getOrder('order-1')
      .catch((thrown: unknown) => thrown);
    assert.ok(paybyError('BAD_ANSWER', false)(error));
    assert.equal(error instanceof PaybyError && error.outcomeUnknown, true);
    await until(() => !isOpen, 'the connection is closed');
    assert.ok(sent < 64 * 1024 * 1024, 'the rest was not received');
  });

  it('rejects with BAD_ANSWER for a head without a code, or with the code of success and another applyStatus', async () => {
    const heads = [
      {applyStatus: 'FAIL', code: '0'},
      {applyStatus: 'ERROR', code: 0},
      {applyStatus: 'SUCCESS'},
      {applyStatus: 'SUCCESS', code: ''},
      {code: '0'},
      {},
      'SUCCESS',
    ];
    for (const head of heads) {
      const body = JSON.stringify({head, body: {acquireOrder: order}});
      await assert.rejects(answerTo({body, sign: signed(body)}), paybyError('BAD_ANSWER', false));
    }
  });

  const everyCall: readonly (readonly [string, (client: PaybyClient) => Promise<unknown>])[] = [
    ['placeOrder', (client) => client.placeOrder({...placing, scene: {paySceneCode: 'DYNQR'}})],
    ['getOrder', (client) => client.getOrder('order-1')],
    ['cancelOrder', (client) => client.cancelOrder('order-1')],
    ['revokeOrder', (client) => client.revokeOrder('order-1')],
    [
      'refund',
      (client) =>
        client.refund({
          refundMerchantOrderNo: 'r-1',
          originMerchantOrderNo: 'order-1',
          amount: placing.totalAmount,
        }),
    ],
    ['getRefund', (client) => client.getRefund('r-1')],
    ['updateExpiredTime', (client) => client.updateExpiredTime('order-1', 1)],
    ['getCashierUrlInfo', (client) => client.getCashierUrlInfo('https://qr.payby.test?ft=secret')],
  ];
  for (const [name, call] of everyCall) {
    it(`rejects ${name}() with PayBy's code, whatever the applyStatus of the refusal`, async () => {
      for (const applyStatus of ['SUCCESS', 'FAIL', 'ERROR', 'NEW', undefined]) {
        for (const code of ['62004', 62004]) {
          const head = {applyStatus, code, msg: 'MERCHANT_ORDER_NO_NOT_EXIST', traceCode: 't-1'};
          // Some refusals come with an empty body.
          const body = JSON.stringify({head, body: {}});
          await assert.rejects(answerTo({body, sign: signed(body)}, call), (error: unknown) => {
            assert.ok(error instanceof PaybyError);
            assert.deepEqual(
              [error.code, error.message, error.traceCode, error.outcomeUnknown, error.untrusted],
              ['62004', 'MERCHANT_ORDER_NO_NOT_EXIST', 't-1', false, undefined],
            );
            return true;
          });
        }
      }
    });
  }

  it('keeps code, msg and traceCode of an unsigned ERROR for the log, and trusts none of them', async () => {
    const head = {applyStatus: 'ERROR', code: '403', msg: 'sign verify failed', traceCode: 'abc'};
    const error = await answerTo({status: 200, body: JSON.stringify({head})}).catch(
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof PaybyError);
    assert.deepEqual([error.code, error.outcomeUnknown, error.traceCode], ['BAD_SIGNATURE', true, undefined]);
    assert.deepEqual(error.untrusted, {code: '403', msg: 'sign verify failed', traceCode: 'abc'});
  });

  it('keeps nothing of another unsigned answer, and shortens what an unsigned ERROR holds', async () => {
    const heads = [
      {applyStatus: 'SUCCESS', code: '0', msg: 'paid'},
      {applyStatus: 'FAIL', code: '62004', msg: 'forged'},
      {applyStatus: 'ERROR', code: {}, msg: [], traceCode: null},
      'ERROR',
    ];
    for (const head of heads) {
      const error = await answerTo({body: JSON.stringify({head})}).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof PaybyError);
      assert.equal(error.untrusted, undefined, JSON.stringify(head));
    }
    const head = {applyStatus: 'ERROR', code: '403', msg: 'x'.repeat(500), traceCode: 'a\nb'};
    const long = await answerTo({body: JSON.stringify({head})}).catch((thrown: unknown) => thrown);
    assert.ok(long instanceof PaybyError);
    assert.deepEqual(long.untrusted, {code: '403', msg: 'x'.repeat(200), traceCode: 'a b'});
  });

  it('rejects with BAD_ANSWER for an amount that a double would round', async () => {
    const text = paid.replace('"amount":25', '"amount":24.99999999999999999');
    await assert.rejects(answerTo({body: text, sign: signed(text)}), paybyError('BAD_ANSWER', false));
  });

  it('rejects without quoting an answer that is not JSON', async () => {
    const text = '{"tokenUrl":"https://qr.payby.test?ft=secret"';
    const error = await answerTo({body: text, sign: signed(text)}).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof PaybyError && error.code === 'BAD_ANSWER');
    assert.equal(error.cause, undefined, "the parser's message would quote the answer");
  });

  it('rejects without a secret that PayBy quotes, in whatever case', async () => {
    const authCode = '20007900T400690098F';
    const token = 'cd624549f4894d78b0d368e48bb27aae';
    const tokenUrl = `https://qr.payby.test?BIZ_TYPE=202&ft=${token}`;
    const number = 'vN3kQ8xR2mT6wZ1yB5cD7f';
    const refundNumber = 'rQ8xR2mT6wZ1yB5cD7fvN3';
    const msg = `INVALID_PARAMETER: ${number} ${refundNumber.toLowerCase()} ${authCode} ${authCode.toLowerCase()} ${tokenUrl} ft=${token.toUpperCase()}`;
    const head = {applyStatus: 'FAIL', code: '400', msg, traceCode: `t-${authCode}-${token}`};
    const body = JSON.stringify({head});
    const placing = (client: PaybyClient): Promise<unknown> =>
      client.placeOrder({
        merchantOrderNo: number,
        subject: 'Karak mug',
        totalAmount: {amount: '25.00', currency: 'AED'},
        expiredTime: gateway.clock.now() + MINUTE,
        scene: {paySceneCode: 'QRPAY', authCode},
      });
    const calls = [
      {secret: authCode, call: placing},
      // Whoever has an order's number is its payer.
      {secret: number, call: placing},
      {secret: number, call: (client: PaybyClient) => client.getOrder(number)},
      {secret: number, call: (client: PaybyClient) => client.updateExpiredTime({merchantOrderNo: number}, 1)},
      {secret: refundNumber, call: (client: PaybyClient) => client.getRefund(refundNumber)},
      ...[number, refundNumber].map((secret) => ({
        secret,
        call: (client: PaybyClient) =>
          client.refund({
            refundMerchantOrderNo: refundNumber,
            originMerchantOrderNo: number,
            amount: {amount: '1.00', currency: 'AED'},
          }),
      })),
      {secret: token, call: (client: PaybyClient) => client.getCashierUrlInfo(tokenUrl)},
    ];
    for (const {secret, call} of calls) {
      const error = await answerTo({body, sign: signed(body)}, call).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof PaybyError);
      assert.equal(error.code, '400');
      assert.match(error.message, /^INVALID_PARAMETER: /);
      const unsigned = JSON.stringify({head: {...head, applyStatus: 'ERROR'}});
      const untrusted = await answerTo({body: unsigned}, call).catch((thrown: unknown) => thrown);
      assert.ok(untrusted instanceof PaybyError && untrusted.untrusted?.code === '400');
      for (const one of [error, untrusted]) {
        const logged = inspect(one, {depth: null}).toLowerCase();
        assert.equal(logged.includes(secret.toLowerCase()), false, logged);
      }
    }
  });

  it('follows no redirect', async (t) => {
    const served = await serveRequestsFor(t, (_request, response) => {
      response.writeHead(307, {location: 'http://127.0.0.1:9/'}).end();
    });
    await assert.rejects(clientOf(served.url, gateway).getOrder('order-1'), paybyError('NETWORK', true));
  });
});

/** Merchants decide by whether the outcome is known, so every code has its line here. */
describe('PaybyError', () => {
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
    const [retryable, outcomeUnknown] = [retry.includes(code), unknown.includes(code)];
    it(`${code} is ${retryable ? '' : 'not '}retryable, outcome ${outcomeUnknown ? 'unknown' : 'known'}`, () => {
      const error = new PaybyError({code, message: ''});
      assert.equal(error.retryable, retryable);
      assert.equal(error.outcomeUnknown, outcomeUnknown);
    });
  }

  it('has an unknown outcome for a code that is not in PaybyCode', () => {
    for (const code of ['62999', '999', 'toString', '__proto__', '']) {
      assert.equal(new PaybyError({code, message: ''}).outcomeUnknown, true, code);
    }
  });
});

describe('new PaybyClient()', () => {
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
    it(`accepts ${url}`, async () => {
      assert.ok(new PaybyClient(await options(url)));
    });
  }
  it('accepts http at any address of this machine', async () => {
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
    it(`throws a TypeError for ${url}`, async () => {
      const given = await options(url);
      assert.throws(() => new PaybyClient(given), TypeError);
    });
  }
});

describe('PaybyClient.now()', () => {
  const HOUR = 60 * MINUTE;
  const at = Date.UTC(2026, 0, 15, 8);
  const header = (ms: number): string => new Date(ms).toUTCString();

  it('follows signed answers only, and PaybyClient repeats a call that was refused for its time', async (t) => {
    const gateway = await createGateway({keys});
    const served = await serveAppFor(t, gateway.app);
    const client = clientOf(served.url, gateway);
    const impostor = await serveRequestsFor(t, (_request, response) => {
      response.writeHead(200, {date: header(at + 9 * HOUR)}).end('{}');
    });
    const deceived = clientOf(impostor.url, gateway);
    await assert.rejects(deceived.getOrder('order-1'), paybyError('BAD_SIGNATURE', false));
    assert.equal(deceived.now(), gateway.clock.now());
    await gateway.request('/control/clock', {advanceMs: 5 * HOUR}); // our clock is five hours slow
    await assert.rejects(client.getOrder('order-1'), paybyError('62004', false));
    assert.ok(Math.abs(client.now() - gateway.clock.now() - 5 * HOUR) <= 1_000);
  });

  const refusal = JSON.stringify({head: {applyStatus: 'FAIL', code: '400', msg: 'REQUESTTIME_TOO_EARLY'}});
  /** A gateway that answers each call with the same signed refusal, and with the next of these `Date` headers. */
  async function serveRefusals(
    t: TestContext,
    gateway: TestGateway,
    dates: readonly number[],
  ): Promise<{readonly url: string; readonly calls: () => number}> {
    const sign = signBytes(Buffer.from(refusal), gateway.paybyKeys.privateKey);
    let calls = 0;
    const {url} = await serveRequestsFor(t, (_request, response) => {
      response.writeHead(200, {sign, date: header(dates[calls++ % dates.length] ?? 0)}).end(refusal);
    });
    return {url, calls: () => calls};
  }

  it('does not make PaybyClient repeat a call when the Date header agrees with our time', async (t) => {
    const gateway = await createGateway({keys});
    const {url, calls} = await serveRefusals(t, gateway, [gateway.clock.now()]);
    await assert.rejects(clientOf(url, gateway).getOrder('order-1'), paybyError('400', false));
    assert.equal(calls(), 1);
  });

  it('stays when one refusal is played again with other Date headers, and the call ends', async (t) => {
    const gateway = await createGateway({keys});
    const {url, calls} = await serveRefusals(t, gateway, [at + 9 * HOUR, at + 5 * HOUR]);
    const client = clientOf(url, gateway);
    await assert.rejects(client.getOrder('order-1'), paybyError('400', false));
    assert.equal(client.now(), gateway.clock.now());
    assert.equal(calls(), 4);
  });

  it('repeats no call after an answer of another kind, whatever its Date header says', async (t) => {
    const gateway = await createGateway({keys});
    const served = await serveAppFor(t, gateway.app);
    const client = clientOf(served.url, gateway);
    await gateway.request('/control/clock', {advanceMs: 10 * MINUTE}); // less than PayBy refuses
    await assert.rejects(client.getOrder('order-1'), paybyError('62004', false));
    assert.equal(client.now(), at, 'one answer does not move the clock');
  });
});

describe('CallOptions.signal', () => {
  it('rejects a call at once with ABORTED, outcome unknown, and leaves no timer', async (t) => {
    const gateway = await createGateway({keys});
    let received = false;
    const served = await serveRequestsFor(t, () => {
      received = true;
    });
    const abort = new AbortController();
    const call = clientOf(served.url, gateway)
      .cancelOrder('order-1', {signal: abort.signal})
      .catch((error: unknown) => error);
    await until(() => received, 'the gateway has the call');
    abort.abort();
    const error = await call;
    assert.ok(paybyError('ABORTED', false)(error));
    assert.equal(error instanceof PaybyError && error.outcomeUnknown, true);
    assert.equal(gateway.clock.asleep, 0);
  });

  it('keeps a call from being sent when it is aborted before', async (t) => {
    const gateway = await createGateway({keys});
    let calls = 0;
    const served = await serveRequestsFor(t, () => {
      calls += 1;
    });
    const call = clientOf(served.url, gateway).getOrder('order-1', {signal: AbortSignal.abort()});
    await assert.rejects(call, paybyError('ABORTED', false));
    assert.equal(calls, 0);
  });
});

describe('PaybyClient without an answer', () => {
  it('rejects with TIMEOUT after exactly 10 s', async (t) => {
    const gateway = await createGateway({keys});
    let received = false;
    const served = await serveRequestsFor(t, () => {
      received = true;
    });
    let outcome: unknown;
    const call = clientOf(served.url, gateway)
      .getOrder('order-1')
      .catch((error: unknown) => (outcome = error));
    await until(() => received, 'the gateway has the call');
    await gateway.clock.advance(9_999);
    assert.equal(outcome, undefined);
    await gateway.clock.advance(1);
    await call;
    assert.ok(paybyError('TIMEOUT', true)(outcome));
    assert.equal(gateway.clock.asleep, 0, 'no timer is left');
  });
});
