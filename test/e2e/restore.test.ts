/**
 * Pages that are reloaded, or dropped by the phone, while a payment is open: each restores it from its server, and what
 * it stores for that is no secret of the payer.
 */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {BrowserContext, Page} from 'playwright-core';
import type {Clock} from 'payby-checkout/core';
import {systemClock} from '../../demo/payby/clock.js';
import {
  enterCode,
  noteOutcomesOf,
  on,
  phase,
  photograph,
  readCode,
  startDemoBrowser,
  waysToPay,
  type DemoBrowser,
} from './pages/demo-browser.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What a page of the demo stores, and where a number must not stand. */
const tracesOf = (page: Page): Promise<{stored: string; address: string}> =>
  page.evaluate(() => ({
    stored: JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      document.cookie,
      history.state,
    ]),
    address: location.href,
  }));

describe('a page that is reloaded or dropped during a payment', () => {
  let demoBrowser: DemoBrowser;
  const clock = new (class implements Clock {
    offset = 0;
    now(): number {
      return Date.now() + this.offset;
    }
    sleep(ms: number, signal: AbortSignal): Promise<void> {
      return systemClock.sleep(ms, signal);
    }
  })();
  before(async () => {
    demoBrowser = await startDemoBrowser({clock});
  });
  afterEach(async () => {
    await demoBrowser.closePages(); // before the clock goes back: an answer on its way would tell two times
    clock.offset = 0;
  });
  after(async () => {
    await demoBrowser.close();
  });

  const gateway = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const post = {method: 'POST', body: JSON.stringify(body)};
    const answer = await fetch(`${demoBrowser.demo.url}/gateway/app/${path}`, body ? post : {});
    return (await answer.json()) as Record<string, unknown>;
  };
  const payInTheApp = async (tokenUrl: string): Promise<void> => {
    const {order} = (await gateway('scan', {tokenUrl})) as {order: {orderNo: string}};
    await gateway('pay', {orderNo: order.orderNo, password: '123456'});
  };
  /** The order on the page, as the server knows it. */
  const orderOn = async (page: Page): Promise<{merchantOrderNo: string; tokenUrl: string}> => {
    const number = await page.evaluate(
      () =>
        (document.querySelector('payby-checkout') as unknown as {order: {merchantOrderNo: string}}).order
          .merchantOrderNo,
    );
    const answer = await fetch(`${demoBrowser.demo.url}/api/orders/${number}`);
    return (await answer.json()) as {merchantOrderNo: string; tokenUrl: string};
  };
  const toShop = (page: Page): Promise<unknown> =>
    page.waitForFunction(() => !document.querySelector<HTMLElement>('#shop')?.hidden);

  describe('the store', () => {
    const open = async (): Promise<{
      device: BrowserContext;
      page: Page;
      outcomes: () => Record<string, unknown>[];
      order: {merchantOrderNo: string; tokenUrl: string};
    }> => {
      const device = await demoBrowser.newDevice();
      const outcomes = await noteOutcomesOf(device);
      const page = await demoBrowser.open('/store', device);
      await on(page, 'sku-mug').click();
      await phase(page, 'waiting');
      return {device, page, outcomes, order: await orderOn(page)};
    };

    it('shows the same code after a reload, and reports the payment', async () => {
      const {page, outcomes, order} = await open();
      await page.reload();
      await phase(page, 'waiting');
      assert.equal((await orderOn(page)).merchantOrderNo, order.merchantOrderNo);
      assert.ok((await readCode(await photograph(page))) === order.tokenUrl, 'the code is the same');
      assert.match((await page.locator('#choice-title').textContent()) ?? '', /\S/);
      await payInTheApp(order.tokenUrl);
      await phase(page, 'paid');
      await on(page, 'thanks').waitFor();
      assert.equal(await waysToPay(page), 0);
      assert.deepEqual(
        outcomes().map(({name, merchantOrderNo, amount}) => [name, merchantOrderNo, amount]),
        [['payby-success', order.merchantOrderNo, '25.00']],
      );
    });

    it('stores the number of the order and no secret, and keeps it out of the address', async () => {
      const {page, order} = await open();
      const {stored, address} = await tracesOf(page);
      assert.ok(stored.includes(order.merchantOrderNo));
      assert.ok(!stored.includes(order.tokenUrl.slice(8)), 'the code to pay is not stored');
      assert.ok(!address.includes(order.merchantOrderNo), 'the number is not in the address');
    });

    it('reports the payment when the phone dropped the page while the payer was in the app', async () => {
      const {page, outcomes, order} = await open();
      await page.goto('about:blank');
      await payInTheApp(order.tokenUrl);
      await page.goto(`${demoBrowser.demo.url}/store`);
      await phase(page, 'paid');
      await on(page, 'thanks').waitFor();
      assert.deepEqual(
        outcomes().map(({name, merchantOrderNo}) => [name, merchantOrderNo]),
        [['payby-success', order.merchantOrderNo]],
      );
    });

    it('reports the payment in another tab when the phone closed the first one', async () => {
      const {device, page, outcomes, order} = await open();
      await page.close();
      await payInTheApp(order.tokenUrl);
      const next = await demoBrowser.open('/store', device);
      await phase(next, 'paid');
      await on(next, 'thanks').waitFor();
      assert.equal(outcomes().length, 1);
    });

    it('opens the shop in a second tab while the first one shows its order', async () => {
      const {device, page, order} = await open();
      const second = await demoBrowser.open('/store', device);
      await on(second, 'sku-lamp').click();
      await phase(second, 'waiting');
      const other = await orderOn(second);
      assert.notEqual(other.merchantOrderNo, order.merchantOrderNo);
      await page.reload();
      await phase(page, 'waiting');
      assert.equal((await orderOn(page)).merchantOrderNo, order.merchantOrderNo, 'each tab keeps its own');
      await on(page, 'back').click(); // ends the older order, and forgets no other
      await toShop(page);
      await second.close();
      const third = await demoBrowser.open('/store', device);
      await phase(third, 'waiting');
      assert.equal((await orderOn(third)).merchantOrderNo, other.merchantOrderNo);
    });

    it('shows a payment again after a reload, until the customer goes on', async () => {
      const {device, page, order} = await open();
      await payInTheApp(order.tokenUrl);
      await on(page, 'thanks').waitFor();
      await page.reload();
      await phase(page, 'paid');
      await on(page, 'thanks').waitFor();
      const second = await demoBrowser.open('/store', device);
      await toShop(second);
      await page.locator('#again').click();
      await toShop(page);
      const {stored} = await tracesOf(page);
      assert.ok(!stored.includes(order.merchantOrderNo), 'nothing is stored of it any more');
      await page.reload();
      await on(page, 'sku-mug').waitFor();
      assert.equal(await on(page, 'thanks').isVisible(), false);
    });

    it('shows that the order has expired meanwhile, and offers a new code', async () => {
      const {page, order, outcomes} = await open();
      await page.goto('about:blank');
      clock.offset += DAY_MS;
      await page.goto(`${demoBrowser.demo.url}/store`);
      await phase(page, 'expired');
      await on(page, 'unpaid').waitFor();
      assert.equal(await waysToPay(page), 0);
      assert.ok(!outcomes().some(({name}) => name === 'payby-success'));
      await on(page, 'retry').click();
      await phase(page, 'waiting');
      assert.notEqual((await orderOn(page)).merchantOrderNo, order.merchantOrderNo);
    });

    const saved = (merchantOrderNo: string): string => JSON.stringify({merchantOrderNo, sku: 'mug'});
    for (const [what, text] of [
      ['an order that the server does not know', () => Promise.resolve(saved('A'.repeat(22)))],
      ['an order of another page', async () => saved(await placeCashOrder())],
    ] as const) {
      it(`shows the shop, and forgets ${what}`, async () => {
        const device = await demoBrowser.newDevice();
        const page = await demoBrowser.open('/store', device);
        await page.evaluate(
          (item) => {
            localStorage.setItem('sidra order', item);
          },
          await text(),
        );
        await page.reload();
        await page.locator('#notice').waitFor();
        await toShop(page);
        assert.equal(await waysToPay(page), 0);
        assert.equal((await tracesOf(page)).stored.includes('merchantOrderNo'), false);
      });
    }
    for (const text of ['{', '7', 'null', '{"merchantOrderNo": 7}', '{"merchantOrderNo": "../skus"}']) {
      it(`shows the shop when ${text} is stored`, async () => {
        const device = await demoBrowser.newDevice();
        const page = await demoBrowser.open('/store', device);
        await page.evaluate((item) => {
          sessionStorage.setItem('sidra order', item);
        }, text);
        await page.reload();
        await on(page, 'sku-mug').click();
        await phase(page, 'waiting');
      });
    }

    it('shows the code after a reload while PayBy does not answer the server', async () => {
      const {page, order} = await open();
      await page.route(/\/status$/, (route) => route.fulfill({status: 502, json: {}}));
      await page.reload();
      await phase(page, 'waiting');
      assert.equal((await orderOn(page)).merchantOrderNo, order.merchantOrderNo);
    });

    it('waits for the server’s answer before anything else can be bought', async () => {
      const {page, order} = await open();
      const isOrder = /\/api\/orders\/[\w-]+$/;
      await page.route(isOrder, (route) => route.fulfill({status: 503, json: {}}));
      await page.reload();
      await page.locator('#notice').waitFor();
      assert.equal(await on(page, 'sku-mug').getAttribute('aria-disabled'), 'true');
      await page.unroute(isOrder);
      await phase(page, 'waiting');
      assert.equal((await orderOn(page)).merchantOrderNo, order.merchantOrderNo);
      assert.equal(await page.locator('#notice').isVisible(), false);
    });
  });

  it('the game shows an order that ended while no page was open as its server reports it', async () => {
    const device = await demoBrowser.newDevice();
    const number = await placeCashOrder();
    clock.offset += 2 * DAY_MS;
    const page = await demoBrowser.open(`/game?order=${number}`, device);
    await phase(page, 'expired');
    assert.equal(await page.locator('payby-checkout [part~="qr"]').count(), 0);
    assert.ok(!page.url().includes(number), 'the number is not in the address');
  });

  it('the game says that it is asking while its server does not answer, not that there is no order', async () => {
    const device = await demoBrowser.newDevice();
    const page = await demoBrowser.open('/game', device);
    const number = await placeCashOrder();
    const isOrder = new RegExp(`/api/orders/${number}$`);
    await page.route(isOrder, (route) => route.fulfill({status: 503, json: {}}));
    await page.goto(`${demoBrowser.demo.url}/game?order=${number}`);
    await on(page, 'message').filter({hasText: 'may already be paid'}).waitFor();
    await page.unroute(isOrder);
    await phase(page, 'waiting');
  });

  /** The number of an order that is paid in cash. */
  const placeCashOrder = async (): Promise<string> => {
    const answer = await fetch(`${demoBrowser.demo.url}/api/orders`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({paySceneCode: 'CASHTOPUP', sku: 'coins-500'}),
    });
    return ((await answer.json()) as {merchantOrderNo: string}).merchantOrderNo;
  };

  describe('the till', () => {
    const charge = async (amount: string): Promise<{page: Page; code: string; device: BrowserContext}> => {
      const device = await demoBrowser.newDevice();
      const page = await demoBrowser.open('/cashier', device);
      const code = String((await gateway('code', {}))['authCode']);
      await on(page, 'amount').fill(amount);
      await on(page, 'charge').click();
      await page.waitForSelector('payby-scan-input:state(armed)');
      await enterCode(page, code);
      return {page, code, device};
    };
    const confirm = async (amount: string): Promise<void> => {
      const {orders} = (await gateway('requests')) as {orders: {orderNo: string; amount: string}[]};
      const order = orders.find((request) => request.amount === amount);
      assert.ok(order, 'the app requests the password');
      await gateway('pay', {orderNo: order.orderNo, password: '123456'});
    };
    const step = (page: Page, name: string): Promise<unknown> =>
      page.waitForSelector(`main[data-step="${name}"]`);

    it('shows the running payment after a reload, and reports it', async () => {
      const {page, code} = await charge('651.00');
      await phase(page, 'waiting');
      const {stored, address} = await tracesOf(page);
      assert.ok(!stored.includes(code), 'the customer’s code is stored nowhere');
      assert.ok(!address.includes((await orderOn(page)).merchantOrderNo), 'the number is not in the address');
      await page.reload();
      await phase(page, 'waiting');
      assert.equal(await on(page, 'amount').inputValue(), '651.00');
      await confirm('651.00');
      await phase(page, 'paid');
      await step(page, 'result');
      await on(page, 'next').click();
      await page.reload();
      await step(page, 'amount');
      assert.equal(await on(page, 'amount').inputValue(), '');
    });

    it('reports a payment that was confirmed while no page was open', async () => {
      const {page, device} = await charge('652.00');
      await phase(page, 'waiting');
      await page.close();
      await confirm('652.00');
      const next = await demoBrowser.open('/cashier', device);
      await phase(next, 'paid');
      await step(next, 'result');
    });

    it('finds a payment whose answer the reload has cut off', async () => {
      const device = await demoBrowser.newDevice();
      const page = await demoBrowser.open('/cashier', device);
      const code = String((await gateway('code', {}))['authCode']);
      await page.route('**/api/orders', async (route) => {
        await route.fetch(); // the server charges the code, and its answer never comes
      });
      await on(page, 'amount').fill('18.40');
      await on(page, 'charge').click();
      await page.waitForSelector('payby-scan-input:state(armed)');
      const sent = page.waitForRequest('**/api/orders');
      await enterCode(page, code);
      await sent;
      await page.unroute('**/api/orders');
      await page.reload();
      await phase(page, 'paid');
      assert.equal(await on(page, 'amount').inputValue(), '18.40');
    });

    it('is ready for the next customer when the stored order is of another page', async () => {
      const device = await demoBrowser.newDevice();
      const page = await demoBrowser.open('/cashier', device);
      const number = await placeCashOrder();
      await page.evaluate((merchantOrderNo) => {
        const item = JSON.stringify({merchantOrderNo, amount: '36.00', startedAt: 1});
        localStorage.setItem('counter order', item);
      }, number);
      await page.reload();
      await page.waitForFunction(() => localStorage.getItem('counter order') === null);
      await step(page, 'amount');
      const answer = await fetch(`${demoBrowser.demo.url}/api/orders/${number}`);
      assert.equal(((await answer.json()) as {status: string}).status, 'CREATED', 'it was not cancelled');
    });

    it('charges nothing for an order that the server does not know', async () => {
      const device = await demoBrowser.newDevice();
      const page = await demoBrowser.open('/cashier', device);
      await page.evaluate(() => {
        const item = {merchantOrderNo: 'B'.repeat(22), amount: '5.00', startedAt: 1};
        localStorage.setItem('counter order', JSON.stringify(item));
      });
      await page.reload();
      await step(page, 'result');
      assert.equal(await phaseOrHidden(page), 'hidden');
      await on(page, 'next').click();
      await step(page, 'amount');
    });
  });

  /** An order that PayBy never received has no checkout to look at. */
  const phaseOrHidden = async (page: Page): Promise<string> =>
    (await on(page, 'checkout').isVisible()) ? 'shown' : 'hidden';

  it('logs no error in any page but the answers that the tests ask for', () => {
    assert.deepEqual(
      demoBrowser.pageErrors.filter((line) => !/Failed to load resource|answers 502/.test(line)),
      [],
    );
  });
});
