// dist/embed.html in every kind of host: a page around its frame, and what apps put on the window of a web view.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {extname} from 'node:path';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {Ajv2020} from 'ajv/dist/2020.js';
import {chromium, type Browser, type Page} from 'playwright-core';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import {PAGE_TIMEOUT_MS} from './pages/demo-browser.js';

const dist = new URL('../../dist/', import.meta.url);
const types: Readonly<Record<string, string>> = {'.js': 'text/javascript', '.html': 'text/html'};
const schema = JSON.parse(readFileSync(new URL('bridge.schema.json', dist), 'utf8')) as object;
const isValid = new Ajv2020({strict: true, allowUnionTypes: true, strictRequired: false}).compile(schema);

const order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb',
  totalAmount: {amount: '25.00', currency: 'AED'},
};

interface Message extends Record<string, unknown> {
  readonly type: string;
}

/** What a page of the test keeps for it. */
interface HostPage {
  readonly received: Message[];
  readonly paybyBridge: {receive(message: unknown): void};
}

/**
 * For each app, a script that puts its interface on the window. The names are those of the apps' documentation. What
 * arrives is kept as an object, and a message in the wrong form is kept as text.
 */
const apps: Readonly<Record<string, string>> = {
  'React Native': `window.ReactNativeWebView = {postMessage: (text) => received.push(JSON.parse(text))};`,
  'WKWebView, iOS': `window.webkit = {messageHandlers: {payby: {postMessage: (message) => received.push(message)}}};`,
  'WebView, Android': `window.PaybyHost = {postMessage: (text) => received.push(JSON.parse(text))};`,
  flutter_inappwebview: `window.flutter_inappwebview = {
    callHandler: (name, message) => received.push(name === 'payby' ? message : name)};`,
  'Vuplex, Unity': `window.vuplex = {postMessage: (message) => received.push(message)};`,
  'unity-webview': `window.Unity = {call: (text) => received.push(JSON.parse(text))};`,
};

