/** What can go wrong with PayBy, made to go wrong on purpose, as the merchant's client lives through it. */
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
let bench: TestGateway;
let served: Served;
let client: PaybyClient;

before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  bench = await createGateway({keys});
  served = await serveApp(bench.app);
  client = clientOf(served.url, bench);
});
afterEach(() => served.close());

const mug = (merchantOrderNo = 'order-1'): PlaceOrder => ({
  merchantOrderNo,
  subject: 'Karak mug',
  totalAmount: {amount: '12.10', currency: 'AED'},
  expiredTime: bench.clock.now() + 15 * MINUTE,
  scene: {paySceneCode: 'DYNQR'},
});
const control = async (path: string, wish: object = {}): Promise<Json> => {
  const {status, body} = await bench.standIn(`/control/${path}`, wish);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};
/** What the gateway keeps, whatever the merchant has heard. */
const truth = async (): Promise<readonly Json[]> =>
  (await bench.standIn('/control/orders')).body['orders'] as readonly Json[];
const log = async (query = ''): Promise<readonly Json[]> =>
  (await bench.standIn(`/control/log${query}`)).body['entries'] as readonly Json[];
const logText = async (): Promise<string> => (await bench.app.request('/control/log?format=text')).text();

async function problem(call: Promise<unknown>): Promise<PaybyError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof PaybyError, String(error));
    return error;
  }
  return assert.fail('the call succeeded');
}

