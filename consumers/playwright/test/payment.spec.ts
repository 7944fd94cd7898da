import {expect, test, type Page} from '@playwright/test';
import {cases, dynqrOrder, StatusScript, type Step} from 'payby-checkout/testing';

/** Opens the shop with a server that answers by a script. */
async function open(page: Page, ...steps: readonly Step[]): Promise<void> {
  const order = dynqrOrder();
  const script = new StatusScript(order, ...steps);
  await page.clock.install();
  await page.route('/api/orders', (route) => route.fulfill({json: order}));
  await page.route('/api/orders/*/status', async (route) => {
    const reply = script.reply();
    await (reply ? route.fulfill(reply) : route.abort());
  });
  await page.goto('/');
  await expect(page.locator('payby-checkout [part=qr]')).toBeVisible();
}

test('a payment is confirmed, and its code is gone', async ({page}) => {
  await open(page, ...cases.paid);
  // The next request is due some seconds after an answer, which takes real time
  await expect
    .poll(async () => {
      await page.clock.runFor(5000);
      return page.locator('output').textContent();
    })
    .toBe('Paid 25.00 AED');
  await expect(page.locator('payby-checkout [part=qr]')).toHaveCount(0);
});

test('a server that cannot be reached is no outcome', async ({page}) => {
  await open(page, ...cases.offline);
  await page.clock.runFor('05:00');
  await expect(page.locator('output')).toBeEmpty();
});
