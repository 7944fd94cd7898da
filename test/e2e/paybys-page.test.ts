/**
 * PayBy's own page of a cash order, and the messages that PayBy and the merchant send: how to pay, and that it is paid.
 */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import axe from 'axe-core';
import type {Page} from 'playwright-core';
import {enterCode, on, phase, startDemoBrowser} from './pages/demo-browser.js';
import {assertReads, CashFixture, type PayerPage} from './pages/cash-page.js';

/** Opens PayBy's page by the link of the element. */
async function openPage(payer: PayerPage): Promise<Page> {
  await payer.openRow('Keep this code');
  const [page] = await Promise.all([
    payer.page.context().waitForEvent('page'),
    payer.page.getByRole('link', {name: 'Open PayBy’s page'}).click(),
  ]);
  await on(page, 'amount').waitFor();
  return page;
}

const messages = (phone: Page): ReturnType<Page['locator']> => on(phone, 'messages').locator('li');

describe("PayBy's page of a cash order", () => {
  let cash: CashFixture;
  before(async () => {
    cash = await CashFixture.create();
    await cash.setBalance('500.00');
  });
  after(async () => {
    await cash.close();
  });

  it('is opened by the link of the element, and shows the order, its code, the steps and stores', async () => {
    const payer = await cash.order();
    const {tokenUrl, merchantOrderNo} = await payer.order();
    const page = await openPage(payer);
    assert.equal(await on(page, 'amount').textContent(), 'AED 36.00');
    assert.equal(await on(page, 'number').textContent(), merchantOrderNo);
    await on(page, 'banner')
      .filter({hasText: /Please pay before .*UAE time/})
      .waitFor();
    await assertReads(await on(page, 'code').screenshot(), tokenUrl, "the code on PayBy's page");
    assert.equal(await on(page, 'how-to').locator('li').count(), 4);
    await on(page, 'stores').filter({hasText: 'Al Waha Mini Mart'}).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), on(page, 'save').tap()]);
    assert.equal(download.suggestedFilename(), 'payby-code.png');
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const {axe: checker} = window as unknown as {axe: {run(): Promise<{violations: {id: string}[]}>}};
      return (await checker.run()).violations.map(({id}) => id);
    });
    assert.deepEqual(found, []);
    await on(page, 'language').tap();
    await on(page, 'banner').filter({hasText: 'يرجى الدفع قبل'}).waitFor();
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  });

  it('sends the guide to the phone that is entered, and a message when the order is paid', async () => {
    const payer = await cash.order('coins-60');
    const {tokenUrl, merchantOrderNo} = await payer.order();
    const page = await openPage(payer);
    await on(page, 'phone').fill('12345');
    await on(page, 'send').tap();
    await on(page, 'notice').filter({hasText: 'Please check the number'}).waitFor();
    await on(page, 'phone').fill('050 765 4321');
    await on(page, 'send').tap();
    await on(page, 'notice').filter({hasText: 'Sent.'}).waitFor();
    await on(page, 'phone').fill('050 765 4321');
    await on(page, 'send').tap();
    await on(page, 'notice').filter({hasText: 'Please wait a minute'}).waitFor();

    const phone = await cash.open('/phone');
    await on(phone, 'tab-messages').tap();
    await messages(phone)
      .filter({hasText: /\+971 •• ••• 4321.*pay AED\s5\.00 in cash/})
      .waitFor();
    assert.doesNotMatch(await phone.content(), /765\s?4321/);
    await on(phone, 'message-link').first().tap();
    assert.equal(await on(phone, 'number').textContent(), merchantOrderNo);
    await phone.goBack();

    const pos = await cash.openPos();
    await pos.scan(tokenUrl);
    await pos.pay();
    await payer.waitForDelivery();
    await on(phone, 'tab-messages').tap();
    await messages(phone)
      .filter({hasText: /\+971 •• ••• 4321.*Paid: AED\s5\.00 for Sand Racer: 60 coins/})
      .waitFor();
    await page.reload();
    await on(page, 'refusal').filter({hasText: 'This order is paid.'}).waitFor();
    assert.equal(await on(page, 'code').count(), 0);
    assert.equal(await payer.page.getByRole('link', {name: 'Open PayBy’s page'}).count(), 0);
  });

  it("is followed by a message of the merchant to the phone that the merchant's guide went to", async () => {
    const payer = await cash.order('coins-60');
    const {tokenUrl, merchantOrderNo} = await payer.order();
    await payer.button('Text me these steps').tap();
    await payer.page.getByLabel('Mobile number').fill('050 222 3333');
    await payer.button('Send').tap();
    await payer.waitForText(/^Sent\./);
    const pos = await cash.openPos();
    await pos.scan(tokenUrl);
    await pos.pay();
    await payer.waitForDelivery();
    const outbox = await cash.open('/outbox');
    const paid = messages(outbox)
      .filter({hasText: /\+971 •• ••• 3333/})
      .filter({hasText: 'is paid. Thank you.'});
    await paid.filter({hasText: merchantOrderNo}).waitFor();
    assert.equal(await paid.count(), 1);
  });

  it('knows no other code, and is for cash only', async () => {
    const page = await cash.open('/gateway/pay-page/main?BIZ_TYPE=202&ft=nothing&t=1');
    await on(page, 'refusal').filter({hasText: 'This is not a code of PayBy.'}).waitFor();
    const placed = await fetch(`${cash.demo.url}/api/orders`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({paySceneCode: 'DYNQR', sku: 'mug'}),
    });
    const {tokenUrl} = (await placed.json()) as {tokenUrl: string};
    await page.goto(`${cash.demo.url}/gateway/pay-page/main${new URL(tokenUrl).search}`);
    await on(page, 'refusal').filter({hasText: 'Open this code with the PayBy or BOTIM app.'}).waitFor();
  });

  it('logs no error in any page', () => {
    assert.deepEqual(cash.pageErrors, []);
  });
});

describe('the messages on the customer’s phone', () => {
  it('say that an app payment is made, and a small one that needs no confirmation', async () => {
    const demoBrowser = await startDemoBrowser();
    try {
      const [phone, cashier] = [await demoBrowser.open('/phone'), await demoBrowser.open('/cashier')];
      const {demo} = demoBrowser;
      const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
        const response = await fetch(demo.url + path, {
          method: 'POST',
          headers: {'content-type': 'application/json'},
          body: JSON.stringify(body),
        });
        return (await response.json()) as Record<string, unknown>;
      };
      const {orderNo} = await post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
      await post('/gateway/app/pay', {orderNo});
      await on(phone, 'tab-messages').click();
      await messages(phone)
        .filter({hasText: /Paid: AED\s25\.00 for Karak mug/})
        .waitFor();

      const {authCode} = await post('/gateway/app/code', {});
      await on(cashier, 'amount').fill('9.50');
      await on(cashier, 'charge').click();
      await enterCode(cashier, String(authCode));
      await phase(cashier, 'paid');
      await messages(phone)
        .filter({hasText: /\+971-50\*17.*Paid: AED\s9\.50/})
        .waitFor();
      assert.equal(await messages(phone).count(), 2);
      await phone.locator('[data-switch-language]').click();
      await messages(phone).filter({hasText: 'تم الدفع'}).first().waitFor();
    } finally {
      await demoBrowser.close();
    }
  });
});
