import {expect} from '@open-wc/testing';
import {CountdownController} from '../../src/checkout/countdown-controller.js';
import {FakeHost} from '../support/fake-host.js';
import {ManualClock} from '../support/manual-clock.js';

function setUp(leftMs: number | undefined) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const end = leftMs === undefined ? undefined : clock.now() + leftMs;
  let ends = 0;
  const controller = new CountdownController(
    host,
    clock,
    () => (end === undefined ? undefined : end - clock.now()),
    () => ends++,
  );
  return {host, clock, controller, ends: () => ends};
}

describe('CountdownController', () => {
  it('updates its host once a second, and calls onEnd once when the time is up', async () => {
    const {host, clock, ends} = setUp(3000);
    host.connect();
    await clock.advance(2999);
    expect([host.updates, ends()]).to.deep.equal([2, 0]);
    await clock.advance(60_000);
    expect(ends()).to.equal(1);
  });

  it('updates its host once a minute while hours are left', async () => {
    const {host, clock} = setUp(2 * 3_600_000);
    host.connect();
    await clock.advance(10 * 60_000);
    expect(host.updates).to.equal(10);
  });

  it('sets no timer without an end', async () => {
    const {host, clock} = setUp(undefined);
    host.connect();
    await clock.advance(60_000);
    expect([host.updates, clock.sleeping]).to.deep.equal([0, 0]);
  });

  it('stops its timer when its host is removed, and counts on when it is back', async () => {
    const {host, clock} = setUp(60_000);
    host.connect();
    await clock.advance(1000);
    host.disconnect();
    await clock.advance(5000);
    expect([host.updates, clock.sleeping]).to.deep.equal([1, 0]);
    host.connect();
    await clock.advance(1000);
    expect(host.updates).to.equal(2);
  });
});
