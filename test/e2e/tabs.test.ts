/** Several tabs show the same order: one of them polls and shares what it receives. */
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {answer} from './pages/fault-proxy.js';
import {when, FaultFixture, type World, type CheckoutPage} from './pages/fault-page.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The events of a tab whose order is paid: none of them twice. */
const EVENTS = ['ready', 'idle → waiting, steady', 'waiting → paid, steady', 'success'];

describe('<payby-checkout> in several tabs with the same order', () => {
  let fixture: FaultFixture;
  let world: World;
  before(async () => {
    fixture = await FaultFixture.create();
  });
  beforeEach(async () => {
    world = await fixture.createWorld();
  });
  afterEach(async () => {
    await world.close();
  });
  after(async () => {
    await fixture.close();
  });

  const linesOf = (checkouts: readonly CheckoutPage[]): Promise<readonly (readonly string[])[]> =>
    Promise.all(checkouts.map((checkout) => checkout.recordedLines()));
  const allPaid = async (checkouts: readonly CheckoutPage[]): Promise<boolean> =>
    (await linesOf(checkouts)).every((lines) => lines.includes('success'));
  const onePaid = async (checkouts: readonly CheckoutPage[]): Promise<boolean> =>
    (await linesOf(checkouts)).some((lines) => lines.includes('success'));

  it('sends as many status requests as one tab would, and fires payby-success once in each tab', async () => {
    const statusRequests = (): number => world.proxy.statusRequests.length;
    const alone = await world.showOrder(await world.createOrder());
    await world.advance(2 * MINUTE);
    const byOne = statusRequests();
    assert.ok(byOne > 20, `${String(byOne)} requests of one tab`);
    await alone.page.close();

    const order = await world.createOrder();
    const checkouts = [
      await world.showOrder(order),
      await world.showOrder(order),
      await world.showOrder(order),
    ];
    await world.advance(2 * MINUTE - 600); // the first has been open for as long as it took to open all
    const byThree = statusRequests() - byOne;
    assert.ok(
      byThree <= byOne && byThree >= byOne - 1,
      `${String(byThree)} requests of three tabs, ${String(byOne)} of one`,
    );
    assert.equal(world.proxy.mostConcurrent, 1);

    await world.pay(order);
    await world.advanceUntil(() => onePaid(checkouts), 10 * SECOND, 'one tab is paid');
    await when(() => allPaid(checkouts), 'all tabs are paid'); // by a channel, without the clock
    await world.advance(10 * SECOND);
    assert.deepEqual(await linesOf(checkouts), [EVENTS, EVENTS, EVENTS]);
    const recorded = await Promise.all(checkouts.map((checkout) => checkout.events()));
    const times = recorded.map((events) => events.find(({name}) => name === 'success')?.at ?? NaN);
    assert.ok(Math.max(...times) - Math.min(...times) <= SECOND, times.join(' '));
  });

  it('lets another tab poll when the polling tab is closed', async () => {
    const order = await world.createOrder();
    const checkouts = [
      await world.showOrder(order),
      await world.showOrder(order),
      await world.showOrder(order),
    ];
    const polling = new Set<CheckoutPage>();
    for (const checkout of checkouts)
      checkout.page.on('request', (request) => {
        if (request.url().endsWith('/status')) polling.add(checkout);
      });
    await world.advance(20 * SECOND);
    assert.equal(polling.size, 1, 'one tab polls');
    const [leader] = polling;
    await leader?.page.close();
    polling.clear();
    const taken = await world.advanceUntil(() => polling.size > 0, 5 * SECOND, 'another tab polls');
    assert.ok(taken <= 5 * SECOND);
    await world.advance(20 * SECOND);
    assert.equal(polling.size, 1, 'one tab polls again');
    const rest = checkouts.filter((checkout) => checkout !== leader);
    await world.pay(order);
    await world.advanceUntil(() => onePaid(rest), 10 * SECOND, 'one tab is paid');
    await when(() => allPaid(rest), 'all tabs are paid');
    assert.deepEqual(await linesOf(rest), [EVENTS, EVENTS]);
  });

  it('lets another tab poll when the polling tab is hidden, and updates the hidden tab too', async () => {
    const order = await world.createOrder();
    const checkouts = [
      await world.showOrder(order),
      await world.showOrder(order),
      await world.showOrder(order),
    ];
    const [leader, ...others] = checkouts;
    await world.advance(10 * SECOND);
    await leader?.setVisibility('hidden');
    const before = world.proxy.statusRequests.length;
    await world.advanceUntil(
      () => world.proxy.statusRequests.length > before,
      5 * SECOND,
      'another tab polls',
    );
    await world.pay(order);
    await world.advanceUntil(() => onePaid(others), 10 * SECOND, 'one tab is paid');
    await when(() => allPaid(checkouts), 'all tabs are paid'); // by a channel, without the clock
    assert.deepEqual(await linesOf(checkouts), [EVENTS, EVENTS, EVENTS]);
  });

  it('shares the answer to refresh() of a tab that does not poll', async () => {
    const order = await world.createOrder();
    const checkouts = [await world.showOrder(order), await world.showOrder(order)];
    await world.advance(20 * SECOND);
    await world.pay(order);
    const before = world.proxy.statusRequests.length;
    const [, second] = checkouts;
    await second?.refresh();
    await when(() => allPaid(checkouts), 'both tabs are paid'); // the clock stands still
    assert.equal(world.proxy.statusRequests.length, before + 1);
    assert.deepEqual(await linesOf(checkouts), [EVENTS, EVENTS]);
  });

  it('lets another tab poll when the polling tab is refused, and fires payby-success in both', async () => {
    const {proxy} = world;
    let answered = 0;
    proxy.handleAll((request) => {
      if (request.headers['x-window'] === 'signed out') answer(401, '')(request);
      else {
        answered++;
        request.forward();
      }
    });
    const order = await world.createOrder();
    const leader = await world.showOrder(order);
    await leader.page.setExtraHTTPHeaders({'x-window': 'signed out'});
    const other = await world.showOrder(order);
    await world.advanceUntil(() => answered > 0, 20 * SECOND, 'the other tab polls');
    const refused = proxy.statusRequests.length - answered;
    assert.equal(refused, 1, 'one request is refused');
    await world.advance(20 * SECOND);
    assert.equal(proxy.statusRequests.length - answered, refused, 'the refused tab rests');
    await world.pay(order);
    await world.advanceUntil(() => onePaid([leader, other]), 6 * SECOND, 'one tab is paid');
    await when(() => allPaid([leader, other]), 'both tabs are paid');
    const lines = await linesOf([leader, other]);
    assert.deepEqual(lines[0], [
      'ready',
      'idle → waiting, steady',
      'waiting → waiting, retrying',
      'error: status-refused',
      'waiting → waiting, steady',
      'waiting → paid, steady',
      'success',
    ]);
    assert.deepEqual(
      lines[1]?.filter((line) => !line.startsWith('waiting → waiting')),
      EVENTS,
    );
  });

  it('throws no error in any page', () => {
    assert.deepEqual(fixture.pageErrors, []);
  });
});
