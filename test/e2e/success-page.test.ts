/** After a payment the store leads to its own success page: after a pause, by a link, and not again on the way back. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {on, phase, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';

/** Just under the pause of the element, ms. */
const ALMOST_MS = 2_900;

describe("the store's success page", () => {
  let demoBrowser: DemoBrowser;
  before(async () => {
    demoBrowser = await startDemoBrowser();
  });
  after(async () => {
    await demoBrowser.close();
  });

  const address = (page: Page): string => page.url().replace(demoBrowser.demo.url, '');
  const link = (page: Page): ReturnType<Page['locator']> =>
    page.getByRole('link', {name: /Continue to .*127\.0\.0\.1/});

  /** Buys a mug on a page whose clock stands still, and pays it in the app. */
  async function paid(query = ''): Promise<{page: Page; merchantOrderNo: string}> {
    const page = await demoBrowser.open(`/store${query}`, undefined, {follows: true});
    await page.clock.install();
    await page.reload();
    await on(page, 'sku-mug').click();
    await phase(page, 'waiting');
    const {merchantOrderNo, tokenUrl} = await page.locator('payby-checkout').evaluate((checkout) => {
      const {order} = checkout as unknown as {order: {merchantOrderNo: string; tokenUrl: string}};
      return order;
    });
    await page.clock.pauseAt(Date.now() + 1_000);
    const scanned = await post('/gateway/app/scan', {tokenUrl});
    await post('/gateway/app/pay', {orderNo: (scanned['order'] as {orderNo: string}).orderNo});
    await phase(page, 'paid');
    if (query === '') await link(page).waitFor();
    return {page, merchantOrderNo};
  }

  async function post(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    const response = await fetch(demoBrowser.demo.url + path, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(body),
    });
    assert.ok(response.ok, path);
    return (await response.json()) as Readonly<Record<string, unknown>>;
  }

  it('is opened three seconds after the payment, and shows the order as the server has it', async () => {
    const {page, merchantOrderNo} = await paid();
    await on(page, 'thanks').waitFor();
    await page.clock.fastForward(ALMOST_MS);
    assert.equal(address(page), '/store');
    await page.clock.fastForward(200);
    await page.waitForURL('**/store/thanks');
    await on(page, 'thanks-heading').filter({hasText: 'Thank you!'}).waitFor();
    await on(page, 'thanks-facts').filter({hasText: merchantOrderNo}).waitFor();
    assert.equal(address(page), '/store/thanks', 'the order number does not stay in the address');
    await page.reload();
    await on(page, 'thanks-facts').filter({hasText: merchantOrderNo}).waitFor();
  });

  it('speaks the language of the store, and leads back to it in the same one', async () => {
    const {page} = await paid('?lang=ar');
    await page.clock.fastForward(ALMOST_MS + 200);
    await page.waitForURL('**/store/thanks?lang=ar');
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    await on(page, 'thanks-heading')
      .filter({hasText: /\p{Script=Arabic}/u})
      .waitFor();
    await on(page, 'to-shop').click();
    await page.waitForURL('**/store?lang=ar');
  });

  it('is not opened again when the payer goes back: the outcome is there, and stays', async () => {
    const {page} = await paid();
    await link(page).click();
    await page.waitForURL('**/store/thanks');
    await page.goBack();
    await phase(page, 'paid');
    await on(page, 'thanks').waitFor();
    await page.clock.fastForward(10 * ALMOST_MS);
    assert.equal(address(page), '/store');
    assert.equal(await page.locator('payby-checkout [part~="qr"]').count(), 0);
  });

  it('is a link only, once the payer stays', async () => {
    const {page} = await paid();
    await page.getByRole('button', {name: 'Stay on this page'}).click();
    await page.clock.fastForward(10 * ALMOST_MS);
    assert.equal(address(page), '/store');
    await phase(page, 'paid');
    await link(page).click();
    await on(page, 'thanks-heading').filter({hasText: 'Thank you!'}).waitFor();
  });

  it('believes no address: an open order is not thanked for, and an unknown one is not known', async () => {
    const page = await demoBrowser.open('/store/thanks?order=nobody&status=paid');
    await on(page, 'thanks-heading').filter({hasText: 'We can’t find this order'}).waitFor();
    const {merchantOrderNo, orderNo} = await post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
    await page.goto(`${demoBrowser.demo.url}/store/thanks?order=${String(merchantOrderNo)}&status=paid`);
    await on(page, 'thanks-heading').filter({hasText: 'Your payment is on its way'}).waitFor();
    assert.ok(await on(page, 'thanks-facts').isHidden());
    await post('/gateway/app/pay', {orderNo});
    await on(page, 'thanks-heading').filter({hasText: 'Thank you!'}).waitFor();
  });

  it('logs no error in any page', () => {
    const expected = /Failed to load resource.*404/; // the order that nobody knows
    assert.deepEqual(
      demoBrowser.pageErrors.filter((line) => !expected.test(line)),
      [],
    );
  });
});
