/**
 * The people of a payment in cash: a payer with the game on a phone, a cashier at a till, and the paper and pictures
 * that go from one to the other. What a code says is a secret: it is compared here, and no assertion prints it.
 */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import jsQR from 'jsqr';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import {PNG} from 'pngjs';
import {startDemo, type Demo} from '../../../demo/main/server.js';
import {systemClock, type Clock} from '../../../demo/payby/clock.js';
import {chromeArgs} from '../../../scripts/browsers.mjs';
import {on, phase, readCode} from './demo-browser.js';

const phone: BrowserContextOptions = {
  viewport: {width: 360, height: 640},
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
  locale: 'en-US',
  timezoneId: 'Asia/Dubai',
  permissions: ['clipboard-read', 'clipboard-write'],
};

export class CashStage {
  readonly demo: Demo;
  readonly folder = mkdtempSync(join(tmpdir(), 'payby-cash-'));
  /** What went wrong in any page so far; a refusal that the page has to tell is none. */
  readonly mishaps: string[] = [];
  readonly #browser: Browser;
  readonly #clock: MovedClock;
  readonly #contexts: BrowserContext[] = [];

  private constructor(demo: Demo, browser: Browser, clock: MovedClock) {
    this.demo = demo;
    this.#browser = browser;
    this.#clock = clock;
  }

  static async set(): Promise<CashStage> {
    const executablePath = process.env['CHROME_PATH'];
    const launch = {...(executablePath ? {executablePath} : {}), args: chromeArgs};
    const clock = new MovedClock();
    const [demo, browser] = await Promise.all([startDemo({port: 0, clock}), chromium.launch(launch)]);
    return new CashStage(demo, browser, clock);
  }

  /** One more person with a device of their own. */
  async open(path: string): Promise<Page> {
    const context = await this.#browser.newContext(phone);
    this.#contexts.push(context);
    context.setDefaultTimeout(20_000);
    await context.addInitScript(catchPrint);
    const page = await context.newPage();
    page.on('pageerror', ({message}) => this.mishaps.push(`${path}: ${message}`));
    page.on('console', (line) => {
      const isRefusal = line.text().startsWith('Failed to load resource');
      if (line.type() === 'error' && !isRefusal) this.mishaps.push(`${path}: ${line.text()}`);
    });
    await page.goto(this.demo.url + path);
    return page;
  }

  async shop(): Promise<Till> {
    return new Till(await this.open('/pos'));
  }

  /** Coins are chosen and ordered. */
  async order(sku = 'coins-500'): Promise<Payer> {
    const page = await this.open('/game');
    await on(page, 'player-id').fill('Falcon-7');
    await on(page, `sku-${sku}`).check();
    await on(page, 'buy').tap();
    await phase(page, 'waiting');
    // All that comes after the first paint is there when the way to the stores is drawn.
    await page.getByRole('button', {name: 'Send the guide to my phone'}).waitFor();
    await page.getByRole('button', {name: 'Save image'}).waitFor();
    return new Payer(page, this.demo);
  }

  async setBalance(amount: string): Promise<void> {
    await fetch(`${this.demo.url}/gateway/pos/balance`, {method: 'POST', body: JSON.stringify({amount})});
  }

  /** Time that passes for the servers. */
  pass(ms: number): void {
    this.#clock.offset += ms;
  }

  /** Makes a PDF of what came out of the game's printer, and photographs its one page. */
  async paper(payer: Payer, size: {readonly width: string; readonly height: string}): Promise<Buffer> {
    const page = await this.#browser.newPage();
    try {
      await page.setContent(await payer.printed());
      const pdf = await page.pdf({...size, printBackground: true});
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
      assert.equal(pages.length, 1, 'the voucher fits one page');
      return this.#photographed(pdf) ?? (await onScreen(page));
    } finally {
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.demo.close();
    rmSync(this.folder, {recursive: true});
  }

  /** By whichever program this machine has; `undefined` when it has none. */
  #photographed(pdf: Buffer): Buffer | undefined {
    const [from, to] = [join(this.folder, 'voucher.pdf'), join(this.folder, 'voucher')];
    writeFileSync(from, pdf);
    const ways = [
      ['pdftoppm', '-r', '150', '-png', '-singlefile', from, to],
      ['gs', '-q', '-dSAFER', '-sDEVICE=png16m', '-r150', '-o', `${to}.png`, from],
      ['mutool', 'draw', '-q', '-r', '150', '-o', `${to}.png`, from],
    ] as const;
    const isDone = ways.some(([program, ...args]) => spawnSync(program, args).status === 0);
    return isDone ? readFileSync(`${to}.png`) : undefined;
  }
}

