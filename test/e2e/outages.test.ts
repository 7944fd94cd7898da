/**
 * Bad weather between a real browser and the demo. Whatever happens on the way, the page ends with exactly the right
 * events: every payby-* event of a scene is in its list, and nothing else.
 */
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {answer, answerJson, halfAnAnswer, late, silence, type Fate} from './pages/fault-proxy.js';
import {STATUS_URL, STREAM_URL, when, WeatherStage, type Scene} from './pages/fault-page.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const SHOWN = ['ready', 'idle → waiting, steady'];
const PAID = ['waiting → paid, steady', 'success'];
const TROUBLE = 'waiting → waiting, retrying';
const CALM = 'waiting → waiting, steady';

describe('weather', () => {
  let stage: WeatherStage;
  let scene: Scene;
  before(async () => {
    stage = await WeatherStage.set();
  });
  beforeEach(async () => {
    scene = await stage.scene();
  });
  afterEach(async () => {
    await scene.close();
  });
  after(async () => {
    await stage.close();
  });

  it('slow answers: one question at a time, and the payment is seen', async () => {
    const {road} = scene;
    road.always(late(5 * SECOND));
    const order = await scene.order();
    const till = await scene.show(order);
    await scene.pass(30 * SECOND);
    assert.deepEqual(await till.story(), SHOWN);
    await scene.pay(order);
    await scene.passUntil(() => till.hasTold('success'), 15 * SECOND, 'the payment is told');
    assert.deepEqual(await till.story(), [...SHOWN, ...PAID]);
    assert.equal(road.mostAtOnce, 1);
    assert.ok(road.questions.length <= 6, 'a slow server is not asked more often');
  });

  it('a failing server: its Retry-After is obeyed, the trouble told once, the payment seen', async () => {
    const {road} = scene;
    const unavailable = answer(503, 'down', {'Retry-After': '20'});
    road.expect(answer(500, 'oh'), answer(500, ''), unavailable);
    const order = await scene.order();
    const till = await scene.show(order);
    await scene.passUntil(() => road.questions.length === 3, MINUTE, 'it asks a third time');
    assert.deepEqual(await till.story(), [...SHOWN, TROUBLE, 'error: status-unreachable']);
    await scene.pay(order);
    await scene.passUntil(() => till.hasTold('success'), MINUTE, 'the payment is told');
    assert.deepEqual(await till.story(), [...SHOWN, TROUBLE, 'error: status-unreachable', CALM, ...PAID]);
    const [third = 0, fourth = 0] = road.questions.slice(2);
    assert.ok(fourth - third >= 20 * SECOND && fourth - third <= 21 * SECOND, String(fourth - third));
  });

  const paidWith = (facts: object): Fate => answerJson({status: 'PAID_SUCCESS', ...facts});
  const theirs = {amount: '25.00', currency: 'AED'};
  const nonsense: readonly (readonly [string, string, (merchantOrderNo: string) => Fate])[] = [
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
  for (const [what, code, fate] of nonsense) {
    it(`${what}: one error for the integrator, no outcome, and the payment is seen later`, async () => {
      const {road} = scene;
      const order = await scene.order();
      road.expect(fate(order.merchantOrderNo), fate(order.merchantOrderNo));
      const till = await scene.show(order);
      await scene.passUntil(() => road.questions.length === 2, MINUTE, 'it asks again');
      assert.deepEqual(await till.story(), [...SHOWN, TROUBLE, `error: ${code}`]);
      await scene.pay(order);
      await scene.passUntil(() => till.hasTold('success'), 2 * MINUTE, 'the payment is told');
      assert.deepEqual(await till.story(), [...SHOWN, TROUBLE, `error: ${code}`, CALM, ...PAID]);
      assert.ok(!road.others.includes('/elsewhere'), 'a redirect is not followed');
    });
  }

  it('stalled answers: each is given up after 8 s, and the next question follows', async () => {
    const {road} = scene;
    road.expect(silence, halfAnAnswer);
    const order = await scene.order();
    const till = await scene.show(order);
    await scene.passUntil(() => road.questions.length === 1, 10 * SECOND, 'it asks');
    await scene.pass(7.5 * SECOND);
    assert.deepEqual(await till.story(), SHOWN);
    assert.equal(road.held, 1, 'it still waits');
    await scene.pass(0.75 * SECOND);
    assert.deepEqual(await till.story(), [...SHOWN, TROUBLE]);
    await scene.pay(order);
    await scene.passUntil(() => till.hasTold('success'), MINUTE, 'the payment is told');
    assert.deepEqual(await till.story(), [...SHOWN, TROUBLE, CALM, ...PAID]);
    const [first = 0, second = 0, third = 0, ...more] = road.questions;
    assert.deepEqual(more, []);
    for (const gap of [second - first, third - second])
      assert.ok(gap >= 8 * SECOND && gap <= 16 * SECOND, `${String(gap)} ms between two questions`);
  });

  it('refused connections: nothing is told but the trouble, and the payment once they are accepted', async () => {
    const {road} = scene;
    const order = await scene.order();
    const till = await scene.show(order);
    await road.close();
    await scene.pay(order);
    await scene.pass(MINUTE);
    assert.deepEqual(await till.story(), [...SHOWN, TROUBLE, 'error: status-unreachable']);
    await road.open();
    await scene.passUntil(() => till.hasTold('success'), 16 * SECOND, 'the payment is told');
    assert.deepEqual(await till.story(), [...SHOWN, TROUBLE, 'error: status-unreachable', CALM, ...PAID]);
  });

  it('the end of an order: only the server calls it expired, and a late payment still wins', async () => {
    const {road} = scene;
    const order = await scene.order({paySceneCode: 'DYNQR', sku: 'mug', expiresInMs: 2 * MINUTE});
    const till = await scene.show(order);
    await scene.pass(50 * SECOND);
    assert.deepEqual(await till.story(), SHOWN);
    assert.equal((await till.waysToPay()) > 0, true);
    road.always(answer(502, 'down'));
    await scene.passUntil(() => till.hasTold('error: status-unreachable'), 60 * SECOND, 'it notices');
    await scene.passUntil(async () => (await till.phase()) === 'confirming', 71 * SECOND, 'time is up');
    assert.equal(await till.waysToPay(), 0, 'the code is withdrawn');
    await scene.pass(3 * MINUTE);
    const story = [...SHOWN, TROUBLE, 'error: status-unreachable', 'waiting → confirming, retrying'];
    assert.deepEqual(await till.story(), story);

    road.always(undefined);
    const expired = ['confirming → confirming, steady', 'confirming → expired, steady', 'failure: expired'];
    await scene.passUntil(
      () => till.hasTold('failure: expired'),
      16 * SECOND,
      'the server has the last word',
    );
    assert.deepEqual(await till.story(), [...story, ...expired]);

    const {merchantOrderNo} = order;
    road.always(paidWith({merchantOrderNo, totalAmount: theirs, serverTime: scene.demo.clock.now()}));
    await scene.passUntil(() => till.hasTold('success, late'), 67 * SECOND, 'the late payment is told');
    await scene.pass(2 * MINUTE);
    assert.deepEqual(await till.story(), [...story, ...expired, 'expired → paid, steady', 'success, late']);
  });

  it('a payment that is reversed: the success is told once, and the reversal once', async () => {
    const order = await scene.order();
    const till = await scene.show(order);
    await scene.pay(order);
    await scene.passUntil(() => till.hasTold('success'), 10 * SECOND, 'the payment is told');
    await till.refresh();
    await scene.pass(2 * SECOND);
    assert.deepEqual(await till.story(), [...SHOWN, ...PAID], 'paid is told once');
    const staff = await scene.demo.staff();
    const {status} = await scene.demo.post(`/api/orders/${order.merchantOrderNo}/revoke`, {}, staff);
    assert.equal(status, 200);
    for (let i = 0; i < 3; i++) {
      await till.refresh();
      await scene.pass(2 * SECOND);
    }
    assert.deepEqual(await till.story(), [...SHOWN, ...PAID, 'paid → revoked, steady', 'failure: revoked']);
  });

  it('a hidden page asks nothing for ten minutes, and once when somebody looks again', async () => {
    const {road} = scene;
    const order = await scene.order();
    const till = await scene.show(order);
    await scene.pass(20 * SECOND);
    const before = road.questions.length;
    assert.ok(before > 3, 'it asked while it was seen');
    await till.look('hidden');
    await scene.settle();
    await scene.pay(order);
    for (let i = 0; i < 10; i++) await scene.sleep(MINUTE);
    assert.equal(road.questions.length, before);
    assert.deepEqual(await till.story(), SHOWN);
    await till.look('visible');
    await scene.passUntil(() => till.hasTold('success'), 300, 'the payment is told');
    assert.deepEqual(await till.story(), [...SHOWN, ...PAID]);
    await scene.pass(20 * SECOND);
    assert.equal(road.questions.length, before + 1);
  });

  it('left no page with an exception', () => {
    assert.deepEqual(stage.mishaps, []);
  });
});

describe('a device whose clock is off', () => {
  let stage: WeatherStage;
  before(async () => {
    stage = await WeatherStage.set();
  });
  after(async () => {
    await stage.close();
  });

  // Ahead, the device takes the order for over until the first answer tells it what time it is: it may doubt, not judge
  const DOUBTED = ['ready', 'idle → confirming, steady', 'confirming → waiting, steady'];
  const cases = [
    {hours: '3 h behind', clockIsOff: -3 * HOUR, beginning: SHOWN},
    {hours: '3 h ahead', clockIsOff: 3 * HOUR, beginning: DOUBTED},
  ];
  for (const {hours, clockIsOff, beginning} of cases) {
    it(`${hours}: the countdown is the server's, and nothing is told as over`, async (t) => {
      const scene = await stage.scene({clockIsOff});
      t.after(() => scene.close());
      const order = await scene.order();
      const till = await scene.show(order);
      await scene.pass(10 * SECOND);
      const left = order.expiredTime - scene.demo.clock.now();
      const remaining = await till.remaining();
      assert.ok(Math.abs(remaining - left) <= 2 * SECOND, `${String(remaining)} for ${String(left)} ms`);
      const [minutes = NaN, seconds = NaN] = (await till.countdown()).split(':').map(Number);
      assert.ok(Math.abs(minutes * MINUTE + seconds * SECOND - left) <= 2 * SECOND, await till.countdown());
      assert.ok((await till.waysToPay()) > 0);
      await scene.pay(order);
      await scene.passUntil(() => till.hasTold('success'), 10 * SECOND, 'the payment is told');
      assert.deepEqual(await till.story(), [...beginning, ...PAID]);
    });
  }

  it('left no page with an exception', () => {
    assert.deepEqual(stage.mishaps, []);
  });
});

describe('an event stream', () => {
  const attributes = {'status-url': STATUS_URL, 'stream-url': STREAM_URL};
  let stage: WeatherStage;
  let scene: Scene;
  before(async () => {
    stage = await WeatherStage.set();
  });
  beforeEach(async () => {
    scene = await stage.scene();
  });
  afterEach(async () => {
    await scene.close();
  });
  after(async () => {
    await stage.close();
  });

  it('brings the payment within a second, and no further question is asked', async () => {
    const {road} = scene;
    const order = await scene.order();
    const till = await scene.show(order, attributes);
    await scene.pass(20 * SECOND);
    assert.equal(road.openStreams, 1);
    const questions = road.questions.length;
    const paidAt = scene.demo.clock.now();
    await scene.pay(order);
    await when(() => till.hasTold('success'), 'the payment is told'); // no moment passes
    assert.equal(scene.demo.clock.now(), paidAt);
    assert.deepEqual(await till.story(), [...SHOWN, ...PAID]);
    await scene.pass(20 * SECOND);
    assert.equal(road.questions.length, questions);
    assert.equal(road.openStreams, 0, 'after the last word nobody listens');
  });

  it('that is dropped: a question within 15 s, the stream opened again, and the payment through it', async () => {
    const {road} = scene;
    const order = await scene.order();
    const till = await scene.show(order, attributes);
    await scene.pass(20 * SECOND);
    const questions = road.questions.length;
    assert.equal(road.streamsOpened.length, 1);
    road.dropStreams();
    await when(() => road.openStreams === 0, 'the stream is gone');
    await scene.passUntil(() => road.questions.length > questions, 15 * SECOND, 'it asks');
    await scene.passUntil(() => road.streamsOpened.length === 2, 15 * SECOND, 'the stream is opened again');
    await scene.pass(5 * SECOND);
    assert.equal(road.openStreams, 1);
    const rested = road.questions.length;
    await scene.pass(30 * SECOND);
    assert.ok(road.questions.length - rested <= 1, 'while it lives, questions are rare');
    await scene.pay(order);
    await when(() => till.hasTold('success'), 'the payment is told');
    assert.deepEqual(await till.story(), [...SHOWN, ...PAID]);
  });

  it('that cannot be opened again: the payment is seen by asking', async () => {
    const {road} = scene;
    const order = await scene.order();
    const till = await scene.show(order, attributes);
    await scene.pass(20 * SECOND);
    await road.close();
    await scene.pay(order);
    await scene.pass(3 * SECOND);
    assert.deepEqual(await till.story(), SHOWN);
    await road.open();
    await scene.passUntil(() => till.hasTold('success'), 15 * SECOND, 'the payment is told');
    const outcomes = (await till.story()).filter((line) => /success|failure|error/.test(line));
    assert.deepEqual(outcomes, ['success']);
  });

  it('that falls silent: given up after 30 s, a question within 15 s, the stream opened again', async () => {
    const {road} = scene;
    const order = await scene.order();
    const till = await scene.show(order, attributes);
    await scene.pass(20 * SECOND);
    assert.equal(road.streamsOpened.length, 1, 'heartbeats keep it');
    road.muteStreams();
    const questions = road.questions.length;
    await scene.pass(10 * SECOND);
    assert.deepEqual([road.questions.length, road.streamsOpened.length], [questions, 1], 'not too soon');
    await scene.passUntil(() => road.questions.length > questions, 35 * SECOND, 'it asks');
    await scene.passUntil(() => road.streamsOpened.length > 1, 15 * SECOND, 'the stream is opened again');
    await when(() => road.openStreams === 1, 'the mute one is closed');
    await scene.pass(2 * SECOND);
    await scene.pay(order);
    await when(() => till.hasTold('success'), 'the payment is told');
    assert.deepEqual(await till.story(), [...SHOWN, ...PAID]);
  });

  it('is closed while nobody looks, and opened when somebody does', async () => {
    const {road} = scene;
    const order = await scene.order();
    const till = await scene.show(order, attributes);
    await scene.pass(20 * SECOND);
    await till.look('hidden');
    await when(() => road.openStreams === 0, 'the stream is closed');
    const questions = road.questions.length;
    await scene.pay(order);
    for (let i = 0; i < 10; i++) await scene.sleep(MINUTE);
    assert.deepEqual([road.openStreams, road.questions.length], [0, questions]);
    await till.look('visible');
    await scene.passUntil(() => till.hasTold('success'), 300, 'the payment is told');
    assert.deepEqual(await till.story(), [...SHOWN, ...PAID]);
  });

  it('left no page with an exception', () => {
    assert.deepEqual(stage.mishaps, []);
  });
});
