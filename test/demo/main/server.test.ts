import assert from 'node:assert/strict';
import {connect} from 'node:net';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {StartError} from '../../../demo/main/config.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {startDemo, type DemoOptions} from '../../../demo/main/server.js';
import {
  createDemo,
  handOut,
  ManualClock,
  PARTNER,
  turn,
  twoKeyPairs,
  until,
  type Json,
  type TestDemo,
} from '../support/demo.js';

let keys: [KeyPair, KeyPair];
let folder: string;
let demo: TestDemo;

before(async () => {
  keys = await twoKeyPairs();
  folder = mkdtempSync(join(tmpdir(), 'payby-demo-'));
  mkdirSync(join(folder, 'pages/shared/deep'), {recursive: true});
  mkdirSync(join(folder, 'dist/cdn'), {recursive: true});
  for (const page of [
    'index',
    'store',
    'thanks',
    'game',
    'cashier',
    'receipt',
    'customer-display',
    'phone',
    'pos',
    'sent-messages',
    'embed',
    'embed-frame',
    'login',
    'admin',
  ]) {
    mkdirSync(join(folder, 'pages', page));
    writeFileSync(join(folder, `pages/${page}/index.html`), `<title>${page}</title>`);
  }
  writeFileSync(join(folder, 'pages/shared/deep/demo.css'), 'body {}');
  writeFileSync(join(folder, 'pages/shared/notes.txt'), 'not for the public');
  writeFileSync(join(folder, 'dist/cdn/payby-checkout.js'), 'export {};');
  writeFileSync(join(folder, 'secret.json'), '{"key":"secret"}');
  symlinkSync(join(folder, 'secret.json'), join(folder, 'pages/shared/link.json'));
});
after(() => {
  rmSync(folder, {recursive: true});
});
beforeEach(async () => {
  const pagesDir = join(folder, 'pages');
  demo = await createDemo({makeKeys: handOut(keys), pagesDir, distDir: join(folder, 'dist')});
});
afterEach(() => demo.close());

