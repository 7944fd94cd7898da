/**
 * The whole way through the pages and the built package: an order becomes a code on the screen, the code a payment, the
 * payment an event.
 */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {
  enterCode,
  noteOutcomes,
  on,
  phase,
  photograph,
  readCode,
  startDemoBrowser,
  waysToPay,
  type DemoBrowser,
} from './pages/demo-browser.js';

interface OpenCode {
  readonly tokenUrl: string;
  readonly merchantOrderNo: string;
}

describe('a payment through the demo’s pages', () => {
  let demoBrowser: DemoBrowser;
  before(async () => {
    demoBrowser = await startDemoBrowser();
  });
  afterEach(() => demoBrowser.closePages());
  after(async () => {
    await demoBrowser.close();
  });

  /** The newest code that the gateway has given out. */
  const newestCode = async (): Promise<OpenCode> => {
    const {codes} = (await (await fetch(`${demoBrowser.demo.url}/gateway/app/codes`)).json()) as {
      codes: OpenCode[];
    };
    assert.ok(codes[0], 'the gateway has an open code');
    return codes[0];
  };
  /** Decodes a screenshot of the code: it must hold the gateway's token URL, byte for byte. */
  const decodedCode = async (page: Page): Promise<OpenCode> => {
    await phase(page, 'waiting');
    const code = await newestCode();
    assert.equal(await readCode(await photograph(page)), code.tokenUrl);
    return code;
  };
  const scanAndPay = async (phone: Page, token: string): Promise<void> => {
    await on(phone, 'token').fill(token);
    await on(phone, 'scan').click();
    await on(phone, 'pay').click();
  };

  it('in the store: fires payby-success when the customer scans the code and pays in the app', async () => {
    const store = await demoBrowser.open('/store');
    const phone = await demoBrowser.open('/phone');
    const outcomes = await noteOutcomes(store);
    await on(store, 'sku-mug').click();
    const code = await decodedCode(store);
    await scanAndPay(phone, code.tokenUrl);
    await phase(store, 'paid');
    await on(store, 'thanks').waitFor();
    const [success, ...others] = await outcomes();
    assert.deepEqual(others, []);
    assert.equal(success?.['name'], 'payby-success');
    assert.equal(success['merchantOrderNo'], code.merchantOrderNo);
    assert.deepEqual([success['amount'], success['currency'], success['late']], ['25.00', 'AED', false]);
    assert.equal(await waysToPay(store), 0);
  });

  it('in the game: fires payby-success when the customer pays cash at a partner store', async () => {
    const game = await demoBrowser.open('/game');
    const pos = await demoBrowser.open('/pos');
    const outcomes = await noteOutcomes(game);
    await on(game, 'player-id').fill('PLAYER-77');
    await on(game, 'sku-coins-500').check();
    await on(game, 'buy').click();
    const code = await decodedCode(game);
    await on(pos, 'token').locator('input').fill(code.tokenUrl);
    await phase(game, 'scanned');
    await on(pos, 'password').fill('4321');
    await on(pos, 'pay').click();
    await phase(game, 'paid');
    await on(game, 'delivered').waitFor();
    const events = await outcomes();
    assert.deepEqual(
      events.map(({name, merchantOrderNo, amount}) => [name, merchantOrderNo, amount]),
      [['payby-success', code.merchantOrderNo, '36.00']],
    );
    await pos.waitForFunction(
      () => document.querySelector('[data-test="balance"]')?.textContent.includes('464.00') === true,
    );
  });

  /** The customer's own code, as a scanner would read it off the phone. */
  const customersCode = async (phone: Page): Promise<string> => {
    await on(phone, 'tab-code').click();
    if (await on(phone, 'new-code').isVisible()) await on(phone, 'new-code').click();
    await phone.waitForFunction(() =>
      /[0-9A-Z]{19}/.test(
        document.querySelector('[data-test="my-code"]')?.textContent.replaceAll(/\s/g, '') ?? '',
      ),
    );
    return ((await on(phone, 'my-code').textContent()) ?? '').replaceAll(/\s/g, '');
  };
  const charge = async (cashier: Page, amount: string, code: string): Promise<void> => {
    await on(cashier, 'amount').fill(amount);
    await on(cashier, 'charge').click();
    await cashier.waitForSelector('payby-scan-input:state(armed)');
    await enterCode(cashier, code);
  };

  it('at the counter: pays a small amount as soon as the customer’s code is scanned, and stores the code nowhere', async () => {
    const cashier = await demoBrowser.open('/cashier');
    const phone = await demoBrowser.open('/phone');
    const outcomes = await noteOutcomes(cashier);
    const code = await customersCode(phone);
    await charge(cashier, '18.50', code);
    await phase(cashier, 'paid');
    const events = await outcomes();
    assert.deepEqual(
      events.map(({name, amount}) => [name, amount]),
      [['payby-success', '18.50']],
    );
    const everywhere = await cashier.evaluate(() =>
      [
        document.documentElement.outerHTML,
        location.href,
        JSON.stringify(Object.entries(localStorage)),
        JSON.stringify(Object.entries(sessionStorage)),
      ].join('\n'),
    );
    assert.ok(!everywhere.includes(code), 'the code is stored nowhere');
  });

  it('at the counter: waits for the password in the app from AED 500', async () => {
    const cashier = await demoBrowser.open('/cashier');
    const phone = await demoBrowser.open('/phone');
    const outcomes = await noteOutcomes(cashier);
    await charge(cashier, '650.00', await customersCode(phone));
    await phase(cashier, 'waiting');
    assert.equal(await waysToPay(cashier), 0, 'there is nothing to scan');
    await on(phone, 'tab-requests').click();
    await phone.locator('[data-test^="request-"]').first().click();
    await on(phone, 'password').fill('123456');
    await on(phone, 'pay').click();
    await phase(cashier, 'paid');
    const events = await outcomes();
    assert.deepEqual(
      events.map(({name, amount}) => [name, amount]),
      [['payby-success', '650.00']],
    );
  });

  it('in the store: a customer who declined pays with the same code, and a closed order offers a new one', async () => {
    const store = await demoBrowser.open('/store');
    const phone = await demoBrowser.open('/phone');
    const outcomes = await noteOutcomes(store);
    await on(store, 'sku-lamp').click();
    const code = await decodedCode(store);
    for (const button of ['refuse', 'pay']) {
      await on(phone, 'token').fill(code.tokenUrl);
      await on(phone, 'scan').click();
      await on(phone, button).click();
      await on(phone, 'sheet').waitFor({state: 'hidden'});
    }
    await phase(store, 'paid');
    assert.deepEqual(
      (await outcomes()).map(({name}) => name),
      ['payby-success'],
    );
    const other = await demoBrowser.open('/store');
    const failures = await noteOutcomes(other);
    await on(other, 'sku-lamp').click();
    const first = await decodedCode(other);
    await fetch(`${demoBrowser.demo.url}/api/orders/${first.merchantOrderNo}/cancel`, {method: 'POST'});
    await phase(other, 'cancelled');
    assert.equal(await waysToPay(other), 0);
    assert.deepEqual(
      (await failures()).map(({name, reason}) => [name, reason]),
      [['payby-failure', 'cancelled']],
    );
    await on(other, 'retry').click();
    assert.notEqual((await decodedCode(other)).merchantOrderNo, first.merchantOrderNo);
  });

  it('logs no error in any page', () => {
    assert.deepEqual(demoBrowser.pageErrors, []);
  });
});
