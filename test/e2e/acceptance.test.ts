/**
 * PayBy's nine acceptance cases, as its people would run them: a cashier and customers at the demo's pages, faults set
 * at the gateway, and afterwards a look at the log of what the merchant's server asked. Nothing here calls the client
 * or the server's parts; time passes by the clock that the server and the gateway share, so two minutes take seconds.
 */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import type {Page} from 'playwright-core';
import {AdjustableClock} from '../../demo/gateway/control/adjustable-clock.js';
import type {CallEntry, RequestLogEntry, NotificationEntry} from '../../demo/gateway/model/request-log.js';
import {systemClock} from '../../demo/payby/clock.js';
import {noteOutcomes, on, phase, photograph, readCode, setStage, type Stage} from './pages/demo-browser.js';

const SECOND = 1_000;
const STEP_MS = 200;
/** Long enough for the traffic of one step, on a machine that does other things as well. */
const STEP_TAKES_MS = 12;
/** What the clock's steps and the road to the gateway may add to a rest, or take from it. */
const GIVE_OR_TAKE_MS = 400;
const LARGE = '650.00';

describe("PayBy's acceptance cases", () => {
  const clock = new AdjustableClock(systemClock);
  let stage: Stage;
  const pages: Page[] = [];
  before(async () => {
    stage = await setStage({clock});
  });
  afterEach(async () => {
    await gateway('reset');
    for (const page of pages.splice(0)) await page.close();
  });
  after(async () => {
    await stage.close();
  });

  it('1: a payment that asks for the password is queried every 2–6 s until it is found paid', async () => {
    await gateway('notifications', {delivery: 'lose'});
    const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
    await pass(18 * SECOND);
    await confirmWithPassword(merchantOrderNo);
    await passUntil(() => isIn(cashier, 'paid'), 10 * SECOND);
    const calls = await printed('1: password', merchantOrderNo);
    assert.deepEqual(of(calls, 'placeOrder').map(wordOf), ['CREATED']);
    const words = of(calls, 'getOrder').map(wordOf);
    const firstPaid = words.indexOf('PAID_SUCCESS');
    assert.ok(firstPaid >= 3, words.join());
    assert.deepEqual(new Set(words.slice(0, firstPaid)), new Set(['CREATED']));
    restsAre(calls, 'getOrder', 2, 6);
    assert.deepEqual(of(calls, 'cancelOrder'), []);
    assert.deepEqual(
      (await outcomes()).map(({name, amount}) => [name, amount]),
      [['payby-success', LARGE]],
    );
  });

  it('2: a payment that nobody confirms is queried every 2–6 s, and cancelled 20–120 s after', async () => {
    const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
    await passUntil(() => isIn(cashier, 'cancelled'), 125 * SECOND);
    const calls = await printed('2: expiry', merchantOrderNo);
    restsAre(calls, 'getOrder', 2, 6);
    cancelledInTime(calls);
    assert.equal((await truth(merchantOrderNo))?.status, 'FAILURE');
    assert.deepEqual(
      (await outcomes()).map(({name, reason}) => [name, reason]),
      [['payby-failure', 'cancelled']],
    );
  });

  const lostPlacings = [
    ['3: SYSTEM_ERROR on placing, and the order was made', '500;after', 'cancelled'],
    ['3: SYSTEM_ERROR on placing, and no order was made', '500', 'failed'],
    ['4: a time-out on placing, and the order was made', 'timeout;after', 'cancelled'],
    ['4: a time-out on placing, and no order was made', 'timeout', 'failed'],
  ] as const;
  for (const [title, fault, end] of lostPlacings) {
    it(`${title}: it is queried every 2–6 s, and cancelled 20–120 s after`, async () => {
      await gateway('faults', {fault, operation: 'placeOrder'});
      const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
      assert.deepEqual(await outcomes(), [], 'nobody was told that it failed: the money may have moved');
      await passUntil(() => isIn(cashier, end), 125 * SECOND);
      const calls = await printed(title, merchantOrderNo);
      assert.equal(of(calls, 'placeOrder').length, 1, 'it is not placed twice');
      assert.ok(of(calls, 'getOrder').length >= 3);
      restsAre(calls, 'getOrder', 2, 6);
      cancelledInTime(calls);
      const there = await truth(merchantOrderNo);
      assert.equal(there?.status, end === 'cancelled' ? 'FAILURE' : undefined);
      assert.deepEqual(
        (await outcomes()).map(({name, reason}) => [name, reason]),
        [['payby-failure', end]],
      );
    });
  }

  it('5: a cancel that succeeds only after several tries is repeated every 3–10 s', async () => {
    const {cashier, merchantOrderNo} = await chargeLarge();
    await gateway('faults', {fault: '500', operation: 'cancelOrder', times: 3});
    await cancelWhenOffered(cashier);
    await passUntil(() => isIn(cashier, 'cancelled'), 40 * SECOND);
    const calls = await printed('5: cancel after several tries', merchantOrderNo);
    assert.equal(of(calls, 'cancelOrder').length, 4);
    restsAre(calls, 'cancelOrder', 3, 10);
    assert.equal((await truth(merchantOrderNo))?.status, 'FAILURE');
  });

  it('6: a cancel that keeps failing is told to staff after at least three tries, and never called done', async () => {
    const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
    await gateway('faults', {fault: '500', operation: 'cancelOrder', times: 1_000});
    await cancelWhenOffered(cashier);
    await passUntil(async () => (await alertsOf(merchantOrderNo)).length > 0, 40 * SECOND);
    const calls = await printed('6: cancel keeps failing', merchantOrderNo);
    assert.ok(of(calls, 'cancelOrder').length >= 3);
    restsAre(calls, 'cancelOrder', 3, 10);
    assert.deepEqual(await alertsOf(merchantOrderNo), ['cancel-failing']);
    await staffSees(merchantOrderNo);
    assert.deepEqual(await outcomes(), [], 'the page still says that it is open');
    await gateway('reset');
    await passUntil(() => isIn(cashier, 'cancelled'), 20 * SECOND);
  });

  it('7: a query that succeeds only after several tries is repeated every 2–6 s', async () => {
    await gateway('notifications', {delivery: 'lose'});
    const {cashier, merchantOrderNo} = await chargeLarge();
    await gateway('faults', {fault: '500', operation: 'getOrder', merchantOrderNo, times: 3});
    await confirmWithPassword(merchantOrderNo);
    await passUntil(() => isIn(cashier, 'paid'), 40 * SECOND);
    const calls = await printed('7: query after several tries', merchantOrderNo);
    const asked = of(calls, 'getOrder');
    const firstFailed = asked.findIndex(hasFailed);
    assert.deepEqual(asked.slice(firstFailed, firstFailed + 4).map(hasFailed), [true, true, true, false]);
    assert.equal(wordOf(asked[firstFailed + 3]), 'PAID_SUCCESS');
    restsAre(calls, 'getOrder', 2, 6);
    assert.deepEqual(of(calls, 'cancelOrder'), []);
  });

  it('8: a query that keeps failing is told to staff after at least three tries, and decides nothing', async () => {
    await gateway('notifications', {delivery: 'lose'});
    await gateway('faults', {fault: '500', operation: 'getOrder', times: 1_000});
    const {cashier, outcomes, merchantOrderNo} = await chargeLarge();
    await confirmWithPassword(merchantOrderNo);
    await passUntil(async () => (await alertsOf(merchantOrderNo)).length > 0, 40 * SECOND);
    const calls = await printed('8: query keeps failing', merchantOrderNo);
    assert.ok(of(calls, 'getOrder').length >= 3);
    restsAre(calls, 'getOrder', 2, 6);
    assert.deepEqual(await alertsOf(merchantOrderNo), ['query-failing']);
    await staffSees(merchantOrderNo);
    assert.equal(await isIn(cashier, 'waiting'), true);
    const told = (await outcomes()).filter(({name}) => name !== 'payby-error');
    assert.deepEqual(told, [], 'no outcome without an answer');
    await gateway('reset');
    await passUntil(() => isIn(cashier, 'paid'), 30 * SECOND);
  });

  it('9: a notification is received, verified, counted once however often it comes, and answered with SUCCESS', async () => {
    await gateway('notifications', {delivery: 'send', copies: 3});
    const store = await open('/store');
    const outcomes = await noteOutcomes(store);
    await on(store, 'sku-mug').click();
    await phase(store, 'waiting');
    const token = await readCode(await photograph(store));
    const {merchantOrderNo} = await newestOrder();
    // Questions fail: it is the notification alone that tells.
    await gateway('faults', {fault: '500', operation: 'getOrder', times: 1_000});
    const phone = await open('/phone');
    await on(phone, 'token').fill(String(token));
    await on(phone, 'scan').click();
    await on(phone, 'pay').click();
    await phase(store, 'paid');
    await passUntil(async () => (await told(merchantOrderNo)).length === 3, 5 * SECOND);
    await gateway('repeat', {merchantOrderNo});
    await printed('9: notification', merchantOrderNo);
    const tries = await told(merchantOrderNo);
    assert.equal(new Set(tries.map(({notifyId}) => notifyId)).size, 1);
    assert.equal(tries.length, 4);
    assert.deepEqual(new Set(tries.map(({accepted}) => accepted)), new Set([true]));
    assert.deepEqual(
      (await timelineOf(merchantOrderNo)).filter((kind) => kind === 'notification'),
      ['notification'],
    );
    const forged = await fetch(`${stage.demo.url}/payby/notify`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', sign: 'AAAA'},
      body: JSON.stringify({notify_id: 'forged', notify_timestamp: clock.now()}),
    });
    assert.equal(forged.status, 401, 'what PayBy has not signed is not received');
    assert.equal((await outcomes()).filter(({name}) => name === 'payby-success').length, 1);
  });

  it('left no page with a bug', () => {
    // A refused request is an error in a browser's console, and here they are refused on purpose.
    const bugs = stage.mishaps.filter((mishap) => !mishap.includes('Failed to load resource'));
    assert.deepEqual(bugs, []);
  });

  // What people do.

  async function open(path: string): Promise<Page> {
    const page = await stage.open(path);
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
    await cashier.waitForSelector('payby-scan-input:state(busy)'); // the till's own script is at work
    await cashier.clock.install(); // its patience passes when we say so
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
    await cashier.keyboard.type(code);
    await cashier.keyboard.press('Enter');
    await passUntil(() => isIn(cashier, 'waiting'), 20 * SECOND);
    const [made] = (await orders()).filter(({merchantOrderNo}) => !before.has(merchantOrderNo));
    assert.ok(made, 'the order is in the books before its outcome is known');
    return {cashier, outcomes, merchantOrderNo: made.merchantOrderNo};
  }

  /** The till offers it after 20 seconds. */
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

  /** The responsible person opens the staff's page, and there it is. */
  async function staffSees(merchantOrderNo: string): Promise<void> {
    const admin = await open('/admin');
    if (await on(admin, 'login').isVisible()) {
      await on(admin, 'password').fill(String(stage.demo.staffPassword));
      await on(admin, 'login').click();
    }
    await on(admin, 'alerts').locator('li').first().waitFor();
    const text = await on(admin, 'alerts').textContent();
    assert.ok(text?.includes(merchantOrderNo.slice(0, 6)), `staff read: ${String(text)}`);
  }

  const isIn = async (page: Page, name: string): Promise<boolean> =>
    (await page.locator(`payby-checkout:state(${name})`).count()) > 0;

  // Time.

  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      clock.advance(Math.min(STEP_MS, left));
      await pause(STEP_TAKES_MS);
    }
  }

  async function passUntil(isTrue: () => Promise<boolean>, withinMs: number): Promise<void> {
    const deadline = clock.now() + withinMs;
    const patience = performance.now() + 30_000; // a page needs a moment after the server's last word
    while (!(await isTrue())) {
      if (clock.now() < deadline) await pass(SECOND);
      else {
        assert.ok(performance.now() < patience, `it was not so within ${String(withinMs / SECOND)} s`);
        await pause(50);
      }
    }
  }

  // What PayBy has seen, and what the shop knows.

  async function gateway(what: string, wish: object = {}): Promise<void> {
    const init = {method: 'POST', body: JSON.stringify(wish)};
    const response = await fetch(`${stage.demo.url}/gateway/control/${what}`, init);
    assert.equal(response.status, 200, what);
  }

  async function entries(merchantOrderNo: string): Promise<readonly RequestLogEntry[]> {
    const path = `/gateway/control/log?merchantOrderNo=${merchantOrderNo}`;
    return ((await (await fetch(stage.demo.url + path)).json()) as {entries: RequestLogEntry[]}).entries;
  }

  /** The log for PayBy's people, and its calls for us. */
  async function printed(title: string, merchantOrderNo: string): Promise<readonly CallEntry[]> {
    const path = `/gateway/control/log?format=text&merchantOrderNo=${merchantOrderNo}`;
    const text = await (await fetch(stage.demo.url + path)).text();
    console.log(`\nAcceptance case ${title}\n${text}`);
    return (await entries(merchantOrderNo)).filter((entry) => entry.kind === 'call');
  }

  const told = async (merchantOrderNo: string): Promise<readonly NotificationEntry[]> =>
    (await entries(merchantOrderNo)).filter((entry) => entry.kind === 'notification');

  interface Known {
    readonly merchantOrderNo: string;
    readonly status: string;
  }

  async function truth(merchantOrderNo: string): Promise<Known | undefined> {
    const all = (await (await fetch(`${stage.demo.url}/gateway/control/orders`)).json()) as {orders: Known[]};
    return all.orders.find((order) => order.merchantOrderNo === merchantOrderNo);
  }

  let cookie: string | undefined;
  async function staffApi(path: string): Promise<unknown> {
    cookie ??= await staffCookie();
    return (await fetch(`${stage.demo.url}/api/admin/${path}`, {headers: {cookie}})).json();
  }

  async function staffCookie(): Promise<string> {
    const login = await fetch(`${stage.demo.url}/api/login`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({password: stage.demo.staffPassword}),
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
});

const of = (calls: readonly CallEntry[], operation: string): readonly CallEntry[] =>
  calls.filter(({path}) => path === `/acquire2/${operation}`);

const wordOf = (call: CallEntry | undefined): string => call?.status ?? call?.result ?? 'no such call';

const hasFailed = ({faults}: CallEntry): boolean => faults.length > 0;

/** Every rest between two calls of a kind is of so many seconds. */
function restsAre(calls: readonly CallEntry[], operation: string, least: number, most: number): void {
  const times = of(calls, operation).map(({at}) => at);
  const rests = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  assert.ok(
    rests.every(
      (rest) => rest >= least * SECOND - GIVE_OR_TAKE_MS && rest <= most * SECOND + GIVE_OR_TAKE_MS,
    ),
    `${operation} rests for ${rests.join(', ')} ms`,
  );
}

function cancelledInTime(calls: readonly CallEntry[]): void {
  const [placed] = of(calls, 'placeOrder');
  const [cancelled] = of(calls, 'cancelOrder');
  assert.ok(placed && cancelled, 'it was cancelled');
  const after = cancelled.at - placed.at;
  assert.ok(after >= 20 * SECOND && after <= 120 * SECOND, `${String(after)} ms after placing`);
}