class MovedClock implements Clock {
  offset = 0;
  now(): number {
    return Date.now() + this.offset;
  }
  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }
}

/** Instead of a dialog, which no test can answer, the sheet is kept as the printer would get it. */
function catchPrint(): void {
  window.print = () => {
    const sheets = [...document.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const styles = sheets.map(({cssText}) => cssText).join('\n');
    const {lang, dir} = document.documentElement;
    const body = `${document.head.innerHTML}<style>${styles}</style>${document.body.outerHTML}`;
    const kept = `<!doctype html><html lang="${lang}" dir="${dir}">${body}</html>`;
    (window.top as Window & {printed?: string}).printed = kept;
  };
}

const onScreen = async (page: Page): Promise<Buffer> => {
  await page.emulateMedia({media: 'print'});
  return page.screenshot({fullPage: true});
};

export class Payer {
  readonly page: Page;
  readonly #demo: Demo;

  constructor(page: Page, demo: Demo) {
    this.page = page;
    this.#demo = demo;
  }

  /** The order that is on the screen. */
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

  async savedImage(): Promise<{readonly name: string; readonly bytes: Buffer}> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.button('Save image').tap(),
    ]);
    return {name: download.suggestedFilename(), bytes: readFileSync(await download.path())};
  }

  /** The sheet that the printer gets, as a page of its own. */
  async printed(): Promise<string> {
    await this.button('Print').tap();
    const sheet = await this.page.waitForFunction(() => (window as Window & {printed?: string}).printed);
    return (await sheet.jsonValue()) ?? '';
  }

  /** What the code on the screen says. */
  async code(): Promise<Buffer> {
    return this.page.locator('payby-checkout [part~="plate"]').screenshot();
  }

  /** The element stands like this, and can still be paid. */
  async isPayable(name: 'waiting' | 'scanned'): Promise<void> {
    await phase(this.page, name);
    await assertReads(await this.code(), (await this.order()).tokenUrl, 'the code on the screen');
  }

  async says(words: RegExp): Promise<void> {
    await this.page.locator('payby-checkout').getByText(words).first().waitFor();
  }

  async getsDelivery(): Promise<void> {
    await phase(this.page, 'paid');
    await on(this.page, 'delivered').waitFor();
    const ways = this.page.locator('payby-checkout [part~="qr"]');
    assert.equal(await ways.count(), 0, 'nothing is left to be paid a second time');
  }
}

/** The partner store's terminal, and the cashier in front of it. */
export class Till {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async scan(code: string): Promise<void> {
    if (await on(this.page, 'other').isVisible()) await on(this.page, 'other').tap();
    await on(this.page, 'token').fill(code);
    await on(this.page, 'scan').tap();
  }

  async pay(password = '4321'): Promise<void> {
    await on(this.page, 'password').fill(password);
    await on(this.page, 'pay').tap();
  }

  async says(words: RegExp): Promise<void> {
    await on(this.page, 'message').filter({hasText: words}).waitFor();
  }

  async balance(): Promise<string> {
    return ((await on(this.page, 'balance').textContent()) ?? '').replace(/[^\d.]/g, '');
  }
}

/** Two decoders, neither of them ours, read exactly this. Answers with what was read. */
export async function assertReads(picture: Buffer, code: string, what: string): Promise<string> {
  const [first, second] = [await readCode(picture), secondOpinion(picture)];
  assert.ok(first === code, `zxing reads ${what} exactly`);
  assert.ok(second === code, `zbar reads ${what} exactly`);
  return second;
}

/** zbar where it is installed, else a decoder that comes with the packages. */
function secondOpinion(picture: Buffer): string | undefined {
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
