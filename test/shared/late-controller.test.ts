import {expect} from '@open-wc/testing';
import {LateController} from '../../src/shared/late-controller.js';
import {FakeHost} from '../support/fake-host.js';
import {ManualClock} from '../support/manual-clock.js';

function setUp(failures: number) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const arrived: string[] = [];
  const failed: number[] = [];
  let tries = 0;
  const controller = new LateController(
    host,
    clock,
    () => (++tries > failures ? Promise.resolve('part') : Promise.reject(new Error('offline'))),
    (part) => arrived.push(part),
    (count) => failed.push(count),
  );
  return {host, clock, controller, arrived, failed, tries: () => tries};
}
/** A real frame, so that the wait for the first paint is over. */
const painted = (): Promise<unknown> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

describe('a part that comes late', () => {
  it('is fetched once, however often its host comes and goes', async () => {
    const {host, clock, controller, arrived, tries} = setUp(0);
    host.connect();
    expect(tries()).to.equal(0);
    await clock.advance(100);
    await controller.arrival;
    host.disconnect();
    host.connect();
    await clock.advance(60_000);
    expect([arrived, tries()]).to.deep.equal([['part'], 1]);
  });

  it('is tried again until it is there', async () => {
    const {host, clock, arrived, failed} = setUp(3);
    host.connect();
    await clock.advance(100);
    await clock.advance(2000 + 4000 + 8000);
    expect(failed).to.deep.equal([1, 2, 3]);
    expect(arrived).to.deep.equal(['part']);
  });

  it('is not wanted any more when its host is gone', async () => {
    const {host, clock, arrived, tries} = setUp(1000);
    host.connect();
    await clock.advance(100);
    host.disconnect();
    await painted();
    await clock.advance(60_000);
    expect([arrived.length, tries(), clock.sleeping]).to.deep.equal([0, 1, 0]);
  });
});
