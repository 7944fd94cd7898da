/** Several tabs of one customer show the same order: one of them asks, all of them know. */
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {when, WeatherStage, type Scene, type Till} from './pages/fault-page.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What a tab tells when the order is paid: nothing of it twice. */
const STORY = ['ready', 'idle → waiting, steady', 'waiting → paid, steady', 'success'];

describe('three tabs on one order', () => {
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

  const stories = (tills: readonly Till[]): Promise<readonly (readonly string[])[]> =>
    Promise.all(tills.map((till) => till.story()));
  const allKnow = async (tills: readonly Till[]): Promise<boolean> =>
    (await stories(tills)).every((story) => story.includes('success'));
  const oneKnows = async (tills: readonly Till[]): Promise<boolean> =>
    (await stories(tills)).some((story) => story.includes('success'));

  it('ask no more than one would, and all tell the payment, each once', async () => {
    const questions = (): number => scene.road.questions.length;
    const alone = await scene.show(await scene.order());
    await scene.pass(2 * MINUTE);
    const byOne = questions();
    assert.ok(byOne > 20, `${String(byOne)} questions of one tab`);
    await alone.page.close();

    const order = await scene.order();
    const tills = [await scene.show(order), await scene.show(order), await scene.show(order)];
    await scene.pass(2 * MINUTE - 600); // the first has been open for as long as it took to open all
    const byThree = questions() - byOne;
    assert.ok(
      byThree <= byOne && byThree >= byOne - 1,
      `${String(byThree)} questions of three tabs, ${String(byOne)} of one`,
    );
    assert.equal(scene.road.mostAtOnce, 1);

    await scene.pay(order);
    await scene.passUntil(() => oneKnows(tills), 10 * SECOND, 'one tab knows');
    await scene.passUntil(() => allKnow(tills), SECOND, 'all tabs know');
    await scene.pass(10 * SECOND);
    assert.deepEqual(await stories(tills), [STORY, STORY, STORY]);
    const successes = await Promise.all(tills.map((till) => till.told()));
    const times = successes.map((told) => told.find(({name}) => name === 'success')?.at ?? NaN);
    assert.ok(Math.max(...times) - Math.min(...times) <= SECOND, times.join(' '));
  });

  it('replace the one that asks when it is closed', async () => {
    const order = await scene.order();
    const tills = [await scene.show(order), await scene.show(order), await scene.show(order)];
    const asking = new Set<Till>();
    for (const till of tills)
      till.page.on('request', (request) => {
        if (request.url().endsWith('/status')) asking.add(till);
      });
    await scene.pass(20 * SECOND);
    assert.equal(asking.size, 1, 'one tab asks');
    const [leader] = asking;
    await leader?.page.close();
    asking.clear();
    const taken = await scene.passUntil(() => asking.size > 0, 5 * SECOND, 'another one asks');
    assert.ok(taken <= 5 * SECOND);
    await scene.pass(20 * SECOND);
    assert.equal(asking.size, 1, 'again, one tab asks');
    const rest = tills.filter((till) => till !== leader);
    await scene.pay(order);
    await scene.passUntil(() => oneKnows(rest), 10 * SECOND, 'one tab knows');
    await scene.passUntil(() => allKnow(rest), SECOND, 'all tabs know');
    assert.deepEqual(await stories(rest), [STORY, STORY]);
  });

  it('replace the one that asks when it is hidden, and a hidden tab knows too', async () => {
    const order = await scene.order();
    const tills = [await scene.show(order), await scene.show(order), await scene.show(order)];
    const [leader, ...others] = tills;
    await scene.pass(10 * SECOND);
    await leader?.look('hidden');
    const before = scene.road.questions.length;
    await scene.passUntil(() => scene.road.questions.length > before, 5 * SECOND, 'another one asks');
    await scene.pay(order);
    await scene.passUntil(() => oneKnows(others), 10 * SECOND, 'one tab knows');
    await scene.passUntil(() => allKnow(tills), SECOND, 'all tabs know');
    assert.deepEqual(await stories(tills), [STORY, STORY, STORY]);
  });

  it('bring the answer to the one whose page asks for it', async () => {
    const order = await scene.order();
    const tills = [await scene.show(order), await scene.show(order)];
    await scene.pass(20 * SECOND);
    await scene.pay(order);
    const before = scene.road.questions.length;
    const [, second] = tills;
    await second?.refresh();
    await when(() => allKnow(tills), 'both tabs know'); // no moment passes
    assert.equal(scene.road.questions.length, before + 1);
    assert.deepEqual(await stories(tills), [STORY, STORY]);
  });

  it('left no page with an exception', () => {
    assert.deepEqual(stage.mishaps, []);
  });
});
