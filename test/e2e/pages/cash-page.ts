/**
 * Page objects for a payment in cash: the payer's phone, the POS of a partner store, and the paper and pictures between
 * them. The content of a code is a secret: it is compared here, and no assertion prints it.
 */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import jsQR from 'jsqr';
import {chromium, type Browser, type BrowserContextOptions, type Page, type Request} from 'playwright-core';
import {PNG} from 'pngjs';
import type {Clock} from 'payby-checkout/core';
import {startDemo, type Demo} from '../../../demo/main/server.js';
import {systemClock} from '../../../demo/payby/clock.js';
import {chromeArgs, findChromium} from '../../../scripts/browsers.mjs';
import {on, PAGE_TIMEOUT_MS, phase, readCode} from './demo-browser.js';
import {when} from './fault-page.js';

const phoneContext: BrowserContextOptions = {
  viewport: {width: 360, height: 640},
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
  locale: 'en-US',
  timezoneId: 'Asia/Dubai',
  permissions: ['clipboard-read', 'clipboard-write'],
};

/** The demo on a free port, and a browser with one context per device. */
export class CashFixture {
  readonly demo: Demo;
  readonly folder = mkdtempSync(join(tmpdir(), 'payby-cash-'));
  /** Errors in any page so far, without responses of status 4xx and 5xx, which the pages show themselves. */
  readonly pageErrors: string[] = [];
  readonly #browser: Browser;
  readonly #clock: AdjustableClock;
  /** Status requests without an answer. */
  readonly #openRequests = new Set<Request>();

  private constructor(demo: Demo, browser: Browser, clock: AdjustableClock) {
    this.demo = demo;
    this.#browser = browser;
    this.#clock = clock;
  }

  static async create(): Promise<CashFixture> {
    const launch = {executablePath: findChromium(), args: chromeArgs};
    const clock = new AdjustableClock();
    const [demo, browser] = await Promise.all([
      startDemo({port: 0, limitFactor: 100, clock}),
      chromium.launch(launch),
    ]);
    return new CashFixture(demo, browser, clock);
  }

