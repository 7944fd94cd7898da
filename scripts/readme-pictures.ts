/** Takes the README's pictures of the running demo: `npx tsx scripts/readme-pictures.ts`, with the package built. */
import {mkdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {chromium, type Browser, type BrowserContextOptions, type Page} from 'playwright-core';
import {chromeArgs, findChromium} from './browsers.mjs';
import {startDemo, type Demo} from '../demo/main/server.js';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const phone: BrowserContextOptions = {
  viewport: {width: 360, height: 740},
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
const counter: BrowserContextOptions = {viewport: {width: 900, height: 640}, deviceScaleFactor: 1};

const on = (page: Page, name: string): ReturnType<Page['locator']> => page.locator(`[data-test="${name}"]`);

async function post(demo: Demo, path: string, body: object): Promise<Record<string, string>> {
  const headers = {'content-type': 'application/json'};
  const answer = await fetch(demo.url + path, {method: 'POST', headers, body: JSON.stringify(body)});
  return (await answer.json()) as Record<string, string>;
}

async function open(browser: Browser, url: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({timezoneId: 'Asia/Dubai', ...options});
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function settled(page: Page, phase: string): Promise<void> {
  await page.waitForSelector(`payby-checkout:state(${phase})`);
  await page.waitForSelector('payby-checkout [aria-busy="false"]');
  await page.waitForTimeout(300);
}

async function takeAll(demo: Demo, browser: Browser): Promise<void> {
  const store = await open(browser, `${demo.url}/store`, phone);
  await on(store, 'sku-mug').click();
  await settled(store, 'waiting');
  await store.screenshot({path: `${folder}store.png`});

  const game = await open(browser, `${demo.url}/game?lang=ar`, {...phone, colorScheme: 'dark'});
  await on(game, 'player-id').fill('Falcon-7');
  await on(game, 'sku-coins-500').check();
  await on(game, 'buy').click();
  await settled(game, 'waiting');
  await game.waitForSelector('payby-checkout >> [part~="guide"]'); // the whole voucher is there
  await game.locator('payby-checkout').evaluate((voucher) => {
    voucher.scrollIntoView();
  });
  await game.screenshot({path: `${folder}cash-arabic.png`});

  const cashier = await open(browser, `${demo.url}/cashier`, counter);
  // The login page has sent it here, and its script runs: the scan field is locked until an amount is charged
  await cashier.waitForURL('**/cashier');
  await cashier.waitForSelector('payby-scan-input:state(busy)');
  await on(cashier, 'amount').fill('18.50');
  await on(cashier, 'charge').click();
  await cashier.waitForSelector('payby-scan-input:state(armed)');
  await cashier.screenshot({path: `${folder}cashier.png`});
  const {authCode = ''} = await post(demo, '/gateway/app/code', {});
  await cashier.keyboard.type(authCode);
  await cashier.keyboard.press('Enter');
  await settled(cashier, 'paid');
  await cashier.screenshot({path: `${folder}cashier-paid.png`});
}

mkdirSync(folder, {recursive: true});
const demo = await startDemo({port: 0});
const browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
try {
  await takeAll(demo, browser);
} finally {
  await browser.close();
  await demo.close();
}
