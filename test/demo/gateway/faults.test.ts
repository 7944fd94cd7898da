/** Every fault of the gateway and what the merchant's client makes of it; the control API; the request log. */
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import {PaybyClient, type PlaceOrder} from '../../../demo/payby/client.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';
import {
  clientOf,
  createGateway,
  goodOrder,
  MINUTE,
  PARTNER,
  serveApp,
  twoKeyPairs,
  until,
  type TestGateway,
  type Json,
  type Served,
} from '../support/demo.js';

let keys: [KeyPair, KeyPair];
let gateway: TestGateway;
let served: Served;
let client: PaybyClient;

before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  gateway = await createGateway({keys});
  served = await serveApp(gateway.app);
  client = clientOf(served.url, gateway);
});
afterEach(() => served.close());

const mug = (merchantOrderNo = 'order-1'): PlaceOrder => ({
  merchantOrderNo,
  subject: 'Karak mug',
  totalAmount: {amount: '12.10', currency: 'AED'},
  expiredTime: gateway.clock.now() + 15 * MINUTE,
  scene: {paySceneCode: 'DYNQR'},
});
const control = async (path: string, input: object = {}): Promise<Json> => {
  const {status, body} = await gateway.request(`/control/${path}`, input);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};
/** The orders as the gateway has them, whether the merchant knows them or not. */
const storedOrders = async (): Promise<readonly Json[]> =>
  (await gateway.request('/control/orders')).body['orders'] as readonly Json[];
const log = async (query = ''): Promise<readonly Json[]> =>
  (await gateway.request(`/control/log${query}`)).body['entries'] as readonly Json[];
const logText = async (): Promise<string> => (await gateway.app.request('/control/log?format=text')).text();

async function problem(call: Promise<unknown>): Promise<PaybyError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof PaybyError, String(error));
    return error;
  }
  return assert.fail('the call succeeded');
}

