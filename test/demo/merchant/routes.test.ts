/** The merchant's server as its operator sees it: health, logs, the age of notifications, and a clean stop. */
import assert from 'node:assert/strict';
import {connect} from 'node:net';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import {jsonLog, terminalLog} from '../../../demo/main/log.js';
import {controlledGateway, type ControlledGateway} from '../../../demo/gateway/app.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {signBytes} from '../../../demo/payby/signature.js';
import type {DemoOptions} from '../../../demo/main/server.js';
import {
  createDemo,
  handOut,
  ManualClock,
  PARTNER,
  repeatableRandom,
  serveRequests,
  twoKeyPairs,
  until,
  type TestDemo,
  type Reply,
} from '../support/demo.js';
import {Hono} from 'hono';
import {getRequestListener} from '@hono/node-server';
import {storeKinds} from '../support/stores.js';

let keys: [KeyPair, KeyPair];
let demo: TestDemo;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  demo = await createDemo({makeKeys: handOut(keys)});
});
afterEach(() => demo.close());

const place = async (on: TestDemo = demo, change: object = {}): Promise<Reply> =>
  on.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug', ...change});

describe('GET /healthz', () => {
  it('returns 200 while the database is reachable', async () => {
    const reply = await demo.get('/healthz');
    assert.deepEqual([reply.status, reply.json], [200, {status: 'ok', store: 'reachable'}]);
    assert.equal(reply.headers.get('cache-control'), 'no-store');
  });
});

describe('POST /payby/notify', () => {
  const notify = async (change: object): Promise<Reply> => {
    const {merchantOrderNo, orderNo} = (await place()).json;
    const body = JSON.stringify({
      notify_id: 'n-1',
      notify_timestamp: demo.clock.now(),
      acquireOrder: {
        merchantOrderNo,
        orderNo,
        status: 'PAID_SUCCESS',
        totalAmount: {amount: 25, currency: 'AED'},
        paymentInfo: {paidAmount: {amount: 25, currency: 'AED'}, paidTime: demo.clock.now()},
      },
      ...change,
    });
    const sign = signBytes(Buffer.from(body), keys[1].privateKey);
    const reply = await demo.post('/payby/notify', body, {sign});
    const {json} = await demo.get(`/api/orders/${merchantOrderNo}/status`);
    assert.equal(json.status, reply.status === 200 ? 'PAID_SUCCESS' : 'CREATED');
    return reply;
  };

  it('returns 404 for an unknown order and raises an alert', async () => {
    const acquireOrder = {
      merchantOrderNo: 'somebody-elses',
      orderNo: '13',
      status: 'PAID_SUCCESS',
      totalAmount: {amount: 25, currency: 'AED'},
    };
    assert.equal((await notify({acquireOrder})).status, 404);
    const {alerts} = (await demo.get('/api/admin/alerts', await demo.staff())).json as unknown as {
      alerts: {kind: string; id: number}[];
    };
    assert.deepEqual(
      alerts.map(({kind}) => kind),
      ['mismatched-notification'],
    );
    const path = `/api/admin/alerts/${String(alerts[0]?.id)}/acknowledge`;
    assert.equal((await demo.post(path, {}, await demo.staff())).status, 200);
    assert.deepEqual((await demo.get('/api/admin/alerts', await demo.staff())).json['alerts'], []);
  });
});

