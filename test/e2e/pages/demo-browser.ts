/** The demo on a free port and a real browser, with a page for each person who takes part. */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type ElementHandle,
  type Page,
} from 'playwright-core';
import {prepareZXingModule, readBarcodes} from 'zxing-wasm/reader';
import type {PaybyScanInput} from '../../../src/pure.js';
import {startDemo, type Demo, type DemoOptions} from '../../../demo/main/server.js';
import {chromeArgs, findChromium} from '../../../scripts/browsers.mjs';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({overrides: {wasmBinary: readFileSync(wasm).buffer}});

/** Decodes a code in a screenshot with an independent decoder. Inverted codes are not accepted. */
export async function readCode(
  photograph: Buffer,
  format: 'QRCode' | 'Code128' = 'QRCode',
): Promise<string | undefined> {
  const [code] = await readBarcodes(photograph, {formats: [format], tryInvert: false});
  return code?.text;
}

/** How long a page may take for what it does, on a machine that does other things as well, ms. */
export const PAGE_TIMEOUT_MS = 60_000;

const person = {locale: 'en-US', viewport: {width: 1024, height: 900}};

export interface OpenOptions {
  /** Goes to `success-url` after the pause, as for a payer. */
  readonly follows?: boolean;
}

export interface BrowserSwitches {
  readonly args?: readonly string[];
  /** A browser with a user interface, which keeps pages for the back button. */
  readonly isWhole?: boolean;
  /** Switches that Playwright gives by itself, and that are not wanted. */
  readonly ignoredArgs?: readonly string[];
}

export interface DemoBrowser {
  readonly demo: Demo;
  /**
   * Opens a page of the demo: for one more person, or in a tab of this device. The page stays where it is after an
   * outcome, because a test looks at it for longer than the pause of `success-url`.
   */
  open(path: string, device?: BrowserContext, options?: OpenOptions): Promise<Page>;
  /** A browser whose tabs share their storage; a desktop unless said otherwise. */
  newDevice(device?: BrowserContextOptions): Promise<BrowserContext>;
  /** Closes every page, so that none of one case polls or changes anything in the next. */
  closePages(): Promise<void>;
  /** Uncaught errors and console errors of all pages so far. */
  readonly pageErrors: string[];
  close(): Promise<void>;
}

export async function startDemoBrowser(
  options: Partial<DemoOptions> = {},
  {args = [], isWhole = false, ignoredArgs = []}: BrowserSwitches = {},
): Promise<DemoBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: findChromium({isWhole}),
    args: [...chromeArgs, ...args],
    ignoreDefaultArgs: [...ignoredArgs],
  });
  const demo = await startDemo({port: 0, limitFactor: 100, ...options});
  const pageErrors: string[] = [];
  return {
    demo,
    pageErrors,
    newDevice: (device) => browser.newContext({...person, ...device}),
    closePages: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    open: async (path, device, {follows = false} = {}) => {
      const page = await (device ? device.newPage() : browser.newPage(person));
      page.setDefaultTimeout(PAGE_TIMEOUT_MS);
      if (!follows) await page.addInitScript(stayAfterOutcome);
      page.on('pageerror', ({message}) => pageErrors.push(`${path}: ${message}`));
      page.on('console', (line) => {
        if (line.type() === 'error') pageErrors.push(`${path}: ${line.text()}`);
      });
      // A till logs in by a redirect and back: tests begin on its page
      if (path.startsWith('/cashier')) await page.request.post(`${demo.url}/api/login/till`);
      await page.goto(demo.url + path);
      return page;
    },
    close: async () => {
      await browser.close();
      await demo.close();
    },
  };
}

function stayAfterOutcome(): void {
  document.addEventListener('payby-redirect', (event) => {
    event.preventDefault();
  });
}

/** The element with this `data-test` name. */
export const on = (page: Page, name: string): ReturnType<Page['locator']> =>
  page.locator(`[data-test="${name}"]`);

/** Records every outcome event of the page's checkout from now on. */
export async function noteOutcomes(page: Page): Promise<() => Promise<Record<string, unknown>[]>> {
  const list = await page.evaluateHandle(() => {
    const events: Record<string, unknown>[] = [];
    for (const name of ['payby-success', 'payby-failure', 'payby-error']) {
      document.addEventListener(name, (event) => {
        events.push({name, ...(event as CustomEvent<Record<string, unknown>>).detail});
      });
    }
    return events;
  });
  return () => list.evaluate((events) => events.slice());
}

/** The same over every reload of a tab, from its first event on. Call it before the page is opened. */
export async function noteOutcomesOf(device: BrowserContext): Promise<() => Record<string, unknown>[]> {
  const events: Record<string, unknown>[] = [];
  await device.exposeFunction('noteOutcome', (event: Record<string, unknown>) => {
    events.push(event);
  });
  await device.addInitScript(() => {
    const {noteOutcome} = window as unknown as {noteOutcome(event: object): void};
    for (const name of ['payby-success', 'payby-failure', 'payby-error']) {
      document.addEventListener(name, (event) => {
        noteOutcome({name, ...(event as CustomEvent<Record<string, unknown>>).detail});
      });
    }
  });
  return () => events.splice(0);
}

/** A screenshot of the code on the page. */
export async function photograph(page: Page): Promise<Buffer> {
  const code: ElementHandle | null = await page.waitForSelector('payby-checkout [part~="plate"]');
  return code.screenshot();
}

/** Waits until the page's checkout is in this phase. */
export const phase = (page: Page, name: string): Promise<unknown> =>
  page.waitForSelector(`payby-checkout:state(${name})`);

/** How many codes and payment links the checkout shows. */
export const waysToPay = (page: Page): Promise<number> =>
  page.locator('payby-checkout [part~="qr"], payby-checkout [part~="action"]').count();

/** Gives the customer's code to the scan input. Not by keys: on a busy machine they come as slowly as a person's. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.locator('payby-scan-input').evaluate((field, scanned) => {
    (field as PaybyScanInput).accept(scanned);
  }, code);
}
