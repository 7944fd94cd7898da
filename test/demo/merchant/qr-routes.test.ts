/** The code of an order as a picture: the element's own modules, and nothing once the order cannot be paid. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {PNG} from 'pngjs';
import {qrMatrix} from '../../../src/core/qr/qr-matrix.js';
import {jsonApp} from '../../../demo/http/json-app.js';
import {addQrRoutes} from '../../../demo/merchant/http/qr-routes.js';
import {trustedProxies} from '../../../demo/merchant/http/client-address.js';
import {
  createDemo,
  HOUR,
  ManualClock,
  MINUTE,
  serveApp,
  type JsonReply,
  type TestDemo,
} from '../support/demo.js';
import {newOrder} from '../support/stores.js';

let demo: TestDemo;
before(async () => {
  demo = await createDemo();
});
after(() => demo.close());

async function placeOrder(paySceneCode = 'DYNQR'): Promise<JsonReply> {
  const sku = paySceneCode === 'DYNQR' ? 'mug' : 'coins-60';
  const {status, json, text} = await demo.post('/api/orders', {paySceneCode, sku});
  assert.equal(status, 201, text);
  return json;
}

const picture = (order: JsonReply, kind: string, query = ''): string =>
  `/api/orders/${order.merchantOrderNo}/qr.${kind}${query}`;

async function png(order: JsonReply, query = ''): Promise<PNG> {
  const response = await fetch(demo.url + picture(order, 'png', query));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'image/png');
  return PNG.sync.read(Buffer.from(await response.arrayBuffer()));
}

const isDark = ({data, width}: PNG, x: number, y: number): boolean => (data[(y * width + x) * 4] ?? 0) < 128;

/** The dark modules of a picture, row by row, as a reader would sample them. */
function modulesOf(image: PNG, size: number, margin: number): readonly number[] {
  const scale = image.width / (size + 2 * margin);
  assert.equal(scale, Math.floor(scale), 'modules are whole pixels');
  return Array.from({length: size * size}, (_, index) => {
    const x = (margin + (index % size) + 0.5) * scale;
    const y = (margin + Math.floor(index / size) + 0.5) * scale;
    return isDark(image, Math.floor(x), Math.floor(y)) ? 1 : 0;
  });
}

