/** What a payer sees whose browser cannot read the element's script: a sentence, and where there is one a way to pay. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, afterEach, before, describe, it} from 'node:test';
import {chromium, type Browser, type Page} from 'playwright-core';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
// The built file, not its source
import type * as PaybyServer from '../../src/server.js';
import {documented} from '../support/documented.js';
import {
  on,
  PAGE_TIMEOUT_MS,
  phase,
  readCode,
  startDemoBrowser,
  type DemoBrowser,
} from './pages/demo-browser.js';

const root = new URL('../../', import.meta.url);
const {renderCheckout} = (await import(new URL('dist/server.js', root).href)) as typeof PaybyServer;

const TOKEN = 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668';
const order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: TOKEN,
  totalAmount: {amount: '25.00', currency: 'AED'},
  expiredTime: Date.now() + 900_000,
};
/** No browser can read it, as an old one cannot read a newer syntax. */
const UNREADABLE = 'class {';
const tooOld = /this browser is too old/;

const page = (inside: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Shop</title>
  <script type="module" src="/cdn/payby-checkout.js"></script>${inside}`;
const pages: Readonly<Record<string, () => string>> = {
  '/embed.html': () => readFileSync(new URL('dist/embed.html', root), 'utf8'),
  '/documented': () => page(documented('browsers.md', 'test/e2e/too-old.test.ts')),
  // An old browser knows no declarative shadow root: it leaves the template where it is
  '/rendered': () => page(renderCheckout(order).replace('shadowrootmode', 'data-unknown')),
};

describe('a page in a browser that cannot read the script', () => {
  let browser: Browser;
  let server: Server;
  let isReadable = false;
  before(async () => {
    server = createServer((request, response) => {
      const {pathname} = new URL(request.url ?? '/', 'http://shop');
      const html = pages[pathname]?.();
      if (html !== undefined) response.writeHead(200, {'content-type': 'text/html'}).end(html);
      else if (pathname.startsWith('/cdn/'))
        response
          .writeHead(200, {'content-type': 'text/javascript'})
          .end(isReadable ? readFileSync(new URL(`dist${pathname}`, root)) : UNREADABLE);
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

  async function open(path: string, canRead: boolean): Promise<Page> {
    isReadable = canRead;
    const tab = await browser.newPage({locale: 'en-US'});
    tab.setDefaultTimeout(PAGE_TIMEOUT_MS);
    const failed = canRead ? undefined : tab.waitForEvent('pageerror');
    await tab.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`);
    await failed;
    return tab;
  }
  const finishAnimations = (tab: Page): Promise<void> =>
    tab.evaluate(() => {
      for (const animation of document.getAnimations()) animation.finish();
    });
  const sentence = (tab: Page): ReturnType<Page['locator']> => tab.locator('p', {hasText: tooOld}).first();

  for (const path of Object.keys(pages)) {
    it(`says so on ${path}, and not in a browser that can`, async () => {
      const old = await open(path, false);
      await finishAnimations(old);
      assert.ok(await sentence(old).isVisible());
      assert.equal(await old.evaluate(() => customElements.get('payby-checkout')), undefined);
      await old.close();
      const today = await open(path, true);
      await today.waitForFunction(() =>
        document.querySelector('payby-checkout')?.shadowRoot?.querySelector('.card'),
      );
      assert.ok(!(await sentence(today).isVisible()));
      assert.doesNotMatch(await today.locator('body').innerText(), tooOld);
      await today.close();
    });
  }

  it('says nothing in embed.html while its scripts may still come', async () => {
    const tab = await open('/embed.html', false);
    const turnBack = (): void => {
      for (const animation of document.getAnimations()) {
        animation.pause();
        animation.currentTime = 4_000;
      }
    };
    await tab.evaluate(turnBack);
    assert.ok((await tab.evaluate(() => document.getAnimations().length)) > 0);
    assert.ok(!(await sentence(tab).isVisible()));
    await finishAnimations(tab);
    assert.ok(await sentence(tab).isVisible());
    await tab.close();
  });

  it('has a link to pay, and one to see the payment', async () => {
    const rendered = await open('/rendered', false);
    const link = rendered.getByRole('link', {name: 'Pay with BOTIM or PayBy'});
    assert.equal(await link.getAttribute('href'), TOKEN);
    assert.ok(await link.isVisible());
    assert.ok(await rendered.getByRole('link', {name: 'Check now'}).isVisible());
    await rendered.close();
    const example = await open('/documented', false);
    assert.ok(await example.getByRole('link', {name: 'Pay with BOTIM or PayBy'}).isVisible());
    assert.ok(await example.getByAltText('QR code to pay AED 25.00').isVisible());
    await example.close();
  });
});

describe('the demo in a browser that cannot read', () => {
  let demoBrowser: DemoBrowser;
  before(async () => {
    demoBrowser = await startDemoBrowser();
  });
  afterEach(() => demoBrowser.closePages());
  after(() => demoBrowser.close());

  /** Nobody waits for the five seconds in which the scripts of a page may still come. */
  async function open(path: string, ...scripts: string[]): Promise<Page> {
    const device = await demoBrowser.newDevice({reducedMotion: 'reduce'});
    for (const script of scripts)
      await device.route(`**${script}`, (route) =>
        route.fulfill({contentType: 'text/javascript', body: UNREADABLE}),
      );
    return demoBrowser.open(path, device);
  }

  it('the element shows in the store a link to the page of the order, which can be paid', async () => {
    const store = await open('/store', '/cdn/payby-checkout.js');
    await on(store, 'sku-mug').click();
    await store.getByText(tooOld).waitFor();
    await store.getByRole('link', {name: 'Pay without JavaScript'}).click();
    await store.waitForURL('**/store/plain/orders/*');
    assert.match((await readCode(await on(store, 'code').screenshot())) ?? '', /^https:/);
  });

  it('the element shows in the game the picture of the code', async () => {
    const game = await open('/game', '/cdn/payby-checkout.js');
    await on(game, 'player-id').fill('SR-88123');
    await game.locator('.pack').first().click();
    await on(game, 'buy').click();
    await game.getByText(tooOld).waitFor();
    const picture = game.getByAltText('The code to pay in cash at a partner store');
    await picture.scrollIntoViewIfNeeded();
    await game.waitForFunction(() => {
      const image = document.querySelector<HTMLImageElement>('payby-checkout img');
      return image?.complete && image.naturalWidth > 0;
    });
    assert.match((await readCode(await picture.screenshot())) ?? '', /^https:/);
  });

  it('any script says so in the store, with the store for such browsers, and in the game', async () => {
    const store = await open('/store', '/cdn/payby-checkout.js', '/pages/store/main.js');
    assert.ok(await store.getByText(tooOld).first().isVisible());
    await store.getByRole('link', {name: 'Buy without JavaScript'}).click();
    await store.waitForURL('**/store/plain');
    const game = await open('/game', '/cdn/payby-checkout.js', '/pages/game/main.js');
    assert.ok(await game.getByText(tooOld).first().isVisible());
  });

  it('nothing of it is seen in a browser that can', async () => {
    const device = await demoBrowser.newDevice({reducedMotion: 'reduce'});
    const store = await demoBrowser.open('/store', device);
    await on(store, 'sku-mug').click();
    await phase(store, 'waiting');
    assert.doesNotMatch(await store.locator('body').innerText(), tooOld);
    assert.equal(await store.locator('#too-old').count(), 0);
  });
});
