// The dialog of dist/cdn/payby-modal.js on a shop's page: paid under a strict policy, on a phone and on a wide screen.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {chromium, type Browser} from 'playwright-core';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import {PAGE_TIMEOUT_MS} from './pages/demo-browser.js';

const cdn = new URL('../../dist/cdn/', import.meta.url);

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "require-trusted-types-for 'script'",
].join('; ');

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>Shop</title>
<script type="module" src="/cdn/payby-checkout.js"></script><script type="module" src="/shop.js"></script>
<main><button id="pay">Pay</button><output></output></main></html>`;

const shop = `import {openCheckout} from '/cdn/payby-modal.js';
window.violations = [];
document.addEventListener('securitypolicyviolation', ({violatedDirective}) => violations.push(violatedDirective));
const order = {
  merchantOrderNo: 'M-1', paySceneCode: 'DYNQR', totalAmount: {amount: '25.00', currency: 'AED'},
  tokenUrl: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb',
};
document.querySelector('#pay').addEventListener('click', async () => {
  const {reason, detail} = await openCheckout(order, {statusUrl: '/status'});
  document.querySelector('output').value = reason + ' ' + detail?.amount;
});`;

describe('openCheckout() of dist/cdn', () => {
  let server: Server;
  let url: string;
  let browser: Browser;
  let status = 'CREATED';
  before(async () => {
    server = createServer((request, response) => {
      const {pathname} = new URL(request.url ?? '/', 'http://shop');
      const send = (type: string, body: string | Buffer): void => {
        response.writeHead(200, {'content-type': type, 'content-security-policy': policy}).end(body);
      };
      if (pathname === '/') send('text/html', page);
      else if (pathname === '/shop.js') send('text/javascript', shop);
      else if (pathname === '/status')
        send('application/json', JSON.stringify({merchantOrderNo: 'M-1', status}));
      else send('text/javascript', readFileSync(new URL(pathname.replace('/cdn/', ''), cdn)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  const screens = {'a phone': {width: 360, height: 740}, 'a wide screen': {width: 1280, height: 800}};
  for (const [name, viewport] of Object.entries(screens)) {
    it(`pays on ${name} without a violation, and returns to the button`, async () => {
      status = 'CREATED';
      const tab = await browser.newPage({viewport, locale: 'en-US', reducedMotion: 'reduce'});
      tab.setDefaultTimeout(PAGE_TIMEOUT_MS);
      const complaints: string[] = [];
      tab.on('pageerror', ({message}) => complaints.push(message));
      tab.on('console', (line) => complaints.push(line.text()));
      await tab.goto(url);
      await tab.click('#pay');
      await tab.waitForSelector('payby-checkout [part=qr]');
      const box = await tab.locator('dialog[open]').boundingBox();
      assert.ok(box);
      const bottom = Math.round(viewport.height - box.y - box.height);
      if (name === 'a phone') assert.deepEqual([box.x, box.width, bottom], [0, 360, 0]);
      else assert.ok(bottom > 8 && box.width < 600, 'a window in the middle');
      status = 'PAID_SUCCESS';
      await tab.evaluate(() => {
        const host = [...document.body.children].find(({shadowRoot}) => shadowRoot);
        host?.shadowRoot?.querySelector('payby-checkout')?.refresh();
      });
      await tab.waitForSelector('payby-checkout [part=qr]', {state: 'detached'});
      await tab.getByRole('button', {name: 'Close'}).click();
      await tab.waitForFunction(() => document.querySelector('output')?.value === 'paid 25.00');
      assert.equal(await tab.evaluate(() => document.activeElement?.id), 'pay');
      assert.deepEqual(
        await tab.evaluate(() => (window as unknown as {violations: string[]}).violations),
        [],
      );
      assert.deepEqual(complaints, []);
      await tab.close();
    });
  }
});
