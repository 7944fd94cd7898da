/**
 * A payment in cash from the order to the delivery, through the pages and the built package: over paper, over a saved
 * picture, over a message, without a network, and past everything that goes wrong at a till.
 */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {noteOutcomes, on, phase} from './pages/demo-browser.js';
import {assertReads, CashStage, type Payer} from './pages/cash-page.js';

const A4 = {width: '210mm', height: '297mm'};
const ROLL = {width: '80mm', height: '297mm'};
const DAY = 24 * 60 * 60_000;

describe('coins paid in cash', () => {
  let stage: CashStage;
  before(async () => {
    stage = await CashStage.set();
  });
  after(async () => {
    await stage.close();
  });
  beforeEach(() => stage.setBalance('500.00'));

  it('are delivered for a voucher that went to the shop on paper', async () => {
    const payer = await stage.order();
    const {tokenUrl, merchantOrderNo} = await payer.order();
    const outcomes = await noteOutcomes(payer.page);
    await assertReads(await stage.paper(payer, ROLL), tokenUrl, 'a till roll');
    const read = await assertReads(await stage.paper(payer, A4), tokenUrl, 'a sheet of A4');
    const till = await stage.shop();
    await till.scan(read);
    await phase(payer.page, 'scanned');
    await till.pay();
    await till.says(/Paid in: AED\s36\.00/);
    await payer.getsDelivery();
    assert.equal(await till.balance(), '464.00');
    const heard = await outcomes();
    assert.deepEqual(
      heard.map((outcome) => [outcome['name'], outcome['merchantOrderNo'], outcome['amount']]),
      [['payby-success', merchantOrderNo, '36.00']],
    );
  });

  it('are delivered for a voucher that went there as a picture', async () => {
    const payer = await stage.order('coins-60');
    const {tokenUrl} = await payer.order();
    const {name, bytes} = await payer.savedImage();
    assert.match(name, /\.png$/);
    assert.ok(bytes.readUInt32BE(16) >= 1080, 'the picture is at least 1080 pixels wide');
    const read = await assertReads(bytes, tokenUrl, 'the picture');
    const till = await stage.shop();
    await till.scan(read);
    await till.pay();
    await payer.getsDelivery();
  });

  it('are delivered for a voucher that a message brought to another phone', async () => {
    const payer = await stage.order();
    const {tokenUrl} = await payer.order();
    await payer.button('Send the guide to my phone').tap();
    await payer.page.getByLabel('Mobile number').fill('050 123 4567');
    await payer.button('Send').tap();
    await payer.says(/^Sent\./);
    const phone = await stage.open('/outbox');
    const messages = on(phone, 'messages');
    await messages.getByText('+971 •• ••• 4567').first().waitFor();
    assert.doesNotMatch(await phone.content(), /123\s?4567/);
    await on(phone, 'message-link').first().tap();
    await phase(phone, 'waiting');
    assert.ok(!phone.url().includes('order='), 'the number of the order does not stay in the address');
    const shown = await phone.locator('payby-checkout [part~="plate"]').screenshot();
    const till = await stage.shop();
    await till.scan(await assertReads(shown, tokenUrl, 'the other phone'));
    await till.pay();
    await payer.getsDelivery();
    await on(phone, 'delivered').waitFor();
  });

  /** A payer at a till whose cashier has scanned the code. */
  const atTheTill = async (): Promise<{payer: Payer; till: Awaited<ReturnType<CashStage['shop']>>}> => {
    const payer = await stage.order();
    const till = await stage.shop();
    await till.scan((await payer.order()).tokenUrl);
    await phase(payer.page, 'scanned');
    await payer.says(/The cashier has your code/);
    return {payer, till};
  };

  it('with a balance that is too small: said before any cash is taken, and payable when it is raised', async () => {
    await stage.setBalance('20.00');
    const {payer, till} = await atTheTill();
    await till.says(/Take no cash yet.*AED\s20\.00.*AED\s36\.00/);
    await till.pay();
    await till.says(/Nothing was paid.*balance is too small.*still works/);
    await payer.isPayable('scanned');
    await stage.setBalance('36.00');
    await till.pay();
    await payer.getsDelivery();
    assert.equal(await till.balance(), '0.00');
  });

  it('with a wrong password: nothing moves, and the right one pays', async () => {
    const {payer, till} = await atTheTill();
    await till.pay('1111');
    await till.says(/Nothing was paid.*password.*still works/);
    await payer.isPayable('scanned');
    assert.equal(await till.balance(), '500.00');
    await till.pay();
    await payer.getsDelivery();
    assert.equal(await till.balance(), '464.00');
  });

  it('with a code that is scanned twice: the cash is taken once', async () => {
    const {payer, till} = await atTheTill();
    const {tokenUrl} = await payer.order();
    const second = await stage.shop();
    await second.scan(tokenUrl);
    await second.says(/scanned before and is not paid yet/);
    await payer.isPayable('scanned');
    await till.pay();
    await payer.getsDelivery();
    await second.pay();
    await second.says(/already paid: take no cash/);
    await second.scan(tokenUrl);
    await second.says(/already paid: take no cash/);
    await second.page.reload();
    await second.page.waitForFunction(() =>
      /\d/.test(document.querySelector('[data-test="balance"]')?.textContent ?? ''),
    );
    assert.equal(await second.balance(), '464.00', 'it was paid once');
    await phase(payer.page, 'paid');
  });

  it('with a code of something else: refused at the till, the right one still pays', async () => {
    const payer = await stage.order();
    const till = await stage.shop();
    await till.scan('https://example.com/menu?table=4');
    await till.says(/not a PayBy cash code/);
    await payer.isPayable('waiting');
    await till.scan((await payer.order()).tokenUrl);
    await till.pay();
    await payer.getsDelivery();
  });

  it('with a code that has run out: no cash is taken, and a new code pays', async () => {
    const payer = await stage.order();
    const old = await payer.order();
    stage.pass(DAY + 60_000);
    const till = await stage.shop();
    await till.scan(old.tokenUrl);
    await till.says(/has run out: take no cash/);
    await payer.page.evaluate(() => {
      (document.querySelector('payby-checkout') as unknown as {refresh(): void}).refresh();
    });
    await phase(payer.page, 'expired');
    await on(payer.page, 'unpaid').waitFor();
    await payer.button('Get a new code').tap();
    await phase(payer.page, 'waiting');
    const fresh = await payer.order();
    assert.notEqual(fresh.merchantOrderNo, old.merchantOrderNo);
    await payer.isPayable('waiting');
    await till.scan(fresh.tokenUrl);
    await till.pay();
    await payer.getsDelivery();
  });

  it('cancelled by the payer: the till takes nothing for it', async () => {
    const payer = await stage.order();
    const {tokenUrl} = await payer.order();
    await payer.button('Cancel payment').tap();
    await payer.button('Yes, cancel').tap();
    await phase(payer.page, 'cancelled');
    const till = await stage.shop();
    await till.scan(tokenUrl);
    await till.says(/take no cash/);
    await on(payer.page, 'back').tap();
    await on(payer.page, 'buy').waitFor();
  });

  it('without a network after the first paint: the voucher is kept in every way', async () => {
    const payer = await stage.order();
    const {page} = payer;
    const {tokenUrl, merchantOrderNo} = await payer.order();
    await page.context().setOffline(true);
    await payer.says(/You are offline/);
    await assertReads(await payer.code(), tokenUrl, 'the voucher');

    await payer.button('Show to the cashier').tap();
    const dialog = page.locator('payby-checkout dialog[open]');
    await assertReads(await dialog.screenshot(), tokenUrl, 'the cashier’s screen');
    await payer.button('Close').tap();
    await dialog.waitFor({state: 'hidden'});

    await assertReads((await payer.savedImage()).bytes, tokenUrl, 'the picture');
    await assertReads(await stage.paper(payer, A4), tokenUrl, 'the paper');
    await payer.button('Copy the order number').tap();
    await payer.says(/^Copied$/);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), merchantOrderNo);

    await page.context().setOffline(false);
    const till = await stage.shop();
    await till.scan(tokenUrl);
    await till.pay();
    await payer.getsDelivery();
  });

  it('with a page that was closed and comes back: the same voucher, for the same player, until it is paid', async () => {
    const payer = await stage.order();
    const {page} = payer;
    const {tokenUrl, merchantOrderNo} = await payer.order();
    await page.reload();
    await phase(page, 'waiting');
    assert.equal((await payer.order()).merchantOrderNo, merchantOrderNo);
    await assertReads(await payer.code(), tokenUrl, 'the voucher');
    await page.locator('#for-player', {hasText: 'Falcon-7'}).waitFor();
    await page.goto('about:blank');
    const till = await stage.shop();
    await till.scan(tokenUrl);
    await till.pay();
    await till.says(/Paid in/);
    await page.goto(`${stage.demo.url}/game`);
    await payer.getsDelivery();
    const stored = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
    assert.ok(!stored.includes(merchantOrderNo), 'nothing is kept of what is over');
  });

  it('left no page with an error', () => {
    assert.deepEqual(stage.mishaps, []);
  });
});