/** The dark modules of the SVG: `qrcode` writes each row as `M<x> <y>.5h<width>` steps. */
function svgModules(svg: string, size: number, margin: number): readonly number[] {
  const [, path = ''] = /stroke="#000000" d="([^"]+)"/.exec(svg) ?? [];
  const modules = new Array<number>(size * size).fill(0);
  let [x, y] = [0, 0];
  for (const [, command = '', first = '', second = ''] of path.matchAll(
    /([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?/g,
  )) {
    if (command === 'M') [x, y] = [Number(first), Number(second)];
    if (command === 'm') [x, y] = [x + Number(first), y + Number(second)];
    if (command !== 'h') continue;
    for (let i = 0; i < Number(first); i++) modules[(Math.floor(y) - margin) * size + (x - margin + i)] = 1;
    x += Number(first);
  }
  return modules;
}

describe('GET /api/orders/{merchantOrderNo}/qr.png and qr.svg', () => {
  for (const scene of ['DYNQR', 'CASHTOPUP']) {
    for (const [query, margin] of [
      ['', 4],
      ['?size=64', 4],
      ['?size=1024&margin=0', 0],
      ['?margin=16', 16],
    ] as const) {
      it(`draw the element's modules for ${scene} with "${query}"`, async () => {
        const order = await placeOrder(scene);
        const {size, modules} = qrMatrix(order.tokenUrl);
        const image = await png(order, query);
        const [, asked = '320'] = /size=(\d+)/.exec(query) ?? [];
        assert.ok(image.width <= Math.max(Number(asked), size + 2 * margin), String(image.width));
        assert.deepEqual(modulesOf(image, size, margin), [...Array.from(modules)]);
        const svg = await demo.get(picture(order, 'svg', query));
        assert.equal(svg.headers.get('content-type'), 'image/svg+xml; charset=utf-8');
        assert.deepEqual(svgModules(svg.text, size, margin), [...Array.from(modules)]);
        assert.ok(!svg.text.includes(order.tokenUrl), 'the token is drawn, not written');
      });
    }
  }

  it('draw the level that is asked for', async () => {
    const order = await placeOrder();
    const widths = await Promise.all(
      ['L', 'H'].map(async (level) => (await png(order, `?size=64&margin=0&level=${level}`)).width),
    );
    assert.ok((widths[0] ?? 0) < (widths[1] ?? 0), widths.join(' < '));
  });

  it('are never stored by a cache', async () => {
    const order = await placeOrder();
    for (const kind of ['svg', 'png']) {
      const {headers} = await demo.get(picture(order, kind));
      assert.equal(headers.get('cache-control'), 'no-store');
    }
  });

  for (const query of ['size=63', 'size=1025', 'size=1e3', 'margin=17', 'margin=-1', 'level=X', 'size=']) {
    it(`answer 400 bad-picture to ?${query}`, async () => {
      const order = await placeOrder();
      const {status, json} = await demo.get(picture(order, 'svg', `?${query}`));
      assert.deepEqual([status, json.error.code], [400, 'bad-picture']);
    });
  }

  for (const number of ['nobody', '__proto__', 'a'.repeat(65), '%2e%2e%2f']) {
    it(`answer 404 to the number ${number.slice(0, 20)}, which is no order`, async () => {
      const {status, json} = await demo.get(`/api/orders/${number}/qr.svg`);
      assert.deepEqual([status, json.error.code], [404, 'unknown-order']);
    });
  }

  it('answer 400 bad-picture when the token is too long for the level', async () => {
    const clock = new ManualClock();
    const tokenUrl = `https://qr.payby.test/?ft=${'x'.repeat(1_500)}`;
    const order = newOrder('order-1', clock.now(), {tokenUrl});
    const app = jsonApp({log: () => undefined});
    addQrRoutes(app, {
      orders: {stored: () => Promise.resolve(order)},
      limits: {admit: () => Promise.resolve()},
      proxies: trustedProxies([]),
      clock,
    });
    const served = await serveApp(app);
    for (const kind of ['svg', 'png']) {
      const at = (level: string) => fetch(`${served.url}/api/orders/order-1/qr.${kind}?level=${level}`);
      const refused = await at('H');
      assert.equal(refused.status, 400);
      assert.equal(((await refused.json()) as JsonReply).error.code, 'bad-picture');
      const drawn = await at('L');
      assert.equal(drawn.status, 200);
      await drawn.arrayBuffer();
    }
    await served.close();
  });

  it('answer 404 no-code for an order without a tokenUrl', async () => {
    const till = await demo.till();
    const scanned = await demo.post('/gateway/app/code', {});
    assert.equal(scanned.status, 200, scanned.text);
    const body = {paySceneCode: 'QRPAY', amount: '600.00', authCode: scanned.json['authCode']};
    const {json, status, text} = await demo.post('/api/orders', body, till);
    assert.equal(status, 201, text);
    const reply = await demo.get(picture(json, 'svg'));
    assert.deepEqual([reply.status, reply.json.error.code], [404, 'no-code']);
  });

  it('answer 410 once the order is paid, cancelled or over', async () => {
    const [paid, cancelled, over] = [await placeOrder(), await placeOrder(), await placeOrder()];
    await demo.post('/gateway/app/pay', {orderNo: paid.orderNo});
    await demo.get(`/api/orders/${paid.merchantOrderNo}/status`);
    await demo.post(`/api/orders/${cancelled.merchantOrderNo}/cancel`);
    await demo.clock.advance(HOUR + MINUTE);
    for (const order of [paid, cancelled, over]) {
      for (const kind of ['svg', 'png']) {
        const reply = await demo.get(picture(order, kind));
        assert.deepEqual([reply.status, reply.json.error.code], [410, 'order-closed']);
      }
    }
  });
});
