/**
 * A thousand checkouts come and go, ten at a time, each drawn, with an order and somebody to ask. Of all of them
 * nothing may be left: shops are single-page applications that stay open for a day.
 */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {chromium, type Browser, type CDPSession, type Page} from 'playwright-core';
import {systemClock} from '../../demo/payby/clock.js';
import {startDemo, type Demo} from '../../demo/main/server.js';
import {chromeArgs} from '../../scripts/browsers.mjs';
import {RoughRoad} from './pages/fault-proxy.js';
import {STATUS_URL, when} from './pages/fault-page.js';

const BATCH = 10;
const WARM_UP_BATCHES = 5;
const BATCHES = 100;
const CYCLES = BATCH * BATCHES;
/** What may be left of one, bytes. */
const MOST_BYTES = 150;
const GONE_WITHIN_MS = 1000;

/** What a page is measured by. The names are Chromium's. */
interface Measured {
  readonly Nodes: number;
  readonly JSEventListeners: number;
  readonly JSHeapUsedSize: number;
}

/** What the page keeps about itself: weakly, the timers it has set, and how many questions it has asked. */
interface Bookkeeping {
  refs: WeakRef<Element>[];
  readonly timers: Set<unknown>;
  asked: number;
  answered: number;
}

describe('a thousand checkouts that came and went', () => {
  let demo: Demo;
  let road: RoughRoad;
  let browser: Browser;
  let page: Page;
  let devtools: CDPSession;
  let requests = 0;
  const mishaps: string[] = [];

  before(async () => {
    demo = await startDemo({port: 0});
    road = new RoughRoad(demo.url, systemClock);
    await road.open();
    const executablePath = process.env['CHROME_PATH'];
    browser = await chromium.launch({...(executablePath ? {executablePath} : {}), args: chromeArgs});
    page = await browser.newPage({locale: 'en-US'});
    page.on('pageerror', ({message}) => mishaps.push(message));
    page.on('console', (line) => mishaps.push(line.text()));
    page.on('request', () => requests++);
    await page.addInitScript(keepBooks);
    await page.goto(road.url);
    devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
  });
  after(async () => {
    await browser.close();
    await road.close();
    await demo.close();
  });

  /** An order that has been shown before, so that the first question is asked at once. */
  async function olderOrder(): Promise<string> {
    const body = JSON.stringify({paySceneCode: 'DYNQR', sku: 'mug'});
    const response = await fetch(`${demo.url}/api/orders`, {
      method: 'POST',
      body,
      headers: {'Content-Type': 'application/json'},
    });
    const order = (await response.json()) as {requestTime: number};
    return JSON.stringify({...order, requestTime: order.requestTime - 60_000});
  }

  const collectGarbage = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
  };

  async function measure(): Promise<Measured> {
    await collectGarbage();
    const {metrics} = await devtools.send('Performance.getMetrics');
    const find = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return {
      Nodes: find('Nodes'),
      JSEventListeners: find('JSEventListeners'),
      JSHeapUsedSize: find('JSHeapUsedSize'),
    };
  }

  const countAlive = (): Promise<number> =>
    page.evaluate(() => {
      const {refs} = (globalThis as unknown as {books: Bookkeeping}).books;
      return refs.filter((ref) => ref.deref()).length;
    });

  interface Left {
    readonly aliveAfterMs: number;
    readonly nodes: number;
    readonly listeners: number;
    readonly bytesPerCycle: number;
  }

  /** Lets them come and go, and tells what is left. */
  async function comeAndGo(cycle: (batches: number) => Promise<void>): Promise<Left> {
    await cycle(WARM_UP_BATCHES);
    await forget();
    const before = await measure();
    await cycle(BATCHES);
    const goneAt = Date.now();
    await when(async () => {
      await collectGarbage();
      return (await countAlive()) === 0;
    }, 'none is alive');
    const aliveAfterMs = Date.now() - goneAt;
    await forget(); // a WeakRef weighs something too
    const now = await measure();
    return {
      aliveAfterMs,
      nodes: now.Nodes - before.Nodes,
      listeners: now.JSEventListeners - before.JSEventListeners,
      bytesPerCycle: (now.JSHeapUsedSize - before.JSHeapUsedSize) / CYCLES,
    };
  }

  const forget = (): Promise<void> =>
    page.evaluate(() => {
      (globalThis as unknown as {books: Bookkeeping}).books.refs = [];
    });

  const plainDivs = (batches: number): Promise<void> =>
    page.evaluate(
      async ([times, size]) => {
        const {books} = globalThis as unknown as {books: Bookkeeping};
        for (let i = 0; i < times; i++) {
          const batch = Array.from({length: size}, () => document.createElement('div'));
          for (const div of batch) div.innerHTML = '<svg viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>';
          document.body.append(...batch);
          await new Promise(requestAnimationFrame);
          for (const div of batch) {
            div.remove();
            books.refs.push(new WeakRef(div));
          }
        }
      },
      [batches, BATCH] as const,
    );

  const checkouts = (order: string) => (batches: number) =>
    page.evaluate(
      async ([times, size, json, statusUrl]) => {
        const {books} = globalThis as unknown as {books: Bookkeeping};
        for (let i = 0; i < times; i++) {
          const batch = Array.from({length: size}, () => document.createElement('payby-checkout'));
          for (const checkout of batch) {
            checkout.setAttribute('status-url', statusUrl);
            checkout.setAttribute('order', json);
          }
          document.body.append(...batch);
          await Promise.all(batch.map((checkout) => checkout.updateComplete));
          // One half goes while a question is on its way, the other after its answer
          const awaited = i % 2 ? 'asked' : 'answered';
          const {[awaited]: before} = books;
          do await new Promise(requestAnimationFrame);
          while (books[awaited] === before);
          if (batch.some((checkout) => !checkout.shadowRoot?.querySelector('[part~="qr"]')))
            throw new Error('a checkout was not drawn');
          for (const checkout of batch) {
            checkout.remove();
            books.refs.push(new WeakRef(checkout));
          }
        }
      },
      [batches, BATCH, order, STATUS_URL] as const,
    );

  it('leave no element, node, listener, timer or request, and next to no memory', async () => {
    const plain = await comeAndGo(plainDivs);
    const cycle = checkouts(await olderOrder());
    // The engine compiles while the first thousand run, which weighs about 130 kB once. A leak weighs every time
    const first = await comeAndGo(cycle);
    const left = await comeAndGo(cycle);
    const requestsBefore = requests;
    const bytes = [left, first, plain].map(({bytesPerCycle}) => bytesPerCycle.toFixed(1));
    const [ofOne = '', ofFirst = '', ofPlain = ''] = bytes;
    console.log(
      `Bytes left of one: ${ofOne} (of the first thousand ${ofFirst}, of a div with an SVG ${ofPlain})`,
    );
    assert.ok(road.questions.length >= 2 * BATCHES, `${String(road.questions.length)} questions were asked`);
    for (const {aliveAfterMs, nodes, listeners} of [first, left]) {
      assert.ok(aliveAfterMs <= GONE_WITHIN_MS, `all gone after ${String(aliveAfterMs)} ms`);
      assert.ok(nodes <= 0, `${String(nodes)} nodes more`);
      assert.ok(listeners <= 0, `${String(listeners)} listeners more`);
    }
    const timers = await page.evaluate(
      () => (globalThis as unknown as {books: Bookkeeping}).books.timers.size,
    );
    assert.equal(timers, 0, 'nothing is left that could ask');
    const locks = await page.evaluate(async () => {
      const {held = [], pending = []} = await navigator.locks.query();
      return held.length + pending.length;
    });
    assert.equal(locks, 0, 'no lock is held or waited for');
    assert.equal(requests, requestsBefore);
    assert.ok(left.bytesPerCycle <= MOST_BYTES, `${left.bytesPerCycle.toFixed(1)} bytes are left of each`);
    assert.deepEqual(mishaps, []);
  });
});

/** Runs in the page before its own scripts. Methods, because a compiler may give other functions a helper of its own. */
function keepBooks(): void {
  const timers = new Set<unknown>();
  const books: Bookkeeping = {refs: [], timers, asked: 0, answered: 0};
  const {setTimeout: set, clearTimeout: clear, fetch: ask} = globalThis;
  Object.assign(globalThis, {
    books,
    setTimeout(handler: () => void, ms?: number): unknown {
      const id: unknown = set(() => {
        timers.delete(id);
        handler();
      }, ms);
      timers.add(id);
      return id;
    },
    clearTimeout(id?: number): void {
      timers.delete(id);
      clear(id);
    },
    async fetch(...question: Parameters<typeof ask>): Promise<Response> {
      books.asked++;
      try {
        return await ask(...question);
      } finally {
        books.answered++;
      }
    },
  });
}