/** Sends the address unchanged; fetch would normalise it. */
function rawGet(path: string): Promise<string> {
  const {hostname, port} = new URL(demo.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => {
      resolve(answer);
    });
    socket.on('error', reject);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`);
  });
}

describe('GET a page of the demo', () => {
  it('returns the HTML of each page in the index', async () => {
    const pages = {
      '/': 'index',
      '/store': 'store',
      '/store/thanks': 'thanks',
      '/game': 'game',
      '/phone': 'phone',
      '/pos': 'pos',
      '/outbox': 'sent-messages',
      '/embed': 'embed',
      '/embed/frame': 'embed-frame',
      '/login': 'login',
    };
    for (const [path, name] of Object.entries(pages)) {
      const {status, text, headers} = await demo.get(path);
      assert.deepEqual([status, text], [200, `<title>${name}</title>`]);
      assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
    }
    const till = await demo.till();
    assert.equal((await demo.get('/cashier', till)).text, '<title>cashier</title>');
    assert.equal((await demo.get('/cashier/receipt?order=1', till)).text, '<title>receipt</title>');
    assert.equal((await demo.get('/cashier/display', till)).text, '<title>customer-display</title>');
  });

  it('returns assets and files of the package with their content type', async () => {
    const css = await demo.get('/pages/shared/deep/demo.css');
    const js = await demo.get('/dist/cdn/payby-checkout.js');
    assert.deepEqual([css.status, css.headers.get('content-type')], [200, 'text/css; charset=utf-8']);
    assert.deepEqual([js.status, js.headers.get('content-type')], [200, 'text/javascript; charset=utf-8']);
  });

  it('answers HEAD without a body', async () => {
    const response = await fetch(`${demo.url}/store`, {method: 'HEAD'});
    assert.deepEqual([response.status, await response.text()], [200, '']);
  });

  const outside: readonly string[] = [
    '/pages/../../secret.json',
    '/pages/..%2f..%2fsecret.json',
    '/pages/%2e%2e/%2e%2e/secret.json',
    '/pages/..%5c..%5csecret.json',
    '/pages/....//....//secret.json',
    '/pages//etc/hosts.json',
    '/pages/%00.json',
    '/pages/shared/deep/demo.css%00.json',
    '/pages/shared/link.json',
    '/pages/shared/deep',
    '/pages/',
    '/pages/shared/',
    '/pages/admin/index.html',
    '/pages/cashier/index.html',
    '/pages/shared/../admin/index.html',
    '/pages/admin/index.html%00.js',
    '/pages/shared/notes.txt',
    '/dist/../secret.json',
    '/dist/..%2fsecret.json',
    '/dist/%',
  ];
  for (const path of outside) {
    it(`returns no file outside of the served folders for ${path}`, async () => {
      const answer = await rawGet(path);
      assert.match(answer, /^HTTP\/1\.1 40[04] /);
      assert.doesNotMatch(answer, /"key"|not for the public|\.ts:\d/);
    });
  }

  it('sets the security headers on pages, assets, API and errors', async () => {
    for (const path of ['/', '/api/skus', '/nothing', '/pages/shared/deep/demo.css']) {
      const {headers} = await demo.get(path);
      assert.match(
        headers.get('content-security-policy') ?? '',
        /default-src 'self'.*object-src 'none'/,
        path,
      );
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
    }
  });
});

interface Stream {
  readonly headers: Headers;
  /** Everything received so far. */
  readonly text: () => string;
  readonly statuses: () => readonly Record<string, unknown>[];
  readonly isOver: () => boolean;
  readonly leave: () => Promise<void>;
}

async function openStream(merchantOrderNo: string, at = demo): Promise<Stream> {
  const response = await fetch(`${at.url}/api/orders/${merchantOrderNo}/events`);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  let isOver = false;
  const pump = async (): Promise<void> => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += Buffer.from(part.value).toString();
    }
  };
  void pump()
    .catch(() => undefined) // cut off, which is one way to end
    .then(() => (isOver = true));
  return {
    headers: response.headers,
    text: () => text,
    statuses: () =>
      [...text.matchAll(/^data: (.*)$/gm)].map(
        ([, data]) => JSON.parse(data ?? '') as Record<string, unknown>,
      ),
    isOver: () => isOver,
    leave: () => reader.cancel(),
  };
}

describe('GET /api/orders/{merchantOrderNo}/events', () => {
  const order = async () => (await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'})).json;

  it('sends the status on connect and on every change, never twice', async () => {
    const {merchantOrderNo, orderNo, tokenUrl} = await order();
    const stream = await openStream(merchantOrderNo);
    assert.match(stream.headers.get('content-type') ?? '', /^text\/event-stream/);
    assert.equal(stream.headers.get('cache-control'), 'no-store');
    await until(() => stream.statuses().length === 1, 'the first status is there');
    await demo.post('/gateway/app/scan', {tokenUrl});
    await demo.clock.advance(4_000); // the scan is found by a query
    await until(() => stream.statuses().length === 2, 'the scan is known');
    await demo.post('/gateway/app/pay', {orderNo}); // the payment arrives by a notification
    await until(() => stream.statuses().length === 3, 'the payment is known');
    const words = stream.statuses().map(({status, scanned, merchantOrderNo: no}) => [status, scanned, no]);
    assert.deepEqual(words, [
      ['CREATED', false, merchantOrderNo],
      ['CREATED', true, merchantOrderNo],
      ['PAID_SUCCESS', true, merchantOrderNo],
    ]);
    assert.equal(stream.statuses()[2]?.['serverTime'], demo.clock.now());
    await stream.leave();
  });

  it('sends a comment line every 15 seconds', async () => {
    const {merchantOrderNo} = await order();
    const stream = await openStream(merchantOrderNo);
    await until(() => stream.statuses().length === 1, 'the first status is there');
    const beats = (): number => [...stream.text().matchAll(/^: .*$/gm)].length;
    await demo.clock.advance(14_999);
    assert.equal(beats(), 0);
    await demo.clock.advance(1);
    await until(() => beats() === 1, 'a comment line is there');
    await demo.clock.advance(15_000);
    await until(() => beats() === 2, 'the second comment line is there');
    assert.equal(stream.statuses().length, 1);
    await stream.leave();
  });

  it('ends after the last status of a closed order', async () => {
    const {merchantOrderNo} = await order();
    const before = demo.clock.asleep;
    const stream = await openStream(merchantOrderNo);
    await until(() => stream.statuses().length === 1, 'the first status is there');
    await demo.post(`/api/orders/${merchantOrderNo}/cancel`);
    await until(stream.isOver, 'the stream is over');
    assert.deepEqual(
      stream.statuses().map(({status}) => status),
      ['CREATED', 'FAILURE'],
    );
    await until(() => demo.clock.asleep === before, 'nobody waits any more');
  });

  it('stops all timers when the client disconnects', async () => {
    const {merchantOrderNo} = await order();
    const before = demo.clock.asleep;
    const streams = await Promise.all([openStream(merchantOrderNo), openStream(merchantOrderNo)]);
    await until(() => demo.clock.asleep > before, 'both are waiting');
    for (const stream of streams) await stream.leave();
    await until(() => demo.clock.asleep === before, 'nobody waits any more');
  });

  it('opens no stream for HEAD', async () => {
    const {merchantOrderNo} = await order();
    const before = demo.clock.asleep;
    const response = await fetch(`${demo.url}/api/orders/${merchantOrderNo}/events`, {method: 'HEAD'});
    assert.equal(response.status, 200);
    await turn();
    assert.equal(demo.clock.asleep, before);
  });
});

describe('startDemo', () => {
  it('closes at once, ends open streams and leaves no timer', async () => {
    const closingClock = new ManualClock(); // which stands still: nothing waits until it is cut off
    const closing = await createDemo({makeKeys: handOut(keys), closingClock});
    const {merchantOrderNo} = (await closing.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'})).json;
    const stream = await openStream(merchantOrderNo, closing);
    await until(() => stream.statuses().length === 1, 'the stream runs');
    await closing.close();
    await until(stream.isOver, 'the stream is over');
    assert.equal(closing.clock.asleep, 0);
    await assert.rejects(fetch(closing.url));
    await closing.close(); // closing twice is closing once
  });

  it('throws StartError with one sentence when the port is taken', async () => {
    const port = Number(new URL(demo.url).port);
    await assert.rejects(startDemo({port, makeKeys: handOut(keys)}), (error: unknown) => {
      assert.ok(error instanceof StartError);
      assert.equal(error.message.startsWith(`Port ${String(port)} is taken`), true);
      return true;
    });
  });

  it('returns a tokenUrl for QRPAY with qrpayTokenUrl, as older PayBy does', async () => {
    const older = await createDemo({makeKeys: handOut(keys), gateway: {kind: 'local', qrpayTokenUrl: true}});
    const {authCode} = (await older.post('/gateway/app/code')).json as unknown as {authCode: string};
    const request = {paySceneCode: 'QRPAY', sku: 'mug', authCode};
    const {json} = await older.post('/api/orders', request, await older.till());
    assert.match(json.tokenUrl, /^https:\/\/qr\.payby\.test/);
    assert.equal(json.status, 'CREATED');
    await older.close();
  });
});

describe('startDemo behind a proxy', () => {
  const kindsOf = async (options: Partial<DemoOptions>): Promise<readonly unknown[]> => {
    const [{privateKey}, {publicKey: paybyPublicKey}] = keys;
    const payby = {baseUrl: 'https://payby.test/sgs/api', partnerId: PARTNER, privateKey, paybyPublicKey};
    const remote = await createDemo({gateway: {kind: 'remote', ...payby}, ...options});
    await turn();
    await remote.close();
    return remote.lines
      .filter((line) => line.includes('"level":"alert"'))
      .map((line) => (JSON.parse(line) as Json)['kind']);
  };

  it('alerts when PUBLIC_URL is https and no proxy is named, since all visitors would count as one', async () => {
    const publicUrl = 'https://shop.example';
    assert.deepEqual(await kindsOf({publicUrl}), ['no-trusted-proxies']);
    assert.deepEqual(await kindsOf({publicUrl, trustedProxies: ['10.0.0.0/8']}), []);
    assert.deepEqual(await kindsOf({publicUrl: 'http://127.0.0.1:8080'}), []);
    assert.deepEqual(await kindsOf({}), []);
  });
});
