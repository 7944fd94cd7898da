/** Tills without a scanner read codes with a camera: the voucher of a cash order, and the customer's own code. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {CameraFilm} from './pages/camera-film.js';
import {on, phase, photograph, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';

describe('the camera of a till', () => {
  const film = new CameraFilm();
  let demoBrowser: DemoBrowser;
  before(async () => {
    demoBrowser = await startDemoBrowser({}, film.browser);
  });
  afterEach(() => demoBrowser.closePages());
  after(async () => {
    film.remove();
    await demoBrowser.close();
  });

  const openCamera = (till: Page): Promise<void> =>
    till.getByRole('button', {name: 'Scan with the camera'}).click();
  const picture = (till: Page): ReturnType<Page['locator']> =>
    till.locator('payby-scan-input [part~="camera-picture"]');

  it('reads a cash voucher at the POS, which then takes the cash', async () => {
    const game = await demoBrowser.open('/game');
    await on(game, 'player-id').fill('Falcon-7');
    await on(game, 'sku-coins-500').check();
    await on(game, 'buy').click();
    await phase(game, 'waiting');
    film.show(await photograph(game));
    const pos = await demoBrowser.open('/pos');
    await openCamera(pos);
    await phase(game, 'scanned');
    await pos.getByText('Take from the customer').waitFor();
    await picture(pos).waitFor({state: 'detached'});
    await on(pos, 'password').fill('4321');
    await on(pos, 'pay').click();
    await on(pos, 'message')
      .filter({hasText: /Paid in: AED\s36\.00/})
      .waitFor();
    await phase(game, 'paid');
    await on(game, 'delivered').waitFor();
  });

  it('goes on reading at the POS after a code that cannot be paid in cash', async () => {
    const store = await demoBrowser.open('/store');
    await on(store, 'sku-mug').click();
    await phase(store, 'waiting');
    film.show(await photograph(store));
    const pos = await demoBrowser.open('/pos');
    await openCamera(pos);
    await pos.getByText('This code is paid with the customer’s app, not in cash.').first().waitFor();
    assert.ok(await picture(pos).isVisible());
    assert.ok(await on(pos, 'pay').isHidden());
    await phase(store, 'waiting');
  });

  for (const [name, part] of [
    ['barcode', 'barcode'],
    ['QR code', 'qr'],
  ] as const) {
    it(`reads the ${name} of the customer's phone at the counter, and charges it`, async () => {
      const device = await demoBrowser.newDevice({viewport: {width: 360, height: 640}, deviceScaleFactor: 2});
      const phone = await demoBrowser.open('/phone', device);
      await on(phone, 'tab-code').click();
      await on(phone, part).waitFor();
      film.show(await on(phone, part).screenshot());
      const cashier = await demoBrowser.open('/cashier');
      await on(cashier, 'amount').fill('12.75');
      await on(cashier, 'charge').click();
      await cashier.waitForSelector('payby-scan-input:state(armed)');
      await openCamera(cashier);
      await phase(cashier, 'paid');
      await picture(cashier).waitFor({state: 'detached'});
    });
  }

  it('logs no error in any page', () => {
    const expected = /Failed to load resource.*409/; // a code for the app at the POS
    assert.deepEqual(
      demoBrowser.pageErrors.filter((line) => !expected.test(line)),
      [],
    );
  });
});