describe('x-gateway-fault', () => {
  interface UncertainFault {
    readonly fault: string;
    /** What the client makes of it. */
    readonly code: string;
    readonly retryable: boolean;
    /** Whether PayBy has the order afterwards. */
    readonly isPlaced: boolean;
  }
  const uncertain: readonly UncertainFault[] = [
    {fault: 'lost', code: 'NETWORK', retryable: true, isPlaced: true},
    {fault: '500', code: '500', retryable: true, isPlaced: false},
    {fault: '500;after', code: '500', retryable: true, isPlaced: true},
    {fault: '504', code: '504', retryable: true, isPlaced: false},
    {fault: '504;after', code: '504', retryable: true, isPlaced: true},
    {fault: 'http=502', code: 'HTTP', retryable: true, isPlaced: false},
    {fault: 'http=502;after', code: 'HTTP', retryable: true, isPlaced: true},
    {fault: 'http=429', code: 'HTTP', retryable: true, isPlaced: false},
    {fault: 'garbage', code: 'BAD_ANSWER', retryable: false, isPlaced: true},
    {fault: 'huge', code: 'BAD_ANSWER', retryable: false, isPlaced: true},
    {fault: 'wrong-signature', code: 'BAD_SIGNATURE', retryable: false, isPlaced: true},
    {fault: 'no-signature', code: 'BAD_SIGNATURE', retryable: false, isPlaced: true},
    {fault: 'tampered', code: 'BAD_SIGNATURE', retryable: false, isPlaced: true},
    {fault: 'lost;before', code: 'NETWORK', retryable: true, isPlaced: false},
  ];
  for (const {fault, code, retryable, isPlaced} of uncertain) {
    const outcome = isPlaced ? 'places' : 'does not place';
    it(`"${fault}" ${outcome} the order and rejects placeOrder() with ${code}, outcome unknown`, async () => {
      await control('faults', {fault, operation: 'placeOrder'});
      const error = await problem(client.placeOrder(mug()));
      assert.equal(error.code, code);
      assert.equal(error.retryable, retryable);
      assert.equal(error.outcomeUnknown, true);
      const stored = (await storedOrders()).map(({merchantOrderNo, status}) => ({merchantOrderNo, status}));
      assert.deepEqual(stored, isPlaced ? [{merchantOrderNo: 'order-1', status: 'CREATED'}] : []);
      // Placing the same order again makes no second one
      assert.equal((await client.placeOrder(mug())).acquireOrder.merchantOrderNo, 'order-1');
      assert.equal((await storedOrders()).length, 1);
    });
  }

  for (const {fault, retryable} of [
    {fault: '402', retryable: true},
    {fault: '601', retryable: false},
    {fault: '62026', retryable: false},
  ]) {
    it(`"${fault}" does not place the order and rejects placeOrder() with ${fault}, outcome known`, async () => {
      await control('faults', {fault});
      const error = await problem(client.placeOrder(mug()));
      const {code, outcomeUnknown} = error;
      assert.deepEqual(
        {code, retryable: error.retryable, outcomeUnknown},
        {code: fault, retryable, outcomeUnknown: false},
      );
      assert.deepEqual(await storedOrders(), []);
    });
  }

  for (const form of ['fail', 'success', 'error']) {
    it(`"form=${form}" refuses one call in that form, and getOrder() rejects with the code`, async () => {
      await control('faults', {fault: `form=${form}`, operation: 'getOrder'});
      const answer = await gateway.call('/acquire2/getOrder', {merchantOrderNo: 'nobody'});
      assert.deepEqual([answer.head.applyStatus, answer.head.code], [form.toUpperCase(), '62004']);
      await control('faults', {fault: `form=${form}`, operation: 'getOrder'});
      const {code, outcomeUnknown} = await problem(client.getOrder('nobody'));
      assert.deepEqual([code, outcomeUnknown], ['62004', false]);
      const next = await gateway.call('/acquire2/getOrder', {merchantOrderNo: 'nobody'});
      assert.equal(next.head.applyStatus, 'FAIL', 'the next call has no fault');
      await control('faults', {fault: `form=${form}`, operation: 'placeOrder'});
      assert.equal((await client.placeOrder(mug())).acquireOrder.status, 'CREATED', 'no refusal, no form');
    });
  }

  it('"form=unsigned" refuses with an unsigned ERROR, and getOrder() rejects with BAD_SIGNATURE', async () => {
    await control('faults', {fault: 'form=unsigned', times: 2});
    const answer = await gateway.call('/acquire2/getOrder', {merchantOrderNo: 'nobody'});
    assert.deepEqual([answer.head.applyStatus, answer.head.code, answer.sign], ['ERROR', '62004', null]);
    const {code, outcomeUnknown, untrusted} = await problem(client.getOrder('nobody'));
    assert.deepEqual(
      [code, outcomeUnknown, untrusted?.code, untrusted?.msg],
      ['BAD_SIGNATURE', true, '62004', 'MERCHANT_ORDER_NO_NOT_EXIST'],
    );
  });

  for (const {fault, count} of [
    {fault: 'timeout', count: 0},
    {fault: 'timeout;after', count: 1},
  ]) {
    it(`"${fault}" lets placeOrder() time out after 10 s and leaves ${String(count)} orders at PayBy`, async () => {
      await control('faults', {fault});
      const placing = problem(client.placeOrder(mug()));
      await until(async () => (await log()).length === 1, 'PayBy has the call');
      await gateway.clock.advance(10_000);
      const {code, outcomeUnknown} = await placing;
      assert.deepEqual({code, outcomeUnknown}, {code: 'TIMEOUT', outcomeUnknown: true});
      assert.equal((await storedOrders()).length, count);
    });
  }

  it('"delay=3000" sends the right answer after 3 s', async () => {
    await control('faults', {fault: 'delay=3000', operation: 'getOrder'});
    await client.placeOrder(mug());
    let status: string | undefined;
    const querying = client.getOrder('order-1').then((order) => ({status} = order));
    await until(() => gateway.clock.asleep === 2, 'PayBy delays its answer and the client waits');
    await gateway.clock.advance(2_999);
    assert.equal(status, undefined);
    await gateway.clock.advance(1);
    await querying;
    assert.equal(status, 'CREATED');
  });

  it('is applied to the named operation and order only, as many times as given', async () => {
    await client.placeOrder(mug());
    await client.placeOrder(mug('order-2'));
    await control('faults', {fault: '500', operation: 'cancelOrder', merchantOrderNo: 'order-2', times: 2});
    assert.equal((await client.getOrder('order-2')).status, 'CREATED');
    assert.equal((await client.cancelOrder('order-1')).status, 'FAILURE');
    assert.equal((await problem(client.cancelOrder('order-2'))).code, '500');
    assert.equal((await problem(client.cancelOrder('order-2'))).code, '500');
    assert.equal((await client.cancelOrder('order-2')).status, 'FAILURE');
    assert.deepEqual((await gateway.request('/control')).body['faults'], []);
  });

  it('is applied to refund/placeOrder without touching placeOrder', async () => {
    const {acquireOrder} = await client.placeOrder(mug());
    await gateway.request('/app/pay', {orderNo: acquireOrder.orderNo});
    await control('faults', {fault: 'lost', operation: 'refund/placeOrder'});
    const refund = {
      refundMerchantOrderNo: 'refund-1',
      originMerchantOrderNo: 'order-1',
      amount: {amount: '2.10', currency: 'AED'},
    };
    assert.equal((await client.placeOrder(mug())).acquireOrder.status, 'PAID_SUCCESS');
    assert.equal((await problem(client.refund(refund))).outcomeUnknown, true);
    assert.equal((await client.getRefund('refund-1')).amount.amount, '2.10', 'it was made all the same');
    assert.equal((await client.refund(refund)).status, 'REFUNDED_SETTLED');
    assert.equal((await storedOrders())[0]?.['refunded'], '2.10', 'once');
  });

  it('is applied to the call that carries it as a header, and to no other', async () => {
    const fetchWithFault: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('x-gateway-fault', 'delay=1, 402');
      return fetch(input, {...init, headers});
    };
    const [{privateKey}, {publicKey: paybyPublicKey}] = keys;
    const faulty = new PaybyClient({
      baseUrl: `${served.url}/sgs/api`,
      partnerId: PARTNER,
      privateKey,
      paybyPublicKey,
      clock: gateway.clock,
      fetch: fetchWithFault,
    });
    const placing = problem(faulty.placeOrder(mug()));
    await until(() => gateway.clock.asleep === 2, 'PayBy delays its answer');
    await gateway.clock.advance(1);
    assert.equal((await placing).code, '402');
    assert.equal(
      (await client.placeOrder(mug())).acquireOrder.status,
      'CREATED',
      'the next call has no fault',
    );
  });

  it('is removed by POST /control/reset', async () => {
    await control('faults', {fault: '500', times: 100});
    await control('reset');
    assert.equal((await client.placeOrder(mug())).acquireOrder.status, 'CREATED');
  });

  const unknown = [
    '',
    'fire',
    'delay',
    'delay=x',
    'delay=-1',
    'http=200',
    '0',
    '99999',
    'lost;later',
    'notify=0',
    'form',
    'form=SUCCESS',
    'form=no',
  ];
  for (const fault of unknown) {
    it(`"${fault}" is no fault: the control API answers 400${fault === '' ? '' : ', and so does the call'}`, async () => {
      assert.equal((await gateway.request('/control/faults', {fault})).status, 400);
      const init = {method: 'POST', body: '{}', headers: {'x-gateway-fault': fault}};
      const {status} = await gateway.app.request('/sgs/api/acquire2/getOrder', init);
      assert.equal(status, fault === '' ? 200 : 400);
    });
  }
});