let status: Record<string, unknown> = {};
let requested: string[] = [];
/** Serves dist, the status, and the page of a game around a frame. */
function serve(): Promise<{server: Server; url: string}> {
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    const send = (type: string, body: string | Buffer): void => {
      response.writeHead(200, {'content-type': type, 'access-control-allow-origin': '*'}).end(body);
    };
    requested.push(pathname);
    if (pathname === '/favicon.ico') response.writeHead(204).end();
    else if (pathname === '/status') send('application/json', JSON.stringify(status));
    else if (pathname === '/game') send('text/html', game);
    else {
      try {
        const file = readFileSync(fileURLToPath(new URL(`.${pathname}`, dist)));
        const isPage = pathname.endsWith('.html');
        const text = isPage ? String(file).replace('name="payby-origins" content=""', origins()) : file;
        send(types[extname(pathname)] ?? 'application/octet-stream', text);
      } catch {
        response.writeHead(404).end();
      }
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({server, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`});
    });
  });
}
const game =
  '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Game</title>';

let shop: {server: Server; url: string};
let arcade: {server: Server; url: string};
let allowed = true;
const origins = (): string =>
  `name="payby-origins" content="${allowed ? arcade.url : 'https://other.example'}"`;

describe('dist/embed.html', () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  before(async () => {
    shop = await serve();
    arcade = await serve();
    browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
  });
  after(async () => {
    await browser.close();
    for (const {server} of [shop, arcade]) {
      server.closeAllConnections();
      server.close();
    }
  });
  beforeEach(async () => {
    [status, allowed] = [{merchantOrderNo: 'M-1', status: 'CREATED'}, true];
    requested = [];
    complaints.length = 0;
    page = await browser.newPage({locale: 'en-US'});
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    page.on('pageerror', ({message}) => complaints.push(message));
    page.on('console', (line) => {
      if (['warning', 'error'].includes(line.type())) complaints.push(line.text());
    });
    await page.addInitScript('window.received = []');
  });
  afterEach(() => page.close());

  const received = (): Promise<Message[]> => page.evaluate(() => (window as unknown as HostPage).received);
  const wait = async (type: string): Promise<Message> => {
    await page.waitForFunction(
      (wanted) => (window as unknown as HostPage).received.some((message) => message.type === wanted),
      type,
    );
    const message = (await received()).find((one) => one.type === type);
    assert.ok(message);
    return message;
  };
  /** Loads the page in the web view of an app. */
  const load = async (interfaceOf: string): Promise<void> => {
    await page.addInitScript(interfaceOf);
    await page.goto(`${shop.url}/embed.html`);
    await wait('loaded');
  };
  /** What such an app sends: JSON. */
  const send = (message: object): Promise<void> =>
    page.evaluate(
      (text) => {
        (window as unknown as HostPage).paybyBridge.receive(text);
      },
      JSON.stringify({payby: 1, ...message}),
    );
  const assertValid = async (): Promise<void> => {
    for (const message of await received()) {
      assert.ok(isValid(message), `${JSON.stringify(message)}: ${JSON.stringify(isValid.errors)}`);
    }
  };
  const outcome = {merchantOrderNo: 'M-1', status: 'PAID_SUCCESS', amount: '25.00', currency: 'AED'};
  const pick = (detail: unknown): object =>
    Object.fromEntries(Object.keys(outcome).map((name) => [name, (detail as Message)[name]]));

  for (const [title, interfaceOf] of Object.entries(apps)) {
    it(`is paid in the web view of ${title}`, async () => {
      await load(interfaceOf);
      await send({type: 'hello', versions: [1]});
      await send({type: 'show', order, statusUrl: '/status'});
      await wait('ready');
      await page.evaluate(() => {
        // On a desktop it is not offered
        document.querySelector('payby-checkout')?.shadowRoot?.querySelector('a')?.click();
      });
      assert.equal((await wait('open-url'))['url'], order.tokenUrl);
      assert.equal(page.url(), `${shop.url}/embed.html`);
      status = {merchantOrderNo: 'M-1', status: 'PAID_SUCCESS'};
      assert.deepEqual(pick((await wait('success'))['detail']), outcome);
      await send({type: 'close'});
      assert.equal((await wait('closed'))['isOpen'], false);
      await assertValid();
      assert.deepEqual(complaints, []);
    });
  }

  describe('in a frame of another origin', () => {
    /** The game's page: it keeps what it receives, and answers `loaded` with the order. */
    const play = async (): Promise<void> => {
      await page.goto(`${arcade.url}/game`);
      await page.evaluate(
        ({address, shown}) => {
          const frame = document.createElement('iframe');
          frame.allow = 'screen-wake-lock';
          addEventListener('message', ({data, origin, source}) => {
            if (origin !== new URL(address).origin || source !== frame.contentWindow) return;
            const message = data as Message;
            (window as unknown as HostPage).received.push(message);
            if (message.type === 'loaded') frame.contentWindow?.postMessage({payby: 1, ...shown}, origin);
            if (message.type === 'size') frame.style.height = `${String(message['height'])}px`;
          });
          frame.src = address;
          document.body.append(frame);
        },
        {address: `${shop.url}/embed.html`, shown: {type: 'show', order, statusUrl: '/status'}},
      );
    };

    it('is paid, and fills its frame', async () => {
      await play();
      await wait('ready');
      status = {merchantOrderNo: 'M-1', status: 'PAID_SUCCESS'};
      assert.deepEqual(pick((await wait('success'))['detail']), outcome);
      const frame = page.frameLocator('iframe');
      await frame.getByText('Payment received').waitFor();
      await assertValid();
      assert.deepEqual(complaints, []);
    });

    it('sends nothing to a page that is not in the list, and shows no order of it', async () => {
      allowed = false;
      await play();
      const [, frame] = page.frames();
      assert.ok(frame);
      await frame.waitForFunction(() => Boolean((window as unknown as HostPage).paybyBridge));
      const warned = page.waitForEvent('console', (line) => line.text().includes(arcade.url));
      await page.evaluate(
        ({address, shown}) => {
          document.querySelector('iframe')?.contentWindow?.postMessage({payby: 1, ...shown}, address);
        },
        {address: shop.url, shown: {type: 'show', order, statusUrl: '/status'}},
      );
      await warned;
      assert.deepEqual([await received(), requested.includes('/status')], [[], false]);
      assert.equal(await frame.$eval('payby-checkout', (element) => element.phase), 'idle');
    });
  });

  describe('with the order in the fragment', () => {
    const open = (fragment: string, query = ''): Promise<unknown> =>
      page.goto(`${shop.url}/embed.html${query}#${fragment}`);

    it('shows it, and removes it from the address', async () => {
      await page.addInitScript(apps['WebView, Android'] ?? '');
      await open(encodeURIComponent(JSON.stringify({order, statusUrl: '/status', locale: 'ar'})));
      await wait('ready');
      assert.equal(page.url(), `${shop.url}/embed.html`);
      assert.ok(!requested.some((path) => path.includes('M-1')));
      assert.equal(await page.$eval('payby-checkout', (element) => element.locale), 'ar');
      await assertValid();
    });

    it('reports a fragment that cannot be read', async () => {
      await page.addInitScript(apps['WebView, Android'] ?? '');
      await open('%7Border');
      assert.equal((await wait('ignored'))['reason'], 'malformed');
      await assertValid();
    });

    it('does not read it from the query', async () => {
      await page.addInitScript(apps['WebView, Android'] ?? '');
      await open('', `?order=${encodeURIComponent(JSON.stringify(order))}`);
      await wait('loaded');
      assert.equal(await page.$eval('payby-checkout', (element) => element.phase), 'idle');
      assert.ok(complaints.some((line) => line.includes('An order in the query is not read')));
    });
  });

  it('is hidden and visible as the host of an engine without visibilitychange says', async () => {
    await load(apps['unity-webview'] ?? '');
    await page.evaluate(() => {
      const noted: string[] = [];
      document.addEventListener('visibilitychange', () => noted.push(document.visibilityState));
      Object.assign(window, {noted});
    });
    await send({type: 'visibility', visible: false});
    await send({type: 'visibility', visible: true});
    const noted = await page.evaluate(() => (window as unknown as {noted: string[]}).noted);
    assert.deepEqual(noted, ['hidden', 'visible']);
  });

  it('keeps clear of what the host covers, each time anew', async () => {
    await load(apps['unity-webview'] ?? '');
    const padding = (): Promise<string> => page.$eval('body', (body) => getComputedStyle(body).padding);
    const place = (): Promise<{x: number; y: number}> =>
      page.$eval('payby-checkout', (element) => {
        const {x, y} = element.getBoundingClientRect();
        return {x, y};
      });
    await send({type: 'show', order, statusUrl: '/status'});
    await wait('ready');
    await send({type: 'insets', top: 44, right: 1, bottom: 34, left: 2});
    assert.equal(await padding(), '44px 1px 34px 2px');
    assert.equal((await place()).y, 44);
    await send({type: 'insets', top: 20.5});
    assert.equal(await padding(), '20.5px 0px 0px');
    assert.equal((await place()).y, 20.5);
    assert.deepEqual(complaints, []);
  });

  it('has the colors of the host: light, dark, or those of the device', async () => {
    await load(apps['unity-webview'] ?? '');
    await send({type: 'show', order, statusUrl: '/status'});
    await wait('ready');
    const scheme = (): Promise<string> =>
      page.$eval('payby-checkout', (element) => getComputedStyle(element).colorScheme);
    assert.equal(await scheme(), 'light dark');
    for (const theme of ['dark', 'light']) {
      await send({type: 'theme', theme});
      assert.equal(await scheme(), theme);
    }
    await send({type: 'theme', theme: 'auto'});
    assert.equal(await scheme(), 'light dark');
    assert.deepEqual(complaints, []);
  });
});