describe('a fault', () => {
  // What is done wrong, what the client makes of it, whether it may try again, and whether PayBy has the order
  const table: readonly (readonly [string, string, 'retry' | 'no retry', 'placed' | 'not placed'])[] = [
    ['lost', 'NETWORK', 'retry', 'placed'],
    ['500', '500', 'retry', 'not placed'],
    ['500;after', '500', 'retry', 'placed'],
    ['504', '504', 'retry', 'not placed'],
    ['504;after', '504', 'retry', 'placed'],
    ['http=502', 'HTTP', 'retry', 'not placed'],
    ['http=502;after', 'HTTP', 'retry', 'placed'],
    ['http=429', 'HTTP', 'retry', 'not placed'],
    ['garbage', 'BAD_ANSWER', 'no retry', 'placed'],
    ['huge', 'BAD_ANSWER', 'no retry', 'placed'],
    ['wrong-signature', 'BAD_SIGNATURE', 'no retry', 'placed'],
    ['no-signature', 'BAD_SIGNATURE', 'no retry', 'placed'],
    ['tampered', 'BAD_SIGNATURE', 'no retry', 'placed'],
    ['lost;before', 'NETWORK', 'retry', 'not placed'],
  ];
  for (const [fault, code, again, outcome] of table) {
    it(`"${fault}" on placing is ${code}, leaves the outcome open, and the order is ${outcome}`, async () => {
      await control('faults', {fault, operation: 'placeOrder'});
      const error = await problem(client.placeOrder(mug()));
      assert.equal(error.code, code);
      assert.equal(error.retryable, again === 'retry');
      assert.equal(error.outcomeUnknown, true);
      const kept = (await truth()).map(({merchantOrderNo, status}) => [merchantOrderNo, status]);
      assert.deepEqual(kept, outcome === 'placed' ? [['order-1', 'CREATED']] : []);
      // Whatever happened, the same order again is one order
      assert.equal((await client.placeOrder(mug())).acquireOrder.merchantOrderNo, 'order-1');
      assert.equal((await truth()).length, 1);
    });
  }

  const known: readonly (readonly [string, boolean])[] = [
    ['402', true],
    ['601', false],
    ['62026', false],
  ];
  for (const [fault, retryable] of known) {
    it(`"${fault}" is PayBy's plain no: nothing happened, and the client knows it`, async () => {
      await control('faults', {fault});
      const error = await problem(client.placeOrder(mug()));
      assert.deepEqual([error.code, error.retryable, error.outcomeUnknown], [fault, retryable, false]);
      assert.deepEqual(await truth(), []);
    });
  }

  for (const [fault, count] of [
    ['timeout', 0],
    ['timeout;after', 1],
  ] as const) {
    it(`"${fault}" ends after ten seconds without an answer`, async () => {
      await control('faults', {fault});
      const asking = problem(client.placeOrder(mug()));
      await until(async () => (await log()).length === 1, 'PayBy has the call');
      await bench.clock.advance(10_000);
      const {code, outcomeUnknown} = await asking;
      assert.deepEqual([code, outcomeUnknown], ['TIMEOUT', true]);
      assert.equal((await truth()).length, count);
    });
  }

  it('"delay" is late and true', async () => {
    await control('faults', {fault: 'delay=3000', operation: 'getOrder'});
    await client.placeOrder(mug());
    let status: string | undefined;
    const asking = client.getOrder('order-1').then((order) => ({status} = order));
    await until(() => bench.clock.asleep === 2, 'PayBy and the client wait');
    await bench.clock.advance(2_999);
    assert.equal(status, undefined);
    await bench.clock.advance(1);
    await asking;
    assert.equal(status, 'CREATED');
  });

  it('happens as often as it was asked for, to the call it was asked for', async () => {
    await client.placeOrder(mug());
    await client.placeOrder(mug('order-2'));
    await control('faults', {fault: '500', operation: 'cancelOrder', merchantOrderNo: 'order-2', times: 2});
    assert.equal((await client.getOrder('order-2')).status, 'CREATED');
    assert.equal((await client.cancelOrder('order-1')).status, 'FAILURE');
    assert.equal((await problem(client.cancelOrder('order-2'))).code, '500');
    assert.equal((await problem(client.cancelOrder('order-2'))).code, '500');
    assert.equal((await client.cancelOrder('order-2')).status, 'FAILURE');
    assert.deepEqual((await bench.standIn('/control')).body['faults'], []);
  });

  it('tells refunds from orders', async () => {
    const {acquireOrder} = await client.placeOrder(mug());
    await bench.standIn('/app/pay', {orderNo: acquireOrder.orderNo});
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
    assert.equal((await truth())[0]?.['refunded'], '2.10', 'once');
  });

  it('can be asked for by a header of the very call', async () => {
    const withFault: typeof fetch = (input, init) => {
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
      clock: bench.clock,
      fetch: withFault,
    });
    const asking = problem(faulty.placeOrder(mug()));
    await until(() => bench.clock.asleep === 2, 'PayBy waits a moment');
    await bench.clock.advance(1);
    assert.equal((await asking).code, '402');
    assert.equal((await client.placeOrder(mug())).acquireOrder.status, 'CREATED', 'and to no other call');
  });

  it('ends with "calm"', async () => {
    await control('faults', {fault: '500', times: 100});
    await control('reset');
    assert.equal((await client.placeOrder(mug())).acquireOrder.status, 'CREATED');
  });

  const nonsense = [
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
  ];
  for (const fault of nonsense) {
    it(`"${fault}" does not exist, and is told so`, async () => {
      assert.equal((await bench.standIn('/control/faults', {fault})).status, 400);
      const init = {method: 'POST', body: '{}', headers: {'x-gateway-fault': fault}};
      const {status} = await bench.app.request('/sgs/api/acquire2/getOrder', init);
      assert.equal(status, fault === '' ? 200 : 400);
    });
  }
});

