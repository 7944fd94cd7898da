/**
 * Connection problems between a real browser and the demo. Each test lists every payby-* event that the page fires, in
 * order, and nothing else may be fired.
 */
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {
  answer,
  answerJson,
  delayed,
  noAnswer,
  truncatedAnswer,
  type FaultHandler,
} from './pages/fault-proxy.js';
import {STATUS_URL, STREAM_URL, when, FaultFixture, type World} from './pages/fault-page.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const SHOWN = ['ready', 'idle → waiting, steady'];
const PAID = ['waiting → paid, steady', 'success'];
const RETRYING = 'waiting → waiting, retrying';
const STEADY = 'waiting → waiting, steady';

describe('<payby-checkout> during an outage', () => {
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

  it('sends one status request at a time to a slow server, and fires payby-success', async () => {
    const {proxy} = world;
    proxy.handleAll(delayed(5 * SECOND));
    const order = await world.createOrder();
    const checkout = await world.showOrder(order);
    await world.advance(30 * SECOND);
    assert.deepEqual(await checkout.recordedLines(), SHOWN);
    await world.pay(order);
    await world.advanceUntil(() => checkout.hasRecorded('success'), 15 * SECOND, 'payby-success is fired');
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, ...PAID]);
    assert.equal(proxy.mostConcurrent, 1);
    assert.ok(proxy.statusRequests.length <= 6, 'a slow server does not get more requests');
  });

  it('obeys Retry-After of a failing server, fires one payby-error, and fires payby-success after it', async () => {
    const {proxy} = world;
    const unavailable = answer(503, 'down', {'Retry-After': '20'});
    proxy.handleNext(answer(500, 'oh'), answer(500, ''), unavailable);
    const order = await world.createOrder();
    const checkout = await world.showOrder(order);
    await world.advanceUntil(() => proxy.statusRequests.length === 3, MINUTE, 'a third request comes');
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, RETRYING, 'error: status-unreachable']);
    await world.pay(order);
    await world.advanceUntil(() => checkout.hasRecorded('success'), MINUTE, 'payby-success is fired');
    assert.deepEqual(await checkout.recordedLines(), [
      ...SHOWN,
      RETRYING,
      'error: status-unreachable',
      STEADY,
      ...PAID,
    ]);
    const [third = 0, fourth = 0] = proxy.statusRequests.slice(2);
    assert.ok(fourth - third >= 20 * SECOND && fourth - third <= 21 * SECOND, String(fourth - third));
  });

  const paidWith = (facts: object): FaultHandler => answerJson({status: 'PAID_SUCCESS', ...facts});
  const theirs = {amount: '25.00', currency: 'AED'};
  const nonsense: readonly (readonly [string, string, (merchantOrderNo: string) => FaultHandler])[] = [
    ['a page instead of a status', 'status-not-json', () => answer(200, '<!doctype html><p>Sign in')],
    ['an empty answer', 'status-not-json', () => answer(200, '')],
    ['500 kB', 'status-too-large', () => answer(200, JSON.stringify({pad: 'x'.repeat(500_000)}))],
    ['a redirect', 'status-redirect', () => answer(302, '', {Location: '/elsewhere'})],
    [
      'the payment of another order',
      'status-foreign',
      () => paidWith({merchantOrderNo: 'another', totalAmount: theirs}),
    ],
    [
      'a payment of another amount',
      'status-amount',
      (merchantOrderNo) => paidWith({merchantOrderNo, totalAmount: {...theirs, amount: '2.50'}}),
    ],
    [
      'a payment in another currency',
      'status-amount',
      (merchantOrderNo) => paidWith({merchantOrderNo, totalAmount: {...theirs, currency: 'USD'}}),
    ],
  ];
  for (const [what, code, handler] of nonsense) {
    it(`fires one payby-error ${code} and no outcome for ${what}, and payby-success later`, async () => {
      const {proxy} = world;
      const order = await world.createOrder();
      proxy.handleNext(handler(order.merchantOrderNo), handler(order.merchantOrderNo));
      const checkout = await world.showOrder(order);
      await world.advanceUntil(() => proxy.statusRequests.length === 2, MINUTE, 'a second request comes');
      assert.deepEqual(await checkout.recordedLines(), [...SHOWN, RETRYING, `error: ${code}`]);
      await world.pay(order);
      await world.advanceUntil(() => checkout.hasRecorded('success'), 2 * MINUTE, 'payby-success is fired');
      assert.deepEqual(await checkout.recordedLines(), [
        ...SHOWN,
        RETRYING,
        `error: ${code}`,
        STEADY,
        ...PAID,
      ]);
      assert.ok(!proxy.otherPaths.includes('/elsewhere'), 'the redirect is not followed');
    });
  }

  it('aborts a stalled status request after 8 s and sends the next one', async () => {
    const {proxy} = world;
    proxy.handleNext(noAnswer, truncatedAnswer);
    const order = await world.createOrder();
    const checkout = await world.showOrder(order);
    await world.advanceUntil(() => proxy.statusRequests.length === 1, 10 * SECOND, 'a request comes');
    await world.advance(7.5 * SECOND);
    assert.deepEqual(await checkout.recordedLines(), SHOWN);
    assert.equal(proxy.held, 1, 'the request is still open');
    await world.advance(0.75 * SECOND);
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, RETRYING]);
    await world.pay(order);
    await world.advanceUntil(() => checkout.hasRecorded('success'), MINUTE, 'payby-success is fired');
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, RETRYING, STEADY, ...PAID]);
    const [first = 0, second = 0, third = 0, ...more] = proxy.statusRequests;
    assert.deepEqual(more, []);
    for (const gap of [second - first, third - second])
      assert.ok(gap >= 8 * SECOND && gap <= 16 * SECOND, `${String(gap)} ms between two requests`);
  });

  it('fires only payby-error while connections are refused, and payby-success once they are accepted', async () => {
    const {proxy} = world;
    const order = await world.createOrder();
    const checkout = await world.showOrder(order);
    await proxy.close();
    await world.pay(order);
    await world.advance(MINUTE);
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, RETRYING, 'error: status-unreachable']);
    await proxy.open();
    await world.advanceUntil(() => checkout.hasRecorded('success'), 16 * SECOND, 'payby-success is fired');
    assert.deepEqual(await checkout.recordedLines(), [
      ...SHOWN,
      RETRYING,
      'error: status-unreachable',
      STEADY,
      ...PAID,
    ]);
  });

  it('fires payby-failure expired only when the server reports it, and payby-success for a late payment', async () => {
    const {proxy} = world;
    const order = await world.createOrder({paySceneCode: 'DYNQR', sku: 'mug', expiresInMs: 2 * MINUTE});
    const checkout = await world.showOrder(order);
    await world.advance(50 * SECOND);
    assert.deepEqual(await checkout.recordedLines(), SHOWN);
    assert.equal((await checkout.waysToPay()) > 0, true);
    proxy.handleAll(answer(502, 'down'));
    await world.advanceUntil(
      () => checkout.hasRecorded('error: status-unreachable'),
      60 * SECOND,
      'payby-error is fired',
    );
    await world.advanceUntil(
      async () => (await checkout.phase()) === 'confirming',
      71 * SECOND,
      'the time is up',
    );
    assert.equal(await checkout.waysToPay(), 0, 'the code is removed');
    await world.advance(3 * MINUTE);
    const story = [...SHOWN, RETRYING, 'error: status-unreachable', 'waiting → confirming, retrying'];
    assert.deepEqual(await checkout.recordedLines(), story);

    proxy.handleAll(undefined);
    const expired = ['confirming → confirming, steady', 'confirming → expired, steady', 'failure: expired'];
    await world.advanceUntil(
      () => checkout.hasRecorded('failure: expired'),
      16 * SECOND,
      'the server’s answer decides',
    );
    assert.deepEqual(await checkout.recordedLines(), [...story, ...expired]);

    const {merchantOrderNo} = order;
    proxy.handleAll(paidWith({merchantOrderNo, totalAmount: theirs, serverTime: world.demo.clock.now()}));
    await world.advanceUntil(
      () => checkout.hasRecorded('success, late'),
      67 * SECOND,
      'the late payby-success is fired',
    );
    await world.advance(2 * MINUTE);
    assert.deepEqual(await checkout.recordedLines(), [
      ...story,
      ...expired,
      'expired → paid, steady',
      'success, late',
    ]);
  });

  it('fires payby-success once and payby-failure revoked once when a payment is reversed', async () => {
    const order = await world.createOrder();
    const checkout = await world.showOrder(order);
    await world.pay(order);
    await world.advanceUntil(() => checkout.hasRecorded('success'), 10 * SECOND, 'payby-success is fired');
    await checkout.refresh();
    await world.advance(2 * SECOND);
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, ...PAID], 'payby-success is fired once');
    const staff = await world.demo.staff();
    const {status} = await world.demo.post(`/api/orders/${order.merchantOrderNo}/revoke`, {}, staff);
    assert.equal(status, 200);
    for (let i = 0; i < 3; i++) {
      await checkout.refresh();
      await world.advance(2 * SECOND);
    }
    assert.deepEqual(await checkout.recordedLines(), [
      ...SHOWN,
      ...PAID,
      'paid → revoked, steady',
      'failure: revoked',
    ]);
  });

  it('sends no status request while the page is hidden, and one when it is visible again', async () => {
    const {proxy} = world;
    const order = await world.createOrder();
    const checkout = await world.showOrder(order);
    await world.advance(20 * SECOND);
    const before = proxy.statusRequests.length;
    assert.ok(before > 3, 'it polls while visible');
    await checkout.setVisibility('hidden');
    await world.settle();
    await world.pay(order);
    for (let i = 0; i < 10; i++) await world.advanceAtOnce(MINUTE);
    assert.equal(proxy.statusRequests.length, before);
    assert.deepEqual(await checkout.recordedLines(), SHOWN);
    await checkout.setVisibility('visible');
    await world.advanceUntil(() => checkout.hasRecorded('success'), 300, 'payby-success is fired');
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, ...PAID]);
    await world.advance(20 * SECOND);
    assert.equal(proxy.statusRequests.length, before + 1);
  });

  it('throws no error in any page', () => {
    assert.deepEqual(fixture.pageErrors, []);
  });
});

