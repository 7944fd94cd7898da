/** The demo on a free port and a real browser in front of it, with a page for each person who takes part. */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium, type Browser, type ElementHandle, type Page} from 'playwright-core';
import {prepareZXingModule, readBarcodes} from 'zxing-wasm/reader';
import {startDemo, type Demo, type DemoOptions} from '../../../demo/main/server.js';
import {chromeArgs} from '../../../scripts/browsers.mjs';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({overrides: {wasmBinary: readFileSync(wasm).buffer}});

/** Reads a code from what a camera would see, by a decoder that is not ours. An inverted code is none. */
export async function readCode(photograph: Buffer): Promise<string | undefined> {
  const [code] = await readBarcodes(photograph, {formats: ['QRCode'], tryInvert: false});
  return code?.text;
}

export interface Stage {
  readonly demo: Demo;
  /** Opens a page of the demo for one more person. What goes wrong in it fails the test. */
  open(path: string): Promise<Page>;
  /** What went wrong in any page so far. */
  readonly mishaps: string[];
  close(): Promise<void>;
}

export async function setStage(options: Partial<DemoOptions> = {}): Promise<Stage> {
  const executablePath = process.env['CHROME_PATH'];
  const demo = await startDemo({port: 0, ...options});
  const browser: Browser = await chromium.launch({
    ...(executablePath ? {executablePath} : {}),
    args: chromeArgs,
  });
  const mishaps: string[] = [];
  return {
    demo,
    mishaps,
    open: async (path) => {
      const page = await browser.newPage({locale: 'en-US', viewport: {width: 1024, height: 900}});
      page.setDefaultTimeout(20_000);
      page.on('pageerror', ({message}) => mishaps.push(`${path}: ${message}`));
      page.on('console', (line) => {
        if (line.type() === 'error') mishaps.push(`${path}: ${line.text()}`);
      });
      await page.goto(demo.url + path);
      return page;
    },
    close: async () => {
      await browser.close();
      await demo.close();
    },
  };
}

/** The element with this `data-test` name. */
export const on = (page: Page, name: string): ReturnType<Page['locator']> =>
  page.locator(`[data-test="${name}"]`);

/** Notes every outcome event of the page's checkout from now on. */
export async function noteOutcomes(page: Page): Promise<() => Promise<Record<string, unknown>[]>> {
  const list = await page.evaluateHandle(() => {
    const heard: Record<string, unknown>[] = [];
    for (const name of ['payby-success', 'payby-failure', 'payby-error']) {
      document.addEventListener(name, (event) => {
        heard.push({name, ...(event as CustomEvent<Record<string, unknown>>).detail});
      });
    }
    return heard;
  });
  return () => list.evaluate((heard) => heard.slice());
}

/** A photograph of the code on show. */
export async function photograph(page: Page): Promise<Buffer> {
  const code: ElementHandle | null = await page.waitForSelector('payby-checkout [part~="plate"]');
  return code.screenshot();
}

/** Waits for the phase that the page's checkout tells the world. */
export const phase = (page: Page, name: string): Promise<unknown> =>
  page.waitForSelector(`payby-checkout:state(${name})`);

/** Everything that would let someone pay. */
export const waysToPay = (page: Page): Promise<number> =>
  page.locator('payby-checkout [part~="qr"], payby-checkout [part~="action"]').count();