describe('GET /control/log', () => {
  it('lists every call with its result, status and faults, in order, for one order or all', async () => {
    const {acquireOrder, tokenUrl = ''} = await client.placeOrder(mug());
    await client.placeOrder(mug('order-2'));
    await client.getCashierUrlInfo(tokenUrl);
    await gateway.request('/app/pay', {orderNo: acquireOrder.orderNo});
    await control('faults', {fault: '500;after'});
    await problem(client.getOrder('order-1'));
    await problem(client.cancelOrder('order-1'));
    const about = (await log('?merchantOrderNo=order-1')).map(({path, result, status, faults}) => [
      path,
      result,
      status,
      faults,
    ]);
    assert.deepEqual(about, [
      ['/acquire2/placeOrder', '0 SUCCESS', 'CREATED', []],
      ['/acquire2/getCashierUrlInfo', '0 SUCCESS', undefined, []],
      ['/acquire2/getOrder', '0 SUCCESS', 'PAID_SUCCESS', ['500;after']],
      ['/acquire2/cancelOrder', '62001 ORDER_PAID', undefined, []],
    ]);
    assert.equal((await log()).length, 5);
    assert.match(
      await logText(),
      /^2026-01-15T08:00:00\.000Z {2}\/acquire2\/placeOrder {2}order-1 {2}0 SUCCESS CREATED$/m,
    );
  });

  it('shows no auth code, token URL or phone number, and no line that a request forged', async () => {
    const {authCode} = (await gateway.request('/app/code', {})).body;
    assert.ok(typeof authCode === 'string');
    await client.placeOrder({...mug(), scene: {paySceneCode: 'QRPAY', authCode}});
    const {tokenUrl = ''} = await client.placeOrder(mug('order-2'));
    await gateway.request('/app/scan', {tokenUrl});
    const mask = await client.getCashierUrlInfo(tokenUrl);
    assert.ok(mask);
    await gateway.call('/acquire2/getOrder', {merchantOrderNo: 'order-3\n2026 a forged line'});
    const text = await logText();
    const everything = `${text}${JSON.stringify(await log())}`;
    for (const secret of [new URL(tokenUrl).searchParams.get('ft') ?? '', mask, 'forged']) {
      assert.ok(secret !== '' && !everything.includes(secret), `the log shows ${secret}`);
    }
    const ofPlacing = (await log('?merchantOrderNo=order-1')).map((entry) => JSON.stringify(entry)).join();
    assert.ok(ofPlacing !== '' && !ofPlacing.includes(authCode));
  });

  it('needs no auth code in the message of a refusal', async () => {
    const error = await problem(
      client.placeOrder({...mug(), scene: {paySceneCode: 'QRPAY', authCode: '20007900T400690098F'}}),
    );
    assert.equal(error.code, '400');
    assert.ok(!`${error.stack ?? ''}${JSON.stringify(error)}`.includes('20007900T400690098F'));
  });
});