  /**
   * Opens a page of the demo on another device.
   * @param prepare called before the page is loaded
   */
  async open(path: string, prepare?: (page: Page) => Promise<void>): Promise<Page> {
    const context = await this.#browser.newContext(phoneContext);
    context.setDefaultTimeout(PAGE_TIMEOUT_MS);
    await context.addInitScript(recordPrint);
    const page = await context.newPage();
    page.on('pageerror', ({message}) => this.pageErrors.push(`${path}: ${message}`));
    page.on('console', (line) => {
      const isErrorStatus = line.text().startsWith('Failed to load resource');
      if (line.type() === 'error' && !isErrorStatus) this.pageErrors.push(`${path}: ${line.text()}`);
    });
    page.on('request', (request) => {
      if (request.url().endsWith('/status')) this.#openRequests.add(request);
    });
    page.on('requestfinished', (request) => this.#openRequests.delete(request));
    page.on('requestfailed', (request) => this.#openRequests.delete(request));
    await prepare?.(page);
    await page.goto(this.demo.url + path);
    return page;
  }

  async openPos(): Promise<PosPage> {
    return new PosPage(await this.open('/pos'));
  }

  /** Orders coins in the game and waits until the whole voucher is rendered. */
  async order(
    sku = 'coins-500',
    prepare?: (page: Page) => Promise<void>,
    player = 'Falcon-7',
  ): Promise<PayerPage> {
    const page = await this.open('/game', prepare);
    await on(page, 'player-id').fill(player);
    await on(page, `sku-${sku}`).check();
    await on(page, 'buy').tap();
    await phase(page, 'waiting');
    await page.getByRole('button', {name: 'Text me these steps'}).waitFor();
    await page.getByText('Keep this code').waitFor();
    return new PayerPage(page, this.demo);
  }

  async setBalance(amount: string): Promise<void> {
    await this.post('/gateway/pos/balance', {amount});
  }

  async post(path: string, body: object): Promise<void> {
    const {ok} = await fetch(this.demo.url + path, {method: 'POST', body: JSON.stringify(body)});
    assert.ok(ok, path);
  }

  /** Advances the clock of merchant and gateway, while no answer is on its way: that would carry two times. */
  async advanceClock(ms: number): Promise<void> {
    await when(() => this.#openRequests.size === 0, 'no status request is open');
    this.#clock.offset += ms;
  }

  /** Closes every page, so that none of one case polls or changes anything in the next. */
  async closePages(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
    this.#openRequests.clear();
  }

  /** Prints the voucher to a PDF of one page and renders it as a PNG. */
  async printedVoucher(
    payer: PayerPage,
    size: {readonly width: string; readonly height: string},
  ): Promise<Buffer> {
    const page = await this.#browser.newPage();
    try {
      await page.setContent(await payer.printedHtml());
      const pdf = await page.pdf({...size, printBackground: true});
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
      assert.equal(pages.length, 1, 'the voucher fits one page');
      return this.#rendered(pdf) ?? (await onScreen(page));
    } finally {
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.demo.close();
    rmSync(this.folder, {recursive: true});
  }

  /** Renders a PDF with the first installed program; `undefined` if there is none. */
  #rendered(pdf: Buffer): Buffer | undefined {
    const [from, to] = [join(this.folder, 'voucher.pdf'), join(this.folder, 'voucher')];
    writeFileSync(from, pdf);
    const commands = [
      ['pdftoppm', '-r', '150', '-png', '-singlefile', from, to],
      ['gs', '-q', '-dSAFER', '-sDEVICE=png16m', '-r150', '-o', `${to}.png`, from],
      ['mutool', 'draw', '-q', '-r', '150', '-o', `${to}.png`, from],
    ] as const;
    const isDone = commands.some(([program, ...args]) => spawnSync(program, args).status === 0);
    return isDone ? readFileSync(`${to}.png`) : undefined;
  }
}

class AdjustableClock implements Clock {
  offset = 0;
  now(): number {
    return Date.now() + this.offset;
  }
  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }
}

/** Stores the document that would be printed: no test can use a print dialog. */
function recordPrint(): void {
  window.print = () => {
    const sheets = [...document.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const styles = sheets.map(({cssText}) => cssText).join('\n');
    const {lang, dir} = document.documentElement;
    const body = `${document.head.innerHTML}<style>${styles}</style>${document.body.outerHTML}`;
    const html = `<!doctype html><html lang="${lang}" dir="${dir}">${body}</html>`;
    (window.top as Window & {printed?: string}).printed = html;
  };
}

const onScreen = async (page: Page): Promise<Buffer> => {
  await page.emulateMedia({media: 'print'});
  return page.screenshot({fullPage: true});
};

/** The payer's phone with the game. */
export class PayerPage {
  readonly page: Page;
  readonly #demo: Demo;

  constructor(page: Page, demo: Demo) {
    this.page = page;
    this.#demo = demo;
  }

  /** The order that is shown, with its secret token URL. */
  async order(): Promise<{readonly merchantOrderNo: string; readonly tokenUrl: string}> {
    const number = await this.page.evaluate(() => {
      const {order} = document.querySelector('payby-checkout') as unknown as {
        order: {merchantOrderNo: string};
      };
      return order.merchantOrderNo;
    });
    const answer = await fetch(`${this.#demo.url}/api/orders/${number}`);
    return (await answer.json()) as {merchantOrderNo: string; tokenUrl: string};
  }

  button(name: string): ReturnType<Page['locator']> {
    return this.page.getByRole('button', {name, exact: true});
  }

  /** Opens a row below the voucher by its title, unless it is open. */
  async openRow(title: string): Promise<void> {
    const row = this.page.locator('payby-checkout details', {has: this.page.getByText(title, {exact: true})});
    if ((await row.getAttribute('open')) === null) await row.locator('summary').tap();
  }

  async savedImage(): Promise<{readonly name: string; readonly bytes: Buffer}> {
    await this.openRow('Keep this code');
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.button('Save image').tap(),
    ]);
    return {name: download.suggestedFilename(), bytes: readFileSync(await download.path())};
  }

  /** The HTML that is sent to the printer. */
  async printedHtml(): Promise<string> {
    await this.openRow('Keep this code');
    await this.button('Print').tap();
    const sheet = await this.page.waitForFunction(() => (window as Window & {printed?: string}).printed);
    return (await sheet.jsonValue()) ?? '';
  }

  /** A screenshot of the code. */
  async codeScreenshot(): Promise<Buffer> {
    return this.page.locator('payby-checkout [part~="plate"]').screenshot();
  }

  /** Asserts that the checkout is in this phase and still shows its code. */
  async assertPayable(name: 'waiting' | 'scanned'): Promise<void> {
    await phase(this.page, name);
    await assertReads(await this.codeScreenshot(), (await this.order()).tokenUrl, 'the code on the screen');
  }

  async waitForText(words: RegExp): Promise<void> {
    await this.page.locator('payby-checkout').getByText(words).first().waitFor();
  }

  /** Waits for the delivery and asserts that nothing can be paid twice. */
  async waitForDelivery(): Promise<void> {
    await phase(this.page, 'paid');
    await on(this.page, 'delivered').waitFor();
    const codes = this.page.locator('payby-checkout [part~="qr"]');
    assert.equal(await codes.count(), 0, 'the code is removed');
  }
}

/** The POS of a partner store. */
export class PosPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async scan(code: string): Promise<void> {
    if (await on(this.page, 'other').isVisible()) await on(this.page, 'other').tap();
    await on(this.page, 'token').locator('input').fill(code);
  }

  async pay(password = '4321'): Promise<void> {
    await on(this.page, 'password').fill(password);
    await on(this.page, 'pay').tap();
  }

  async waitForText(words: RegExp): Promise<void> {
    await this.page.locator('.terminal').getByText(words).first().waitFor();
  }

  async balance(): Promise<string> {
    return ((await on(this.page, 'balance').textContent()) ?? '').replace(/[^\d.]/g, '');
  }
}

/** Asserts that two independent decoders read exactly `code`; returns what they read. */
export async function assertReads(picture: Buffer, code: string, description: string): Promise<string> {
  const [first, second] = [await readCode(picture), readWithSecondDecoder(picture)];
  assert.ok(first === code, `zxing reads ${description} exactly`);
  assert.ok(second === code, `zbar reads ${description} exactly`);
  return second;
}

/** zbar where it is installed, otherwise jsQR. */
function readWithSecondDecoder(picture: Buffer): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'payby-zbar-'));
  const path = join(folder, 'code.png');
  try {
    writeFileSync(path, picture);
    const {error, stdout} = spawnSync('zbarimg', [
      '--quiet',
      '--raw',
      '-Sdisable',
      '-Sqrcode.enable',
      '-Sbinary',
      path,
    ]);
    if (!error) return stdout.toString('utf8').replace(/\n$/, '') || undefined;
  } finally {
    rmSync(folder, {recursive: true});
  }
  const {data, width, height} = PNG.sync.read(picture);
  return jsQR(new Uint8ClampedArray(data), width, height, {inversionAttempts: 'dontInvert'})?.data;
}
