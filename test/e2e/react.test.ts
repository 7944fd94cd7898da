/** The components of `payby-checkout/react` in React 19 and 18: rendered by a browser, and by a server and then hydrated. */
import assert from 'node:assert/strict';
import {createServer, type Server} from 'node:http';
import {createRequire} from 'node:module';
import type {AddressInfo} from 'node:net';
import {after, before, beforeEach, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {compileFunction} from 'node:vm';
import {build, type BuildOptions} from 'esbuild';
import {chromium, type Browser, type Page} from 'playwright-core';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import type {CheckoutOrder} from '../../src/pure.js';

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
let script = '';
const requests = {answered: 0, open: 0, mostAtOnce: 0};
/** What the page printed as a warning or an error, and what it threw. */
const complaints: string[] = [];

const installed = (name: string): string =>
  fileURLToPath(new URL(`react-18/node_modules/${name}`, import.meta.url));
/** In place of `react` and `react-dom`, which the shop and the components import. */
const versions: Readonly<Record<string, Record<string, string>>> = {
  'React 19': {},
  'React 18': {react: installed('react'), 'react-dom': installed('react-dom')},
};

async function bundle(page: string, alias: Record<string, string>, options: BuildOptions): Promise<string> {
  const {outputFiles} = await build({
    ...options,
    entryPoints: [fileURLToPath(new URL(`pages/${page}`, import.meta.url))],
    alias,
    bundle: true,
    write: false,
    target: 'es2022',
    define: {'process.env.NODE_ENV': '"development"'}, // React warns of mistakes only there
    loader: {'.wasm': 'empty'},
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

type ServerSide = typeof import('./pages/react-server.js');

/** The server's side, with a React of its own. */
async function serverSideOf(alias: Record<string, string>): Promise<ServerSide> {
  const code = await bundle('react-server.tsx', alias, {format: 'cjs', platform: 'node'});
  const module = {exports: {}};
  const run = compileFunction(code, ['module', 'exports', 'require']) as (...given: unknown[]) => void;
  run(module, module.exports, createRequire(import.meta.url));
  return module.exports as ServerSide;
}

before(async () => {
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

for (const [version, alias] of Object.entries(versions)) {
  describe(`payby-checkout/react in ${version}`, () => {
    let serverSide: ServerSide;
    before(async () => {
      script = await bundle('react-client.tsx', alias, {format: 'iife'});
      serverSide = await serverSideOf(alias);
    });

    it('runs that version', async () => {
      await open('');
      const running = [serverSide.version, await page.evaluate(() => window.react.version)];
      for (const one of running) assert.equal(`React ${one.split('.')[0]}`, version);
      await page.close();
    });

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
      const html = serverSide.render({order, locale: 'ar'});
      assert.match(html, /<payby-checkout [^>]*status-url="\/status"/);
      assert.match(html, /<payby-checkout [^>]*class="box"/);
      assert.match(html, /<payby-checkout [^>]*locale="ar"/);
      assert.match(html, /<payby-scan-input [^>]*min-length="12"/);
      assert.match(html, /<payby-scan-input [^>]*required/);
      assert.doesNotMatch(html, /qr\.payby\.com|2812345|object Object|suppress/i);
    });

    it('shows the order of a server-rendered page once it hydrates, and delivers the payment once', async () => {
      await open(serverSide.render({order}));
      await page.evaluate((props) => window.react.hydrate(props), {order});
      await page.waitForFunction(() => document.querySelector('output')?.textContent);
      await settled();
      assert.equal(await received(), 'success payby-success');
      assert.equal(requests.mostAtOnce, 1);
      assert.deepEqual(complaints, []);
      await page.close();
    });

    it('delivers an outcome from before the hydration once', async () => {
      await open(serverSide.render({order}));
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
}
