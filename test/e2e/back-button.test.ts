/**
 * A payer goes back to the page of the order: the browser takes it out of its back/forward cache, as the payer left it, or
 * loads it again. Both show what the server has said since.
 */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {on, phase, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';
import {when} from './pages/fault-page.js';

/** Longer than the pause before the success page, ms. */
const LONG_MS = 30_000;

describe('a page of an order to which the payer goes back', () => {
  for (const isCached of [true, false]) {
    describe(isCached ? 'from the back/forward cache' : 'by loading it again', () => {
      let demoBrowser: DemoBrowser;
      before(async () => {
        // Playwright turns the cache off unless told otherwise
        const ignoredArgs = isCached ? ['--disable-back-forward-cache'] : [];
        demoBrowser = await startDemoBrowser({}, {isWhole: true, ignoredArgs});
      });
      afterEach(() => demoBrowser.closePages());
      after(() => demoBrowser.close());

      /** Buys a mug; the page notes each of its outcomes and each time that it is shown. */
      async function order(): Promise<{store: Page; tokenUrl: string}> {
        const device = await demoBrowser.newDevice();
        await device.addInitScript(noteLife);
        const store = await demoBrowser.open('/store', device, {follows: true});
        await on(store, 'sku-mug').click();
        await phase(store, 'waiting');
        const tokenUrl = await store.locator('payby-checkout').evaluate((checkout) => {
          return (checkout as unknown as {order: {tokenUrl: string}}).order.tokenUrl;
        });
        return {store, tokenUrl};
      }

      async function pay(tokenUrl: string): Promise<void> {
        const {order: scanned} = await post('/gateway/app/scan', {tokenUrl});
        await post('/gateway/app/pay', {orderNo: (scanned as {orderNo: string}).orderNo});
      }

      async function post(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
        const response = await fetch(demoBrowser.demo.url + path, {
          method: 'POST',
          body: JSON.stringify(body),
        });
        assert.ok(response.ok, path);
        return (await response.json()) as Readonly<Record<string, unknown>>;
      }

      /** Not by Playwright's `goBack`, which waits for the load of a page that is not loaded. */
      async function goBack(page: Page): Promise<void> {
        // In a task of its own: a page that leaves at once may take the driver's answer with it
        await page.evaluate(() => setTimeout(() => history.back()));
        await page.waitForURL('**/store', {waitUntil: 'commit'});
        const shows = isCached ? [false, true] : [false];
        // Rejects while the old page is going
        const isShown = (): Promise<boolean> =>
          page
            .evaluate((count) => (window as LivingWindow).shows?.length === count, shows.length)
            .catch(() => false);
        await when(isShown, 'the page is shown');
        const {persisted, reasons} = await page.evaluate(() => {
          const [entry] = performance.getEntriesByType('navigation') as RestoredNavigation[];
          return {persisted: (window as LivingWindow).shows, reasons: entry?.notRestoredReasons?.reasons};
        });
        assert.deepEqual(persisted, shows);
        if (isCached) assert.equal(reasons, undefined, 'nothing has kept the page out of the cache');
      }

      /** Not by Playwright's `reload`, which loses a page that has come out of the cache. */
      async function reload(page: Page): Promise<void> {
        await page.evaluate(() => {
          (window as LivingWindow).isOld = true;
          setTimeout(() => location.reload());
        });
        // Rejects while the old page is going
        const isReloaded = (): Promise<boolean> =>
          page.evaluate(() => !(window as LivingWindow).isOld).catch(() => false);
        await when(isReloaded, 'the page is loaded again');
      }

      const onward = (page: Page): ReturnType<Page['locator']> =>
        page.getByRole('link', {name: /Continue to/});
      const outcomes = (page: Page): Promise<number | undefined> =>
        page.evaluate(() => (window as LivingWindow).outcomes);

      it('shows the outcome after the redirect, and stays', async () => {
        const {store, tokenUrl} = await order();
        await pay(tokenUrl);
        await phase(store, 'paid');
        await onward(store).click();
        await store.waitForURL('**/store/thanks');
        await on(store, 'thanks-heading').filter({hasText: 'Thank you!'}).waitFor();
        await goBack(store);
        await phase(store, 'paid');
        await on(store, 'thanks').waitFor();
        assert.equal(await store.locator('payby-checkout [part~="qr"]').count(), 0);
        assert.equal(await outcomes(store), 1, 'a page out of the cache does not tell it again');
        await store.clock.install();
        await store.clock.fastForward(LONG_MS);
        assert.ok(store.url().endsWith('/store'));
        await reload(store);
        await phase(store, 'paid');
      });

      it('shows what was paid while the payer was on another page, and leads on from there', async () => {
        const {store, tokenUrl} = await order();
        await store.goto(`${demoBrowser.demo.url}/phone`);
        await pay(tokenUrl);
        await goBack(store);
        await phase(store, 'paid');
        assert.equal(await outcomes(store), 1);
        await onward(store).click();
        await store.waitForURL('**/store/thanks');
      });

      it('goes on polling for an order that is still open', async () => {
        const {store, tokenUrl} = await order();
        await store.goto(`${demoBrowser.demo.url}/phone`);
        await goBack(store);
        await phase(store, 'waiting');
        await pay(tokenUrl);
        await phase(store, 'paid');
      });

      it('logs no error in any page', () => {
        assert.deepEqual(demoBrowser.pageErrors, []);
      });
    });
  }
});

type LivingWindow = Window & {shows?: boolean[]; outcomes?: number; isOld?: boolean};
type RestoredNavigation = PerformanceEntry & {
  readonly notRestoredReasons?: {readonly reasons: unknown} | null;
};

/** For each page that a tab loads: whether it came from the cache each time that it was shown, and its outcomes. */
function noteLife(): void {
  const page = window as LivingWindow;
  page.shows = [];
  page.outcomes = 0;
  addEventListener('pageshow', ({persisted}) => page.shows?.push(persisted));
  for (const name of ['payby-success', 'payby-failure']) {
    document.addEventListener(name, () => (page.outcomes = (page.outcomes ?? 0) + 1));
  }
}