describe('POST /control/clock', () => {
  it('advances the clock at once, so that orders expire', async () => {
    await client.placeOrder(mug());
    await control('clock', {advanceMs: 15 * MINUTE});
    assert.equal((await storedOrders())[0]?.['status'], 'FAILURE');
  });

  it('makes PaybyClient correct its own clock by the Date header', async () => {
    await client.placeOrder(mug());
    await control('clock', {advanceMs: 3 * 60 * MINUTE});
    assert.equal((await client.getOrder('order-1')).status, 'FAILURE');
    assert.ok(Math.abs(client.now() - gateway.clock.now() - 180 * MINUTE) <= 1_000);
    const results = (await log()).map(({result}) => result);
    const refusals = Array<string>(3).fill('400 REQUESTTIME_TOO_EARLY'); // one alone could be an old one, played again
    assert.deepEqual(results, ['0 SUCCESS', ...refusals, '0 SUCCESS']);
  });

  it('answers 400 for a negative or unreadable time', async () => {
    assert.equal((await gateway.request('/control/clock', {advanceMs: -1})).status, 400);
    assert.equal((await gateway.request('/control/clock', {advanceMs: 'soon'})).status, 400);
  });
});

describe('POST /app/scan and /app/pay', () => {
  const scan = (tokenUrl: unknown, payer?: string) => gateway.request('/app/scan', {tokenUrl, payer});
  const pay = (orderNo: unknown, payer?: string) => gateway.request('/app/pay', {orderNo, payer});
  const errorCode = ({body}: {body: Json}): unknown => (body['error'] as Json | undefined)?.['code'];

  it('bind the order to the payer who scanned first and answer 409 to another', async () => {
    const {acquireOrder, tokenUrl} = await client.placeOrder(mug());
    assert.equal((await scan(tokenUrl, 'omar')).status, 200);
    for (const refused of [await scan(tokenUrl), await pay(acquireOrder.orderNo, 'amira')]) {
      assert.deepEqual([refused.status, errorCode(refused)], [409, 'other-payer']);
    }
    assert.equal(await client.getCashierUrlInfo(tokenUrl ?? ''), '+971-52*45');
    assert.equal((await pay(acquireOrder.orderNo, 'omar')).status, 200);
    const {payerMid} = (await client.getOrder('order-1')).fields['paymentInfo'] as Json;
    assert.equal(payerMid, '100000020845');
  });

  it('accept any payer when changePayer is "false"', async () => {
    const scene = {paySceneCode: 'DYNQR', changePayer: 'false'} as const;
    const {acquireOrder, tokenUrl} = await client.placeOrder({...mug(), scene});
    assert.equal((await scan(tokenUrl, 'omar')).status, 200);
    assert.equal((await scan(tokenUrl, 'amira')).status, 200);
    assert.equal((await pay(acquireOrder.orderNo, 'amira')).status, 200);
  });

  it('accept only the customer whose auth code placed a QRPAY order', async () => {
    const {authCode} = (await gateway.request('/app/code', {payer: 'omar'})).body;
    const scene = {paySceneCode: 'QRPAY', authCode: String(authCode)} as const;
    const totalAmount = {amount: '500.00', currency: 'AED'};
    const {acquireOrder} = await client.placeOrder({...mug(), totalAmount, scene});
    assert.equal(errorCode(await pay(acquireOrder.orderNo)), 'other-payer');
    assert.equal(errorCode(await pay(acquireOrder.orderNo, 'omar')), 'wrong-password');
  });

  it('answer unknown-payer for a customer who does not exist', async () => {
    const {tokenUrl} = await client.placeOrder(mug());
    assert.equal(errorCode(await scan(tokenUrl, 'nobody')), 'unknown-payer');
  });
});

