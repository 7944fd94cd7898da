/** The CDN files in the oldest browsers of docs/browsers.md, as far as one of today can be made one: without their APIs. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {chromium, type Browser} from 'playwright-core';
import {missingIn} from '../../scripts/browser-scan.mjs';
import {FLOOR} from '../../scripts/browser-support.mjs';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import {expected, shop} from '../../scripts/old-browser-shop.mjs';
import {PAGE_TIMEOUT_MS} from './pages/demo-browser.js';

const cdn = new URL('../../dist/cdn/', import.meta.url);

/** Runs in the page, before its scripts. */
function removeApis(missing: [owner: string, name: string][]): void {
  const page = window as unknown as Record<string, {prototype?: object} | undefined>;
  const intl = Intl as unknown as typeof page;
  for (const [owner, name] of missing) {
    const holder = owner === '' || owner === 'Window' ? page : (page[owner] ?? intl[owner]);
    if (!holder) continue;
    if (name !== 'constructor') {
      Reflect.deleteProperty(holder, name);
      if (holder.prototype) Reflect.deleteProperty(holder.prototype, name);
    } else if (page[owner])
      page[owner] = new Proxy(page[owner], {
        construct() {
          throw new TypeError('Illegal constructor');
        },
      });
  }
  const {addEventListener} = EventTarget.prototype;
  Object.assign(EventTarget.prototype, {
    // An old browser ignores the option
    addEventListener(
      this: EventTarget,
      type: string,
      listener: EventListener,
      options?: boolean | AddEventListenerOptions,
    ) {
      const known = typeof options === 'object' ? {...options} : options;
      if (typeof known === 'object') delete known.signal;
      addEventListener.call(this, type, listener, known);
    },
  });
}

describe('dist/cdn in a browser without the APIs that', () => {
  let server: Server;
  let url: string;
  let browser: Browser;
  let questions = 0;
  let deliver: (report: string) => void;

  before(async () => {
    server = createServer((request, response) => {
      const {pathname} = new URL(request.url ?? '/', 'http://shop');
      const send = (type: string, body: string | Buffer): void => {
        response.writeHead(200, {'content-type': type, connection: 'close'}).end(body);
      };
      if (pathname === '/')
        send(
          'text/html',
          `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body>
          <script type="module" src="/cdn/payby-checkout.js"></script>
          <script type="module" src="/cdn/payby-scan-input.js"></script><script>${shop}</script>`,
        );
      else if (pathname === '/status') {
        const status = ++questions > 1 ? 'PAID_SUCCESS' : 'CREATED';
        send('application/json', JSON.stringify({merchantOrderNo: 'M-1', status}));
      } else if (pathname === '/report') {
        let body = '';
        request.on('data', (part) => (body += String(part)));
        request.on('end', () => {
          send('text/plain', '');
          deliver(body);
        });
      } else send('text/javascript', readFileSync(new URL(pathname.replace('/cdn/', ''), cdn)));
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

  for (const [name, version] of Object.entries(FLOOR)) {
    it(`${name} ${version} lacks: pays, shows a voucher and reads a scan`, {timeout: 120_000}, async () => {
      const missing = missingIn({[name]: version});
      assert.ok(missing.length > 100);
      questions = 0;
      const report = new Promise<string>((resolve) => (deliver = resolve));
      const tab = await browser.newPage();
      tab.setDefaultTimeout(PAGE_TIMEOUT_MS);
      await tab.addInitScript(removeApis, missing);
      await tab.goto(url);
      assert.equal(await report, expected);
      await tab.close();
    });
  }
});