describe('the log of the server', () => {
  const clock = new ManualClock();
  const secrets = {
    key: keysText(),
    authCode: '20007900T400690098F',
    phone: '+971 50 123 4567',
    local: '0501234567',
    tokenUrl: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668',
    database: 'postgres://shop:very-secret@db.example/shop',
  };

  function keysText(): string {
    return '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----';
  }

  it('has one JSON object per line, with time, level and event', () => {
    const lines: string[] = [];
    const log = jsonLog((line) => lines.push(line), clock);
    log('order PAID_SUCCESS', {order: 'abc123…', amount: '25.00', nothing: undefined});
    log('boom', {level: 'error', stack: 'Error: boom\n    at x'});
    assert.deepEqual(
      lines.map((line) => [line.endsWith('\n'), line.trim().includes('\n')]),
      [
        [true, false],
        [true, false],
      ],
    );
    assert.deepEqual(JSON.parse(lines[0] ?? ''), {
      time: '2026-01-15T08:00:00.000Z',
      level: 'info',
      event: 'order PAID_SUCCESS',
      order: 'abc123…',
      amount: '25.00',
    });
  });

  it('masks secrets in names, messages and stacks, in both formats', () => {
    for (const shape of [jsonLog, terminalLog]) {
      const lines: string[] = [];
      const log = shape((line) => lines.push(line), clock);
      for (const [name, secret] of Object.entries(secrets)) {
        log(`something about ${secret}.`, {why: `it said "${secret}"`, stack: `Error: ${secret}\n    at x`});
        log('by name', {[name]: secret, authCode: 'x', tokenUrl: 'y', password: 'z', phoneNumber: 'w'});
      }
      const text = lines.join('');
      const secretText =
        /MIIEvQ|20007900T4|123 ?4567|7ac14d5d|very-secret|authCode":"x|tokenUrl=y|password=z/;
      assert.doesNotMatch(text, secretText);
      assert.match(text, /qr\.payby\.com/, 'the rest is still there');
    }
  });

  it('names no code, token, phone number, key or password in a day of business', async () => {
    const till = await demo.till();
    const staff = await demo.staff();
    const codes: string[] = [];
    for (const amount of ['18.50', '650.00']) {
      codes.push(String((await demo.post('/gateway/app/code')).json['authCode']));
      await demo.post('/api/orders', {paySceneCode: 'QRPAY', amount, authCode: codes.at(-1)}, till);
      await demo.post('/api/orders', {paySceneCode: 'QRPAY', amount, authCode: codes.at(-1)}, till);
    }
    const shown = await place(demo, {paySceneCode: 'CASHTOPUP', sku: 'coins-60'});
    const {merchantOrderNo, tokenUrl} = shown.json;
    await demo.post(`/api/orders/${merchantOrderNo}/guide`, {phone: '+971 50 123 4567'});
    await demo.post('/gateway/pos/scan', {tokenUrl});
    await demo.clock.advance(5_000);
    await demo.get(`/api/orders/${merchantOrderNo}/status`);
    await demo.post('/gateway/pos/pay', {orderNo: shown.json.orderNo, password: '4321'});
    await until(
      () => demo.lines.some((line) => line.includes('notification applied')),
      'the notification is applied',
    );
    await demo.post(`/api/orders/${merchantOrderNo}/refund`, {}, staff);
    await demo.post('/payby/notify', '{"notify_id":"x"}', {sign: 'no'});
    await demo.post('/api/login', {password: 'guessing a password'});
    const logged = demo.lines.join('\n');
    assert.ok(demo.lines.length > 8, logged);
    const [, token = ''] = /ft=([0-9a-f]+)/.exec(tokenUrl) ?? [];
    assert.ok(token);
    const key = keys[0].privateKey.export({type: 'pkcs8', format: 'pem'}).toString().slice(40, 80);
    const session = (staff['cookie'] ?? '').slice('session='.length);
    for (const secret of [
      ...codes,
      token,
      '123 4567',
      '1234567',
      key,
      session,
      merchantOrderNo,
      demo.staffPassword ?? '',
      'guessing',
    ]) {
      assert.equal(logged.includes(secret), false, `${secret} is in the log`);
    }
  });
});

