/**
 * Each policy that docs/security.md says the CDN files run under. Chromium enforces it, a page pays under it, and
 * nothing complains.
 */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {createServer, type OutgoingHttpHeaders, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, afterEach, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {chromium, type Browser, type Locator, type Page} from 'playwright-core';
import {toBuffer} from 'qrcode';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import * as arabic from '../../src/i18n/ar.js';
import {documented} from '../support/documented.js';
import {CameraFilm} from './pages/camera-film.js';
import {PAGE_TIMEOUT_MS} from './pages/demo-browser.js';
import {when} from './pages/fault-page.js';

const dist = new URL('../../dist/', import.meta.url);
const {version: VERSION} = JSON.parse(readFileSync(new URL('../package.json', dist), 'utf8')) as {
  version: string;
};
const CODE = '281234567890123456';

/** The policy of docs/security.md. */
const strict = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "require-trusted-types-for 'script'",
];
const csp = (...directives: string[]): OutgoingHttpHeaders => ({
  'content-security-policy': directives.join('; '),
});

/** The page's own script. `seen` is what the tests read. */
const shop = `
window.seen = {violations: [], events: [], scans: []};
document.addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI}) =>
  seen.violations.push(effectiveDirective + ' ' + blockedURI));
for (const type of ['ready', 'success', 'failure', 'error'])
  document.addEventListener('payby-' + type, ({detail}) => seen.events.push(detail.code ? type + ' ' + detail.code : type));
document.addEventListener('payby-scan', ({detail}) => seen.scans.push(detail.code));
document.addEventListener('payby-action', (event) => event.respondWith(Promise.resolve()));
const scene = new URLSearchParams(location.search).get('scene') ?? 'DYNQR';
const checkout = document.querySelector('payby-checkout');
if (checkout) {
  checkout.statusUrl = '/status';
  checkout.persist = 'shop';
  checkout.order = {merchantOrderNo: 'M-1', paySceneCode: scene, totalAmount: {amount: '25.00', currency: 'AED'},
    expiredTime: Date.now() + 7200000, ...scene !== 'QRPAY' && {tokenUrl: 'https://qr.payby.com?ft=7ac14d5d372a459f'}};
}`;

const shopHash = `sha384-${createHash('sha384').update(shop).digest('base64')}`;

const stores = [
  {name: 'Al Ansari', address: 'Deira, Dubai', phone: '04 000 0101', latitude: 25.27, longitude: 55.31},
  {name: 'Lulu', address: 'Al Barsha, Dubai'},
];

interface Seen {
  readonly violations: string[];
  readonly events: string[];
  readonly scans: string[];
}

/** What the page printed and shared: no test can use the dialogs for it. */
interface Exports {
  readonly exports: {printed: number; shared: number};
}
/** Runs in every frame, before its scripts. */
const recordExports = `
if (top === window) window.exports = {printed: 0, shared: 0};
window.print = () => top.exports.printed++;
Navigator.prototype.canShare = () => true;
Navigator.prototype.share = async () => void top.exports.shared++;`;
const removeExports = `
for (const name of ['clipboard', 'share', 'canShare']) delete Navigator.prototype[name];`;