describe('the log', () => {
  it('says what was asked and what came of it, in order, for one order or all', async () => {
    const {acquireOrder, tokenUrl = ''} = await client.placeOrder(mug());
    await client.placeOrder(mug('order-2'));
    await client.getCashierUrlInfo(tokenUrl);
    await bench.standIn('/app/pay', {orderNo: acquireOrder.orderNo});
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

  it('holds no payment code, token address or phone number, and no line that a request has forged', async () => {
    const {authCode} = (await bench.standIn('/app/code', {})).body;
    assert.ok(typeof authCode === 'string');
    await client.placeOrder({...mug(), scene: {paySceneCode: 'QRPAY', authCode}});
    const {tokenUrl = ''} = await client.placeOrder(mug('order-2'));
    await bench.standIn('/app/scan', {tokenUrl});
    const mask = await client.getCashierUrlInfo(tokenUrl);
    assert.ok(mask);
    await bench.call('/acquire2/getOrder', {merchantOrderNo: 'order-3\n2026 a forged line'});
    const text = await logText();
    const everything = `${text}${JSON.stringify(await log())}`;
    for (const secret of [new URL(tokenUrl).searchParams.get('ft') ?? '', mask, 'forged']) {
      assert.ok(secret !== '' && !everything.includes(secret), `the log holds ${secret}`);
    }
    const ofPlacing = (await log('?merchantOrderNo=order-1')).map((entry) => JSON.stringify(entry)).join();
    assert.ok(ofPlacing !== '' && !ofPlacing.includes(authCode));
  });

  it('does not let go of a secret that PayBy sends back in a refusal', async () => {
    const error = await problem(
      client.placeOrder({...mug(), scene: {paySceneCode: 'QRPAY', authCode: '20007900T400690098F'}}),
    );
    assert.equal(error.code, '400');
    assert.ok(!`${error.stack ?? ''}${JSON.stringify(error)}`.includes('20007900T400690098F'));
  });
});

describe("the gateway's clock", () => {
  it('is put forward without waiting, and orders expire by it', async () => {
    await client.placeOrder(mug());
    await control('clock', {advanceMs: 15 * MINUTE});
    assert.equal((await truth())[0]?.['failCode'], 'ORDER_EXPIRED');
  });

  it('takes the merchant sideEffects: the client learns the time from the answers', async () => {
    await client.placeOrder(mug());
    await control('clock', {advanceMs: 3 * 60 * MINUTE});
    assert.equal((await client.getOrder('order-1')).status, 'FAILURE');
    assert.ok(Math.abs(client.now() - bench.clock.now() - 180 * MINUTE) <= 1_000);
    const results = (await log()).map(({result}) => result);
    assert.deepEqual(results, ['0 SUCCESS', '400 REQUESTTIME_TOO_EARLY', '0 SUCCESS']);
  });

  it('does not go back', async () => {
    assert.equal((await bench.standIn('/control/clock', {advanceMs: -1})).status, 400);
    assert.equal((await bench.standIn('/control/clock', {advanceMs: 'soon'})).status, 400);
  });
});

describe('who pays', () => {
  const scan = (tokenUrl: unknown, payer?: string) => bench.standIn('/app/scan', {tokenUrl, payer});
  const pay = (orderNo: unknown, payer?: string) => bench.standIn('/app/pay', {orderNo, payer});
  const errorCode = ({body}: {body: Json}): unknown => (body['error'] as Json | undefined)?.['code'];

  it('is whoever scanned first: the order is theirs, and others are refused', async () => {
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

  it('is anybody when the merchant said changePayer "false"', async () => {
    const scene = {paySceneCode: 'DYNQR', changePayer: 'false'} as const;
    const {acquireOrder, tokenUrl} = await client.placeOrder({...mug(), scene});
    assert.equal((await scan(tokenUrl, 'omar')).status, 200);
    assert.equal((await scan(tokenUrl, 'amira')).status, 200);
    assert.equal((await pay(acquireOrder.orderNo, 'amira')).status, 200);
  });

  it('is whoever showed the code at the counter', async () => {
    const {authCode} = (await bench.standIn('/app/code', {payer: 'omar'})).body;
    const scene = {paySceneCode: 'QRPAY', authCode: String(authCode)} as const;
    const totalAmount = {amount: '500.00', currency: 'AED'};
    const {acquireOrder} = await client.placeOrder({...mug(), totalAmount, scene});
    assert.equal(errorCode(await pay(acquireOrder.orderNo)), 'other-payer');
    assert.equal(errorCode(await pay(acquireOrder.orderNo, 'omar')), 'wrong-password');
  });

  it('is somebody in the room', async () => {
    const {tokenUrl} = await client.placeOrder(mug());
    assert.equal(errorCode(await scan(tokenUrl, 'nobody')), 'unknown-payer');
  });
});

describe('a refund', () => {
  const paid = async (): Promise<void> => {
    const {acquireOrder} = await client.placeOrder(mug());
    await bench.standIn('/app/pay', {orderNo: acquireOrder.orderNo});
  };
  const refund = (refundMerchantOrderNo: string, amount: string, originMerchantOrderNo = 'order-1') =>
    client.refund({refundMerchantOrderNo, originMerchantOrderNo, amount: {amount, currency: 'AED'}});

  it('may take its time, and what is on its way cannot be given back twice', async () => {
    await paid();
    await control('settings', {refundAfterMs: 60_000});
    assert.equal((await refund('r-1', '12.00')).status, 'CREATED');
    assert.equal((await problem(refund('r-2', '0.11'))).code, '62006');
    await bench.clock.advance(60_000);
    assert.equal((await client.getRefund('r-1')).status, 'REFUNDED_SETTLED');
  });

  it('that fails frees its money for another try, under another number', async () => {
    await paid();
    await control('settings', {refundOutcome: 'FAILURE'});
    const failed = await refund('r-1', '12.10');
    assert.deepEqual([failed.status, failed.failCode], ['FAILURE', 'REFUND_FAILED']);
    await control('settings', {refundOutcome: 'REFUNDED_SETTLED'});
    assert.equal((await refund('r-1', '12.10')).status, 'FAILURE', 'the same number is the same refund');
    assert.equal((await refund('r-2', '12.10')).status, 'REFUNDED_SETTLED');
    assert.equal((await truth())[0]?.['refunded'], '12.10');
  });

  it("is found by PayBy's number, and its own number is taken for every other order", async () => {
    await paid();
    const {orderNo = ''} = await refund('r-1', '1.00');
    assert.equal((await client.getRefund({orderNo})).refundMerchantOrderNo, 'r-1');
    assert.equal((await problem(client.getRefund({orderNo: '131'}))).code, '62035');
    const second = await client.placeOrder(mug('order-2'));
    await bench.standIn('/app/pay', {orderNo: second.acquireOrder.orderNo});
    assert.equal((await problem(refund('r-1', '1.00', 'order-2'))).code, '62017');
  });

  it('says what is left', async () => {
    await paid();
    const {body} = await bench.call('/acquire2/refund/placeOrder', {
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

describe('the control page', () => {
  it('shows itself to people and its state to programs', async () => {
    const page = await bench.app.request('/control', {headers: {accept: 'text/html'}});
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(await page.text(), /<h1>Local gateway<\/h1>/);
    const {body} = await bench.standIn('/control');
    assert.deepEqual(body['settings'], {
      settleAfterMs: 20_000,
      qrpayTokenUrl: false,
      refundAfterMs: 0,
      refundOutcome: 'REFUNDED_SETTLED',
      products: ['DYNQR', 'QRPAY', 'CASHTOPUP'],
    });
  });

  it('does what its forms say, and shows itself again', async () => {
    const send = (path: string, body: string) =>
      bench.app.request(`/control/${path}`, {
        method: 'POST',
        headers: {'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin'},
        body,
      });
    const answer = await send('faults', 'fault=lost&operation=&times=2');
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '../control']);
    assert.deepEqual((await bench.standIn('/control')).body['faults'], [{times: 2, fault: 'lost'}]);
    await send('settings', 'settleAfterMs=5&refundAfterMs=7&refundOutcome=FAILURE&qrpayTokenUrl=true');
    const {settings} = (await bench.standIn('/control')).body as {settings: Json};
    assert.deepEqual([settings['settleAfterMs'], settings['qrpayTokenUrl']], [5, true]);
    const page = await bench.app.request('/control', {headers: {accept: 'text/html'}});
    assert.match(await page.text(), /<li>\s*lost: any call, 2 more\s*<\/li>/);
  });

  it('takes nothing from the page of somebody else', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const init = {method: 'POST', body: '{"fault":"500"}', headers: {'Sec-Fetch-Site': site}};
      assert.equal((await bench.app.request('/control/faults', init)).status, 403);
    }
    assert.deepEqual((await bench.standIn('/control')).body['faults'], []);
  });

  const nonsense: readonly (readonly [string, unknown])[] = [
    ['settings', {settleAfterMs: -1}],
    ['settings', {refundOutcome: 'SUCCESS'}],
    ['settings', {products: ['TELEPATHY']}],
    ['notifications', {delivery: 'shout'}],
    ['notifications', {copies: 10}],
    ['repeat', {merchantOrderNo: '../x'}],
    ['faults', []],
  ];
  for (const [path, wish] of nonsense) {
    it(`cannot use ${JSON.stringify(wish)} for its ${path}`, async () => {
      assert.equal((await bench.standIn(`/control/${path}`, wish as object)).status, 400);
    });
  }

  it('escapes what merchants write', async () => {
    await bench.call('/acquire2/placeOrder', goodOrder(bench.clock, {notifyUrl: 'https://x.test/<script>'}));
    await bench.call('/acquire2/<script>', {});
    const page = await bench.app.request('/control', {headers: {accept: 'text/html'}});
    assert.ok(!(await page.text()).includes('<script'));
  });
});
