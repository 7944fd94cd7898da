/** The demo's stand-in for each kind of host: an order is shown in it, paid, and the host hears of it. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {hostNames} from '../../demo/pages/embed/hosts.js';
import {on, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';

describe('the demo’s page of hosts', () => {
  let demoBrowser: DemoBrowser;
  before(async () => {
    demoBrowser = await startDemoBrowser();
  });
  afterEach(() => demoBrowser.closePages());
  after(async () => {
    await demoBrowser.close();
  });

  for (const [kind, name] of Object.entries(hostNames)) {
    it(`is paid in ${name}`, async () => {
      const host = await demoBrowser.open(`/embed?host=${kind}`);
      const checkout = host.frameLocator('[data-test=frame]').locator('payby-checkout');
      await checkout.locator('[part~=qr]').waitFor();
      const token = await checkout.evaluate(
        (element) => (element as unknown as {order: {tokenUrl: string}}).order.tokenUrl,
      );
      const phone = await demoBrowser.open('/phone');
      await on(phone, 'token').fill(token);
      await on(phone, 'scan').click();
      await on(phone, 'pay').click();
      await on(host, 'outcome').filter({hasText: 'is paid'}).waitFor();
      assert.equal(await checkout.locator('[part~=qr]').count(), 0);
      assert.ok(!(await host.locator('#messages').textContent())?.includes(token), 'no token is listed');
    });
  }

  it('has no error on its pages', () => {
    assert.deepEqual(demoBrowser.pageErrors, []);
  });
});
