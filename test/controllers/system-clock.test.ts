import {expect} from '@open-wc/testing';
import {systemClock} from '../../src/controllers/system-clock.js';

describe("the browser's clock", () => {
  it('tells the time', () => {
    expect(systemClock.now()).to.be.closeTo(Date.now(), 50);
  });

  it('wakes at once when told to, however long the sleep', async () => {
    for (const ms of [1000, 2 ** 31, 2 ** 40, Infinity]) {
      const alarm = new AbortController();
      const sleep = systemClock.sleep(ms, alarm.signal);
      alarm.abort();
      await sleep;
    }
  });

  it('does not sleep when it was told before', async () => {
    await systemClock.sleep(Infinity, AbortSignal.abort());
  });

  it('does not take a sleep of more than 24.8 days for none', async () => {
    const alarm = new AbortController();
    let isAwake = false;
    const sleep = systemClock.sleep(2 ** 33, alarm.signal).then(() => (isAwake = true));
    await systemClock.sleep(20, new AbortController().signal);
    expect(isAwake).to.equal(false);
    alarm.abort();
    await sleep;
  });
});