describe('<payby-checkout> on a device with a wrong clock', () => {
  let fixture: FaultFixture;
  before(async () => {
    fixture = await FaultFixture.create();
  });
  after(async () => {
    await fixture.close();
  });

  // A device that is ahead takes the order for expired until the first answer has the server's time: 'confirming', no outcome
  const CONFIRMED = ['ready', 'idle → confirming, steady', 'confirming → waiting, steady'];
  const cases = [
    {hours: '3 h behind', clockIsOff: -3 * HOUR, beginning: SHOWN},
    {hours: '3 h ahead', clockIsOff: 3 * HOUR, beginning: CONFIRMED},
  ];
  for (const {hours, clockIsOff, beginning} of cases) {
    it(`counts down by the server’s time when the device is ${hours}, and does not end the order`, async (t) => {
      const world = await fixture.createWorld({clockIsOff});
      t.after(() => world.close());
      const order = await world.createOrder();
      const checkout = await world.showOrder(order);
      await world.advance(10 * SECOND);
      const left = order.expiredTime - world.demo.clock.now();
      const remaining = await checkout.remaining();
      assert.ok(Math.abs(remaining - left) <= 2 * SECOND, `${String(remaining)} for ${String(left)} ms`);
      const [minutes = NaN, seconds = NaN] = (await checkout.countdown()).split(':').map(Number);
      assert.ok(
        Math.abs(minutes * MINUTE + seconds * SECOND - left) <= 2 * SECOND,
        await checkout.countdown(),
      );
      assert.ok((await checkout.waysToPay()) > 0);
      await world.pay(order);
      await world.advanceUntil(() => checkout.hasRecorded('success'), 10 * SECOND, 'payby-success is fired');
      assert.deepEqual(await checkout.recordedLines(), [...beginning, ...PAID]);
    });
  }

  it('throws no error in any page', () => {
    assert.deepEqual(fixture.pageErrors, []);
  });
});

