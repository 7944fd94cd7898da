/** The customer's own code on the phone: a barcode and a QR code that scanners read, and that one payment uses up. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {BrowserContextOptions, Page} from 'playwright-core';
import {enterCode, on, phase, readCode, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';

describe("the customer's own code on the phone", () => {
  let demoBrowser: DemoBrowser;
  before(async () => {
    demoBrowser = await startDemoBrowser();
  });
  afterEach(() => demoBrowser.closePages());
  after(() => demoBrowser.close());

  /** The phone with its code on the screen. */
  async function openCode(device: BrowserContextOptions = {}, query = ''): Promise<Page> {
    const phone = await demoBrowser.open(`/phone${query}`, await demoBrowser.newDevice(device));
    await on(phone, 'tab-code').click();
    await on(phone, 'qr').waitFor();
    return phone;
  }

  const shownCode = async (phone: Page): Promise<string> => (await on(phone, 'my-code').textContent()) ?? '';

  /** What two kinds of scanner read off the screen. */
  async function read(phone: Page): Promise<{barcode: string; qr: string}> {
    const screen = await phone.screenshot();
    const [barcode, qr] = [await readCode(screen, 'Code128'), await readCode(screen, 'QRCode')];
    assert.ok(barcode !== undefined && qr !== undefined, 'both pictures can be read');
    return {barcode, qr};
  }

  async function pay(amount: string, code: string): Promise<void> {
    const cashier = await demoBrowser.open('/cashier');
    await on(cashier, 'amount').fill(amount);
    await on(cashier, 'charge').click();
    await cashier.waitForSelector('payby-scan-input:state(armed)');
    await enterCode(cashier, code);
    await phase(cashier, 'paid');
  }

  const changed = (phone: Page, code: string): Promise<unknown> =>
    phone.waitForFunction((old) => {
      const shown = document.querySelector('[data-test="my-code"]')?.textContent ?? '';
      return shown !== '' && shown !== old;
    }, code);

  const phones: readonly [string, BrowserContextOptions, string?][] = [
    [
      'a small phone in the dark',
      {viewport: {width: 360, height: 640}, deviceScaleFactor: 3, colorScheme: 'dark'},
    ],
    [
      'an Arabic phone',
      {viewport: {width: 390, height: 844}, deviceScaleFactor: 2.625, isMobile: true},
      '?lang=ar',
    ],
    ['a computer', {viewport: {width: 1280, height: 900}}],
    ['a zoomed computer in the dark', {deviceScaleFactor: 1.25, colorScheme: 'dark'}],
  ];
  for (const [name, device, query] of phones) {
    it(`is read from the screen of ${name}, as a barcode and as a QR code`, async () => {
      const phone = await openCode(device, query);
      const code = await shownCode(phone);
      assert.match(code, /^\d{8}T\d{9}F$/);
      const {barcode, qr} = await read(phone);
      assert.ok(
        barcode === code && qr === code,
        'both are the code itself, without the gaps between its groups',
      );
      assert.equal(await on(phone, 'my-code').locator('span').count(), 5);
    });
  }

  it('pays at the till as the barcode that is scanned, and gives way to a new code', async () => {
    const phone = await openCode();
    const {barcode} = await read(phone);
    await pay('18.50', barcode);
    await changed(phone, barcode);
    await on(phone, 'message').filter({hasText: 'Your code was scanned. Here is a new one.'}).waitFor();
    const next = await read(phone);
    assert.ok(next.barcode !== barcode && next.qr === next.barcode, 'both pictures show the new code');
  });

  it('pays at the till as the QR code that is scanned', async () => {
    await pay('9.25', (await read(await openCode())).qr);
  });

  it('is drawn anew when the customer asks for a new one', async () => {
    const phone = await openCode();
    const first = await shownCode(phone);
    await on(phone, 'new-code').click();
    await changed(phone, first);
    const {barcode, qr} = await read(phone);
    assert.ok(barcode === (await shownCode(phone)) && qr === barcode);
  });

  it('leaves the screen once PayBy takes it no more', async () => {
    const phone = await openCode();
    const response = await fetch(`${demoBrowser.demo.url}/gateway/control/clock`, {
      method: 'POST',
      body: JSON.stringify({advanceMs: 61_000}),
    });
    assert.equal(response.status, 200);
    await phone.getByText('This code has expired. Make a new one.').waitFor();
    assert.equal(await readCode(await phone.screenshot(), 'Code128'), undefined);
    assert.equal(await readCode(await phone.screenshot()), undefined);
    assert.equal(await shownCode(phone), '');
  });

  it('logs no error in any page', () => {
    assert.deepEqual(demoBrowser.pageErrors, []);
  });
});