describe('closing the server', () => {
  it('waits for the answer of PayBy and stores it', async () => {
    const path = mkdtempSync(join(tmpdir(), 'payby-end-'));
    const side = await gatewaySide();
    const shop = await createDemo({...side.options, store: {kind: 'folder', path}});
    side.hold();
    const placing = place(shop);
    await until(() => side.held() === 1, 'the call to PayBy is open');
    const closing = shop.close();
    await until(
      async () =>
        fetch(shop.url).then(
          () => false,
          () => true,
        ),
      'new connections are refused',
    );
    side.release();
    const placed = await placing;
    assert.equal(placed.status, 201);
    await closing;
    const next = await createDemo({...side.options, store: {kind: 'folder', path}});
    const {json} = await next.get(`/api/orders/${placed.json.merchantOrderNo}/status`);
    assert.equal(json.status, 'CREATED');
    await next.close();
    await side.close();
    rmSync(path, {recursive: true});
  });

  it('cuts off an incomplete request', async () => {
    const closingClock = new ManualClock();
    const cutting = await createDemo({makeKeys: handOut(keys), closingClock});
    const {port} = new URL(cutting.url);
    const slow = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    slow.write(
      'POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await cutting.get('/healthz');
    let isClosed = false;
    const closing = cutting.close().then(() => (isClosed = true));
    await until(() => closingClock.asleep > 0, 'the server waits for the request');
    assert.equal(isClosed, false);
    await closingClock.advance(1_000);
    await until(() => isClosed, 'the request is cut off');
    await closing;
  });

  it('answers 431 to headers that are too long, and keeps serving', async () => {
    const reply = await fetch(`${demo.url}/api/skus`, {headers: {'X-Long': 'x'.repeat(20_000)}});
    assert.equal(reply.status, 431);
    assert.equal((await demo.get('/api/skus')).status, 200);
  });
});

interface GatewaySide {
  /** For a merchant's server that calls this gateway like the real PayBy. */
  readonly options: Partial<DemoOptions>;
  readonly room: ControlledGateway;
  readonly url: string;
  /** From now on calls wait. */
  hold(): void;
  release(): void;
  held(): number;
  /** Calls so far, by the last part of their path. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

/** The local PayBy behind its own port, outside the merchant's server. */
async function gatewaySide(clock = new ManualClock()): Promise<GatewaySide> {
  const [merchantKeys, paybyKeys] = keys;
  const closing = new AbortController();
  const room = controlledGateway({
    clock,
    random: repeatableRandom('gateway'),
    log: () => {},
    partnerId: PARTNER,
    merchantPublicKey: merchantKeys.publicKey,
    keys: paybyKeys,
    settleAfterMs: 20_000,
    qrpayTokenUrl: false,
    fetch: globalThis.fetch,
    signal: closing.signal,
  });
  const root = new Hono().route('/gateway', room.app);
  const listener = getRequestListener(root.fetch, {overrideGlobalObjects: false});
  const calls: string[] = [];
  let isHolding = false;
  const waiting: (() => void)[] = [];
  const served = await serveRequests((request, response) => {
    const pass = (): void => void listener(request, response);
    if (request.url?.includes('/acquire2/')) calls.push(request.url.split('/acquire2/')[1] ?? '');
    if (isHolding) waiting.push(pass);
    else pass();
  });
  return {
    options: {
      clock,
      gateway: {
        kind: 'remote',
        baseUrl: `${served.url}/gateway/sgs/api`,
        partnerId: PARTNER,
        privateKey: merchantKeys.privateKey,
        paybyPublicKey: paybyKeys.publicKey,
      },
    },
    room,
    url: `${served.url}/gateway`,
    calls,
    hold: () => (isHolding = true),
    held: () => waiting.length,
    release: () => {
      isHolding = false;
      for (const pass of waiting.splice(0)) pass();
    },
    close: async () => {
      closing.abort();
      await served.close();
    },
  };
}

/** Advances a millisecond per turn: waits for the other instance end, and no call to PayBy times out. */
async function whileTimePasses<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = (): void => {
    isDone = true;
  };
  work.then(done, done);
  await until(async () => {
    if (!isDone) await clock.advance(1);
    return isDone;
  }, 'the work is done');
  return work;
}

const shared = storeKinds.find(({isShared}) => isShared);
describe('two instances with one PostgreSQL database', {skip: shared?.skip ?? true}, () => {
  it('share an order: placed at one, streamed by the other, paid once', async () => {
    assert.ok(shared);
    const tables = await shared.open();
    const side = await gatewaySide();
    const options = {...side.options, store: tables.choice, staffPassword: 'correct horse battery'};
    const clock = side.options.clock as ManualClock;
    const [one, two] = [await createDemo(options), await createDemo(options)];
    const placed = await place(one);
    const {merchantOrderNo, orderNo} = placed.json;
    const stream = await fetch(`${two.url}/api/orders/${merchantOrderNo}/events`);
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    let streamed = '';
    void (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read())
        streamed += Buffer.from(part.value).toString();
    })().catch(() => undefined);
    await until(() => streamed.includes('"CREATED"'), 'the stream of the second instance runs');

    await clock.advance(4_000);
    const before = side.calls.length;
    const statuses = await whileTimePasses(
      clock,
      Promise.all(
        [one, two, one, two, one, two].map((server) => server.get(`/api/orders/${merchantOrderNo}/status`)),
      ),
    );
    assert.deepEqual(new Set(statuses.map(({json}) => json.status)), new Set(['CREATED']));
    assert.ok(side.calls.length - before <= 2, side.calls.slice(before).join());

    const body = JSON.stringify({orderNo});
    const headers = {'Content-Type': 'application/json'};
    await fetch(`${side.url}/app/pay`, {method: 'POST', body, headers});
    const acquireOrder = {
      merchantOrderNo,
      orderNo,
      status: 'PAID_SUCCESS',
      totalAmount: {amount: 25, currency: 'AED'},
    };
    const notification = JSON.stringify({notify_id: 'n-1', notify_timestamp: clock.now(), acquireOrder});
    const sign = signBytes(Buffer.from(notification), keys[1].privateKey);
    const answers = await Promise.all(
      [one, two, one, two].map((server) => server.post('/payby/notify', notification, {sign})),
    );
    assert.deepEqual(
      answers.map(({text}) => text),
      Array.from({length: 4}, () => '{"response":"SUCCESS"}'),
    );
    await until(
      () => streamed.includes('"PAID_SUCCESS"'),
      'the payment is on the stream of the second instance',
    );
    const staff = await one.staff();
    const seen = await two.get(`/api/admin/orders/${merchantOrderNo}`, staff);
    const {timeline} = seen.json as unknown as {timeline: {kind: string}[]};
    assert.equal(timeline.filter(({kind}) => kind === 'notification').length, 1, 'counted once');
    assert.equal(timeline.filter(({kind}) => kind === 'status').length, 1);
    await Promise.all([one.close(), two.close()]);
    await side.close();
    await tables.close();
  });
});