describe('<payby-checkout> with a stream-url', () => {
  const attributes = {'status-url': STATUS_URL, 'stream-url': STREAM_URL};
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

  it('fires payby-success from the stream, and sends no further status request', async () => {
    const {proxy} = world;
    const order = await world.createOrder();
    const checkout = await world.showOrder(order, attributes);
    await world.advance(20 * SECOND);
    assert.equal(proxy.openStreams, 1);
    const statusRequests = proxy.statusRequests.length;
    const paidAt = world.demo.clock.now();
    await world.pay(order);
    await when(() => checkout.hasRecorded('success'), 'payby-success is fired'); // the clock stands still
    assert.equal(world.demo.clock.now(), paidAt);
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, ...PAID]);
    await world.advance(20 * SECOND);
    assert.equal(proxy.statusRequests.length, statusRequests);
    assert.equal(proxy.openStreams, 0, 'the stream is closed after the outcome');
  });

  it('sends a status request within 15 s after the stream was cut, and opens the stream again', async () => {
    const {proxy} = world;
    const order = await world.createOrder();
    const checkout = await world.showOrder(order, attributes);
    await world.advance(20 * SECOND);
    const statusRequests = proxy.statusRequests.length;
    assert.equal(proxy.streamRequests.length, 1);
    proxy.dropStreams();
    await when(() => proxy.openStreams === 0, 'the stream is closed');
    await world.advanceUntil(
      () => proxy.statusRequests.length > statusRequests,
      15 * SECOND,
      'a status request is sent',
    );
    await world.advanceUntil(
      () => proxy.streamRequests.length === 2,
      15 * SECOND,
      'the stream is opened again',
    );
    await world.advance(5 * SECOND);
    assert.equal(proxy.openStreams, 1);
    const before = proxy.statusRequests.length;
    await world.advance(30 * SECOND);
    assert.ok(proxy.statusRequests.length - before <= 1, 'status requests are rare while the stream is open');
    await world.pay(order);
    await when(() => checkout.hasRecorded('success'), 'payby-success is fired');
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, ...PAID]);
  });

  it('polls when the stream cannot be opened again', async () => {
    const {proxy} = world;
    const order = await world.createOrder();
    const checkout = await world.showOrder(order, attributes);
    await world.advance(20 * SECOND);
    await proxy.close();
    await world.pay(order);
    await world.advance(3 * SECOND);
    const lines = await checkout.recordedLines();
    assert.deepEqual(
      lines.filter((line) => line !== RETRYING),
      SHOWN,
    );
    await proxy.open();
    await world.advanceUntil(() => checkout.hasRecorded('success'), 15 * SECOND, 'payby-success is fired');
    const outcomes = (await checkout.recordedLines()).filter((line) => /success|failure|error/.test(line));
    assert.deepEqual(outcomes, ['success']);
  });

  it('replaces a stream that has been silent for 30 s, and sends a status request within 15 s', async () => {
    const {proxy} = world;
    const order = await world.createOrder();
    const checkout = await world.showOrder(order, attributes);
    await world.advance(20 * SECOND);
    assert.equal(proxy.streamRequests.length, 1, 'heartbeats keep the stream open');
    proxy.muteStreams();
    const statusRequests = proxy.statusRequests.length;
    await world.advance(10 * SECOND);
    assert.deepEqual(
      [proxy.statusRequests.length, proxy.streamRequests.length],
      [statusRequests, 1],
      'nothing happens within 10 s',
    );
    await world.advanceUntil(
      () => proxy.statusRequests.length > statusRequests,
      35 * SECOND,
      'a status request is sent',
    );
    await world.advanceUntil(
      () => proxy.streamRequests.length > 1,
      15 * SECOND,
      'the stream is opened again',
    );
    await when(() => proxy.openStreams === 1, 'the silent stream is closed');
    await world.advance(2 * SECOND);
    await world.pay(order);
    await when(() => checkout.hasRecorded('success'), 'payby-success is fired');
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, ...PAID]);
  });

  it('closes the stream while the page is hidden, and opens it when the page is visible again', async () => {
    const {proxy} = world;
    const order = await world.createOrder();
    const checkout = await world.showOrder(order, attributes);
    await world.advance(20 * SECOND);
    await checkout.setVisibility('hidden');
    await when(() => proxy.openStreams === 0, 'the stream is closed');
    const statusRequests = proxy.statusRequests.length;
    await world.pay(order);
    for (let i = 0; i < 10; i++) await world.advanceAtOnce(MINUTE);
    assert.deepEqual([proxy.openStreams, proxy.statusRequests.length], [0, statusRequests]);
    await checkout.setVisibility('visible');
    await when(() => checkout.hasRecorded('success'), 'payby-success is fired');
    assert.deepEqual(await checkout.recordedLines(), [...SHOWN, ...PAID]);
  });

  const faults = ['holds the headers', 'holds the body', 'cuts every 8 s'] as const;
  for (const fault of faults) {
    it(`fires payby-success within 3 s through a proxy that ${fault} of the stream`, async () => {
      const {proxy} = world;
      proxy.faultStreams(fault);
      for (const paidAfterMs of [3 * SECOND, 9.5 * SECOND, 14 * SECOND, 33 * SECOND]) {
        const order = await world.createOrder();
        const checkout = await world.showOrder(order, attributes);
        await world.advance(paidAfterMs);
        await world.pay(order);
        await world.advanceUntilPaid(checkout, 3 * SECOND);
        assert.deepEqual(await checkout.recordedLines(), [...SHOWN, ...PAID]);
        await checkout.page.close();
      }
    });
  }

  for (const fault of ['holds the headers', 'holds the body'] as const) {
    it(`stays with polling, and fires stream-silent once, through a proxy that ${fault} of the stream`, async () => {
      const {proxy} = world;
      proxy.faultStreams(fault);
      const order = await world.createOrder();
      const checkout = await world.showOrder(order, attributes);
      await world.advanceUntil(
        () => checkout.hasRecorded('error: stream-silent'),
        150 * SECOND,
        'payby-error is fired',
      );
      assert.deepEqual([proxy.streamRequests.length, proxy.openStreams], [3, 0]);
      const before = proxy.statusRequests.length;
      assert.ok(before > 20, 'it has polled as without a stream');
      await world.advance(MINUTE);
      assert.equal(proxy.streamRequests.length, 3, 'no stream is requested any more');
      assert.ok(proxy.statusRequests.length - before > 8, 'it goes on polling');
      await world.pay(order);
      await world.advanceUntilPaid(checkout, 6 * SECOND);
      assert.deepEqual(await checkout.recordedLines(), [...SHOWN, 'error: stream-silent', ...PAID]);
      const [problem] = (await checkout.events()).filter(({name}) => name === 'error');
      assert.equal(problem?.detail['retryable'], true);
    });
  }

  it('throws no error in any page', () => {
    assert.deepEqual(fixture.pageErrors, []);
  });
});
