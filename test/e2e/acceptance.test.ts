/**
 * PayBy's nine acceptance cases, as its people would run them: a cashier and customers use the demo's pages, faults are
 * set at the gateway, and its log shows what the merchant's server requested. Nothing here calls the client or a part of
 * the server. The test advances the clock that the server and the gateway share, so two minutes take seconds.
 */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Page} from 'playwright-core';
import {AdjustableClock} from '../../demo/gateway/control/adjustable-clock.js';
import type {CallEntry, RequestLogEntry, NotificationEntry} from '../../demo/gateway/model/request-log.js';
import {systemClock} from '../../demo/payby/clock.js';
import {
  enterCode,
  noteOutcomes,
  on,
  phase,
  photograph,
  readCode,
  startDemoBrowser,
  type DemoBrowser,
} from './pages/demo-browser.js';

const SECOND = 1_000;
const STEP_MS = 200;
/** For what one step starts: a call of the server to the gateway, and its answer. */
const STEP_TAKES_MS = 8;
/** Round trips after a step: what was sent before it is served first, so no call times out because a machine is busy. */
const TRIPS_PER_STEP = 2;
/** How much the clock's steps and the network may change an interval, ms. */
const TOLERANCE_MS = 400;
const LARGE = '650.00';

/** The forms in which PayBy may refuse a call. */
for (const form of ['fail', 'success', 'error']) {
  describe(`the merchant's server in PayBy's acceptance test, refusals in the form "${form}"`, () => {
    acceptanceCases(form);
  });
}

