/** The staff's page in a real browser: order history, refunds, and alerts. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Locator, Page} from 'playwright-core';
import {on, PAGE_TIMEOUT_MS, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';
import {assertUsable} from './pages/usable.js';

/** How often the staff's page refreshes itself, ms. */
const REFRESH_MS = 4_000;

interface Placed {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
}

describe("the staff's page", () => {
  let demoBrowser: DemoBrowser;
  let staff: Page;
  before(async () => {
    demoBrowser = await startDemoBrowser();
    staff = await demoBrowser.open('/admin');
    await staff.clock.install();
  });
  after(async () => {
    await demoBrowser.close();
  });

  const send = async (path: string, body: object = {}, cookie = ''): Promise<Response> => {
    const headers = {'content-type': 'application/json', cookie};
    const answer = await fetch(demoBrowser.demo.url + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${String(answer.status)}`);
    return answer;
  };
  const post = async (path: string, body?: object): Promise<unknown> => (await send(path, body)).json();
  const place = async (change: object = {sku: 'mug'}): Promise<Placed> =>
    (await post('/api/orders', {paySceneCode: 'DYNQR', ...change})) as Placed;
  /** An order for an amount, which only people of the shop may make. */
  const placeAtTill = async (goods: object): Promise<Placed> => {
    const {headers} = await send('/api/login', {password: demoBrowser.demo.staffPassword});
    const [cookie] = (headers.get('set-cookie') ?? '').split(';');
    const answer = await send('/api/orders', {paySceneCode: 'DYNQR', ...goods}, cookie);
    return (await answer.json()) as Placed;
  };
  const paid = async (change?: object): Promise<Placed> => {
    const order = await place(change);
    await post('/gateway/app/pay', {orderNo: order.orderNo});
    return order;
  };
  /** Advances the page's clock, by which it refreshes itself, until the element is there. */
  const appears = async (element: Locator): Promise<void> => {
    const giveUpAt = performance.now() + PAGE_TIMEOUT_MS;
    while (!(await element.isVisible())) {
      assert.ok(performance.now() < giveUpAt, `${String(element)} appears`);
      await staff.clock.fastForward(REFRESH_MS);
      await sleep(50); // for the answers of the server
    }
  };
  const listed = ({merchantOrderNo}: Placed): Promise<void> => appears(on(staff, `order-${merchantOrderNo}`));
  const show = async ({merchantOrderNo}: Placed): Promise<void> => {
    await on(staff, `order-${merchantOrderNo}`).click();
    await staff.locator('.event.made').waitFor();
  };
  /** Waits until this part of the page has this text. */
  const shows = (name: string, words: string | RegExp): Promise<void> =>
    on(staff, name).filter({hasText: words}).first().waitFor();
  const truth = async ({merchantOrderNo}: Placed): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${demoBrowser.demo.url}/api/orders/${merchantOrderNo}/status`);
    return (await answer.json()) as Record<string, unknown>;
  };

  /** Resolves when the page's script has loaded the orders: before that, its buttons do nothing. */
  const pageRuns = (): Promise<void> => on(staff, 'freshness').and(staff.locator(':not(:empty)')).waitFor();

  it('needs the staff password', async () => {
    assert.match(staff.url(), /\/login\?next=\/admin$/);
    await on(staff, 'password').fill(demoBrowser.demo.staffPassword ?? '');
    await on(staff, 'login').click();
    await on(staff, 'orders').waitFor({state: 'attached'});
    assert.equal(new URL(staff.url()).pathname, '/admin');
  });

  it('adds new orders by itself, newest first, and shows a hostile subject as text', async () => {
    const first = await place();
    await listed(first);
    const second = await placeAtTill({amount: '3.00', subject: '<img src=x onerror="document.title=1">'});
    await listed(second);
    const numbers = await staff
      .locator('[data-test^="order-"].row')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-test')));
    assert.deepEqual(numbers.slice(0, 2), [
      `order-${second.merchantOrderNo}`,
      `order-${first.merchantOrderNo}`,
    ]);
    await show(second);
    await staff.getByRole('heading', {name: '<img src=x onerror'}).waitFor();
    assert.equal(await staff.locator('main img').count(), 0);
    assert.equal(await staff.title(), 'Orders and refunds');
  });

  it('finds an order by its full number, and filters orders by status', async () => {
    const lamp = await paid({sku: 'lamp'});
    await on(staff, 'number').fill(lamp.orderNo);
    await on(staff, 'search').click();
    await shows('order', 'Desk lamp');
    assert.equal(await staff.locator('.row').count(), 1);
    await on(staff, 'number').fill('nobody');
    await on(staff, 'search').click();
    await staff.getByText('No order matches.').waitFor();
    await on(staff, 'number').fill('');
    await on(staff, 'status').selectOption('CREATED');
    await staff.locator('.row').first().waitFor();
    assert.equal(await on(staff, `order-${lamp.merchantOrderNo}`).count(), 0);
    await on(staff, 'status').selectOption('');
    await listed(lamp);
  });

  it('refunds a part and then the rest after a confirmation, and never more than is left', async () => {
    const mug = await paid();
    await listed(mug);
    await show(mug);
    await on(staff, 'refund').click();
    await on(staff, 'confirm-no').click();
    assert.equal((await truth(mug))['status'], 'PAID_SUCCESS', 'nothing was requested yet');

    await on(staff, 'refund').click();
    await on(staff, 'amount').fill('25.01');
    await on(staff, 'confirm-yes').click();
    await shows('confirm-problem', 'more than is left');
    await on(staff, 'amount').fill('10');
    assert.match((await on(staff, 'confirm-yes').textContent()) ?? '', /^Refund AED\s10\.00$/);
    await on(staff, 'reason').fill('a crack');
    await on(staff, 'confirm-yes').click();
    await shows('result-message', 'PayBy has taken the refund');
    await shows('refunds', /10\.00.*a crack/s);
    await shows('order-badge', 'Partly refunded');

    await on(staff, 'refund').click();
    assert.equal(await on(staff, 'amount').inputValue(), '15.00');
    await on(staff, 'confirm-yes').click();
    await shows('order-badge', /^Refunded/);
    assert.equal(await on(staff, 'refund').isVisible(), false);
    assert.equal(await on(staff, 'revoke').isVisible(), false, 'there is nothing left to give back');
    assert.equal(await on(staff, 'refunds').locator('li').count(), 2);
  });

  it('shows a refund without an answer as unknown, and repeats the same refund on a second press', async () => {
    const mug = await paid();
    await listed(mug);
    await show(mug);
    // The server makes the refund, and its answer is lost on the way to the page.
    let answered = 0;
    await staff.route('**/refund', async (route) => {
      await route.fetch();
      answered += 1;
      await route.fulfill({status: 502, contentType: 'text/html', body: 'Bad gateway'});
    });
    await on(staff, 'refund').click();
    await on(staff, 'amount').fill('7.00');
    await on(staff, 'confirm-yes').click();
    await shows('confirm-problem', 'not known whether this was done');
    assert.equal(await on(staff, 'amount').getAttribute('readonly'), '');
    await staff.unroute('**/refund');
    await on(staff, 'confirm-yes').click();
    await shows('result-message', 'PayBy has taken the refund');
    assert.equal(answered, 1);
    assert.equal(await on(staff, 'refunds').locator('li').count(), 1);
    demoBrowser.pageErrors.length = 0; // the browser names the 502 in its console
  });

  it('revokes a paid order, and cancels an open order', async () => {
    const mug = await paid();
    await listed(mug);
    await show(mug);
    await on(staff, 'revoke').click();
    await on(staff, 'confirm-yes').click();
    await shows('order-badge', 'Revoked');
    assert.equal((await truth(mug))['revoked'], true);

    const dates = await place({sku: 'dates'});
    await listed(dates);
    await show(dates);
    await on(staff, 'cancel').click();
    await on(staff, 'confirm-yes').click();
    await shows('order-badge', 'Closed unpaid');
    await shows('timeline', 'Cancelling was asked for');
    assert.equal((await truth(dates))['status'], 'FAILURE');
  });

  it('shows PayBy’s refusal of a cancel after the payer has paid, and offers it no more', async () => {
    const mug = await place();
    await listed(mug);
    await show(mug);
    await on(staff, 'cancel').click();
    await post('/gateway/app/pay', {orderNo: mug.orderNo});
    await on(staff, 'confirm-yes').click();
    await shows('confirm-problem', 'This order is already paid.');
    await on(staff, 'confirm-no').click();
    await shows('order-badge', 'Paid');
    assert.equal(await on(staff, 'cancel').isVisible(), false);
    demoBrowser.pageErrors.length = 0; // the browser names the 409 in its console
  });

  it('shows an alert until staff acknowledges it', async () => {
    const mug = await place();
    await post('/gateway/control/faults', {
      fault: '500',
      operation: 'cancelOrder',
      merchantOrderNo: mug.merchantOrderNo,
      times: 50,
    });
    await fetch(`${demoBrowser.demo.url}/api/orders/${mug.merchantOrderNo}/cancel`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: '{}',
    });
    await appears(on(staff, 'alerts').filter({hasText: 'cannot be cancelled'}));
    await staff.getByRole('button', {name: 'Show the order'}).click();
    await shows('order', mug.merchantOrderNo);
    await staff.getByRole('button', {name: /^Mark as handled/}).click();
    await on(staff, 'alerts').waitFor({state: 'hidden'});
    await staff.reload();
    await staff.locator('.row').first().waitFor();
    assert.equal(await on(staff, 'alerts').isVisible(), false, 'the server remembers');
    await post('/gateway/control/reset');
  });

  it('passes axe and fits the screen in both languages, light and dark, wide and narrow', async () => {
    const {merchantOrderNo} = await paid();
    for (const lang of ['en', 'ar']) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await staff.emulateMedia({colorScheme});
        for (const width of [1280, 360]) {
          const name = `${lang} ${colorScheme} ${String(width)}`;
          await staff.setViewportSize({width, height: 800});
          await staff.goto(`${demoBrowser.demo.url}/admin?lang=${lang}`);
          await on(staff, `order-${merchantOrderNo}`).click();
          await staff.locator('.event.made').waitFor();
          if (width === 360) assert.equal(await on(staff, 'number').isVisible(), false, name);
          await on(staff, 'refund').click();
          await assertUsable(staff, name);
          await on(staff, 'confirm-no').click();
          await assertUsable(staff, name);
        }
      }
    }
  });

  it('shows when the server is unreachable, and leaves the loaded orders on the screen', async () => {
    const rows = await staff.locator('.row').count();
    await staff.route('**/api/admin/**', (route) => route.abort());
    await appears(on(staff, 'freshness').and(staff.locator('.problem')));
    assert.equal(await staff.locator('.row').count(), rows);
    await staff.unroute('**/api/admin/**');
    await appears(on(staff, 'freshness').and(staff.locator(':not(.problem)')));
    demoBrowser.pageErrors.length = 0; // the browser names each broken request in its console
  });

  it('logs everybody out only once the dialog is confirmed', async () => {
    await staff.setViewportSize({width: 1280, height: 800});
    await staff.goto(`${demoBrowser.demo.url}/admin`);
    await pageRuns();
    await on(staff, 'log-out-all').click();
    await assertUsable(staff, 'log everybody out');
    assert.equal(await staff.evaluate(() => document.activeElement?.id), 'everybody-no');
    await on(staff, 'everybody-no').click();
    assert.equal(await on(staff, 'everybody').isVisible(), false);
    await staff.reload();
    await pageRuns();
    await on(staff, 'log-out-all').click(); // still logged in
    await staff.route('**/api/logout-all', (route) => route.abort());
    await on(staff, 'everybody-yes').click();
    await staff.locator('[data-test=everybody-problem]:not(:empty)').waitFor();
    await staff.unroute('**/api/logout-all');
    await on(staff, 'everybody-yes').click();
    await on(staff, 'password').waitFor();
    demoBrowser.pageErrors.length = 0; // the browser names the broken request in its console
    await on(staff, 'password').fill(demoBrowser.demo.staffPassword ?? '');
    await staff.keyboard.press('Enter');
    await pageRuns();
  });

  it('leads to the login page after logging out', async () => {
    await on(staff, 'log-out').click();
    await on(staff, 'password').waitFor();
    await staff.goto(`${demoBrowser.demo.url}/admin`);
    assert.match(staff.url(), /\/login/);
  });

  it('logs no error in any page', () => {
    assert.deepEqual(demoBrowser.pageErrors, []);
  });
});
