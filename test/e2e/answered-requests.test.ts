/** Requests as a network panel, or monitoring, counts them: one that was answered is not canceled. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {chromium, type Browser} from 'playwright-core';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import {PAGE_TIMEOUT_MS} from './pages/demo-browser.js';

const REQUESTS = 30;
const order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668',
  totalAmount: {amount: '25.00', currency: 'AED'},
};
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Shop</title>
  <script type="module" src="/payby-checkout.js"></script>
  <payby-checkout status-url="/status"><script type="application/json">${JSON.stringify(order)}</script></payby-checkout>`;
const status = {merchantOrderNo: 'M-1', status: 'CREATED', orderNo: '1', totalAmount: order.totalAmount};

describe('answered status requests', () => {
  let browser: Browser;
  let server: Server;
  before(async () => {
    const script = readFileSync(new URL('../../dist/cdn/payby-checkout.js', import.meta.url));
    const noStore = {'content-type': 'application/json', 'cache-control': 'no-store'};
    server = createServer(({url}, response) => {
      if (url === '/status') response.writeHead(200, noStore).end(JSON.stringify(status));
      else if (url === '/') response.writeHead(200, {'content-type': 'text/html'}).end(page);
      else if (url === '/payby-checkout.js')
        response.writeHead(200, {'content-type': 'text/javascript'}).end(script);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  it('end without being canceled', async () => {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(PAGE_TIMEOUT_MS);
    const canceled: string[] = [];
    tab.on('requestfailed', (request) => canceled.push(request.url()));
    await tab.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    await tab.waitForSelector('payby-checkout [part=qr]');
    for (let request = 0; request < REQUESTS; request += 1) {
      const ended = tab.waitForEvent('requestfinished').catch(() => undefined);
      const failed = tab.waitForEvent('requestfailed').catch(() => undefined);
      await tab.evaluate(() => document.querySelector('payby-checkout')?.refresh());
      await Promise.race([ended, failed]);
    }
    await tab.close();
    assert.deepEqual(canceled, []);
  });
});