describe('PaybyClient.refund()', () => {
  const paid = async (): Promise<void> => {
    const {acquireOrder} = await client.placeOrder(mug());
    await gateway.request('/app/pay', {orderNo: acquireOrder.orderNo});
  };
  const refund = (refundMerchantOrderNo: string, amount: string, originMerchantOrderNo = 'order-1') =>
    client.refund({refundMerchantOrderNo, originMerchantOrderNo, amount: {amount, currency: 'AED'}});

  it('resolves to CREATED until refundAfterMs has passed, and the amount cannot be refunded twice meanwhile', async () => {
    await paid();
    await control('settings', {refundAfterMs: 60_000});
    assert.equal((await refund('r-1', '12.00')).status, 'CREATED');
    assert.equal((await problem(refund('r-2', '0.11'))).code, '62006');
    await gateway.clock.advance(60_000);
    assert.equal((await client.getRefund('r-1')).status, 'REFUNDED_SETTLED');
  });

  it('resolves to REFUNDED_SETTLED until refundSettledForMs has passed, and then to the outcome', async () => {
    await paid();
    await control('settings', {refundAfterMs: 60_000, refundSettledForMs: 60_000});
    await refund('r-1', '12.00');
    await control('settings', {refundOutcome: 'FAILURE'});
    await refund('r-2', '0.10');
    await gateway.clock.advance(119_999);
    assert.equal((await client.getRefund('r-2')).status, 'REFUNDED_SETTLED');
    assert.equal((await problem(refund('r-3', '0.10'))).code, '62006');
    await gateway.clock.advance(1);
    assert.equal((await client.getRefund('r-1')).status, 'SUCCESS');
    assert.equal((await client.getRefund('r-2')).status, 'FAILURE');
    assert.equal((await refund('r-3', '0.10')).status, 'CREATED', 'the failed amount is free again');
  });

  it('can be repeated under another number after a FAILURE', async () => {
    await paid();
    await control('settings', {refundOutcome: 'FAILURE', refundSettledForMs: 0});
    const failed = await refund('r-1', '12.10');
    assert.deepEqual([failed.status, failed.failCode], ['FAILURE', undefined]);
    await control('settings', {refundOutcome: 'SUCCESS', refundSettledForMs: 1});
    assert.equal((await refund('r-1', '12.10')).status, 'FAILURE', 'the same number is the same refund');
    assert.equal((await refund('r-2', '12.10')).status, 'REFUNDED_SETTLED');
    assert.equal((await storedOrders())[0]?.['refunded'], '12.10');
  });

  it("makes a refund that PayBy's number finds, and whose own number no other order may use", async () => {
    await paid();
    const {orderNo = ''} = await refund('r-1', '1.00');
    assert.equal((await client.getRefund({orderNo})).refundMerchantOrderNo, 'r-1');
    assert.equal((await problem(client.getRefund({orderNo: '131'}))).code, '62035');
    const second = await client.placeOrder(mug('order-2'));
    await gateway.request('/app/pay', {orderNo: second.acquireOrder.orderNo});
    assert.equal((await problem(refund('r-1', '1.00', 'order-2'))).code, '62017');
  });

  it('answers with the amount that remains refundable', async () => {
    await paid();
    const {body} = await gateway.call('/acquire2/refund/placeOrder', {
      refundMerchantOrderNo: 'r-1',
      originMerchantOrderNo: 'order-1',
      amount: {amount: 2.1, currency: 'AED'},
    });
    assert.deepEqual((body as Json)['refundSummary'], {
      acquireAmount: {amount: 12.1, currency: 'AED'},
      remainRefundAmount: {amount: 10, currency: 'AED'},
    });
  });
});

