/** Every page of the demo, in each of its states: axe finds nothing, and nothing is wider than the screen. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {orderPage, problemPage, shopPage, type Html} from '../../demo/merchant/http/plain-store-view.js';
import type {PlainOrderState} from '../../demo/merchant/http/plain-order-state.js';
import type {PlainLanguage, PlainProblem} from '../../demo/merchant/http/plain-store-texts.js';
import type {Order} from '../../demo/merchant/orders/order.js';
import {newOrder} from '../demo/support/stores.js';
import {enterCode, on, phase, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';
import {assertUsable} from './pages/usable.js';

/** English is the last one: what a test looks for afterwards is in English. */
const looks = [
  {language: 'ar', colorScheme: 'dark', width: 360},
  {language: 'en', colorScheme: 'light', width: 1280},
] as const;

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const payment = {paidAmount: {amount: '25.00', currency: 'AED'}, paidTime: NOW};
const open: Partial<Order> = {tokenUrl: 'https://pay.example/1', placement: 'placed'};
const cancel = {by: 'payer', tries: 1, lastTryAt: NOW} as const;

/** An order in each state of the page without JavaScript, fifteen minutes before its end. */
const plainOrders: Readonly<Record<Exclude<PlainOrderState, 'confirming'>, Partial<Order>>> = {
  preparing: {},
  waiting: open,
  scanned: {...open, payerMask: '+971-50*17'},
  cancelling: {...open, followUp: {...newOrder('n', NOW).followUp, cancel}},
  paid: {status: 'PAID_SUCCESS', payment},
  returned: {status: 'FAILURE', revoked: true, payment},
  cancelled: {status: 'FAILURE', reason: 'cancelled'},
  expired: {status: 'FAILURE', reason: 'expired'},
  failed: {status: 'FAILURE', reason: 'failed', failCode: '92001'},
};
const plainProblems: Readonly<Record<PlainProblem, true>> = {
  'unknown-order': true,
  'cross-site': true,
  refused: true,
  'too-many': true,
  later: true,
};

