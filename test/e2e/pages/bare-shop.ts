/** A page with the built elements, and of a merchant's server only what the test answers; no PayBy. */
import {readFileSync} from 'node:fs';
import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {chromium, type Browser, type BrowserContextOptions, type Page} from 'playwright-core';
import {chromeArgs, findChromium} from '../../../scripts/browsers.mjs';
import {PAGE_TIMEOUT_MS} from './demo-browser.js';

const cdn = new URL('../../../dist/cdn/', import.meta.url);

export interface BarePage {
  /** Markup of the body, before the elements are defined. */
  readonly body: string;
  /** A module that runs after they are. */
  readonly script: string;
  /** The time that the page believes, ms since epoch. */
  readonly now: number;
  readonly device?: BrowserContextOptions;
  /** What the merchant's server answers, by path. */
  readonly routes?: Readonly<Record<string, RequestListener>>;
}

export class BareShop {
  readonly #browser: Browser;
  readonly #server: Server;
  #document = '';
  #routes: BarePage['routes'] = {};

  private constructor(browser: Browser) {
    this.#browser = browser;
    this.#server = createServer((request, response) => {
      const {pathname} = new URL(request.url ?? '/', 'http://shop');
      const route = this.#routes?.[pathname];
      if (route) {
        route(request, response);
        return;
      }
      const isCode = pathname.startsWith('/cdn/');
      response
        .writeHead(200, {'content-type': isCode ? 'text/javascript' : 'text/html', connection: 'close'})
        .end(isCode ? readFileSync(new URL(pathname.slice(5), cdn)) : this.#document);
    });
  }

  static async start(): Promise<BareShop> {
    const shop = new BareShop(await chromium.launch({executablePath: findChromium(), args: chromeArgs}));
    await new Promise<void>((resolve) => shop.#server.listen(0, '127.0.0.1', resolve));
    return shop;
  }

  async open({body, script, now, device, routes}: BarePage): Promise<Page> {
    this.#routes = routes;
    this.#document = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Shop</title>
      <meta name="viewport" content="width=device-width"><style id="host"></style>
      <body>${body}<script type="module" src="/cdn/payby-checkout.js"></script>
      <script type="module" src="/cdn/payby-scan-input.js"></script><script type="module">${script}</script></html>`;
    const page = await this.#browser.newPage({
      ...{locale: 'en-US', timezoneId: 'Asia/Dubai', reducedMotion: 'reduce'},
      ...{viewport: {width: 800, height: 900}, ...device},
    });
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    await page.clock.setFixedTime(now);
    await page.goto(`http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/shop`);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