function acceptanceCases(refusalForm: string): void {
  const clock = new AdjustableClock(systemClock);
  let demoBrowser: DemoBrowser;
  const pages: Page[] = [];
  /** The page of the present case that shows its order. */
  const tills: Page[] = [];
  before(async () => {
    demoBrowser = await startDemoBrowser({clock});
    await gateway('settings', {refusalForm});
  });
  afterEach(async () => {
    await gateway('reset');
    tills.length = 0;
    for (const page of pages.splice(0)) await page.close();
  });
  after(async () => {
    await demoBrowser.close();
  });

  it('case 1: queries a payment that needs the password every 2–6 s until it is paid', async () => {
    await gateway('notifications', {delivery: 'lose'});
    const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
    await advance(18 * SECOND);
    await confirmWithPassword(merchantOrderNo);
    await advanceUntil(() => isIn(cashier, 'paid'), 10 * SECOND);
    const calls = await printed('1: password', merchantOrderNo);
    assert.deepEqual(of(calls, 'placeOrder').map(wordOf), ['CREATED']);
    const words = of(calls, 'getOrder').map(wordOf);
    const firstPaid = words.indexOf('PAID_SUCCESS');
    assert.ok(firstPaid >= 3, words.join());
    assert.deepEqual(new Set(words.slice(0, firstPaid)), new Set(['CREATED']));
    assertIntervals(calls, 'getOrder', 2, 6);
    assert.deepEqual(of(calls, 'cancelOrder'), []);
    assert.deepEqual(
      (await outcomes()).map(({name, amount}) => [name, amount]),
      [['payby-success', LARGE]],
    );
  });

  it('case 2: queries an unconfirmed payment every 2–6 s, and cancels it after 20–120 s', async () => {
    await gateway('notifications', {delivery: 'lose'});
    const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
    await advanceUntil(() => isIn(cashier, 'cancelled'), 125 * SECOND);
    const calls = await printed('2: expiry', merchantOrderNo);
    assertIntervals(calls, 'getOrder', 2, 6);
    cancelledInTime(calls);
    assert.equal((await truth(merchantOrderNo))?.status, 'FAILURE');
    assert.deepEqual(
      (await outcomes()).map(({name, reason}) => [name, reason]),
      [['payby-failure', 'cancelled']],
    );
  });

  const lostPlacings = [
    ['3, SYSTEM_ERROR on placing an order that was created', '500;after', 'cancelled'],
    ['3, SYSTEM_ERROR on placing an order that was not created', '500', 'failed'],
    ['4, a timeout on placing an order that was created', 'timeout;after', 'cancelled'],
    ['4, a timeout on placing an order that was not created', 'timeout', 'failed'],
  ] as const;
  for (const [title, fault, end] of lostPlacings) {
    it(`case ${title}: queries it every 2–6 s, and cancels it after 20–120 s`, async () => {
      await gateway('notifications', {delivery: 'lose'});
      await gateway('faults', {fault, operation: 'placeOrder'});
      const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
      assert.deepEqual(await outcomes(), [], 'no failure is reported: the money may have moved');
      await advanceUntil(() => isIn(cashier, end), 125 * SECOND);
      const calls = await printed(title, merchantOrderNo);
      assert.equal(of(calls, 'placeOrder').length, 1, 'it is not placed twice');
      assert.ok(of(calls, 'getOrder').length >= 3);
      assertIntervals(calls, 'getOrder', 2, 6);
      cancelledInTime(calls);
      const there = await truth(merchantOrderNo);
      assert.equal(there?.status, end === 'cancelled' ? 'FAILURE' : undefined);
      assert.deepEqual(
        (await outcomes()).map(({name, reason}) => [name, reason]),
        [['payby-failure', end]],
      );
    });
  }

  it('case 5: repeats a cancel every 3–10 s until PayBy answers it', async () => {
    const {cashier, merchantOrderNo} = await chargeLarge();
    await gateway('faults', {fault: '500', operation: 'cancelOrder', times: 3});
    await cancelWhenOffered(cashier);
    await advanceUntil(() => isIn(cashier, 'cancelled'), 40 * SECOND);
    const calls = await printed('5: cancel after several tries', merchantOrderNo);
    assert.equal(of(calls, 'cancelOrder').length, 4);
    assertIntervals(calls, 'cancelOrder', 3, 10);
    assert.equal((await truth(merchantOrderNo))?.status, 'FAILURE');
  });

  it('case 6: alerts staff after at least three failed cancels, and does not report the order as cancelled', async () => {
    const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
    await gateway('faults', {fault: '500', operation: 'cancelOrder', times: 1_000});
    await cancelWhenOffered(cashier);
    await advanceUntil(async () => (await alertsOf(merchantOrderNo)).length > 0, 40 * SECOND);
    const calls = await printed('6: cancel keeps failing', merchantOrderNo);
    assert.ok(of(calls, 'cancelOrder').length >= 3);
    assertIntervals(calls, 'cancelOrder', 3, 10);
    assert.deepEqual(await alertsOf(merchantOrderNo), ['cancel-failing']);
    await staffSees(merchantOrderNo);
    assert.deepEqual(await outcomes(), [], 'the page still shows it as open');
    await gateway('reset');
    await advanceUntil(() => isIn(cashier, 'cancelled'), 20 * SECOND);
  });

  it('case 7: repeats a failed query every 2–6 s until PayBy answers it', async () => {
    await gateway('notifications', {delivery: 'lose'});
    const {cashier, merchantOrderNo} = await chargeLarge();
    await gateway('faults', {fault: '500', operation: 'getOrder', merchantOrderNo, times: 3});
    await confirmWithPassword(merchantOrderNo);
    await advanceUntil(() => isIn(cashier, 'paid'), 40 * SECOND);
    const calls = await printed('7: query after several tries', merchantOrderNo);
    const queries = of(calls, 'getOrder');
    const firstFailed = queries.findIndex(hasFailed);
    assert.deepEqual(queries.slice(firstFailed, firstFailed + 4).map(hasFailed), [true, true, true, false]);
    assert.equal(wordOf(queries[firstFailed + 3]), 'PAID_SUCCESS');
    assertIntervals(calls, 'getOrder', 2, 6);
    assert.deepEqual(of(calls, 'cancelOrder'), []);
  });

  it('case 8: alerts staff after at least three failed queries, and reports no outcome', async () => {
    await gateway('notifications', {delivery: 'lose'});
    await gateway('faults', {fault: '500', operation: 'getOrder', times: 1_000});
    const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
    await confirmWithPassword(merchantOrderNo);
    await advanceUntil(async () => (await alertsOf(merchantOrderNo)).length > 0, 40 * SECOND);
    const calls = await printed('8: query keeps failing', merchantOrderNo);
    assert.ok(of(calls, 'getOrder').length >= 3);
    assertIntervals(calls, 'getOrder', 2, 6);
    assert.deepEqual(await alertsOf(merchantOrderNo), ['query-failing']);
    await staffSees(merchantOrderNo);
    assert.equal(await isIn(cashier, 'waiting'), true);
    const reported = (await outcomes()).filter(({name}) => name !== 'payby-error');
    assert.deepEqual(reported, [], 'no outcome without an answer');
    await gateway('reset');
    await advanceUntil(() => isIn(cashier, 'paid'), 30 * SECOND);
  });

  it('case 9: verifies a notification, applies it once however often it comes, and answers SUCCESS', async () => {
    await gateway('notifications', {delivery: 'send', copies: 3});
    const store = await open('/store');
    tills.push(store);
    const outcomes = await noteOutcomes(store);
    await on(store, 'sku-mug').click();
    await phase(store, 'waiting');
    const token = await readCode(await photograph(store));
    const {merchantOrderNo} = await newestOrder();
    // Queries fail, so only the notification can bring the payment.
    await gateway('faults', {fault: '500', operation: 'getOrder', times: 1_000});
    const phone = await open('/phone');
    await on(phone, 'token').fill(String(token));
    await on(phone, 'scan').click();
    await on(phone, 'pay').click();
    await phase(store, 'paid');
    await advanceUntil(async () => (await notificationsOf(merchantOrderNo)).length === 3, 5 * SECOND);
    await gateway('repeat', {merchantOrderNo});
    await printed('9: notification', merchantOrderNo);
    const tries = await notificationsOf(merchantOrderNo);
    assert.equal(new Set(tries.map(({notifyId}) => notifyId)).size, 1);
    assert.equal(tries.length, 4);
    assert.deepEqual(new Set(tries.map(({accepted}) => accepted)), new Set([true]));
    assert.deepEqual(
      (await timelineOf(merchantOrderNo)).filter((kind) => kind === 'notification'),
      ['notification'],
    );
    const forged = await fetch(`${demoBrowser.demo.url}/payby/notify`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', sign: 'AAAA'},
      body: JSON.stringify({notify_id: 'forged', notify_timestamp: clock.now()}),
    });
    assert.equal(forged.status, 401, 'a notification without PayBy’s signature is refused');
    assert.equal((await outcomes()).filter(({name}) => name === 'payby-success').length, 1);
  });

  it('throws no error in any page', () => {
    // A refused request is an error in a browser's console, and here they are refused on purpose. A till that meets
    // many of them in cases 7 and 8, where PayBy answers no query, reports the outage.
    const expected = /Failed to load resource|status-unreachable: The status address answers 503/;
    const bugs = demoBrowser.pageErrors.filter((error) => !expected.test(error));
    assert.deepEqual(bugs, []);
  });

  // What people do.

  async function open(path: string): Promise<Page> {
    const page = await demoBrowser.open(path);
    pages.push(page);
    return page;
  }

  interface Charge {
    readonly cashier: Page;
    readonly outcomes: Awaited<ReturnType<typeof noteOutcomes>>;
    readonly merchantOrderNo: string;
  }

  /** The cashier scans the customer's code for an amount that needs the customer's password. */
  async function chargeLarge(): Promise<Charge> {
    const phone = await open('/phone');
    const cashier = await open('/cashier');
    await cashier.waitForSelector('payby-scan-input:state(busy)'); // the page's script runs
    tills.push(cashier);
    await cashier.clock.install(); // the test advances the page's timers
    const outcomes = await noteOutcomes(cashier);
    await on(phone, 'tab-code').click();
    if (await on(phone, 'new-code').isVisible()) await on(phone, 'new-code').click();
    await phone.waitForFunction(
      () => document.querySelector('[data-test="my-code"]')?.textContent.match(/[0-9A-Z]{19}/) !== null,
    );
    const code = ((await on(phone, 'my-code').textContent()) ?? '').trim();
    await on(cashier, 'amount').fill(LARGE);
    await on(cashier, 'charge').click();
    await cashier.waitForSelector('payby-scan-input:state(armed)');
    const before = new Set((await orders()).map(({merchantOrderNo}) => merchantOrderNo));
    await enterCode(cashier, code);
    await advanceUntil(() => isIn(cashier, 'waiting'), 20 * SECOND);
    const [made] = (await orders()).filter(({merchantOrderNo}) => !before.has(merchantOrderNo));
    assert.ok(made, 'the order is stored before its outcome is known');
    return {cashier, outcomes, merchantOrderNo: made.merchantOrderNo};
  }

  /** The cashier's page offers to cancel after 20 seconds. */
  async function cancelWhenOffered(cashier: Page): Promise<void> {
    await cashier.clock.fastForward(20 * SECOND);
    await on(cashier, 'cancel').click();
  }

  async function confirmWithPassword(merchantOrderNo: string): Promise<void> {
    const phone = await open('/phone');
    await on(phone, 'tab-requests').click();
    await on(phone, `request-${merchantOrderNo}`).click();
    await on(phone, 'password').fill('123456');
    await on(phone, 'pay').click();
    await on(phone, 'sheet')
      .waitFor({state: 'hidden'})
      .catch(() => undefined);
  }

  /** A member of staff finds the alert on the staff's page. */
  async function staffSees(merchantOrderNo: string): Promise<void> {
    const admin = await open('/admin');
    if (await on(admin, 'login').isVisible()) {
      await on(admin, 'password').fill(String(demoBrowser.demo.staffPassword));
      await on(admin, 'login').click();
    }
    await on(admin, 'alerts').locator('li').first().waitFor();
    const text = await on(admin, 'alerts').textContent();
    assert.ok(text?.includes(merchantOrderNo.slice(0, 6)), `staff read: ${String(text)}`);
  }

  const isIn = async (page: Page, name: string): Promise<boolean> =>
    (await page.locator(`payby-checkout:state(${name})`).count()) > 0;

  // Time.

  /** Resolves when a request that the page sends now is answered: on a busy machine the clock waits for page and server. */
  const answered = (page: Page): Promise<unknown> =>
    page.evaluate(async () => {
      await (await fetch('/healthz')).text();
    });

  /** For the message of a failure: what the element shows, and what its server answers. */
  const describeTills = async (): Promise<string> => {
    const shown = tills.map((page) =>
      page.$eval('payby-checkout', async (checkout) => {
        const {phase, connection, order} = checkout as unknown as Record<string, unknown>;
        const {merchantOrderNo} = (order ?? {}) as Record<string, unknown>;
        const response = await fetch(`/api/orders/${String(merchantOrderNo)}/status`);
        return [phase, connection, response.status, await response.text()].join(' ');
      }),
    );
    return (await Promise.all(shown)).join('; ');
  };

  async function advance(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      clock.advance(Math.min(STEP_MS, left));
      await sleep(STEP_TAKES_MS);
      // Server and gateway share this process, and it serves in the order of arrival
      for (let trip = 0; trip < TRIPS_PER_STEP; trip++) {
        await (await fetch(`${demoBrowser.demo.url}/healthz`)).text();
      }
    }
  }

  async function advanceUntil(isTrue: () => Promise<boolean>, withinMs: number): Promise<void> {
    const deadline = clock.now() + withinMs;
    const giveUpAt = performance.now() + 30_000; // a page needs a moment after the server's last answer
    while (!(await isTrue())) {
      if (clock.now() < deadline) {
        await advance(SECOND);
        await Promise.all(tills.map(answered));
      } else {
        if (performance.now() > giveUpAt)
          assert.fail(`not true within ${String(withinMs / SECOND)} s: ${await describeTills()}`);
        await sleep(50);
      }
    }
  }

  // The gateway's log and orders, and the merchant's own.

  async function gateway(what: string, request: object = {}): Promise<void> {
    const init = {method: 'POST', body: JSON.stringify(request)};
    const response = await fetch(`${demoBrowser.demo.url}/gateway/control/${what}`, init);
    assert.equal(response.status, 200, what);
  }

  async function entries(merchantOrderNo: string): Promise<readonly RequestLogEntry[]> {
    const path = `/gateway/control/log?merchantOrderNo=${merchantOrderNo}`;
    return ((await (await fetch(demoBrowser.demo.url + path)).json()) as {entries: RequestLogEntry[]})
      .entries;
  }

  /** The log for PayBy's people, and its calls for us. */
  async function printed(title: string, merchantOrderNo: string): Promise<readonly CallEntry[]> {
    const path = `/gateway/control/log?format=text&merchantOrderNo=${merchantOrderNo}`;
    const text = await (await fetch(demoBrowser.demo.url + path)).text();
    console.log(`\nAcceptance case ${title}\n${text}`);
    return (await entries(merchantOrderNo)).filter((entry) => entry.kind === 'call');
  }

  const notificationsOf = async (merchantOrderNo: string): Promise<readonly NotificationEntry[]> =>
    (await entries(merchantOrderNo)).filter((entry) => entry.kind === 'notification');

  interface Known {
    readonly merchantOrderNo: string;
    readonly status: string;
  }

  async function truth(merchantOrderNo: string): Promise<Known | undefined> {
    const all = (await (await fetch(`${demoBrowser.demo.url}/gateway/control/orders`)).json()) as {
      orders: Known[];
    };
    return all.orders.find((order) => order.merchantOrderNo === merchantOrderNo);
  }

  let cookie: string | undefined;
  async function staffApi(path: string): Promise<unknown> {
    cookie ??= await staffCookie();
    return (await fetch(`${demoBrowser.demo.url}/api/admin/${path}`, {headers: {cookie}})).json();
  }

  async function staffCookie(): Promise<string> {
    const login = await fetch(`${demoBrowser.demo.url}/api/login`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({password: demoBrowser.demo.staffPassword}),
    });
    return (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  const orders = async (): Promise<readonly Known[]> =>
    ((await staffApi('orders?limit=200')) as {orders: Known[]}).orders;

  async function newestOrder(): Promise<Known> {
    const [newest] = await orders();
    assert.ok(newest);
    return newest;
  }

  async function alertsOf(merchantOrderNo: string): Promise<readonly string[]> {
    const {alerts} = (await staffApi('alerts')) as {alerts: (Known & {kind: string})[]};
    return alerts.filter((alert) => alert.merchantOrderNo === merchantOrderNo).map(({kind}) => kind);
  }

  async function timelineOf(merchantOrderNo: string): Promise<readonly string[]> {
    const {timeline} = (await staffApi(`orders/${merchantOrderNo}`)) as {timeline: {kind: string}[]};
    return timeline.map(({kind}) => kind);
  }
}

const of = (calls: readonly CallEntry[], operation: string): readonly CallEntry[] =>
  calls.filter(({path}) => path === `/acquire2/${operation}`);

const wordOf = (call: CallEntry | undefined): string => call?.status ?? call?.result ?? 'no such call';

const hasFailed = ({faults}: CallEntry): boolean => faults.length > 0;

/** Every interval between two calls of the operation has to be within these seconds. */
function assertIntervals(calls: readonly CallEntry[], operation: string, least: number, most: number): void {
  const times = of(calls, operation).map(({at}) => at);
  const intervals = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  assert.ok(
    intervals.every((ms) => ms >= least * SECOND - TOLERANCE_MS && ms <= most * SECOND + TOLERANCE_MS),
    `${operation} intervals: ${intervals.join(', ')} ms`,
  );
}

function cancelledInTime(calls: readonly CallEntry[]): void {
  const [placed] = of(calls, 'placeOrder');
  const [cancelled] = of(calls, 'cancelOrder');
  assert.ok(placed && cancelled, 'it was cancelled');
  const after = cancelled.at - placed.at;
  assert.ok(after >= 20 * SECOND && after <= 120 * SECOND, `${String(after)} ms after placing`);
}