describe('the pages of the demo', () => {
  let demoBrowser: DemoBrowser;
  before(async () => {
    demoBrowser = await startDemoBrowser();
  });
  afterEach(() => demoBrowser.closePages());
  after(() => demoBrowser.close());

  /** The page as it stands: its language is switched without a reload. */
  async function usable(page: Page, name: string): Promise<void> {
    for (const {language, colorScheme, width} of looks) {
      await page.setViewportSize({width, height: 800});
      await page.emulateMedia({colorScheme, reducedMotion: 'reduce'}); // no colour between two
      if ((await page.locator('html').getAttribute('lang')) !== language)
        // Not by a click: a dialog may lie over the button
        await page.locator('[data-switch-language]').evaluate((button) => {
          (button as HTMLButtonElement).click();
        });
      await page.locator(`html[lang="${language}"]`).waitFor();
      await page.evaluate(async () => {
        for (const element of document.querySelectorAll('payby-checkout, payby-scan-input'))
          await (element as HTMLElement & {updateComplete?: Promise<unknown>}).updateComplete;
      });
      await assertUsable(page, `${name} ${language} ${colorScheme} ${String(width)}`);
    }
  }

  const post = async (path: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
    const response = await fetch(demoBrowser.demo.url + path, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(body),
    });
    assert.ok(response.ok, path);
    return (await response.json()) as Readonly<Record<string, unknown>>;
  };
  const orderOf = (page: Page): Promise<{merchantOrderNo: string; tokenUrl: string}> =>
    page.locator('payby-checkout').evaluate((checkout) => {
      const {order} = checkout as unknown as {order: {merchantOrderNo: string; tokenUrl: string}};
      return order;
    });
  const payInApp = async (tokenUrl: string): Promise<void> => {
    const {order} = await post('/gateway/app/scan', {tokenUrl});
    await post('/gateway/app/pay', {orderNo: (order as {orderNo: string}).orderNo});
  };

  it('are usable: the index, the login, the outbox', async () => {
    for (const path of ['/', '/login', '/outbox']) await usable(await demoBrowser.open(path), path);
  });

  it('are usable: the store from the shelf to the success page, and after a failure', async () => {
    const store = await demoBrowser.open('/store');
    await on(store, 'sku-mug').waitFor();
    await usable(store, 'the shelf');
    await on(store, 'sku-mug').click();
    await phase(store, 'waiting');
    await usable(store, 'the payment');
    const {merchantOrderNo, tokenUrl} = await orderOf(store);
    await post('/gateway/app/scan', {tokenUrl});
    await phase(store, 'scanned');
    await usable(store, 'scanned');
    await payInApp(tokenUrl);
    await phase(store, 'paid');
    await usable(store, 'paid');
    const thanks = await demoBrowser.open(`/store/thanks?order=${merchantOrderNo}`);
    await on(thanks, 'thanks-facts').waitFor();
    await usable(thanks, 'the success page');
    const unknown = await demoBrowser.open('/store/thanks?order=nobody');
    await on(unknown, 'thanks-heading').filter({hasText: 'We can’t find this order'}).waitFor();
    await usable(unknown, 'the success page of no order');

    const other = await demoBrowser.open('/store');
    await on(other, 'sku-lamp').click();
    await phase(other, 'waiting');
    await other.locator('payby-checkout').evaluate(
      (checkout, number) => {
        const {setStatus} = checkout as unknown as {setStatus(status: object): void};
        setStatus.call(checkout, {merchantOrderNo: number, status: 'FAILURE', reason: 'cancelled'});
      },
      (await orderOf(other)).merchantOrderNo,
    );
    await phase(other, 'cancelled');
    await usable(other, 'cancelled');
  });

  it('are usable: the game with its voucher, and the POS that takes the cash', async () => {
    const game = await demoBrowser.open('/game');
    await on(game, 'player-id').fill('Falcon-7');
    await usable(game, 'the coins');
    await on(game, 'sku-coins-500').check();
    await on(game, 'buy').click();
    await phase(game, 'waiting');
    await game.getByRole('button', {name: 'Text me these steps'}).waitFor();
    await usable(game, 'the voucher');
    const pos = await demoBrowser.open('/pos');
    await pos.locator('payby-scan-input:state(armed)').waitFor();
    await usable(pos, 'the POS');
    await on(pos, 'token').locator('input').fill('https://example.com/menu');
    await pos.getByText('This is not a PayBy cash code.').first().waitFor();
    await usable(pos, 'a refused code');
    await on(pos, 'token')
      .locator('input')
      .fill((await orderOf(game)).tokenUrl);
    await on(pos, 'pay').waitFor();
    await usable(pos, 'the amount');
    await on(pos, 'password').fill('4321');
    await on(pos, 'pay').click();
    await phase(game, 'paid');
    await on(game, 'delivered').waitFor();
    await usable(game, 'delivered');
    await usable(pos, 'paid in');
  });

  it('are usable: the phone with each tab and the confirmation, and the counter', async () => {
    const phone = await demoBrowser.open('/phone');
    const {tokenUrl} = await post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
    await on(phone, 'token').fill(String(tokenUrl));
    await usable(phone, 'scan');
    await on(phone, 'scan').click();
    await on(phone, 'pay').waitFor();
    await usable(phone, 'the confirmation');
    await on(phone, 'close').click();
    const cashier = await demoBrowser.open('/cashier');
    await usable(cashier, 'the amount');
    await on(cashier, 'amount').fill('500');
    await on(cashier, 'charge').click();
    await cashier.waitForSelector('payby-scan-input:state(armed)');
    await usable(cashier, 'the scan');
    await on(phone, 'tab-code').click();
    await on(phone, 'qr').waitFor();
    await usable(phone, 'my code');
    await enterCode(cashier, (await on(phone, 'my-code').textContent()) ?? '');
    await phase(cashier, 'waiting');
    await usable(cashier, 'the password');
    await on(phone, 'tab-requests').click();
    await phone.locator('#requests button').waitFor();
    await usable(phone, 'requests');
    await phone.locator('#requests button').click();
    await on(phone, 'password').fill('123456');
    await on(phone, 'pay').click();
    await phase(cashier, 'paid');
    await usable(cashier, 'paid');
    const [display] = await Promise.all([cashier.waitForEvent('popup'), on(cashier, 'open-display').click()]);
    await on(display, 'display-heading').filter({hasText: 'Paid'}).waitFor();
    await usable(display, "the customer's display");
    const [receipt] = await Promise.all([cashier.waitForEvent('popup'), on(cashier, 'receipt').click()]);
    await on(receipt, 'receipt-facts').waitFor();
    await usable(receipt, 'the receipt');
    await on(phone, 'tab-messages').click();
    await on(phone, 'messages').locator('li').first().waitFor();
    await usable(phone, 'messages');
  });

  it('are usable: the store without JavaScript in each of its states', async () => {
    const page = await demoBrowser.open('/store/plain');
    let shown: (language: PlainLanguage) => Html | Promise<Html>;
    await page.route('**/store/plain/shown**', async (route) => {
      const language = route.request().url().endsWith('ar') ? 'ar' : 'en';
      await route.fulfill({contentType: 'text/html; charset=utf-8', body: String(await shown(language))});
    });
    const newNumber = (): string => 'AAAA-BBBB-CCCC-DDDD';
    const order =
      (change: Partial<Order>, at = NOW, isChecked = true) =>
      (language: PlainLanguage): Html =>
        orderPage({
          language,
          order: {
            ...newOrder('AAAA-BBBB-CCCC-DDDD', NOW, change),
            sku: 'mug',
            subject: 'Karak mug',
            subjectAr: 'كوب كرك',
          },
          at,
          isChecked,
          refreshes: false,
          newNumber,
        });
    const states: [string, typeof shown][] = [
      ['shelf', (language) => shopPage(language, newNumber)],
      ...Object.entries(plainOrders).map(([state, change]): [string, typeof shown] => [state, order(change)]),
      ['confirming', order(open, NOW + 15 * MINUTE)],
      ['waiting', order(open, NOW, false)],
      ...Object.keys(plainProblems).map((problem): [string, typeof shown] => [
        problem,
        (language) => problemPage({language, problem: problem as PlainProblem, again: '/store/plain/shown'}),
      ]),
    ];
    for (const [state, view] of states) {
      shown = view;
      for (const {language, colorScheme, width} of looks) {
        await page.setViewportSize({width, height: 800});
        await page.emulateMedia({colorScheme, reducedMotion: 'reduce'}); // no colour between two
        await page.goto(`${demoBrowser.demo.url}/store/plain/shown?lang=${language}`);
        await page.locator(`#shop, [data-state="${state}"], [data-problem="${state}"]`).waitFor();
        await assertUsable(page, `plain ${state} ${language} ${colorScheme} ${String(width)}`);
      }
    }
  });

  it('logs no error in any page', () => {
    // A code that is none of PayBy's, an order that nobody knows, and the picture of an order of this test
    const expected = /Failed to load resource.*404/;
    assert.deepEqual(
      demoBrowser.pageErrors.filter((line) => !expected.test(line)),
      [],
    );
  });
});
