/**
 * A payment in cash from the order to the delivery, with the demo's pages and the built package: by paper, by a saved
 * picture, by a message, without a network, and with everything that fails at a POS.
 */
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {noteOutcomes, on, phase} from './pages/demo-browser.js';
import {assertReads, CashFixture, type PayerPage, type PosPage} from './pages/cash-page.js';

const A4 = {width: '210mm', height: '297mm'};
const ROLL = {width: '80mm', height: '297mm'};
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

describe('payment in cash', () => {
  let cash: CashFixture;
  before(async () => {
    cash = await CashFixture.create();
  });
  after(async () => {
    await cash.close();
  });
  beforeEach(() => cash.setBalance('500.00'));
  afterEach(() => cash.closePages());

  it('delivers the coins when the cashier scans a printed voucher', async () => {
    const payer = await cash.order();
    const {tokenUrl, merchantOrderNo} = await payer.order();
    const outcomes = await noteOutcomes(payer.page);
    await assertReads(await cash.printedVoucher(payer, ROLL), tokenUrl, 'a till roll');
    const read = await assertReads(await cash.printedVoucher(payer, A4), tokenUrl, 'a sheet of A4');
    const pos = await cash.openPos();
    await pos.scan(read);
    await phase(payer.page, 'scanned');
    await pos.pay();
    await pos.waitForText(/Paid in: AED\s36\.00/);
    await payer.waitForDelivery();
    assert.equal(await pos.balance(), '464.00');
    const events = await outcomes();
    assert.deepEqual(
      events.map((outcome) => [outcome['name'], outcome['merchantOrderNo'], outcome['amount']]),
      [['payby-success', merchantOrderNo, '36.00']],
    );
  });

  it('delivers the coins when the cashier scans a saved picture', async () => {
    const payer = await cash.order('coins-60');
    const {tokenUrl} = await payer.order();
    const {name, bytes} = await payer.savedImage();
    assert.match(name, /\.png$/);
    assert.ok(bytes.readUInt32BE(16) >= 1080, 'the picture is at least 1080 pixels wide');
    const read = await assertReads(bytes, tokenUrl, 'the picture');
    const pos = await cash.openPos();
    await pos.scan(read);
    await pos.pay();
    await payer.waitForDelivery();
  });

  it('delivers the coins when the guide was sent to another phone', async () => {
    const payer = await cash.order();
    const {tokenUrl} = await payer.order();
    await payer.button('Text me these steps').tap();
    await payer.page.getByLabel('Mobile number').fill('050 123 4567');
    await payer.button('Send').tap();
    await payer.waitForText(/^Sent\./);
    const phone = await cash.open('/outbox');
    const messages = on(phone, 'messages');
    await messages.getByText('+971 •• ••• 4567').first().waitFor();
    assert.doesNotMatch(await phone.content(), /123\s?4567/);
    await on(phone, 'message-link').first().tap();
    await phase(phone, 'waiting');
    assert.ok(!phone.url().includes('order='), 'the order number is removed from the URL');
    const screenshot = await phone.locator('payby-checkout [part~="plate"]').screenshot();
    const pos = await cash.openPos();
    await pos.scan(await assertReads(screenshot, tokenUrl, 'the code on the other phone'));
    await pos.pay();
    await payer.waitForDelivery();
    await on(phone, 'delivered').waitFor();
  });

  /** A payer whose code has been scanned by the cashier. */
  const scannedOrder = async (): Promise<{payer: PayerPage; pos: PosPage}> => {
    const payer = await cash.order();
    const pos = await cash.openPos();
    await pos.scan((await payer.order()).tokenUrl);
    await phase(payer.page, 'scanned');
    await payer.waitForText(/The cashier has your code/);
    return {payer, pos};
  };

  it('takes no cash while the balance of the POS is too small, and pays once it is raised', async () => {
    await cash.setBalance('20.00');
    const {payer, pos} = await scannedOrder();
    await pos.waitForText(/Take no cash yet.*AED\s20\.00.*AED\s36\.00/);
    await pos.pay();
    await pos.waitForText(/Nothing was paid.*balance is too small.*still works/);
    await payer.assertPayable('scanned');
    await cash.setBalance('36.00');
    await pos.pay();
    await payer.waitForDelivery();
    assert.equal(await pos.balance(), '0.00');
  });

  it('moves no money with a wrong POS password, and pays with the right one', async () => {
    const {payer, pos} = await scannedOrder();
    await pos.pay('1111');
    await pos.waitForText(/Nothing was paid.*password.*still works/);
    await payer.assertPayable('scanned');
    assert.equal(await pos.balance(), '500.00');
    await pos.pay();
    await payer.waitForDelivery();
    assert.equal(await pos.balance(), '464.00');
  });

  it('takes the cash once when two POS scan the same code', async () => {
    const {payer, pos} = await scannedOrder();
    const {tokenUrl} = await payer.order();
    const second = await cash.openPos();
    await second.scan(tokenUrl);
    await second.waitForText(/scanned before and is not paid yet/);
    await payer.assertPayable('scanned');
    await pos.pay();
    await payer.waitForDelivery();
    await second.pay();
    await second.waitForText(/already paid: take no cash/);
    await second.scan(tokenUrl);
    await second.waitForText(/already paid: take no cash/);
    await second.page.reload();
    await second.page.waitForFunction(() =>
      /\d/.test(document.querySelector('[data-test="balance"]')?.textContent ?? ''),
    );
    assert.equal(await second.balance(), '464.00', 'it was paid once');
    await phase(payer.page, 'paid');
  });

  it('refuses a code that is not from PayBy, and still pays the right one', async () => {
    const payer = await cash.order();
    const pos = await cash.openPos();
    await pos.scan('https://example.com/menu?table=4');
    await pos.waitForText(/not a PayBy cash code/);
    await payer.assertPayable('waiting');
    await pos.scan((await payer.order()).tokenUrl);
    await pos.pay();
    await payer.waitForDelivery();
  });

  it('takes no cash for an expired code, and pays the renewed order', async () => {
    const payer = await cash.order();
    const old = await payer.order();
    await cash.advanceClock(DAY + 60_000);
    const pos = await cash.openPos();
    await pos.scan(old.tokenUrl);
    await pos.waitForText(/has expired: take no cash/);
    await payer.page.evaluate(() => {
      (document.querySelector('payby-checkout') as unknown as {refresh(): void}).refresh();
    });
    await phase(payer.page, 'expired');
    await on(payer.page, 'unpaid').waitFor();
    await payer.button('Get a new code').tap();
    await phase(payer.page, 'waiting');
    const fresh = await payer.order();
    assert.notEqual(fresh.merchantOrderNo, old.merchantOrderNo);
    await payer.assertPayable('waiting');
    await pos.scan(fresh.tokenUrl);
    await pos.pay();
    await payer.waitForDelivery();
  });

  it('is paid at hour 20 with a new code, and says why a saved one is not scanned', async () => {
    await cash.post('/gateway/control/settings', {tokenLifeMs: HOUR});
    const payer = await cash.order();
    const {tokenUrl: old} = await payer.order();
    const saved = await assertReads((await payer.savedImage()).bytes, old, 'the saved picture');
    await cash.advanceClock(20 * HOUR);
    await payer.waitForText(/This code is new\. If you saved or printed it/);
    const {tokenUrl} = await payer.order();
    assert.ok(tokenUrl !== old, 'the order has another code');
    const pos = await cash.openPos();
    await pos.scan(saved);
    await pos.waitForText(/too old to be scanned.*shows a new one/);
    await pos.scan(await assertReads(await payer.codeScreenshot(), tokenUrl, 'the code on the screen'));
    await pos.pay();
    await payer.waitForDelivery();
    await cash.post('/gateway/control/settings', {tokenLifeMs: 0});
  });

  it('takes no cash for an order that the payer cancelled', async () => {
    const payer = await cash.order();
    const {tokenUrl} = await payer.order();
    await payer.button('Cancel payment').tap();
    await payer.button('Yes, cancel').tap();
    await phase(payer.page, 'cancelled');
    const pos = await cash.openPos();
    await pos.scan(tokenUrl);
    await pos.waitForText(/take no cash/);
    await on(payer.page, 'back').tap();
    await on(payer.page, 'buy').waitFor();
  });

  it('shows, saves, prints and copies the voucher without a network', async () => {
    const payer = await cash.order();
    const {page} = payer;
    const {tokenUrl, merchantOrderNo} = await payer.order();
    await page.context().setOffline(true);
    await payer.waitForText(/You’re offline/);
    await assertReads(await payer.codeScreenshot(), tokenUrl, 'the voucher');

    await payer.button('Show to the cashier').tap();
    const dialog = page.locator('payby-checkout dialog[open]');
    await assertReads(await dialog.screenshot(), tokenUrl, 'the cashier’s screen');
    await payer.button('Close').tap();
    await dialog.waitFor({state: 'hidden'});

    await assertReads((await payer.savedImage()).bytes, tokenUrl, 'the picture');
    await assertReads(await cash.printedVoucher(payer, A4), tokenUrl, 'the paper');
    // Both at once: the notice disappears after a few seconds
    await Promise.all([payer.waitForText(/^Copied$/), payer.button('Copy the order number').tap()]);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), merchantOrderNo);

    await page.context().setOffline(false);
    const pos = await cash.openPos();
    await pos.scan(tokenUrl);
    await pos.pay();
    await payer.waitForDelivery();
  });

  it('stays readable on paper when the page itself is printed in dark mode', async () => {
    const payer = await cash.order();
    const {page} = payer;
    const {tokenUrl} = await payer.order();
    await page.evaluate(() => {
      document.documentElement.style.colorScheme = 'dark';
      const checkout = document.querySelector('payby-checkout');
      checkout?.style.setProperty('--payby-text', '#fff');
      checkout?.style.setProperty('--payby-surface', '#000');
    });
    await page.emulateMedia({media: 'print', colorScheme: 'dark'});
    // Browsers print no backgrounds, so each text has to be dark on white paper
    const {seen, pale} = await page.evaluate(() => {
      const root = document.querySelector('payby-checkout')?.shadowRoot;
      const texts = [...(root?.querySelectorAll<HTMLElement>('.card *') ?? [])].filter(
        (part) => part.checkVisibility() && part.childNodes.length > 0 && part.textContent.trim() !== '',
      );
      const pale = texts.filter((part) => {
        const rgb = (getComputedStyle(part).color.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map(Number);
        return Math.max(...rgb) > 110;
      });
      return {seen: texts.length, pale: pale.map(({localName, className}) => `${localName}.${className}`)};
    });
    assert.ok(seen > 10);
    assert.deepEqual(pale, []);
    await assertReads(await payer.codeScreenshot(), tokenUrl, 'the code on the printed page');
  });

  it('requests the guide in parallel with the voucher, not after it', async () => {
    await cash.order('coins-500', async (page) => {
      const guide = page.waitForRequest('**/send-guide.lazy.js');
      await page.route('**/voucher.lazy.js', async (route) => {
        await guide; // never requested if the voucher has to be loaded first
        await route.continue();
      });
    });
  });

  it('restores the voucher after a reload until the order is paid', async () => {
    const payer = await cash.order();
    const {page} = payer;
    const {tokenUrl, merchantOrderNo} = await payer.order();
    await page.reload();
    await phase(page, 'waiting');
    assert.equal((await payer.order()).merchantOrderNo, merchantOrderNo);
    await assertReads(await payer.codeScreenshot(), tokenUrl, 'the voucher');
    await page.locator('#for-player', {hasText: 'Falcon-7'}).waitFor();
    await page.goto('about:blank');
    const pos = await cash.openPos();
    await pos.scan(tokenUrl);
    await pos.pay();
    await pos.waitForText(/Paid in/);
    await page.goto(`${cash.demo.url}/game`);
    await payer.waitForDelivery();
    const stored = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
    assert.ok(!stored.includes(merchantOrderNo), 'no voucher is stored of a paid order');
    await page.reload(); // the tab shows the delivery again, until the player goes on
    await payer.waitForDelivery();
    await page.locator('#delivered-sentence', {hasText: 'Falcon-7'}).waitFor();
    await on(page, 'again').tap();
    await page.reload();
    await on(page, 'buy').waitFor();
  });

  it("adds coins to the player's balance while no page is open, and takes them back with the money", async () => {
    const payer = await cash.order('coins-500', undefined, 'Noor_42');
    const {page} = payer;
    const balance = on(page, 'balance');
    const {tokenUrl, merchantOrderNo} = await payer.order();
    await page.goto('about:blank'); // closed before the payment
    const pos = await cash.openPos();
    await pos.scan(tokenUrl);
    await pos.pay();
    await pos.waitForText(/Paid in/);
    await page.goto(`${cash.demo.url}/game`);
    await payer.waitForDelivery();
    await balance.filter({hasText: 'Your balance: 500 coins'}).waitFor();

    const staff = await cash.open('/admin');
    await on(staff, 'password').fill(cash.demo.staffPassword ?? '');
    await on(staff, 'login').tap();
    await on(staff, `order-${merchantOrderNo}`).tap();
    const facts = staff.locator('#order-facts');
    await facts.filter({hasText: /Player\s*Noor_42\s*Coins credited\s*500 of 500/}).waitFor();
    await staff.locator('.event.coins-credited').waitFor();
    await on(staff, 'revoke').tap();
    await on(staff, 'confirm-yes').tap();
    await facts.filter({hasText: /Coins credited\s*0 of 500\s*The player’s coins now\s*0/}).waitFor();

    await page.reload();
    await phase(page, 'revoked');
    await on(page, 'taken-back').waitFor();
    await balance.filter({hasText: 'Your balance: 0 coins'}).waitFor();
  });

  it('says that the game knows no such player, and makes no order', async () => {
    const page = await cash.open('/game');
    await on(page, 'player-id').fill('unknown-7');
    await on(page, 'sku-coins-60').check();
    await on(page, 'buy').tap();
    await on(page, 'message').filter({hasText: 'We can’t find this player.'}).waitFor();
    assert.equal(await on(page, 'player-id').getAttribute('aria-invalid'), 'true');
  });

  it('logs no error in any page', () => {
    assert.deepEqual(cash.pageErrors, []);
  });
});
