/**
 * Adds and removes a thousand scan inputs, ten at a time, with simulated scans. Nothing of them may be left, because a
 * cashier's page stays open for a day.
 */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {chromium, type Browser, type CDPSession, type Page} from 'playwright-core';
import {startDemo, type Demo} from '../../demo/main/server.js';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import {when} from './pages/fault-page.js';

const BATCH = 10;
const BATCHES = 100;
/** Bytes that may be left per element. */
const MOST_BYTES = 150;

describe('<payby-scan-input> removed a thousand times', () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  let devtools: CDPSession;
  const pageErrors: string[] = [];

  before(async () => {
    demo = await startDemo({port: 0, limitFactor: 100});
    browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
    page = await browser.newPage({locale: 'en-US'});
    page.on('pageerror', ({message}) => pageErrors.push(message));
    page.on('console', (line) => pageErrors.push(line.text()));
    await page.goto(`${demo.url}/`);
    await page.addScriptTag({type: 'module', url: `${demo.url}/dist/cdn/payby-scan-input.js`});
    devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
  });
  after(async () => {
    await browser.close();
    await demo.close();
  });

  async function measure(): Promise<Record<'Nodes' | 'JSEventListeners' | 'JSHeapUsedSize', number>> {
    for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
    const {metrics} = await devtools.send('Performance.getMetrics');
    const find = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return {
      Nodes: find('Nodes'),
      JSEventListeners: find('JSEventListeners'),
      JSHeapUsedSize: find('JSHeapUsedSize'),
    };
  }

  /** Adds and removes elements. Resolves with the number of scans that they received. */
  const addAndRemove = (batches: number): Promise<number> =>
    page.evaluate(
      async ([times, size]) => {
        const scope = globalThis as unknown as {refs: WeakRef<Element>[]};
        scope.refs = [];
        // A method, because a compiler may give other functions a helper of its own
        const counter = {
          taken: 0,
          handleEvent(): void {
            this.taken++;
          },
        };
        document.addEventListener('payby-scan', counter);
        for (let i = 0; i < times; i++) {
          const batch = Array.from({length: size}, () => document.createElement('payby-scan-input'));
          for (const scan of batch) scan.setAttribute('keep-focus', 'idle');
          document.body.append(...batch);
          if (i % 3) {
            await Promise.all(batch.map((scan) => scan.updateComplete));
            batch[0]?.simulate('20007900T400690098F');
            if (i % 2) void batch[1]?.diagnose();
          } else await new Promise(requestAnimationFrame);
          for (const scan of batch) {
            scan.remove();
            scope.refs.push(new WeakRef(scan));
          }
        }
        document.removeEventListener('payby-scan', counter);
        return counter.taken;
      },
      [batches, BATCH] as const,
    );

  const countAlive = (): Promise<number> =>
    page.evaluate(
      () => (globalThis as unknown as {refs: WeakRef<Element>[]}).refs.filter((ref) => ref.deref()).length,
    );
  const dropRefs = (): Promise<void> =>
    page.evaluate(() => {
      (globalThis as unknown as {refs: WeakRef<Element>[]}).refs = [];
    });

  it('leaves no element, node or listener, and at most 150 bytes', async () => {
    await addAndRemove(BATCHES); // the engine compiles meanwhile
    await dropRefs();
    const before = await measure();
    const taken = await addAndRemove(BATCHES);
    await when(async () => {
      await measure();
      return (await countAlive()) === 0;
    }, 'every element is collected');
    await dropRefs(); // a WeakRef takes memory too
    const now = await measure();
    const bytes = (now.JSHeapUsedSize - before.JSHeapUsedSize) / (BATCH * BATCHES);
    console.log(`Bytes left per element: ${bytes.toFixed(1)}; scans received: ${String(taken)}`);
    assert.ok(taken > BATCHES / 4, `${String(taken)} scans were received`);
    assert.ok(now.Nodes <= before.Nodes, `${String(now.Nodes - before.Nodes)} nodes more`);
    assert.ok(
      now.JSEventListeners <= before.JSEventListeners,
      `${String(now.JSEventListeners - before.JSEventListeners)} listeners more`,
    );
    assert.ok(bytes <= MOST_BYTES, `${bytes.toFixed(1)} bytes are left per element`);
    assert.deepEqual(pageErrors, []);
  });
});