describe('GET /control', () => {
  it('answers with the page for browsers and with JSON for programs', async () => {
    const page = await gateway.app.request('/control', {headers: {accept: 'text/html'}});
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(await page.text(), /<h1>Local gateway<\/h1>/);
    const {body} = await gateway.request('/control');
    assert.deepEqual(body['settings'], {
      settleAfterMs: 20_000,
      qrpayTokenUrl: false,
      tokenLifeMs: 0,
      refundAfterMs: 0,
      refundSettledForMs: 20_000,
      refundOutcome: 'SUCCESS',
      refusalForm: 'fail',
      products: ['DYNQR', 'QRPAY', 'CASHTOPUP'],
    });
  });

  it('has forms that redirect back to the page', async () => {
    const send = (path: string, body: string) =>
      gateway.app.request(`/control/${path}`, {
        method: 'POST',
        headers: {'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin'},
        body,
      });
    const answer = await send('faults', 'fault=lost&operation=&times=2');
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '../control']);
    assert.deepEqual((await gateway.request('/control')).body['faults'], [{times: 2, fault: 'lost'}]);
    await send(
      'settings',
      'settleAfterMs=5&refundAfterMs=7&refundOutcome=FAILURE&qrpayTokenUrl=true&refusalForm=success',
    );
    const {settings} = (await gateway.request('/control')).body as {settings: Json};
    const {settleAfterMs, qrpayTokenUrl, refusalForm} = settings;
    assert.deepEqual([settleAfterMs, qrpayTokenUrl, refusalForm], [5, true, 'success']);
    const page = await gateway.app.request('/control', {headers: {accept: 'text/html'}});
    assert.match(await page.text(), /<li>\s*lost: any call, 2 more\s*<\/li>/);
  });

  it('has forms that answer 403 to a page of another site', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const init = {method: 'POST', body: '{"fault":"500"}', headers: {'Sec-Fetch-Site': site}};
      assert.equal((await gateway.app.request('/control/faults', init)).status, 403);
    }
    assert.deepEqual((await gateway.request('/control')).body['faults'], []);
  });

  const invalid: readonly (readonly [string, unknown])[] = [
    ['settings', {settleAfterMs: -1}],
    ['settings', {refundOutcome: 'REFUNDED_SETTLED'}],
    ['settings', {products: ['TELEPATHY']}],
    ['notifications', {delivery: 'shout'}],
    ['notifications', {copies: 10}],
    ['repeat', {merchantOrderNo: '../x'}],
    ['faults', []],
  ];
  for (const [path, input] of invalid) {
    it(`has a POST /control/${path} that answers 400 to ${JSON.stringify(input)}`, async () => {
      assert.equal((await gateway.request(`/control/${path}`, input as object)).status, 400);
    });
  }

  it('escapes what merchants wrote', async () => {
    await gateway.call(
      '/acquire2/placeOrder',
      goodOrder(gateway.clock, {notifyUrl: 'https://x.test/<script>'}),
    );
    await gateway.call('/acquire2/<script>', {});
    const page = await gateway.app.request('/control', {headers: {accept: 'text/html'}});
    assert.ok(!(await page.text()).includes('<script'));
  });
});
