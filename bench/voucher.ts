/**
 * Measures how soon a cash voucher works without the network: the element's file and its lazy part over a line with
 * round trips of 400 ms, with and without a preload in the page. Only ratios are printed.
 */
import {existsSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {brotliCompressSync} from 'node:zlib';
import {chromium, type Browser} from 'playwright-core';
import {chromeArgs, findChromium} from '../scripts/browsers.mjs';
import {median} from './keydown/cost.js';

const ROUND_TRIP_MS = 400;
const BYTES_PER_MS = 200; // 1.6 Mbit/s
const RUNS = 9;
/** The voucher ÷ (the element's file + a round trip + the bytes of the part). */
const TARGET = 1.15;

const cdn = new URL('../dist/cdn/', import.meta.url);
const PART = 'parts/voucher.lazy.js';

const order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'CASHTOPUP',
  tokenUrl: 'https://qr.payby.com?TokenValue=c5KsPqYzTbWmNxRdLvHgJf0123456789012',
  totalAmount: {amount: '25.00', currency: 'AED'},
};
const page = (head: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">${head}
  <script type="module" src="/payby-checkout.js"></script>
  <payby-checkout><script type="application/json">${JSON.stringify(order)}</script></payby-checkout></html>`;
const pages: Readonly<Record<string, string>> = {
  '/plain': page(''),
  '/preloaded': page(`<link rel="modulepreload" href="/${PART}">`),
};

const packed = (path: string): Buffer => brotliCompressSync(readFileSync(new URL(path, cdn)));

interface Load {
  /** Until the element is defined, and until its voucher is on the page, ms from the start of the navigation. */
  readonly elementMs: number;
  readonly voucherMs: number;
}

declare global {
  /** Set in the page, below. */
  var loaded: {elementMs: number; voucherMs: number};
}

function watch(): void {
  globalThis.loaded = {elementMs: NaN, voucherMs: NaN};
  void customElements.whenDefined('payby-checkout').then(() => {
    globalThis.loaded.elementMs = performance.now();
  });
  const look = (): void => {
    const shadow = document.querySelector('payby-checkout')?.shadowRoot;
    if (shadow?.querySelector('[part~="guide"]')) globalThis.loaded.voucherMs = performance.now();
    else setTimeout(look, 5);
  };
  look();
}

async function load(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext();
  try {
    await context.addInitScript('globalThis.__name = (value) => value;'); // tsx names functions, here and there
    await context.addInitScript(watch);
    const tab = await context.newPage();
    const session = await context.newCDPSession(tab);
    const speed = BYTES_PER_MS * 1000;
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      ...{offline: false, latency: ROUND_TRIP_MS, downloadThroughput: speed, uploadThroughput: speed},
    });
    await tab.goto(url);
    await tab.waitForFunction(() => globalThis.loaded.voucherMs > 0);
    return await tab.evaluate(() => globalThis.loaded);
  } finally {
    await context.close();
  }
}

async function run(): Promise<boolean> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const html = pages[path];
    if (html !== undefined) response.writeHead(200, {'content-type': 'text/html'}).end(html);
    else if (existsSync(new URL(`.${path}`, cdn)))
      response
        .writeHead(200, {
          ...{'content-type': 'text/javascript', 'content-encoding': 'br', 'cache-control': 'max-age=600'},
        })
        .end(packed(`.${path}`));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
  try {
    const loads: {plain: Load; preloaded: Load}[] = [];
    for (let i = 0; i < RUNS; i++) {
      const plain = await load(browser, `${origin}/plain`);
      loads.push({plain, preloaded: await load(browser, `${origin}/preloaded`)});
    }
    // Both against the element's file of the page without a preload, which shares the line with nothing
    const bytesMs = packed(PART).length / BYTES_PER_MS;
    const [plain, preloaded] = (['plain', 'preloaded'] as const).map((name) =>
      median(loads.map((pair) => pair[name].voucherMs / (pair.plain.elementMs + ROUND_TRIP_MS + bytesMs))),
    ) as [number, number];
    console.log(`Voucher ÷ (element's file + a round trip of ${ROUND_TRIP_MS} ms + the part's bytes):`);
    console.log(`  as it is        ${plain.toFixed(2)} (at most ${TARGET})`);
    console.log(`  modulepreload   ${preloaded.toFixed(2)}`);
    return plain <= TARGET;
  } finally {
    await browser.close();
    server.close();
  }
}

if (!existsSync(new URL(PART, cdn))) {
  console.error('There is no build: npm run build');
  process.exitCode = 1;
} else if (!(await run()) && process.argv.includes('--check')) {
  process.exitCode = 1;
}
