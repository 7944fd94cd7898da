/** A payer whose browser runs no scripts orders in the store, pays with the phone, and reads the outcome. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import type {KeyPair} from '../../demo/payby/keys.js';
import {signBytes} from '../../demo/payby/signature.js';
import {handOut, twoKeyPairs} from '../demo/support/demo.js';
import {on, phase, readCode, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';

describe('the store in a browser without JavaScript', () => {
  let demoBrowser: DemoBrowser;
  let keys: [KeyPair, KeyPair];
  before(async () => {
    keys = await twoKeyPairs();
    demoBrowser = await startDemoBrowser({makeKeys: handOut(keys)});
  });
  afterEach(() => demoBrowser.closePages());
  after(() => demoBrowser.close());

  /** Opens the store as its address is known, and follows it to the shelf. */
  async function shop(query = '', locale = 'en-US'): Promise<Page> {
    const device = await demoBrowser.newDevice({javaScriptEnabled: false, locale});
    const page = await demoBrowser.open(`/store${query}`, device);
    await page.waitForURL('**/store/plain');
    return page;
  }

  async function order(page: Page, sku = 'mug'): Promise<string> {
    await on(page, `order-${sku}`).first().click();
    await state(page, 'waiting');
    return (await on(page, 'number').textContent()) ?? '';
  }

  const state = (page: Page, name: string): Promise<unknown> =>
    page.waitForSelector(`[data-test="order"][data-state="${name}"]`);

  /** From its next load on, the page of an open order loads again after one second, instead of 15. */
  async function hasteReloads(page: Page): Promise<void> {
    await page.route('**/store/plain/orders/**', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      const refresh = '<meta http-equiv="refresh" content="';
      await route.fulfill({response, body: text.replace(`${refresh}15"`, `${refresh}1"`)});
    });
  }

  /** The order's code, read from the screen, is what the phone gets. */
  async function tokenOf(page: Page): Promise<string> {
    const token = await readCode(await on(page, 'code').screenshot());
    assert.ok(token, 'the code on the page can be read');
    return token;
  }

  async function post(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    const response = await fetch(demoBrowser.demo.url + path, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(body),
    });
    assert.ok(response.ok, `${path}: ${String(response.status)}`);
    return (await response.json()) as Readonly<Record<string, unknown>>;
  }

  /** PayBy reports that the payment of an order has failed. */
  async function notifyOfFailure(merchantOrderNo: string, failCode: string): Promise<void> {
    const placed = await fetch(`${demoBrowser.demo.url}/api/orders/${merchantOrderNo}`);
    const {orderNo, totalAmount} = (await placed.json()) as {orderNo: string; totalAmount: object};
    const acquireOrder = {merchantOrderNo, orderNo, totalAmount, status: 'FAILURE', failCode};
    const body = Buffer.from(JSON.stringify({notify_id: 'n-1', notify_timestamp: Date.now(), acquireOrder}));
    const notified = await fetch(`${demoBrowser.demo.url}/payby/notify`, {
      method: 'POST',
      headers: {'content-type': 'application/json', sign: signBytes(body, keys[1].privateKey)},
      body,
    });
    assert.equal(notified.status, 200);
  }

  it('takes an order, shows its code, and says paid after the customer has paid in the app', async () => {
    const page = await shop();
    const number = await order(page);
    assert.match(page.url(), new RegExp(`/store/plain/orders/${number}\\?lang=en$`));
    await on(page, 'amount')
      .filter({hasText: /^AED\s25\.00$/})
      .waitFor();
    await on(page, 'deadline')
      .filter({hasText: /^Pay before .* \(UAE time\)\.$/})
      .waitFor();
    const token = await tokenOf(page);

    const phone = await demoBrowser.open('/phone');
    await on(phone, 'token').fill(token);
    await on(phone, 'scan').click();
    await on(phone, 'pay').waitFor();
    await on(page, 'check').click();
    await state(page, 'scanned');
    await on(phone, 'pay').click();
    await on(phone, 'message').filter({hasText: 'Paid'}).waitFor();
    await page.reload();
    await state(page, 'paid');
    assert.equal(await on(page, 'state').textContent(), 'Thank you! Your order is paid');
    assert.equal(await on(page, 'code').count(), 0);
    assert.equal(await on(page, 'open-app').count(), 0);
    await on(page, 'to-shop').click();
    await on(page, 'order-mug').first().waitFor();
  });

  it('says paid of itself: the page of an open order loads again', async () => {
    const page = await shop();
    const token = await order(page).then(() => tokenOf(page));
    await hasteReloads(page);
    await page.reload();
    const {order: scanned} = await post('/gateway/app/scan', {tokenUrl: token});
    await post('/gateway/app/pay', {orderNo: (scanned as {orderNo: string}).orderNo});
    await state(page, 'paid');
  });

  it('says that the order is cancelled after the payer cancelled it, and offers it again', async () => {
    const page = await shop();
    const first = await order(page, 'lamp');
    await on(page, 'cancel').click();
    await state(page, 'cancelled');
    const second = await order(page, 'lamp');
    assert.notEqual(second, first);
  });

  it('keeps an order open whose payment PayBy did not allow: the customer may try again', async () => {
    const page = await shop();
    const tokenUrl = await order(page).then(() => tokenOf(page));
    await post('/gateway/control/settings', {paymentFailure: '92002'});
    const phone = await demoBrowser.open('/phone');
    await on(phone, 'token').fill(tokenUrl);
    await on(phone, 'scan').click();
    await on(phone, 'pay').click();
    await phone.getByText('PayBy did not allow this payment').waitFor();
    await on(page, 'check').click();
    await state(page, 'scanned');
    await post('/gateway/control/settings', {paymentFailure: 'none'});
    await on(phone, 'pay').click();
    await on(phone, 'message').filter({hasText: 'Paid'}).waitFor();
    await on(page, 'check').click();
    await state(page, 'paid');
  });

  it('says that the payment failed, and what to do, when PayBy says so', async () => {
    const page = await shop();
    const merchantOrderNo = await order(page);
    await notifyOfFailure(merchantOrderNo, '92001');
    await on(page, 'check').click();
    await state(page, 'failed');
    await page.getByText('The amount is above the limit of this account.').waitFor();
    assert.equal(await on(page, 'code').count(), 0);
    await order(page);
  });

  it('says so in the words of the element, where scripts run', async () => {
    const page = await demoBrowser.open('/store');
    await on(page, 'sku-mug').click();
    await phase(page, 'waiting');
    const {codes} = (await (await fetch(`${demoBrowser.demo.url}/gateway/app/codes`)).json()) as {
      codes: {merchantOrderNo: string}[];
    };
    await notifyOfFailure(codes[0]?.merchantOrderNo ?? '', '92001');
    await phase(page, 'failed');
    await page.getByText('Payment limit reached').waitFor();
    await page.getByText('Check the limits in the app, or pay another way.').waitFor();
    await on(page, 'retry').waitFor();
  });

  it('says in words that PayBy refused the order, and leads back to the shop', async () => {
    const page = await shop();
    await post('/gateway/control/settings', {products: []});
    await on(page, 'order-mug').click();
    await page.waitForSelector('[data-problem="refused"]');
    await post('/gateway/control/settings', {products: ['DYNQR', 'QRPAY', 'CASHTOPUP']});
    await on(page, 'to-shop').click();
    await order(page);
  });

  it('says that the code has expired once PayBy says so', async () => {
    const page = await shop();
    await order(page);
    await post('/gateway/control/clock', {advanceMs: 16 * 60_000});
    await on(page, 'check').click();
    await state(page, 'expired');
    assert.equal(await on(page, 'code').count(), 0);
    await post('/gateway/control/reset', {});
  });

  it('knows no order of another shop, and none that nobody placed', async () => {
    const page = await shop();
    const {merchantOrderNo} = await post('/api/orders', {paySceneCode: 'CASHTOPUP', sku: 'coins-60'});
    for (const number of ['AAAA-BBBB-CCCC-DDDD', String(merchantOrderNo)]) {
      await page.goto(`${demoBrowser.demo.url}/store/plain/orders/${number}`);
      await on(page, 'state').filter({hasText: 'We can’t find this order'}).waitFor();
    }
  });

  it('speaks Arabic to a browser that does, and switches by a link', async () => {
    const page = await shop('', 'ar-AE');
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    await order(page);
    await on(page, 'state').filter({hasText: 'امسح الرمز للدفع'}).waitFor();
    await on(page, 'language').click();
    await on(page, 'state').filter({hasText: 'Scan to pay'}).waitFor();
    assert.equal(await page.locator('html').getAttribute('dir'), 'ltr');
  });

  it('takes no form of another site', async () => {
    const device = await demoBrowser.newDevice({javaScriptEnabled: false});
    const page = await demoBrowser.open('/store/plain', device);
    // The same server by another name is another site
    const form = `<form method="post" action="${demoBrowser.demo.url}/store/plain/orders">
      <input name="sku" value="mug"><button>Send</button></form>`;
    const elsewhere = demoBrowser.demo.url.replace('127.0.0.1', 'localhost');
    await page.route(`${elsewhere}/**`, (route) => route.fulfill({contentType: 'text/html', body: form}));
    await page.goto(`${elsewhere}/`);
    await page.getByRole('button', {name: 'Send'}).click();
    await page.waitForSelector('[data-problem="cross-site"]');
  });

  it('logs no error in any page', () => {
    // Unknown orders, a foreign form, refusals of PayBy, and the code of an order that ended while its page loaded
    const expected = /Failed to load resource.*(40[349]|410|422)/;
    assert.deepEqual(
      demoBrowser.pageErrors.filter((line) => !expected.test(line)),
      [],
    );
  });
});
