/** The components of `payby-checkout/react`: rendered by a browser, and by a server and then hydrated. */
import assert from 'node:assert/strict';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, beforeEach, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {chromium, type Browser, type Page} from 'playwright-core';
import {createElement} from 'react';
import {renderToString} from 'react-dom/server';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import type {CheckoutOrder} from '../../src/pure.js';
import {Shop} from './pages/react-shop.js';

const TOKEN = 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb';
const order: CheckoutOrder = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: TOKEN,
  totalAmount: {amount: '25.00', currency: 'AED'},
};

let server: Server;
let browser: Browser;
let page: Page;
let markup = '';
const requests = {answered: 0, open: 0, mostAtOnce: 0};
/** What the page printed as a warning or an error, and what it threw. */
const complaints: string[] = [];

before(async () => {
  const {outputFiles} = await build({
    entryPoints: [fileURLToPath(new URL('pages/react-client.tsx', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: {'process.env.NODE_ENV': '"development"'}, // React warns of mistakes only there
    loader: {'.wasm': 'empty'},
    logLevel: 'error',
  });
  const script = outputFiles[0]?.text ?? '';
  server = createServer((request, response) => {
    const send = (type: string, body: string): void => {
      response.writeHead(200, {'content-type': type, connection: 'close'}).end(body);
    };
    if (request.url === '/client.js') send('text/javascript', script);
    else if (request.url === '/status') {
      requests.mostAtOnce = Math.max(requests.mostAtOnce, ++requests.open);
      setTimeout(() => {
        requests.open--;
        const status = ++requests.answered > 1 ? 'PAID_SUCCESS' : 'CREATED';
        send('application/json', JSON.stringify({merchantOrderNo: 'M-1', status}));
      }, 100); // two loops would ask at the same time
    } else {
      const html = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Shop</title>
        <main>${markup}</main><script src="/client.js"></script></html>`;
      send('text/html', html);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
});
after(async () => {
  await browser.close();
  server.close();
});

async function open(html: string): Promise<void> {
  markup = html;
  page = await browser.newPage();
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}
const received = async (): Promise<string> => (await page.textContent('output')) ?? '';
const phase = (): Promise<string> => page.$eval('payby-checkout', (element) => element.phase);
/** Everything that was to happen in this turn of the page has happened. */
const settled = (): Promise<void> =>
  page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => done()))));

beforeEach(() => {
  Object.assign(requests, {answered: 0, open: 0, mostAtOnce: 0});
  complaints.length = 0;
});

describe('payby-checkout/react', () => {
  it('polls in one loop under StrictMode, and delivers the payment once', async () => {
    await open('');
    await page.evaluate((props) => window.react.render(props), {order});
    await page.waitForFunction(() => document.querySelector('output')?.textContent);
    await settled();
    assert.equal(await received(), 'success payby-success');
    assert.deepEqual(requests, {answered: 2, open: 0, mostAtOnce: 1});
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('writes into the markup of a server what is text, and neither the order nor a code', () => {
    const html = renderToString(createElement(Shop, {order, locale: 'ar'}));
    assert.match(html, /<payby-checkout [^>]*status-url="\/status"/);
    assert.match(html, /<payby-checkout [^>]*class="box"/);
    assert.match(html, /<payby-checkout [^>]*locale="ar"/);
    assert.match(html, /<payby-scan-input [^>]*min-length="12"/);
    assert.match(html, /<payby-scan-input [^>]*required/);
    assert.doesNotMatch(html, /qr\.payby\.com|2812345|object Object|suppress/i);
  });

  it('shows the order of a server-rendered page once it hydrates, and delivers the payment once', async () => {
    await open(renderToString(createElement(Shop, {order})));
    await page.evaluate((props) => window.react.hydrate(props), {order});
    await page.waitForFunction(() => document.querySelector('output')?.textContent);
    await settled();
    assert.equal(await received(), 'success payby-success');
    assert.equal(requests.mostAtOnce, 1);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('delivers an outcome from before the hydration once', async () => {
    await open(renderToString(createElement(Shop, {order})));
    await page.$eval(
      'payby-checkout',
      async (element, paid) => {
        element.order = paid;
        await element.updateComplete;
      },
      {...order, status: 'PAID_SUCCESS'},
    );
    assert.equal(await phase(), 'paid');
    await page.evaluate((props) => window.react.hydrate(props), {order});
    await page.waitForFunction(() => document.querySelector('output')?.textContent);
    await page.evaluate((props) => window.react.update(props), {order});
    await settled();
    assert.equal(await received(), 'success payby-success');
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('tells an outcome from before there was a handler once, and gives the element by its ref', async () => {
    await open('');
    await page.evaluate((props) => window.react.render(props), {order, isListening: false});
    await page.click('button');
    await page.waitForFunction(() => document.querySelector('payby-checkout')?.phase === 'paid');
    assert.equal(await received(), '');
    await page.evaluate((props) => window.react.update(props), {order, isListening: true});
    await page.waitForFunction(() => document.querySelector('output')?.textContent);
    await page.evaluate((props) => window.react.update(props), {order, isListening: true});
    await settled();
    assert.equal(await received(), 'success payby-success');
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('sets properties in their own types, and the default where one is no longer passed', async () => {
    await open('');
    await page.evaluate((props) => window.react.render(props), {order: null, locale: 'ar'});
    const settings = (): Promise<unknown> =>
      page.evaluate(() => {
        const scan = document.querySelector('payby-scan-input');
        const checkout = document.querySelector('payby-checkout');
        return [
          checkout?.locale,
          checkout?.statusUrl,
          scan?.minLength,
          scan?.required,
          scan?.label,
          scan?.value,
        ];
      });
    await page.waitForSelector('payby-scan-input');
    assert.deepEqual(await settings(), ['ar', '/status', 12, true, 'Code', '281234567890123456']);
    await page.evaluate((props) => window.react.update(props), {order: null});
    await page.waitForFunction(() => document.querySelector('payby-checkout')?.locale === null);
    assert.deepEqual(complaints, []);
    await page.close();
  });
});
