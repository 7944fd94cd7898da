/** `openapi.json` is what `openapi.ts` generates, and every response of the server fits its description there. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {merchantApp, type MerchantAppOptions} from '../../../demo/merchant/http/app.js';
import {openapiDocument} from '../../../demo/merchant/http/openapi.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {
  api,
  assertDescribed,
  assertFits,
  assertMaySend,
  check,
  METHODS,
  seen,
  text,
} from '../support/api-description.js';
import {createDemo, handOut, twoKeyPairs, until, type TestDemo, type Reply} from '../support/demo.js';

const STAFF_PASSWORD = 'correct horse battery';
let keys: [KeyPair, KeyPair];
let demo: TestDemo;
before(async () => {
  keys = await twoKeyPairs();
  demo = await createDemo({makeKeys: handOut(keys), staffPassword: STAFF_PASSWORD});
});
after(() => demo.close());

async function get(path: string, headers?: Record<string, string>): Promise<Reply> {
  const reply = await demo.get(path, headers);
  assertDescribed('get', path, reply);
  return reply;
}
async function post(path: string, body?: object | string, headers?: Record<string, string>): Promise<Reply> {
  const reply = await demo.post(path, body, headers);
  assertDescribed('post', path, reply);
  if (reply.status < 300 && typeof body === 'object') assertMaySend(path, body);
  return reply;
}
const expect = (reply: Reply, status: number): Reply => {
  assert.equal(reply.status, status, reply.text);
  return reply;
};
/** Lets time pass until the server has answered: it may be waiting for PayBy. */
async function inTime(call: Promise<Reply>): Promise<Reply> {
  let isOver = false;
  const settled = call.finally(() => (isOver = true));
  await until(async () => {
    if (!isOver) await demo.clock.advance(500);
    return isOver;
  }, 'the server answers');
  return settled;
}
const place = (change: object = {}, headers: Record<string, string> = {}): Promise<Reply> =>
  post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug', ...change}, headers);
const pay = async ({json}: Reply): Promise<void> => {
  expect(await demo.post('/gateway/app/pay', {orderNo: json.orderNo}), 200);
};
/** Makes the next calls of an operation fail at the local gateway. */
const injectFault = async (fault: string, operation: string, times = 1): Promise<void> => {
  expect(await demo.post('/gateway/control/faults', {fault, operation, times}), 200);
};
const resetFaults = (): Promise<Reply> => demo.post('/gateway/control/reset');

