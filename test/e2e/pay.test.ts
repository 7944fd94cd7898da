/**
 * The main job, through the pages and the built package: an order becomes a code on the screen, the code a payment,
 * the payment an event.
 */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {
  noteOutcomes,
  on,
  phase,
  photograph,
  readCode,
  setStage,
  waysToPay,
  type Stage,
} from './pages/demo-browser.js';

interface OpenCode {
  readonly tokenUrl: string;
  readonly merchantOrderNo: string;
}

describe('from an order to a payment', () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(async () => {
    await stage.close();
  });

  /** The newest code that the gateway has given out. */
  const newestCode = async (): Promise<OpenCode> => {
    const {codes} = (await (await fetch(`${stage.demo.url}/gateway/app/codes`)).json()) as {
      codes: OpenCode[];
    };
    assert.ok(codes[0], 'the gateway has an open code');
    return codes[0];
  };
  /** Photographs the code on the page and reads it: what it says must be the gateway's token, byte for byte. */
  const seenCode = async (page: Page): Promise<OpenCode> => {
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

  it('in the store: the customer scans the page and pays in the app', async () => {
    const store = await stage.open('/store');
    const phone = await stage.open('/phone');
    const outcomes = await noteOutcomes(store);
    await on(store, 'sku-mug').click();
    const code = await seenCode(store);
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

  it('in the game: the customer pays cash at a partner store', async () => {
    const game = await stage.open('/game');
    const pos = await stage.open('/pos');
    const outcomes = await noteOutcomes(game);
    await on(game, 'player-id').fill('PLAYER-77');
    await on(game, 'sku-coins-500').check();
    await on(game, 'buy').click();
    const code = await seenCode(game);
    await on(pos, 'token').fill(code.tokenUrl);
    await on(pos, 'scan').click();
    await phase(game, 'scanned');
    await on(pos, 'password').fill('4321');
    await on(pos, 'pay').click();
    await phase(game, 'paid');
    await on(game, 'delivered').waitFor();
    const heard = await outcomes();
    assert.deepEqual(
      heard.map(({name, merchantOrderNo, amount}) => [name, merchantOrderNo, amount]),
      [['payby-success', code.merchantOrderNo, '36.00']],
    );
    await pos.waitForFunction(
      () => document.querySelector('[data-test="balance"]')?.textContent.includes('464.00') === true,
    );
  });

  /** The customer's own code, as a gun would read it off the phone. */
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
    await cashier.keyboard.type(code);
    await cashier.keyboard.press('Enter');
  };

  it('at the counter: the cashier scans the customer, and a small amount is paid at once', async () => {
    const cashier = await stage.open('/cashier');
    const phone = await stage.open('/phone');
    const outcomes = await noteOutcomes(cashier);
    const code = await customersCode(phone);
    await charge(cashier, '18.50', code);
    await phase(cashier, 'paid');
    const heard = await outcomes();
    assert.deepEqual(
      heard.map(({name, amount}) => [name, amount]),
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
    assert.ok(!everywhere.includes(code), 'the code is kept nowhere');
  });

  it('at the counter: a large amount waits for the password in the app', async () => {
    const cashier = await stage.open('/cashier');
    const phone = await stage.open('/phone');
    const outcomes = await noteOutcomes(cashier);
    await charge(cashier, '650.00', await customersCode(phone));
    await phase(cashier, 'waiting');
    assert.equal(await waysToPay(cashier), 0, 'there is nothing to scan');
    await on(phone, 'tab-requests').click();
    await phone.locator('[data-test^="request-"]').first().click();
    await on(phone, 'password').fill('123456');
    await on(phone, 'pay').click();
    await phase(cashier, 'paid');
    const heard = await outcomes();
    assert.deepEqual(
      heard.map(({name, amount}) => [name, amount]),
      [['payby-success', '650.00']],
    );
  });

  it('in the store: a customer who declines is told the truth, and may try again', async () => {
    const store = await stage.open('/store');
    const phone = await stage.open('/phone');
    const outcomes = await noteOutcomes(store);
    await on(store, 'sku-lamp').click();
    const code = await seenCode(store);
    await on(phone, 'token').fill(code.tokenUrl);
    await on(phone, 'scan').click();
    await on(phone, 'refuse').click();
    await phase(store, 'failed');
    assert.equal(await waysToPay(store), 0);
    const heard = await outcomes();
    assert.deepEqual(
      heard.map(({name, reason}) => [name, reason]),
      [['payby-failure', 'failed']],
    );
    await on(store, 'retry').click();
    const second = await seenCode(store);
    assert.notEqual(second.merchantOrderNo, code.merchantOrderNo);
  });

  it('left no page with an error', () => {
    assert.deepEqual(stage.mishaps, []);
  });
});