describe('dist/cdn under a policy of the page', () => {
  const film = new CameraFilm();
  let browser: Browser;
  let server: Server;
  /** Another origin, that serves the package to everybody. */
  let otherServer: Server;
  const originOf = (of: Server): string => `http://127.0.0.1:${String((of.address() as AddressInfo).port)}`;
  let status = 'CREATED';
  /** The open status stream. */
  let stream: ServerResponse | undefined;
  /** What the server sends with every page, and in its head and body. */
  let headers: OutgoingHttpHeaders = {};
  let head = '';
  let body = '';
  /** What the server makes of a file of dist/cdn. */
  let changed = (_path: string, code: string): string => code;
  const complaints: string[] = [];

  const serve = (isShop: boolean): Server =>
    createServer((request, response) => {
      const {pathname} = new URL(request.url ?? '/', 'http://shop');
      const send = (type: string, content: string | Buffer, more: OutgoingHttpHeaders = {}): void => {
        response.writeHead(200, {'content-type': type, connection: 'close', ...more}).end(content);
      };
      const [, folder, path = ''] = /^\/(cdn|copy)\/(.*)$/.exec(pathname) ?? [];
      const forAll = isShop
        ? {}
        : {'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin'};
      if (path.endsWith('.wasm'))
        send('application/wasm', readFileSync(new URL(`cdn/${path}`, dist)), forAll);
      else if (folder)
        send(
          'text/javascript',
          changed(pathname, readFileSync(new URL(`cdn/${path}`, dist), 'utf8')),
          forAll,
        );
      else if (pathname === '/status')
        send('application/json', JSON.stringify({merchantOrderNo: 'M-1', status}), {
          'access-control-allow-origin': '*',
        });
      else if (pathname === '/stores') send('application/json', JSON.stringify(stores));
      else if (pathname === '/stream') {
        stream = response.writeHead(200, {'content-type': 'text/event-stream'});
        stream.write(': open\n\n');
      } else if (pathname === '/shop.js') send('text/javascript', shop, {'access-control-allow-origin': '*'});
      else
        send(
          'text/html',
          `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Shop</title>
          ${head}<body>${body}</body></html>`,
          headers,
        );
    });

  before(async () => {
    [server, otherServer] = [serve(true), serve(false)];
    for (const each of [server, otherServer])
      await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
    const args = [...chromeArgs, ...(film.browser.args ?? [])];
    browser = await chromium.launch({executablePath: findChromium(), args});
  });
  afterEach(() => {
    status = 'CREATED';
    stream?.end();
    stream = undefined;
    headers = {};
    head = body = '';
    changed = (_path, code) => code;
    complaints.length = 0;
  });
  after(async () => {
    await browser.close();
    film.remove();
    for (const each of [server, otherServer]) {
      each.closeAllConnections();
      each.close();
    }
  });

  const module = (src: string, more = ''): string => `<script type="module" src="${src}" ${more}></script>`;
  const own = module('/cdn/payby-checkout.js');
  const checkoutTag =
    '<payby-checkout lang="en"></payby-checkout><script type="module" src="/shop.js"></script>';

  /** @param prepare called before the page is loaded */
  async function open(query = '', prepare?: (tab: Page) => Promise<unknown>): Promise<Page> {
    const tab = await browser.newPage({locale: 'en-US'});
    tab.setDefaultTimeout(PAGE_TIMEOUT_MS);
    tab.on('pageerror', ({message}) => complaints.push(message));
    tab.on('console', (line) => complaints.push(line.text()));
    await prepare?.(tab);
    await tab.goto(`${originOf(server)}/${query}`);
    return tab;
  }
  const seen = (tab: Page): Promise<Seen> => tab.evaluate(() => (window as unknown as {seen: Seen}).seen);

  /** The server says paid; the page hears it once, and withdraws the code. */
  async function pay(tab: Page): Promise<void> {
    status = 'PAID_SUCCESS';
    await tab.evaluate(() => document.querySelector('payby-checkout')?.refresh());
    await tab.waitForFunction(() => document.querySelector('payby-checkout')?.phase === 'paid');
    assert.equal(await tab.locator('payby-checkout [part=qr]').count(), 0);
  }

  /** Nothing was violated, logged or thrown. */
  async function assertQuiet(tab: Page): Promise<void> {
    const {violations, events} = await seen(tab);
    assert.deepEqual(
      [violations, complaints, events.filter((type) => type.startsWith('error'))],
      [[], [], []],
    );
    await tab.close();
  }

  describe('Content-Security-Policy', () => {
    for (const scene of ['DYNQR', 'CASHTOPUP', 'QRPAY']) {
      it(`pays a ${scene} order without a violation`, async () => {
        headers = csp(...strict);
        head = own;
        body = checkoutTag;
        const tab = await open(`?scene=${scene}`);
        await tab.waitForFunction(() => document.querySelector('payby-checkout')?.phase === 'waiting');
        if (scene === 'CASHTOPUP') {
          const download = tab.waitForEvent('download');
          await tab.locator('summary', {hasText: 'Keep this code'}).click();
          await tab.getByRole('button', {name: 'Save image'}).click();
          assert.match((await download).suggestedFilename(), /M-1.*\.png$/);
        }
        if (scene === 'DYNQR') await tab.waitForSelector('payby-checkout [part=qr]');
        await pay(tab);
        await assertQuiet(tab);
      });
    }

    it('plays everything that a voucher can do without a violation', async () => {
      headers = csp(...strict);
      head = own;
      body = checkoutTag.replace(
        'lang="en"',
        '$& stores-url="/stores" actions="open-app copy save print share calendar send-guide"',
      );
      const tab = await open('?scene=CASHTOPUP', (page) => page.addInitScript(recordExports));
      const button = (name: string): Locator => tab.getByRole('button', {name, exact: true});
      const row = (title: string): Promise<void> => tab.locator('summary', {hasText: title}).click();

      await button('Enlarge the code').click();
      await tab.locator('dialog.full-code[open] [part=qr]').waitFor();
      await button('Close').click();
      await button('Show to the cashier').click();
      await tab.locator('dialog.full-cashier[open] [part=qr]').waitFor();
      await button('Close').click();
      await tab.locator('dialog').waitFor({state: 'detached'});

      await button('Copy the order number').click();
      await tab.getByText('Copied', {exact: true}).waitFor();

      await row('Keep this code');
      await button('Print').click();
      await tab.waitForFunction(() => (window as unknown as Exports).exports.printed === 1);
      await button('Share').click();
      await tab.waitForFunction(() => (window as unknown as Exports).exports.shared === 1);
      const reminder = tab.waitForEvent('download');
      await button('Remind me').click();
      assert.match((await reminder).suggestedFilename(), /M-1.*\.ics$/);

      await row('Partner stores');
      await tab.getByText('2 stores').waitFor();
      await tab.getByLabel('Search by name or area').fill('deira');
      await tab.getByText('1 store', {exact: true}).waitFor();

      await button('Text me these steps').click();
      await tab.getByLabel('Mobile number').fill('050 123 4567');
      await button('Send').click();
      await tab.getByText('Sent. It can take a minute to arrive.').waitFor();

      await pay(tab);
      await assertQuiet(tab);
    });

    it('copies and shares without a violation where the browser has neither a clipboard nor a share sheet', async () => {
      headers = csp(...strict);
      head = own;
      body = checkoutTag.replace('lang="en"', '$& actions="copy share"');
      const tab = await open('?scene=CASHTOPUP', (page) => page.addInitScript(removeExports));
      await tab.getByRole('button', {name: 'Copy the order number'}).click();
      await tab.getByText('Copied', {exact: true}).waitFor();
      await tab.locator('summary', {hasText: 'Keep this code'}).click();
      await tab.getByRole('button', {name: 'Share', exact: true}).click();
      await tab.getByText('Copied. Paste it into a message.').waitFor();
      await pay(tab);
      await assertQuiet(tab);
    });

    it('hears of the payment by a stream without a violation', async () => {
      headers = csp(...strict);
      head = own;
      body = checkoutTag.replace('lang="en"', '$& stream-url="/stream"');
      const tab = await open();
      await tab.waitForSelector('payby-checkout [part=qr]');
      await when(() => stream !== undefined, 'the stream is open');
      stream?.write(`data: ${JSON.stringify({merchantOrderNo: 'M-1', status: 'PAID_SUCCESS'})}\n\n`);
      await tab.waitForFunction(() => document.querySelector('payby-checkout')?.phase === 'paid');
      assert.equal(await tab.locator('payby-checkout [part=qr]').count(), 0);
      await assertQuiet(tab);
    });

    it('goes to success-url without a violation', async () => {
      headers = csp(...strict);
      head = own;
      body = checkoutTag.replace('lang="en"', '$& success-url="/thanks?order={merchantOrderNo}"');
      const tab = await open('', (page) => page.clock.install());
      await tab.waitForSelector('payby-checkout [part=qr]');
      await pay(tab);
      await tab.getByRole('button', {name: 'Stay on this page'}).waitFor();
      assert.deepEqual((await seen(tab)).violations, []);
      await tab.clock.fastForward(3_000);
      await tab.waitForURL('**/thanks?order=M-1');
      await assertQuiet(tab);
    });

    it('speaks another language without a violation', async () => {
      headers = csp(...strict, "trusted-types lit-html 'allow-duplicates'");
      head = own + module('/cdn/payby-scan-input.js');
      body = `${checkoutTag}<payby-scan-input></payby-scan-input>`.replace('lang="en"', '');
      body = `<div lang="ar">${body}</div>`;
      const tab = await open('?scene=CASHTOPUP');
      await tab.getByText(arabic.scanStatus.armed).first().waitFor();
      await tab.getByText(arabic.voucher.payBefore, {exact: true}).waitFor();
      await pay(tab);
      await tab.getByText(arabic.outcomes.paid.title).first().waitFor();
      await assertQuiet(tab);
    });

    it('reads a scan, and with wasm-unsafe-eval a code by the camera', async () => {
      headers = csp(...strict.map((line) => line.replace("script-src 'self'", "$& 'wasm-unsafe-eval'")));
      head = module('/cdn/payby-scan-input.js');
      body =
        '<payby-scan-input camera lang="en"></payby-scan-input><script type="module" src="/shop.js"></script>';
      film.show(await toBuffer('289876543210987654', {scale: 8}));
      const tab = await open();
      await tab.waitForSelector('payby-scan-input:state(armed)');
      await tab.evaluate((code) => document.querySelector('payby-scan-input')?.simulate(code), CODE);
      await tab.getByRole('button', {name: 'Scan with the camera'}).click();
      await tab.waitForFunction(() => (window as unknown as {seen: Seen}).seen.scans.length === 2);
      assert.deepEqual((await seen(tab)).scans, [CODE, '289876543210987654']);
      await assertQuiet(tab);
    });

    it('runs both files beside each other with the policy lit-html and allow-duplicates', async () => {
      headers = csp(...strict, "trusted-types lit-html 'allow-duplicates'");
      head = own + module('/cdn/payby-scan-input.js');
      body = `${checkoutTag}<payby-scan-input></payby-scan-input>`;
      const tab = await open();
      await tab.waitForSelector('payby-checkout [part=qr]');
      await tab.waitForSelector('payby-scan-input input');
      await pay(tab);
      await assertQuiet(tab);
    });

    it('runs both elements of the classic script with the policy lit-html alone', async () => {
      headers = csp(...strict, 'trusted-types lit-html');
      head = '<script src="/cdn/payby-checkout.iife.js"></script>';
      body = `${checkoutTag}<payby-scan-input></payby-scan-input>`;
      const tab = await open();
      await tab.waitForSelector('payby-checkout [part=qr]');
      await tab.waitForSelector('payby-scan-input input');
      await pay(tab);
      await assertQuiet(tab);
    });
  });

  describe('integrity', () => {
    /** What the script of docs/security.md prints: the import map, and the element's own file. */
    const printed = execFileSync(
      process.execPath,
      ['--input-type=module', '-e', documented('security.md', 'test/e2e/policies.test.ts')],
      {cwd: fileURLToPath(new URL('../', dist)), encoding: 'utf8'},
    );
    const documentedBase = 'https://static.example.com/payby/0.1.0/';

    function withIntegrity(base: string): string {
      assert.ok(printed.includes(documentedBase));
      return printed.replaceAll(documentedBase, base);
    }

    it('is printed for every script of dist/cdn', () => {
      const map = /<script type="importmap">(.*)<\/script>/.exec(printed)?.[1] ?? '';
      const {integrity} = JSON.parse(map) as {integrity: Record<string, string>};
      const files = readdirSync(new URL('cdn/', dist), {recursive: true, encoding: 'utf8'}).filter((file) =>
        file.endsWith('.js'),
      );
      assert.ok(files.length > 10);
      const expected = files.map((file): [string, string] => {
        const hash = createHash('sha384').update(readFileSync(new URL(`cdn/${file}`, dist)));
        return [documentedBase + file, `sha384-${hash.digest('base64')}`];
      });
      assert.deepEqual(integrity, Object.fromEntries(expected));
      assert.ok(printed.includes(`integrity="${integrity[`${documentedBase}payby-checkout.js`] ?? ''}"`));
    });

    const policy = {'integrity-policy': 'blocked-destinations=(script)'};

    it('pays a cash order under an Integrity-Policy, from another origin', async () => {
      headers = policy;
      head = withIntegrity(`${originOf(otherServer)}/cdn/`);
      body = checkoutTag.replace('src="/shop.js"', `src="/shop.js" integrity="${shopHash}"`);
      const tab = await open('?scene=CASHTOPUP');
      await tab.waitForSelector('payby-checkout .deadline');
      await pay(tab);
      await assertQuiet(tab);
    });

    it('is what an Integrity-Policy asks for: without the map no lazy part is loaded, and the code is shown', async () => {
      headers = policy;
      head = withIntegrity('/cdn/').replace(/"integrity":\{[^}]*\}/, '"integrity":{}');
      body = checkoutTag.replace('src="/shop.js"', `src="/shop.js" integrity="${shopHash}"`);
      const tab = await open('?scene=CASHTOPUP');
      await tab.waitForFunction(() =>
        (window as unknown as {seen: Seen}).seen.events.includes('error script-unreachable'),
      );
      assert.equal(await tab.locator('payby-checkout .deadline').count(), 0);
      await tab.waitForSelector('payby-checkout [part=qr]');
      await tab.close();
    });

    it('blocks a lazy part that was tampered with, also at a retry: it never becomes an outcome', async () => {
      changed = (path, code) =>
        path.endsWith('voucher.lazy.js')
          ? `${code};document.querySelector('payby-checkout').setStatus({merchantOrderNo: 'M-1', status: 'PAID_SUCCESS'})`
          : code;
      head = withIntegrity('/cdn/');
      body = checkoutTag;
      const tab = await open('?scene=CASHTOPUP');
      await tab.waitForFunction(() =>
        (window as unknown as {seen: Seen}).seen.events.includes('error script-unreachable'),
      );
      assert.deepEqual((await seen(tab)).events, ['ready', 'error script-unreachable']);
      assert.equal(await tab.evaluate(() => document.querySelector('payby-checkout')?.phase), 'waiting');
      await tab.waitForSelector('payby-checkout [part=qr]');
      await pay(tab);
      await tab.close();
    });
  });

  it('pays on a page that is isolated by COOP and COEP, from another origin', async () => {
    headers = {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    };
    head = module(`${originOf(otherServer)}/cdn/payby-checkout.js`);
    body = checkoutTag;
    const tab = await open('?scene=CASHTOPUP');
    assert.ok(await tab.evaluate(() => crossOriginIsolated));
    await tab.waitForSelector('payby-checkout .deadline');
    await pay(tab);
    await assertQuiet(tab);
  });

  it('pays under a Permissions-Policy that forbids everything, and shows that the page forbids the camera', async () => {
    const features = ['camera', 'screen-wake-lock', 'geolocation', 'clipboard-write'];
    headers = {'permissions-policy': features.map((name) => `${name}=()`).join(', ')};
    head = own + module('/cdn/payby-scan-input.js');
    body = `${checkoutTag}<payby-scan-input camera lang="en"></payby-scan-input>`;
    const tab = await open();
    await tab.waitForSelector('payby-checkout [part=qr]');
    await tab.getByRole('button', {name: 'Scan with the camera'}).click();
    await tab.getByText('This page does not allow the camera').first().waitFor();
    await pay(tab);
    // The browser's own line, and one for the developer: nothing else, and neither twice
    assert.deepEqual(complaints.splice(0).sort(), [
      'Permissions policy violation: screen-wake-lock is not allowed in this document.',
      "payby-scan-input: The camera needs `camera` in the page's Permissions-Policy, and in `allow` of the frame.",
    ]);
    await assertQuiet(tab);
  });

  it('pays in a sandboxed frame, which has no storage and no origin', async () => {
    const inside = `${originOf(otherServer)}/cdn/payby-checkout.js`;
    const page = `${module(inside)}${checkoutTag}`.replace('"/shop.js"', `"${originOf(server)}/shop.js"`);
    const frame = page.replace('lang="en"', `lang="en" persist="shop"`).replaceAll('"', '&quot;');
    body = `<iframe title="Shop" sandbox="allow-scripts" width="600" height="900" srcdoc="${frame}"></iframe>`;
    const tab = await open();
    const within = tab.frameLocator('iframe');
    await within.locator('payby-checkout [part=qr]').waitFor();
    const [, inner] = tab.frames();
    assert.ok(inner);
    assert.equal(await inner.evaluate(() => window.origin), 'null');
    status = 'PAID_SUCCESS';
    await inner.evaluate((origin) => {
      const checkout = document.querySelector('payby-checkout')!;
      checkout.statusUrl = `${origin}/status`;
      checkout.refresh();
    }, originOf(server));
    await inner.waitForFunction(() => document.querySelector('payby-checkout')?.phase === 'paid');
    assert.deepEqual(
      (await inner.evaluate(() => (window as unknown as {seen: Seen}).seen)).events.slice(-1),
      ['success'],
    );
    await tab.close();
  });

  for (const [what, version] of [
    ['copies', VERSION],
    ['versions', `${VERSION}-older`],
  ] as const) {
    it(`pays once with two ${what} on one page, of which the first one stays`, async () => {
      changed = (path, code) =>
        path.startsWith('/copy/') ? code.replaceAll(`"${VERSION}"`, `"${version}"`) : code;
      head = module('/copy/payby-checkout.js') + own;
      body = checkoutTag;
      const tab = await open('?scene=CASHTOPUP');
      await tab.waitForSelector('payby-checkout .deadline');
      await pay(tab);
      const {events} = await seen(tab);
      assert.deepEqual(events, ['ready', 'success']);
      assert.deepEqual(complaints, [
        `<payby-checkout> is already defined (version ${version}); ${VERSION} is not used`,
      ]);
      await tab.close();
    });
  }
});