describe('openapi.json', () => {
  it('is what `npm run openapi` writes', () => {
    const generated: unknown = JSON.parse(JSON.stringify(openapiDocument()));
    assert.deepEqual(JSON.parse(text), generated, 'stale: run "npm run openapi"');
  });

  it('is OpenAPI 3.1 with references that resolve and schemas that compile', () => {
    assert.match(api.openapi, /^3\.1\./);
    for (const [, reference = ''] of text.matchAll(/"\$ref": ?"#([^"]+)"/g)) {
      const [, , section = '', name = ''] = reference.split('/');
      assert.ok(api.components[section]?.[name], reference);
    }
    for (const name of Object.keys(api.components['schemas'] ?? {})) check(`/components/schemas/${name}`);
    const ids = Object.values(api.paths).flatMap((item) =>
      METHODS.map((method) => item[method]?.operationId),
    );
    const named = ids.filter((id) => id !== undefined);
    assert.equal(new Set(named).size, named.length, 'operation ids are unique');
  });

  it('describes every route of the server, and no other', () => {
    const app = merchantApp({allowedOrigins: [], log: () => undefined} as unknown as MerchantAppOptions);
    const served = app.routes
      .filter(({method}) => method === 'GET' || method === 'POST')
      .map(({method, path}) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const described = Object.entries(api.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`),
    );
    assert.deepEqual([...new Set(served)].sort(), described.sort());
  });

  it('has a Status schema that rejects a fee, a member id and a float', () => {
    const good = {
      merchantOrderNo: 'a',
      status: 'CREATED',
      totalAmount: {amount: '25.00', currency: 'AED'},
      revoked: false,
      expiredTime: 2,
      scanned: false,
      serverTime: 1,
    };
    const validate = check('/components/schemas/Status');
    assert.ok(validate(good));
    for (const wrong of [
      {...good, payeeMid: '200000012345'},
      {...good, paymentInfo: {paidAmount: good.totalAmount, paidTime: 1, payerFeeAmount: '0.10'}},
      {...good, totalAmount: {amount: 25, currency: 'AED'}},
      {...good, totalAmount: {amount: '25.0', currency: 'AED'}},
      {...good, status: 'PAID'},
      {...good, revoked: 'false'},
    ]) {
      assert.equal(validate(wrong), false, JSON.stringify(wrong));
    }
  });
});

describe('every response fits openapi.json', () => {
  it('for a payer who places, extends, watches and pays an order', async () => {
    const placed = expect(await place({merchantOrderNo: 'order-1'}), 201);
    expect(await place({merchantOrderNo: 'order-1'}), 201);
    expect(await place({merchantOrderNo: 'order-1', sku: 'lamp'}), 409);
    const cash = expect(
      await place({paySceneCode: 'CASHTOPUP', sku: 'coins-500', expiresInMs: 3_600_000}),
      201,
    );
    expect(await place({sku: undefined, amount: '3.00'}), 401);
    expect(await place({sku: undefined, amount: '3.00'}, await demo.till()), 201);
    const path = `/api/orders/${placed.json.merchantOrderNo}`;
    const open = expect(await get(`${path}/status`), 200);
    expect(await get(`${path}/status`, {'If-None-Match': open.headers.get('etag') ?? ''}), 304);
    expect(await post(`${path}/extend`, {byMs: 60_000}), 200);
    expect(await post(`${path}/extend`, {expiredTime: demo.clock.now() + 3_600_000}), 200);
    expect(await post(`${path}/extend`, {expiredTime: 1}), 400);
    expect(await get(path), 200);
    expect(await get('/api/orders/nobody'), 404);
    const coins = {paySceneCode: 'CASHTOPUP', sku: 'coins-60', player: 'Falcon-7'};
    const forPlayer = expect(await place(coins), 201);
    expect(await place({...coins, player: 'unknown-1'}), 400);
    expect(await get(`/api/orders/${forPlayer.json.merchantOrderNo}/coins`), 200);
    expect(await get(`/api/orders/${cash.json.merchantOrderNo}/coins`), 200);
    expect(await get(`${path}/coins`), 404);
    const guide = `/api/orders/${cash.json.merchantOrderNo}/guide`;
    expect(await post(guide, {phone: '+971501234567'}), 200);
    expect(await post(guide, {phone: '+971501234567'}), 429);
    expect(await post(guide, {phone: 'nobody'}), 400);
    expect(await post(`${path}/guide`, {phone: '+971501234567'}), 409);
    expect(await get('/api/outbox'), 200);
    for (const kind of ['svg', 'png']) {
      expect(await get(`${path}/qr.${kind}?size=200`), 200);
      expect(await get(`${path}/qr.${kind}?size=2`), 400);
      expect(await get(`/api/orders/nobody/qr.${kind}`), 404);
    }
    await demo.post('/gateway/app/scan', {tokenUrl: placed.json.tokenUrl});
    await demo.clock.advance(5_000);
    const scanned = expect(await get(`${path}/status`), 200);
    assert.equal(scanned.json['scanned'], true);
    await pay(placed);
    const paid = expect(await get(`${path}/status`), 200);
    assert.equal(paid.json.status, 'PAID_SUCCESS');
    for (const kind of ['svg', 'png']) expect(await get(`${path}/qr.${kind}`), 410);
    expect(await post(`${path}/cancel`), 409);
    expect(await get('/api/skus'), 200);
  });

  it('for a payer who cancels an order', async () => {
    const {json} = expect(await place(), 201);
    expect(await post(`/api/orders/${json.merchantOrderNo}/cancel`), 200);
    const status = expect(await get(`/api/orders/${json.merchantOrderNo}/status`), 200);
    assert.deepEqual([status.json.status, status.json['reason']], ['FAILURE', 'cancelled']);
  });

  it('for each message of an event stream', async () => {
    const {json} = expect(await place(), 201);
    const path = `/api/orders/${json.merchantOrderNo}/events`;
    const response = await fetch(demo.url + path);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let stream = '';
    const pump = async (): Promise<void> => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        stream += Buffer.from(part.value).toString();
      }
    };
    void pump().catch(() => undefined); // left in the middle
    const messages = (): string[] => [...stream.matchAll(/^data: (.*)$/gm)].map(([, data]) => data ?? '');
    await until(() => messages().length === 1, 'the first status is there');
    await demo.post('/gateway/app/pay', {orderNo: json.orderNo});
    await until(() => messages().length === 2, 'the payment is on the stream');
    for (const message of messages()) {
      assertFits('/components/schemas/Status', JSON.parse(message), 'a message of the stream');
    }
    await reader.cancel();
    expect(await get('/api/orders/nobody/events'), 404);
    seen.add('orderEvents 200');
  });

  it('for staff from login to refund and logout', async () => {
    expect(await get('/api/session'), 200);
    expect(await post('/api/login', {password: 'a wrong one'}), 401);
    expect(await post('/api/login', {}), 400);
    expect(await get('/api/admin/orders'), 401);
    const opened = expect(await post('/api/login', {password: STAFF_PASSWORD}), 200);
    const staff = {cookie: (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''};
    expect(await get('/api/session', staff), 200);

    const placed = expect(await place(), 201);
    const path = `/api/admin/orders/${placed.json.merchantOrderNo}`;
    expect(await post(`${path}/refund`, {}, staff), 409);
    await pay(placed);
    expect(await post(`${path}/refund`, {amount: '10.00', reason: 'a crack'}, staff), 200);
    expect(await post(`${path}/refund`, {amount: '15.01'}, staff), 409);
    expect(await post(`${path}/refund`, {amount: 'all of it'}, staff), 400);
    const own = `/api/orders/${placed.json.merchantOrderNo}`;
    expect(await post(`${own}/refund`, {amount: '1.00', refundMerchantOrderNo: 'r-1'}, staff), 200);
    expect(await post(`${own}/refund`, {}), 401);
    expect(await post(`${own}/refund`, {}, await demo.till()), 403);
    expect(await post(`${own}/revoke`, {}, staff), 409);
    expect(await get(path, staff), 200);
    expect(await get('/api/admin/orders/nobody', staff), 404);
    for (const query of ['', '?status=PAID_SUCCESS&limit=5', `?number=${placed.json.orderNo}`, '?before=1']) {
      expect(await get(`/api/admin/orders${query}`, staff), 200);
    }
    expect(await get('/api/admin/orders?limit=0', staff), 400);

    const coins = expect(await place({paySceneCode: 'CASHTOPUP', sku: 'coins-60', player: 'Noor_42'}), 201);
    expect(await get('/api/admin/players/Noor_42'), 401);
    expect(await get('/api/admin/players/Noor_42', staff), 404);
    expect(await demo.post('/gateway/pos/pay', {orderNo: coins.json.orderNo, password: '4321'}), 200);
    expect(await get(`/api/orders/${coins.json.merchantOrderNo}/status`), 200);
    expect(await get('/api/admin/players/Noor_42', staff), 200);
    expect(await get(`/api/admin/orders/${coins.json.merchantOrderNo}`, staff), 200);

    const [first, second, third] = [await place(), await place(), await place()];
    await pay(first);
    expect(await post(`/api/admin/orders/${first.json.merchantOrderNo}/revoke`, {}, staff), 200);
    expect(await post(`/api/admin/orders/${second.json.merchantOrderNo}/cancel`, {}, staff), 200);
    expect(await post(`/api/orders/${third.json.merchantOrderNo}/revoke`, {}, staff), 200);

    const authCode = (await demo.post('/gateway/app/code')).json['authCode'];
    expect(await post('/api/orders', {paySceneCode: 'QRPAY', sku: 'mug', authCode}, staff), 201);
    expect(await place({paySceneCode: 'QRPAY', authCode}), 401);
    expect(await post('/api/logout', {}, staff), 200);
    expect(await get('/api/admin/orders', staff), 401);
    expect(await post('/api/login/till'), 200);
    expect(await post('/api/logout-all'), 401);
    expect(await post('/api/logout-all', {}, await demo.staff()), 200);
  });

  it('for notifications of PayBy, and the alerts about mismatched ones', async () => {
    const {json} = expect(await place(), 201);
    const notify = (merchantOrderNo: string, amount: number, id: string): Promise<Reply> => {
      const acquireOrder = {
        merchantOrderNo,
        orderNo: json.orderNo,
        status: 'PAID_SUCCESS',
        totalAmount: {amount, currency: 'AED'},
        revoked: false,
      };
      const envelope = {notify_id: id, notify_timestamp: demo.clock.now(), _input_charset: 'UTF-8'};
      const body = {...envelope, acquireOrder};
      const sign = signBytes(Buffer.from(JSON.stringify(body)), keys[1].privateKey);
      return post('/payby/notify', body, {sign});
    };
    expect(await notify(json.merchantOrderNo, 24, 'n-1'), 409);
    expect(await notify('nobody', 25, 'n-2'), 404);
    expect(await notify(json.merchantOrderNo, 25, 'n-3'), 200);
    expect(await post('/payby/notify', {notify_id: 'n-4'}), 401);
    const staff = await demo.staff();
    const alerts = expect(await get('/api/admin/alerts', staff), 200).json['alerts'] as {id: number}[];
    assert.equal(alerts.length, 2);
    const acknowledge = `/api/admin/alerts/${String(alerts[0]?.id)}/acknowledge`;
    expect(await post(acknowledge, undefined, staff), 200);
    expect(await post('/api/admin/alerts/999999/acknowledge', undefined, staff), 404);
    expect(await get('/api/admin/alerts?all=1', staff), 200);
  });

  it('while PayBy is unreachable, busy, garbled or wrongly signed', async () => {
    const {json} = expect(await place(), 201);
    const staff = await demo.staff();
    const path = `/api/orders/${json.merchantOrderNo}`;
    for (const fault of ['500', '402', 'lost', 'garbage', 'wrong-signature', 'http=502']) {
      await injectFault(fault, 'getOrder', 50);
      await demo.clock.advance(5_000); // an earlier answer has expired
      const {status} = await inTime(get(`${path}/status`));
      assert.ok([429, 502, 503].includes(status), `${fault}: ${String(status)}`);
      await resetFaults();
    }
    await injectFault('601', 'placeOrder');
    expect(await inTime(place()), 422);
    await injectFault('500', 'placeOrder');
    expect(await inTime(place()), 503);
    await injectFault('lost', 'placeOrder');
    const authCode = (await demo.post('/gateway/app/code')).json['authCode'];
    expect(await inTime(post('/api/orders', {paySceneCode: 'QRPAY', sku: 'mug', authCode}, staff)), 202);
    await injectFault('62046', 'revokeOrder');
    expect(await inTime(post(`${path}/revoke`, {}, staff)), 409);

    const paid = expect(await place(), 201);
    await pay(paid);
    await injectFault('lost', 'refund/placeOrder', 2);
    await demo.post('/gateway/control/notifications', {delivery: 'lose'}); // it would report the refund all the same
    const refund = {amount: '1.00', refundMerchantOrderNo: 'r-2'};
    const unsure = expect(await post(`/api/orders/${paid.json.merchantOrderNo}/refund`, refund, staff), 202);
    assert.equal(unsure.json.status, 'REQUESTED');
    await resetFaults();
  });

  it('for other sites and for unreadable requests', async () => {
    expect(await post('/api/orders', {}, {Origin: 'https://evil.example'}), 403);
    expect(await post('/api/orders', '{}', {'Content-Type': 'text/plain'}), 415);
    expect(await post('/api/orders', '{'), 400);
    expect(await post('/api/orders', `{"x":"${'x'.repeat(70_000)}"}`), 413);
    expect(await get('/api/session'), 200);
    for (const what of ['status', 'events']) expect(await get(`/api/orders/nobody/${what}`), 404);
    for (const what of ['cancel', 'extend', 'guide']) expect(await post(`/api/orders/nobody/${what}`), 404);
    expect(await get('/healthz'), 200);
  });

  it('for at least one success of every operation', () => {
    const operations = Object.values(api.paths).flatMap((item) => METHODS.map((method) => item[method]));
    const ids = operations.filter((operation) => operation !== undefined).map(({operationId}) => operationId);
    assert.deepEqual(
      ids.filter((id) => ![...seen].some((entry) => entry.startsWith(`${id} 2`))),
      [],
      'never seen to succeed',
    );
  });
});
